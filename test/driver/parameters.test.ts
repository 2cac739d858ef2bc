/** Values of parameters: by place, by number, by name; of every JavaScript type; too many, too few, unfit. */
import { describe, expect, it } from 'vitest'
import type { Parameters } from '../../src/driver/inner.ts'
import { place, stateOf } from './company.ts'

const injected = "x' OR '1'='1"

describe('parameters', () => {
  const equal: readonly [sql: string, parameters: Parameters, names: string[]][] = [
    ['SELECT Name FROM Things WHERE Name = ?', ['third'], ['third']],
    ['SELECT Name FROM Things WHERE Name = $1', ['third'], ['third']],
    ['SELECT Name FROM Things WHERE Name = :name', { name: 'third' }, ['third']],
    ['SELECT Name FROM Things WHERE Name = :name', { name: 'third', unused: 1 }, ['third']],
    ['SELECT Name FROM Things WHERE Name = $2 AND Kind = $1', ['B', 'third'], ['third']],
    ['SELECT Name FROM Things WHERE Name = $1 OR Name = $1', ['third'], ['third']],
    ['SELECT Name FROM Things WHERE Name = :a OR Name = :a', { a: 'third' }, ['third']],
    ['SELECT Name FROM Things WHERE Name IN (?, ?)', ['third', 'empty'], ['empty', 'third']],
    ['SELECT Name FROM Things WHERE Name = ANY(?)', [['third', 'empty']], ['empty', 'third']],
    ['SELECT Name FROM Things WHERE Name = ?', ["O'Neil"], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Name = ?', [injected], []],
    ['SELECT Name FROM Things WHERE Name = :name', { name: injected }, []],
    ['SELECT Name FROM Things WHERE id = ?', ['9007199254740997'], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE id = ?', [9007199254740997n], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Price > ?', [1000], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Price = ?', ['1250.50'], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Price = ?', [0.1], ['third']],
    ['SELECT Name FROM Things WHERE Count = ?', [1.5], []],
    ['SELECT Name FROM Things WHERE Active = ?', [true], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Day = ?', ['2026-03-09'], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Moment = ?', [new Date('2026-03-09T08:35:00Z')], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Moment >= ?', ['2026-03-09 14:05'], ["O'Neil"]],
    ['SELECT Name FROM Things WHERE Kind IS NOT DISTINCT FROM ?', [null], ['empty']],
    ['SELECT Name FROM Things WHERE Kind = ?', [null], []],
    ['SELECT Name FROM Things WHERE Kind = ?', [undefined], []],
    ['SELECT Name FROM Things ORDER BY id LIMIT ? OFFSET ?', [1, 1], ['empty']],
    ["SELECT Name FROM Things WHERE Name LIKE ? || '%'", ['thi'], ['third']],
    ['SELECT Name FROM Things WHERE Name = ? -- a comment with a ?', ['third'], ['third']],
    ["SELECT Name FROM Things WHERE Name = ? AND 'a?' = 'a?'", ['third'], ['third']],
  ]
  it.each(equal)('%s with %s', async (sql, parameters, names) => {
    for (const properties of ['', 'Pushdown=false']) {
      await using at = await place(properties)
      const rows = await at.db.query(sql, parameters)
      expect(rows.map((row) => row.Name).toSorted()).toEqual(names.toSorted())
      expect(rows.parameters).toBe(parameters)
    }
  })

  const refused: readonly [sql: string, parameters: Parameters, state: string][] = [
    ['SELECT Name FROM Things WHERE Name = ?', [], '07001'],
    ['SELECT Name FROM Things WHERE Name = ?', ['a', 'b'], '07001'],
    ['SELECT Name FROM Things', ['a'], '07001'],
    ['SELECT Name FROM Things WHERE Name = ?', { name: 'a' }, '07001'],
    ['SELECT Name FROM Things WHERE Name = :name', ['a'], '07001'],
    ['SELECT Name FROM Things WHERE Name = :name', { nam: 'a' }, '42P02'],
    ['SELECT Name FROM Things WHERE Price > ?', ['much'], '22P02'],
    ['SELECT Name FROM Things WHERE Day = ?', ['soon'], '22007'],
    ['SELECT Name FROM Things WHERE Day = ?', ['2026-02-30'], '22008'],
    ['SELECT Name FROM Things WHERE Active = ?', ['perhaps'], '22P02'],
    ['SELECT Name FROM Things WHERE id = ?', ['99999999999999999999'], '22003'],
    ['SELECT Name FROM Things WHERE Name = ?', ['a\0c'], '22021'],
    ['SELECT Name FROM Things WHERE Name = ?', ['half \ud83d'], '22021'],
    ["SELECT Name FROM Things WHERE Name = 'a\0c'", [], '22021'],
    ['SELECT Name FROM Things WHERE constructor = ?', ['a'], '42703'],
    ['SELECT Name FROM Things WHERE Name = :__proto__', {}, '42P02'],
    ['SELECT Name FROM Things WHERE Name = :constructor', {}, '42P02'],
    ['SELECT Name FROM Things LIMIT ?', [-1], '2201W'],
    ['SELECT Name FROM Things OFFSET ?', [-1], '2201X'],
    ['SELECT Name FROM Things WHERE Name = ? AND Kind = $1', ['a'], '42601'],
  ]
  it.each(refused)('%s with %s: %s', async (sql, parameters, state) => {
    await using at = await place()
    expect(await stateOf(() => at.db.query(sql, parameters))).toBe(state)
    expect(at.simulator.stats().byRoad.coql.calls).toBe(0)
  })

  it('are bound in streams, cursors, statements and plans alike', async () => {
    await using at = await place()
    const sql = 'SELECT Name FROM Things WHERE Name = ?'
    const streamed: unknown[] = []
    for await (const row of at.db.stream(sql, ['third'])) streamed.push(row)
    const cursor = await at.db.query(sql, ['third'], { cursor: true, fetchSize: 9 })
    const statement = await at.db.createStatement()
    await statement.prepare(sql)
    await statement.bind(['third'])
    const expected = [{ Name: 'third' }]
    expect(streamed).toEqual(expected)
    expect([...(await cursor.fetch())]).toEqual(expected)
    expect([...(await statement.execute())]).toEqual(expected)
    expect(String(await at.db.explain(sql, [injected]))).toContain("Name = 'x'' OR ''1''=''1'")
  })
})
