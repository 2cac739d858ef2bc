import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../../src/cli/text.ts'
import { smallCompany } from './company.ts'
import { useSimulator, zohosql } from './support.ts'

const { connection, simulator } = useSimulator({ data: smallCompany })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-bytes-'))
})
afterAll(() => rm(folder, { recursive: true }))

const sql = `SELECT 1;\nSELECT id FROM Deals WHERE Deal_Name = 'Müller'`
const encodings: readonly (readonly [name: string, bytes: Buffer, message: RegExp])[] = [
  ['Latin-1', Buffer.from(sql, 'latin1'), /is not UTF-8: line 2 has the byte 0xFC where none can be\.\nhint: .*iconv/],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${sql}`, 'utf16le'), /is UTF-16, and SQL is read as UTF-8\./],
  ['UTF-16 without one', Buffer.from(sql, 'utf16le'), /is UTF-16/],
  ['UTF-16, the other way round', Buffer.from(`\ufeff${sql}`, 'utf16le').swap16(), /is UTF-16/],
  ['half a letter', Buffer.from(sql).subarray(0, sql.indexOf('ü') + 1), /the byte 0xC3/],
  ['a surrogate', Buffer.from([0x27, 0xed, 0xa0, 0x80, 0x27]), /the byte 0xED/],
  ['a NUL', Buffer.from(`${sql}\0`), /holds a NUL/],
]

describe.each(encodings)('SQL in %s is refused, and nothing is asked', (_, bytes, message) => {
  const refused = async (args: readonly string[], input?: Buffer) => {
    const before = simulator().stats().calls
    const { code, stdout, stderr } = await zohosql(['-c', connection(), ...args], input ? { input } : {})
    expect({ code, stdout, calls: simulator().stats().calls - before }).toEqual({ code: 1, stdout: '', calls: 0 })
    expect(stderr).toMatch(message)
    expect(stderr).toContain('SQLSTATE: 22021')
  }

  it('in a file', async () => {
    const path = join(folder, 'script.sql')
    await writeFile(path, bytes)
    await refused([path])
    await refused(['copy', path, join(folder, 'x.csv')])
    await refused([`\\i ${path}`])
  })

  it('from stdin', async () => {
    await refused([], bytes)
    await refused(['-'], bytes)
  })
})

describe('arguments', () => {
  it.each(["SELECT 'M\ufffdller'", "SELECT '\ud83d'"])(
    'that came with replaced letters are refused: %j',
    async (argument) => {
      const { code, stderr } = await zohosql(['-c', connection(), argument])
      expect(code).toBe(1)
      expect(stderr).toContain('is not UTF-8: it has come with replaced letters.')
      expect(stderr).toContain('SQLSTATE: 22021')
      expect((await zohosql(['-c', connection(), '--param', 'M\ufffd', 'SELECT ?'])).code).toBe(1)
    },
  )

  it('of all letters are taken', async () => {
    expect((await zohosql(['-c', connection(), "SELECT 'Müller 😀' AS n", '--no-header'])).stdout).toBe('Müller 😀\n')
  })
})

it('a byte order mark is none of the text', () => {
  expect(textOf(Buffer.from('\ufeffSELECT 1'), 'It')).toBe('SELECT 1')
  expect(textOf(Buffer.from(''), 'It')).toBe('')
})
