/** Loads and single records: an outcome for each row, in the order given. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { condition } from '../../src/driver/index.ts'
import { failure, type Place, place } from './help.ts'

let at: Place
beforeAll(async () => {
  at = await place()
})
afterAll(() => at[Symbol.asyncDispose]())

const named = (name: string) => at.simulator.rows('Parts').filter((row) => row.Name === name)

describe('load', () => {
  it('inserts rows and gives their ids, in the order given', async () => {
    const rows = Array.from({ length: 230 }, (_, i) => ({
      Name: 'loaded',
      Count: i,
      Day: new Date('2026-03-09T10:00:00Z'),
    }))
    const seen: number[] = []
    const result = await at.db.load('Parts', rows, { onProgress: ({ done, total }) => seen.push(done, total!) })
    expect([result.written, result.rejected, result.unknown]).toEqual([230, 0, 0])
    const store = new Map(named('loaded').map((row) => [row.id, row.Count]))
    expect(result.rows.map(({ id }) => store.get(id!))).toEqual(rows.map(({ Count }) => Count))
    expect(result.rows[0]).toMatchObject({ Name: 'loaded', success: true, outcome: 'written' })
    expect(seen.at(-2)).toBe(230)
    expect(new Set(seen.filter((_, i) => i % 2 === 1))).toEqual(new Set([230]))
  })

  it('updates by id, upserts by any key, deletes', async () => {
    const [part] = named('part 3')
    const update = await at.db.load('Parts', [{ id: part!.id as string, Count: '33' }], { action: 'update' })
    const upsert = await at.db.load(
      'Parts',
      [
        { Name: 'part 3', Price: 4.5 },
        { Name: 'new by key', Price: 1 },
      ],
      { action: 'upsert', key: 'Name' },
    )
    expect([update.written, upsert.written]).toEqual([1, 2])
    expect(named('part 3')[0]).toMatchObject({ Count: 33, Price: 4.5 })
    expect(upsert.rows.map(({ id }) => id)).toEqual([part!.id, named('new by key')[0]!.id])
    const gone = await at.db.load(
      'Parts',
      upsert.rows.map(({ id }) => ({ id: id! })),
      { action: 'delete' },
    )
    expect([gone.written, named('part 3')]).toEqual([2, []])
  })

  it('retrieves', async () => {
    const found = await at.db.load('Parts', [{ Name: 'part 5' }, { Name: 'nowhere' }], {
      action: 'retrieve',
      key: 'Name',
    })
    expect(found.rows.map(({ success, outcome }) => [success, outcome])).toEqual([
      [true, 'retrieved'],
      [false, 'rejected'],
    ])
    expect((found.rows[0] as unknown as { Count: number }).Count).toBe(5)
  })

  it('changes rows on the way: transform, picklists', async () => {
    const result = await at.db.load('Parts', [{ Name: 'raw', Kind: 'first' }], {
      transform: (row, index) => ({ ...row, Name: `${row.Name} ${index}` }),
      picklists: { Kind: { first: 'A' } },
    })
    expect(result.written).toBe(1)
    expect(named('raw 0')[0]).toMatchObject({ Kind: 'A' })
  })

  it('sends nothing while a row is wrong; with onError=continue all that is right', async () => {
    const rows = [
      { Name: 'good' },
      { Name: 'bad', Count: 'x' },
      { Name: 'bad', Kind: 'Q' },
      { Name: 'good', Code: 'G1' },
    ]
    const before = at.simulator.writes().length
    const error = await failure(() => at.db.load('Parts', rows))
    expect([error.sqlState, at.simulator.writes().length]).toEqual(['22P02', before])
    expect(error.message).toContain('row 2, column "Count"')
    const result = await at.db.load('Parts', rows, { onError: 'continue' })
    expect(result.rows.map(({ success }) => success)).toEqual([true, false, false, true])
    expect([result.written, result.rejected]).toEqual([2, 2])
    expect(result.rows[2]!.message).toContain('"Q" is none of the values')
  })

  it('tells which records are not there, or have one key', async () => {
    const result = await at.db.load(
      'Parts',
      [
        { id: '1', Count: 1 },
        { id: '9000000000000001009', Count: 99 },
      ],
      { action: 'update', onError: 'continue' },
    )
    expect(result.rows.map(({ success }) => success)).toEqual([false, true])
    const twins = await failure(() =>
      at.db.load(
        'Parts',
        [
          { Name: 'x', Code: 'T' },
          { Name: 'y', Code: 'T' },
        ],
        { action: 'upsert', key: 'Code' },
      ),
    )
    expect(twins.sqlState).toBe('21000')
  })

  it('updates a record twice in the order of its rows', async () => {
    const id = '9000000000000001010'
    const result = await at.db.load(
      'Parts',
      [
        { id, Count: 1 },
        { id, Count: 2 },
        { id, Count: 3 },
      ],
      { action: 'update' },
    )
    expect(result.written).toBe(3)
    expect(at.simulator.rows('Parts').find((row) => row.id === id)).toMatchObject({ Count: 3 })
  })

  it('plans, with dryRun', async () => {
    const before = at.simulator.writes().length
    const result = await at.db.load('Parts', [{ id: '9000000000000001011', Count: 7 }], {
      action: 'update',
      dryRun: true,
    })
    expect(result.rows[0]).toMatchObject({ outcome: 'planned', message: 'update {"Count":{"from":11,"to":7}}' })
    expect(at.simulator.writes().length).toBe(before)
  })

  it('streams any number of rows', async () => {
    async function* rows() {
      for (let i = 0; i < 2500; i++) yield { Name: 'streamed', Count: i }
    }
    let count = 0
    for await (const { index, success } of at.db.loadStream('Parts', rows())) {
      expect([index, success]).toEqual([count++, true])
    }
    expect([count, named('streamed').length]).toEqual([2500, 2500])
  })

  it('names columns that are not there, or not to be set', async () => {
    expect((await failure(() => at.db.load('Parts', [{ Nope: 1 }]))).sqlState).toBe('42703')
    expect((await failure(() => at.db.load('Parts', [{ Number: '1' }]))).sqlState).toBe('428C9')
  })
})

describe('records', () => {
  it('counts, reads, makes, changes, integrates and deletes', async () => {
    const parts = at.db.records('Parts')
    const { id } = await parts.create({ Name: 'single', Count: 1 }, { triggers: 'none' })
    expect(await parts.retrieve(id)).toMatchObject({ Name: 'single', Count: 1 })
    await parts.update({ Count: 2 }, id)
    expect((await parts.integrate({ Name: 'single', Price: 3 }, 'Name')).id).toBe(id)
    const filter = [condition('Name', '=', 'single'), condition('Count', 'between', [2, 3])]
    expect(await parts.count(filter)).toBe(1)
    expect(await parts.read({ filter, fields: ['Name', 'Count', 'Price'] })).toEqual([
      { Name: 'single', Count: 2, Price: 3 },
    ])
    await parts.delete(id)
    expect(await parts.retrieve(id)).toBeUndefined()
  })

  it('reads by conditions, in any order, so many', async () => {
    const parts = at.db.records('Parts')
    const pages: number[] = []
    const rows = await parts.read<{ Count: number }>({
      filter: '(Name:starts_with:part)and(Count:between:100,110)',
      fields: ['Count'],
      orderBy: 'Count DESC',
      limit: 4,
      pageSize: 3,
      onProgress: (done) => pages.push(done),
    })
    expect(rows.map(({ Count }) => Count)).toEqual([110, 109, 108, 107])
    expect(pages).toEqual([3, 4])
  })

  it.each([
    [condition('Kind', 'is null'), 0],
    [condition('Name', 'in', ['part 100', 'part 101']), 2],
    [condition('Name', 'contains', 't 10'), 11],
    [condition('Name', 'ends with', '%'), 0],
    ['((Name:equals:part 100)or(Name:equals:part 101))', 2],
    ['(Name:in:part 100,part 101)', 2],
  ])('%o', async (filter, count) => {
    const parts = at.db.records('Parts')
    const named = condition('Name', 'starts with', 'part 1')
    const filters = typeof filter === 'string' ? filter : [filter, named]
    expect(await parts.count(filters)).toBe(count)
  })

  it('a date may be in a format of its own, a time in UTC', () => {
    expect(condition('Day', '=', '09.03.2026', { format: 'DD.MM.YYYY' }).value).toBe('2026-03-09')
    expect(condition('Moment', '<', '2026-03-09 10:00', { utc: true }).value).toBe('2026-03-09 10:00Z')
    expect(() => condition('Day', 'near', 1)).toThrow('is no operator')
  })
})
