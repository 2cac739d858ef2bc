import type { SqlType, TypeName } from '../../base/types.ts'
import { type ArrayItem, readArray, writeArray } from '../values/array.ts'
import { nanRefused } from '../values/float.ts'
import type { Raw } from '../values/index.ts'
import { decodeInterval, encodeInterval, type Interval } from '../values/interval.ts'
import { type Decimal, decodeDecimal, encodeDecimal } from '../values/numeric.ts'
import type { NotNullRaw } from '../values/text-form.ts'

/**
 * The form in which the JavaScript functions of the table see each type: boolean as boolean, smallint and integer as
 * number, bigint and timestamps as bigint, numeric as Decimal, date and time as number, interval as Interval, arrays as
 * lists of stored members, all else as it is stored.
 */

const same = (raw: NotNullRaw): unknown => raw
const asNumber = (raw: NotNullRaw): unknown => Number(raw)
const asBigint = (raw: NotNullRaw): unknown => (typeof raw === 'bigint' ? raw : BigInt(raw as number))

const readers: Readonly<Record<TypeName, (raw: NotNullRaw) => unknown>> = {
  boolean: (raw) => Number(raw) !== 0,
  smallint: asNumber,
  integer: asNumber,
  bigint: asBigint,
  numeric: (raw) => decodeDecimal(raw as string),
  real: asNumber,
  'double precision': asNumber,
  text: same,
  varchar: same,
  char: (raw) => (raw as string).replace(/ +$/, ''),
  date: asNumber,
  time: asNumber,
  timestamp: asBigint,
  timestamptz: asBigint,
  interval: (raw) => decodeInterval(raw as string),
  json: same,
  jsonb: same,
  bytea: same,
  array: (raw) => readArray(raw as string),
  record: same,
  unknown: same,
}

// A JavaScript number would become REAL: whole numbers go back as bigint.
const toInteger = (value: unknown): Raw => (typeof value === 'bigint' ? value : BigInt(value as number))

function toDouble(value: unknown): Raw {
  if (Number.isNaN(value)) throw nanRefused()
  return value as number
}

const asIs = (value: unknown): Raw => value as Raw

const writers: Readonly<Record<TypeName, (value: unknown) => Raw>> = {
  boolean: (value) => (value ? 1n : 0n),
  smallint: toInteger,
  integer: toInteger,
  bigint: toInteger,
  numeric: (value) => encodeDecimal(value as Decimal),
  real: toDouble,
  'double precision': toDouble,
  text: asIs,
  varchar: asIs,
  char: asIs,
  date: toInteger,
  time: toInteger,
  timestamp: toInteger,
  timestamptz: toInteger,
  interval: (value) => encodeInterval(value as Interval),
  json: asIs,
  jsonb: asIs,
  bytea: asIs,
  array: (value) => writeArray(value as readonly ArrayItem[]),
  record: asIs,
  unknown: asIs,
}

export const reader = (type: SqlType): ((raw: NotNullRaw) => unknown) => readers[type.name]
export const writer = (type: SqlType): ((value: unknown) => Raw) => writers[type.name]
