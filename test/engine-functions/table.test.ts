import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { arrayOf, bigint, boolean, integer, numeric, type SqlType, text, wideBigint } from '../../src/base/types.ts'
import {
  functionPrinter,
  registerFunctions,
  resolveFunction,
  resolveOperator,
  typeFromName,
} from '../../src/engine/functions/index.ts'
import type { FunctionRow, Param } from '../../src/engine/functions/row.ts'
import { allRows } from '../../src/engine/functions/table.ts'
import { displayText, makeSession } from '../../src/engine/values/index.ts'
import { here, refusalOf } from './both.ts'

/** The table by itself: every row can be printed and run, and what it does not have is refused in clear words. */

let db: Database.Database
beforeAll(() => {
  db = new Database(':memory:')
  registerFunctions(db)
})

const concrete = (param: Param): SqlType => {
  if (typeof param !== 'string') return param
  return param === 'anyarray' ? arrayOf(integer) : integer
}

const resolvedFrom = (row: FunctionRow, args: readonly SqlType[]) => ({
  key: row.key,
  name: row.name,
  kind: row.kind,
  args,
  result: typeof row.result === 'string' ? concrete(row.result) : row.result,
  volatile: false,
})

/** An expression or query that SQLite has to prepare, with NULL for every argument. */
function statementFor(row: FunctionRow): string {
  const args = row.params.map(concrete)
  const fn = resolvedFrom(row, args)
  const nulls = args.map(() => 'NULL')
  if (row.kind === 'set') return `SELECT * FROM ${functionPrinter.printSet(fn, nulls)}`
  if (row.kind === 'scalar') return `SELECT ${functionPrinter.printCall(fn, nulls)}`
  const key = { value: 'NULL', type: args.at(-1) ?? integer, term: 'NULL ASC', descending: false, nullsFirst: false }
  const ordered = /^(percentile|mode)/.test(row.name)
  return `SELECT ${functionPrinter.printAggregate(fn, {
    args: ordered ? nulls.slice(0, -1) : nulls,
    argTypes: args,
    distinct: false,
    orderBy: [],
    withinGroup: ordered ? [key] : [],
    ...(row.kind === 'window' ? { over: '()' } : {}),
  })}`
}

