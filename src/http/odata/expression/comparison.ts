import type { ODataComparison } from '../tree.ts'
import type { TypedSql } from './scope.ts'

/**
 * OData's comparisons are never unknown: null equals null alone, is different from everything else, and neither greater nor
 * less than anything.
 */

const sqlOf = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const
const opposite = { gt: 'le', ge: 'lt', lt: 'ge', le: 'gt' } as const

const isNull = ({ sql, nullable, isNull: is }: TypedSql): string | undefined =>
  is ? 'TRUE' : nullable ? `${sql} IS NULL` : undefined

const anyOf = (...terms: readonly (string | undefined)[]): string => {
  const all = terms.filter((term) => term !== undefined)
  return all.length === 1 ? all[0]! : `(${all.join(' OR ')})`
}

/**
 * A condition that holds where a comparison is true, or, negated, where it is false. Where a condition filters, NULL is as
 * good as FALSE, and the plainest form is one that travels.
 */
export function compare(op: ODataComparison, left: TypedSql, right: TypedSql, negate: boolean): string {
  if (op === 'eq' || op === 'ne') return (op === 'eq') !== negate ? equal(left, right) : different(left, right)
  return negate ? notOrdered(op, left, right) : ordered(op, left, right)
}

function equal(left: TypedSql, right: TypedSql): string {
  if (left.isNull) return right.isNull ? 'TRUE' : `${right.sql} IS NULL`
  if (right.isNull) return `${left.sql} IS NULL`
  if (left.nullable && right.nullable) return `${left.sql} IS NOT DISTINCT FROM ${right.sql}`
  return `${left.sql} = ${right.sql}`
}

function different(left: TypedSql, right: TypedSql): string {
  if (left.isNull) return right.isNull ? 'FALSE' : `${right.sql} IS NOT NULL`
  if (right.isNull) return `${left.sql} IS NOT NULL`
  if (left.nullable && right.nullable) return `${left.sql} IS DISTINCT FROM ${right.sql}`
  return anyOf(`${left.sql} <> ${right.sql}`, isNull(left), isNull(right))
}

/** `ge` and `le` are "greater, or equal": true of two nulls. */
function ordered(op: keyof typeof sqlOf, left: TypedSql, right: TypedSql): string {
  const withEqual = op === 'ge' || op === 'le'
  if (left.isNull || right.isNull) return withEqual ? equal(left, right) : 'FALSE'
  const plain = `${left.sql} ${sqlOf[op]} ${right.sql}`
  return withEqual && left.nullable && right.nullable ? `(${plain} OR ${bothNull(left, right)})` : plain
}

function notOrdered(op: keyof typeof sqlOf, left: TypedSql, right: TypedSql): string {
  const withEqual = op === 'ge' || op === 'le'
  if (left.isNull || right.isNull) return withEqual ? different(left, right) : 'TRUE'
  const plain = `${left.sql} ${sqlOf[opposite[op]]} ${right.sql}`
  if (withEqual && left.nullable && right.nullable)
    return `(${plain} OR ((${left.sql} IS NULL) <> (${right.sql} IS NULL)))`
  return anyOf(plain, isNull(left), isNull(right))
}

const bothNull = (left: TypedSql, right: TypedSql): string => `(${left.sql} IS NULL AND ${right.sql} IS NULL)`

/** One of a list; null in it finds nulls. */
export function among(of: TypedSql, members: readonly TypedSql[], negate: boolean): string {
  const nulls = members.some((each) => each.isNull)
  const values = members.filter((each) => !each.isNull)
  if (values.some((each) => each.nullable)) return negate ? noneOf(of, members) : oneOf(of, members)
  const list = values.map(({ sql }) => sql).join(', ')
  if (of.isNull) return nulls !== negate ? 'TRUE' : 'FALSE'
  if (!negate) {
    if (values.length === 0) return nulls ? `${of.sql} IS NULL` : 'FALSE'
    return anyOf(`${of.sql} IN (${list})`, nulls ? isNull(of) : undefined)
  }
  if (values.length === 0) return nulls ? `${of.sql} IS NOT NULL` : 'TRUE'
  return nulls ? `${of.sql} NOT IN (${list})` : anyOf(`${of.sql} NOT IN (${list})`, isNull(of))
}

const oneOf = (of: TypedSql, members: readonly TypedSql[]): string =>
  `(${members.map((each) => equal(of, each)).join(' OR ')})`
const noneOf = (of: TypedSql, members: readonly TypedSql[]): string =>
  `(${members.map((each) => different(of, each)).join(' AND ')})`
