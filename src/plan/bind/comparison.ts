import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { isReference } from '../../base/pg-types.ts'
import { boolean, type SqlType, text, typeText } from '../../base/types.ts'
import type { Compare, Expr } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import type { Binding } from './binding.ts'
import { and, call, not } from './build.ts'
import { coerce, plainType } from './coerce.ts'
import { refuse } from './errors.ts'
import { isUncertainChar, labelTaken } from './labels.ts'
import { again } from './repeat.ts'
import { operatorFor, withGiven } from './typing.ts'

const comparisons: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>='])
export const isComparison = (op: string): op is Compare['op'] => comparisons.has(op)

/** `left op right` of two single values, both brought to the type that PostgreSQL compares them in. */
export function compare(binding: Binding, op: Compare['op'], left: Expr, right: Expr, at: number): Expr {
  const [first, second] = pair(binding, op, left, right, at)
  return binding.place({ kind: 'compare', op, left: first, right: second, type: boolean }, startOf(binding, left, at))
}

/** Both sides as one type. */
export function pair(binding: Binding, op: string, left: Expr, right: Expr, at: number): readonly [Expr, Expr] {
  const type = labelTaken(left, right) ?? comparedAs(binding, op, left, right, at)
  return [coerce(binding, left, type), coerce(binding, right, type)]
}

function comparedAs(binding: Binding, op: string, left: Expr, right: Expr, at: number): SqlType {
  const [l, r] = [openType(binding, left, right), openType(binding, right, left)]
  const [first, second] = orWhereIdIs(binding, [left, right], () => operatorFor(op, l, r, at)).args
  return wider(l, r, plainType(first ?? second!))
}

/** A lookup shows a name; who compares it with an id is told where its id is. */
function orWhereIdIs<T>(binding: Binding, sides: readonly Expr[], resolve: () => T): T {
  try {
    return resolve()
  } catch (error) {
    if (!isZohoSqlError(error) || !sides.some(({ type }) => type.name === 'bigint')) throw error
    const [hint] = sides.flatMap((side) => {
      const { table, column } = binding.origin(side) ?? {}
      const lookup = table?.lookups.find(({ field }) => field === column)
      return lookup ? [`${column} is the name of the record it leads to; the id is ${lookup.idColumn}.`] : []
    })
    if (!hint) throw error
    const { code, message, position } = error
    throw new ZohoSqlError(code, message, { hint, cause: error, ...(position === undefined ? {} : { position }) })
  }
}

// The types of Zoho's ids stay as they are: nothing is gained by calling them another bigint.
const wider = (left: SqlType, right: SqlType, type: SqlType): SqlType =>
  type.name === 'bigint' && (left.wide || right.wide) ? { name: 'bigint', wide: true } : type

/** The type of an operand; of a parameter without one, compared with something without one, that of its value. */
export function openType(binding: Binding, expr: Expr, other: Expr): SqlType {
  const lost = expr.type.name === 'unknown' && other.type.name === 'unknown' && expr.kind === 'parameter'
  return lost ? (binding.parameters.given(expr.index) ?? expr.type) : expr.type
}

export function distinctFrom(binding: Binding, left: Expr, right: Expr, negated: boolean, at: number): Expr {
  const [first, second] = pair(binding, '=', left, right, at)
  return { kind: 'distinct', left: first, right: second, negated, type: boolean }
}

/** `left op right` for any operator of the function table. */
export function operate(binding: Binding, op: string, left: Expr | undefined, right: Expr, at: number): Expr {
  const given = (left ? [left, right] : [right]).map((side) => (op === '||' ? asName(binding, side) : side))
  const types = given.map(({ type }) => type)
  if (op === '||' && isUncertainChar(types)) {
    refuse('AMBIGUOUS_FUNCTION', `operator is not unique: ${types.map(typeText).join(' || ')}`, at)
  }
  const fn = withGiven(binding, given, (types) => operatorFor(op, left && types[0], types.at(-1)!, at))
  const args = given.map((arg, i) => coerce(binding, arg, fn.args[i]!))
  return binding.place(call(fn, args), left ? startOf(binding, left, at) : at)
}

/** What is put into a text is the name of an object, not its number. */
export const asName = (binding: Binding, expr: Expr): Expr =>
  isReference(expr.type) ? coerce(binding, expr, text) : expr

// An operation begins where its left side does; `at` is where its operator stands.
const startOf = (binding: Binding, left: Expr, at: number): number => Math.min(at, binding.at(left) ?? at)

/** BETWEEN in terms of comparisons; PostgreSQL too computes a volatile value twice. */
export function between(binding: Binding, value: Expr, low: Expr, high: Expr, negated: boolean, at: number): Expr {
  const within = and([compare(binding, '>=', value, low, at), compare(binding, '<=', again(binding, value), high, at)])
  return negated ? not(within) : within
}

export const isVolatile = (expr: Expr): boolean => someExpr(expr, (part) => part.kind === 'call' && part.fn.volatile)

/** A value and those it is compared with, all as one type; undefined where the comparisons need several. */
export function againstAll(
  binding: Binding,
  value: Expr,
  others: readonly Expr[],
  at: number,
): readonly Expr[] | undefined {
  const pairs = others.map((other) => pair(binding, '=', value, other, at))
  const first = pairs[0]![0]
  const same = pairs.every(([side]) => side.type.name === first.type.name)
  return same ? [first, ...pairs.map(([, side]) => side)] : undefined
}
