import { text } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import type { PreparedStatement } from '../exec/prepare.ts'
import type { RowBatch } from '../exec/query/index.ts'
import { ChangeStatement } from '../exec/write/statement.ts'
import type { Spent } from '../plan/index.ts'
import type { Table } from '../source/index.ts'
import type { QueryCall } from './call.ts'
import type { ColumnDescription, JsValue, Result, Stats } from './face/index.ts'
import { describeColumn, rowConverter, shapeOf, type ValueForms } from './values.ts'

/** The rows of a running statement as JavaScript values, some at a time. */
export class ResultRows implements AsyncIterable<readonly (readonly JsValue[])[]> {
  readonly columns: readonly ColumnDescription[]
  /** Rows handed out so far. */
  rowCount = 0
  readonly #statement: PreparedStatement
  readonly #batches: AsyncGenerator<readonly (readonly JsValue[])[]>
  readonly #began = performance.now()
  #ended: number | undefined
  #complete = false

  /** @param lines are the rows instead of the statement's own: its plan. */
  constructor(statement: PreparedStatement, forms: ValueForms, signal: AbortSignal, lines?: readonly string[]) {
    this.#statement = statement
    const columns = lines ? [{ name: 'QUERY PLAN', type: text }] : statement.columns
    this.columns = columns.map(describeColumn)
    const batches = lines ? [lines.map((line) => [line])] : statement.rows(signal)
    this.#batches = this.#read(batches, columns, forms)
  }

  /** The text, without EXPLAIN where rows are a plan's. */
  get sql(): string {
    return this.#statement.parsed.text
  }

  /** The tables that the statement reads, along paths too. */
  get tables(): readonly Table[] {
    return this.#statement.tables
  }

  /** Something the user should know. */
  note(notice: string): void {
    this.#statement.meter.notices.push(notice)
  }

  stats(): Stats {
    const { calls, credits, rowsFetched, bytes, retries, notices } = this.#statement.meter
    const roads = new Set(this.#statement.roads)
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

  /** Of a statement that wrote: rows written, and what became of each where not all were. */
  get written(): Pick<ChangeStatement, 'written' | 'outcomes' | 'action' | 'isDryRun'> | undefined {
    return this.#statement instanceof ChangeStatement ? this.#statement : undefined
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

  async *#read(
    batches: Iterable<RowBatch> | AsyncIterable<RowBatch>,
    columns: readonly OutputColumn[],
    forms: ValueForms,
  ) {
    const convert = rowConverter(columns, forms, (name) =>
      this.note(
        `Numbers of the column ${name} have more digits than a number holds: exactNumbers=true keeps them all.`,
      ),
    )
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
  statement: PreparedStatement,
  analyze: boolean,
  forms: ValueForms,
  signal: AbortSignal,
): Promise<ResultRows> {
  const ran = analyze ? new ResultRows(statement, forms, signal) : undefined
  if (ran) for await (const _ of ran);
  const text = String(statement.explain(ran?.spent()))
  return new ResultRows(statement, forms, signal, text.split('\n'))
}

/** All rows, read to the end. @param told of the rows that have come */
export async function collect<Row>(
  rows: ResultRows,
  { sql, parameters, options }: QueryCall,
  told?: (done: number) => void,
): Promise<Result<Row>> {
  const { columns, make, notice } = shapeOf<Row>(rows.columns, options.rowMode)
  if (notice !== undefined) rows.note(notice)
  const all: Row[] = []
  for await (const batch of rows) {
    for (const row of batch) all.push(make(row))
    told?.(all.length)
  }
  const { written, outcomes } = rows.written ?? {}
  const wrote = { ...(written !== undefined && { count: written }), ...(outcomes && { outcomes }) }
  return withProperties(all, { columns: [...columns], statement: sql, parameters, stats: rows.stats(), ...wrote })
}

/** Of a statement that is not Zoho's affair. */
export const nothing = <Row>({ sql, parameters }: QueryCall): Result<Row> =>
  withProperties<Row>([], {
    columns: [],
    statement: sql,
    parameters,
    stats: {
      calls: 0,
      credits: 0,
      rowsFetched: 0,
      bytes: 0,
      road: 'local',
      elapsedMs: 0,
      retries: 0,
      complete: true,
      notices: [],
    },
  })

/** The properties do not show in `for … in`, JSON or comparisons of arrays. */
export function withProperties<Row>(
  rows: Row[],
  properties: Omit<Result<Row>, keyof Row[] | 'count' | 'return'> & { readonly count?: number },
): Result<Row> {
  const all = { count: rows.length, return: undefined, ...properties }
  for (const [name, value] of Object.entries(all)) Object.defineProperty(rows, name, { value, enumerable: false })
  return rows as Result<Row>
}
