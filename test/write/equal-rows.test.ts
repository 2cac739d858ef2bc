/** Rows that are the same, made by several at once: a lost row is never taken for somebody else's. */
import { describe, expect, it } from 'vitest'
import { isZohoSqlError, type Outcome } from '../../src/base/errors.ts'
import { type Connection, connect } from '../../src/driver/inner.ts'
import type { Making, Standing } from '../../src/exec/write/ledger.ts'
import { ownersOf, type RecordCandidate } from '../../src/exec/write/owners.ts'
import type { ScriptedFault } from '../../src/simulator/index.ts'
import type { Column } from '../../src/source/index.ts'
import { place } from './help.ts'

const sql = "INSERT INTO Parts (Name, Count) VALUES ('same', 1)"

async function insert(db: Connection, looks: readonly number[]): Promise<readonly [string, readonly Outcome[]]> {
  try {
    for await (const _ of await db.open(sql, [], { writing: { looks } }));
    return ['00000', []]
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return [error.sqlState, error.outcomes ?? []]
  }
}

/** Two connections that know nothing of each other, over one account, and what befalls their INSERTs in turn. */
async function two(faults: readonly Omit<ScriptedFault, 'path' | 'containing'>[]) {
  const script = faults.map((fault) => ({ ...fault, path: /\/Parts$/, containing: 'same' }))
  const at = await place('Timeout=2', { faults: { script } })
  const other = await connect(`${at.simulator.connectionString};TokenStore=memory`)
  await other.query('SELECT count(*) FROM Parts WHERE Count = 0')
  return {
    first: at.db,
    second: other,
    ids: () =>
      at.simulator
        .rows('Parts')
        .filter(({ Name }) => Name === 'same')
        .map(({ id }) => id),
    simulator: at.simulator,
    [Symbol.asyncDispose]: async () => {
      await other.close()
      await at[Symbol.asyncDispose]()
    },
  }
}

describe('two connections of one program', () => {
  it('one’s lost row is not the other’s that was made meanwhile', async () => {
    await using at = await two([{ kind: 'reset', when: 'before' }])
    const lost = insert(at.first, [400, 1])
    await expect.poll(() => at.simulator.stats().statuses[0]).toBe(1)
    expect((await insert(at.second, [0]))[0]).toBe('00000')
    const [state, outcomes] = await lost
    expect([state, outcomes[0]?.outcome, at.ids().length]).toEqual(['08007', 'unknown', 1])
  })

  it('nor one whose answer is still awaited', async () => {
    await using at = await two([
      { kind: 'slow', when: 'after', delay: 800 },
      { kind: '503', when: 'before', nth: 2 },
    ])
    const slow = insert(at.second, [0])
    await expect.poll(() => at.ids().length).toBe(1)
    const [state] = await insert(at.first, [0, 1])
    expect([state, (await slow)[0], at.ids().length]).toEqual(['00000', '00000', 2])
  })

  it('both lost, both there: each has one', async () => {
    await using at = await two([{ kind: '503', when: 'after', times: 2 }])
    const states = await Promise.all([insert(at.first, [50, 50]), insert(at.second, [50, 50])])
    expect(states.map(([state]) => state)).toEqual(['00000', '00000'])
    expect(at.ids()).toHaveLength(2)
  })

  it('a row made just before is not taken for the lost one', async () => {
    await using at = await two([{ kind: 'reset', when: 'before', nth: 2 }])
    await insert(at.second, [0])
    expect((await insert(at.first, [0, 1]))[0]).toBe('08007')
    expect(at.ids()).toHaveLength(1)
  })
})

describe('another program of the same user', () => {
  it('more equal records than rows: nobody knows whose they are', async () => {
    await using at = await two([{ kind: '503', when: 'after' }])
    const lost = insert(at.first, [300, 1])
    await expect.poll(() => at.ids().length).toBe(1)
    const times = { Created_Time: new Date().toISOString(), Created_By: { id: '9007199254740995', name: 'Eve Adams' } }
    at.simulator.insert('Parts', { Name: 'same', Count: 1, ...times })
    const [state, outcomes] = await lost
    expect([state, outcomes[0]?.outcome, at.ids().length]).toEqual(['08007', 'unknown', 2])
  })
})

