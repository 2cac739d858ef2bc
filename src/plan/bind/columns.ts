import { type Labelled, nearest, nearestNamed } from '../../base/names.ts'
import { secondNameOf } from '../../base/schemas.ts'
import type { Expr } from '../../engine/tree.ts'
import type { Name, Path, SqlColumnRef } from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { perhaps, refuse } from './errors.ts'
import { pathText, sameName } from './names.ts'
import { wholeRowValue } from './record.ts'
import type { DeclaredName, FromItem, Scope, ScopeColumn } from './scope.ts'

/** What a name found. */
type ColumnMatch = ScopeColumn | undefined

/** A column by its name, wherever it stands: in this select, or in one around it. */
export function bindColumn(env: ExprEnv, node: SqlColumnRef): Expr {
  const found = findColumn(env.scope, node.path)
  if (found) return env.binding.withOrigin(env.binding.place(found.refer(), node.at), found.origin)
  const row = node.path.length === 1 ? findItem(env.scope, node.path) : undefined
  if (row) return wholeRowValue(env, row, node.at)
  return node.path.length === 1 ? noColumn(env.scope, node.path[0]!) : noQualifiedColumn(env.scope, node.path, node.at)
}

export const findColumn = (scope: Scope, path: Path): ColumnMatch =>
  path.length === 1 ? bare(scope, path[0]!) : qualified(scope, path)

/** The item whose alias is all of `path`: a whole row, or the table of `t.*`. */
export function findItem(scope: Scope, path: Path): FromItem | undefined {
  for (const level of scope.chain()) {
    const item = path.length === 1 ? byAlias(level, path[0]!) : bySchema(level, path)
    if (item) return item
  }
  return undefined
}

function bare(scope: Scope, name: Name): ColumnMatch {
  for (const level of scope.chain()) {
    const visible = level.namespace.filter((item) => item.columnsVisible)
    const found = one(
      visible.flatMap((item) => item.find(name.text)),
      name,
    )
    if (found) return found
  }
  return undefined
}

function one(found: readonly ScopeColumn[], name: Name): ColumnMatch {
  if (found.length < 2) return found[0]
  // Quotes say the spelling.
  const exact = name.quoted ? found.filter((column) => column.name === name.text) : []
  if (exact.length === 1) return exact[0]
  return refuse('AMBIGUOUS_COLUMN', `column reference "${name.text}" is ambiguous`, name.at)
}

/** `t.c`, `schema.t.c`, `lookup.c` and longer lookup paths; an alias wins over a lookup of the same name. */
function qualified(scope: Scope, path: Path): ColumnMatch {
  for (const qualifiers of [1, 2, 3]) {
    if (qualifiers >= path.length) break
    const item = findItem(scope, path.slice(0, qualifiers))
    if (item) return inItem(item, path, qualifiers)
  }
  for (const level of scope.chain()) {
    const found = one(followed(level, path), path[0]!)
    if (found) return found
  }
  return undefined
}

const followed = (level: Scope, path: Path): readonly ScopeColumn[] =>
  level.namespace.flatMap((item) => item.follow?.(path) ?? [])

function byAlias(level: Scope, name: Name): FromItem | undefined {
  const fitting = level.namespace.filter((item) => item.alias !== undefined && sameName(item.alias, name.text))
  return fitting.find((item) => item.alias === name.text) ?? fitting[0]
}

/** `schema.table` or `catalog.schema.table`, for tables without an alias. */
function bySchema(level: Scope, path: Path): FromItem | undefined {
  const [schema, table] = path.slice(-2)
  return level.namespace.find(
    (item) => item.alias !== undefined && sameName(item.alias, table!.text) && isSchema(item.schema, schema!.text),
  )
}

const isSchema = (schema: string | undefined, name: string): boolean =>
  schema !== undefined && (sameName(schema, name) || schema === secondNameOf(name))

function inItem(item: FromItem, path: Path, qualifiers: number): ScopeColumn {
  const rest = path.slice(qualifiers)
  const [first] = rest
  if (rest.length === 1) {
    const found = one(item.find(first!.text), { ...first!, at: path[0]!.at })
    if (found) return found
  }
  const found = rest.length > 1 ? item.follow?.(rest) : undefined
  return found ?? refuse('UNDEFINED_COLUMN', `column ${pathText(path)} does not exist`, path[0]!.at, hintIn(item, rest))
}

/** With the label of the field that it is. */
function labelled({ name, origin }: ScopeColumn): Labelled {
  const label = origin?.table.columns.find((column) => column.name === origin.column)?.description
  return { name, labels: label === undefined ? [] : [label] }
}

function hintIn(item: FromItem, rest: Path): string | undefined {
  const near = nearestNamed(rest[0]!.text, item.columns.map(labelled))
  return perhaps(near.map((name) => `${item.alias}.${name}`))
}

function noColumn(scope: Scope, name: Name): never {
  const known = [...scope.chain()].flatMap((level) => level.namespace.filter((item) => item.columnsVisible))
  const near = nearestNamed(
    name.text,
    known.flatMap((item) => item.columns.map(labelled)),
  )
  const tables = known.flatMap((item) => item.alias ?? [])
  const hint = perhaps(near.map((column) => ownerOf(known, column)))
  return refuse(
    'UNDEFINED_COLUMN',
    `column "${name.text}" does not exist${tables.length > 0 ? ` in ${tables.join(', ')}` : ''}`,
    name.at,
    hint,
  )
}

function ownerOf(items: readonly FromItem[], column: string): string {
  const item = items.find((candidate) => candidate.find(column).length > 0)
  return item?.alias === undefined ? column : `${item.alias}.${column}`
}

function noQualifiedColumn(scope: Scope, path: Path, at: number): never {
  const [first] = path
  const hidden = [...scope.chain()].flatMap((level) => level.declared).find((entry) => calls(entry, first!.text))
  if (!hidden) {
    const aliases = [...scope.chain()].flatMap((level) => level.declared.map((entry) => entry.alias))
    const hint = perhaps(nearest(first!.text, aliases))
    return refuse('UNDEFINED_TABLE', `missing FROM-clause entry for table "${path.at(-2)!.text}"`, at, hint)
  }
  const hint = sameName(hidden.alias, first!.text)
    ? `There is an entry for table "${hidden.alias}", but it cannot be referenced from this part of the query.`
    : `Perhaps you meant to reference the table alias "${hidden.alias}".`
  return refuse('UNDEFINED_TABLE', `invalid reference to FROM-clause entry for table "${first!.text}"`, at, hint)
}

const calls = (entry: DeclaredName, name: string): boolean =>
  sameName(entry.alias, name) || (entry.table !== undefined && sameName(entry.table, name))
