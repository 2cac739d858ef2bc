import { boolean, unknown } from '../../base/types.ts'
import type { Expr, FunctionRelation, InQuery, Literal, Query } from '../../engine/tree.ts'
import { type ArrayItem, readArray } from '../../engine/values/array.ts'
import { decode, encode } from '../../engine/values/index.ts'
import { mapQuery } from '../../engine/walk.ts'

/**
 * `x = ANY('{1,2}')` as `x IN (1, 2)`: lists travel, arrays do not. To be called when parameters have their values,
 * for most such arrays are one.
 */
export const listArrays = (query: Query): Query =>
  mapQuery(query, (expr) => (expr.kind === 'inQuery' ? listed(expr) : undefined))

/** Characters of an array that is written out: some 50,000 ids, as a parameter has them. */
const longestList = 1_000_000

function listed(expr: InQuery): Expr | undefined {
  const array = constantArray(expr.query)
  const [operand] = expr.operands
  if (!array || !operand) return undefined
  if (array.value === null) return { kind: 'literal', value: null, type: boolean }
  // Beyond that the engine looks them up in the array, in a thread of its own.
  if (typeof array.value === 'string' && array.value.length > longestList) return undefined
  const items = members(array)
  if (items.length === 0) return { kind: 'literal', value: expr.negated, type: boolean }
  const cast = castOf(expr.query)
  const each = items.map((item): Expr => (cast ? { ...cast, operand: item } : item))
  return { kind: 'inList', operand, items: each, negated: expr.negated, type: boolean }
}

/** The array of `SELECT unnest(array)`, where it is a constant. */
function constantArray(query: Query): Literal | undefined {
  const { body } = query
  if (body.kind !== 'select' || body.from?.kind !== 'function' || body.where || query.limit || query.offset)
    return undefined
  return unnested(body.from)
}

function unnested({ fn, args }: FunctionRelation): Literal | undefined {
  const [array] = args
  return fn.name === 'unnest' && array?.kind === 'literal' && array.type.name === 'array' ? array : undefined
}

/** How the members are cast before they are compared. */
function castOf({ body }: Query) {
  const item = body.kind === 'select' ? body.items[0] : undefined
  return item?.kind === 'cast' ? item : undefined
}

function members({ value, type }: Literal): readonly Literal[] {
  const element = type.element ?? unknown
  const items = readArray(encode(value, type) as string)
  return leaves(items).map((raw) => ({ kind: 'literal', value: decode(raw, element), type: element }))
}

// An array of arrays is compared with all that is in it.
const leaves = (items: readonly ArrayItem[]): readonly Exclude<ArrayItem, readonly ArrayItem[]>[] =>
  items.flatMap((item) => (Array.isArray(item) ? leaves(item) : [item as Exclude<ArrayItem, readonly ArrayItem[]>]))
