import type { ColumnExpr, Expr, From, Query, Select } from './tree.ts'
import { relationsOf, relationsUsed, walkQuery } from './walk.ts'

/** A column of a staged table by which a correlated subquery looks rows up. */
export interface LookedUp {
  readonly relation: number
  readonly column: string
}

/**
 * SQLite builds indexes by itself for joins, but not inside of correlated subqueries: it reads the whole table again for
 * each row outside. So the columns that such subqueries compare with something from outside get an index. Statements over
 * the catalogue join ten of its tables, of which SQLite knows too little to choose an order that is fast without them.
 */
export function lookedUpColumns(query: Query): readonly LookedUp[] {
  const found = new Map<string, LookedUp>()
  walkQuery(query, {
    query: (inner) => {
      if (inner.body.kind !== 'select') return
      for (const { relation, name } of keysOf(inner.body)) found.set(`${relation}.${name}`, { relation, column: name })
    },
  })
  return [...found.values()]
}

function keysOf(select: Select): readonly ColumnExpr[] {
  const own = new Set(relationsOf(select.from).map((relation) => relation.id))
  const found = relationsOf(select.from).filter((relation) => relation.kind === 'table')
  const tables = new Set(found.map(({ id }) => id))
  const system = new Set(found.filter(({ table }) => table.kind === 'system').map(({ id }) => id))
  const isOutside = (expr: Expr): boolean => {
    const used = [...relationsUsed(expr)]
    return used.length > 0 && !used.some((id) => own.has(id))
  }
  const isElsewhere = (expr: Expr, relation: number): boolean => {
    const used = relationsUsed(expr)
    return used.size > 0 && !used.has(relation)
  }
  const key = (side: Expr, other: Expr): ColumnExpr[] => {
    if (side.kind !== 'column' || !tables.has(side.relation)) return []
    const wanted = system.has(side.relation) ? isElsewhere(other, side.relation) : isOutside(other)
    return wanted ? [side] : []
  }
  return conditionsOf(select).flatMap((term) =>
    term.kind === 'compare' && term.op === '=' ? [...key(term.left, term.right), ...key(term.right, term.left)] : [],
  )
}

const termsOf = (expr: Expr | undefined): readonly Expr[] =>
  expr === undefined ? [] : expr.kind === 'and' ? expr.terms.flatMap(termsOf) : [expr]

const onTerms = (from: From | undefined): readonly Expr[] =>
  from?.kind === 'join' ? [...onTerms(from.left), ...onTerms(from.right), ...termsOf(from.on)] : []

const conditionsOf = (select: Select): readonly Expr[] => [...termsOf(select.where), ...onTerms(select.from)]
