/** Bodies of writes: cells by the types of their fields, with an error for each that does not comply. */

import { bare } from '../../base/by-name.ts'
import { isObject, type JsonObject } from '../../base/json.ts'
import type { DeskField } from './fields.ts'
import type { DeskCall } from './http.ts'
import { type BodyError, DeskRefusal, invalidBody } from './refusal.ts'
import type { CustomField, DeskModule } from './store.ts'

/** The JSON object of a call. */
export function bodyOf({ body }: DeskCall): JsonObject {
  if (body.length === 0) throw new DeskRefusal(422, 'EMPTY_PAYLOAD', 'The payload is empty.')
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    if (isObject(parsed)) return parsed
  } catch {
    // Told below, as of any other body that is no object.
  }
  throw new DeskRefusal(400, 'BAD_REQUEST', 'The request is malformed.')
}

export const bodyError = (fieldName: string, errorType: BodyError['errorType'], errorMessage = ''): BodyError => ({
  fieldName: `/${fieldName}`,
  errorType,
  errorMessage,
})

/** Ids come as text or as numbers. */
export function idsIn(given: JsonObject, key: string, { variants }: DeskCall): readonly string[] {
  const ids = given[key]
  if (!Array.isArray(ids) || ids.length === 0) throw invalidBody([bodyError(key, 'missing')])
  if (ids.length > variants.deskIdsMax) throw invalidBody([bodyError(key, 'invalid')])
  return ids.map(String)
}

interface BodyReading {
  readonly call: DeskCall
  readonly module: DeskModule
  readonly errors: BodyError[]
}

const timeText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/
const dateText = /^\d{4}-\d\d-\d\d$/

/** A time as it is stored; undefined when it is none. Offsets are refused. */
function readTime(value: unknown): string | undefined {
  if (typeof value !== 'string' || !timeText.test(value) || Number.isNaN(Date.parse(value))) return undefined
  return new Date(value).toISOString()
}

const readDate = (value: unknown): string | undefined =>
  typeof value === 'string' && dateText.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value
    ? value
    : undefined

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

const targets: Readonly<Record<string, string>> = {
  departmentId: 'departments',
  contactId: 'contacts',
  accountId: 'accounts',
  assigneeId: 'agents',
  ownerId: 'agents',
  productId: 'products',
  ticketId: 'tickets',
}

function readRef(value: unknown, name: string, { call }: BodyReading): string | undefined {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (name === 'teamId') return call.desk.teams.some((team) => team.id === id) ? id : undefined
  const target = targets[name]
  if (target === undefined) return /^\d+$/.test(id) ? id : undefined
  return call.desk.modules.get(target)?.get(id) ? id : undefined
}

function readValue(value: unknown, { name, kind, maxLength }: DeskField, reading: BodyReading): unknown {
  if (kind === 'ref') return readRef(value, name, reading)
  if (kind === 'time') return readTime(value)
  if (kind === 'date') return readDate(value)
  if (kind === 'num' || kind === 'dec') return readNumber(value)
  if (kind === 'bool') return typeof value === 'boolean' ? value : undefined
  if (kind === 'json') return typeof value === 'object' ? value : undefined
  return typeof value === 'string' && [...value].length <= (maxLength ?? Number.POSITIVE_INFINITY) ? value : undefined
}

const numeric = ['number', 'decimal', 'currency', 'percent']
/** Characters of a custom value: more for tickets than for others. */
const customLength = (module: DeskModule): number => (module.table.name === 'tickets' ? 255 : 100)

function readCustom(value: unknown, { type }: CustomField, module: DeskModule): unknown {
  const kind = type.toLowerCase()
  if (numeric.includes(kind)) return readNumber(value)
  if (kind === 'boolean' || kind === 'checkbox')
    return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined
  if (kind === 'date') return readDate(value)
  if (kind === 'datetime') return readTime(value)
  if (kind === 'multiselect')
    return typeof value === 'string' ? value.split(';') : Array.isArray(value) ? value : undefined
  if (kind === 'formula' || kind === 'autonumber' || typeof value !== 'string') return undefined
  return kind === 'textarea' || [...value].length <= customLength(module) ? value : undefined
}

const isEmpty = (value: unknown): boolean => value === null || value === ''

function customCells(given: unknown, before: unknown, { module, errors }: BodyReading): Record<string, unknown> {
  const cells = { ...(before as Record<string, unknown> | undefined) }
  if (!isObject(given)) {
    errors.push(bodyError('cf', 'invalid'))
    return cells
  }
  for (const [name, value] of Object.entries(given)) {
    const field = module.custom.find((candidate) => candidate.apiName === name)
    const read = field && (isEmpty(value) ? null : readCustom(value, field, module))
    if (read === undefined) errors.push(bodyError(`cf/${name}`, 'invalid'))
    else cells[name] = read
  }
  return cells
}

/** The cells a body sets, in stored form. ASSUMPTION: keys that are no field, or that nobody may set, are refused. */
export function cellsOf(
  given: JsonObject,
  module: DeskModule,
  call: DeskCall,
  before?: JsonObject,
  more: readonly string[] = [],
) {
  const errors: BodyError[] = []
  const reading: BodyReading = { call, module, errors }
  const cells = bare<unknown>()
  for (const [name, value] of Object.entries(given)) {
    if (more.includes(name)) continue
    const field = module.table.fields.find((candidate) => candidate.name === name)
    if (name === 'cf') cells.cf = customCells(value, before?.cf, reading)
    else if (!field?.writable) errors.push(bodyError(name, 'invalid'))
    else if (isEmpty(value)) {
      if (field.required) errors.push(bodyError(name, 'missing'))
      cells[name] = null
    } else {
      const read = readValue(value, field, reading)
      if (read === undefined) errors.push(bodyError(name, 'invalid'))
      cells[name] = read
    }
  }
  return { cells, errors }
}
