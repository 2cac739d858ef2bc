/** Loads: rows of objects into a table, in portions, with an outcome for each. */
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../base/errors.ts'
import { dryRunRows } from '../exec/write/dry-run.ts'
import { type LoadAction, type Loaded, loadRows } from '../exec/write/load.ts'
import { type WriteSettings, writeDefaults } from '../exec/write/settings.ts'
import type {
  LoadedRow,
  LoadOptions,
  LoadOutcome,
  LoadProgress,
  LoadResult,
  QueryOptions,
  Result,
  RowObject,
} from './face/index.ts'
import type { OpenAccount } from './open.ts'

export type Loading = <Row extends object>(
  table: string,
  rows: Iterable<Row> | AsyncIterable<Row>,
  options?: LoadOptions,
) => Promise<LoadResult<Row>>

/** Runs a statement to its end. */
export type Ask = <Row = RowObject>(
  sql: string,
  values: readonly unknown[],
  options?: QueryOptions,
) => Promise<Result<Row>>

/** A list up to this is checked as a whole before its first row is sent. */
const checkedRows = 10_000
/** Rows of a stream that are under way at a time. */
const streamedRows = 1000

export class Loader {
  readonly #account: OpenAccount
  readonly #signal: (given?: AbortSignal) => AbortSignal
  readonly #ask: Ask

  constructor(account: OpenAccount, ask: Ask, signal: (given?: AbortSignal) => AbortSignal) {
    this.#account = account
    this.#ask = ask
    this.#signal = signal
  }

  async load<Row extends object>(
    table: string,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: LoadOptions = {},
  ): Promise<LoadResult<Row>> {
    const began = performance.now()
    const total = Array.isArray(rows) ? rows.length : undefined
    const portion = total === undefined ? streamedRows : checkedRows
    const counts = new Counts(total, options.onProgress)
    const told: LoadedRow<Row>[] = []
    for await (const { result } of this.#portions(table, rows, options, portion, counts)) {
      told.push(...(result as readonly LoadedRow<Row>[]))
    }
    const { written, rejected, unknown, calls, credits, notices } = counts
    const stats = { calls, credits, elapsedMs: performance.now() - began, notices: [...notices] }
    return { rows: told, written, rejected, unknown, stats }
  }

  async *stream<Row extends object>(
    table: string,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: LoadOptions = {},
  ): AsyncGenerator<LoadOutcome> {
    const counts = new Counts(undefined, options.onProgress)
    for await (const { outcomes } of this.#portions(table, rows, options, streamedRows, counts)) {
      for (const outcome of outcomes) yield { ...outcome, success: outcome.outcome === 'written' }
    }
  }

  async *#portions<Row extends object>(
    table: string,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: LoadOptions,
    size: number,
    counts: Counts,
  ) {
    let first = 0
    for await (const given of portionsOf(rows, size)) {
      const made = given.map((row, i) => prepared(row, first + i, options))
      const done = await this.#portion(table, given, made, options, counts, first)
      yield done
      first += given.length
    }
  }

  async #portion(
    table: string,
    given: readonly object[],
    rows: readonly Readonly<Record<string, unknown>>[],
    options: LoadOptions,
    counts: Counts,
    first: number,
  ): Promise<{ result: readonly unknown[]; outcomes: readonly Outcome[] }> {
    const { action = 'insert', key, signal } = options
    const keys = key === undefined ? [] : [key].flat()
    if (action === 'retrieve') return { result: await this.#retrieve(table, given, rows, keys, counts), outcomes: [] }
    const settings = this.#settings(options)
    try {
      const job = { table: table.split('.'), action: action as LoadAction, key: keys, rows }
      const loaded = await loadRows(job, this.#account, settings, this.#signal(signal), (some) => counts.add(some))
      counts.spent(loaded)
      if (settings.dryRun) return { result: plannedRows(given, loaded), outcomes: [] }
      counts.addRest(loaded.outcomes)
      const outcomes = loaded.outcomes.map((outcome) => ({ ...outcome, index: outcome.index + first }))
      return { result: given.map((row, i) => toldRow(row, loaded.outcomes[i]!)), outcomes }
    } catch (error) {
      throw first === 0 ? error : shifted(error, first)
    }
  }

  #settings({ batchSize, concurrency, onError = 'stop', triggers, road, dryRun }: LoadOptions): WriteSettings {
    const own = this.#account.writing ?? writeDefaults
    return {
      ...own,
      onError,
      ...(batchSize !== undefined && { batchRows: batchSize }),
      ...(concurrency !== undefined && { concurrency }),
      ...(triggers !== undefined && { triggers }),
      ...(road !== undefined && { road }),
      ...(dryRun !== undefined && { dryRun }),
    }
  }

  async #retrieve(
    table: string,
    given: readonly object[],
    rows: readonly Readonly<Record<string, unknown>>[],
    key: readonly string[],
    counts: Counts,
  ): Promise<unknown[]> {
    const [column = 'id'] = key
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
    const values = [...new Set(rows.map((row) => row[column]).filter((value) => value !== undefined && value !== null))]
    const found = new Map<string, RowObject>()
    for (let i = 0; i < values.length; i += streamedRows) {
      const some = values.slice(i, i + streamedRows)
      const places = some.map((_, n) => `$${n + 1}`).join(', ')
      const name = table.split('.').map(quoted).join('.')
      const records = await this.#ask(`SELECT * FROM ${name} WHERE ${quoted(column)} IN (${places})`, some)
      for (const record of records) found.set(String(record[column]), record)
      counts.spent({ calls: records.stats.calls, credits: records.stats.credits, notices: records.stats.notices })
    }
    return given.map((row, i) => {
      const record = found.get(String(rows[i]![column]))
      const said = { success: record !== undefined, message: record ? '' : 'there is no record with this key' }
      return { ...row, ...record, ...said, id: record?.id ?? null, outcome: record ? 'retrieved' : 'rejected' }
    })
  }
}

