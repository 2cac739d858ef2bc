import { instantMicros } from '../base/instants.ts'
import { uniqueNames } from '../base/names.ts'
import { resultColumn } from '../base/odbc-types.ts'
import type { SqlType, Value } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import { realText } from '../engine/values/float.ts'
import type { ColumnDescription, JsValue } from './face/index.ts'

export interface ValueForms {
  /** Numerics (every digit kept) and doubles as strings. */
  readonly exactNumbers: boolean
  /**
   * Instants as `Date`, or as ISO text in UTC; `epoch`: milliseconds since 1970-01-01 with fractions down to a
   * microsecond, of timestamps without zone too.
   */
  readonly dates: 'date' | 'string' | 'epoch'
}

export function describeColumn({ name, type, origin }: OutputColumn): ColumnDescription {
  const column = origin?.table.columns.find((candidate) => candidate.name === origin.column)
  return { ...resultColumn(name, type, column?.nullable ?? true), sqlType: type }
}

type Convert = (value: Exclude<Value, null>) => JsValue

/** The text of a decimal with the places its type has. */
function exactText(value: Exclude<Value, null>, scale: number | undefined): string {
  const text = typeof value === 'number' ? plainText(value) : String(value)
  if (scale === undefined || !/^-?\d+(\.\d+)?$/.test(text)) return text
  const [whole, fraction = ''] = text.split('.')
  return scale > fraction.length ? `${whole}${scale > 0 ? '.' : ''}${fraction.padEnd(scale, '0')}` : text
}

/** Without an exponent. */
const plainText = (value: number): string =>
  /e/i.test(String(value))
    ? BigInt(Math.trunc(value)) === 0n
      ? value.toFixed(20).replace(/0+$/, '')
      : String(BigInt(value))
    : String(value)

/** A count is a number, unless it is beyond what a number can tell exactly. */
const safeNumber: Convert = (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value))

/**
 * Instants in UTC as ISO text, microseconds where there are any; `infinity` and what is beyond JavaScript's dates have
 * no such text, so the one is PostgreSQL's word and the other stays a number.
 */
const isoText = (value: Exclude<Value, null>): JsValue => {
  const ms = Number(value)
  if (Math.abs(ms) === Infinity) return ms < 0 ? '-infinity' : 'infinity'
  const micros = instantMicros(value as number | string) ?? 0n
  const rest = Number(((micros % 1000n) + 1000n) % 1000n)
  const date = new Date(Number((micros - BigInt(rest)) / 1000n))
  if (Number.isNaN(date.getTime())) return value
  return rest === 0 ? date.toISOString() : date.toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`)
}

/** The shortest text that means the same number of 32 bits, as PostgreSQL prints it. */
const realNumber: Convert = (value) => Number(realText(Number(value)))

const converters: Partial<Record<SqlType['name'], (type: SqlType, forms: ValueForms) => Convert | undefined>> = {
  bigint: (type) => (type.wide ? String : safeNumber),
  'double precision': (_type, forms) => (forms.exactNumbers ? String : undefined),
  real: (_type, forms) => (forms.exactNumbers ? (value) => realText(Number(value)) : realNumber),
  numeric: (type, forms) => (forms.exactNumbers ? (value) => exactText(value, type.scale) : Number),
  timestamptz: (_type, { dates }) =>
    dates === 'epoch' ? undefined : dates === 'string' ? isoText : (value) => new Date(Number(value)),
  // A timestamp without zone is no instant: its ISO text has no Z.
  timestamp: (_type, { dates }) =>
    dates === 'epoch' ? undefined : (value) => String(isoText(value)).replace(/Z$/, ''),
}

/** How values of a column become JavaScript's; undefined where they are already. */
const converterOf = (type: SqlType, forms: ValueForms): Convert | undefined => converters[type.name]?.(type, forms)

/** Digits of a fraction up to which a decimal is what somebody wrote or added up; further ones come of dividing. */
const writtenFraction = 8

/** True for a decimal that is another one as a double. Quotients, whose digits never end, are left out. */
function isRounded(value: Value, scale: number | undefined): boolean {
  if (typeof value !== 'string' || value.length < 16 || !/^-?\d+(\.\d+)?$/.test(value)) return false
  const [whole = '', fraction = ''] = value.split('.')
  const digits = fraction.replace(/0+$/, '')
  if (scale === undefined && digits.length > writtenFraction) {
    return BigInt(Math.trunc(Number(value))) !== BigInt(whole)
  }
  return plainText(Number(value)) !== (digits === '' ? whole : `${whole}.${digits}`)
}

/** The converter, and a word when it changes a value. */
function watched(column: OutputColumn, convert: Convert, rounded: (name: string) => void): Convert {
  let told = false
  return (value) => {
    if (!told && isRounded(value, column.type.scale)) {
      told = true
      rounded(column.name)
    }
    return convert(value)
  }
}

/**
 * Flat rows of values into flat rows of JavaScript's.
 *
 * @param rounded is told a column's name when a value of it is not what it was
 */
export function rowConverter(
  columns: readonly OutputColumn[],
  forms: ValueForms,
  rounded: (name: string) => void = () => {},
) {
  const converters = columns.map((column) => {
    const convert = converterOf(column.type, forms)
    return convert && column.type.name === 'numeric' && !forms.exactNumbers
      ? watched(column, convert, rounded)
      : convert
  })
  if (converters.every((convert) => convert === undefined)) return (row: readonly Value[]): readonly JsValue[] => row
  return (row: readonly Value[]): readonly JsValue[] => {
    const out = row.slice() as JsValue[]
    for (let i = 0; i < converters.length; i++) {
      const value = row[i] as Value
      if (value !== null && converters[i] !== undefined) out[i] = converters[i]!(value)
    }
    return out
  }
}

/** How rows are handed out, and what there is to say about it. */
export interface RowShape<Row> {
  readonly columns: readonly ColumnDescription[]
  readonly make: (values: readonly JsValue[]) => Row
  readonly notice: string | undefined
}

/** Rows as arrays, or as objects in which further columns of one name are `Name_2`, `Name_3` …, so that none is lost. */
export function shapeOf<Row>(
  columns: readonly ColumnDescription[],
  rowMode: 'object' | 'array' = 'object',
): RowShape<Row> {
  if (rowMode === 'array') return { columns, make: (values) => [...values] as Row, notice: undefined }
  const names = uniqueNames(columns.map(({ name }) => name))
  const doubled = columns.flatMap(({ name }, index) => (names[index] === name ? [] : [`${name} is ${names[index]}`]))
  return {
    columns: columns.map((column, index) =>
      column.name === names[index] ? column : { ...column, name: names[index]! },
    ),
    make: toObject<Row>(names),
    notice:
      doubled.length === 0
        ? undefined
        : `Several columns have one name: a further ${doubled.join(', a further ')}. rowMode 'array' keeps the names.`,
  }
}

/** Assigning is the fastest way, but to `__proto__` it would make no property. */
function toObject<Row>(names: readonly string[]): (values: readonly JsValue[]) => Row {
  if (names.includes('__proto__'))
    return (values) => Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Row
  return (values) => {
    const row: Record<string, JsValue> = {}
    for (let i = 0; i < names.length; i++) row[names[i]!] = values[i]!
    return row as Row
  }
}
