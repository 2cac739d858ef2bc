import { arrayOf, boolean, type SqlType } from '../../base/types.ts'
import type { Body, ColumnExpr, DerivedRelation, Expr, OutputColumn, Query } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Binding, ExprEnv } from './binding.ts'
import { coerce } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindQuery } from './query.ts'

/** A query within an expression: it sees the names of the select around it. */
export const bindSubquery = (env: ExprEnv, query: Ast.SqlQuery): Query => bindQuery(env, query)

export const bindExists = (env: ExprEnv, node: Ast.SqlExists): Expr => ({
  kind: 'exists',
  query: bindSubquery(env, node.query),
  type: boolean,
})

export function bindScalar(env: ExprEnv, node: Ast.ScalarSubquery): Expr {
  const { query, type } = oneColumn(env, node.query, 'subquery must return only one column', node.at)
  return { kind: 'scalar', query, type }
}

export function bindArrayQuery(env: ExprEnv, node: Ast.ArraySubquery): Expr {
  const { query, type } = oneColumn(env, node.query, 'subquery must return only one column', node.at)
  // Arrays of arrays are of the same type, with a dimension more.
  return { kind: 'arrayQuery', query, type: type.name === 'array' ? type : arrayOf(type) }
}

function oneColumn(env: ExprEnv, written: Ast.SqlQuery, message: string, at: number): { query: Query; type: SqlType } {
  const query = bindSubquery(env, written)
  if (query.columns.length !== 1) refuse('SYNTAX_ERROR', message, at)
  return { query, type: query.columns[0]!.type }
}

/** The query with its columns as `types`. */
export function castOutputs(binding: Binding, query: Query, types: readonly SqlType[]): Query {
  if (types.every((type, i) => sameOutput(query.columns[i]!.type, type))) return query
  const columns = query.columns.map((column, i): OutputColumn => ({ ...column, type: types[i]! }))
  const direct = query.orderBy.length === 0 && !query.withTies
  const body = direct ? castBody(binding, query.body, types) : undefined
  return body ? { ...query, body, columns } : wrapped(binding, query, columns)
}

const sameOutput = (from: SqlType, to: SqlType): boolean =>
  from.name === to.name || (from.name === 'varchar' && to.name === 'text')

/**
 * The rows of `body` with every column cast where they are made; undefined where that would change more than types
 * (DISTINCT would compare other values).
 */
export function castBody(binding: Binding, body: Body, types: readonly SqlType[]): Body | undefined {
  const cast = (exprs: readonly Expr[]) => exprs.map((expr, i) => coerce(binding, expr, types[i]!))
  if (body.kind === 'values') return { ...body, rows: body.rows.map(cast) }
  if (body.kind === 'select' && body.distinct === false) return { ...body, items: cast(body.items) }
  return undefined
}

/** `SELECT CAST(…) FROM (query)` */
export function wrapped(binding: Binding, query: Query, columns: readonly OutputColumn[]): Query {
  const derived = derivedColumns(binding, query)
  const items = derived.columns.map((column, i) => coerce(binding, column, columns[i]!.type))
  const body = { kind: 'select', distinct: false, items, from: derived.from } as const
  return { kind: 'query', ctes: [], body, orderBy: [], withTies: false, columns }
}

/** The query as a relation that no name finds, and its columns. */
export function derivedColumns(
  binding: Binding,
  query: Query,
): { from: DerivedRelation; columns: readonly ColumnExpr[] } {
  const id = binding.freeRelationId()
  const columns = query.columns.map(
    ({ type }, i): ColumnExpr => ({ kind: 'column', relation: id, name: `c${i}`, type }),
  )
  const alias = binding.alias('subquery')
  return {
    from: {
      kind: 'derived',
      id,
      alias,
      columns: columns.map(({ name, type }) => ({ name, type })),
      query,
      lateral: false,
    },
    columns,
  }
}
