import { byName } from '../../base/by-name.ts'
import { type SqlType, text } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import { mapQuery } from '../../engine/walk.ts'
import type { Table } from '../../source/index.ts'
import type { ParsedStatement, SqlStatement } from '../../sql/statement.ts'
import { Binding, type BindSettings, type TableSource } from './binding.ts'
import { NeedNames, NeedTables, refuse } from './errors.ts'
import { ParameterTypes } from './parameters.ts'
import { bindQuery } from './query.ts'
import { needsNames, showReferences } from './shown-references.ts'
import { tablesOf } from './tables-of.ts'

export interface BoundStatement {
  readonly query: Query
  readonly parameters: { readonly types: readonly SqlType[] }
  /** Every table read, lookup targets included. */
  readonly tables: readonly Table[]
}

/**
 * Binds the query of a statement (of EXPLAIN: the query explained).
 *
 * @throws NeedNames when functions ask for the names of the catalogue: put them into the session and bind again
 * @throws NeedTables when `tables` has not read a table yet: load them and bind again
 * @throws ZohoSqlError with SQLSTATE and position: 42P01, 42703, 42702, 42883, 42804, 42803, 22P02, 25006 …
 */
export function bind(parsed: ParsedStatement, tables: TableSource, settings: BindSettings): BoundStatement {
  const { statement } = parsed
  if (statement.kind !== 'query' && statement.kind !== 'explain') return refuseStatement(statement)
  needAllAtOnce(statement, tables)
  const parameters = new ParameterTypes(parsed, settings.values, settings.declared)
  const binding = new Binding(tables, settings, parameters)
  const query = showReferences(binding, bindQuery({ binding, ctes: [], scope: undefined }, statement.query))
  if (settings.session.state.names === undefined && needsNames(query)) throw new NeedNames()
  const types = parameters.finish()
  return { query: withTypes(query, types), parameters: { types }, tables: binding.used }
}

/** Tables are asked for together, so that their metadata is read side by side. */
export function needAllAtOnce(statement: SqlStatement, tables: TableSource): void {
  const paths = tablesOf(statement).map((path) => path.map((name) => name.text))
  const unread = paths.filter((path) => tables.find(path) === 'unread')
  if (unread.length > 0) throw new NeedTables(unread)
}

/** Parameters that stood alone when they were met have their types only now. */
function withTypes(query: Query, types: readonly SqlType[]): Query {
  if (types.length === 0) return query
  return mapQuery(query, (expr) => {
    if (expr.kind !== 'parameter' || expr.type.name !== 'unknown') return undefined
    return { ...expr, type: types[expr.index] ?? text }
  })
}

/** Statements that change what there is, and what does the same here. */
const ways: Readonly<Record<string, string>> = byName({
  truncate: 'Use DELETE FROM … WHERE id IS NOT NULL.',
  merge: 'Use INSERT … ON CONFLICT (…) DO UPDATE, or UPDATE … FROM and INSERT … SELECT.',
  create: 'Modules and fields are made in Zoho’s settings.',
  alter: 'Modules and fields are changed in Zoho’s settings.',
  drop: 'Modules and fields are removed in Zoho’s settings. To empty a table, use DELETE FROM … WHERE id IS NOT NULL.',
  comment: 'Labels and descriptions are changed in Zoho’s settings.',
  grant: 'Rights are given by Zoho’s profiles and roles.',
  revoke: 'Rights are taken by Zoho’s profiles and roles.',
})

type NoQuery = Exclude<SqlStatement, { kind: 'query' | 'explain' }>

function refuseStatement(statement: NoQuery): never {
  if (statement.kind !== 'other')
    return refuse('READ_ONLY', 'this connection only reads', statement.kind === 'call' ? statement.at : undefined)
  const { verb, at } = statement
  const hint = ways[verb.toLowerCase()] ?? 'Use SELECT, VALUES, WITH, INSERT, UPDATE, DELETE or EXPLAIN.'
  return refuse('NOT_SUPPORTED', `${verb.toUpperCase()} is not supported`, at, hint)
}
