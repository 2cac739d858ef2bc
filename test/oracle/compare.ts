/** Rows of the driver against PostgreSQL's: numbers by value, instants as instants, everything else to the letter. */
import { type SqlType, typeText } from '../../src/base/types.ts'
import type { JsValue } from '../../src/driver/inner.ts'
import { decimal } from '../postgres/compare.ts'
import type { PostgresRows } from './postgres.ts'

/** What the driver gave, with the types it said. */
export interface DriverRows {
  readonly columns: readonly { readonly name: string; readonly sqlType: SqlType }[]
  readonly rows: readonly (readonly JsValue[])[]
}

/** A value that says by itself what it equals; doubles stay numbers, since sums of them depend on the order. */
type Cell = string | number | null

const typeNames: Readonly<Record<number, SqlType['name']>> = {
  16: 'boolean',
  17: 'bytea',
  18: 'char',
  19: 'text',
  20: 'bigint',
  21: 'smallint',
  23: 'integer',
  25: 'text',
  114: 'json',
  700: 'real',
  701: 'double precision',
  1042: 'char',
  1043: 'varchar',
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamptz',
  1186: 'interval',
  1700: 'numeric',
  3802: 'jsonb',
}

const arrays: ReadonlySet<number> = new Set([1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1115, 1182, 1185, 1231])

const nameOf = (type: number): SqlType['name'] => typeNames[type] ?? (arrays.has(type) ? 'array' : 'unknown')

const jsonForm = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(jsonForm)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, v]) => [k, jsonForm(v)]),
        )
      : value

/** `2026-03-08 02:59:59.5-07` as the instant in UTC; offsets of old times have seconds. */
function instant(text: string): string {
  const parts =
    /^(\d+)-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:(Z)|([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?$/.exec(text)
  if (!parts) return text
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const offset =
    (Number(parts[10] ?? 0) * 3600 + Number(parts[11] ?? 0) * 60 + Number(parts[12] ?? 0)) * (parts[9] === '-' ? -1 : 1)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second - offset)
  const fraction = (parts[7] ?? '').replace(/0+$/, '').replace(/\.$/, '')
  return `${date.toISOString().slice(0, -5)}${fraction}`
}

function cellOf(text: string, type: SqlType['name']): Cell {
  switch (type) {
    case 'boolean':
      return text === 't' || text === 'true' ? 'true' : 'false'
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
      return decimal(text)
    case 'real':
    case 'double precision':
      return Number(text)
    case 'timestamptz':
    case 'timestamp':
      return instant(text)
    case 'json':
    case 'jsonb':
      return JSON.stringify(jsonForm(JSON.parse(text)))
    default:
      return text
  }
}

const expectedCells = ({ columns, rows }: PostgresRows): Cell[][] =>
  rows.map((row) => row.map((text, i) => (text === null ? null : cellOf(text, nameOf(columns[i]!.type)))))

const textOf = (value: Exclude<JsValue, null>): string => (value instanceof Date ? value.toISOString() : String(value))
const gotCells = ({ columns, rows }: DriverRows): Cell[][] =>
  rows.map((row) => row.map((value, i) => (value === null ? null : cellOf(textOf(value), columns[i]!.sqlType.name))))

/** Doubles that sums in another order may give are the same. */
function sameCell(a: Cell, b: Cell): boolean {
  if (a === b) return true
  if (typeof a !== 'number' || typeof b !== 'number') return false
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b)
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}
const sameRow = (a: readonly Cell[], b: readonly Cell[]): boolean => a.every((cell, i) => sameCell(cell, b[i]!))

/** Doubles rounded, so that rows which are the same come to the same place. */
const sortKey = (row: readonly Cell[]): string =>
  JSON.stringify(row.map((cell) => (typeof cell === 'number' ? cell.toPrecision(8) : cell)))

const sorted = (rows: readonly Cell[][]): Cell[][] =>
  rows
    .map((row) => ({ row, key: sortKey(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row)

const show = (row: readonly Cell[] | undefined): string => (row === undefined ? 'nothing' : JSON.stringify(row))

export interface CompareOptions {
  /** The rows' order counts. */
  readonly ordered: boolean
  readonly names: boolean
}

/** How the answers differ, in words; undefined when they do not. */
export function difference(expected: PostgresRows, got: DriverRows, options: CompareOptions): string | undefined {
  return columnDifference(expected, got, options.names) ?? rowDifference(expected, got, options.ordered)
}

function columnDifference(expected: PostgresRows, got: DriverRows, names: boolean): string | undefined {
  if (expected.columns.length !== got.columns.length)
    return `${got.columns.length} columns instead of ${expected.columns.length}`
  for (const [i, { name, type }] of expected.columns.entries()) {
    const { name: gotName, sqlType } = got.columns[i]!
    if (names && name.toLowerCase() !== gotName.toLowerCase())
      return `column ${i + 1} is called ${gotName} instead of ${name}`
    const wanted = nameOf(type)
    if (wanted !== 'unknown' && wanted !== sqlType.name)
      return `column ${i + 1} (${gotName}) is ${typeText(sqlType)} instead of ${wanted}`
  }
  return undefined
}

function rowDifference(expected: PostgresRows, got: DriverRows, ordered: boolean): string | undefined {
  const arrange = ordered ? (rows: Cell[][]) => rows : sorted
  const [should, is] = [arrange(expectedCells(expected)), arrange(gotCells(got))]
  const length = Math.max(should.length, is.length)
  for (let i = 0; i < length; i++) {
    const [a, b] = [should[i], is[i]]
    if (a && b && sameRow(a, b)) continue
    return `${is.length} rows, expected ${should.length}; row ${i + 1} is ${show(b)}, expected ${show(a)}`
  }
  return undefined
}
