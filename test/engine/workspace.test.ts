import { expect, it } from 'vitest'
import { boolean, double, integer, numeric, text, timestamptz, wideBigint } from '../../src/base/types.ts'
import { LocalEngine, Workspace } from '../../src/engine/index.ts'
import type { Expr, From, Query, TableRelation } from '../../src/engine/tree.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { parse } from '../../src/sql/index.ts'
import { asc, ask, col, compare, counted, select, table } from './trees.ts'

/** What a workspace gives must not depend on where it computes: here, in a thread, or half and half. */

const session = makeSession({ timeZone: 'America/New_York', now: Date.UTC(2024, 4, 17, 10, 30) })
const types = {
  id: wideBigint,
  name: text,
  n: integer,
  amount: numeric(10, 2),
  rate: double,
  at: timestamptz,
  ok: boolean,
}
const deals = table(1, 'Deals', types)
const rowOf = (i: number) => [
  String(5_000_000_000_000_000_000n + BigInt(i)),
  i % 7 === 0 ? null : `Ünal ${i}`,
  i,
  `${i}.50`,
  i / 4,
  i * 1000.5,
  i % 2 === 0,
]
const pages = (count: number) =>
  Array.from({ length: count / 500 }, (_, page) => Array.from({ length: 500 }, (__, i) => rowOf(page * 500 + i)))
const everything = (relation: TableRelation): Query => {
  const items = relation.columns.map((column) => col(relation.id, column.name, column.type))
  return ask(select(items, relation), { orderBy: [asc(items[2]!)] })
}
/** Without tables, as a statement would give it. */
const asked = (sql: string): Query => bind(parse(sql), { find: () => undefined, names: () => [] }, { session }).query

async function rowsOf(workspace: Workspace, query: Query): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for await (const batch of workspace.run(query)) rows.push(...batch)
  return rows
}

it.each([1500, 3500])('takes pages and other queries while the rows of one are read, with %i rows', async (count) => {
  const workspace = new Workspace({ session })
  try {
    const stage = workspace.stage([1], deals.columns)
    for (const page of pages(count)) await stage.insert(page)
    const query = everything(deals)
    const slow = workspace.run(query)
    const rows = [...(await slow.next()).value!]
    expect(rows.length).toBeLessThan(count)
    const other = table(2, 'Others', { n: integer })
    const second = workspace.stage([2], other.columns)
    await second.insert([[1], [2]])
    // The same statement once more, and the page's own table.
    expect(await rowsOf(workspace, query)).toHaveLength(count)
    await stage.insert([rowOf(count)])
    expect(await rowsOf(workspace, everything(deals))).toHaveLength(count + 1)
    expect(await rowsOf(workspace, ask(select([col(2, 'n')], other)))).toEqual([[1], [2]])
    for await (const batch of slow) rows.push(...batch)
    expect(rows.map((row) => row[2])).toEqual(Array.from({ length: count }, (_, i) => i))
  } finally {
    workspace.close()
  }
})

/** Billions of combinations, and no row. */
function endless(workspace: Workspace): Query {
  const relations = [2, 3, 4, 5].map((id) => table(id, `T${id}`, { n: integer }))
  for (const { id, columns } of relations)
    void workspace.stage([id], columns).insert(pages(500)[0]!.map((row) => [row[2]!]))
  const join = (left: From, right: From): From => ({ kind: 'join', type: 'cross', left, right })
  const terms = [compare(col(2, 'n'), '<>', col(3, 'n')), compare(col(4, 'n'), '<>', col(5, 'n'))]
  const where: Expr = { kind: 'or', terms, type: boolean }
  return ask(select([counted], (relations as From[]).reduce(join), { where }))
}

it.each([500, 2000, 3500])('gives back %i rows of every type', async (count) => {
  const workspace = new Workspace({ session })
  const stage = workspace.stage([1], deals.columns)
  for (const page of pages(count)) await stage.insert(page)
  expect(await rowsOf(workspace, everything(deals))).toEqual(Array.from({ length: count }, (_, i) => rowOf(i)))
  workspace.close()
})

it('answers in between, and goes on in a thread with all rows', async () => {
  const workspace = new Workspace({ session })
  const [first, second, ...rest] = pages(3000)
  const stage = workspace.stage([1], deals.columns)
  const count = ask(select([counted], deals))
  await stage.insert(first!)
  expect(await rowsOf(workspace, count)).toEqual([[500]])
  await stage.insert(second!)
  expect(await rowsOf(workspace, count)).toEqual([[1000]])
  for (const page of rest) await stage.insert(page)
  expect(await rowsOf(workspace, count)).toEqual([[3000]])
  stage.clear()
  await stage.insert(first!)
  expect(await rowsOf(workspace, count)).toEqual([[500]])
  workspace.close()
})

