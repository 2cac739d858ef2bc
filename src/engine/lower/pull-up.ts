import { boolean } from '../../base/types.ts'
import { hasAggregates, hasSetCalls } from '../print/shape.ts'
import type { DerivedRelation, Expr, From, Select } from '../tree.ts'
import { mapExpr, mapQuery, someExprHere } from '../walk.ts'
import { plainQuery } from './derive.ts'

/** A derived table that only filters and computes: its select can be written into the query around it. */
function simpleSelect(relation: DerivedRelation): Select | undefined {
  const { body, ctes, orderBy, limit, offset } = relation.query
  if (body.kind !== 'select' || ctes.length > 0 || orderBy.length > 0 || limit || offset) return undefined
  const computed = body.distinct !== false || body.groupBy !== undefined || body.having !== undefined
  if (computed || body.from === undefined || hasAggregates(body) || hasSetCalls(body)) return undefined
  return someExprHere(body.items, (expr) => expr.kind === 'window') ? undefined : body
}

interface Pulled {
  readonly where: Expr[]
  readonly columns: Map<number, ReadonlyMap<string, Expr>>
}

/** Only through inner joins: on the optional side of an outer one, conditions and values have another meaning. */
function pullFrom(from: From, pulled: Pulled): From {
  if (from.kind === 'join') {
    if (from.type !== 'inner' && from.type !== 'cross') return from
    return { ...from, left: pullFrom(from.left, pulled), right: pullFrom(from.right, pulled) }
  }
  const select = from.kind === 'derived' ? simpleSelect(from) : undefined
  if (select === undefined) return from
  pulled.columns.set(from.id, new Map(from.columns.map((column, i) => [column.name, select.items[i]!])))
  if (select.where) pulled.where.push(select.where)
  return pullFrom(select.from!, pulled)
}

/** The select with simple derived tables of its FROM dissolved. */
export function pullUp(select: Select): Select {
  const pulled: Pulled = { where: [], columns: new Map() }
  const from = select.from && pullFrom(select.from, pulled)
  if (from === undefined || pulled.columns.size === 0) return select
  const replace = (expr: Expr): Expr | undefined => {
    const item = expr.kind === 'column' ? pulled.columns.get(expr.relation)?.get(expr.name) : undefined
    // What takes a column's place may name another dissolved table.
    return item && mapExpr(item, replace)
  }
  const terms = select.where ? [...pulled.where, select.where] : pulled.where
  const where: Expr | undefined = terms.length === 0 ? undefined : { kind: 'and', terms, type: boolean }
  return mapQuery(plainQuery({ ...select, from, where }, []), replace).body as Select
}
