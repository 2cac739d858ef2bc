import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { bigint, boolean, date, double, integer, numeric, text, timestamptz, wideBigint } from '../../src/base/types.ts'
import { type EngineOptions, type Folded, LocalEngine, tryEvaluate } from '../../src/engine/index.ts'
import { lookedUp } from '../../src/engine/indexes.ts'
import type { Expr, From, Query } from '../../src/engine/tree.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { asc, ask, col, compare, counted, desc, lit, rowsOf, select, table } from './trees.ts'

const leads = table(1, 'Leads', { id: wideBigint, name: text, score: integer })
const rows = [
  ['5000000000000000001', 'b', 2],
  ['5000000000000000002', 'a', null],
  ['5000000000000000003', null, 7],
] as const
const all = leads.columns.map((column) => col(1, column.name, column.type))

/** Kind of the error that running throws. */
function failure(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof ZohoSqlError ? error.code : String(error)
  }
  return 'no error'
}

it('gives back what was staged, with every digit of an id', () => {
  const asked = ask(select(all, leads), { orderBy: [asc(all[0]!)] })
  expect(rowsOf(asked, [{ relation: leads, rows }])).toEqual(rows)
})

it('gives back every type', () => {
  const values = { b: boolean, n: numeric(10, 2), d: double, day: date, at: timestamptz, big: bigint }
  const relation = table(4, 'Types', values)
  const row = [false, '1500.50', 2, '1969-12-31', -1.5, -5]
  const items = relation.columns.map((column) => col(4, column.name, column.type))
  expect(rowsOf(ask(select(items, relation)), [{ relation, rows: [row, row.map(() => null)] }])).toEqual([
    row,
    row.map(() => null),
  ])
})

it('puts NULLs where the key says, whatever SQLite would do', () => {
  const score = col(1, 'score')
  const order = (key: Query['orderBy'][number]) =>
    rowsOf(ask(select([score], leads), { orderBy: [key] }), [{ relation: leads, rows }]).flat()
  expect(order(asc(score))).toEqual([2, 7, null])
  expect(order(asc(score, true))).toEqual([null, 2, 7])
  expect(order(desc(score))).toEqual([null, 7, 2])
  expect(order(desc(score, false))).toEqual([7, 2, null])
})

it('does not take a constant in GROUP BY or ORDER BY for a column number', () => {
  const asked = ask(select([counted], leads, { groupBy: { keys: [lit(2)], sets: [[0]] } }), { orderBy: [asc(lit(9))] })
  expect(rowsOf(asked, [{ relation: leads, rows }])).toEqual([[3]])
  expect(rowsOf(asked, [{ relation: leads, rows: [] }])).toEqual([])
})

it('counts rows of which no column was wanted', () => {
  const bare = table(1, 'Leads', {})
  const pages = Array.from({ length: 357 }, () => [])
  expect(rowsOf(ask(select([counted], bare)), [{ relation: bare, rows: pages }])).toEqual([[357]])
})

it('keeps columns apart whose names differ in case only', () => {
  const relation = table(1, 'Cases', { name: text, Name: text })
  const asked = ask(select([col(1, 'Name', text), col(1, 'name', text)], relation))
  expect(rowsOf(asked, [{ relation, rows: [['lower', 'upper']] }])).toEqual([['upper', 'lower']])
})

it('binds parameters by number, as often as they are named', () => {
  const wanted: Expr = { kind: 'parameter', index: 1, type: wideBigint }
  const flag: Expr = { kind: 'parameter', index: 0, type: text }
  const asked = ask(select([flag, wanted, flag], leads, { where: compare(col(1, 'id', wideBigint), '=', wanted) }))
  const staged = [{ relation: leads, rows }]
  expect(rowsOf(asked, staged, ["it's", '5000000000000000002'])).toEqual([["it's", '5000000000000000002', "it's"]])
  expect(failure(() => rowsOf(asked, staged, ['x']))).toBe('UNDEFINED_PARAMETER')
})

it('pastes texts safely', () => {
  const nasty = `'); DROP TABLE t1; --`
  const zero = 'a\0b'
  expect(rowsOf(ask(select([lit(nasty), lit(zero), lit('"x" \\ %')])))).toEqual([[nasty, zero, '"x" \\ %']])
})

it('takes IN lists of any length, with NULLs meaning what they do', () => {
  const items = Array.from({ length: 40_000 }, (_, i) => lit(`k${i}`))
  const where = (list: readonly Expr[], negated: boolean): Expr => ({
    kind: 'inList',
    operand: col(1, 'name', text),
    items: list,
    negated,
    type: boolean,
  })
  const count = (condition: Expr) =>
    rowsOf(ask(select([counted], leads, { where: condition })), [{ relation: leads, rows }])[0]![0]
  expect(count(where([...items, lit('a')], false))).toBe(1)
  expect(count(where(items, true))).toBe(2)
  expect(count(where([...items, lit(null, text)], true))).toBe(0)
})

it('takes thousands of terms', () => {
  const term = compare(col(1, 'score'), '=', lit(7))
  const where: Expr = { kind: 'or', terms: Array.from({ length: 5000 }, () => term), type: boolean }
  expect(rowsOf(ask(select([col(1, 'score')], leads, { where })), [{ relation: leads, rows }])).toEqual([[7]])
})

it('refuses a second row of a scalar subquery, and takes none for NULL', () => {
  const scalar = (where?: Expr): Expr => ({
    kind: 'scalar',
    query: ask(select([col(1, 'score')], leads, { where })),
    type: integer,
  })
  const staged = [{ relation: leads, rows }]
  expect(failure(() => rowsOf(ask(select([scalar()])), staged))).toBe('CARDINALITY')
  expect(rowsOf(ask(select([scalar(compare(col(1, 'score'), '=', lit(2)))])), staged)).toEqual([[2]])
  expect(rowsOf(ask(select([scalar(compare(col(1, 'score'), '=', lit(3)))])), staged)).toEqual([[null]])
})

