import { ZohoSqlError } from '../base/errors.ts'
import type { Value } from '../base/types.ts'
import type { Cancellation } from './guard.ts'
import { plainQuery, plainSelect } from './lower/derive.ts'
import { Programs, type StagedColumn } from './program.ts'
import { type StagedSize, Store, type StoreRow } from './store.ts'
import type { Expr, Query } from './tree.ts'
import { makeSession, type Session } from './values/index.ts'

export interface EngineOptions extends Cancellation {
  /** Time zone, and the instant that `now()` is. */
  readonly session?: Session
  /** Bytes kept in memory before SQLite moves pages to a temporary file. */
  readonly memory?: number
}

/** Where the pages of one scan go. */
interface LocalStagedRows {
  /** Adds a page, in one transaction. */
  readonly insert: (rows: readonly (readonly Value[])[]) => void
  readonly clear: () => void
}

export const defaultMemory = 64 * 1024 * 1024

/**
 * A private SQLite in this thread: rows are staged by relation, then queries run over them. Synchronous, so for what is
 * soon done; `workspace.ts` chooses between this and a thread of its own.
 */
export class LocalEngine {
  readonly #store: Store
  readonly #programs: Programs

  private constructor({ session = makeSession(), memory = defaultMemory, ...cancellation }: EngineOptions) {
    this.#store = new Store({ session, memory, ...cancellation })
    this.#programs = new Programs(session, (expr, parameters) => this.evaluate(expr, parameters))
  }

  /** @throws {ZohoSqlError} USAGE on a Node that is too old for better-sqlite3 */
  static open(options: EngineOptions = {}): LocalEngine {
    return new LocalEngine(options)
  }

  /** Makes room for the rows of a table, which are those of all these relations; values will come in the order of `columns`. */
  stage(relations: readonly number[], columns: readonly StagedColumn[]): LocalStagedRows {
    const { name } = this.#programs.place(relations, columns)
    const types = columns.map(({ type }) => type)
    this.#store.stage(name, types)
    return { insert: (rows) => this.#store.insert(name, rows), clear: () => this.#store.clear(name) }
  }

  get size(): StagedSize {
    return this.#store.size
  }

  /**
   * Runs a query over what was staged. Rows come one by one, values in the order of its columns.
   *
   * @throws {ZohoSqlError} what PostgreSQL would raise, CANCELLED, TIMEOUT, or NOT_SUPPORTED
   */
  run(query: Query, parameters: readonly Value[] = []): IterableIterator<StoreRow> {
    return this.#store.run(this.#programs.make(query, parameters))
  }

  /** @throws {ZohoSqlError} what running it would throw before its first row, because of what it is and not of its rows */
  prepare(query: Query): void {
    this.#store.prepare(this.#programs.make(query, []))
  }

  /** The value of an expression that names no column. */
  evaluate(expr: Expr, parameters: readonly Value[] = []): Value {
    const columns = [{ name: 'value', type: expr.type }]
    for (const row of this.run(plainQuery(plainSelect({ items: [expr] }), columns), parameters)) return row[0]!
    throw new ZohoSqlError('INTERNAL', 'a constant expression gave no row')
  }

  /** For {@link evaluate} in another session than that of the constructor. */
  useSession(session: Session): void {
    this.#programs.session = session
    this.#store.useSession(session)
  }

  /** Ends what is running and drops everything staged. */
  close(): void {
    this.#store.close()
  }
}
