import { byName } from '../../base/by-name.ts'
import { shownColumns } from '../../base/names.ts'
import type { SqlType } from '../../base/types.ts'
import { bigint } from '../../base/types.ts'
import type { ResolvedFunction } from '../../engine/functions/contract.ts'
import type {
  CteRelation,
  DerivedRelation,
  FunctionRelation,
  Query,
  RelationColumn,
  TableRelation,
} from '../../engine/tree.ts'
import { type ColumnRef, refName, type Table } from '../../source/index.ts'
import type { Name, Path, SqlAlias, TableRef } from '../../sql/ast/index.ts'
import type { ColumnOrigin, CteEntry, Env, ExprEnv } from './binding.ts'
import { refuse } from './errors.ts'
import { followPath } from './lookup-path.ts'
import { FromItem, type ScopeColumn } from './scope.ts'

/** A relation of the tree with what names see of it. */
export interface BoundRelation<R> {
  readonly from: R
  readonly items: readonly FromItem[]
}

/** A service's table. Its columns enter the relation as they are referred to. */
export function tableRelation(env: ExprEnv, ref: TableRef): BoundRelation<TableRelation> {
  const { binding, scope } = env
  const table = binding.table(ref.name, ref.at)
  const alias = ref.alias?.name.text ?? ref.name.at(-1)!.text
  const id = binding.relationId(scope)
  const columns: RelationColumn[] = []
  const from: TableRelation = { kind: 'table', id, alias: binding.alias(alias), table, columns }
  const use = usedColumns(from, columns)
  const visible = table.columns.filter((column) => !column.hidden)
  const ownNames = visible.map((column) => column.name)
  const names = renamed(ownNames, ref.alias)
  const shown = shownColumns(table)
  const item = new FromItem({
    alias,
    ownNames,
    quoted: ref.alias?.name.quoted ?? false,
    ...(ref.alias ? {} : { schema: table.schema }),
    columns: visible.map((column, i) => {
      const client = names[i] === column.name ? shown.get(column.name) : names[i]
      return { ...use({ path: [], column }, names[i]!), ...(client === names[i] ? {} : { clientName: client! }) }
    }),
    further: table.columns.filter((column) => column.hidden).map((column) => use({ path: [], column }, column.name)),
    follow: (path) => {
      const target = followPath(binding, table, path)
      return target && use(target, path.at(-1)!.text)
    },
    ...presence(table, use),
  })
  return { from, items: [item] }
}

/** A row that an outer join made up has no primary key. */
function presence(table: Table, use: (ref: ColumnRef, name: string) => ScopeColumn) {
  const key = table.columns.find((column) => column.name === table.primaryKey[0])
  return key ? { present: () => use({ path: [], column: key }, key.name).refer() } : {}
}

function usedColumns(from: TableRelation, columns: RelationColumn[]) {
  const entered = new Set<string>()
  return (ref: ColumnRef, name: string): ScopeColumn => {
    const key = refName(ref)
    const { type } = ref.column
    const origin: ColumnOrigin | undefined =
      ref.path.length === 0 ? { table: from.table, column: ref.column.name } : undefined
    const refer = () => {
      if (!entered.has(key)) columns.push({ name: key, type, ref })
      entered.add(key)
      return { kind: 'column', relation: from.id, name: key, type } as const
    }
    return { name, type, relation: from.id, refer, ...(origin ? { origin } : {}) }
  }
}

/** What a derived table, a CTE or a function shows: its columns by position, under names of their own. */
interface ShownColumn {
  readonly name: string
  readonly type: SqlType
  readonly origin?: ColumnOrigin
}

function shownItem(id: number, shown: readonly ShownColumn[], alias: SqlAlias | undefined, fallback?: Name) {
  const columns: RelationColumn[] = []
  const taken = new Set<string>()
  const names = renamed(
    shown.map((column) => column.name),
    alias,
  )
  const scopeColumns = shown.map((column, i): ScopeColumn => {
    const name = names[i]!
    const unique = uniqueName(taken, name)
    columns.push({ name: unique, type: column.type })
    const refer = () => ({ kind: 'column', relation: id, name: unique, type: column.type }) as const
    return { name, type: column.type, relation: id, refer, ...(column.origin ? { origin: column.origin } : {}) }
  })
  const named = alias?.name ?? fallback
  const item = new FromItem({
    ...(named ? { alias: named.text, quoted: named.quoted } : {}),
    columns: scopeColumns,
  })
  return { columns, item }
}

