/** Values at the edges of their types: what was written reads back equal, however it came. */
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CopyIn } from '../../src/driver/inner.ts'
import type { Place } from '../support/place.ts'
import { failure, place } from './help.ts'

let at: Place
beforeAll(async () => {
  at = await place('Dates=string')
})
afterAll(() => at[Symbol.asyncDispose]())

/** Column, what is given, and what is read where that is another form of it. */
const cases: readonly (readonly [column: string, given: string | number | boolean | null, read?: unknown])[] = [
  ['Code', '\u{1F600} and \u{1D7D9}'],
  ['Code', '\u{1F600}'.repeat(20)],
  ['Code', ' both ends '],
  ['Code', 'two\nlines\r\nand\ttab'],
  ['Code', 'e\u0301 is not \u00E9'],
  ['Code', `o'h\\"<&>;,{}%_`],
  ['Code', '', null],
  ['Code', null],
  ['Count', 999_999_999],
  ['Count', -999_999_999],
  ['Count', 0],
  ['Serial', '999999999999999999'],
  ['Serial', '-9007199254740993'],
  ['Price', 2.345, 2.35],
  ['Price', -0.005, -0.01],
  ['Price', '9999999999999.99', 9999999999999.99],
  ['Ratio', 0.00005, 0.0001],
  ['Ratio', 123456.7891],
  ['Active', true],
  ['Active', false],
  // A box is never empty.
  ['Active', null, false],
  ['Day', '0001-01-01'],
  ['Day', '1899-12-31'],
  ['Day', '9999-12-31'],
  ['Moment', '2024-01-01T10:00:00+05:30', '2024-01-01T04:30:00.000Z'],
  ['Moment', '2024-01-01 10:00', '2024-01-01T04:30:00.000Z'],
  ['Moment', '2024-01-01T00:00:00.5Z', '2024-01-01T00:00:01.000Z'],
  ['Moment', '1801-02-03T04:05:06Z', '1801-02-03T04:05:06.000Z'],
  ['Moment', '9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ['Kind', 'B'],
  ['Marks', 'z;x'],
  ['Marks', null],
]

const expected = cases.map(([, given, read = given]) => read)
const readBack = async (prefix: string): Promise<unknown[]> => {
  const rows = await at.db.query("SELECT * FROM Parts WHERE Name LIKE ? || '%'", [prefix])
  const byName = new Map(rows.map((row) => [String(row.Name), row]))
  return cases.map(([column], i) => byName.get(`${prefix}${i}`)?.[column])
}
const clear = () => at.db.query('UPDATE Parts SET Code = NULL WHERE Code IS NOT NULL')

describe('what was written reads back equal', () => {
  it('by INSERT, and found by its value', async () => {
    for (const [i, [column, given, read]] of cases.entries()) {
      await at.db.query(`INSERT INTO Parts (Name, ${column}) VALUES (?, ?)`, [`insert ${i}`, given])
      if (given === null || given === '' || read !== undefined) continue
      const found = await at.db.query(`SELECT Name FROM Parts WHERE ${column} = ? AND Name = ?`, [given, `insert ${i}`])
      expect([column, given, found.length]).toEqual([column, given, 1])
    }
    expect(await readBack('insert ')).toEqual(expected)
    await clear()
  })

  it('by UPDATE', async () => {
    const names = cases.map((_, i) => `('update ${i}')`).join()
    await at.db.query(`INSERT INTO Parts (Name) VALUES ${names}`)
    for (const [i, [column, given]] of cases.entries())
      await at.db.query(`UPDATE Parts SET ${column} = ? WHERE Name = ?`, [given, `update ${i}`])
    expect(await readBack('update ')).toEqual(expected)
    await clear()
  })

  it('by a load', async () => {
    const { written } = await at.db.load(
      'Parts',
      cases.map(([column, given], i) => ({ Name: `load ${i}`, [column]: given })),
    )
    expect(written).toBe(cases.length)
    expect(await readBack('load ')).toEqual(expected)
    await clear()
  })

  it('by COPY', async () => {
    const columns = [...new Set(cases.map(([column]) => column))]
    const escaped = (value: unknown): string =>
      value === null
        ? '\\N'
        : String(value).replace(
            /[\\\n\r\t]/g,
            (sign) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign]!,
          )
    const lines = cases.map(([column, given], i) =>
      [`copy ${i}`, ...columns.map((name) => escaped(name === column ? given : null))].join('\t'),
    )
    const copy = new CopyIn(`COPY Parts (Name, ${columns.join(', ')}) FROM STDIN`)
    const rows = await copy.read(Readable.from(lines.map((line) => Buffer.from(`${line}\n`))), cases.length)
    await at.db.query(copy.insert(rows.length), rows.flat())
    expect(await readBack('copy ')).toEqual(expected)
  })
})

describe('what no text can be', () => {
  it.each(['a\u0000b', '\uD800', 'x\uDC00'])('%j is refused with its place, and nothing is sent', async (given) => {
    const before = at.simulator.writes().length
    const error = await failure(() => at.db.query('INSERT INTO Parts (Name, Code) VALUES (?, ?)', ['x', given]))
    expect([error.sqlState, error.message]).toEqual(['22021', expect.stringContaining('row 1, column "Code"')])
    expect(at.simulator.writes().length).toBe(before)
  })

  it('one that is too long, counted in characters, comes with a way out', async () => {
    const error = await failure(() =>
      at.db.query('INSERT INTO Parts (Name, Code) VALUES (?, ?)', ['x', '\u{1F600}'.repeat(21)]),
    )
    expect([error.sqlState, error.hint]).toEqual(['22001', 'It has 21 characters; left(…, 20) cuts it.'])
  })
})
