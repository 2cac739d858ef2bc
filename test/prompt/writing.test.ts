/** Statements that write, at the prompt and in the command: asked about, shown before they are done, told afterwards. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStatement } from '../../src/cli/prompt/answer.ts'
import { performMeta } from '../../src/cli/prompt/meta/index.ts'
import { Shell } from '../../src/cli/prompt/shell.ts'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { zohosql } from '../cli/support.ts'
import { testFolder } from '../support/folders.ts'
import type { Place } from '../support/place.ts'
import { place } from '../write/help.ts'

let at: Place
let db: Connection
beforeAll(async () => {
  at = await place()
  db = await connect(`${at.simulator.connectionString};TokenStore=memory`)
})
afterAll(async () => {
  await db.close()
  await at[Symbol.asyncDispose]()
})

const held = (name: string) => at.simulator.rows('Parts').filter((row) => row.Name === name)
const run = (words: string[], input = '') => zohosql(['-c', at.simulator.connectionString, ...words], { input })

/** Somebody who answers every question with one key, and reads the screen. */
function seated(key: string, draws = false): { shell: Shell; screen: () => string } {
  let screen = ''
  const write = (text: string): void => {
    screen += text
  }
  const terminal = {
    ...{ interactive: true, draws, busy: false, lent: false, columns: 80, rows: 50, write },
    flushed: async (text: string) => write(text),
    key: async () => ({ sequence: key }),
  }
  const task = { options: {}, io: { env: {} }, signal: new AbortController().signal }
  return { shell: new Shell(task as never, terminal as never, { db } as never, performMeta), screen: () => screen }
}

describe('the prompt', () => {
  it('asks before more than one record changes: how many, the price, what Zoho runs', async () => {
    const { shell, screen } = seated('n')
    const update = "UPDATE Parts SET Price = 1 WHERE Name IN ('part 1', 'part 2')"
    await expect(runStatement(shell, update)).rejects.toMatchObject({ code: 'CANCELLED', hint: /pset writes/ })
    expect(screen()).toBe(
      'UPDATE of 2 records in crm.Parts, 1 call, 1 credit; Zoho runs all workflows, approvals and blueprints that fit. ' +
        'Go on? [n]o, [y]es: ',
    )
    expect(held('part 1')[0]?.Price ?? null).toBe(null)
  })

  it('goes on where it may, and says what was done', async () => {
    const { shell, screen } = seated('y')
    await runStatement(shell, "UPDATE Parts SET Price = 1 WHERE Name IN ('part 1', 'part 2')")
    expect(screen()).toMatch(/Go on\? \[n\]o, \[y\]es: UPDATE 2\n$/)
    expect(held('part 1')[0]).toMatchObject({ Price: 1 })
    const quiet = seated('n')
    await runStatement(quiet.shell, "INSERT INTO Parts (Name) VALUES ('alone')")
    quiet.shell.settings.writes = 0
    await runStatement(quiet.shell, "INSERT INTO Parts (Name) VALUES ('two'), ('two')")
    expect(quiet.screen()).toBe('INSERT 0 1\nINSERT 0 2\n')
  })

  it('asks once, before the first record is sent, also where the price alone is high', async () => {
    const insert = "INSERT INTO Parts (Name) SELECT 'priced' FROM generate_series(1, 600)"
    for (const [writes, key, count] of [
      [0, 'n', 0],
      [0, 'y', 600],
      [1, 'y', 1200],
    ] as const) {
      const { shell, screen } = seated(key)
      shell.settings.writes = writes
      await runStatement(shell, insert).catch((error: { code: string }) => expect(error.code).toBe('CANCELLED'))
      expect(screen().match(/Go on\?/g)).toHaveLength(1)
      expect(screen()).toContain('INSERT of 600 records in crm.Parts, 6 calls, 60 credits')
      expect(held('priced')).toHaveLength(count)
    }
  })

  it('lists procedures among the functions, with the names of their arguments', async () => {
    const { shell, screen } = seated('n')
    await performMeta(shell, { name: 'df', words: ['change_*'], rest: 'change_*' } as never)
    expect(screen()).toMatch(/crm\.change_owner .*table text, id bigint, owner bigint .*procedure/)
  })

  it('attaches files to records and fetches them: by Zoho’s name never over what is there', async () => {
    const folder = testFolder()
    const id = String(held('part 3')[0]!.id)
    const { shell, screen } = seated('n')
    const meta = (name: string, ...words: string[]) =>
      performMeta(shell, { kind: 'meta', name, rest: words.join(' '), buffer: '' })
    for (const bytes of [Buffer.from([0, 255, 92]), Buffer.alloc(0)]) {
      writeFileSync(join(folder, 'plan.bin'), bytes)
      await meta('upload', join(folder, 'plan.bin'), 'Parts', id)
      const attachment = /(\d{6,})(?!.*\d{6,})/s.exec(screen())![1]!
      await meta('download', 'Parts', id, attachment, join(folder, 'back.bin'))
      expect(readFileSync(join(folder, 'back.bin'))).toEqual(bytes)
      expect(screen()).toMatch(new RegExp(`${bytes.length} bytes to .*back\\.bin\\n$`))
    }
    await expect(meta('upload', join(folder, 'none'), 'Parts', id)).rejects.toMatchObject({ code: 'FILE' })
    await expect(meta('upload', 'Parts', id)).rejects.toMatchObject({ code: 'USAGE' })
  })

  it('with DRYRUN shows what each record has and gets, in colour, and writes nothing', async () => {
    const { shell, screen } = seated('n', true)
    shell.variables.set('DRYRUN', 'on')
    await runStatement(shell, "UPDATE Parts SET Kind = 'A', Count = 5 WHERE Name = 'part 5'")
    await runStatement(shell, "UPDATE Parts SET Count = 50 WHERE Name = 'part 5'")
    expect(screen()).toContain('update 9000000000000001005\n\x1b[31m  - Kind: B\x1b[39m\n\x1b[32m  + Kind: A\x1b[39m\n')
    expect(screen()).toContain('\x1b[31m  - Count: 5\x1b[39m\n\x1b[32m  + Count: 50\x1b[39m\n')
    expect(screen()).toContain('(dry run: 1 record, nothing was written)\n')
    expect(held('part 5')[0]).toMatchObject({ Kind: 'B', Count: 5 })
  })

  it('takes rows that are typed for COPY … FROM STDIN', async () => {
    const { shell, screen } = seated('y')
    const lines = ['typed\t1', 'typed\t\\N', '\\.']
    shell.readLine = async () => lines.shift()
    await runStatement(shell, 'COPY Parts (Name, Count) FROM STDIN')
    expect(screen()).toMatch(/INSERT 0 2\n$/)
    expect(held('typed').map(({ Count }) => Count)).toEqual([1, null])
  })
})

