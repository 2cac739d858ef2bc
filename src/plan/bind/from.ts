import { byName } from '../../base/by-name.ts'
import type { Expr, From } from '../../engine/tree.ts'
import { relationsUsed, walkQuery } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { bindSetCall, functionName } from './calls.ts'
import { asBoolean } from './coerce.ts'
import { checkDefined, definedColumns } from './column-list.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { mergedJoin } from './merged-join.ts'
import { bindQuery } from './query.ts'
import {
  type BoundRelation,
  cteRelation,
  derivedRelation,
  findCte,
  functionColumn,
  functionRelation,
  tableRelation,
} from './relation.ts'
import { type RowsFromCall, sideBySide } from './rows-from.ts'
import type { DeclaredName, FromItem, Scope } from './scope.ts'

/** The FROM list as one tree of joins; the scope's names are set to what it brings. */
export function bindFrom(env: ExprEnv, list: readonly Ast.SqlFrom[]): From | undefined {
  let bound: BoundRelation<From> | undefined
  for (const part of list) {
    const next = bindPart(env, part, bound?.items ?? [])
    bound = bound
      ? {
          from: { kind: 'join', type: 'cross', left: bound.from, right: next.from },
          items: [...bound.items, ...next.items],
        }
      : next
  }
  env.scope.namespace = bound?.items ?? []
  return bound?.from
}

/** `left`: what LATERAL may see of the parts before. */
function bindPart(env: ExprEnv, part: Ast.SqlFrom, left: readonly FromItem[]): BoundRelation<From> {
  if (part.kind === 'join') return bindJoin(env, part, left)
  const bound = bindRelation(env, part, left)
  declare(env, part, bound.items)
  return bound
}

function bindRelation(
  env: ExprEnv,
  part: Exclude<Ast.SqlFrom, Ast.SqlJoin>,
  left: readonly FromItem[],
): BoundRelation<From> {
  switch (part.kind) {
    case 'table':
      return bindTable(env, part)
    case 'derived':
      return bindDerived(env, part, left)
    case 'function': {
      const table = asTable(part)
      if (table) return bindTable(env, table)
      return part.definitions
        ? bindDerived(
            env,
            definedColumns(part, part.definitions, () => bindFunction(env, part, left)),
            left,
          )
        : bindFunction(env, part, left)
    }
  }
}

function bindTable(env: ExprEnv, part: Ast.TableRef): BoundRelation<From> {
  const cte = findCte(env, part.name)
  return cte ? cteRelation(env, cte, part.alias) : tableRelation(env, part)
}

function bindDerived(env: ExprEnv, part: Ast.DerivedTable, left: readonly FromItem[]): BoundRelation<From> {
  const { scope } = env
  const query = scope.seeing(part.lateral ? left : [], () => scope.within('from', () => bindQuery(env, part.query)))
  let lateral = false
  walkQuery(query, (expr) => {
    lateral ||= expr.kind === 'column' && env.binding.scopeOf.get(expr.relation) === scope
  })
  return derivedRelation(env, query, lateral, part.alias)
}

function bindFunction(env: ExprEnv, part: Ast.FunctionTable, left: readonly FromItem[]): BoundRelation<From> {
  const { scope, binding } = env
  checkDefined(part)
  const calls = scope.seeing(left, () =>
    scope.within('function', () => part.calls.flatMap((each) => setCalls(env, each))),
  )
  const isLateral = (arg: Expr) => [...relationsUsed(arg)].some((id) => binding.scopeOf.get(id) === scope)
  const lateral = calls.some((each) => each.args.some(isLateral))
  const { withOrdinality, alias } = part
  const [first] = calls
  if (calls.length === 1)
    return functionRelation(env, { ...first!, withOrdinality, lateral, ...(alias ? { alias } : {}) })
  const names = calls.map(({ fn }) => functionColumn(fn))
  const rows = sideBySide(binding, calls, names, withOrdinality)
  return derivedRelation(env, rows, lateral, alias, { text: functionName(part.calls[0]!), quoted: false, at: part.at })
}

/** Functions of the catalogue whose rows a view of it has. */
const viewsOf: Readonly<Record<string, string>> = byName({
  pg_show_all_settings: 'pg_settings',
  pg_get_keywords: 'pg_keywords',
  pg_stat_get_activity: 'pg_stat_activity',
  pg_timezone_names: 'pg_timezone_names',
  pg_lock_status: 'pg_locks',
  pg_prepared_statement: 'pg_prepared_statements',
  pg_cursor: 'pg_cursors',
})

