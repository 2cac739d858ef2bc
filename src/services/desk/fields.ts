/** Desk's field types, one row each: the SQL type and how a value is read. */
import { byName } from '../../base/by-name.ts'
import {
  arrayOf,
  boolean,
  date,
  integer,
  jsonb,
  numeric,
  type SqlType,
  text,
  timestamptz,
  wideBigint,
} from '../../base/types.ts'
import { type CellReader, cellReaders, members, readId, stable } from '../kit/cells.ts'
import type { FieldKind } from './catalog/spec.ts'

export interface DeskFieldType {
  readonly type: SqlType
  readonly read: CellReader
}

/** Text in ISO form, or 13 digits (facts 3.1). */
const readTime: CellReader = (json) => {
  if (typeof json === 'number') return json
  return typeof json === 'string' && /^\d{12,14}$/.test(json) ? Number(json) : cellReaders.datetime(json)
}

/** `{1,2}`, as PostgreSQL writes arrays. */
const readIds: CellReader = (json) => {
  const ids = Array.isArray(json) ? json.map(readId) : undefined
  return ids?.every((id) => typeof id === 'string') ? `{${ids.join(',')}}` : undefined
}

/** Of some answers text, of others an object with a name. */
const readName: CellReader = (json) => {
  if (typeof json !== 'object' || json === null) return String(json)
  const { name, layoutName, firstName, lastName } = json as Readonly<Record<string, unknown>>
  const own = name ?? layoutName
  if (typeof own === 'string' && own !== '') return own
  const parts = [firstName, lastName].filter((part) => typeof part === 'string' && part !== '')
  return parts.length === 0 ? null : parts.join(' ')
}

const readEmail: CellReader = (json) => {
  const { email, emailId } = (typeof json === 'object' && json !== null ? json : {}) as Readonly<
    Record<string, unknown>
  >
  const found = email ?? emailId
  return typeof found === 'string' && found !== '' ? found : null
}

const readType: CellReader = (json) => {
  const { type } = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>
  return typeof type === 'string' && type !== '' ? type : null
}

/** As it stands: an empty list is a list. */
const readJson: CellReader = (json) => stable(json)

const states: ReadonlyMap<string, string> = new Map([
  ['open', 'Open'],
  ['onhold', 'On Hold'],
  ['closed', 'Closed'],
])

/** Each endpoint spells states in its own way (facts 15.18); one answer has one. */
const readState: CellReader = (json) =>
  states.get(String(json).replace(/[\s_]/g, '').toLowerCase()) ?? cellReaders.text(json)

const textType: DeskFieldType = { type: text, read: cellReaders.text }
const idType: DeskFieldType = { type: wideBigint, read: readId }
const whole: DeskFieldType = { type: wideBigint, read: cellReaders.bigint }
const decimal: DeskFieldType = { type: numeric(), read: cellReaders.numeric }
const jsonType: DeskFieldType = { type: jsonb, read: readJson }
const flagType: DeskFieldType = { type: boolean, read: cellReaders.boolean }
const timeType: DeskFieldType = { type: timestamptz, read: readTime }
const dateType: DeskFieldType = { type: date, read: cellReaders.date }

/** By the kinds of the built-in fields. */
export const fieldTypes: Readonly<Record<Exclude<FieldKind, 'crm' | 'person' | 'named'>, DeskFieldType>> = {
  id: idType,
  ref: idType,
  ids: { type: arrayOf(wideBigint), read: readIds },
  text: textType,
  long: textType,
  pick: textType,
  state: { type: text, read: readState },
  count: { type: integer, read: cellReaders.integer },
  number: whole,
  decimal,
  bool: flagType,
  time: timeType,
  date: dateType,
  json: jsonType,
}

/** The parts of a value that is an object. */
export const objectParts = {
  id: idType,
  name: { type: text, read: readName },
  email: { type: text, read: readEmail },
  type: { type: text, read: readType },
} as const satisfies Record<string, DeskFieldType>

/** By the types of metadata, in lower case (facts 13). What is not here is text. */
const metadataTypes: Readonly<Record<string, DeskFieldType>> = byName({
  number: whole,
  decimal,
  percent: decimal,
  currency: decimal,
  boolean: flagType,
  checkbox: flagType,
  date: dateType,
  datetime: timeType,
  lookup: idType,
  multilookup: jsonType,
  // ASSUMPTION: texts joined by ; or a list of them.
  multiselect: { type: text, read: members(undefined) },
})

export const metadataType = (type: string): DeskFieldType => metadataTypes[type] ?? textType
