import { ZohoSqlError } from '../../base/errors.ts'
import type { LiveSession, SessionState, SettingChange, TemporaryTable } from '../../base/session-state.ts'
import { type SqlType, text, type Value } from '../../base/types.ts'
import {
  type Connection,
  type JsValue,
  type ResultRows,
  readOnlyTransaction,
  type StatementOptions,
  type Stats,
  type TransactionBlock,
  type Zone,
} from '../../driver/inner.ts'
import { columnHeader, type EncodeColumn, encodeColumn, oidOf, parameterText, typeOfOid } from '../values/index.ts'
import type { ColumnHeader, MessageWriter } from '../wire/index.ts'
import { ResultCount, type ResultLimits } from './result-limit.ts'
import { type BindRequest, type Executable, formatAt, type Outlet, type StatementSource, waitIfFull } from './source.ts'

/** Statements are the driver's, with values as the wire has them. */

export interface DriverRun {
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
  /** The transaction block of the session. */
  readonly block: () => TransactionBlock | undefined
  /** Nothing is to be written. */
  readonly readOnly: () => boolean
  /** The session as one statement begins with it. */
  readonly session: () => SessionState
  readonly live: LiveSession
  /** Told what functions of the statement changed, when it ended well. */
  readonly changed: (changes: readonly SettingChange[]) => void
}

const forms = { exactNumbers: true, dates: 'epoch' } as const

const reading = { writing: { readOnly: true } } as const

type EncodableRows = readonly (readonly (Parameters<EncodeColumn>[0] | null)[])[]

/** Types of parameters that the client named; what it left open, the statement tells. */
export async function driverTypes(run: DriverRun, sql: string, oids: readonly number[]) {
  const {
    columns,
    change,
    calls,
    parameterTypes: sqlTypes,
  } = await run.db.analyse(sql, {
    parameterTypes: oids.map((oid) => typeOfOid(oid)),
    timeZone: run.zone().name,
    signal: run.signal(),
    session: run.session(),
    live: run.live,
    ...(run.readOnly() && reading),
  })
  return { columns, change, calls, sqlTypes, parameterTypes: sqlTypes.map((type, index) => oids[index] || oidOf(type)) }
}

/** Values of parameters as texts. */
export const parameterTexts = (
  { parameters, parameterFormats }: BindRequest,
  types: readonly SqlType[],
): (string | null)[] =>
  parameters.map((value, index) =>
    value === null ? null : parameterText(value, formatAt(parameterFormats, index), types[index] ?? text),
  )

export async function driverStatement(run: DriverRun, sql: string, oids: readonly number[]): Promise<Executable> {
  const { columns, change, calls, sqlTypes, parameterTypes } = await driverTypes(run, sql, oids)
  if (change && run.readOnly()) throw readOnlyTransaction(verbOf(change))
  const numbers = await run.db.tableNumbers({ signal: run.signal() })
  const headers = columns.map(({ name, sqlType, origin }) => ({
    ...columnHeader(name, sqlType),
    ...(origin && placeOf(origin, numbers)),
  }))
  const types = columns.map(({ sqlType }) => sqlType)
  return {
    parameterTypes,
    columns: change?.returns === false ? undefined : headers,
    ...((change || calls === 'acts') && { writes: true }),
    open: (binding) => new DriverSource({ run, sql, parameterTypes: sqlTypes, types, headers, change, calls }, binding),
  }
}

/** Where the catalogue has a column: clients look its table up by that. */
function placeOf({ table, column }: NonNullable<Analysed['origin']>, numbers: ReadonlyMap<string, number>) {
  const number = numbers.get(`${table.schema}.${table.name}`)
  return number === undefined
    ? undefined
    : { table: number, place: table.columns.findIndex(({ name }) => name === column) + 1 }
}

type Analysed = Awaited<ReturnType<Connection['analyse']>>['columns'][number]

/** The values of expressions, each of which has to be a text. */
export async function texts(expressions: readonly string[], run: DriverRun): Promise<(string | null)[]> {
  const session = run.session()
  const options = { signal: run.signal(), timeZone: run.zone().name, session, live: run.live }
  const rows = await run.db.open(`SELECT ${expressions.join(', ')}`, [], options)
  let row: readonly JsValue[] = []
  for await (const batch of rows) row = batch[0] ?? row
  run.changed(session.changes)
  return row.map((value) => (value === null ? null : String(value)))
}

/** Rows of a temporary table at the most. */
const temporaryRowsMax = 200_000

