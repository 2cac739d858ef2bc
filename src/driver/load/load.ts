import { cancelled } from '../../base/cancel.ts'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { metered } from '../../exec/account.ts'
import { type LoadOutcome, type LoadRow, LoadStatement, type SentRow, type SentWork } from '../../exec/write/load.ts'
import { findSent, jobOutcomes, type SentTimes } from '../../exec/write/resumed.ts'
import { notSent, type WriteRow } from '../../exec/write/rows.ts'
import type { Recorder } from '../../exec/write/sending.ts'
import { type Column, newMeter, type Table } from '../../source/index.ts'
import type { LoadOptions, LoadProgress, LoadSource, RowObject, Stats } from '../face/index.ts'
import type { OpenAccount } from '../open.ts'
import { type LoadSettings, readLoadOptions } from './options.ts'
import { keysPerStatement, type Retrieved, retrieved } from './retrieve.ts'
import { type Chunk, chunksOf, LoadColumns, loadRows } from './rows.ts'

/** Rows whose outcomes are known, in the order given, and what ended the load with them. */
export interface LoadPortion<Row> {
  readonly rows: readonly Row[]
  readonly outcomes: readonly (LoadOutcome | Retrieved)[]
  readonly error?: unknown
}

/** Rows that are sent next, together. */
export interface SentBatch {
  readonly action: SentRow['action']
  /** The API that carries them. */
  readonly road: string
  /** Their places, from 0, and the ids of their records where these are known. */
  readonly rows: readonly { readonly index: number; readonly id?: string }[]
}

/** A row of an earlier load, and how it was sent. */
export interface OpenRow<Row> {
  readonly row: Row
  readonly action: SentRow['action']
  readonly id: string | undefined
}

/** For programs that keep a record of a load: told before rows are sent, and of what became of them. */
export interface LoadHooks {
  readonly sending?: (batch: SentBatch) => void
  /** @param job id of the job that carries the batch; `''`: it is about to be asked for */
  readonly job?: (index: number, job: string) => void
  readonly ended?: (outcomes: readonly LoadOutcome[]) => void
}

interface LoadParts {
  readonly account: OpenAccount
  readonly table: Table
  readonly signal: AbortSignal
  /** Reads rows for `retrieve`. */
  readonly ask: (sql: string, values: readonly unknown[]) => Promise<readonly RowObject[] & { readonly stats: Stats }>
  readonly hooks?: LoadHooks
}

/** Rows that are held at a time: of a source that tells no length, and where bulk jobs may be wanted. */
const chunkRows = { streamed: 2500, most: 25_000 } as const

/** Statements differ by the columns that rows have; so many are kept. */
const statementsMax = 100

/** One load: what it writes to, and what it has done so far. */
export class Load<Row extends object> {
  readonly #parts: LoadParts
  readonly #options: LoadOptions<Row>
  readonly #settings: LoadSettings
  readonly #columns: LoadColumns
  readonly #key: readonly Column[]
  readonly #meter
  readonly #statements = new Map<string, Promise<LoadStatement>>()
  readonly #roads = new Set<string>()
  readonly #began = performance.now()
  #counts = { done: 0, written: 0, rejected: 0 }
  #total: number | undefined
  #complete = false

  /** @throws {ZohoSqlError} 22023 options · 42703 the key */
  constructor(parts: LoadParts, options: LoadOptions<Row>) {
    this.#parts = parts
    this.#options = options
    this.#settings = readLoadOptions(options)
    this.#columns = new LoadColumns(parts.table)
    this.#key = this.#settings.key.map((name) => this.#columns.column(name))
    this.#meter = metered(newMeter(), parts.account)
  }

