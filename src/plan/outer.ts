import type { Expr, From, Join, Query } from '../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../engine/walk.ts'
import { conjunctsOf, rejectsNull, relationIds } from './conditions.ts'

/**
 * Outer joins whose filled-in rows a condition throws away again are inner joins (a full one, a left or right one):
 * `a LEFT JOIN b … WHERE b.x = 1`. Either side may then be narrowed by the other's keys.
 */
export const strengthen = (query: Query): Query => strengthener.query(query)

const strengthener: Mapper = {
  expr: (expr) => mapExprParts(expr, strengthener),
  from: (from) => mapFromParts(from, strengthener),
  query: (query) => {
    const mapped = mapQueryParts(query, strengthener)
    const { body } = mapped
    if (body.kind !== 'select' || body.from?.kind !== 'join') return mapped
    const from = stronger(body.from, conjunctsOf(body.where))
    return from === body.from ? mapped : { ...mapped, body: { ...body, from } }
  },
}

/** @param filters hold for every row of the answer */
function stronger(from: From, filters: readonly Expr[]): From {
  if (from.kind !== 'join') return from
  const type = typeUnder(from, filters)
  const on = conjunctsOf(from.on)
  const inner = type === 'inner' || type === 'cross'
  // What an outer join fills in has passed no ON; what it keeps of the other side may have passed none either.
  const left = stronger(from.left, inner ? [...filters, ...on] : type === 'left' ? filters : type === 'right' ? on : [])
  const right = stronger(
    from.right,
    inner ? [...filters, ...on] : type === 'right' ? filters : type === 'left' ? on : [],
  )
  return type === from.type && left === from.left && right === from.right ? from : { ...from, type, left, right }
}

function typeUnder({ type, left, right }: Join, filters: readonly Expr[]): Join['type'] {
  const rejects = (side: From): boolean => filters.some((filter) => rejectsNull(filter, relationIds(side)))
  const leftStays = type === 'left' || type === 'full'
  const rightStays = type === 'right' || type === 'full'
  if (!leftStays && !rightStays) return type
  // Rows kept on the left have nulls on the right.
  const keepsLeft = leftStays && !rejects(right)
  const keepsRight = rightStays && !rejects(left)
  if (keepsLeft) return keepsRight ? 'full' : 'left'
  return keepsRight ? 'right' : 'inner'
}
