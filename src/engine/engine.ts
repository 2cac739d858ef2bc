import { ZohoSqlError } from '../base/errors.ts'
import type { SqlType, Value } from '../base/types.ts'
import { functionPrinter, type RegisteredFunctions, registerFunctions } from './functions/index.ts'
import { type Cancellation, Guard } from './guard.ts'
import { lookedUpColumns } from './indexes.ts'
import { plainQuery, plainSelect } from './lower/derive.ts'
import { type Bind, print } from './print/index.ts'
import { registerRuntime, registerUnpack } from './runtime.ts'
import { asZohoSqlError, type Connection, openConnection } from './sqlite.ts'
import { StagingTable } from './staging.ts'
import type { Expr, Query } from './tree.ts'
import { type Decoder, decoder, encode, makeSession, type Raw, type Session } from './values/index.ts'

export interface EngineOptions extends Cancellation {
  /** Time zone, and the instant that `now()` is. */
  readonly session?: Session
  /** Bytes kept in memory before SQLite moves pages to a temporary file. */
  readonly memory?: number
}

export interface StagedColumn {
  /** Name in the relation: `RelationColumn.name`. */
  readonly name: string
  readonly type: SqlType
}

export type Row = Value[]

/** Where the pages of one scan go. */
export interface StagedRows {
  /** Adds a page, in one transaction. */
  readonly insert: (rows: readonly (readonly Value[])[]) => void
  readonly clear: () => void
}

/** The statement that ran last: a plan that runs page by page runs it again. */
interface Prepared {
  readonly query: Query
  readonly statement: { iterate(binds: Record<string, Raw>): IterableIterator<Raw[]> }
  readonly binds: readonly Bind[]
}

const defaultMemory = 64 * 1024 * 1024

/**
 * A private SQLite for one statement: rows are staged by relation, then the query runs over them. Synchronous: callers
 * give the event loop its turns between pages and between rows.
 */
export class LocalEngine {
  readonly #db: Connection
  readonly #functions: RegisteredFunctions
  readonly #memory: number
  readonly #tables = new Map<number, StagingTable>()
  readonly #unpacked = new Set<number>()
  readonly #running = new Set<IterableIterator<Raw[]>>()
  readonly #guard: Guard
  #session: Session
  #prepared: Prepared | undefined

  private constructor(options: EngineOptions) {
    this.#memory = options.memory ?? defaultMemory
    this.#guard = new Guard(options)
    this.#session = options.session ?? makeSession()
    this.#db = openConnection(this.#memory)
    registerRuntime(this.#db, this.#guard)
    this.#functions = registerFunctions(this.#db, this.#session)
  }

  /** @throws {ZohoSqlError} USAGE on a Node that is too old for better-sqlite3 */
  static open(options: EngineOptions = {}): LocalEngine {
    return new LocalEngine(options)
  }

  /** Makes room for the rows of a table relation; values will come in the order of `columns`. */
  stage(relation: number, columns: readonly StagedColumn[]): StagedRows {
    if (this.#tables.has(relation)) throw new ZohoSqlError('INTERNAL', `relation ${relation} was staged before`)
    const table = new StagingTable(this.#db, `t${relation}`, columns, this.#session)
    this.#tables.set(relation, table)
    return {
      insert: (rows) => {
        this.#guard.check()
        table.insert(rows)
      },
      clear: () => table.clear(),
    }
  }

  /** Distinct values of a staged column that are not NULL, at most `limit` of them. */
  distinct(relation: number, column: string, limit: number): Value[] {
    const table = this.#tables.get(relation)
    if (table === undefined) throw new ZohoSqlError('INTERNAL', `relation ${relation} was not staged`)
    return table.distinct(column, limit)
  }

  /** True once the staged rows no longer fit in memory and a temporary file holds some of them. */
  get spilled(): boolean {
    return this.stagedBytes > this.#memory
  }

  get stagedBytes(): number {
    const pages = this.#db.pragma('page_count', { simple: true }) as number
    return pages * (this.#db.pragma('page_size', { simple: true }) as number)
  }

  /**
   * Runs a query over what was staged. Rows come one by one, values in the order of its columns.
   *
   * @throws {ZohoSqlError} what PostgreSQL would raise, CANCELLED, TIMEOUT, or NOT_SUPPORTED
   */
  *run(query: Query, parameters: readonly Value[] = []): IterableIterator<Row> {
    const decoders = query.columns.map((column) => decoder(column.type, this.#session))
    let rows: IterableIterator<Raw[]> | undefined
    try {
      rows = this.#rows(query, parameters)
      this.#running.add(rows)
      for (const raw of rows) {
        this.#guard.tick()
        yield decodeRow(raw, decoders)
      }
    } catch (error) {
      throw asZohoSqlError(error)
    } finally {
      if (rows) this.#running.delete(rows)
    }
  }

  #rows(query: Query, parameters: readonly Value[]): IterableIterator<Raw[]> {
    this.#guard.check()
    if (this.#prepared?.query !== query) this.#prepared = this.#prepare(query, parameters)
    const { statement, binds } = this.#prepared
    return statement.iterate(this.#bound(binds, parameters))
  }

  #prepare(query: Query, parameters: readonly Value[]): Prepared {
    const printed = print(query, {
      functions: functionPrinter,
      encode: (value, type) => encode(value, type, this.#session),
      staged: (relation) => this.#tables.get(relation.id),
      fold: (expr) => this.evaluate(expr, parameters),
    })
    for (const columns of printed.unpacked) this.#unpack(columns)
    for (const { relation, column } of lookedUpColumns(query)) this.#tables.get(relation)?.index(column)
    const statement = this.#db.prepare<[Record<string, Raw>], Raw[]>(printed.sql).raw().safeIntegers()
    return { query, statement, binds: printed.binds }
  }

  #unpack(columns: number): void {
    if (this.#unpacked.has(columns)) return
    this.#unpacked.add(columns)
    registerUnpack(this.#db, columns)
  }

  #bound(binds: readonly Bind[], parameters: readonly Value[]): Record<string, Raw> {
    const raw = (bind: Bind) => (bind.kind === 'constant' ? bind.value : this.#parameter(bind, parameters))
    return Object.fromEntries(binds.map((bind) => [bind.name, raw(bind)]))
  }

  #parameter({ index, type }: Bind & { kind: 'parameter' }, parameters: readonly Value[]): Raw {
    const value = parameters[index]
    if (value === undefined) throw new ZohoSqlError('UNDEFINED_PARAMETER', `there is no parameter $${index + 1}`)
    return encode(value, type, this.#session)
  }

  /** The value of an expression that names no column. */
  evaluate(expr: Expr, parameters: readonly Value[] = []): Value {
    const columns = [{ name: 'value', type: expr.type }]
    for (const row of this.run(plainQuery(plainSelect({ items: [expr] }), columns), parameters)) return row[0]!
    throw new ZohoSqlError('INTERNAL', 'a constant expression gave no row')
  }

  /** For {@link evaluate} in another session than that of the constructor. */
  useSession(session: Session): void {
    this.#session = session
    this.#functions.useSession(session)
  }

  /** Ends what is running and drops everything staged. */
  close(): void {
    for (const rows of this.#running) rows.return?.()
    this.#db.close()
  }
}

function decodeRow(raw: readonly Raw[], decoders: readonly Decoder[]): Row {
  const row = new Array<Value>(decoders.length)
  for (let i = 0; i < decoders.length; i++) row[i] = decoders[i]!(raw[i]!)
  return row
}
