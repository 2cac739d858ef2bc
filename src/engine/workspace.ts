import { setImmediate as turn } from 'node:timers/promises'
import type { Value } from '../base/types.ts'
import { defaultMemory, type EngineOptions, LocalEngine } from './engine.ts'
import type { StagedColumn } from './program.ts'
import { mayTakeLong } from './slow.ts'
import type { StagedSize, StoreRow } from './store.ts'
import type { Query } from './tree.ts'
import { makeSession } from './values/index.ts'
import { allRelations, walkQuery } from './walk.ts'
import { RemoteEngine } from './worker/remote.ts'
import { threadsAvailable } from './worker/threads.ts'

export interface WorkspaceOptions extends EngineOptions {
  /** Told once what a user should know. */
  readonly notice?: (text: string) => void
}

/** Where the pages of one scan go. */
export interface StagedRows {
  /** Resolves when the next page may come. */
  insert(rows: readonly (readonly Value[])[]): Promise<void>
  clear(): void
}

/** Rows so few are staged here within some 20 ms; a thread of its own would cost more to start. */
const fewRows = 2000
/** Combinations of rows that a query may look at here. */
const fewCombinations = 1_000_000
/** Parts of expressions: as many as are printed and prepared without being noticed. */
const fewParts = 5000
/** Rows handed on at a time. */
const batchRows = 1000

interface StagedRelation {
  readonly relations: readonly number[]
  readonly columns: readonly StagedColumn[]
  /** Those of a small workspace, which may have to move. */
  rows: (readonly Value[])[]
  /** How many of them are staged here. */
  here: number
  local: ReturnType<LocalEngine['stage']> | undefined
  remote: ReturnType<RemoteEngine['stage']> | undefined
}

/**
 * The local computation of one statement: rows are staged by relation, then queries run over them. Little of it is done
 * in this thread; whatever might take long moves to another one, so that nobody else waits for it.
 */
export class Workspace {
  readonly #options: WorkspaceOptions & { session: NonNullable<EngineOptions['session']> }
  readonly #parts: StagedRelation[] = []
  #rows = 0
  #told = false
  #local: LocalEngine | undefined
  #remote: RemoteEngine | undefined

  constructor(options: WorkspaceOptions = {}) {
    this.#options = { ...options, session: options.session ?? makeSession() }
  }

  /** Makes room for the rows of a table, which are those of all these relations; values will come in the order of `columns`. */
  stage(relations: readonly number[], columns: readonly StagedColumn[]): StagedRows {
    const remote = this.#remote?.stage(relations, columns)
    const part: StagedRelation = { relations, columns, rows: [], here: 0, local: undefined, remote }
    this.#parts.push(part)
    return { insert: (rows) => this.#insert(part, rows), clear: () => clear(part) }
  }

  /**
   * Runs a query over what was staged: rows some at a time, values in the order of its columns.
   *
   * @throws {ZohoSqlError} what PostgreSQL would raise, CANCELLED, TIMEOUT, RESOURCE_LIMIT or NOT_SUPPORTED
   */
  async *run(query: Query, parameters: readonly Value[] = []): AsyncGenerator<readonly StoreRow[]> {
    if (!this.#remote && !isSmall(query, this.#rows) && this.#mayMove()) await this.#move()
    if (this.#remote) yield* this.#remote.run(query, parameters)
    else yield* batches(this.#here().run(query, parameters))
  }

  async size(): Promise<StagedSize> {
    return this.#remote?.size() ?? this.#local?.size ?? { bytes: 0, spilled: false }
  }

  /** Ends what is running and drops everything staged. */
  close(): void {
    this.#local?.close()
    this.#remote?.close()
  }

  async #insert(part: StagedRelation, rows: readonly (readonly Value[])[]): Promise<void> {
    this.#rows += rows.length
    if (!this.#remote && this.#rows > fewRows && this.#mayMove()) await this.#move()
    if (part.remote) return part.remote.insert(rows)
    for (const row of rows) part.rows.push(row)
    if (this.#rows > fewRows) this.#here()
  }

  #mayMove(): boolean {
    if (threadsAvailable()) return true
    if (!this.#told) this.#options.notice?.(noThreads)
    this.#told = true
    return false
  }

  /** The engine of this thread, with all rows. */
  #here(): LocalEngine {
    this.#local ??= LocalEngine.open(this.#options)
    for (const part of this.#parts) {
      part.local ??= this.#local.stage(part.relations, part.columns)
      if (part.here < part.rows.length) part.local.insert(part.here > 0 ? part.rows.slice(part.here) : part.rows)
      part.here = part.rows.length
      if (!threadsAvailable()) forget(part)
    }
    return this.#local
  }

  /** Whoever still reads from here may go on. */
  async #move(): Promise<void> {
    const { memory = defaultMemory } = this.#options
    const remote = new RemoteEngine({ ...this.#options, memory })
    this.#remote = remote
    const moved = this.#parts.map((part) => {
      part.remote = remote.stage(part.relations, part.columns)
      const { rows } = part
      forget(part)
      return rows.length > 0 ? part.remote.insert(rows) : undefined
    })
    await Promise.all(moved)
  }
}

const noThreads = 'The file of the local engine’s thread is missing: what is computed here delays other statements.'

function forget(part: StagedRelation): void {
  part.rows = []
  part.here = 0
}

function clear(part: StagedRelation): void {
  forget(part)
  if (part.remote) part.remote.clear()
  else part.local?.clear()
}

async function* batches(rows: Iterable<StoreRow>): AsyncGenerator<readonly StoreRow[]> {
  let batch: StoreRow[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < batchRows) continue
    yield batch
    batch = []
    // Signals and other statements have their turn here.
    await turn()
  }
  if (batch.length > 0) yield batch
}

/**
 * However it is joined, with so few rows it is soon done. Functions in FROM and recursion make rows of their own; some
 * expressions take long by themselves.
 */
function isSmall(query: Query, rows: number): boolean {
  const relations = allRelations(query)
  let sources = relations.filter(({ kind }) => kind !== 'derived').length
  let most = Math.max(rows, 1)
  let parts = 0
  let isSlow = relations.some(({ kind }) => kind === 'function')
  walkQuery(query, {
    query: ({ body, ctes }) => {
      isSlow ||= ctes.some(({ recursive }) => recursive)
      if (body.kind !== 'values') return
      sources++
      most = Math.max(most, body.rows.length)
    },
    expr: (expr) => {
      isSlow ||= mayTakeLong(expr) || ++parts > fewParts
    },
  })
  return !isSlow && most ** sources <= fewCombinations
}