describe('owners of records', () => {
  const column = (name: string, more = {}) => ({ name, type: { name: 'text' }, ...more }) as unknown as Column
  const columns = [column('Name'), column('Code', { unique: true }), column('Count')]
  let next = 0
  const making = (values: (string | undefined | null)[], standing: Standing = 'ended'): Making => ({
    row: { index: next++, id: undefined, values, before: [], returned: [] } as Making['row'],
    table: 't',
    columns,
    standing,
  })
  const record = (id: string, values: (string | null)[], isSure = true): RecordCandidate => ({ id, values, isSure })
  const found = (own: Making[], others: Making[], records: RecordCandidate[]) => {
    const { written, missing, awaited } = ownersOf(columns, own, others, records)
    const told = own.map(({ row: { index } }) => written.get(index) ?? (missing.has(index) ? 'missing' : 'open'))
    return [told.join(), awaited.length]
  }
  const x = ['x', undefined, undefined] as const
  const same = ['x', null, null] as const

  it.each([
    ['as many as there are rows', [[...x], [...x]], [], ['a', 'b'], 'a,b', 0],
    ['fewer: the rest is missing', [[...x], [...x]], [], ['a'], 'a,missing', 0],
    ['more: nobody knows', [[...x]], [], ['a', 'b'], 'open', 0],
    ['another row awaits its answer', [[...x]], ['sent'], ['a'], 'open', 1],
    ['another awaits, and all are there', [[...x]], ['sent'], ['a', 'b'], 'a', 0],
    ['another one’s answer is lost too', [[...x]], ['ended'], ['a'], 'a', 0],
    ['none', [[...x]], ['sent'], [], 'missing', 0],
  ] as const)('%s', (_, own, others, ids, told, awaited) => {
    const rows = own.map((values) => making([...values]))
    const more = others.map((standing) => making([...x], standing))
    expect(
      found(
        rows,
        more,
        ids.map((id) => record(id, [...same])),
      ),
    ).toEqual([told, awaited])
  })

  it('a row that may yet arrive leaves the record to one that is sent again', () => {
    expect(found([making([...x], 'open'), making([...x])], [], [record('a', [...same])])[0]).toBe('missing,a')
    expect(found([making([...x], 'open')], [making([...x])], [record('a', [...same])])[0]).toBe('open')
  })

  it('unique values tell, whatever else a workflow changed', () => {
    const rows = [making(['x', 'A', '1']), making(['y', 'b', '2'])]
    expect(found(rows, [], [record('1', ['z', 'B', '9']), record('2', ['x', 'a', '1'])])[0]).toBe('2,1')
  })

  it('rows of different shape: each has one that fits, or nothing is said', () => {
    const rows = () => [making(['x', undefined, undefined]), making(['x', undefined, '1'])]
    const [plain, full] = [record('p', ['x', null, null]), record('f', ['x', null, '1'])]
    expect(found(rows(), [], [full, plain])[0]).toBe('p,f')
    expect(found(rows(), [], [full])[0]).toBe('open,open')
  })

  it('what nobody explains may be a changed row: none is missing', () => {
    expect(found([making([...x])], [], [record('a', ['y', null, null])])[0]).toBe('open')
    expect(
      found([making([...x])], [making(['y', undefined, undefined], 'sent')], [record('a', ['y', null, null])])[0],
    ).toBe('missing')
  })

  it('made in the moment before: neither ours nor proof that ours is missing', () => {
    expect(found([making([...x])], [], [record('a', [...same], false)])[0]).toBe('open')
    expect(found([making([...x])], [], [record('a', [...same], false), record('b', [...same])])[0]).toBe('b')
  })
})
