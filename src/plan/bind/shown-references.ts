import { isReference } from '../../base/pg-types.ts'
import { arrayOf, type SqlType } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import { allRelations, walkQuery } from '../../engine/walk.ts'
import type { Binding } from './binding.ts'
import { isReferences } from './references.ts'
import { castBody, wrapped } from './subquery.ts'

/** What a statement gives where its columns are numbers of objects, and what it needs to know for that. */

/** The query with names where its columns are numbers of objects: what a client is given. */
export function showReferences(binding: Binding, query: Query): Query {
  if (!query.columns.some(({ type }) => isReference(type) || isReferences(type))) return query
  const types = query.columns.map(({ type }) => shownAs(type))
  const columns = query.columns.map((column, i) => ({ ...column, type: types[i]! }))
  const body = query.orderBy.length === 0 && !query.withTies ? castBody(binding, query.body, types) : undefined
  return body ? { ...query, body, columns } : wrapped(binding, query, columns)
}

function shownAs(type: SqlType): SqlType {
  if (isReference(type)) return { name: 'text', label: type.label! }
  return isReferences(type) ? arrayOf(shownAs(type.element!)) : type
}

/** True where the query calls a function that reads the catalogue's names. */
export function needsNames(query: Query): boolean {
  let needs = allRelations(query).some((relation) => relation.kind === 'function' && relation.fn.catalogue)
  walkQuery(query, (expr) => {
    if (expr.kind === 'call' && expr.fn.catalogue) needs = true
  })
  return needs
}