it('can be read in part, read again, and closed while reading', () => {
  const engine = LocalEngine.open()
  engine.stage([1], leads.columns).insert(rows)
  const asked = ask(select(all, leads))
  const begun = engine.run(asked)
  begun.next()
  begun.return?.()
  expect([...engine.run(asked)]).toHaveLength(3)
  engine.run(asked).next()
  engine.close()
})

it('stages a page, clears it and stages the next', () => {
  const engine = LocalEngine.open()
  const stage = engine.stage([1], leads.columns)
  const asked = ask(select([col(1, 'name', text)], leads))
  stage.insert(rows)
  expect([...engine.run(asked)]).toEqual([['b'], ['a'], [null]])
  stage.clear()
  stage.insert([['1', 'c', 1]])
  expect([...engine.run(asked)]).toEqual([['c']])
  expect(() => engine.stage([1], leads.columns)).toThrow(/staged before/)
  engine.close()
})

it('leaves no row of a page whose insertion fails', () => {
  const engine = LocalEngine.open()
  const stage = engine.stage([1], leads.columns)
  expect(failure(() => stage.insert([...rows, ['not a number', 'x', 1]]))).toBe('INVALID_TEXT')
  expect([...engine.run(ask(select([counted], leads)))]).toEqual([[0]])
  engine.close()
})

it('moves rows to a temporary file beyond its memory, and says so', () => {
  const engine = LocalEngine.open({ memory: 1 << 20 })
  const stage = engine.stage([1], leads.columns)
  stage.insert(rows)
  expect(engine.size.spilled).toBe(false)
  const long = 'x'.repeat(1000)
  for (let page = 0; page < 10; page++) stage.insert(Array.from({ length: 300 }, (_, i) => [page * 300 + i, long, i]))
  expect(engine.size.spilled).toBe(true)
  expect([...engine.run(ask(select([counted], leads)))]).toEqual([[3003]])
  engine.close()
})

/** Four tables of a thousand rows, each with each: hours, if nobody stops it. */
function endless(options: EngineOptions): () => unknown {
  const relations = [1, 2, 3, 4].map((id) => table(id, `T${id}`, { n: integer }))
  const engine = LocalEngine.open(options)
  const page = Array.from({ length: 1000 }, (_, i) => [i])
  for (const relation of relations) engine.stage([relation.id], relation.columns).insert(page)
  const join = (left: From, right: From): From => ({ kind: 'join', type: 'cross', left, right })
  const terms = [compare(col(1, 'n'), '<>', col(2, 'n')), compare(col(3, 'n'), '<>', col(4, 'n'))]
  const from = (relations as From[]).reduce(join)
  const asked = ask(select([counted], from, { where: { kind: 'or', terms, type: boolean } }))
  return () => [...engine.run(asked)]
}

it('stops inside a statement that gives no row: at its deadline', () => {
  expect(failure(endless({ deadline: Date.now() + 150 }))).toBe('TIMEOUT')
})

it('stops inside a statement that gives no row: by a flag that another thread sets', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const run = endless({ flag })
  const source = `const flag = require('node:worker_threads').workerData
    setTimeout(() => Atomics.store(flag, 0, 1), 50)`
  const worker = new Worker(source, { eval: true, workerData: flag })
  await once(worker, 'online')
  expect(failure(run)).toBe('CANCELLED')
  await worker.terminate()
})

it('stops between rows when its signal is aborted', () => {
  const abort = new AbortController()
  const engine = LocalEngine.open({ signal: abort.signal })
  const relation = table(1, 'T', { n: integer })
  engine.stage([1], relation.columns).insert(Array.from({ length: 2000 }, (_, i) => [i]))
  let seen = 0
  const code = failure(() => {
    for (const _ of engine.run(ask(select([col(1, 'n')], relation)))) if (++seen === 10) abort.abort()
  })
  expect(code).toBe('CANCELLED')
  expect(seen).toBeLessThan(600)
  engine.close()
})

it('looks rows up by an index where a subquery is correlated', () => {
  const inner = ask(select([counted], leads, { where: compare(col(2, 'score'), '=', col(1, 'score')) }))
  const outer = table(2, 'Other', { score: integer })
  const count: Expr = { kind: 'scalar', query: inner, type: bigint }
  const asked = ask(select([count], outer))
  expect(lookedUp(asked)).toEqual([{ relation: 1, key: col(1, 'score') }])
  const many = Array.from({ length: 3000 }, (_, i) => [i, 'x', i % 1000])
  const found = rowsOf(asked, [
    { relation: leads, rows: many },
    { relation: outer, rows: many.map((row) => [row[2]!]) },
  ])
  expect(found.flat().every((n) => n === 3)).toBe(true)
})

it('folds constants, and hands an error over instead of throwing it', () => {
  const session = makeSession({ timeZone: 'UTC', now: 0 })
  const fold = (expr: Expr): Folded => tryEvaluate(expr, session)
  expect(fold(compare(lit(1), '<', lit(2)))).toEqual({ value: true })
  expect(fold({ kind: 'cast', operand: lit('12'), type: integer, explicit: true })).toEqual({ value: 12 })
  const failed = fold({ kind: 'cast', operand: lit('x'), type: integer, explicit: true })
  expect('error' in failed && failed.error.code).toBe('INVALID_TEXT')
})
