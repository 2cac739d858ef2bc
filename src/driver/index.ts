/**
 * The driver as users of the package see it: `connect`, `pool`, and interfaces. What npm `odbc` offers, in its words, and
 * what a stream of rows needs with it.
 *
 * Not here: whatever stands below (parsing, planning, Zoho), and what only this package's own programs need: that is
 * `inner.ts`.
 */
import type { Callback, Connection, ConnectionInput, Pool } from './face/index.ts'
import { callerOf, deliver, withCaller } from './facing.ts'
import { connect as open, pool as openPool } from './pool.ts'

export type * from './face/index.ts'
export {
  SQL_TXN_READ_COMMITTED,
  SQL_TXN_READ_UNCOMMITTED,
  SQL_TXN_REPEATABLE_READ,
  SQL_TXN_SERIALIZABLE,
} from './odbc.ts'
export { condition } from './records/index.ts'

/**
 * Connects to a Zoho account. Nothing is sent yet: the first statement says whether credentials and endpoint are right.
 *
 * @example
 * await using db = await connect('ClientId=…;ClientSecret=…;RefreshToken=…')
 * @param input an ODBC connection string, an object of properties, an Azure Data Factory linked-service JSON (text,
 * object or path), or nothing: the environment's `ZOHOSQL_…` variables.
 * @throws {ZohoSqlError} 01S00 unknown property · HY024 wrong or missing value · IM002 unknown DSN
 */
export function connect(input?: ConnectionInput): Promise<Connection>
export function connect(input: ConnectionInput, callback: Callback<Connection>): undefined
export function connect(input?: ConnectionInput, callback?: Callback<Connection>): Promise<Connection> | undefined {
  return told(open(input as Parameters<typeof open>[0]) as Promise<unknown> as Promise<Connection>, callback, connect)
}

/**
 * A pool for a connection string, properties, a linked-service JSON, or the environment.
 *
 * @example
 * await using shared = await pool('ClientId=…;ClientSecret=…;RefreshToken=…')
 * @throws {ZohoSqlError} 01S00, HY024, IM002
 */
export function pool(input?: ConnectionInput): Promise<Pool>
export function pool(input: ConnectionInput, callback: Callback<Pool>): undefined
export function pool(input?: ConnectionInput, callback?: Callback<Pool>): Promise<Pool> | undefined {
  return told(openPool(input as Parameters<typeof openPool>[0]) as Promise<unknown> as Promise<Pool>, callback, pool)
}

function told<T>(
  work: Promise<T>,
  callback: Callback<T> | undefined,
  below: (...given: never[]) => unknown,
): Promise<T> | undefined {
  const caller = callerOf(below)
  const traced = work.catch((error) => {
    throw withCaller(error, caller)
  })
  return callback ? deliver(traced, callback) : traced
}
