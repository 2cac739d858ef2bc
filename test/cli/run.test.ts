import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallCompany } from './company.ts'
import { type Around, useSimulator, zohosql } from './support.ts'

const { connection } = useSimulator({ data: smallCompany })

const run = (args: readonly string[], around?: Around) => zohosql(['-c', connection(), ...args], around)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

const names = 'SELECT Deal_Name FROM Deals ORDER BY id'
const namesCsv = 'Deal_Name\nAlpha\n"Beta, ""b"""\n"Gamma\x1b[31m"\n'

describe('where the SQL comes from', () => {
  it('the argument', async () => {
    expect(await run([names])).toEqual({ code: 0, stdout: namesCsv, stderr: '' })
  })

  it('a file, with a byte order mark', async () => {
    const file = join(folder, 'names.sql')
    await writeFile(file, `\ufeff${names};\n`)
    expect(await run([file])).toEqual({ code: 0, stdout: namesCsv, stderr: '' })
  })

  it('stdin, by - or because it is no terminal', async () => {
    expect((await run(['-'], { input: names })).stdout).toBe(namesCsv)
    expect((await run([], { input: names })).stdout).toBe(namesCsv)
  })

  it('several statements, split at semicolons that are none of a text', async () => {
    const { stdout } = await run([`SELECT ';' AS a; -- ; none\nSELECT 2 AS b;`])
    expect(stdout).toBe('a\n;\n\nb\n2\n')
  })

  it('$ZOHOSQL_CONNECTION says where to', async () => {
    const { stdout } = await zohosql(['SELECT 1 AS one'], { env: { ZOHOSQL_CONNECTION: connection() } })
    expect(stdout).toBe('one\n1\n')
  })
})

describe('what is printed', () => {
  it('a table on a terminal, with the count on stderr', async () => {
    const { stdout, stderr } = await run(['SELECT Deal_Name, Amount FROM Deals ORDER BY id'], { terminal: true })
    expect(stdout.split('\n')).toEqual([
      ' Deal_Name       | Amount',
      '-----------------+---------',
      ' Alpha           |   12.50',
      ' Beta, "b"       | 1000.00',
      ' Gamma\\u001b[31m |    NULL',
      '',
    ])
    expect(stderr).toBe('(3 rows)\n')
  })

  it('numbers as numbers in JSON, ids as strings, instants as ISO text', async () => {
    const { stdout } = await run([
      '-f',
      'ndjson',
      'SELECT id, Amount, Closing_Date, Created_Time, count(*) OVER () AS n FROM Deals ORDER BY id LIMIT 1',
    ])
    expect(JSON.parse(stdout)).toEqual({
      id: '501',
      Amount: 12.5,
      Closing_Date: '2025-03-01',
      Created_Time: '2024-01-01T00:00:00.000Z',
      n: 3,
    })
  })

  it('values of parameters, by place and by name', async () => {
    const byPlace = await run(['--param', '501', 'SELECT Deal_Name FROM Deals WHERE id = ?', '--no-header'])
    expect(byPlace.stdout).toBe('Alpha\n')
    const byName = await run([
      '--param',
      'a=100',
      '--param=b=2000',
      'SELECT id FROM Deals WHERE Amount BETWEEN :a AND :b',
    ])
    expect(byName.stdout).toBe('id\n502\n')
    const unnamed = await run(['--param', '100', 'SELECT id FROM Deals WHERE Amount > :a'])
    expect(unnamed).toMatchObject({ code: 2, stdout: '' })
    expect(unnamed.stderr).toContain('has no name')
  })

  it('time, calls and credits on stderr when asked for', async () => {
    const { stderr } = await run(['--timing', '-f', 'json', names])
    expect(stderr).toMatch(/^time: \d+ ms, 4 calls, 6 credits, 3 rows fetched by coql\n$/)
  })

  it('the plan instead of rows', async () => {
    const { stdout } = await run(['--explain', "SELECT Deal_Name FROM Deals WHERE Deal_Name LIKE 'A%'"])
    expect(stdout).toContain("Deal_Name like 'A%'")
    expect(stdout).toContain('superset')
    expect(stdout).toContain('Price:')
    expect(stdout).not.toContain('Spent:')
    const analyzed = await run(['--analyze', names])
    expect(analyzed.stdout).toMatch(
      /Spent: 1 call, 3 credits \(besides 3 calls, 3 credits for metadata, which is remembered\), 3 rows fetched .* 3 rows in the answer/,
    )
    const asJson = await run(['--explain', '-f', 'json', names])
    expect(JSON.parse(asJson.stdout)).toMatchObject({ mode: 'direct', credits: 3 })
  })

  it('no escape character of the data on a terminal', async () => {
    for (const format of ['table', 'vertical', 'markdown']) {
      const { stdout } = await run(['-f', format, names])
      expect(stdout).toMatch(/Gamma\\{1,2}u001b/)
      expect(stdout).not.toContain('\x1b')
    }
  })
})

