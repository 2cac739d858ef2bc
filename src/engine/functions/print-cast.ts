import type { SqlType } from '../../base/types.ts'
import { isSameStored } from './casts.ts'
import { typeKey } from './type-key.ts'
import { isPlain } from './types.ts'

/** Conversions as SQLite text. */

export const castName = (from: SqlType, to: SqlType): string => `${from.name}::${to.name}`

export function printCast(value: string, from: SqlType, to: SqlType): string {
  // A row is kept as its text.
  if (from.name === 'record') return to.name === 'text' ? value : printCast(value, { name: 'text' }, to)
  if (isSameStored(from, to)) return value
  if (isPlain(from) && isPlain(to)) return nativeCast(value, from, to) ?? `"${castName(from, to)}"(${value})`
  return `"cast_as"(${value}, '${typeKey(from)}', '${typeKey(to)}')`
}

const whole: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint'])

function nativeCast(value: string, from: SqlType, to: SqlType): string | undefined {
  if (!whole.has(from.name)) return undefined
  if (to.name === 'double precision') return `CAST(${value} AS REAL)`
  return to.name === 'text' || to.name === 'varchar' ? `CAST(${value} AS TEXT)` : undefined
}

/** As a client sees the value, which for booleans is `t` or `f` and not what a cast to text gives. */
export function printDisplay(value: string, type: SqlType): string {
  const shown = printCast(value, type, { name: 'text' })
  return type.name === 'boolean' ? `substr(${shown}, 1, 1)` : shown
}
