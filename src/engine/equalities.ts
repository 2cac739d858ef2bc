import type { Compare, Expr, From, Join, TableRelation } from './tree.ts'

/** Conditions that are equalities, and which of their sides rows can be looked up by. */

/**
 * Functions that give a value whatever they are given: what is written out is computed for every row, also for those
 * that another condition would have kept from it.
 */
const neverFail: ReadonlySet<string> = new Set(
  `lower upper initcap btrim trim ltrim rtrim reverse replace translate md5 coalesce nullif concat concat_ws || length
  char_length ascii left right greatest least date_trunc`.split(/\s+/),
)

/** Casts that every value survives. */
const isSafeCast = ({ operand, type, explicit }: Expr & { kind: 'cast' }): boolean =>
  !explicit || ['text', 'varchar'].includes(type.name) || operand.type.name === type.name

/** `substr(text, 7)`: without a length, which could be negative. */
const isTail = (args: readonly Expr[], name: string): boolean =>
  (name === 'substr' || name === 'substring') && args.length === 2 && args[1]!.type.name === 'integer'

/** True when the expression can be computed for every row, also for those that no condition lets through. */
export function isSafe(expr: Expr): boolean {
  switch (expr.kind) {
    case 'column':
    case 'literal':
    case 'parameter':
    case 'case':
    case 'isNull':
    case 'and':
    case 'or':
    case 'not':
    case 'compare':
      return true
    case 'cast':
      return isSafeCast(expr)
    case 'call':
      return (
        expr.fn.kind === 'scalar' &&
        !expr.fn.volatile &&
        (neverFail.has(expr.fn.name) || isTail(expr.args, expr.fn.name))
      )
    default:
      return false
  }
}

export const termsOf = (expr: Expr | undefined): readonly Expr[] =>
  expr === undefined ? [] : expr.kind === 'and' ? expr.terms.flatMap(termsOf) : [expr]

export const isEquality = (expr: Expr): expr is Compare => expr.kind === 'compare' && expr.op === '='

export const onTerms = (from: From | undefined): readonly Expr[] =>
  from?.kind === 'join' ? [...onTerms(from.left), ...onTerms(from.right), ...termsOf(from.on)] : []

export const joinsOf = (from: From | undefined): readonly (From & { kind: 'join' })[] =>
  from?.kind === 'join' ? [from, ...joinsOf(from.left), ...joinsOf(from.right)] : []

/** The side of a FULL JOIN that is looked up by an index: SQLite makes none of its own there, so it takes a table. */
export const soughtTable = ({ left, right }: Join): TableRelation | undefined =>
  right.kind === 'table' ? right : left.kind === 'table' ? left : undefined