function asTable({ calls, alias, withOrdinality, definitions, at }: Ast.FunctionTable): Ast.TableRef | undefined {
  const [call] = calls
  const view = calls.length === 1 && Object.hasOwn(viewsOf, functionName(call!)) && viewsOf[functionName(call!)]
  if (!view || withOrdinality || definitions) return undefined
  const name = ['pg_catalog', view].map((text): Ast.Name => ({ text, quoted: false, at }))
  const called = alias ?? { name: call!.name.at(-1)!, columns: [] }
  return { kind: 'table', name, alias: called, at }
}

/** Functions of several columns, as one function for each. */
const columnsOf: Readonly<Record<string, readonly string[]>> = byName({
  json_each: ['json_each key', 'json_each value'],
  json_each_text: ['json_each key', 'json_each_text value'],
  pg_options_to_table: ['pg_options_to_table name', 'pg_options_to_table value'],
  aclexplode: ['aclexplode grantor', 'aclexplode grantee', 'aclexplode privilege_type', 'aclexplode is_grantable'],
  _pg_expandarray: ['_pg_expandarray x', '_pg_expandarray n'],
  jsonb_each: ['jsonb_each key', 'jsonb_each value'],
  jsonb_each_text: ['jsonb_each key', 'jsonb_each_text value'],
})

/** `unnest(a, b)` is short for `ROWS FROM (unnest(a), unnest(b))`. */
function setCalls(env: ExprEnv, call: Ast.SqlCall): readonly RowsFromCall[] {
  const name = functionName(call)
  const columns = Object.hasOwn(columnsOf, name) ? columnsOf[name] : undefined
  if (columns) return columns.map((text) => bindSetCall(env, { ...call, name: [{ text, quoted: false, at: call.at }] }))
  if (name !== 'unnest' || call.args.length < 2) return [bindSetCall(env, call)]
  return call.args.map((arg) => bindSetCall(env, { ...call, args: [arg] }))
}

/** 42712 when two of one FROM list have the same name. */
function declare({ scope }: ExprEnv, part: Exclude<Ast.SqlFrom, Ast.SqlJoin>, items: readonly FromItem[]): void {
  for (const { alias, quoted, schema } of items) {
    if (alias === undefined) continue
    const table = part.kind === 'table' && part.alias ? part.name.at(-1)!.text : undefined
    declareName(scope, { alias, quoted, schema, table }, part.at)
  }
}

const declareAlias = ({ scope }: ExprEnv, { text, quoted }: Ast.Name, at: number): void =>
  declareName(scope, { alias: text, quoted, schema: undefined, table: undefined }, at)

function declareName(scope: Scope, named: DeclaredName, at: number): void {
  const twin = scope.declared.find((entry) => sameAlias(entry, named))
  if (twin) refuse('AMBIGUOUS_ALIAS', `table name "${named.alias}" specified more than once`, at)
  scope.declared.push(named)
}

interface NamedTable {
  readonly alias: string
  readonly quoted: boolean
  readonly schema: string | undefined
}

// Two tables of different schemas may have one name; two aliases that only quotes tell apart may too.
function sameAlias(a: NamedTable, b: NamedTable): boolean {
  if (a.schema !== undefined && b.schema !== undefined && a.schema !== b.schema) return false
  return a.alias === b.alias || (!(a.quoted && b.quoted) && a.alias.toLowerCase() === b.alias.toLowerCase())
}

function bindJoin(env: ExprEnv, join: Ast.SqlJoin, outside: readonly FromItem[]): BoundRelation<From> {
  const left = bindPart(env, join.left, outside)
  // A LATERAL on the right of RIGHT or FULL JOIN cannot look at rows that the join is yet to make.
  const seesLeft = join.type === 'inner' || join.type === 'left' || join.type === 'cross'
  const right = bindPart(env, join.right, seesLeft ? [...outside, ...left.items] : outside)
  if (join.type === 'left' || join.type === 'full') madeUp(env, right.items)
  if (join.type === 'right' || join.type === 'full') madeUp(env, left.items)
  if (join.usingAlias) declareAlias(env, join.usingAlias, join.at)
  if (join.natural || join.using) return mergedJoin(env, join, left, right)
  const items = [...left.items, ...right.items]
  const on = join.on && env.scope.seeing(items, () => bindOn(env, join.on!))
  const from: From = { kind: 'join', type: join.type, left: left.from, right: right.from, ...(on ? { on } : {}) }
  return { from, items }
}

function madeUp({ scope }: ExprEnv, items: readonly FromItem[]): void {
  for (const column of items.flatMap((item) => item.columns)) scope.madeUp.add(column)
}

const bindOn = (env: ExprEnv, on: Ast.SqlExpr): Expr =>
  env.scope.within('on', () => asBoolean(env.binding, bindExpr(env, on), 'JOIN/ON'))
