import { matching } from '../../base/names.ts'
import { expanded } from '../../base/pg-types.ts'
import { integer } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { call, isPresent, or } from './build.ts'
import { coerce, resolved, shownType } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { rowItems, wholeRow } from './rows.ts'
import type { FromItem, ScopeColumn } from './scope.ts'
import type { StarColumn } from './star.ts'
import { functionFor } from './typing.ts'

/** Rows as single values. They can be shown, counted, collected and handed on; what compares them is refused. */

/** `ROW(a, b)` where a value is wanted. */
export const bindRow = (env: ExprEnv, node: Ast.RowConstructor): Expr => rowValue(env, rowItems(env, node)!, node.at)

function rowValue(env: ExprEnv, items: readonly Expr[], at: number): Expr {
  const values = items.map((item) => resolved(env.binding, item))
  const types = values.map((value) => value.type)
  const fn = functionFor('row value', types, at)
  return call(
    fn,
    values.map((value, i) => coerce(env.binding, value, fn.args[i]!)),
  )
}

/** `t` or `t.*` as a value: NULL where an outer join made the row up. */
export function wholeRowValue(env: ExprEnv, item: FromItem, at: number): Expr {
  const members = item.columns.map((column) => column.refer())
  const value = rowValue(env, members, at)
  if (!isMadeUp(env, item)) return value
  const there = item.present ? isPresent(item.present()) : or(members.map(isPresent))
  return { kind: 'case', branches: [{ when: there, then: value }], type: value.type }
}

/** True of a relation in an outer join, on the side where it makes rows up. */
export const isMadeUp = (env: ExprEnv, item: FromItem): boolean =>
  [...env.scope.chain()].some((scope) => item.columns.some((column) => scope.madeUp.has(column)))

/** `(row).name`: of a written row, whose fields are f1, f2 and so on, or of a table's. */
export function bindField(env: ExprEnv, node: Ast.FieldAccess): Expr {
  if (!node.name)
    return refuse('NOT_SUPPORTED', 'row expansion via "*" is not supported here', node.at, 'Name the fields.')
  const fields = fieldsOf(env, node.operand)
  if (!fields) return expandedField(env, node) ?? noFields(env, node)
  const found = matching(fields, (field) => field.name, node.name.text)
  if (found.length > 1) refuse('AMBIGUOUS_COLUMN', `column reference "${node.name.text}" is ambiguous`, node.at)
  return (
    found[0]?.value() ?? refuse('UNDEFINED_COLUMN', `could not identify column "${node.name.text}" in a row`, node.at)
  )
}

/** `(information_schema._pg_expandarray(keys)).n`: a member is x, and n its number. */
function expandedField(env: ExprEnv, node: Ast.FieldAccess): Expr | undefined {
  const row = bindExpr(env, node.operand)
  const place = { x: 1, n: 2 }[node.name?.text.toLowerCase() ?? '']
  if (row.type.label !== expanded.label || place === undefined) return undefined
  const fn = functionFor('array_subscript', [row.type, integer], node.at)
  return call(fn, [row, { kind: 'literal', value: place, type: integer }])
}

/** `(row).*` in a select list. */
export function expandFields(env: ExprEnv, node: Ast.FieldAccess): readonly StarColumn[] {
  const fields = fieldsOf(env, node.operand) ?? noFields(env, node)
  return fields.map(({ name, value }) => ({ name, expr: resolved(env.binding, value()), at: node.at }))
}

interface FieldOf {
  readonly name: string
  readonly value: () => Expr
}

function fieldsOf(env: ExprEnv, operand: Ast.SqlExpr): readonly FieldOf[] | undefined {
  const written = rowItems(env, operand)
  if (written) return written.map((item, i) => ({ name: `f${i + 1}`, value: () => item }))
  const columns = wholeRow(env, operand)?.columns
  return columns?.map((column: ScopeColumn) => ({
    name: column.name,
    value: () => env.binding.withOrigin(column.refer(), column.origin),
  }))
}

function noFields(env: ExprEnv, node: Ast.FieldAccess): never {
  const { type } = bindExpr(env, node.operand)
  if (type.name === 'record' || type.name === 'unknown')
    return refuse('NOT_SUPPORTED', 'fields of composite values are not supported', node.at, 'Name the column itself.')
  const name = node.name ? `.${node.name.text}` : '.*'
  return refuse(
    'WRONG_OBJECT_TYPE',
    `column notation ${name} applied to type ${shownType(type)}, which is not a composite type`,
    node.at,
  )
}

/** IS NULL looks into a row, which only its members can tell. */
export function checkNoRow(operand: Expr, at: number): Expr {
  if (operand.type.name === 'record')
    refuse('NOT_SUPPORTED', 'IS NULL of a row that was computed is not supported', at, 'Test its members.')
  return operand
}
