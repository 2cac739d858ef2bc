/** Whether two answers are the same: numbers by value, instants as instants, everything else to the letter. */
import { type SqlType, typeText } from '../../src/base/types.ts'
import type { JsValue } from '../../src/index.ts'

/** PostgreSQL's answer: values as it prints them, types by number. */
export interface Expected {
  readonly columns: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** The driver's answer. */
export interface Got {
  readonly columns: readonly { readonly name: string; readonly sqlType: SqlType }[]
  readonly rows: readonly (readonly JsValue[])[]
}

type Cell = string | number | null

/** PostgreSQL's types by number, and of each the type that arrays of it have. */
const numbers: Readonly<Partial<Record<SqlType['name'], readonly [scalar: number, array: number]>>> = {
  boolean: [16, 1000],
  bytea: [17, 1001],
  bigint: [20, 1016],
  smallint: [21, 1005],
  integer: [23, 1007],
  text: [25, 1009],
  json: [114, 199],
  jsonb: [3802, 3807],
  real: [700, 1021],
  'double precision': [701, 1022],
  char: [1042, 1014],
  varchar: [1043, 1015],
  date: [1082, 1182],
  time: [1083, 1183],
  timestamp: [1114, 1115],
  timestamptz: [1184, 1185],
  interval: [1186, 1187],
  numeric: [1700, 1231],
  record: [2249, 2287],
}
const scalars = new Map(Object.entries(numbers).map(([name, [scalar]]) => [scalar, name]))
const arrays = new Map(Object.entries(numbers).map(([name, [, array]]) => [array, `${name}[]`]))
// "char", name and regtype as text: the driver knows one type of each.
const aliases: Readonly<Record<number, string>> = { 18: 'text', 19: 'text', 2206: 'text' }

/** Types from here on were made by CREATE TABLE: rows of tables, which are records here. */
const firstOwnType = 16384

const typeName = (type: number): string =>
  aliases[type] ?? scalars.get(type) ?? arrays.get(type) ?? (type >= firstOwnType ? 'record' : `type ${type}`)
const shortType = (type: SqlType): string => (type.name === 'array' ? `${type.element?.name}[]` : type.name)

/** `1.50`, `1.5` and `15e-1` are one number. */
export function decimal(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text)
  if (!parts) return text
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts
  const point = whole.length + Number(exponent)
  const digits = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, -point), '0')
  const at = Math.max(0, point)
  const left = digits.padEnd(at, '0').slice(0, at).replace(/^0+/, '') || '0'
  const right = digits.padEnd(at, '0').slice(at).replace(/0+$/, '')
  if (left === '0' && right === '') return '0'
  return `${sign}${left}${right ? `.${right}` : ''}`
}

/** An instant in microseconds since 1970, from `2026-03-08 02:59:59.5-07:30` or ISO text. */
function instant(text: string): string {
  const parts =
    /^(\d{4,})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?)?( BC)?$/.exec(
      text,
    )
  if (!parts) return text
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as number[]
  const offset = (Number(parts[10] ?? 0) * 60 + Number(parts[11] ?? 0)) * 60 + Number(parts[12] ?? 0)
  const date = new Date(0)
  date.setUTCFullYear(parts[13] ? 1 - year! : year!, month! - 1, day)
  date.setUTCHours(hour!, minute, second! - (parts[9] === '-' ? -offset : offset))
  return `${BigInt(date.getTime()) * 1000n + BigInt((parts[7] ?? '0').padEnd(6, '0').slice(0, 6))}`
}

function cellOf(text: string, type: string): Cell {
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
    case 'timestamp':
    case 'timestamptz':
      return instant(text)
    default:
      return text
  }
}

const expectedCells = ({ columns, rows }: Expected): Cell[][] =>
  rows.map((row) => row.map((text, i) => (text === null ? null : cellOf(text, typeName(columns[i]!.type)))))

const textOf = (value: Exclude<JsValue, null>): string => (value instanceof Date ? value.toISOString() : String(value))
const gotCells = ({ columns, rows }: Got): Cell[][] =>
  rows.map((row) => row.map((value, i) => (value === null ? null : cellOf(textOf(value), columns[i]!.sqlType.name))))

/** Sums of doubles depend on the order of their rows in the last digits. */
function sameCell(a: Cell, b: Cell): boolean {
  if (a === b) return true
  if (typeof a !== 'number' || typeof b !== 'number') return false
  return Object.is(a, b) || Math.abs(a - b) <= 1e-10 * Math.max(Math.abs(a), Math.abs(b))
}

const sameRow = (a: readonly Cell[], b: readonly Cell[]): boolean => a.every((cell, i) => sameCell(cell, b[i]!))

const keyOf = (row: readonly Cell[]): string =>
  JSON.stringify(row.map((cell) => (typeof cell === 'number' ? cell.toPrecision(9) : cell)))

const sorted = (rows: readonly Cell[][]): Cell[][] =>
  rows
    .map((row) => [keyOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row)

function columnDifference(expected: Expected['columns'], got: Got['columns']): string | undefined {
  if (expected.length !== got.length) return `${got.length} columns, PostgreSQL has ${expected.length}`
  for (const [i, { name, type }] of expected.entries()) {
    const { name: gotName, sqlType } = got[i]!
    // How a name is spelled is the statement's or Zoho's, not folded.
    if (name.toLowerCase() !== gotName.toLowerCase()) return `column ${i + 1} is called ${gotName}, there ${name}`
    if (shortType(sqlType) !== typeName(type))
      return `column ${i + 1} (${gotName}) is ${typeText(sqlType)}, there ${typeName(type)}`
  }
  return undefined
}

const show = (row: readonly Cell[] | undefined): string => (row ? JSON.stringify(row) : 'nothing')

/** How the answers differ, in words; undefined when they do not. */
export function difference(expected: Expected, got: Got, ordered: boolean): string | undefined {
  const inColumns = columnDifference(expected.columns, got.columns)
  if (inColumns) return inColumns
  const arrange = ordered ? (rows: Cell[][]) => rows : sorted
  const [theirs, ours] = [arrange(expectedCells(expected)), arrange(gotCells(got))]
  for (let i = 0; i < Math.max(theirs.length, ours.length); i++) {
    const [a, b] = [theirs[i], ours[i]]
    if (!a || !b || !sameRow(a, b))
      return `${ours.length} rows, there ${theirs.length}; row ${i + 1} is ${show(b)}, there ${show(a)}`
  }
  return undefined
}

/** Whether a statement's last ORDER BY stands outside all brackets, so that its rows have an order. */
export function isOrdered(sql: string): boolean {
  let depth = 0
  let found = false
  for (const [token] of sql.matchAll(/'(?:[^']|'')*'|"[^"]*"|--.*|[()]|\border\s+by\b/gi)) {
    if (token === '(') depth++
    else if (token === ')') depth--
    else if (depth === 0 && /^order/i.test(token)) found = true
  }
  return found
}