describe('the table', () => {
  it('has every key once', () => {
    const keys = allRows.map((row) => row.key)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it('says of every row how SQLite computes it', () => {
    const failing = allRows.flatMap((row) => {
      try {
        db.prepare(statementFor(row)).all()
        return []
      } catch (error) {
        return /no such function|no such table|syntax|wrong number/.test((error as Error).message)
          ? [`${row.key}: ${(error as Error).message}`]
          : []
      }
    })
    expect(failing).toEqual([])
  })

  it('gives NULL for NULL where the row does not say otherwise', () => {
    const strict = allRows.filter(
      (row) => row.kind === 'scalar' && row.js && !row.nulls && !row.typed && row.params.length > 0,
    )
    const differing = strict.filter((row) => db.prepare(statementFor(row)).pluck().get() !== null)
    expect(differing.map((row) => row.key)).toEqual([])
  })
})

describe('64-bit numbers of Zoho', () => {
  it('stay what they are through arithmetic and aggregates, but a count is none', () => {
    expect(resolveOperator('+', wideBigint, integer).result.wide).toBe(true)
    expect(resolveFunction('max', [wideBigint]).result.wide).toBe(true)
    expect(resolveFunction('coalesce', [wideBigint, integer]).result.wide).toBe(true)
    expect(resolveFunction('array_agg', [wideBigint]).result.element?.wide).toBe(true)
    expect(resolveFunction('lag', [wideBigint]).result.wide).toBe(true)
    expect(resolveFunction('count', [wideBigint]).result.wide).toBeUndefined()
    expect(resolveOperator('+', bigint, integer).result.wide).toBeUndefined()
  })
})

describe('the session', () => {
  const textOf = (raw: unknown, type: SqlType): string => displayText(raw as bigint, type, makeSession())

  it('fixes now and the zone for the statements that follow', () => {
    const own = new Database(':memory:').defaultSafeIntegers()
    const functions = registerFunctions(own, { timeZone: 'Asia/Tokyo', now: Date.UTC(2024, 0, 1, 20) })
    const call = (name: string) => functionPrinter.printCall(resolveFunction(name, []), [])
    const run = (name: string) =>
      own
        .prepare(`SELECT ${call(name)}`)
        .pluck()
        .get()
    expect(textOf(run('current_date'), { name: 'date' })).toBe('2024-01-02')
    expect(textOf(run('now'), { name: 'timestamptz' })).toBe('2024-01-01 20:00:00+00')
    functions.useSession(makeSession({ timeZone: 'America/New_York', now: Date.UTC(2024, 5, 1, 2) }))
    expect(textOf(run('current_date'), { name: 'date' })).toBe('2024-05-31')
    expect(textOf(run('localtimestamp'), { name: 'timestamp' })).toBe('2024-05-31 22:00:00')
  })
})

describe('functions of our own', () => {
  it('has_value finds a whole value of a multi-select', () => {
    expect(here(`SELECT has_value('Web;Phone', 'Phone'), has_value('Web;Phone', 'Pho'), has_value(NULL, 'x')`)).toBe(
      'boolean, boolean, boolean: t | f | NULL',
    )
  })
})

describe('what is not there', () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    [`SELECT uper('a')`, /UNDEFINED_FUNCTION: function uper\(unknown\) does not exist \(Perhaps you meant upper/],
    ['SELECT lower(1)', /UNDEFINED_FUNCTION: .*No function matches the given name and argument types/],
    ['SELECT 1 + true', /UNDEFINED_FUNCTION: operator does not exist: integer \+ boolean/],
    [`SELECT '1' + '2'`, /AMBIGUOUS_FUNCTION: operator is not unique: unknown \+ unknown/],
    [`SELECT to_tsvector('a')`, /NOT_SUPPORTED: function to_tsvector is not supported \(Use LIKE/],
    [`SELECT jsonb_path_query('{}', '$')`, /NOT_SUPPORTED: function jsonb_path_query is not supported \(Use .*json/],
    [`SELECT nextval('s')`, /NOT_SUPPORTED: .*row_number/],
    [`SELECT '<a/>'::xml`, /NOT_SUPPORTED: type xml is not supported \(Use text/],
    [`SELECT 'a'::tsvector`, /NOT_SUPPORTED: type tsvector is not supported/],
    [`SELECT 'a'::nosuch`, /UNDEFINED_TYPE: type "nosuch" does not exist/],
    [`SELECT 'NaN'::double precision`, /NOT_SUPPORTED: NaN of type double precision/],
    ['SELECT sqrt(-1)', /INVALID_POWER/],
  ]
  it.each(refusals)('%s', (sql, expected) => {
    expect(refusalOf(sql)).toMatch(expected)
  })
})

describe('names of types', () => {
  const named = (name: string, modifiers: readonly number[] = [], dimensions = 0) =>
    typeFromName({ name, modifiers, dimensions })

  it('have aliases, limits and dimensions', () => {
    expect(named('int8')).toEqual(bigint)
    expect(named('bool')).toEqual(boolean)
    expect(named('decimal', [10, 2])).toEqual(numeric(10, 2))
    expect(named('numeric', [5])).toEqual(numeric(5, 0))
    expect(named('character varying', [20])).toEqual({ name: 'varchar', length: 20 })
    expect(named('char')).toEqual({ name: 'char', length: 1 })
    expect(named('float', [24])).toEqual({ name: 'real' })
    expect(named('timestamp with time zone', [3])).toEqual({ name: 'timestamptz', precision: 3 })
    expect(named('text', [], 1)).toEqual(arrayOf(text))
  })

  it('are refused with limits that make no sense', () => {
    expect(() => named('numeric', [0])).toThrow(/must be between 1 and 1000/)
    expect(() => named('varchar', [0])).toThrow(/at least 1/)
    expect(() => named('integer', [3])).toThrow(/type modifier is not allowed/)
  })
})
