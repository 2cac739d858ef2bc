import type { ZohoSqlError } from '../../base/errors.ts'
import type { Connection, Querying } from './connection.ts'
import type { Callback } from './options.ts'

/**
 * Connections to one account that share what costs: sockets, token, metadata. A connection costs nothing here, so a pool
 * has no size; the calls in flight are bounded for the account as a whole.
 *
 * @example
 * await using shared = await pool('ClientId=…;ClientSecret=…;RefreshToken=…')
 * await Promise.all(['Leads', 'Deals'].map((table) => shared.query(`SELECT count(*) FROM ${table}`)))
 */
export interface Pool extends Querying, AsyncDisposable {
  /**
   * A connection; its `close` gives it back.
   *
   * @example
   * await using db = await shared.connect()
   */
  connect(): Promise<Connection>
  connect(callback: Callback<Connection>): undefined
  /**
   * Calls back when Zoho calls the account's refresh token invalid, which is final: nothing is asked with it any more, and
   * every statement that needs a new access token ends with that error (28000). Somebody has to sign in again.
   *
   * @example
   * shared.on('tokenInvalidated', ({ message }) => console.error(`Sign in again: ${message}`))
   */
  on(event: 'tokenInvalidated', listener: (error: ZohoSqlError) => void): this
  /**
   * Ends all its connections.
   *
   * @example
   * await shared.close()
   */
  close(): Promise<void>
  close(callback: Callback<void>): undefined
}
