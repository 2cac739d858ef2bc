import { type SqlType, text } from '../../base/types.ts'
import type { Connection, ResultRows, StatementOptions, Stats, Zone } from '../../driver/inner.ts'
import type { Places } from '../catalogue/index.ts'
import { columnHeader, type EncodeColumn, encodeColumn, oidOf, parameterText, typeOfOid } from '../values/index.ts'
import type { ColumnHeader, MessageWriter } from '../wire/index.ts'
import { ResultCount, type ResultLimits } from './result-limit.ts'
import { type Binding, type Executable, formatAt, type Outlet, type Source, waitIfFull } from './source.ts'

/** Statements that read Zoho's tables: the driver's, with values as the wire has them. */

export interface ZohoRun {
  readonly db: Connection
  readonly zone: () => Zone
  readonly maxCredits: () => number | undefined
  /** Ends the reading of metadata with the statement that needs it. */
  readonly signal: () => AbortSignal
  /** Told once for each statement, when it ended. */
  readonly spent: (stats: Pick<Stats, 'calls' | 'credits'>) => void
  /** The setting `extra_float_digits`. */
  readonly floatDigits: () => number
  readonly resultLimits: ResultLimits
  /** Where the catalogue has a table's columns. */
  readonly places: () => Promise<Places>
}

const forms = { exactNumbers: true, dates: 'epoch' } as const

type Rows = readonly (readonly (Parameters<EncodeColumn>[0] | null)[])[]

/** Types of parameters that the client named; what it left open, the statement tells. */
export async function zohoTypes(run: ZohoRun, sql: string, oids: readonly number[]) {
  const { columns, parameterTypes: sqlTypes } = await run.db.analyse(sql, {
    parameterTypes: oids.map((oid) => typeOfOid(oid)),
    timeZone: run.zone().name,
    signal: run.signal(),
  })
  return { columns, sqlTypes, parameterTypes: sqlTypes.map((type, index) => oids[index] || oidOf(type)) }
}

/** Values of parameters as texts. */
export const parameterTexts = (
  { parameters, parameterFormats }: Binding,
  types: readonly SqlType[],
): (string | null)[] =>
  parameters.map((value, index) =>
    value === null ? null : parameterText(value, formatAt(parameterFormats, index), types[index] ?? text),
  )

export async function zohoStatement(run: ZohoRun, sql: string, oids: readonly number[]): Promise<Executable> {
  const { columns, sqlTypes, parameterTypes } = await zohoTypes(run, sql, oids)
  const places = await run.places()
  const headers = columns.map(({ name, sqlType, origin }) => ({
    ...columnHeader(name, sqlType),
    ...(origin && places(origin.table, origin.column)),
  }))
  const types = columns.map(({ sqlType }) => sqlType)
  return {
    parameterTypes,
    columns: headers,
    open: (binding) => new ZohoSource(run, sql, sqlTypes, types, headers, binding),
  }
}

class ZohoSource implements Source {
  readonly columns: readonly ColumnHeader[]
  readonly #run: ZohoRun
  readonly #sql: string
  readonly #parameterTypes: readonly SqlType[]
  readonly #encoders: readonly EncodeColumn[]
  readonly #parameters: readonly (string | null)[]
  readonly #ends = new AbortController()
  readonly #zone: Zone
  #rows: ResultRows | undefined
  #batches: AsyncIterator<Rows> | undefined
  #batch: Rows = []
  #next = 0
  readonly #count: ResultCount

  constructor(
    run: ZohoRun,
    sql: string,
    parameterTypes: readonly SqlType[],
    types: readonly SqlType[],
    columns: readonly ColumnHeader[],
    binding: Binding,
  ) {
    this.#run = run
    this.#count = new ResultCount(run.resultLimits)
    this.#sql = sql
    this.#parameterTypes = parameterTypes
    this.columns = columns
    this.#zone = run.zone()
    const style = { zone: this.#zone, floatDigits: run.floatDigits() }
    this.#encoders = types.map((type, index) => encodeColumn(type, formatAt(binding.resultFormats, index), style))
    this.#parameters = parameterTexts(binding, parameterTypes)
  }

  async pull(max: number, outlet: Outlet): Promise<number> {
    this.#batches ??= await this.#open()
    let written = 0
    while (written < max) {
      if (this.#next >= this.#batch.length && !(await this.#advance(outlet))) break
      this.#write(this.#batch[this.#next++]!, outlet)
      written++
      const wait = waitIfFull(outlet)
      if (wait) await wait
    }
    return written
  }

  tag(rows: number): string {
    return `SELECT ${rows}`
  }

  async close(reason?: unknown): Promise<void> {
    this.#ends.abort(reason)
    const rows = this.#rows
    this.#rows = undefined
    if (!rows) return
    await rows.close().catch(() => undefined)
    this.#run.spent(rows.stats())
  }

  async #open(): Promise<AsyncIterator<Rows>> {
    const options: StatementOptions = {
      signal: this.#ends.signal,
      forms,
      timeZone: this.#zone.name,
      maxCredits: this.#run.maxCredits(),
      parameterTypes: this.#parameterTypes,
    }
    this.#rows = await this.#run.db.open(this.#sql, this.#parameters, options)
    return this.#rows[Symbol.asyncIterator]() as AsyncIterator<Rows>
  }

  /** The next rows; false when there are none. What the statement has to say is said with the last. */
  async #advance(outlet: Outlet): Promise<boolean> {
    do {
      const { done, value } = await this.#batches!.next()
      if (done) return this.#finish(outlet)
      this.#batch = value
      this.#next = 0
    } while (this.#batch.length === 0)
    return true
  }

  #finish({ writer }: Outlet): false {
    const stats = this.#rows?.stats()
    for (const notice of stats?.notices ?? []) writer.notice({ S: 'WARNING', V: 'WARNING', C: '01000', M: notice })
    if (stats) this.#run.spent(stats)
    this.#rows = undefined
    this.#batch = []
    this.#next = 0
    return false
  }

  #write(row: Rows[number], { writer }: Outlet): void {
    const before = writer.length
    writer.begin('D').int16(row.length)
    try {
      for (let i = 0; i < row.length; i++) this.#writeValue(row[i], i, writer)
    } catch (error) {
      // Half a row must not reach the client.
      writer.abandon()
      throw error
    }
    writer.end()
    this.#count.add(writer.length - before)
  }

  #writeValue(value: Rows[number][number] | undefined, column: number, writer: MessageWriter): void {
    if (value === null || value === undefined) writer.int32(-1)
    else this.#encoders[column]!(value, writer)
  }
}