/** All rows of a query with their columns, for a table that the session keeps. */
export async function keptRows(run: DriverRun, sql: string): Promise<Pick<TemporaryTable, 'columns' | 'rows'>> {
  const session = run.session()
  const options = { signal: run.signal(), timeZone: run.zone().name, session, live: run.live }
  const { columns } = await run.db.analyse(sql, options)
  const found = await run.db.open(sql, [], { ...options, forms, maxCredits: run.maxCredits() })
  const rows: Record<string, Value>[] = []
  for await (const batch of found) {
    for (const row of batch) rows.push(Object.fromEntries(columns.map(({ name }, i) => [name, row[i] as Value])))
    if (rows.length > temporaryRowsMax)
      throw new ZohoSqlError('RESOURCE_LIMIT', `a temporary table has at most ${temporaryRowsMax} rows`)
  }
  run.spent(found.stats())
  run.changed(session.changes)
  return { columns: columns.map(({ name, sqlType }) => ({ name, type: sqlType })), rows }
}

const verbOf = ({ action }: NonNullable<UnderstoodStatement['change']>): string => action.toUpperCase()

interface UnderstoodStatement {
  readonly run: DriverRun
  readonly sql: string
  readonly parameterTypes: readonly SqlType[]
  /** Of the columns. */
  readonly types: readonly SqlType[]
  readonly headers: readonly ColumnHeader[]
  readonly change: Awaited<ReturnType<Connection['analyse']>>['change']
  readonly calls: Awaited<ReturnType<Connection['analyse']>>['calls']
}

class DriverSource implements StatementSource {
  readonly columns: readonly ColumnHeader[] | undefined
  readonly #change: UnderstoodStatement['change']
  readonly #calls: UnderstoodStatement['calls']
  #written = 0
  readonly #run: DriverRun
  readonly #sql: string
  readonly #parameterTypes: readonly SqlType[]
  readonly #encoders: readonly EncodeColumn[]
  readonly #parameters: readonly (string | null)[]
  readonly #ends = new AbortController()
  readonly #zone: Zone
  readonly #session: SessionState
  #rows: ResultRows | undefined
  #batches: AsyncIterator<EncodableRows> | undefined
  #batch: EncodableRows = []
  #next = 0
  readonly #count: ResultCount

  constructor({ run, sql, parameterTypes, types, headers, change, calls }: UnderstoodStatement, binding: BindRequest) {
    this.#run = run
    this.#change = change
    this.#calls = calls
    this.#count = new ResultCount(run.resultLimits)
    this.#sql = sql
    this.#parameterTypes = parameterTypes
    this.columns = change?.returns === false ? undefined : headers
    this.#zone = run.zone()
    this.#session = run.session()
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
    if (this.#calls) return 'CALL'
    if (!this.#change) return `SELECT ${rows}`
    return this.#change.action === 'insert' ? `INSERT 0 ${this.#written}` : `${verbOf(this.#change)} ${this.#written}`
  }

  done(): number | 'called' | undefined {
    if (this.#calls === 'acts') return 'called'
    return this.#change && (this.#rows?.written?.written ?? this.#written)
  }

  async close(reason?: unknown): Promise<void> {
    this.#ends.abort(reason)
    const rows = this.#rows
    this.#rows = undefined
    if (!rows) return
    await rows.close().catch(() => undefined)
    this.#run.spent(rows.stats())
  }

  async #open(): Promise<AsyncIterator<EncodableRows>> {
    const options: StatementOptions = {
      signal: this.#ends.signal,
      forms,
      timeZone: this.#zone.name,
      maxCredits: this.#run.maxCredits(),
      parameterTypes: this.#parameterTypes,
      session: this.#session,
      live: this.#run.live,
      block: this.#run.block(),
      ...(this.#run.readOnly() && reading),
    }
    this.#rows = await this.#run.db.open(this.#sql, this.#parameters, options)
    return this.#rows[Symbol.asyncIterator]() as AsyncIterator<EncodableRows>
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
    this.#run.changed(this.#session.changes)
    this.#written = this.#rows?.written?.written ?? 0
    this.#rows = undefined
    this.#batch = []
    this.#next = 0
    return false
  }

  #write(row: EncodableRows[number], { writer }: Outlet): void {
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

  #writeValue(value: EncodableRows[number][number] | undefined, column: number, writer: MessageWriter): void {
    if (value === null || value === undefined) writer.int32(-1)
    else this.#encoders[column]!(value, writer)
  }
}
