/** What the elements of an answer say of the rows that were sent. Pure. */

import type { Outcome } from '../../../base/errors.ts'
import { isObject, type JsonObject } from '../../../base/json.ts'
import { redact } from '../../../base/secret.ts'
import type { Change, ChangeRow, Column } from '../../../source/index.ts'
import { kindOf } from './refusals.ts'

/** What an answer says of one record. */
export type AnswerElement = JsonObject

const object = (value: unknown): JsonObject => (isObject(value) ? value : {})
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? redact(value) : null)

/** The list of elements, where the answer has one element for each row; undefined: it tells nothing of single rows. */
export function elementsOf(json: unknown, rows: number): readonly JsonObject[] | undefined {
  const { data } = object(json)
  return Array.isArray(data) && data.length === rows && data.every(isElement) ? data : undefined
}

const isElement = (element: unknown): boolean =>
  isObject(element) && (element.status === 'success' || element.status === 'error') && typeof element.code === 'string'

/** Some row was written, whatever else the answer says. */
export const hasSuccess = (json: unknown): boolean => {
  const { data } = object(json)
  return Array.isArray(data) && data.some((element) => object(element).status === 'success')
}

/**
 * Outcomes of the rows, in their order. An answer whose elements contradict the order of the rows, by id or by the
 * places they name, tells nothing: then undefined.
 */
export function outcomesOf(
  change: Change,
  rows: readonly ChangeRow[],
  elements: readonly JsonObject[],
): readonly Outcome[] | undefined {
  const key = change.columns.findIndex(({ name }) => name === change.table.primaryKey[0])
  const sent = (row: ChangeRow): string | undefined => (key < 0 ? undefined : String(row.values[key]))
  const fits = elements.every((element, i) => isOfRow(element, i, sent(rows[i]!))) && areDistinct(elements)
  return fits ? rows.map((row, i) => outcomeOf(change, row, elements[i]!, sent(row))) : undefined
}

/** No record is told of twice: an element that stands there again is in place of another. */
function areDistinct(elements: readonly JsonObject[]): boolean {
  const ids = elements.flatMap(({ status, details }) => (status === 'success' ? (text(object(details).id) ?? []) : []))
  return new Set(ids).size === ids.length
}

/** Elements name the record they speak of, or its place in the request. */
function isOfRow({ status, details }: JsonObject, index: number, id: string | undefined): boolean {
  const { id: named, json_path: path } = object(details)
  if (status === 'success' && id !== undefined) return String(named) === id
  const place = typeof path === 'string' ? /^\$\.data\[(\d+)\]/.exec(path)?.[1] : undefined
  return place === undefined || Number(place) === index
}

function outcomeOf(change: Change, { index }: ChangeRow, element: JsonObject, id: string | undefined): Outcome {
  const details = object(element.details)
  if (element.status === 'success') {
    const written = text(details.id) ?? id ?? null
    const { action } = element
    const done = action === 'update' || action === 'insert' ? { done: action as 'update' | 'insert' } : {}
    const said = text(element.message)
    return { index, outcome: 'written', id: written, code: 'SUCCESS', message: said, column: null, ...done }
  }
  const { duplicate_record: other, id: named } = object(firstError(element).details)
  return { ...refusalOf(change, element), index, id: text(object(other).id) ?? text(named) ?? id ?? null }
}

/** Why an element was refused. */
export function refusalOf(change: Change, element: AnswerElement): Omit<Outcome, 'index' | 'id'> {
  const first = firstError(element)
  const code = String(first.code)
  const { api_name: field, id } = object(first.details)
  // INVALID_DATA that names a record and no field is about the record's own id.
  const isOwnId = field === undefined && id !== undefined && code === 'INVALID_DATA' && change.action !== 'insert'
  const column = columnOf(change, isOwnId ? 'id' : field)
  return {
    outcome: 'rejected',
    code,
    message: messageOf(element, first),
    column: column?.name ?? text(field),
    error: kindOf(code, column),
  }
}

/** Where in the request an error is: `$.data[1].Lines[2].Quantity`. */
export function pathOf(
  error: AnswerElement,
): { readonly row: number; readonly member: number | undefined } | undefined {
  const { json_path: path } = object(error.details)
  const found = typeof path === 'string' ? /^\$\.data\[(\d+)\](?:\.\w+\[(\d+)\])?/.exec(path) : null
  return found ? { row: Number(found[1]), member: found[2] === undefined ? undefined : Number(found[2]) } : undefined
}

/** MULTIPLE_OR_MULTI_ERRORS holds a list; the first is the reason, all are told. */
export function errorsOf(element: JsonObject): readonly JsonObject[] {
  const { errors } = object(element.details)
  const all = Array.isArray(errors) ? errors.filter(isObject) : []
  return all.length > 0 ? all : [element]
}
const firstError = (element: JsonObject): JsonObject => errorsOf(element)[0]!

function messageOf(element: JsonObject, first: JsonObject): string {
  const all = errorsOf(element)
  return (all.length > 1 ? all : [first]).map(sentence).join('; ')
}

/** Zoho's message with what its details add, such as the length that is allowed. */
function sentence({ message, details }: JsonObject): string {
  const { api_name: field, expected_data_type: type, maximum_length: length, ...more } = object(details)
  const said = [
    field && `field ${String(field)}`,
    type && `expected ${String(type)}`,
    length && `at most ${String(length)} characters`,
    more.supported_values && `one of ${JSON.stringify(more.supported_values)}`,
    more.maximum_decimal_place !== undefined && `at most ${String(more.maximum_decimal_place)} decimals`,
  ].filter(Boolean)
  const words = text(message) ?? 'refused'
  return redact(said.length === 0 ? words : `${words} (${said.join(', ')})`)
}

/** The column sent that belongs to a field. */
function columnOf(change: Change, field: unknown): Column | undefined {
  if (typeof field !== 'string') return undefined
  return change.columns.find((column) => column.field === field) ?? change.table.columns.find((c) => c.field === field)
}
