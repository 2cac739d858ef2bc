import { type SqlType, type TypeName, typeText, unknown } from '../../base/types.ts'
import type { Param } from './row.ts'

/** PostgreSQL's facts on types that overload resolution needs: categories, preferred types, conversions. */

export type Category = 'B' | 'N' | 'S' | 'D' | 'T' | 'A' | 'U' | 'P' | 'X'

const categories: Readonly<Record<TypeName, Category>> = {
  boolean: 'B',
  smallint: 'N',
  integer: 'N',
  bigint: 'N',
  numeric: 'N',
  real: 'N',
  'double precision': 'N',
  text: 'S',
  varchar: 'S',
  char: 'S',
  date: 'D',
  time: 'D',
  timestamp: 'D',
  timestamptz: 'D',
  interval: 'T',
  json: 'U',
  jsonb: 'U',
  bytea: 'U',
  array: 'A',
  record: 'P',
  unknown: 'X',
}

export const categoryOf = (type: Param): Category => (typeof type === 'string' ? 'P' : categories[type.name])

const preferred: ReadonlySet<TypeName> = new Set(['boolean', 'double precision', 'text', 'timestamptz', 'interval'])
export const isPreferred = (type: Param): boolean => typeof type !== 'string' && preferred.has(type.name)

type CastContext = 'implicit' | 'assignment' | 'explicit'

/** From a type to others, by the weakest context that does it unasked. What is not here goes through text. */
const conversions: Partial<Record<TypeName, Partial<Record<CastContext, readonly TypeName[]>>>> = {
  boolean: { explicit: ['integer'] },
  smallint: { implicit: ['integer', 'bigint', 'numeric', 'real', 'double precision'] },
  integer: {
    implicit: ['bigint', 'numeric', 'real', 'double precision'],
    assignment: ['smallint'],
    explicit: ['boolean'],
  },
  bigint: { implicit: ['numeric', 'real', 'double precision'], assignment: ['smallint', 'integer'] },
  numeric: { implicit: ['real', 'double precision'], assignment: ['smallint', 'integer', 'bigint'] },
  real: { implicit: ['double precision'], assignment: ['smallint', 'integer', 'bigint', 'numeric'] },
  'double precision': { assignment: ['smallint', 'integer', 'bigint', 'numeric', 'real'] },
  text: { implicit: ['varchar', 'char'] },
  varchar: { implicit: ['text', 'char'] },
  char: { implicit: ['text', 'varchar'] },
  date: { implicit: ['timestamp', 'timestamptz'] },
  time: { implicit: ['interval'] },
  timestamp: { implicit: ['timestamptz'], assignment: ['date', 'time'] },
  timestamptz: { assignment: ['timestamp', 'date', 'time'] },
  interval: { assignment: ['time'] },
  json: { assignment: ['jsonb'] },
  jsonb: {
    assignment: ['json'],
    explicit: ['boolean', 'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'],
  },
}

const strength: Readonly<Record<CastContext, number>> = { implicit: 0, assignment: 1, explicit: 2 }

function weakestContext(from: TypeName, to: TypeName): CastContext | undefined {
  const table = conversions[from]
  for (const context of ['implicit', 'assignment', 'explicit'] as const)
    if (table?.[context]?.includes(to)) return context
  // Through text: out as in an assignment, in only when asked for.
  if (categories[to] === 'S') return 'assignment'
  return categories[from] === 'S' ? 'explicit' : undefined
}

/** True when PostgreSQL converts `from` to `to` in that context; limits such as varchar(20) play no part. */
export function canCast(from: SqlType, to: SqlType, context: CastContext = 'explicit'): boolean {
  if (from.name === 'unknown' || to.name === 'unknown') return to.name !== 'record'
  if (from.name === 'array' && to.name === 'array')
    return canCast(from.element ?? unknown, to.element ?? unknown, context)
  if (from.name === to.name) return true
  if (from.name === 'record') return categories[to.name] === 'S' && context !== 'implicit'
  if (to.name === 'record') return false
  const weakest = weakestContext(from.name, to.name)
  return weakest !== undefined && strength[weakest] <= strength[context]
}

export const sameType = (a: SqlType, b: SqlType): boolean =>
  a.name === b.name && (a.name !== 'array' || sameType(a.element ?? unknown, b.element ?? unknown))

/** The type without precision, scale and length, as functions see it. */
export function bareType(type: SqlType): SqlType {
  const label = type.label === undefined ? {} : { label: type.label }
  if (type.name === 'array') return { name: 'array', element: bareType(type.element ?? unknown), ...label }
  return type.wide ? { name: type.name, wide: true } : { name: type.name, ...label }
}

/** Types as an error lists them. */
export const typeList = (types: readonly SqlType[]): string => types.map((type) => typeText(bareType(type))).join(', ')

/** True for types without members or limits: the ones that casts are registered for by name. */
export const isPlain = (type: SqlType): boolean =>
  type.name !== 'array' && type.precision === undefined && type.length === undefined
