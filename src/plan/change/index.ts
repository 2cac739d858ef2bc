/**
 * Statements that write, as the planner sees them: each is a query for the rows to be written and the columns they go
 * into. Which columns may be set, what is cast, whether a condition limits the rows, what ON CONFLICT and RETURNING ask
 * for: all of it is told here, before anything is read.
 *
 * Not here: checking values (exec/write), sending (services).
 */
import { type SqlType, text } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import { mapQuery } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ParsedStatement } from '../../sql/statement.ts'
import { Binding, type BindSettings, type TableSource } from '../bind/binding.ts'
import { ParameterTypes } from '../bind/parameters.ts'
import { needAllAtOnce } from '../bind/statement.ts'
import type { BoundChange, Probe } from './bound.ts'
import { bindInsert } from './insert.ts'
import { type ChangeEnv, changeEnv } from './rows.ts'
import { type BoundRows, bindDelete, bindUpdate } from './update.ts'

export type { AssignmentTarget, BoundChange, BoundConflict, BoundReturning, Probe } from './bound.ts'
export { withRows } from './conflict.ts'

export interface ChangeSettings extends BindSettings {
  /** Old values are read along with the new ones: for a journal, or to show what would change. */
  readonly before: boolean
}

/**
 * Binds INSERT, UPDATE and DELETE (of EXPLAIN: what is explained).
 *
 * @throws NeedTables when `tables` has not read a table yet: load them and bind again
 * @throws ZohoSqlError with SQLSTATE and position: what queries throw, and 428C9, 42701, 42804, 0A000
 */
export function bindChange(
  parsed: ParsedStatement,
  change: Ast.SqlChange,
  tables: TableSource,
  settings: ChangeSettings,
): BoundChange {
  needAllAtOnce(parsed.statement, tables)
  const parameters = new ParameterTypes(parsed, settings.values, settings.declared)
  const binding = new Binding(tables, settings, parameters)
  const places = new Map<number, string>()
  const env = changeEnv({ binding, ctes: [], scope: undefined }, change, settings.before)
  const bound = bindRowsOf(env, change, places)
  const types = parameters.finish()
  return { ...typed(bound, types), parameters: { types, places }, tables: binding.used }
}

function bindRowsOf(env: ChangeEnv, change: Ast.SqlChange, places: Map<number, string>): BoundRows {
  switch (change.kind) {
    case 'insert':
      return bindInsert(env, change, places)
    case 'update':
      return bindUpdate(env, change, places)
    case 'delete':
      return bindDelete(env, change)
  }
}

/** Parameters that stood alone when they were met have their types only now. */
function typed(bound: BoundRows, types: readonly SqlType[]): BoundRows {
  return mapQueries(bound, (query) =>
    mapQuery(query, (expr) =>
      expr.kind === 'parameter' && expr.type.name === 'unknown'
        ? { ...expr, type: types[expr.index] ?? text }
        : undefined,
    ),
  )
}

/** All queries of the statement, changed. */
export function mapQueries<T extends BoundRows>(bound: T, fn: (query: Query) => Query): T {
  const { conflict, returning } = bound
  const probe = (one: Probe): Probe => ({ ...one, query: fn(one.query) })
  return {
    ...bound,
    query: fn(bound.query),
    conflict: conflict && { ...conflict, probes: conflict.probes.map(probe) },
    returning: returning && { ...returning, query: returning.query && fn(returning.query) },
  }
}
