import { instantMicros } from '../base/instants.ts'
import { type ResultColumn, resultColumn } from '../base/odbc-types.ts'
import type { SqlType, Value } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import { realText } from '../engine/values/float.ts'

/** A value as JavaScript gets it. */
export type JsValue = null | boolean | number | string | Date

/** One column of a result, as npm `odbc` describes it, and PostgreSQL's type with precision and length. */
export interface ColumnDescription extends ResultColumn {
  readonly sqlType: SqlType
}

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

/** Flat rows of values into flat rows of JavaScript's. */
export function rowConverter(columns: readonly OutputColumn[], forms: ValueForms) {
  const converters = columns.map(({ type }) => converterOf(type, forms))
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

/**
 * A row as an object. Of two columns with one name the last wins, as in other drivers. Assigning is the fastest way,
 * but to `__proto__` it would make no property.
 */
export function toObject<Row>(names: readonly string[]): (values: readonly JsValue[]) => Row {
  if (names.includes('__proto__'))
    return (values) => Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Row
  return (values) => {
    const row: Record<string, JsValue> = {}
    for (let i = 0; i < names.length; i++) row[names[i]!] = values[i]!
    return row as Row
  }
}
