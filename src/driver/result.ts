import { text } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import type { Rows } from '../exec/query/index.ts'
import type { Statement } from '../exec/statement.ts'
import type { Spent } from '../plan/index.ts'
import {
  type ColumnDescription,
  describeColumn,
  type JsValue,
  rowConverter,
  toObject,
  type ValueForms,
} from './values.ts'

/** What a statement cost and how it was answered. */
export interface Stats {
  /** HTTP exchanges with Zoho, metadata included. */
  readonly calls: number
  /** API credits that Zoho bills for them. */
  readonly credits: number
  /** Rows that Zoho sent. */
  readonly rowsFetched: number
  /** Bytes of answers as they travelled. */
  readonly bytes: number
  /** The API that carried the rows: `coql`, `records` …; several joined by `+`; `local` where none was asked. */
  readonly road: string
  readonly elapsedMs: number
  readonly retries: number
  /** All rows of the answer were read. */
  readonly complete: boolean
  /** What the user should know: fallbacks taken, columns missing. */
  readonly notices: readonly string[]
}

/** The rows of a running statement as JavaScript values, some at a time. */
export class ResultRows implements AsyncIterable<readonly (readonly JsValue[])[]> {
  readonly columns: readonly ColumnDescription[]
  /** Rows handed out so far. */
  rowCount = 0
  readonly #statement: Statement
  readonly #batches: AsyncGenerator<readonly (readonly JsValue[])[]>
  readonly #began = performance.now()
  #ended: number | undefined
  #complete = false

  /** @param lines are the rows instead of the statement's own: its plan. */
  constructor(statement: Statement, forms: ValueForms, signal: AbortSignal, lines?: readonly string[]) {
    this.#statement = statement
    const columns = lines ? [{ name: 'QUERY PLAN', type: text }] : statement.columns
    this.columns = columns.map(describeColumn)
    const batches = lines ? [lines.map((line) => [line])] : statement.rows(signal)
    this.#batches = this.#read(batches, columns, forms)
  }

  get statement(): Statement {
    return this.#statement
  }

  stats(): Stats {
    const { calls, credits, rowsFetched, bytes, retries, notices } = this.#statement.meter
    const roads = new Set(this.#statement.plan.scans.filter((scan) => !scan.empty).map((scan) => scan.offer.scan.road))
    return {
      calls,
      credits,
      rowsFetched,
      bytes,
      road: [...roads].join('+') || 'local',
      elapsedMs: (this.#ended ?? performance.now()) - this.#began,
      retries,
      complete: this.#complete,
      notices: [...new Set(notices)],
    }
  }

  /** What EXPLAIN ANALYZE tells. */
  spent(): Spent {
    return { ...this.stats(), metadataCalls: this.#statement.meter.metadataCalls, rows: this.rowCount }
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly (readonly JsValue[])[]> {
    return this.#batches
  }

  /** Ends reading; what is under way is given up. */
  async close(): Promise<void> {
    await this.#batches.return(undefined)
  }

  async *#read(batches: Iterable<Rows> | AsyncIterable<Rows>, columns: readonly OutputColumn[], forms: ValueForms) {
    const convert = rowConverter(columns, forms)
    try {
      for await (const rows of batches) {
        this.rowCount += rows.length
        yield rows.map(convert)
      }
      this.#complete = true
    } finally {
      this.#ended = performance.now()
    }
  }
}

/** The plan as a result of one column, as PostgreSQL gives EXPLAIN; ANALYZE runs the statement first. */
export async function explained(
  statement: Statement,
  analyze: boolean,
  forms: ValueForms,
  signal: AbortSignal,
): Promise<ResultRows> {
  const ran = analyze ? new ResultRows(statement, forms, signal) : undefined
  if (ran) for await (const _ of ran);
  const text = String(statement.explain(ran?.spent()))
  return new ResultRows(statement, forms, signal, text.split('\n'))
}

/**
 * Rows of a query, with what npm `odbc` puts beside them.
 *
 * @typeParam Row the shape of a row
 */
export interface Result<Row = Record<string, JsValue>> extends Array<Row> {
  readonly columns: readonly ColumnDescription[]
  readonly count: number
  readonly statement: string
  readonly parameters: readonly unknown[] | Readonly<Record<string, unknown>>
  readonly stats: Stats
}

/** All rows, read to the end. */
export async function collect<Row>(
  rows: ResultRows,
  statement: string,
  parameters: Result<Row>['parameters'],
): Promise<Result<Row>> {
  const objects: Row[] = []
  const make = toObject<Row>(rows.columns.map((column) => column.name))
  for await (const batch of rows) for (const row of batch) objects.push(make(row))
  return withProperties(objects, { columns: rows.columns, statement, parameters, stats: rows.stats() })
}

/** The properties do not show in `for … in`, JSON or comparisons of arrays. */
export function withProperties<Row>(rows: Row[], properties: Omit<Result<Row>, keyof Row[] | 'count'>): Result<Row> {
  const all = { count: rows.length, ...properties }
  for (const [name, value] of Object.entries(all)) Object.defineProperty(rows, name, { value, enumerable: false })
  return rows as Result<Row>
}
