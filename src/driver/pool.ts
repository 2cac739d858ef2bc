import { ZohoSqlError } from '../base/errors.ts'
import type { ConnectionInput } from '../config/index.ts'
import type { Parameters } from '../exec/parameters.ts'
import { Connection, type QueryOptions } from './connection.ts'
import { type OpenAccount, openAccount } from './open.ts'
import type { Result } from './result.ts'
import type { JsValue } from './values.ts'

/**
 * Connections to one account that share everything dear: sockets, token, metadata. A connection costs nothing here, so
 * a pool has no size; the calls in flight are bounded for the account as a whole.
 */
export class Pool {
  readonly #account: OpenAccount
  readonly #given = new Set<Connection>()
  #closed = false

  constructor(account: OpenAccount) {
    this.#account = account
  }

  /** A connection; its `close` gives it back. */
  async connect(): Promise<Connection> {
    if (this.#closed) throw new ZohoSqlError('CONNECTION_CLOSED', 'The pool is closed.')
    const connection: Connection = new Connection(this.#account, async () => {
      this.#given.delete(connection)
    })
    this.#given.add(connection)
    return connection
  }

  /** Runs one statement on a connection of its own. */
  async query<Row = Record<string, JsValue>>(
    sql: string,
    parameters?: Parameters,
    options?: QueryOptions,
  ): Promise<Result<Row>> {
    await using connection = await this.connect()
    return await connection.query<Row>(sql, parameters, options)
  }

  /** Ends all its connections. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.all([...this.#given].map((connection) => connection.close()))
    await this.#account.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * A pool for a connection string, properties, a linked-service JSON, or the environment.
 *
 * @throws {ZohoSqlError} 01S00, HY024, IM002
 */
export async function pool(input?: ConnectionInput): Promise<Pool> {
  return new Pool(openAccount(input))
}

/**
 * Connects to a Zoho account. Nothing is sent yet: the first statement says whether credentials and endpoint are right.
 *
 * @example
 * await using db = await connect('ClientId=…;ClientSecret=…;RefreshToken=…')
 * @param input an ODBC connection string, an object of properties, an Azure Data Factory linked-service JSON (text,
 * object or path), or nothing: the environment's `ZOHOSQL_…` variables.
 * @throws {ZohoSqlError} 01S00 unknown property · HY024 wrong or missing value · IM002 unknown DSN
 */
export async function connect(input?: ConnectionInput): Promise<Connection> {
  return new Connection(openAccount(input))
}
