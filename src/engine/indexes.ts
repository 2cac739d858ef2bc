import { isEquality, isSafe, joinsOf, onTerms, soughtTable, termsOf } from './equalities.ts'
import type { Compare, Distinct, Expr, From, Query, Select } from './tree.ts'
import { mapExpr, type RelationNode, relationsOf, relationsUsed, someExpr, walkQuery } from './walk.ts'

/** What a staged table is looked up by: a column of it, or an expression over its columns. */
export interface LookedUp {
  readonly relation: number
  readonly key: Expr
}

/**
 * SQLite builds indexes by itself for joins, but by columns only, and neither inside of correlated subqueries nor for
 * the right side of a FULL JOIN: it reads the whole table again for each row outside. So what such tables are compared
 * by gets an index. Statements over the catalogue join ten of its tables, of which SQLite knows too little to choose an
 * order that is fast without them.
 */
export function lookedUp(query: Query): readonly LookedUp[] {
  const found: LookedUp[] = []
  const ctes = ctesOf(query)
  walkQuery(query, {
    query: ({ body }) => {
      if (body.kind === 'select') found.push(...keysOf(body, ctes))
    },
  })
  return found
}

type CteQueries = ReadonlyMap<number, Query>

function ctesOf(query: Query): CteQueries {
  const found = new Map<number, Query>()
  walkQuery(query, {
    query: ({ ctes }) => {
      for (const cte of ctes) if (!cte.recursive) found.set(cte.id, cte.query)
    },
  })
  return found
}

type Sides = Compare | Distinct

/** `=`, and IS NOT DISTINCT FROM, for which SQLite looks up too. */
const isSame = (term: Expr): term is Sides => isEquality(term) || (term.kind === 'distinct' && term.negated)

function keysOf(select: Select, ctes: CteQueries): readonly LookedUp[] {
  const relations = relationsOf(select.from)
  const own = new Set(relations.map(({ id }) => id))
  const system = new Set(relations.flatMap((one) => (isSystem(one) ? [one.id] : [])))
  const wanted = (side: number, other: ReadonlySet<number>): boolean =>
    other.size > 0 && (system.has(side) ? !other.has(side) : ![...other].some((id) => own.has(id)))
  const full = fullJoins(select.from)
  const inFull = (side: number, other: ReadonlySet<number>): boolean => full.has(side) && !other.has(side)
  const key = (side: Expr, other: Expr): LookedUp[] => {
    const [relation, second] = relationsUsed(side)
    if (relation === undefined || second !== undefined || !own.has(relation)) return []
    const used = relationsUsed(other)
    return wanted(relation, used) || inFull(relation, used) ? stored(side, relations, ctes) : []
  }
  const sides = ({ left, right }: Sides): LookedUp[] => [...key(left, right), ...key(right, left)]
  return [...termsOf(select.where), ...onTerms(select.from)].filter(isSame).flatMap(sides)
}

const isSystem = (relation: RelationNode): boolean => relation.kind === 'table' && relation.table.kind === 'system'

/** The tables that stand on the right of FULL JOINs when they are printed. */
const fullJoins = (from: From | undefined): ReadonlySet<number> =>
  new Set(joinsOf(from).flatMap((join) => (join.type === 'full' ? (soughtTable(join)?.id ?? []) : [])))

/** The same value over the columns of the staged table, where SQLite will see it so: through queries that only compute. */
function stored(side: Expr, relations: readonly RelationNode[], ctes: CteQueries): LookedUp[] {
  if (someExpr(side, (part) => !isSafe(part) || part.kind === 'parameter')) return []
  const [id] = relationsUsed(side)
  const relation = relations.find((one) => one.id === id)
  if (relation?.kind === 'table') return [{ relation: relation.id, key: side }]
  const query = relation?.kind === 'derived' ? relation.query : relation?.kind === 'cte' && ctes.get(relation.cte)
  if (!relation || !query || !onlyComputes(query)) return []
  const { items, from } = query.body
  const computed = (expr: Expr): Expr | undefined =>
    expr.kind === 'column' ? items[relation.columns.findIndex(({ name }) => name === expr.name)] : undefined
  const inner = mapExpr(side, computed)
  return relationsUsed(inner).size === 1 ? stored(inner, relationsOf(from), ctes) : []
}

function onlyComputes(query: Query): query is Query & { readonly body: Select } {
  const { body, limit, offset } = query
  return body.kind === 'select' && body.distinct === false && !body.groupBy && !limit && !offset
}
