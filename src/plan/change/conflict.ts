/** ON CONFLICT: a query that finds the rows which hold a key already, with what DO UPDATE makes of them. */
import { integer, type Value } from '../../base/types.ts'
import type { OutputColumn, Query, Select } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { asBoolean } from '../bind/coerce.ts'
import { refuse } from '../bind/errors.ts'
import type { AssignmentTarget, BoundConflict, Probe } from './bound.ts'
import { bindRows, type ChangeEnv, ownColumn, ownColumns, ownKey, placeColumns, queryOf } from './rows.ts'
import { columnNamed } from './targets.ts'
import { type Assigned, assignmentsOf, valuesOf } from './update.ts'

/** The row's place, and with it the values of `excluded`. */
const placeColumn = '#row'

export function bindConflict(
  env: ChangeEnv,
  conflict: Ast.Conflict,
  targets: readonly AssignmentTarget[],
  columns: readonly OutputColumn[],
  places: Map<number, string>,
): BoundConflict {
  const keys = conflict.columns ? [keyOf(env, conflict.columns, targets)] : uniqueKeys(targets)
  const set = assignmentsOf(env, conflict.set)
  const probes = keys.map((key) => bindProbe(env, { key, set, where: conflict.where, targets, columns, places }))
  return { action: conflict.action, probes }
}

/** The key's places among the targets: what is not given cannot be in conflict, so that all must be. */
function keyOf(
  { table }: ChangeEnv,
  names: readonly Ast.Name[],
  targets: readonly AssignmentTarget[],
): readonly number[] {
  return names.map((name) => {
    const column = columnNamed(table, name)
    const place = targets.findIndex((target) => target.column === column)
    if (place < 0)
      refuse(
        'INVALID_COLUMN_REFERENCE',
        `column "${column.name}" of ON CONFLICT is given no value by the INSERT`,
        name.at,
      )
    return place
  })
}

const uniqueKeys = (targets: readonly AssignmentTarget[]): readonly (readonly number[])[] =>
  targets.flatMap(({ column }, place) => (column.unique ? [[place]] : []))

interface ConflictClause {
  readonly key: readonly number[]
  readonly set: readonly Assigned[]
  readonly where: Ast.SqlExpr | undefined
  readonly targets: readonly AssignmentTarget[]
  readonly columns: readonly OutputColumn[]
  readonly places: Map<number, string>
}

function bindProbe(outer: ChangeEnv, { key, set, where, targets, columns, places }: ConflictClause): Probe {
  const { env, cte } = withExcluded(outer, targets, columns)
  const { at } = env.ref
  const before = [...(env.before ? set.map(({ target }) => target.sets) : []), ...placeColumns(env.table)]
  const keyNames = key.map((place) => targets[place]!.column.name)
  const items = [
    ownKey(env),
    { expr: excluded(placeColumn, at) },
    ...set.map(({ value }) => ({ expr: value })),
    { expr: where ?? { kind: 'boolean' as const, value: true, at } },
    ...ownColumns(env, before),
    ...keyNames.map((name) => ownColumn(env, name)),
  ]
  const from: Ast.SqlFrom = { kind: 'table', name: [nameOf('excluded', at)], at }
  const { body, columns: names } = bindRows(
    env,
    items,
    [env.ref, from],
    sameKey(env, keyNames),
    'ON CONFLICT DO UPDATE',
  )
  const values = valuesOf(env, set, body.items.slice(2, 2 + set.length), places)
  const passes = asBoolean(env.binding, body.items[2 + set.length]!, 'WHERE')
  const ends = body.items.length - key.length
  const shown: Select = {
    ...body,
    items: [body.items[0]!, body.items[1]!, ...values, passes, ...body.items.slice(3 + set.length, ends)],
  }
  return {
    key,
    held: body.items.slice(ends),
    query: { ...queryOf(env, shown, names.slice(0, ends)), ctes: [...env.own, cte] },
    sets: set.map(({ target }) => target),
    before,
  }
}

const nameOf = (text: string, at: number): Ast.Name => ({ text, quoted: true, at })
const excluded = (column: string, at: number): Ast.SqlExpr => ({
  kind: 'column',
  path: [nameOf('excluded', at), nameOf(column, at)],
  at,
})

function sameKey(env: ChangeEnv, names: readonly string[]): Ast.SqlExpr {
  const { at } = env.ref
  const tests = names.map(
    (name): Ast.SqlExpr => ({
      kind: 'binary',
      op: '=',
      left: ownColumn(env, name).expr,
      right: excluded(name, at),
      at,
    }),
  )
  return tests.reduce((left, right) => ({ kind: 'binary', op: 'and', left, right, at }))
}

/** `excluded` has all columns of the table: those that the INSERT does not give are NULL. */
function withExcluded(env: ChangeEnv, targets: readonly AssignmentTarget[], columns: readonly OutputColumn[]) {
  const given = targets.map(({ column }, i) => ({ name: column.name, type: columns[i]!.type }))
  const missing = env.table.columns
    .filter(({ name }) => !given.some((one) => one.name === name))
    .map(({ name, type }) => ({ name, type }))
  const all = [...given, { name: placeColumn, type: integer }, ...missing]
  const id = env.binding.cteId()
  const rows = [all.map(({ type }) => ({ kind: 'literal', value: null, type }) as const)]
  const query: Query = {
    kind: 'query',
    ctes: [],
    body: { kind: 'values', rows },
    orderBy: [],
    withTies: false,
    columns: all,
  }
  const entry = { name: nameOf('excluded', env.ref.at), id, columns: all }
  return {
    env: { ...env, ctes: [entry, ...env.ctes] },
    cte: { id, name: 'excluded', recursive: false, query },
  }
}

/** The query with the rows that are to be inserted as `excluded`. */
export function withRows(probe: Probe, cells: readonly (readonly Value[])[]): Query {
  const cte = probe.query.ctes.at(-1)!
  const types = cte.query.columns.map(({ type }) => type)
  const rows = cells.map((row) => types.map((type, i) => ({ kind: 'literal' as const, value: row[i] ?? null, type })))
  const body = { kind: 'values' as const, rows }
  return { ...probe.query, ctes: [...probe.query.ctes.slice(0, -1), { ...cte, query: { ...cte.query, body } }] }
}
