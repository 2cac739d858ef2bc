import { ZohoSqlError } from '../../base/errors.ts'
import { bigint, double, type SqlType, type TypeName } from '../../base/types.ts'
import type { Printer } from '../print/printer.ts'
import { exprKey } from '../same.ts'
import type { Expr, FrameBound, Query, Select, WindowCall } from '../tree.ts'
import { decodeInterval } from '../values/interval.ts'
import { someExprHere, walkExpr } from '../walk.ts'
import { mapByDepth } from './derive.ts'
import { frameByRows } from './frame-rows.ts'
import { lowerGrouping } from './grouping.ts'

/**
 * `RANGE … PRECEDING` with an offset: SQLite adds offsets to numbers only. Where days and instants are kept as
 * integers, an interval of fixed length is a number too; the others are computed row by row (`frame-rows.ts`).
 */

const numbers: ReadonlySet<TypeName> = new Set(['smallint', 'integer', 'bigint', 'real', 'double precision'])

function needsWork(expr: Expr): expr is WindowCall {
  if (expr.kind !== 'window' || expr.window.frame?.unit !== 'range') return false
  const { start, end } = expr.window.frame
  return [start.offset, end.offset].some((offset) => offset !== undefined && !numbers.has(offset.type.name))
}

const exprsOf = (query: Query, select: Select): readonly Expr[] => [
  ...select.items,
  ...query.orderBy.map((key) => key.expr),
  ...(typeof select.distinct === 'boolean' ? [] : select.distinct),
]

// ---------------------------------------------------------------------------------- intervals of fixed length

const dayMicros = 86_400_000_000

/** The offset in the unit of the sort key; undefined where its length varies. */
function fixedLength(offset: Expr, key: SqlType, p: Printer): Expr | undefined {
  const value = p.fold(offset)
  if (value === null) return { kind: 'literal', value: null, type: bigint }
  if (key.name === 'numeric') return Number(value) < 0 ? refuseNegative() : undefined
  const { months, days, micros } = decodeInterval(p.encode(value, offset.type) as string)
  if ((months * 30 + days) * dayMicros + Number(micros) < 0) refuseNegative()
  // SQLite keeps intervals as texts; a time of day knows no days; a day is not always 24 hours long in a zone.
  if (key.name === 'interval' || (key.name === 'time' && days !== 0)) return undefined
  if (months !== 0 || (days !== 0 && key.name === 'timestamptz')) return undefined
  const total = days * dayMicros + Number(micros)
  return key.name === 'date'
    ? { kind: 'literal', value: total / dayMicros, type: double }
    : { kind: 'literal', value: total, type: bigint }
}

function refuseNegative(): never {
  throw new ZohoSqlError('INVALID_FRAME_OFFSET', 'invalid preceding or following size in window function')
}

function numericBound(bound: FrameBound, key: SqlType, p: Printer): FrameBound | undefined {
  if (bound.offset === undefined) return bound
  const offset = fixedLength(bound.offset, key, p)
  return offset && { ...bound, offset }
}

/** The call with numbers for offsets, where they have a fixed length. */
function withNumbers(call: WindowCall, p: Printer): WindowCall | undefined {
  const frame = call.window.frame!
  const key = call.window.orderBy[0]!.expr.type
  const start = numericBound(frame.start, key, p)
  const end = numericBound(frame.end, key, p)
  return start && end && { ...call, window: { ...call.window, frame: { ...frame, start, end } } }
}

function mapCalls(query: Query, select: Select, replace: (call: WindowCall) => Expr | undefined): Query {
  const map = (expr: Expr) =>
    mapByDepth(expr, (node, depth) => (depth === 0 && needsWork(node) ? replace(node) : undefined))
  const distinct = typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(map)
  const orderBy = query.orderBy.map((key) => ({ ...key, expr: map(key.expr) }))
  return { ...query, orderBy, body: { ...select, distinct, items: select.items.map(map) } }
}

function remaining(query: Query, select: Select): readonly WindowCall[] {
  const calls = new Map<string, WindowCall>()
  for (const expr of exprsOf(query, select)) {
    walkExpr(expr, { expr: (node) => void (needsWork(node) && calls.set(exprKey(node), node)), query: () => false })
  }
  return [...calls.values()]
}

export function lowerFrames(query: Query, p: Printer): Query {
  const select = query.body
  if (select.kind !== 'select' || !someExprHere(exprsOf(query, select), needsWork)) return query
  const numbered = mapCalls(query, select, (call) => withNumbers(call, p))
  const calls = remaining(numbered, numbered.body as Select)
  if (calls.length === 0) return numbered
  const ungrouped = lowerGrouping(numbered, p.names, true)
  return ungrouped === numbered ? frameByRows(numbered, calls, p.names) : lowerFrames(ungrouped, p)
}