it('has zone and clock of the session there too', async () => {
  const sql = `SELECT now()::text, '2024-01-01'::timestamptz::text, to_char(now(), 'TZ') FROM generate_series(1, 2)`
  const workspace = new Workspace({ session })
  const row = ['2024-05-17 06:30:00-04', '2024-01-01 00:00:00-05', 'EDT']
  expect(await rowsOf(workspace, asked(sql))).toEqual([row, row])
  workspace.close()
})

it('carries errors over as they are', async () => {
  const sql = `SELECT to_number('x', '9') / (x - 3) FROM generate_series(1, 5) x`
  const workspace = new Workspace({ session })
  const engine = LocalEngine.open({ session })
  const here = await Promise.resolve()
    .then(() => [...engine.run(asked(sql))])
    .catch((error: unknown) => error)
  const there = await rowsOf(workspace, asked(sql)).catch((error: unknown) => error)
  expect(there).toEqual(here)
  expect(there).toMatchObject({ name: 'ZohoSqlError', sqlState: (here as { sqlState: string }).sqlState })
  engine.close()
  workspace.close()
})

it('says of a page what is wrong with it, at the latest before it answers', async () => {
  const workspace = new Workspace({ session })
  const stage = workspace.stage([1], deals.columns)
  for (const page of pages(2500)) await stage.insert(page)
  const staged = stage.insert([['no number', 'x', 1, '1', 1, 1, true]])
  const failed = await staged.then(() => rowsOf(workspace, everything(deals))).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'INVALID_TEXT' })
  workspace.close()
})

it('ends at once when it is cancelled, whatever SQLite is doing, while this thread goes on', async () => {
  const stop = new AbortController()
  const workspace = new Workspace({ session, signal: stop.signal })
  const running = rowsOf(workspace, endless(workspace)).catch((error: unknown) => error)
  const other = new Workspace({ session })
  expect(await rowsOf(other, asked('SELECT 1'))).toEqual([[1]])
  expect(await rowsOf(other, asked('SELECT count(*) FROM generate_series(1, 10)'))).toEqual([[10]])
  stop.abort()
  expect(await running).toMatchObject({ code: 'CANCELLED' })
  workspace.close()
  other.close()
})

it('makes no more rows than are taken', async () => {
  const workspace = new Workspace({ session })
  const rows = workspace.run(asked('SELECT x FROM generate_series(1, 1000000000) x'))
  const { value } = await rows.next()
  expect(value).toHaveLength(1000)
  await rows.return(undefined)
  expect(await rowsOf(workspace, asked('SELECT count(*) FROM generate_series(1, 10)'))).toEqual([[10]])
  workspace.close()
})

it('hands on few rows at a time where they are large', async () => {
  const workspace = new Workspace({ session })
  const rows = workspace.run(asked("SELECT repeat('x', 100000) FROM generate_series(1, 300)"))
  expect((await rows.next()).value).toHaveLength(10)
  await rows.return(undefined)
  workspace.close()
})

it('takes expressions as deep as they are taken here, and says when they are too deep', async () => {
  const deep = (terms: number) => asked(`SELECT x${' + 1'.repeat(terms)} FROM generate_series(1, 2) x`)
  const workspace = new Workspace({ session })
  const engine = LocalEngine.open({ session })
  for (const [terms, outcome] of [
    [300, [[301], [302]]],
    [900, 'RESOURCE_LIMIT'],
  ] as const) {
    const codeOf = ({ code }: { code: string }): string => code
    const here = await Promise.resolve()
      .then(() => [...engine.run(deep(terms))])
      .catch(codeOf)
    expect(await rowsOf(workspace, deep(terms)).catch(codeOf)).toEqual(outcome)
    expect(here).toEqual(outcome)
  }
  engine.close()
  workspace.close()
})

it('does not wait for a statement that never ends', async () => {
  const stop = new AbortController()
  const workspace = new Workspace({ session, signal: stop.signal })
  const forever = asked('SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 1000000) b')
  const running = rowsOf(workspace, forever).catch((error: unknown) => error)
  const other = new Workspace({ session })
  expect(await rowsOf(other, asked('SELECT count(*) FROM generate_series(1, 10)'))).toEqual([[10]])
  stop.abort()
  expect(await running).toMatchObject({ code: 'CANCELLED' })
  other.close()
})
