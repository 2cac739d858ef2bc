import { boolean, type SqlType, text, typeText, unknown } from '../../base/types.ts'
import { bareType, canCast } from '../../engine/functions/index.ts'
import type { Expr } from '../../engine/tree.ts'
import type { Binding } from './binding.ts'
import { castNode } from './cast-node.ts'
import { refuse } from './errors.ts'
import { castLabel } from './labels.ts'
import { constant, literal, widened } from './literals.ts'
import { castReference } from './references.ts'

/** The type without what limits its values (`numeric(10,2)` → numeric), as operators see it; varchar is text to them. */
export function plainType(type: SqlType): SqlType {
  if (type.name === 'varchar') return text
  if (type.name === 'array') return { ...type, element: plainType(type.element ?? unknown) }
  return type.precision === undefined && type.scale === undefined && type.length === undefined
    ? type
    : { name: type.name }
}

/** True when values of `from` are values of `to` as they are. */
function fits(from: SqlType, to: SqlType): boolean {
  if (from.name === 'array' && to.name === 'array') return fits(from.element ?? unknown, to.element ?? unknown)
  if (to.precision !== undefined && (from.precision !== to.precision || (from.scale ?? 0) !== (to.scale ?? 0)))
    return false
  if (to.length !== undefined && from.length !== to.length) return false
  return from.name === to.name || (to.name === 'text' && from.name === 'varchar') || to.name === 'unknown'
}

/** A type as messages show it: without its limits. */
export const shownType = (type: SqlType): string => typeText(bareType(type))

const isText = (type: SqlType): boolean => type.name === 'text' || type.name === 'varchar'

/**
 * The expression as a value of `type`. Constants and parameters whose type was open take it; all else is cast.
 * Whether PostgreSQL casts here by itself is for the caller to know.
 */
export function coerce(binding: Binding, expr: Expr, type: SqlType, explicit = false, at = binding.at(expr)): Expr {
  const reference = castReference(binding, expr, type)
  if (reference) return reference
  const labelled = castLabel(binding, expr, type, explicit)
  if (labelled === false) refuse('CANNOT_CAST', `cannot cast type ${shownType(expr.type)} to ${shownType(type)}`, at)
  if (labelled) return at === undefined ? labelled : binding.place(labelled, at)
  if (expr.kind === 'literal') {
    const typed = coerceLiteral(binding, expr.value === null || expr.type.name === 'unknown', expr, type)
    if (typed) return typed
  }
  if (expr.kind === 'parameter' && expr.type.name === 'unknown') return settle(binding, expr, type, explicit, at)
  if (expr.kind === 'arrayItems' && type.name === 'array') return coerceItems(binding, expr, type, explicit)
  if (fits(expr.type, type)) return explicit && !sameText(expr.type, type) ? relabel(binding, expr, type) : expr
  if (!explicit && isText(type) && isText(expr.type) && type.length === undefined) return expr
  return castTo(binding, expr, type, explicit, at)
}

const sameText = (a: SqlType, b: SqlType): boolean =>
  a.name === b.name && a.length === b.length && a.precision === b.precision && a.label === b.label

// `x::text` of a varchar changes nothing but the type that clients are told.
const relabel = (binding: Binding, expr: Expr, type: SqlType): Expr => castNode(binding, expr, type, true)

/** Types whose long texts take long to read. */
const takesReading: ReadonlySet<SqlType['name']> = new Set(['array', 'json', 'jsonb'])

/** Characters of an array: some 15,000 ids. */
const longestConstant = 300_000

function coerceLiteral(
  binding: Binding,
  open: boolean,
  expr: Expr & { kind: 'literal' },
  type: SqlType,
): Expr | undefined {
  if (type.name === 'unknown') return expr
  const at = binding.at(expr)
  if (expr.value === null) return literal(binding, null, type, at)
  const written = String(expr.value)
  // So long a constant is read where the statement runs, in a thread of its own.
  if (open && takesReading.has(type.name) && written.length > longestConstant)
    return castNode(binding, literal(binding, written, text, at), type, true)
  if (open) return constant(binding, written, type, at)
  return widened(binding, expr, type)
}

function settle(
  binding: Binding,
  expr: Expr & { kind: 'parameter' },
  type: SqlType,
  explicit: boolean,
  at: number | undefined,
): Expr {
  if (type.name === 'unknown') return expr
  const taken = binding.parameters.infer(expr.index, explicit ? type : bareType(type))
  const typed: Expr = { ...expr, type: taken }
  const written = binding.at(expr)
  if (written !== undefined) binding.place(typed, written)
  return fits(taken, type) ? typed : castTo(binding, typed, type, explicit, at)
}

function coerceItems(binding: Binding, expr: Expr & { kind: 'arrayItems' }, type: SqlType, explicit: boolean): Expr {
  const element = expr.items.some((item) => item.type.name === 'array') ? type : (type.element ?? unknown)
  if (expr.items.length > 0 && !explicit && fits(expr.type, type)) return expr
  return { ...expr, items: expr.items.map((item) => coerce(binding, item, element, explicit)), type }
}

function castTo(binding: Binding, expr: Expr, type: SqlType, explicit: boolean, at: number | undefined): Expr {
  if (!canCast(expr.type, type))
    refuse('CANNOT_CAST', `cannot cast type ${shownType(expr.type)} to ${shownType(type)}`, at)
  return castNode(binding, expr, type, explicit)
}

/** Constants and parameters that nothing gave a type are text, as in a select list. */
export const resolved = (binding: Binding, expr: Expr): Expr =>
  expr.type.name === 'unknown'
    ? coerce(binding, expr, (expr.kind === 'parameter' && binding.parameters.given(expr.index)) || text)
    : expr

/** For WHERE, ON, AND …: 42804 unless the expression is a truth value. */
export function asBoolean(binding: Binding, expr: Expr, where: string): Expr {
  if (expr.type.name === 'boolean') return expr
  if (expr.type.name === 'unknown') return coerce(binding, expr, boolean)
  return refuse(
    'TYPE_MISMATCH',
    `argument of ${where} must be type boolean, not type ${shownType(expr.type)}`,
    binding.at(expr),
  )
}

export const isOpen = (expr: Expr): boolean => expr.type.name === 'unknown'
