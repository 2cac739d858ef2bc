/** Loads: rows of a program, what becomes of each, what the store holds afterwards, and what it costs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GivenWorld } from '../../src/simulator/index.ts'
import type { Place } from '../support/place.ts'
import { company, failure, place } from './help.ts'

let at: Place
beforeAll(async () => {
  at = await place()
})
afterAll(() => at[Symbol.asyncDispose]())

const store = (of: Place = at) => of.simulator.rows('Parts')
const named = (name: string, of: Place = at) => store(of).filter((row) => row.Name === name)
const ids = (count: number) => Array.from({ length: count }, (_, i) => String(9_000_000_000_000_001_000n + BigInt(i)))

describe('insert', () => {
  it('tells of each row in the order given, with the record’s id', async () => {
    const { rows, written, rejected, unknown } = await at.db.load('Parts', [
      { Name: 'i1', Count: 1, Kind: 'A', Marks: ['x', 'z'], Account: { id: '9007199254740993' }, Price: undefined },
      { name: 'i2', count: '2', Day: new Date('2026-03-09T00:00:00Z') },
    ])
    expect({ written, rejected, unknown }).toEqual({ written: 2, rejected: 0, unknown: 0 })
    expect(rows.map(({ success, outcome, id }) => [success, outcome, id])).toEqual([
      [true, 'written', named('i1')[0]!.id],
      [true, 'written', named('i2')[0]!.id],
    ])
    expect(rows[1]).toMatchObject({ name: 'i2', count: '2' })
    expect(named('i1')[0]).toMatchObject({ Marks: ['x', 'z'], Account: { id: '9007199254740993' }, Price: null })
    expect(named('i2')[0]).toMatchObject({ Count: 2, Day: '2026-03-09' })
  })

  it('sends 5,000 rows in 50 calls for 500 credits, none twice, and tells of its progress', async () => {
    await at.db.load('Parts', [{ Name: 'warm' }])
    const seen: { done: number; total: number | undefined }[] = []
    const given = Array.from({ length: 5000 }, (_, i) => ({ Name: 'load', Count: i }))
    const { rows, written, stats } = await at.db.load('Parts', given, { onProgress: (one) => seen.push(one) })
    expect({ written, calls: stats.calls, credits: stats.credits, road: stats.road }).toEqual({
      written: 5000,
      calls: 50,
      credits: 500,
      road: 'records',
    })
    expect(named('load')).toHaveLength(5000)
    const counts = new Map(named('load').map((row) => [row.id, row.Count]))
    expect(rows.map(({ id }) => counts.get(String(id)))).toEqual(given.map(({ Count }) => Count))
    expect(seen).toHaveLength(50)
    expect(seen.at(-1)).toMatchObject({ done: 5000, total: 5000, written: 5000, rejected: 0, credits: 500 })
  })

  it('transforms rows and maps picklist values; the result shows the rows as they were', async () => {
    const { rows } = await at.db.load('Parts', [{ title: 't', sort: 'first' }], {
      transform: ({ title, sort }, index) => ({ Name: `${title}${index}`, Kind: sort }),
      picklists: { kind: { first: 'A' } },
    })
    expect(rows[0]).toMatchObject({ title: 't', sort: 'first', success: true })
    expect(named('t0')[0]).toMatchObject({ Kind: 'A' })
  })

  it('sends nothing when a row is wrong; onError continue sends the others', async () => {
    const given = [
      { Name: 'w1' },
      { Name: 'w2', Count: 'many' },
      { Count: 3 },
      { Name: 'w4', Kind: 'Z' },
      { Name: 'w5' },
    ]
    const error = await failure(() => at.db.load('Parts', given))
    expect(error).toMatchObject({ sqlState: '22P02', code: 'INVALID_TEXT' })
    expect(error.message).toContain('row 2, column "Count", value "many"')
    expect(error.outcomes?.map(({ outcome }) => outcome)).toEqual([
      'notSent',
      'rejected',
      'rejected',
      'rejected',
      'notSent',
    ])
    expect(named('w1')).toEqual([])
    const { rows, written, rejected } = await at.db.load('Parts', given, { onError: 'continue' })
    expect([written, rejected]).toEqual([2, 3])
    expect(rows.map(({ outcome }) => outcome)).toEqual(['written', 'rejected', 'rejected', 'rejected', 'written'])
    expect(rows[2]!.message).toContain('null value in column "Name"')
  })

  it('refuses what it does not know before anything is sent', async () => {
    const wrong = (rows: object[], options = {}) => failure(() => at.db.load('Parts', rows, options))
    expect(await wrong([{ Nane: 'x' }])).toMatchObject({ sqlState: '42703', hint: 'Perhaps you meant "Name".' })
    expect(await wrong([{ Name: 'x', Number: '1' }])).toMatchObject({ sqlState: '428C9' })
    expect(await wrong([{ Name: 'x', name: 'y' }])).toMatchObject({ sqlState: '42701' })
    expect(await wrong([{ Name: 'x' }], { action: 'merge' })).toMatchObject({ sqlState: '22023' })
    expect(await wrong([{ Name: 'x' }], { batchSize: 101 })).toMatchObject({ sqlState: '22023' })
    expect(await wrong([{ Name: 'x' }], { triggers: 'some' })).toMatchObject({ sqlState: '22023' })
    expect(await wrong([['x']])).toMatchObject({ sqlState: '22023' })
    await using reader = await place('ReadOnly=true')
    expect(await failure(() => reader.db.load('Parts', [{ Name: 'x' }]))).toMatchObject({ sqlState: '25006' })
    expect(reader.simulator.writes()).toEqual([])
  })
})

describe('update, delete, retrieve', () => {
  it('updates by id without reading, each row what it has', async () => {
    const [a, b] = ids(2) as [string, string]
    const { rows, stats } = await at.db.load(
      'Parts',
      [
        { id: a, Price: 1.5 },
        { id: b, Ratio: 0.25, Kind: null },
      ],
      {
        action: 'update',
      },
    )
    expect(rows.map(({ id, success }) => [id, success])).toEqual([
      [a, true],
      [b, true],
    ])
    expect(stats.calls).toBe(1)
    expect(store().find(({ id }) => id === a)).toMatchObject({ Price: 1.5, Kind: 'A', Count: 0 })
    expect(store().find(({ id }) => id === b)).toMatchObject({ Ratio: 0.25, Kind: null, Count: 1 })
  })

  it('finds records by another key, and tells which rows mean none or several', async () => {
    await at.db.load('Parts', [{ Name: 'k1', Code: 'k1' }, { Name: 'twin' }, { Name: 'twin' }])
    const given = [{ Name: 'k1', Count: 9 }, { Name: 'nobody', Count: 9 }, { Name: 'twin', Count: 9 }, { Count: 9 }]
    const { rows } = await at.db.load('Parts', given, { action: 'update', key: 'Name', onError: 'continue' })
    expect(rows.map(({ outcome, message }) => [outcome, message.split(':')[0]!.split(' (')[0]])).toEqual([
      ['written', 'record updated'],
      ['rejected', 'there is no such record'],
      ['rejected', 'several records have this key'],
      ['rejected', 'the row has no Name'],
    ])
    expect(named('k1')[0]).toMatchObject({ Count: 9 })
  })

  it('deletes, and tells of ids that are not there', async () => {
    await at.db.load('Parts', [{ Name: 'gone' }])
    const [{ id }] = named('gone') as [{ id: string }]
    const { rows } = await at.db.load('Parts', [{ id }, { id: '1' }, { id: 'x' }], {
      action: 'DELETE',
      onError: 'continue',
    })
    expect(rows.map(({ outcome }) => outcome)).toEqual(['written', 'rejected', 'rejected'])
    expect(named('gone')).toEqual([])
  })

  it('retrieves by keys, in the order given', async () => {
    const [a, b] = ids(52).slice(50) as [string, string]
    const { rows, stats } = await at.db.load('Parts', [{ id: b, my: 1 }, { id: '77' }, { id: a }], {
      action: 'retrieve',
    })
    expect(stats).toMatchObject({ rowsFetched: 2, road: 'coql' })
    expect([stats.calls > 0, stats.credits > 0]).toEqual([true, true])
    expect(rows.map(({ outcome, success }) => [outcome, success])).toEqual([
      ['retrieved', true],
      ['rejected', false],
      ['retrieved', true],
    ])
    expect(rows[0]).toMatchObject({ my: 1, id: b, Name: 'part 51', Count: 51 })
  })
})

describe('one record several times', () => {
  it('is updated in the order of its rows', async () => {
    const id = '9000000000000001010'
    const result = await at.db.load(
      'Parts',
      [1, 2, 3].map((Count) => ({ id, Count })),
      { action: 'update' },
    )
    expect(result.written).toBe(3)
    expect(store().find((row) => row.id === id)).toMatchObject({ Count: 3 })
  })
})

describe('upsert', () => {
  it('changes what has the key and makes the rest; rows of one key go one after the other', async () => {
    await at.db.load('Parts', [{ Name: 'u1', Code: 'U1', Count: 1 }])
    const given = [
      { Code: 'U1', Count: 5 },
      { Code: 'U2', Name: 'u2', Count: 6 },
      { Code: 'U2', Name: 'u2 again', Count: 7 },
    ]
    const { rows, written } = await at.db.load('Parts', given, { action: 'upsert', key: 'Code', onError: 'continue' })
    expect(rows.map(({ message }) => message)).toEqual(['record updated', 'record added', 'record updated'])
    expect(written).toBe(3)
    expect(
      store()
        .filter(({ Code }) => /^U\d$/.test(String(Code)))
        .map(({ Name, Count }) => [Name, Count]),
    ).toEqual([
      ['u1', 5],
      ['u2 again', 7],
    ])
  })

  it('by id, makes the rows that have none', async () => {
    const [a] = ids(1) as [string]
    const { rows } = await at.db.load(
      'Parts',
      [
        { id: null, Name: 'new' },
        { id: a, Name: 'old' },
      ],
      { action: 'upsert' },
    )
    expect(rows.map(({ id }) => id)).toEqual([named('new')[0]!.id, a])
    expect(named('old')[0]!.id).toBe(a)
  })
})

describe('dry run', () => {
  it('tells what would be done, and does nothing', async () => {
    const before = at.simulator.writes().length
    const [, , c] = ids(3) as [string, string, string]
    const options = { dryRun: true, onError: 'continue' } as const
    const made = await at.db.load('Parts', [{ Name: 'dry', Count: 1 }, { Count: 2 }], options)
    expect(made.rows.map(({ success, outcome, message }) => [success, outcome, message.slice(0, 10)])).toEqual([
      [true, 'planned', 'insert {"N'],
      [false, 'rejected', 'null value'],
    ])
    const changed = await at.db.load(
      'Parts',
      [
        { id: c, Count: 3, Kind: 'A' },
        { id: '5', Count: 1 },
      ],
      { ...options, action: 'update' },
    )
    expect(changed.rows[0]).toMatchObject({
      success: true,
      outcome: 'planned',
      message: 'update {"Count":{"from":2,"to":3}}',
    })
    expect(changed.rows[1]).toMatchObject({ success: false, outcome: 'rejected' })
    expect(at.simulator.writes().length).toBe(before)
  })
})

describe('when it goes wrong', () => {
  it('stops after a refusal: no further batch begins, and the error tells of every row', async () => {
    await using other = await place('', {
      faults: { rows: [{ code: 'INVALID_DATA', details: { api_name: 'Count' }, nth: 3, times: 1 }] },
    })
    const given = Array.from({ length: 50 }, (_, i) => ({ Name: 'stop', Count: i }))
    const error = await failure(() => other.db.load('Parts', given, { batchSize: 10, concurrency: 1 }))
    expect(error).toMatchObject({ code: 'ROWS_REJECTED', sqlState: '22023' })
    const counts = Object.groupBy(error.outcomes!, ({ outcome }) => outcome)
    expect([counts.written?.length, counts.rejected?.length, counts.notSent?.length]).toEqual([9, 1, 40])
    expect(named('stop', other)).toHaveLength(9)
  })

  it('finds out by reading what became of a batch whose answer was lost', async () => {
    const [, { fields, ...parts }] = company.modules as [object, { fields: object[] }]
    const stamped = [...fields, { api_name: 'Created_Time', data_type: 'datetime', read_only: true }]
    const data = { ...company, modules: [company.modules[0], { ...parts, fields: stamped }] } as GivenWorld
    await using other = await place('', {
      data,
      faults: { script: [{ kind: 'reset', when: 'after', path: '/Parts', containing: 'lost', nth: 2 }] },
    })
    const given = Array.from({ length: 300 }, (_, i) => ({ Name: 'lost', Count: i }))
    const { rows, written } = await other.db.load('Parts', given, { concurrency: 2 })
    const found = new Map(named('lost', other).map(({ id, Count }) => [Count, id]))
    expect([written, named('lost', other).length]).toEqual([300, 300])
    expect(rows.map(({ id }) => id)).toEqual(given.map(({ Count }) => found.get(Count)))
  })

  it('a signal ends it, and what was written is told', async () => {
    await using other = await place('', { latency: 20 })
    const ends = new AbortController()
    const given = Array.from({ length: 400 }, (_, i) => ({ Name: 'cut', Count: i }))
    const error = await failure(() =>
      other.db.load('Parts', given, {
        concurrency: 1,
        signal: ends.signal,
        onProgress: ({ done }) => done >= 100 && ends.abort(),
      }),
    )
    expect(error).toMatchObject({ sqlState: '57014' })
    const written = error.outcomes!.filter(({ outcome }) => outcome === 'written')
    expect(written.map(({ id }) => id).sort()).toEqual(
      named('cut', other)
        .map(({ id }) => id)
        .sort(),
    )
    expect(error.outcomes).toHaveLength(400)
    expect(written.length).toBeLessThan(400)
  })
})

describe('streams', () => {
  it('ask for no more rows than can be sent, and give outcomes in order', async () => {
    let asked = 0
    async function* source() {
      for (; asked < 12_000; asked++) yield { Name: 'stream', Count: asked }
    }
    let seen = 0
    const stream = at.db.loadStream('Parts', source())
    for await (const { Count, index, success } of stream) {
      expect([Count, index, success]).toEqual([seen, seen, true])
      expect(asked - seen).toBeLessThanOrEqual(2500)
      seen += 1
    }
    expect(stream.stats).toMatchObject({ calls: 120, credits: 1200 })
  })

  it('end with the loop: no row is asked for afterwards', async () => {
    let asked = 0
    let closed = false
    function* source() {
      try {
        for (; ; asked++) yield { Name: 'left', Count: asked }
      } finally {
        closed = true
      }
    }
    for await (const _ of at.db.loadStream('Parts', source())) break
    expect([asked, closed]).toEqual([2499, true])
    expect(named('left')).toHaveLength(2500)
  })

  it('give what is known before they fail', async () => {
    const outcomes: string[] = []
    const work = async () => {
      const rows = Array.from({ length: 3 }, (_, i) => (i === 1 ? { Count: 'x' } : { Name: 'fails', Count: i }))
      for await (const { outcome } of at.db.loadStream('Parts', new Set(rows))) outcomes.push(outcome)
    }
    expect(await failure(work)).toMatchObject({ sqlState: '22P02' })
    expect(outcomes).toEqual(['notSent', 'rejected', 'notSent'])
  })
})
