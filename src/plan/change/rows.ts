/** The selects that statements which write are planned as. */
import type { Expr, OutputColumn, Query, Select } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import type { Column, Table } from '../../source/index.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Env } from '../bind/binding.ts'
import { isSet } from '../bind/calls.ts'
import { bindCtes } from '../bind/ctes.ts'
import { refuse } from '../bind/errors.ts'
import { bindSelect } from '../bind/select.ts'

/** What the binding of one statement that writes shares. */
export interface ChangeEnv extends Env {
  readonly table: Table
  /** The table as the statement names it. */
  readonly ref: Ast.TableRef
  /** The statement's WITH queries. */
  readonly own: Query['ctes']
  /** Old values are wanted along with the new ones. */
  readonly before: boolean
}

/** @throws {ZohoSqlError} 42P01 · 0A000 where the rows of the table cannot be written */
export function changeEnv(outer: Env, change: Ast.SqlChange, before: boolean): ChangeEnv {
  const { table: ref } = change
  const table = outer.binding.table(ref.name, ref.at)
  if (!table.changes) {
    refuse(
      'NOT_SUPPORTED',
      `rows of "${table.name}" cannot be written`,
      ref.at,
      'They are Zoho’s own, or parts of other records.',
    )
  }
  const { ctes, entries } = bindCtes(outer, change)
  return { ...outer, ctes: [...entries, ...outer.ctes], table, ref, own: ctes, before }
}

/** A column of the table written, whatever else bears its name. */
export function ownColumn({ ref }: Pick<ChangeEnv, 'ref'>, column: string): Ast.SelectItem {
  const { at, alias, name } = ref
  const table = alias ? [alias.name] : name
  return { expr: { kind: 'column', path: [...table, { text: column, quoted: true, at }], at } }
}

export const keyOf = (table: Table): string => table.primaryKey[0]!

export const ownKey = (env: ChangeEnv): Ast.SelectItem => ownColumn(env, keyOf(env.table))

/** The parent of a row that is found below it alone. */
export const parentColumns = ({ columns, changes }: Table): readonly Column[] =>
  columns.filter(({ name }) => name === changes?.within)

/** What says which record a row belongs to: the lookups that it was made with, and never gets anew. */
export const placeColumns = (table: Table): readonly Column[] => [
  ...parentColumns(table),
  ...table.columns.filter(
    ({ part, settable }) => table.changes?.owned && part === 'id' && settable?.insert && !settable.update,
  ),
]

export const ownColumns = (env: ChangeEnv, columns: readonly Column[]): readonly Ast.SelectItem[] =>
  columns.map(({ name }) => ownColumn(env, name))

interface RowsSelect {
  readonly body: Select
  readonly columns: readonly OutputColumn[]
}

/** A select of these items; constants keep their types open. */
export function bindRows(
  env: ChangeEnv,
  items: readonly Ast.SelectItem[],
  from: readonly Ast.SqlFrom[],
  where: Ast.SqlExpr | undefined,
  statement: string,
): RowsSelect {
  const select: Ast.SqlSelect = {
    kind: 'select',
    distinct: false,
    items,
    from,
    ...(where && { where }),
    groupBy: [],
    groupDistinct: false,
    windows: [],
    at: env.ref.at,
  }
  const { body, columns, scope } = bindSelect(env, select, [], true)
  if (scope.aggregates) refuse('GROUPING_ERROR', `aggregate functions are not allowed in ${statement}`)
  refuseWithin(body.items, 'window', 'WINDOW_ERROR', `window functions are not allowed in ${statement}`)
  if (body.items.some((item) => someExpr(item, isSet)))
    refuse('NOT_SUPPORTED', `set-returning functions are not allowed in ${statement}`)
  return { body, columns }
}

function refuseWithin(items: readonly Expr[], kind: Expr['kind'], code: 'WINDOW_ERROR', message: string): void {
  // Those of subqueries are their own affair.
  if (items.some((item) => item.kind === kind)) refuse(code, message)
}

/** The query of such a select, with other items or conditions. */
export function queryOf(env: ChangeEnv, body: Select, columns: readonly OutputColumn[]): Query {
  const typed = columns.map((column, i) => ({ ...column, type: body.items[i]!.type }))
  return { kind: 'query', ctes: env.own, body, orderBy: [], withTies: false, columns: typed }
}
