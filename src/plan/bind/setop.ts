import { type SqlType, text } from '../../base/types.ts'
import type { Body, Expr, OutputColumn, Query } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Env } from './binding.ts'
import { coerce, isOpen } from './coerce.ts'
import { refuse } from './errors.ts'
import { checkComparable } from './order-by.ts'
import { bindQuery } from './query.ts'
import { bindSelect } from './select.ts'
import { castBody, wrapped } from './subquery.ts'
import { common } from './typing.ts'
import { bindValues } from './values.ts'

export interface BoundBody {
  readonly body: Body
  readonly columns: readonly OutputColumn[]
}

/** What a set operation joins: its constants may still be without a type. */
export function bindOperand(env: Env, body: Ast.QueryBody): BoundBody {
  switch (body.kind) {
    case 'select':
      return bindSelect(env, body, [], body.distinct === false)
    case 'setop':
      return bindSetOperation(env, body)
    case 'values':
      return bindValues(env, body, true)
    case 'query': {
      const query = bindQuery(env, body, true)
      return { body: query, columns: query.columns }
    }
  }
}

/** UNION, INTERSECT, EXCEPT: columns by position, each pair brought to one type; names are the left side's. */
export function bindSetOperation(env: Env, node: Ast.SqlSetOperation): BoundBody {
  const left = bindOperand(env, node.left)
  const right = bindOperand(env, node.right)
  const types = sharedTypes(env, node, left, right)
  const compares = !node.all || node.op !== 'union'
  if (compares) for (const type of types) checkComparable(env, { kind: 'literal', value: null, type }, 'equality')
  const columns = left.columns.map((column, i): OutputColumn => ({ name: column.name, type: types[i]! }))
  const { op, all } = node
  const sides = { left: withTypes(env, left, types), right: withTypes(env, right, types) }
  return { body: { kind: 'setop', op, all, ...sides }, columns }
}

function sharedTypes(env: Env, node: Ast.SqlSetOperation, left: BoundBody, right: BoundBody): readonly SqlType[] {
  const what = node.op.toUpperCase()
  if (left.columns.length !== right.columns.length)
    refuse(
      'SYNTAX_ERROR',
      `each ${what} query must have the same number of columns`,
      columnAt(env, node.right, right, 0),
    )
  return left.columns.map((column, i) => {
    const stand = (type: SqlType): Expr => ({ kind: 'literal', value: null, type })
    const other = env.binding.place(stand(right.columns[i]!.type), columnAt(env, node.right, right, i))
    return common(env.binding, [stand(column.type), other], what)
  })
}

/** Where the n-th column of an operand is written. */
export const columnAt = ({ binding }: Env, written: Ast.QueryBody, { body }: BoundBody, column: number): number =>
  (body.kind === 'select' ? binding.at(body.items[column]!) : undefined) ?? written.at

/** The rows of `bound` as `types`. */
export function withTypes(env: Env, given: BoundBody, types: readonly SqlType[]): Body {
  const { binding } = env
  const bound = given.body.kind === 'query' ? closed(env, given.body, types) : given
  if (bound.columns.every((column, i) => sameAs(column.type, types[i]!))) return bound.body
  const cast = castBody(binding, bound.body, types)
  if (cast) return cast
  const columns = bound.columns.map((column, i) => ({ ...column, type: types[i]! }))
  return wrapped(binding, asQuery(bound), columns)
}

const sameAs = (from: SqlType, to: SqlType): boolean =>
  from.name === to.name && from.precision === to.precision && from.scale === to.scale

/** A query of its own ORDER BY or LIMIT, its constants without a type brought to `types` where they stand. */
function closed({ binding }: Env, query: Query, types: readonly SqlType[]): BoundBody {
  const { body } = query
  if (body.kind !== 'select') return { body: query, columns: query.columns }
  const items = body.items.map((item, i) => (isOpen(item) ? coerce(binding, item, types[i]!) : item))
  const columns = query.columns.map((column, i): OutputColumn => ({ ...column, type: items[i]!.type }))
  return { body: { ...query, body: { ...body, items }, columns }, columns }
}

const asQuery = ({ body, columns }: BoundBody): Query =>
  body.kind === 'query' ? body : { kind: 'query', ctes: [], body, orderBy: [], withTies: false, columns }

/** A body of its own: what has no type yet is text. */
export function resolvedBody(env: Env, bound: BoundBody): BoundBody {
  const types = bound.columns.map((column) => (column.type.name === 'unknown' ? text : column.type))
  const columns = bound.columns.map((column, i) => ({ ...column, type: types[i]! }))
  return { body: withTypes(env, bound, types), columns }
}
