import { instantMicros } from '../base/instants.ts'
import type { SqlType } from '../base/types.ts'
import { timestampText, timestamptzText } from '../engine/values/datetime.ts'
import { doubleText, realText } from '../engine/values/float.ts'
import type { Zone } from '../engine/values/zone.ts'
import type { JsValue } from './face/index.ts'

/** Texts of values as PostgreSQL shows them, for programs that hand them on to its clients. */

export type NotNullJsValue = Exclude<JsValue, null>

const micros = (value: NotNullJsValue): bigint => instantMicros(value as number | string) ?? 0n

const texts: Readonly<Partial<Record<SqlType['name'], (value: NotNullJsValue, zone: Zone) => string>>> = {
  boolean: (value) => (value ? 't' : 'f'),
  real: (value) => realText(Number(value)),
  'double precision': (value) => doubleText(Number(value)),
  timestamp: (value) => timestampText(micros(value)),
  timestamptz: (value, zone) => timestamptzText(micros(value), zone),
}

/** @param value in the forms of `exactNumbers` and `dates: 'epoch'` */
export const valueText = (value: NotNullJsValue, type: SqlType, zone: Zone): string =>
  texts[type.name]?.(value, zone) ?? String(value)
