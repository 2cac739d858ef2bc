import { ZohoSqlError } from '../base/errors.ts'
import type { SqlType, Value } from '../base/types.ts'
import { type RegisteredFunctions, registerFunctions } from './functions/index.ts'
import { watched } from './functions/watch.ts'
import { type Cancellation, Guard } from './guard.ts'
import type { Program } from './program.ts'
import { RowReading } from './reading.ts'
import { registerRuntime, registerUnpack } from './runtime.ts'
import { asZohoSqlError, openConnection, type SqliteConnection } from './sqlite.ts'
import { StagingTable } from './staging.ts'
import { decoder, type Raw, type RawDecoder, type Session } from './values/index.ts'

export interface StoreOptions extends Cancellation {
  /** Time zone, and the instant that `now()` is. */
  readonly session: Session
  /** Bytes kept in memory before SQLite moves pages to a temporary file. */
  readonly memory: number
}

export type StoreRow = Value[]

export interface StagedSize {
  readonly bytes: number
  /** True once the staged rows no longer fit in memory and a temporary file holds some of them. */
  readonly spilled: boolean
}

interface PreparedSelect {
  readonly sql: string
  readonly statement: { iterate(binds: Readonly<Record<string, Raw>>): IterableIterator<Raw[]> }
}

/** A private SQLite: tables by name, rows in, rows of a program out. Synchronous; knows nothing of trees. */
export class Store {
  readonly #db: SqliteConnection
  readonly #functions: RegisteredFunctions
  readonly #memory: number
  readonly #tables = new Map<string, StagingTable>()
  readonly #unpacked = new Set<number>()
  readonly #running = new Set<RowReading>()
  readonly #guard: Guard
  readonly #look = (): void => this.#guard.check()
  #session: Session
  #prepared: PreparedSelect | undefined

  /** @throws {ZohoSqlError} USAGE on a Node that is too old for better-sqlite3 */
  constructor(options: StoreOptions) {
    this.#memory = options.memory
    this.#guard = new Guard(options)
    this.#session = options.session
    this.#db = openConnection(options.memory)
    registerRuntime(this.#db, this.#guard)
    this.#functions = registerFunctions(this.#db, this.#session)
  }

  stage(name: string, types: readonly SqlType[]): void {
    this.#pause()
    this.#tables.set(name, new StagingTable(this.#db, name, types, this.#session))
  }

  /** Adds a page, in one transaction. */
  insert(name: string, rows: readonly (readonly Value[])[]): void {
    this.#guard.check()
    this.#pause()
    this.#table(name).insert(rows)
  }

  clear(name: string): void {
    this.#pause()
    this.#table(name).clear()
  }

  get size(): StagedSize {
    const pages = this.#db.pragma('page_count', { simple: true }) as number
    const bytes = pages * (this.#db.pragma('page_size', { simple: true }) as number)
    return { bytes, spilled: bytes > this.#memory }
  }

  /**
   * Rows one by one, values in the order of the program's types.
   *
   * @throws {ZohoSqlError} what PostgreSQL would raise, CANCELLED, TIMEOUT
   */
  *run(program: Program): IterableIterator<StoreRow> {
    const decoders = program.types.map((type) => decoder(type, this.#session))
    let reading: RowReading | undefined
    try {
      this.#guard.check()
      this.#pause()
      reading = new RowReading(this.#prepare(program).iterate(program.binds))
      this.#running.add(reading)
      for (let raw = this.#next(reading); raw; raw = this.#next(reading)) {
        this.#guard.tick()
        yield decodeRow(raw, decoders)
      }
    } catch (error) {
      throw asZohoSqlError(error)
    } finally {
      if (reading) this.#end(reading)
    }
  }

  prepare(program: Program): void {
    this.#prepare(program)
  }

  #next(reading: RowReading): Raw[] | undefined {
    return watched(this.#look, () => reading.next())
  }

  /** For the statements that follow. */
  useSession(session: Session): void {
    this.#session = session
    this.#functions.useSession(session)
  }

  /** Ends what is running and drops everything staged. */
  close(): void {
    for (const reading of this.#running) this.#end(reading)
    this.#db.close()
  }

  /** Nothing may be under way in SQLite while something is written, made, or run once more. */
  #pause(): void {
    for (const reading of this.#running) watched(this.#look, () => reading.fetchRest(this.#guard.tick))
  }

  #end(reading: RowReading): void {
    reading.end()
    this.#running.delete(reading)
  }

  #prepare({ sql, unpacked, indexes }: Program): PreparedSelect['statement'] {
    if (this.#prepared?.sql !== sql) {
      for (const columns of unpacked) this.#unpack(columns)
      for (const { table, key } of indexes) this.#table(table).index(key)
      if (indexes.length > 3) this.#db.exec('ANALYZE')
      const statement = this.#db.prepare<[Record<string, Raw>], Raw[]>(sql).raw().safeIntegers()
      this.#prepared = { sql, statement }
    }
    return this.#prepared.statement
  }

  #unpack(columns: number): void {
    if (this.#unpacked.has(columns)) return
    this.#unpacked.add(columns)
    registerUnpack(this.#db, columns)
  }

  #table(name: string): StagingTable {
    const table = this.#tables.get(name)
    if (table === undefined) throw new ZohoSqlError('INTERNAL', `${name} was not staged`)
    return table
  }
}

function decodeRow(raw: readonly Raw[], decoders: readonly RawDecoder[]): StoreRow {
  const row = new Array<Value>(decoders.length)
  for (let i = 0; i < decoders.length; i++) row[i] = decoders[i]!(raw[i]!)
  return row
}