async function* portionsOf<Row>(rows: Iterable<Row> | AsyncIterable<Row>, size: number): AsyncGenerator<Row[]> {
  let some: Row[] = []
  for await (const row of rows) {
    if (some.push(row) < size) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

function prepared(
  row: object,
  index: number,
  { transform, picklists = {} }: LoadOptions,
): Readonly<Record<string, unknown>> {
  const made = { ...(transform ? transform(row as Readonly<Record<string, unknown>>, index) : row) } as Record<
    string,
    unknown
  >
  for (const [column, meaning] of Object.entries(picklists)) {
    const value = made[column]
    if (typeof value === 'string' && Object.hasOwn(meaning, value)) made[column] = meaning[value]
  }
  return made
}

function toldRow(row: object, { outcome, id, code, message }: Outcome): unknown {
  const success = outcome === 'written'
  const said = success ? (message ?? '') : [code, message].filter(Boolean).join(': ')
  return { ...row, success, message: said, id, outcome }
}

/** Of a dry run: what each row would do. */
function plannedRows(given: readonly object[], { plan }: Loaded): unknown[] {
  const wrong = new Map(plan.settled.map((outcome) => [outcome.index, outcome]))
  const rows = plan.works.flatMap((work) => work.rows.map(({ index }) => index)).sort((a, b) => a - b)
  const planned = new Map(dryRunRows(plan.works).map((values, i) => [rows[i]!, values]))
  return given.map((row, i) => {
    const [action, id, changes] = planned.get(i) ?? []
    if (action === undefined) return toldRow(row, wrong.get(i)!)
    return { ...row, success: true, message: `${action} ${changes}`, id: id ?? null, outcome: 'planned' }
  })
}

/** Outcomes of a later portion bear the places of all rows. */
function shifted(error: unknown, first: number): unknown {
  if (!isZohoSqlError(error) || !error.outcomes) return error
  const { code, message, hint, detail, status, zohoCode, sqlState } = error
  const outcomes = error.outcomes.map((outcome) => ({ ...outcome, index: outcome.index + first }))
  const told = `${message} (rows are counted from row ${first + 1} of the load)`
  return new ZohoSqlError(code, told, { hint, detail, status, zohoCode, sqlState, outcomes, cause: error })
}

/** What a load has done and spent, told as it goes. */
class Counts {
  written = 0
  rejected = 0
  unknown = 0
  calls = 0
  credits = 0
  readonly notices = new Set<string>()
  #done = 0
  readonly #seen = new Set<number>()
  readonly #total: number | undefined
  readonly #tell: LoadOptions['onProgress']

  constructor(total: number | undefined, tell: LoadOptions['onProgress']) {
    this.#total = total
    this.#tell = tell
  }

  add(outcomes: readonly Outcome[]): void {
    for (const { index, outcome } of outcomes) {
      if (this.#seen.has(index)) continue
      this.#seen.add(index)
      this.#done += 1
      if (outcome === 'written') this.written += 1
      if (outcome === 'rejected') this.rejected += 1
      if (outcome === 'unknown') this.unknown += 1
    }
    this.#report()
  }

  /** Rows that never came to be sent. */
  addRest(outcomes: readonly Outcome[]): void {
    this.add(outcomes)
    this.#seen.clear()
  }

  spent({ calls, credits, notices }: Pick<Loaded, 'calls' | 'credits' | 'notices'>): void {
    this.calls += calls
    this.credits += credits
    for (const notice of notices) this.notices.add(notice)
  }

  #report(): void {
    const { written, rejected, calls, credits } = this
    const progress: LoadProgress = { done: this.#done, total: this.#total, written, rejected, calls, credits }
    this.#tell?.(progress)
  }
}
