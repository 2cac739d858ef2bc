import { type SqlType, text } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import { mapQuery } from '../../engine/walk.ts'
import type { Table } from '../../source/index.ts'
import type { Parsed, Statement } from '../../sql/statement.ts'
import { Binding, type BindSettings, type TableSource } from './binding.ts'
import { NeedTables, refuse } from './errors.ts'
import { ParameterTypes } from './parameters.ts'
import { bindQuery } from './query.ts'
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
 * @throws NeedTables when `tables` has not read a table yet: load them and bind again
 * @throws ZohoSqlError with SQLSTATE and position: 42P01, 42703, 42702, 42883, 42804, 42803, 22P02, 25006 …
 */
export function bind(parsed: Parsed, tables: TableSource, settings: BindSettings): BoundStatement {
  const { statement } = parsed
  if (statement.kind === 'other') return refuseStatement(statement)
  needAllAtOnce(statement, tables)
  const parameters = new ParameterTypes(parsed, settings.values, settings.declared)
  const binding = new Binding(tables, settings, parameters)
  const query = bindQuery({ binding, ctes: [], scope: undefined }, statement.query)
  const types = parameters.finish()
  return { query: withTypes(query, types), parameters: { types }, tables: binding.used }
}

/** Tables are asked for together, so that their metadata is read side by side. */
function needAllAtOnce(statement: Statement, tables: TableSource): void {
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

const writes: ReadonlySet<string> = new Set(
  'insert update delete merge truncate create alter drop copy grant revoke comment'.split(' '),
)

function refuseStatement({ verb, at }: Statement & { kind: 'other' }): never {
  const name = verb.toUpperCase()
  if (writes.has(verb.toLowerCase().split(' ')[0]!))
    return refuse('READ_ONLY', `${name} is not allowed: this connection only reads`, at)
  return refuse('NOT_SUPPORTED', `${name} is not supported`, at, 'Use SELECT, VALUES, WITH or EXPLAIN.')
}