describe('-o FILE', () => {
  it('appears whole', async () => {
    const file = join(folder, 'names.csv')
    expect(await run(['-o', file, names])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await readFile(file, 'utf8')).toBe(namesCsv)
  })

  it('stays as it was when the statement fails', async () => {
    const file = join(folder, 'kept.csv')
    await writeFile(file, 'old')
    const { code } = await run(['-o', file, `${names}; SELECT 1/0`])
    expect(code).toBe(1)
    expect(await readFile(file, 'utf8')).toBe('old')
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('stays a link, and as private as it was', async () => {
    const [kept, link] = [join(folder, 'private.csv'), join(folder, 'link.csv')]
    await writeFile(kept, 'old', { mode: 0o600 })
    await symlink(kept, link)
    expect((await run(['-o', link, names])).code).toBe(0)
    expect(await readlink(link)).toBe(kept)
    expect(await readFile(kept, 'utf8')).toBe(namesCsv)
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
  })

  it('is written to where it is a pipe: nothing takes its place', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const [read, ran] = await Promise.all([readFile(pipe, 'utf8'), run(['-o', pipe, names])])
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(read).toBe(namesCsv)
    expect((await stat(pipe)).isFIFO()).toBe(true)
  })

  it('is refused where it cannot be', async () => {
    const { code, stderr } = await run(['-o', join(folder, 'no', 'x.csv'), names])
    expect(code).toBe(1)
    expect(stderr).toContain('cannot be written: there is no such folder.')
    expect(stderr).toContain('SQLSTATE: 58030')
    expect(existsSync(join(folder, 'no'))).toBe(false)
  })
})

/** Command line, exit code, SQLSTATE, and some words of the message or hint. */
const refusals: readonly (readonly [string, () => readonly string[], number, string, string])[] = [
  ['unknown table', () => ['SELECT * FROM Deels'], 1, '42P01', 'Deals'],
  ['unknown column', () => ['SELECT Amonut FROM Deals'], 1, '42703', 'Amount'],
  ['syntax', () => ['SELEC 1'], 1, '42601', 'syntax error'],
  ['a write of all rows', () => ['DELETE FROM Deals'], 1, '54000', 'every row'],
  ['too few parameters', () => ['SELECT ?'], 1, '07001', '1 parameter'],
  ['a file that is not there', () => [join(folder, 'none.sql')], 1, '58030', 'none.sql'],
  ['unknown format', () => ['-f', 'xml', 'SELECT 1'], 2, 'HY000', 'ndjson'],
  ['unknown option', () => ['--formt', 'csv', 'SELECT 1'], 2, 'HY000', '--format'],
  ['an option without its value', () => ['SELECT 1', '--format'], 2, 'HY000', 'argument missing'],
  ['an unquoted statement', () => ['SELECT', '1'], 2, 'HY000', 'quotes'],
  ['an option of simulate', () => ['SELECT 1', '--port', '1'], 2, 'HY000', 'simulate'],
  ['demo and connection', () => ['--demo', '--data', 'odd', 'SELECT 1'], 2, 'HY000', 'not both'],
  ['two profiles', () => ['login', 'one', '-P', 'other'], 2, 'HY000', 'Two profiles'],
  ['demo and profile', () => ['--demo', '--data', 'odd', '-P', 'one', 'SELECT 1'], 2, 'HY000', 'not both'],
]

describe('errors', () => {
  it.each(refusals)('%s', async (_, args, code, sqlState, words) => {
    const ran = await run(args())
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(ran.stderr).toContain(`SQLSTATE: ${sqlState}`)
    expect(ran.stderr).toContain(words)
    expect(ran.stderr).not.toContain('    at ')
  })

  it('show the place in the script, not in the statement', async () => {
    const { stderr, stdout } = await run(['SELECT 1 AS a;\nSELECT Amonut FROM Deals'])
    expect(stdout).toBe('a\n1\n\n')
    expect(stderr.split('\n').slice(1, 3)).toEqual(['LINE 2: SELECT Amonut FROM Deals', '               ^'])
  })

  it('have a stack only with --log-level trace', async () => {
    const { stderr } = await run(['--log-level', 'trace', 'SELECT Amonut FROM Deals'])
    expect(stderr).toContain('    at ')
  })

  it('of the connection are wrong usage and show no secret', async () => {
    const secret = '1000.0123456789abcdef.0123456789abcdef'
    const wrong = [`RefreshToken=${secret}`, `Nonsense=${secret}`, `Endpoint=a b;RefreshToken=${secret}`]
    for (const text of wrong) {
      const { code, stderr } = await zohosql(['-c', text, 'SELECT 1 FROM Deals'])
      expect(code).toBe(2)
      expect(stderr).toMatch(/SQLSTATE: (HY024|01S00)/)
      expect(stderr).not.toContain(secret)
    }
  })

  it('of credentials are errors of Zoho', async () => {
    const { code, stderr } = await zohosql(['-c', connection().replace('ClientId=1000', 'ClientId=1001'), names])
    expect(code).toBe(1)
    expect(stderr).toContain('SQLSTATE: 28000')
  })
})

describe('an error after the first rows', () => {
  const failing = 'SELECT 1 / (2500 - g) AS n FROM generate_series(1, 5000) g'

  it('is told with how much came, and ends with 1, with --on-error resume too', async () => {
    const ran = await run([failing])
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(
      /^The answer is not complete: 2,000 rows came before the error\.\nerror: division by zero\n/,
    )
    const resumed = await run([`${failing}; SELECT 2 AS n`, '--on-error', 'resume', '-f', 'ndjson'])
    expect(resumed).toMatchObject({ code: 1, stderr: ran.stderr })
    expect(resumed.stdout).toMatch(/\{"n":2\}\n$/)
  })
})
