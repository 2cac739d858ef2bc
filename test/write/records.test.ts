/** What ConnectX offers, method by method, and its two ways to say which records are meant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { condition, type Filter, type Records } from '../../src/driver/index.ts'
import type { Place } from '../support/place.ts'
import { failure, place } from './help.ts'

let at: Place
let parts: Records
beforeAll(async () => {
  at = await place()
  parts = at.db.records('Parts')
})
afterAll(() => at[Symbol.asyncDispose]())

const held = (name: string) => at.simulator.rows('Parts').filter((row) => row.Name === name)
const counts = async (filter: Filter): Promise<number[]> =>
  (await parts.read<{ Count: number }>({ filter, fields: 'Count', orderBy: 'Count' })).map(({ Count }) => Count)

describe('reading', () => {
  it('counts, by one call', async () => {
    expect(await parts.count()).toBe(250)
    expect(await parts.count(condition('Kind', '=', 'A'))).toBe(125)
    expect(await parts.count([condition('Kind', '=', 'A'), condition('Count', '<', 10)])).toBe(5)
  })

  it('reads columns, paths along lookups, in an order, so many, and tells of its progress', async () => {
    const seen: number[] = []
    const rows = await parts.read({
      fields: ['id', 'count', 'Account.Account_Name'],
      orderBy: '-Count',
      limit: 120,
      pageSize: 50,
      onProgress: ({ done }) => seen.push(done),
    })
    expect(rows[0]).toEqual({ id: '9000000000000001249', Count: 249, 'Account.Account_Name': null })
    expect(rows).toHaveLength(120)
    expect(seen.at(-1)).toBe(120)
    expect(rows.stats.calls).toBeGreaterThan(0)
    expect((await parts.read({ limit: 2 })).map(({ Count }) => Count)).toEqual([0, 1])
  })

  it('retrieves one record', async () => {
    expect(await parts.retrieve('9000000000000001007')).toMatchObject({ Name: 'part 7', Count: 7, Kind: 'B' })
    expect(await parts.retrieve(9_000_000_000_000_001_008n)).toMatchObject({ Name: 'part 8' })
    expect(await parts.retrieve('12')).toBeUndefined()
  })
})

describe('conditions', () => {
  it.each([
    [condition('Count', '=', 3), [3]],
    [condition('Count', '<=', 2), [0, 1, 2]],
    [condition('Count', '>', '247'), [248, 249]],
    [condition('Count', '>=', 249n), [249]],
    [condition('Count', '<', 1), [0]],
    [
      [condition('Count', '!=', 1), condition('Count', '<', 3)],
      [0, 2],
    ],
    [condition('Count', 'in', [5, 4]), [4, 5]],
    [condition('Count', 'IN', []), []],
    [
      [condition('Count', 'not in', [0, 2]), condition('Count', '<', 4)],
      [1, 3],
    ],
    [condition('Count', 'between', [7, 9]), [7, 8, 9]],
    [[condition('Count', 'not between', [2, 300]), condition('Kind', '=', 'B')], [1]],
    [condition('Name', 'like', 'part 24_'), [240, 241, 242, 243, 244, 245, 246, 247, 248, 249]],
    [[condition('Name', 'not like', 'part _'), condition('Count', '<', 11)], [10]],
    [condition('Name', 'starts with', 'part 10_'), []],
    [
      [condition('Name', 'starts with', 'part 10'), condition('Count', '<', 102)],
      [10, 100, 101],
    ],
    [
      [condition('Name', 'ends_with' as 'ends with', '9'), condition('Count', '<', 20)],
      [9, 19],
    ],
    [condition('Name', 'contains', 't 200'), [200]],
    [[condition('Code', 'is null'), condition('Count', '=', 1)], [1]],
    [[condition('Code', '=', null), condition('Count', '=', 1)], [1]],
    [[condition('Code', 'is not null'), condition('Count', '=', 1)], []],
  ] as [Filter, number[]][])('number %#', async (filter, wanted) => {
    expect(await counts(filter)).toEqual(wanted)
  })

  it('reads times in UTC unless told otherwise, and in a format', async () => {
    await parts.create({ Name: 'time', Count: 900, Day: '2026-03-09', Moment: '2026-03-09T20:00:00Z' })
    const hits = async (filter: Filter) => (await parts.count(filter)) === 1
    expect(await hits(condition('Moment', '=', '2026-03-09T20:00:00'))).toBe(true)
    expect(await hits(condition('Moment', '=', '2026-03-10 01:30:00', { utc: false }))).toBe(true)
    expect(await hits(condition('Moment', '=', new Date('2026-03-09T20:00:00Z')))).toBe(true)
    const format = 'DD.MM.YYYY HH24:MI'
    expect(await hits(condition('Moment', '=', '09.03.2026 20:00', { format }))).toBe(true)
    expect(await hits(condition('Moment', '=', '10.03.2026 01:30', { format, utc: false }))).toBe(true)
    expect(await hits(condition('Day', '=', '09.03.2026', { format: 'DD.MM.YYYY' }))).toBe(true)
    expect(await hits(condition('Day', '=', new Date('2026-03-09T20:00:00Z')))).toBe(true)
    expect(await hits(condition('Day', '=', new Date('2026-03-09T20:00:00Z'), { utc: false }))).toBe(false)
    expect(await failure(() => parts.count(condition('Name', '=', 'x', { format })))).toMatchObject({
      sqlState: '22023',
    })
  })

  it('refuses what is none', async () => {
    expect(() => condition('Count', '~' as '=', 1)).toThrow('There is no operator "~"')
    expect(() => condition('Count', 'in', 1)).toThrow('takes a list')
    expect(() => condition('Count', 'between', [1])).toThrow('two values')
    expect(() => condition('Count', '=')).toThrow('takes one value')
    expect(await failure(() => parts.count(condition('Coumt', '=', 1)))).toMatchObject({ sqlState: '42703' })
    expect(await failure(() => parts.count({ Count: 1 } as never))).toMatchObject({ sqlState: '22023' })
  })
})

describe('criteria', () => {
  it.each([
    ['(Count:equals:3)', [3]],
    ['((Kind:equals:A)and(Count:less_than:4))', [0, 2]],
    ['((Count:equals:1)or((Count:greater_equal:248)and(Kind:equals:B)))', [1, 249]],
    ['(Count:in:5,4,6)', [4, 5, 6]],
    ['(Count:between:7,8)', [7, 8]],
    ['((Name:starts_with:part 24)and(Count:greater_than:248))', [249]],
    ['((Count:not_equal:1)and(Count:less_equal:2))', [0, 2]],
    ['((Code:equals:$'.concat('{EMPTY})and(Count:equals:2))'), [2]],
    ['((Code:not_equal:null)and(Count:equals:2))', []],
  ])('%s', async (filter, wanted) => {
    expect(await counts(filter)).toEqual(wanted)
  })

  it('compares lookups by id, and takes a comma after a backslash', async () => {
    await parts.create({ Name: 'a,b (c)', Account_id: '9007199254740993' })
    expect(await parts.count('(Account:equals:9007199254740993)')).toBe(1)
    expect(await parts.count('(Name:equals:a\\,b \\(c\\))')).toBe(1)
  })

  it('tells what is wrong with them', async () => {
    expect(await failure(() => parts.count('(Count:equals'))).toMatchObject({ sqlState: '42601' })
    expect(await failure(() => parts.count('(Count:like:1)'))).toMatchObject({ sqlState: '22023' })
    expect(await failure(() => parts.count('(Count:equals:1,2)'))).toMatchObject({ sqlState: '22023' })
  })
})

describe('writing', () => {
  it('creates, updates, integrates and deletes, each record by one write', async () => {
    const before = at.simulator.writes().length
    const { id, success } = await parts.create({ Name: 'r', Code: 'R' }, { triggers: 'none' })
    expect([success, held('r')[0]!.id]).toEqual([true, id])
    await parts.update({ Count: 5 }, id!)
    await parts.update({ id, Price: 2 })
    expect(held('r')[0]).toMatchObject({ Count: 5, Price: 2 })
    const again = await parts.integrate({ Code: 'R', Count: 6 }, 'Code')
    expect(again).toMatchObject({ id, message: 'record updated' })
    const both = await parts.integrate(
      [
        { Code: 'R2', Name: 'r' },
        { Code: 'R', Count: 7 },
      ],
      'Code',
      { triggers: 'workflow' },
    )
    expect(both.map(({ message }) => message)).toEqual(['record added', 'record updated'])
    expect(await parts.delete(held('r').map((row) => String(row.id)))).toHaveLength(2)
    expect(held('r')).toEqual([])
    expect(at.simulator.writes().length - before).toBe(8)
  })

  it('throws what Zoho refuses, and loads many', async () => {
    expect(await failure(() => parts.create({ Count: 1 }))).toMatchObject({ sqlState: '23502' })
    expect(await failure(() => parts.update({ Count: 1 }, '1'))).toMatchObject({ code: 'ROWS_REJECTED' })
    const { written } = await parts.load([{ Name: 'l' }, { Name: 'l' }], { action: 'CREATE' })
    expect(written).toBe(2)
  })
})
