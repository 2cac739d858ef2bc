/**
 * Answers that came, and say less than they should, or something else: each statement by each of them. Whatever is told
 * of a row must be true of the store; none is there twice, and none that was written is called failed.
 */
import { describe, expect, it } from 'vitest'
import { isZohoSqlError, type Outcome } from '../../src/base/errors.ts'
import { connect } from '../../src/driver/inner.ts'
import { between } from '../support/between.ts'
import { place } from './help.ts'

interface Element {
  status: string
  code: string
  details: Record<string, unknown>
}
type Change = (elements: Element[]) => unknown

const rowsCount = 8
const numbers = Array.from({ length: rowsCount }, (_, i) => i)
const part = (row: number): string => String(9_000_000_000_000_001_000n + BigInt(row))

/** What the first writing call is answered. */
const answers: Readonly<Record<string, Change>> = {
  'one element less': (all) => ({ data: all.slice(1) }),
  'one element only, of the first row': (all) => ({ data: all.slice(0, 1) }),
  'one element more': (all) => ({ data: [...all, all[0]] }),
  'an element in place of another': (all) => ({ data: [all[1], ...all.slice(1)] }),
  'elements without ids': (all) => ({ data: all.map((one) => ({ ...one, details: {} })) }),
  'an element without a status': (all) => ({
    data: all.map(({ status: _, ...one }, i) => (i === 2 ? one : { ...one, status: 'success' })),
  }),
  'no list': () => ({ data: {} }),
  'nothing at all': () => ({}),
  'a word of success for all': () => ({ status: 'success', code: 'SUCCESS', message: 'ok', details: {} }),
}

const kinds: Readonly<
  Record<string, { readonly sql: string; readonly is: (row: Record<string, unknown>) => boolean }>
> = {
  INSERT: {
    sql: `INSERT INTO Parts (Name, Count) VALUES ${numbers.map((i) => `('new', ${i})`)}`,
    is: ({ Name }) => Name === 'new',
  },
  'INSERT with a unique field': {
    sql: `INSERT INTO Parts (Name, Code, Count) VALUES ${numbers.map((i) => `('new', 'c${i}', ${i})`)}`,
    is: ({ Name }) => Name === 'new',
  },
  upsert: {
    sql: `INSERT INTO Parts (Name, Code, Count) VALUES ${numbers.map((i) => `('new', 'c${i}', ${i})`)} ON CONFLICT (Code) DO UPDATE SET Count = excluded.Count`,
    is: ({ Name }) => Name === 'new',
  },
  UPDATE: { sql: `UPDATE Parts SET Ratio = 0.5 WHERE Count < ${rowsCount}`, is: ({ Ratio }) => Ratio === 0.5 },
  DELETE: { sql: `DELETE FROM Parts WHERE Count < ${rowsCount}`, is: () => false },
}

async function run(text: string, sql: string) {
  const db = await connect(`${text};TokenStore=memory;Timeout=5`)
  try {
    for await (const _ of await db.open(sql, [], { writing: { looks: [0, 1], batchRows: 4 } }));
    return { state: '00000', outcomes: undefined }
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return { state: error.sqlState, outcomes: error.outcomes }
  } finally {
    await db.close()
  }
}

const isWriting = ({ method, path }: { method: string; path: string }): boolean =>
  /\/Parts(\?|$)/.test(path) && method !== 'GET'

async function tell(name: string, change: Change): Promise<readonly [string, readonly Outcome['outcome'][], number]> {
  await using at = await place()
  let first = true
  await using way = await between(at.simulator, {
    change: (answer, call) => {
      if (!isWriting(call) || !first) return answer
      first = false
      return change(answer.data as Element[])
    },
  })
  const { sql, is } = kinds[name]!
  const { state, outcomes } = await run(way.connectionString, sql)
  const rows = at.simulator.rows('Parts')
  const done =
    name === 'DELETE' ? numbers.filter((i) => !rows.some(({ id }) => id === part(i))).length : rows.filter(is).length
  expect(done).toBe(rowsCount)
  const told = numbers.map((i) => outcomes?.[i]?.outcome ?? 'written')
  expect(told).not.toContain('rejected')
  expect(told).not.toContain('notSent')
  return [state, told, done]
}

describe.each(Object.keys(kinds))('%s, answered with', (name) => {
  it.each(Object.entries(answers))('%s', async (_, change) => {
    expect((await tell(name, change))[0]).toBe('00000')
  })
})

describe('what is not JSON', () => {
  it.each([
    ['504', { status: 504, body: '<html>gateway</html>' }, 'after', '00000'],
    ['504', { status: 504, body: '<html>gateway</html>' }, 'before', '08007'],
    ['200 without a body', { status: 200, body: '' }, 'after', '00000'],
    ['200 without a body', { status: 200, body: '' }, 'before', '08007'],
    ['202 without elements', { status: 202, body: { status: 'accepted' } }, 'after', '00000'],
  ] as const)('%s (%o) %s Zoho wrote: %s', async (_, answer, when, state) => {
    await using at = await place('', { faults: { script: [{ kind: 'status', path: /\/Parts$/, when, ...answer }] } })
    const told = await run(at.simulator.connectionString, kinds.INSERT!.sql)
    expect(told.state).toBe(state)
    const there = at.simulator.rows('Parts').filter(kinds.INSERT!.is).length
    expect(there).toBe(state === '00000' ? rowsCount : rowsCount / 2)
  })

  it('429 with Retry-After is waited for, and longer than a minute told', async () => {
    const busy = (after: string) => ({
      faults: {
        script: [{ kind: 'status' as const, path: /\/Parts$/, status: 429, headers: { 'Retry-After': after } }],
      },
    })
    await using soon = await place('', busy('1'))
    const began = performance.now()
    expect((await run(soon.simulator.connectionString, kinds.INSERT!.sql)).state).toBe('00000')
    expect(performance.now() - began).toBeGreaterThanOrEqual(1000)
    await using late = await place('', busy('3600'))
    const { state, outcomes } = await run(late.simulator.connectionString, kinds.INSERT!.sql)
    expect([state, outcomes?.filter(({ outcome }) => outcome === 'notSent').length]).not.toEqual(['00000', 0])
    expect(late.simulator.rows('Parts').filter(kinds.INSERT!.is).length).toBeLessThan(rowsCount)
  })
})
