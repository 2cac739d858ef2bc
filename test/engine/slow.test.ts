import { describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { LocalEngine } from '../../src/engine/index.ts'
import type { Expr, Select } from '../../src/engine/tree.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { constantEvaluator } from '../../src/plan/constant-evaluation.ts'
import { parse } from '../../src/sql/index.ts'

function refusal(run: () => unknown): string {
  try {
    run()
    return ''
  } catch (error) {
    return isZohoSqlError(error) ? error.code : String(error)
  }
}

const noTables = { find: () => undefined, names: () => [] }

function expressionOf(text: string): Expr {
  const { query } = bind(parse(`SELECT ${text}`), noTables, { session: makeSession() })
  return (query.body as Select).items[0]!
}

/** Whether planning computes it, in the thread that everybody shares. */
function isFolded(text: string): boolean {
  let computed = 0
  constantEvaluator(() => ++computed)(expressionOf(text))
  return computed > 0
}

describe('constants', () => {
  it.each([
    "repeat('a', 5000000)",
    "length(format(repeat('%s', 2500000)))",
    "format('%10000000s', 1)",
    '1.5 ^ 20000',
    'factorial(20000)',
    'exp(5000.5)',
    "lpad('x', 10000000, 'ab')",
    "replace(replace('x', 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx')",
    'array_fill(1, ARRAY[100000000])',
    "(repeat('a', 60) || 'b') ~ '^(a+)+$'",
    `upper('${'x'.repeat(60_000)}')`,
  ])('that may take long are left to the engine’s own thread: %.40s', (text) => expect(isFolded(text)).toBe(false))

  it.each([
    "repeat('a', 3)",
    "format('%s-%5s', 'a', 1)",
    '1.5 ^ 2',
    "lpad('7', 3, '0')",
    "replace('a-b', '-', '_')",
    "date '2024-01-01' + interval '1 year'",
    "upper('x')",
  ])('are computed while planning: %s', (text) => expect(isFolded(text)).toBe(true))
})

describe('a value that has no place in memory', () => {
  it.each([
    "lpad('x', 1000000000)",
    "rpad('x', 300000000, 'y')",
    "format('%1000000000s', 1)",
    "replace(repeat('x', 100000), 'x', repeat('y', 100000))",
  ])('is refused by name: %s', (text) => {
    const engine = LocalEngine.open()
    const run = () => [...engine.run(bind(parse(`SELECT length(${text})`), noTables, { session: makeSession() }).query)]
    expect(refusal(run)).toMatch(/RESOURCE_LIMIT|RESULT_LIMIT/)
    engine.close()
  })
})

describe('a statement', () => {
  it('of too many parts is refused before it is read', () => {
    expect(() => parse(`SELECT 1${';'.repeat(5_000_000)}`)).toThrow(/more than \d+ words/)
    expect(() => parse(`SELECT 1 WHERE 1 IN (${'1,'.repeat(300_000)}1)`)).toThrow(/more than \d+ words/)
  })
})
