/** UPDATE and DELETE: the rows meant, as a select. */
import type { Expr } from '../../engine/tree.ts'
import type { Column } from '../../source/index.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { resolved } from '../bind/coerce.ts'
import { refuse } from '../bind/errors.ts'
import { assigned, placeText } from './assign.ts'
import type { AssignmentTarget, BoundChange, BoundReturning } from './bound.ts'
import { isFiltered } from './filtered.ts'
import { bindReturning } from './returning.ts'
import { bindRows, type ChangeEnv, ownColumns, ownKey, placeColumns, queryOf } from './rows.ts'
import { columnNamed, refuseTwice, targetOf } from './targets.ts'

export type BoundRows = Omit<BoundChange, 'parameters' | 'tables'>

/** What one assignment gives: a target and its value, as written. */
export interface Assigned {
  readonly target: AssignmentTarget
  readonly name: Ast.Name
  readonly value: Ast.SqlExpr
}

/** `(a, b) = (SELECT …)` becomes one subquery for each column. */
export const assignmentsOf = (env: ChangeEnv, set: readonly Ast.Assignment[]): readonly Assigned[] => {
  const all = set.flatMap((one) => (one.kind === 'one' ? oneOf(env, one) : severalOf(env, one)))
  if (set.length > 0 && all.length === 0)
    refuse('NOT_SUPPORTED', 'nothing is left to set: Zoho fills these columns', env.ref.at)
  refuseTwice(
    all.map(({ target }) => target),
    all.map(({ name }) => name),
  )
  return all
}

/**
 * DEFAULT is NULL, as of any column of PostgreSQL that has no other. Columns that Zoho fills keep what they have, however often they are said to be DEFAULT.
 */
function oneOf(env: ChangeEnv, { column: name, value }: Ast.Assignment & { kind: 'one' }): Assigned[] {
  const column = columnNamed(env.table, name)
  if (value.kind === 'default' && !column.settable) return []
  // ASSUMPTION: what Zoho puts into new records by itself it puts into those alone; an update has to give the value.
  const given: Ast.SqlExpr = value.kind === 'default' ? { kind: 'null', at: value.at } : value
  return [{ target: targetOf(env.table, column, 'update', name.at), name, value: given }]
}

function severalOf({ table }: ChangeEnv, { columns, query, at }: Ast.Assignment & { kind: 'several' }): Assigned[] {
  const names = columns.map((_, i): Ast.Name => ({ text: `column${i + 1}`, quoted: true, at }))
  const alias: Ast.SqlAlias = { name: { text: 'assigned', quoted: true, at }, columns: names }
  return columns.map((name, i) => ({
    target: targetOf(table, columnNamed(table, name), 'update', name.at),
    name,
    value: { kind: 'subquery', query: oneColumn({ kind: 'derived', query, lateral: false, alias, at }, names[i]!), at },
  }))
}

const oneColumn = (from: Ast.SqlFrom, name: Ast.Name): Ast.SqlQuery => ({
  kind: 'query',
  with: [],
  recursive: false,
  body: {
    kind: 'select',
    distinct: false,
    items: [{ expr: { kind: 'column', path: [name], at: name.at } }],
    from: [from],
    groupBy: [],
    groupDistinct: false,
    windows: [],
    at: name.at,
  },
  orderBy: [],
  withTies: false,
  at: name.at,
})

/** The values of the assignments, bound: each as its column takes it. */
export const valuesOf = (
  env: ChangeEnv,
  set: readonly Assigned[],
  bound: readonly Expr[],
  places: Map<number, string>,
): Expr[] =>
  set.map(({ target, name }, i) => {
    const place = { column: target.column, at: name.at }
    const value = bound[i]!
    if (value.kind === 'parameter') places.set(value.index, placeText(place))
    return assigned(env.binding, value, place)
  })

export function bindUpdate(env: ChangeEnv, update: Ast.Update, places: Map<number, string>): BoundRows {
  const set = assignmentsOf(env, update.set)
  const targets = set.map(({ target }) => target)
  const before = [...(env.before ? targets.map(({ sets }) => sets) : []), ...placeColumns(env.table)]
  const items = [ownKey(env), ...set.map(({ value }) => ({ expr: value })), ...ownColumns(env, before)]
  const { body, columns } = bindRows(env, items, [update.table, ...update.from], update.where, 'UPDATE')
  const [key, ...rest] = body.items
  const values = valuesOf(env, set, rest, places)
  const all = { ...body, items: [key!, ...values, ...rest.slice(set.length)] }
  return {
    action: 'update',
    table: env.table,
    targets,
    query: queryOf(env, all, columns),
    unset: undefined,
    before,
    filtered: isFiltered(body.where, relationOf(key!)),
    conflict: undefined,
    returning: bindReturning(env, update.returning, update.from.length > 0),
  }
}

/** What makes a deleted record anew: every column that could be set. */
const remade = (env: ChangeEnv): readonly Column[] =>
  env.table.columns.filter(({ settable, part }) => settable?.insert && part !== 'name' && part !== 'email')

export function bindDelete(env: ChangeEnv, { table, using, where, returning }: Ast.Delete): BoundRows {
  const before = env.before ? remade(env) : placeColumns(env.table)
  const items = [ownKey(env), ...ownColumns(env, before), ...(returning ?? [])]
  const { body, columns } = bindRows(env, items, [table, ...using], where, 'DELETE')
  const settled = body.items.map((item) => resolved(env.binding, item))
  const query = queryOf(env, { ...body, items: settled }, columns)
  const shown = query.columns.slice(1 + before.length)
  const returns: BoundReturning | undefined = returning && {
    columns: shown,
    idOnly: false,
    query: undefined,
    id: undefined,
    parent: undefined,
  }
  return {
    action: 'delete',
    table: env.table,
    targets: [],
    query,
    unset: undefined,
    before,
    filtered: isFiltered(body.where, relationOf(settled[0]!)),
    conflict: undefined,
    returning: returns,
  }
}

const relationOf = (key: Expr): number => (key.kind === 'column' ? key.relation : -1)