export function derivedRelation(
  env: ExprEnv,
  query: Query,
  lateral: boolean,
  alias: SqlAlias | undefined,
  fallback?: Name,
): BoundRelation<DerivedRelation> {
  const id = env.binding.relationId(env.scope)
  const { columns, item } = shownItem(id, query.columns, alias, fallback)
  const name = env.binding.alias(alias?.name.text ?? fallback?.text ?? 'subquery')
  return { from: { kind: 'derived', id, alias: name, columns, query, lateral }, items: [item] }
}

export function cteRelation(env: ExprEnv, entry: CteEntry, alias: SqlAlias | undefined): BoundRelation<CteRelation> {
  const id = env.binding.relationId(env.scope)
  const { columns, item } = shownItem(id, entry.columns, alias, entry.name)
  const name = env.binding.alias(alias?.name.text ?? entry.name.text)
  return { from: { kind: 'cte', id, alias: name, cte: entry.id, columns }, items: [item] }
}

/** The CTE that a name of one part finds, innermost first. */
export const findCte = (env: Env, path: Path): CteEntry | undefined => {
  if (path.length !== 1) return undefined
  const { text } = path[0]!
  const fitting = env.ctes.filter((entry) => entry.name.text.toLowerCase() === text.toLowerCase())
  return fitting.find((entry) => entry.name.text === text) ?? fitting[0]
}

interface SetFunctionCall {
  readonly fn: ResolvedFunction
  readonly args: FunctionRelation['args']
  readonly withOrdinality: boolean
  readonly lateral: boolean
  readonly alias?: SqlAlias
}

export function functionRelation(env: ExprEnv, call: SetFunctionCall): BoundRelation<FunctionRelation> {
  const id = env.binding.relationId(env.scope)
  const { fn, args, withOrdinality, lateral, alias } = call
  const shown = functionColumns(fn, alias).concat(withOrdinality ? [{ name: 'ordinality', type: bigint }] : [])
  const fallback: Name = { text: fn.name, quoted: false, at: 0 }
  const { columns, item } = shownItem(id, shown, alias, fallback)
  const name = env.binding.alias(alias?.name.text ?? fn.name)
  return { from: { kind: 'function', id, alias: name, fn, args, columns, withOrdinality, lateral }, items: [item] }
}

/** Functions whose column has a name of its own. */
const ownColumns: Readonly<Record<string, string>> = byName({
  'pg_options_to_table name': 'option_name',
  'pg_options_to_table value': 'option_value',
  'aclexplode grantor': 'grantor',
  'aclexplode grantee': 'grantee',
  'aclexplode privilege_type': 'privilege_type',
  'aclexplode is_grantable': 'is_grantable',
  '_pg_expandarray x': 'x',
  '_pg_expandarray n': 'n',
  pg_partition_ancestors: 'relid',
  'vector subscripts': 'generate_subscripts',
  json_array_elements: 'value',
  json_array_elements_text: 'value',
  'json_each key': 'key',
  'json_each value': 'value',
  'json_each_text value': 'value',
  jsonb_array_elements: 'value',
  jsonb_array_elements_text: 'value',
  'jsonb_each key': 'key',
  'jsonb_each value': 'value',
  'jsonb_each_text value': 'value',
})

/** What the column of a function is called among others. */
export const functionColumn = (fn: ResolvedFunction): string => ownColumns[fn.name] ?? fn.name

// The one column of a function is called as the table is: `FROM generate_series(1, 3) AS n` has a column n.
const functionColumns = (fn: ResolvedFunction, alias: SqlAlias | undefined): ShownColumn[] => [
  { name: ownColumns[fn.name] ?? alias?.name.text ?? fn.name, type: fn.result },
]

/** Names after `AS t(a, b)`: a list may be shorter than the columns are. */
function renamed(names: readonly string[], alias: SqlAlias | undefined): readonly string[] {
  const list = alias?.columns ?? []
  if (list.length > names.length)
    refuse(
      'INVALID_COLUMN_REFERENCE',
      `table "${alias!.name.text}" has ${names.length} columns available but ${list.length} columns specified`,
      alias!.name.at,
    )
  return names.map((name, i) => list[i]?.text ?? name)
}

function uniqueName(taken: Set<string>, wanted: string): string {
  let name = wanted
  for (let n = 1; taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`
  taken.add(name.toLowerCase())
  return name
}
