import { ZohoSqlError } from '../../base/errors.ts'
import { type CopyFrom, parse } from '../../sql/index.ts'
import { type CopyForm, copiedRows, copyForm } from './copy-rows.ts'
import { driverStatement } from './driver-statement.ts'
import { type Executable, noBinding, type Outlet, type Source } from './source.ts'
import type { State } from './state.ts'

/** COPY t (columns) FROM STDIN: what the client sends becomes one INSERT, all of it checked before the first row is sent. */

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

interface Target {
  readonly table: string
  /** As SQL has them; empty: those of the data's first row. */
  readonly columns: readonly string[]
  /** The same without quotes. */
  readonly names: readonly string[]
}

/** @throws {ZohoSqlError} whatever is wrong with the statement, its table and columns */
export async function copyIn(sql: string, state: State): Promise<Executable> {
  const { statement } = parse(sql)
  if (statement.kind !== 'copyFrom') throw new ZohoSqlError('NOT_SUPPORTED', 'this form of COPY is not supported')
  const form = copyForm(statement.options)
  const target = targetOf(statement)
  if (target.columns.length === 0 && !form.header) {
    throw new ZohoSqlError('SYNTAX_ERROR', `COPY into ${target.table} has to name its columns`, {
      hint: 'Zoho fills some columns by itself: write COPY t (a, b) FROM STDIN, or send a first row with the names (HEADER).',
    })
  }
  // What is wrong with the table is said before data is asked for.
  if (target.columns.length > 0) await driverStatement(state.driver(), insertText(target, 1), [])
  return {
    parameterTypes: [],
    columns: undefined,
    writes: true,
    open: () => new CopyInSource(target, form, state),
  }
}

function targetOf({ table, columns }: CopyFrom): Target {
  const spelt = ({ text, quoted: isQuoted }: CopyFrom['columns'][number]): string => (isQuoted ? quoted(text) : text)
  return {
    table: table.name.map(spelt).join('.'),
    columns: columns.map(spelt),
    names: columns.map(({ text }) => text),
  }
}

function insertText({ table, columns }: Target, count: number): string {
  const row = (r: number): string => `(${columns.map((_, c) => `$${r * columns.length + c + 1}`).join(', ')})`
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: count }, (_, r) => row(r)).join(', ')}`
}

type Row = readonly (string | null)[]

class CopyInSource implements Source {
  readonly columns = undefined
  #target: Target
  readonly #form: CopyForm
  readonly #state: State
  #inserting: Source | undefined
  #tag = 'COPY 0'

  constructor(target: Target, form: CopyForm, state: State) {
    this.#target = target
    this.#form = form
    this.#state = state
  }

  async pull(_max: number, outlet: Outlet): Promise<number> {
    this.#state.transaction.block?.refuseWrite('COPY FROM')
    const rows = await this.#receive(outlet)
    if (rows.length > 0) await this.#insert(rows, outlet)
    return 0
  }

  tag(): string {
    return this.#tag
  }

  async close(reason?: unknown): Promise<void> {
    this.#state.incoming.abort(reason)
    await this.#inserting?.close(reason)
  }

  async #receive(outlet: Outlet): Promise<Row[]> {
    const { incoming, backend } = this.#state
    announce(outlet, this.#target.columns.length)
    const data = incoming.begin()
    await outlet.full()
    try {
      const rows: Row[] = []
      let line = 0
      for await (const row of copiedRows(data, this.#form)) {
        line++
        if (line === 1 && this.#form.header) this.#name(row)
        else rows.push(this.#checked(row, line))
        if (rows.length > backend.db.writeRowsMax) throw tooMany(backend.db.writeRowsMax)
      }
      return rows
    } finally {
      incoming.close()
    }
  }

  /** The first row, where it names the columns. */
  #name(row: Row): void {
    const names = row.map((name) => name ?? '')
    const { columns, names: wanted, table } = this.#target
    if (columns.length === 0) this.#target = { table, columns: names.map(quoted), names }
    else if (this.#form.matches) refuseOthers(names, wanted)
  }

  #checked(row: Row, line: number): Row {
    const { columns, names } = this.#target
    if (row.length === columns.length) return row
    const place = { detail: `COPY ${this.#target.table}, row ${line}.` }
    if (row.length > columns.length) throw new ZohoSqlError('BAD_COPY', 'extra data after last expected column', place)
    throw new ZohoSqlError('BAD_COPY', `missing data for column "${names[row.length]}"`, place)
  }

  async #insert(rows: readonly Row[], outlet: Outlet): Promise<void> {
    const statement = await driverStatement(this.#state.driver(), insertText(this.#target, rows.length), [])
    const parameters = rows.flat().map((value) => (value === null ? null : Buffer.from(value)))
    this.#inserting = statement.open({ ...noBinding, parameters })
    await this.#inserting.pull(Infinity, outlet)
    this.#tag = this.#inserting.tag(0).replace('INSERT 0', 'COPY')
  }
}

function announce({ writer }: Outlet, width: number): void {
  writer.begin('G').int8(0).int16(width)
  for (let i = 0; i < width; i++) writer.int16(0)
  writer.end()
}

function refuseOthers(names: readonly string[], wanted: readonly string[]): void {
  const at = wanted.findIndex((name, i) => name.toLowerCase() !== names[i]?.toLowerCase())
  if (at < 0 && names.length === wanted.length) return
  throw new ZohoSqlError(
    'BAD_COPY',
    `column name mismatch in header line field ${at + 1}: got "${names[at] ?? ''}", expected "${wanted[at] ?? ''}"`,
  )
}

const tooMany = (max: number): ZohoSqlError =>
  new ZohoSqlError('WRITE_LIMIT', `COPY would write more than ${max} rows. Nothing was sent.`, {
    hint: 'Send fewer at a time, or raise maxWriteRows.',
  })
