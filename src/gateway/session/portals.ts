import { ZohoSqlError } from '../../base/errors.ts'
import type { Scroll } from '../../session/index.ts'
import type { ColumnHeader } from '../wire/index.ts'
import { CursorSource, type KeptBytes } from './cursor.ts'
import { type BindRequest, type Executable, formatAt, type StatementSource } from './source.ts'

/** A statement of a name, prepared by Parse or by PREPARE. */
export interface NamedStatement {
  readonly sql: string
  readonly executable: Executable
}

/** What the prepared statements of one session may take. */
const statementsMax = 5000
const statementBytesMax = 64 << 20
/** Of a column's description, besides its name. */
const columnBytes = 200

const sizeOf = ({ sql, executable: { columns = [], parameterTypes } }: NamedStatement): number =>
  1000 + 2 * sql.length + (columns.length + parameterTypes.length) * columnBytes

const tooManyStatements = (): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', 'this session has prepared as many statements as it may keep', {
    hint: `It may keep ${statementsMax}, and ${statementBytesMax >> 20} MiB of them: DEALLOCATE those that are done with.`,
  })

/** Statements by name. Both protocol and SQL put them here and take them from here. */
export class PreparedStatements {
  readonly #byName = new Map<string, NamedStatement>()
  #size = 0

  /** @throws {ZohoSqlError} 42P05: only the unnamed one is replaced */
  set(name: string, prepared: NamedStatement): void {
    if (name !== '' && this.#byName.has(name)) {
      throw new ZohoSqlError('DUPLICATE_STATEMENT', `prepared statement "${name}" already exists`)
    }
    const size = sizeOf(prepared)
    if (this.#byName.size >= statementsMax || this.#size + size > statementBytesMax) throw tooManyStatements()
    this.#size += size
    this.#byName.set(name, prepared)
  }

  /** Rows of pg_prepared_statements. */
  rows(): readonly Readonly<Record<string, unknown>>[] {
    const named = [...this.#byName].filter(([name]) => name !== '')
    return named.map(
      ([
        name,
        {
          sql,
          executable: { parameterTypes },
        },
      ]) => ({
        name,
        statement: sql,
        parameter_types: `{${parameterTypes.join(',')}}`,
        from_sql: false,
      }),
    )
  }

  /** @throws {ZohoSqlError} 26000 */
  get(name: string): NamedStatement {
    const found = this.#byName.get(name)
    if (found) return found
    const which = name === '' ? 'unnamed prepared statement' : `prepared statement "${name}"`
    throw new ZohoSqlError('UNDEFINED_STATEMENT', `${which} does not exist`)
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  delete(name: string): void {
    const found = this.#byName.get(name)
    if (found) this.#size -= sizeOf(found)
    this.#byName.delete(name)
  }

  clear(): void {
    this.#byName.clear()
    this.#size = 0
  }
}

export interface PortalOptions {
  /** Outlives its transaction (WITH HOLD). */
  readonly hold?: boolean
  /** DECLARE … BINARY. */
  readonly binary?: boolean
  /** Made by DECLARE: the formats of its values are said by the first FETCH. */
  readonly cursor?: boolean
  readonly scroll?: Scroll
}

/** A statement with its parameters, under way or about to be. */
export class Portal {
  readonly sql: string
  readonly options: PortalOptions
  readonly #executable: Executable
  #binding: BindRequest
  #source: StatementSource | undefined
  #cursor: CursorSource | undefined
  /** What it and the session's other cursors keep. */
  kept: KeptBytes = { bytes: 0 }
  /** A statement without rows ran. */
  done = false

  constructor({ sql, executable }: NamedStatement, binding: BindRequest, options: PortalOptions = {}) {
    this.sql = sql
    this.#executable = executable
    this.options = options
    this.#binding = options.binary ? { ...binding, resultFormats: [1] } : binding
  }

  get columns(): readonly ColumnHeader[] | undefined {
    return this.#executable.columns
  }

  get formats(): readonly number[] {
    return (this.columns ?? []).map((_, index) => formatAt(this.#binding.resultFormats, index))
  }

  /** @param formats of the FETCH that opens it, for cursors */
  source(formats?: readonly number[]): StatementSource {
    if (this.#source) return this.#source
    const own = this.options.cursor && !this.options.binary && formats
    if (own) this.#binding = { ...this.#binding, resultFormats: own }
    this.#source = this.#executable.open(this.#binding)
    return this.#source
  }

  /** Its place among its rows, for FETCH and MOVE: from the first of them on, the protocol reads by it too. */
  cursor(formats: readonly number[]): CursorSource {
    if (!this.#cursor) {
      const scroll = this.options.cursor ? this.options.scroll : 'no scroll'
      this.#cursor = new CursorSource(this.source(formats), scroll, this.kept)
      this.#source = this.#cursor
    }
    return this.#cursor
  }

  async close(reason?: unknown): Promise<void> {
    await this.#source?.close(reason)
  }
}

/** Each that is under way keeps an engine of its own. */
const portalsMax = 64

const tooManyPortals = (): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', `a session has at most ${portalsMax} portals and cursors open`, {
    hint: 'Close those that are done with.',
  })

/** Portals and cursors: one name space, as in PostgreSQL. */
export class Portals {
  readonly #byName = new Map<string, Portal>()
  readonly #kept: KeptBytes = { bytes: 0 }

  /** @throws {ZohoSqlError} 42P03 */
  async set(name: string, portal: Portal): Promise<void> {
    const what = portal.options.cursor ? 'cursor' : 'portal'
    if (name !== '' && this.#byName.has(name)) {
      throw new ZohoSqlError('DUPLICATE_CURSOR', `${what} "${name}" already exists`)
    }
    await this.close(name)
    if (this.#byName.size >= portalsMax) throw tooManyPortals()
    portal.kept = this.#kept
    this.#byName.set(name, portal)
  }

  /** @throws {ZohoSqlError} 34000 */
  get(name: string, what = 'portal'): Portal {
    const found = this.#byName.get(name)
    if (found) return found
    throw new ZohoSqlError('UNDEFINED_CURSOR', `${what} "${name}" does not exist`)
  }

  /** Rows of pg_cursors. */
  rows(): readonly Readonly<Record<string, unknown>>[] {
    const cursors = [...this.#byName].filter(([, { options }]) => options.cursor)
    return cursors.map(([name, { sql, options }]) => ({
      name,
      statement: sql,
      is_holdable: options.hold ?? false,
      is_binary: options.binary ?? false,
      is_scrollable: options.scroll !== 'no scroll',
    }))
  }

  async close(name: string): Promise<void> {
    const found = this.#byName.get(name)
    this.#byName.delete(name)
    await found?.close()
  }

  /** @param held those WITH HOLD too */
  async closeAll(held: boolean): Promise<void> {
    const ending = [...this.#byName].filter(([, { options }]) => held || !options.hold)
    for (const [name] of ending) await this.close(name)
  }
}
