/** Tables that are no modules (`Users`, `Org`): their rows are metadata, read whole and picked from here. */
import type { Value } from '../../../base/types.ts'
import type { Column, Table } from '../../../source/index.ts'
import type { PersonNames } from '../../kit/people.ts'
import { decoderOf } from '../decode.ts'
import { type CrmColumnFacts, columnsOf, factsOf, type ListHandle, schema } from './columns.ts'
import { type CrmFieldMeta, plainField } from './metadata.ts'

/** A row as Zoho sends it, reduced to the fields of the table. */
export type RawRow = Readonly<Record<string, unknown>>

/** A table over fields given as `name: type`. */
export function makeListTable(name: string, kind: ListHandle['kind'], description: string, fields: FieldTypes): Table {
  const metas = Object.entries(fields).map(([apiName, dataType]) => listField(apiName, dataType))
  const { columns, lookups } = columnsOf(metas, () => false)
  const handle: ListHandle = { kind }
  const own = columns.map(notByCoql)
  const kinds = { kind: 'table', atHand: true, joinOnly: true } as const
  return { schema, name, description, columns: own, lookups, primaryKey: ['id'], handle, ...kinds }
}

/** No query goes through it: of users, few fields are shown through a lookup, and none through two (facts 6.6). */
function notByCoql(column: Column): Column {
  const facts = factsOf(column)
  const handle: CrmColumnFacts = { ...facts, roads: { ...facts.roads, coql: false } }
  return { ...column, handle }
}

export type FieldTypes = Readonly<Record<string, string>>

function listField(apiName: string, dataType: string): CrmFieldMeta {
  const label = apiName.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())
  const jsonType = dataType === 'json' ? 'jsonobject' : 'string'
  return { ...plainField, apiName, label, dataType, jsonType, unique: apiName === 'id' }
}

/** Keeps what the table shows: answers hold much more, some of it private. */
export const pick = (row: RawRow, fields: FieldTypes): RawRow =>
  Object.fromEntries(Object.keys(fields).flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])))

/** The rows as values of the given columns; `users` names the people in them. */
export function listRows(rows: readonly RawRow[], columns: readonly Column[], users?: PersonNames): Value[][] {
  const decoders = columns.map((column) => decoderOf(column, factsOf(column).shape === 'user' ? users : undefined))
  return rows.map((row) => columns.map((column, index) => decoders[index]!(row[column.field])))
}