describe('the command', () => {
  it('says what was written, and with --dry-run what would be', async () => {
    const sql = "INSERT INTO Parts (Name, Count) VALUES ('command', 3)"
    expect(await run([sql, '--dry-run', '-f', 'table'])).toEqual({
      code: 0,
      stdout: 'insert\n  + Name: command\n  + Count: 3\n',
      stderr: '(dry run: 1 record, nothing was written)\n',
    })
    expect((await run([sql, '--dry-run', '-f', 'csv'])).stdout).toMatch(/^action,id,changes\ninsert,,/)
    expect(held('command')).toEqual([])
    expect(await run([sql])).toEqual({ code: 0, stdout: '', stderr: 'INSERT 0 1\n' })
    expect(held('command')).toHaveLength(1)
  })

  it('reads files by \\copy … from: options as COPY has them, CSV with a header where the name says so', async () => {
    const csv = join(testFolder(), 'parts.csv')
    const text = join(testFolder(), 'parts.txt')
    writeFileSync(csv, 'Name,Count\nfrom csv,1\n"from csv",\n')
    writeFileSync(text, 'from text|7\n')
    const ran = await run(
      [],
      `\\copy Parts from ${csv}\n\\copy Parts (Name, Count) from '${text}' with (delimiter '|')\n`,
    )
    expect(ran).toEqual({ code: 0, stdout: '', stderr: 'INSERT 0 2\nINSERT 0 1\n' })
    expect(held('from csv').map(({ Count }) => Count)).toEqual([1, null])
    expect(held('from text').map(({ Count }) => Count)).toEqual([7])
    const missing = await run([], `\\copy Parts from ${join(testFolder(), 'none.csv')}\n`)
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.stderr).toContain('none.csv" cannot be read')
  })
})
