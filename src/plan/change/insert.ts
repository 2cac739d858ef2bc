/** INSERT: the rows to be made, as VALUES or as the query they come from. */
import type { Body, Expr, OutputColumn, Query } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from '../bind/binding.ts'
import { coerce } from '../bind/coerce.ts'
import { refuse } from '../bind/errors.ts'
import { bindExpr } from '../bind/expression.ts'
import { literal } from '../bind/literals.ts'
import { bindQuery } from '../bind/query.ts'
import { derivedRelation } from '../bind/relation.ts'
import { Scope } from '../bind/scope.ts'
import { assigned, placeText, type ValueTarget } from './assign.ts'
import type { AssignmentTarget } from './bound.ts'
import { bindConflict } from './conflict.ts'
import { idleOf, withoutIdle } from './idle.ts'
import { bindReturning } from './returning.ts'
import type { ChangeEnv } from './rows.ts'
import { columnNamed, refuseTwice, targetOf } from './targets.ts'
import type { BoundRows } from './update.ts'

interface BoundInsertSource {
  readonly targets: readonly AssignmentTarget[]
  readonly query: Query
  readonly unset: BoundRows['unset']
}

export function bindInsert(env: ChangeEnv, insert: Ast.Insert, places: Map<number, string>): BoundRows {
  const { targets, query, unset } = bindSource(env, insert, places)
  return {
    action: 'insert',
    table: env.table,
    targets,
    query,
    unset,
    before: [],
    filtered: true,
    conflict: insert.conflict && bindConflict(env, insert.conflict, targets, query.columns, places),
    returning: bindReturning(env, insert.returning),
  }
}

function bindSource(env: ChangeEnv, insert: Ast.Insert, places: Map<number, string>): BoundInsertSource {
  const { source, at } = insert
  const names = insert.columns.length > 0 ? insert.columns : namesOf(env, at)
  if (source.kind === 'defaults') return bindValues(env, [], [[]], places)
  if (source.kind === 'query') {
    const said = withoutIdle(env, names, source)
    return bindSelected(env, said.names, insert.columns.length > 0, said.source)
  }
  return bindValues(env, names, checked(source.rows, names.length, insert.columns.length > 0), places)
}

const namesOf = ({ table }: ChangeEnv, at: number): readonly Ast.Name[] =>
  table.columns.map(({ name }) => ({ text: name, quoted: true, at }))

/** Without a list of columns a row may be shorter than the table. */
function checked(rows: readonly (readonly Ast.GivenValue[])[], width: number, listed: boolean): typeof rows {
  const first = rows[0]!.length
  for (const row of rows) {
    if (row.length !== first) refuse('SYNTAX_ERROR', 'VALUES lists must all be the same length', row[0]!.at)
    refuseWidth(row.length, width, listed, row[0]!.at)
  }
  return rows
}

function refuseWidth(given: number, wanted: number, listed: boolean, at: number): void {
  if (given > wanted) refuse('SYNTAX_ERROR', 'INSERT has more expressions than target columns', at)
  if (given < wanted && listed) refuse('SYNTAX_ERROR', 'INSERT has more target columns than expressions', at)
}

// -------------------------------------------------------------------------------------------------- VALUES

/** A column that is DEFAULT in every row, or idle, is none of the targets. */
function bindValues(
  env: ChangeEnv,
  names: readonly Ast.Name[],
  rows: readonly (readonly Ast.GivenValue[])[],
  places: Map<number, string>,
): BoundInsertSource {
  const given = names.flatMap((name, place) =>
    rows.some((row) => row[place] && row[place].kind !== 'default') ? [{ name, place }] : [],
  )
  const idle = idleOf(env, given, (place) => rows.map((row) => row[place]))
  const used = given.filter((one) => !idle.has(one))
  const targets = targetsOf(
    env,
    used.map(({ name }) => name),
  )
  const scope = new Scope(env.scope)
  const inner: ExprEnv = { ...env, scope }
  const bound = scope.within('values', () =>
    rows.map((row, r) => used.map(({ place }, t) => bindCell(inner, row[place]!, targets[t]!, r, places))),
  )
  // Their parameters have types all the same.
  for (const { name, place } of idle) {
    const column = columnNamed(env.table, name)
    for (const row of rows) {
      const value = row[place]!
      if (value.kind === 'parameter') assigned(env.binding, bindExpr(inner, value), { column })
      else if (value.kind === 'cast') bindExpr(inner, value)
    }
  }
  const unset = rows.map((row) => new Set(used.flatMap(({ place }, t) => (row[place]!.kind === 'default' ? [t] : []))))
  return {
    targets,
    query: valuesQuery(env, targets, bound),
    unset: unset.some(({ size }) => size > 0) ? unset : undefined,
  }
}

