import type { Expr, From, Join, Query } from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../../engine/walk.ts'
import { conjunctsOf, rejectsNull, relationsBelow } from '../conditions.ts'

/**
 * Outer joins whose filled-in rows a condition throws away again are inner joins (a full one, a left or right one):
 * `a LEFT JOIN b … WHERE b.x = 1`. Either side may then be narrowed by the other's keys.
 */
export const reduceOuterJoins = (query: Query): Query => reducer.query(query)

const reducer: Mapper = {
  expr: (expr) => mapExprParts(expr, reducer),
  from: (from) => mapFromParts(from, reducer),
  query: (query) => {
    const mapped = mapQueryParts(query, reducer)
    const { body } = mapped
    if (body.kind !== 'select' || body.from?.kind !== 'join') return mapped
    const from = reduced(body.from, conjunctsOf(body.where))
    return from === body.from ? mapped : { ...mapped, body: { ...body, from } }
  },
}

/** @param filters hold for every row of the answer */
function reduced(from: From, filters: readonly Expr[]): From {
  if (from.kind !== 'join') return from
  const type = typeUnder(from, filters)
  const on = conjunctsOf(from.on)
  const inner = type === 'inner' || type === 'cross'
  // What an outer join fills in has passed no ON; what it keeps of the other side may have passed none either.
  const left = reduced(from.left, inner ? [...filters, ...on] : type === 'left' ? filters : type === 'right' ? on : [])
  const right = reduced(
    from.right,
    inner ? [...filters, ...on] : type === 'right' ? filters : type === 'left' ? on : [],
  )
  return type === from.type && left === from.left && right === from.right ? from : { ...from, type, left, right }
}

function typeUnder({ type, left, right }: Join, filters: readonly Expr[]): Join['type'] {
  const rejects = (side: From): boolean => filters.some((filter) => rejectsNull(filter, relationsBelow(side)))
  const leftStays = type === 'left' || type === 'full'
  const rightStays = type === 'right' || type === 'full'
  if (!leftStays && !rightStays) return type
  // Rows kept on the left have nulls on the right.
  const keepsLeft = leftStays && !rejects(right)
  const keepsRight = rightStays && !rejects(left)
  if (keepsLeft) return keepsRight ? 'full' : 'left'
  return keepsRight ? 'right' : 'inner'
}
