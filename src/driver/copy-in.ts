import type { Readable } from 'node:stream'
import { ZohoSqlError } from '../base/errors.ts'
import { type CopyFrom, parse } from '../sql/index.ts'
import type { CopyRow } from './copy-rows.ts'
import { type CopyForm, copiedRows, copyForm } from './copy-rows.ts'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** COPY t (columns) FROM STDIN: the data as one INSERT, so that all of it is checked before the first row is sent. */
export class CopyIn {
  readonly table: string
  /** As SQL has them; empty until the data's first row has told. */
  #columns: readonly string[]
  /** The same without quotes. */
  #names: readonly string[]
  readonly #form: CopyForm

  /** @throws {ZohoSqlError} whatever is wrong with the statement itself */
  constructor(sql: string) {
    const { statement } = parse(sql)
    if (statement.kind !== 'copyFrom') throw new ZohoSqlError('NOT_SUPPORTED', 'this form of COPY is not supported')
    this.#form = copyForm(statement.options)
    const { table, columns } = statement
    this.table = table.name.map(spelt).join('.')
    this.#columns = columns.map(spelt)
    this.#names = columns.map(({ text }) => text)
    if (columns.length > 0 || this.#form.header) return
    throw new ZohoSqlError('SYNTAX_ERROR', `COPY into ${this.table} has to name its columns`, {
      hint: 'Zoho fills some by itself: write COPY t (a, b) FROM STDIN, or send a first row with their names (HEADER).',
    })
  }

  /** How many, as far as the statement tells. */
  get width(): number {
    return this.#columns.length
  }

  /** @throws {ZohoSqlError} 22P04, 22021 for data that cannot be read · 54000 for more than `max` rows */
  async read(data: Readable, max: number): Promise<readonly CopyRow[]> {
    const rows: CopyRow[] = []
    let line = 0
    for await (const row of copiedRows(data, this.#form)) {
      line++
      if (line === 1 && this.#form.header) this.#name(row)
      else rows.push(this.#checked(row, line))
      if (rows.length > max) throw tooMany(max)
    }
    return rows
  }

  /** The INSERT of so many rows; its parameters are their values, one row after the other. */
  insert(count: number): string {
    const width = this.#columns.length
    const row = (r: number): string => `(${this.#columns.map((_, c) => `$${r * width + c + 1}`).join(', ')})`
    const values = Array.from({ length: count }, (_, r) => row(r)).join(', ')
    return `INSERT INTO ${this.table} (${this.#columns.join(', ')}) VALUES ${values}`
  }

  /** The first row, where it names the columns. */
  #name(row: CopyRow): void {
    const names = row.map((name) => name ?? '')
    if (this.#columns.length === 0) {
      this.#names = names
      this.#columns = names.map(quoted)
    } else if (this.#form.matches) refuseOthers(names, this.#names)
  }

  #checked(row: CopyRow, line: number): CopyRow {
    const width = this.#columns.length
    if (row.length === width) return row
    const place = { detail: `COPY ${this.table}, row ${line}.` }
    if (row.length > width) throw new ZohoSqlError('BAD_COPY', 'extra data after last expected column', place)
    throw new ZohoSqlError('BAD_COPY', `missing data for column "${this.#names[row.length]}"`, place)
  }
}

const spelt = ({ text, quoted: isQuoted }: CopyFrom['columns'][number]): string => (isQuoted ? quoted(text) : text)

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