function bindCell(
  env: ExprEnv,
  given: Ast.GivenValue,
  target: AssignmentTarget,
  row: number,
  places: Map<number, string>,
): Expr {
  const place: ValueTarget = { column: target.column, row: row + 1, at: given.at }
  if (given.kind === 'default') return literal(env.binding, null, target.column.type, given.at)
  const expr = bindExpr(env, given)
  if (expr.kind === 'parameter') places.set(expr.index, placeText(place))
  return assigned(env.binding, expr, place)
}

function targetsOf({ table }: ChangeEnv, names: readonly Ast.Name[]): readonly AssignmentTarget[] {
  const targets = names.map((name) => targetOf(table, columnNamed(table, name), 'insert', name.at))
  refuseTwice(targets, names)
  return targets
}

/** Each column in one type, since rows of VALUES have one. */
function valuesQuery(env: ChangeEnv, targets: readonly AssignmentTarget[], rows: readonly (readonly Expr[])[]): Query {
  const types = targets.map(({ column }, t) => {
    const [first] = rows.map((row) => row[t]!.type)
    const isOne = rows.every((row) => row[t]!.type.name === first?.name)
    return isOne && first ? { name: first.name, element: first.element } : wider(column.type.name)
  })
  const columns = targets.map(({ column }, t): OutputColumn => ({ name: column.name, type: types[t]! }))
  const cells = rows.map((row) => row.map((expr, t) => coerce(env.binding, expr, types[t]!)))
  // SQLite has no VALUES without columns.
  const body: Body =
    targets.length === 0 ? { kind: 'select', distinct: false, items: [] } : { kind: 'values', rows: cells }
  return { kind: 'query', ctes: env.own, body, orderBy: [], withTies: false, columns }
}

/** Numbers of several types are told apart by none of them. */
const wider = (name: OutputColumn['type']['name']): OutputColumn['type'] =>
  /^(smallint|integer|bigint|numeric)$/.test(name) ? { name: 'numeric' } : { name }

// -------------------------------------------------------------------------------------------------- SELECT

function bindSelected(
  env: ChangeEnv,
  names: readonly Ast.Name[],
  listed: boolean,
  source: Ast.SqlQuery,
): BoundInsertSource {
  const query = bindQuery(env, source, true)
  refuseWidth(query.columns.length, names.length, listed, source.at)
  const used = names.slice(0, query.columns.length)
  const targets = targetsOf(env, used)
  const place = (t: number): ValueTarget => ({ column: targets[t]!.column, at: used[t]!.at })
  const { body } = query
  const direct =
    body.kind === 'select' && body.distinct === false && !query.orderBy.some(({ expr }) => expr.kind === 'output')
  if (!direct) return { targets, query: around(env, query, place), unset: undefined }
  const items = body.items.map((item, t) => assigned(env.binding, item, place(t)))
  const columns = query.columns.map((column, t) => ({ ...column, type: items[t]!.type }))
  return {
    targets,
    query: { ...query, ctes: [...env.own, ...query.ctes], body: { ...body, items }, columns },
    unset: undefined,
  }
}

/** A select around a query whose own rows must be what they are. */
function around(env: ChangeEnv, query: Query, place: (t: number) => ValueTarget): Query {
  const scope = new Scope(env.scope)
  const { from } = derivedRelation({ ...env, scope }, query, false, undefined)
  const items = from.columns.map(({ name, type }, t) =>
    assigned(env.binding, { kind: 'column', relation: from.id, name, type }, place(t)),
  )
  const columns = query.columns.map((column, t) => ({ ...column, type: items[t]!.type }))
  const body: Body = { kind: 'select', distinct: false, items, from }
  return { kind: 'query', ctes: env.own, body, orderBy: [], withTies: false, columns }
}
