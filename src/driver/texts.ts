import type { SqlType } from '../base/types.ts'
import { timestampText, timestamptzText } from '../engine/values/datetime.ts'
import { doubleText, realText } from '../engine/values/float.ts'
import type { Zone } from '../engine/values/zone.ts'
import type { JsValue } from './values.ts'

/** Texts of values as PostgreSQL shows them, for programs that hand them on to its clients. */

type Shown = Exclude<JsValue, null>

const micros = (value: Shown): bigint => {
  const ms = value as number
  if (!Number.isFinite(ms)) return ms > 0 ? 9_223_372_036_854_775_807n : -9_223_372_036_854_775_808n
  const whole = Math.floor(ms)
  return BigInt(whole) * 1000n + BigInt(Math.round((ms - whole) * 1000))
}

const texts: Readonly<Partial<Record<SqlType['name'], (value: Shown, zone: Zone) => string>>> = {
  boolean: (value) => (value ? 't' : 'f'),
  real: (value) => realText(Number(value)),
  'double precision': (value) => doubleText(Number(value)),
  timestamp: (value) => timestampText(micros(value)),
  timestamptz: (value, zone) => timestamptzText(micros(value), zone),
}

/** @param value in the forms of `exactNumbers` and `dates: 'epoch'` */
export const valueText = (value: Shown, type: SqlType, zone: Zone): string =>
  texts[type.name]?.(value, zone) ?? String(value)