  stats(): Stats {
    const { calls, credits, rowsFetched, bytes, retries, notices } = this.#meter
    return {
      calls,
      credits,
      rowsFetched,
      bytes,
      retries,
      road: [...this.#roads].join('+') || 'local',
      elapsedMs: performance.now() - this.#began,
      complete: this.#complete,
      notices: [...new Set(notices)],
    }
  }

  /** Loads the source, and gives what became of its rows, some at a time; the last portion may have the error that ended it. */
  async *portions(source: LoadSource<Row>): AsyncGenerator<LoadPortion<Row>> {
    const { signal } = this.#parts
    this.#total = Array.isArray(source) ? source.length : undefined
    for await (const chunk of chunksOf(iterable(source), this.#chunkSize(), signal)) {
      const portion = signal.aborted ? unsent(chunk, cancelled(signal)) : await this.#portion(chunk)
      yield portion
      if (portion.error !== undefined) return
    }
    if (signal.aborted) yield { rows: [], outcomes: [], error: cancelled(signal) }
    this.#complete = !signal.aborted
  }

  /** To find a record its key is enough. */
  get #only(): Column | undefined {
    return /^(delete|retrieve)$/.test(this.#settings.action) ? this.#key[0] : undefined
  }

  /**
   * What became of rows that were on their way when an earlier load was broken off: found by reading, nothing is sent.
   *
   * @param known ids that the load is known to have written
   * @returns outcomes by the rows' places in this list
   */
  find(open: readonly OpenRow<Row>[], times: SentTimes, known: readonly string[]): Promise<readonly LoadOutcome[]> {
    return this.#ofSent(open, (sent) => findSent(sent, times, known))
  }

  /** The same of all rows of a job, in the order in which they were sent. */
  resume(open: readonly OpenRow<Row>[], job: string): Promise<readonly LoadOutcome[]> {
    return this.#ofSent(open, (sent) => jobOutcomes(sent, job))
  }

  async #ofSent(
    open: readonly OpenRow<Row>[],
    ask: (sent: SentWork) => Promise<readonly LoadOutcome[]>,
  ): Promise<readonly LoadOutcome[]> {
    const outcomes = new Map<number, LoadOutcome>()
    const rows = open.map(({ row }) => row)
    const made = await loadRows({ first: 0, rows }, this.#columns, this.#options, this.#only)
    for (const group of this.#groups(made)) {
      const statement = await this.#statement(group)
      const byAction = Map.groupBy(group.rows, ({ index }) => open[index]!.action)
      for (const [action, some] of byAction) {
        const sent = statement.sent(
          some.map((row) => ({ ...row, action, id: open[row.index]!.id })),
          this.#parts.signal,
        )
        for (const outcome of await ask(sent)) outcomes.set(outcome.index, outcome)
      }
    }
    return rows.map((_, i) => outcomes.get(i) ?? notSent(i, undefined))
  }

  #chunkSize(): number {
    if (this.#settings.action === 'retrieve') return keysPerStatement
    return this.#total !== undefined || this.#mayBulk ? chunkRows.most : chunkRows.streamed
  }

  get #mayBulk(): boolean {
    const { road, triggers } = this.#settings.writing
    if (road === 'bulk' || road === 'records') return road === 'bulk'
    return (triggers ?? this.#parts.account.writing?.triggers) === 'none'
  }

  async #portion(chunk: Chunk<Row>): Promise<LoadPortion<Row>> {
    try {
      const rows = await loadRows(chunk, this.#columns, this.#options, this.#only)
      const done = this.#settings.action === 'retrieve' ? await this.#read(rows) : await this.#write(rows)
      return { rows: chunk.rows, ...done }
    } catch (error) {
      if (!isZohoSqlError(error)) throw error
      return unsent(chunk, error)
    }
  }

  async #read(rows: readonly LoadRow[]): Promise<Omit<LoadPortion<Row>, 'rows'>> {
    const ask = async (sql: string, values: readonly unknown[]) => {
      const found = await this.#parts.ask(sql, values)
      this.#spent(found.stats)
      return found
    }
    const outcomes = await retrieved(ask, this.#parts.table, this.#key[0]!, rows)
    this.#count(outcomes.length, 0, outcomes.filter(({ outcome }) => outcome === 'rejected').length)
    return { outcomes }
  }

  /** What a statement that read rows has cost is the load's. */
  #spent({ calls, credits, rowsFetched, bytes, retries, road, notices }: Stats): void {
    this.#roads.add(road)
    this.#meter.calls += calls
    this.#meter.credits += credits
    this.#meter.rowsFetched += rowsFetched
    this.#meter.bytes += bytes
    this.#meter.retries += retries
    this.#meter.notices.push(...notices)
  }

  /** Rows of one statement together; after an error nothing more is begun. */
  async #write(rows: readonly LoadRow[]): Promise<Omit<LoadPortion<Row>, 'rows'>> {
    const outcomes = new Map(rows.map(({ index }) => [index, notSent(index, undefined) as LoadOutcome]))
    let error: ZohoSqlError | undefined
    let told = 0
    for (const group of this.#groups(rows)) {
      const statement = await this.#statement(group)
      const done = await statement.write(
        group.rows,
        this.#parts.signal,
        this.#watch((count) => {
          told += count
        }),
      )
      for (const road of done.roads) this.#roads.add(road)
      for (const outcome of done.outcomes) outcomes.set(outcome.index, outcome)
      error = done.error
      if (error) break
    }
    const all = [...outcomes.values()]
    this.#settle(all, told)
    return { outcomes: all, ...(error && { error }) }
  }

  /** Rows that were refused before they were sent were in no batch. */
  #settle(outcomes: readonly LoadOutcome[], told: number): void {
    const silent = outcomes.length - told
    if (silent > 0)
      this.#count(silent, 0, outcomes.filter((one) => one.outcome === 'rejected' && one.code === null).length)
  }

  #watch(told: (count: number) => void): Recorder {
    const { hooks } = this.#parts
    return {
      sending: ({ action }, rows, road) => hooks?.sending?.({ action, road, rows: rows.map(placed) }),
      job: ([first], job) => hooks?.job?.(first!.index, job),
      ended: (_work, _rows, outcomes) => {
        hooks?.ended?.(outcomes)
        told(outcomes.length)
        const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length
        this.#count(outcomes.length, count('written'), count('rejected'))
      },
    }
  }

  #count(done: number, written: number, rejected: number): void {
    const before = this.#counts
    this.#counts = {
      done: before.done + done,
      written: before.written + written,
      rejected: before.rejected + rejected,
    }
    const { calls, credits } = this.#meter
    const progress: LoadProgress = { ...this.#counts, total: this.#total, calls, credits }
    this.#options.onProgress?.(progress)
  }

  // -------------------------------------------------------------------------------------------- statements

  /** An upsert by id is two things; with another key it says of each row which columns it changes. */
  #groups(rows: readonly LoadRow[]): readonly LoadGroup[] {
    const { action } = this.#settings
    if (action !== 'upsert') return [this.#group(action as LoadGroup['action'], rows)]
    const id = this.#parts.table.primaryKey[0]!
    if (this.#key[0]!.name === id) {
      const has = (row: LoadRow): boolean => (row.values[id] ?? '') !== ''
      const made = rows
        .filter((row) => !has(row))
        .map((row) => ({ ...row, values: { ...row.values, [id]: undefined } }))
      const groups = [this.#group('update', rows.filter(has)), this.#group('insert', made)]
      return groups.filter((group) => group.rows.length > 0)
    }
    const shapes = Map.groupBy(rows, ({ values }) => Object.keys(values).sort().join('\n'))
    return [...shapes.values()].map((some) => this.#group('upsert', some))
  }

  #group(action: LoadGroup['action'], rows: readonly LoadRow[]): LoadGroup {
    if (action === 'delete') return { action, rows, columns: this.#key }
    const names = new Set(
      rows.flatMap(({ values }) => Object.keys(values).filter((name) => values[name] !== undefined)),
    )
    return { action, rows, columns: [...names].map((name) => this.#columns.column(name)) }
  }

  #statement({ action, columns }: LoadGroup): Promise<LoadStatement> {
    const { table, account, signal } = this.#parts
    const name = [action, ...columns.map((column) => column.name)].join('\n')
    const known = this.#statements.get(name)
    if (known) return known
    if (this.#statements.size >= statementsMax) this.#statements.clear()
    const made = LoadStatement.prepare({ table, action, columns, key: this.#key }, account, signal, this.#meter)
    this.#statements.set(name, made)
    return made
  }
}

interface LoadGroup {
  readonly action: 'insert' | 'update' | 'upsert' | 'delete'
  readonly columns: readonly Column[]
  readonly rows: readonly LoadRow[]
}

const placed = ({ index, id }: WriteRow) => ({ index, ...(id !== undefined && { id }) })

function iterable<Row>(source: LoadSource<Row>): LoadSource<Row> {
  const given = source as unknown
  const isOne =
    typeof given === 'object' && given !== null && (Symbol.iterator in given || Symbol.asyncIterator in given)
  if (isOne) return source
  throw new ZohoSqlError('INVALID_ARGUMENT', 'The rows of a load must be a list, or something to iterate over.')
}

const unsent = <Row>({ first, rows }: Chunk<Row>, error: unknown): LoadPortion<Row> => ({
  rows,
  outcomes: rows.map((_, i) => notSent(first + i, undefined)),
  error,
})
