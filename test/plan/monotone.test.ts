/** Conditions on what grows with a column are conditions on the column: for every value around their limits, in every zone. */
import { describe, expect, it } from 'vitest'
import type { Value } from '../../src/base/types.ts'
import { evaluate, explainText } from '../../src/engine/index.ts'
import type { Expr, Select, TableRelation } from '../../src/engine/tree.ts'
import { decode, encode, makeSession } from '../../src/engine/values/index.ts'
import { mapExpr } from '../../src/engine/walk.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { normalize } from '../../src/plan/scans/predicate-normalization.ts'
import type { ComparisonOperator, Predicate } from '../../src/source/index.ts'
import { parse } from '../../src/sql/index.ts'
import { demoSource } from '../support/tables.ts'

/** Zones with nights on which they put their clocks back or forward, at midnight too, or left out the day (Apia). */
const nights = [
  ['UTC', '2026-01-01'],
  ['Europe/Berlin', '2006-10-29'],
  ['Europe/Berlin', '2026-03-29'],
  ['America/St_Johns', '2010-11-07'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Pacific/Apia', '2011-12-30'],
] as const
const operators: readonly ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>=']

const hour = 3_600_000_000n

const functions = (day: string) => [
  ['Created_Time::date', `date '${day}'`],
  ["date_trunc('day', Created_Time)", `timestamptz '${day}'`],
  ["date_trunc('month', Created_Time)", `timestamptz '${day} 12:00'`],
  ['extract(year FROM Created_Time)', '2026'],
  ['extract(epoch FROM Created_Time)', '1772928000'],
  ['extract(epoch FROM Created_Time) * 1000', '1772928000500'],
  ['floor(extract(epoch FROM Created_Time))', '1772928000.5'],
  ['extract(epoch FROM Created_Time)::bigint', '1772928000'],
  ["date_part('epoch', Created_Time)", '1772928000'],
  ['Closing_Date', `timestamptz '${day}'`],
  ['Closing_Date', `timestamptz '${day} 10:00'`],
  ['Closing_Date', `timestamp '${day}' + interval '1 month'`],
  ["date_trunc('quarter', Closing_Date)", `timestamptz '${day}'`],
  ["date_trunc('week', Closing_Date)", `timestamptz '${day}'`],
  ['extract(year FROM Closing_Date)', '2010.5'],
  ['extract(epoch FROM Closing_Date)', '1772928000'],
]

function valuesAround(column: string, day: string, zone: string): Value[] {
  const session = makeSession({ now: 0, timeZone: zone })
  if (column === 'Closing_Date') {
    const at = BigInt(encode(day, { name: 'date' }) as number | bigint)
    return [-366n, -32n, -1n, 0n, 1n, 6n, 31n, 91n].map((distance) => decode(at + distance, { name: 'date' }))
  }
  const literal: Expr = { kind: 'literal', value: day, type: { name: 'date' } }
  const type = { name: 'timestamptz' } as const
  const start = evaluate({ kind: 'cast', operand: literal, type, explicit: false }, session)
  const epoch = 1_772_928_000_000_000n
  const distances = [-25n, -1n, 0n, 1n, 24n].flatMap((hours) => [
    hours * hour - 1n,
    hours * hour,
    hours * hour + 30_000_000n,
    hours * hour + hour / 2n,
  ])
  const middle = BigInt(encode(start, type) as number | bigint)
  return [...distances.map((distance) => middle + distance), epoch - 1n, epoch, epoch + 1n, epoch + 500_000n].map(
    (micros) => decode(micros, type),
  )
}

/** Of a predicate on one column: does this value of it pass? undefined: it is not said in terms of the column. */
function passes(predicate: Predicate, value: Value): boolean | undefined {
  if (predicate.kind === 'and' || predicate.kind === 'or') {
    const terms = predicate.terms.map((term) => passes(term, value))
    if (terms.includes(undefined)) return undefined
    return predicate.kind === 'and' ? terms.every(Boolean) : terms.some(Boolean)
  }
  if (predicate.kind !== 'compare') return undefined
  const { type } = predicate.column.column
  const [left, right] = [encode(value, type), encode(predicate.constant.value, type)] as [bigint, bigint]
  const order = Number(left > right) - Number(left < right)
  const results: Record<ComparisonOperator, boolean> = {
    '=': order === 0,
    '<>': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  }
  return results[predicate.op]
}

const met = { said: 0, kept: 0 }

describe.each(nights)('%s, %s', (zone, day) => {
  const session = makeSession({ now: 0, timeZone: zone })
  const attempt = (expr: Expr) => {
    try {
      return { value: evaluate(expr, session) }
    } catch {
      return undefined
    }
  }

  it('means the same', () => {
    for (const [fn, constant] of functions(day))
      for (const op of operators) {
        const sql = `${fn} ${op} ${constant}`
        const { body } = bind(parse(`SELECT 1 FROM Deals WHERE ${sql}`), demoSource(), { session }).query
        const { where, from } = body as Select
        const relation = from as TableRelation
        const predicate = normalize(where!, { relation, evaluate: constants, describe: explainText })
        for (const value of valuesAround(fn!.includes('Closing') ? 'Closing_Date' : 'Created_Time', day, zone)) {
          const found = passes(predicate, value)
          if (found === undefined) {
            met.kept++
            break
          }
          met.said++
          const put = mapExpr(where!, (part) =>
            part.kind === 'column' ? { kind: 'literal', value, type: part.type } : undefined,
          )
          expect({ sql, value, found }).toEqual({ sql, value, found: evaluate(put, session) })
        }
      }
  })

  const constants = (expr: Expr) => {
    let open = false
    mapExpr(expr, (part) => {
      open ||= part.kind === 'column'
      return undefined
    })
    return expr.kind === 'literal' ? expr : open ? undefined : attempt(expr)
  }
})

it('says nearly all of them, and not those that are no range', () => {
  expect(met.said).toBeGreaterThan(4000)
  expect(met.kept).toBeGreaterThan(0)
})
