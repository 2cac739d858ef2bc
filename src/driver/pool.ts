import { ZohoSqlError } from '../base/errors.ts'
import type { RawConnectionInput } from '../config/index.ts'
import type { Parameters } from '../exec/parameters.ts'
import { Connection } from './connection.ts'
import type { Cursor } from './cursor.ts'
import type { CursorOptions, JsValue, QueryOptions, Result, RowObject, Sql } from './face/index.ts'
import { face } from './facing.ts'
import { odbcOptions } from './odbc.ts'
import { type OpenAccount, openAccount } from './open.ts'

/** Connections to one account, and statements on one of them; see `face/pool.ts`. */
class Pool {
  readonly #account: OpenAccount
  readonly #rowMode: QueryOptions['rowMode']
  readonly #given = new Set<Connection>()
  #shared: Connection | undefined
  #closed = false

  constructor(account: OpenAccount, rowMode?: QueryOptions['rowMode']) {
    this.#account = account
    this.#rowMode = rowMode
  }

  async connect(): Promise<Connection> {
    return this.#give()
  }

  #give(shared = false): Connection {
    if (this.#closed) throw new ZohoSqlError('CONNECTION_CLOSED', 'The pool is closed.')
    const release = async (): Promise<void> => void this.#given.delete(connection)
    const connection: Connection = new Connection(this.#account, { release, rowMode: this.#rowMode, shared })
    this.#given.add(connection)
    return connection
  }

  query<Row = RowObject>(
    sql: Sql,
    parameters: Parameters | null | undefined,
    options: CursorOptions,
  ): Promise<Cursor<Row>>
  query<Row = JsValue[]>(
    sql: Sql,
    parameters: Parameters | null | undefined,
    options: QueryOptions & { readonly rowMode: 'array' },
  ): Promise<Result<Row>>
  query<Row = RowObject>(
    sql: Sql,
    parameters?: Parameters | QueryOptions | null,
    options?: QueryOptions,
  ): Promise<Result<Row>>
  async query<Row>(
    sql: Sql,
    parameters?: Parameters | QueryOptions | null,
    options?: QueryOptions,
  ): Promise<Result<Row> | Cursor<Row>> {
    // One connection for all: statements run side by side on it, and cursors outlive their call.
    this.#shared ??= this.#give(true)
    return this.#shared.query<Row>(sql, parameters, options)
  }

  /** A listener that throws ends the process, and no statement: it is called by itself. */
  on(_event: 'tokenInvalidated', listener: (error: ZohoSqlError) => void): this {
    this.#account.onInvalidated((error) => process.nextTick(listener, error))
    return this
  }

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

face(Pool, 'connect', 'query', 'close')

/** @throws {ZohoSqlError} 01S00, HY024, IM002 */
export async function pool(input?: RawConnectionInput): Promise<Pool> {
  const { account, rowMode } = opened(input)
  return new Pool(account, rowMode)
}

/** @throws {ZohoSqlError} 01S00 unknown property · HY024 wrong or missing value · IM002 unknown DSN */
export async function connect(input?: RawConnectionInput): Promise<Connection> {
  const { account, rowMode } = opened(input)
  return new Connection(account, { rowMode })
}

function opened(input: RawConnectionInput): { account: OpenAccount; rowMode: QueryOptions['rowMode'] } {
  const { options, rest } = odbcOptions(input)
  const defaults = options.connectionTimeout ? { timeout: String(options.connectionTimeout) } : undefined
  const account = openAccount(rest as RawConnectionInput, { ...(defaults && { defaults }) })
  return { account, rowMode: options.fetchArray ? 'array' : undefined }
}
