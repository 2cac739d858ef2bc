/** `GET /{module}`: rows by `from` and `limit`, poor in columns, filtered by the few parameters each list has. */
import { noContent, type SimReply } from '../http.ts'
import { filtered } from './filters.ts'
import type { DeskCall } from './http.ts'
import { inOrder } from './order.ts'
import { boolOf, fromOf, limitOf, listOf, orderOf, type SimDeskOrder } from './query.ts'
import { invalidValue, serverError } from './refusal.ts'
import { customCells, renderField, renderIncluded, renderRecord } from './render.ts'
import type { DeskModule, DeskRecord, DeskRecordTest } from './store.ts'
import type { DeskTable } from './tables.ts'
import { viewId } from './views.ts'

const fromCap = 4999
const fieldsMax = 30
const ticketsSortOfSpec = ['dueDate', 'createdTime', 'recentThread']
const dayMs = 86_400_000

export const moduleOf = (call: DeskCall, name: string): DeskModule => call.desk.modules.get(name)!

/** The names in a list parameter that any of several spellings carries. */
const among = (
  values: readonly string[] | undefined,
  read: (record: DeskRecord) => unknown,
): DeskRecordTest | undefined => {
  if (!values) return undefined
  const wanted = new Set(values.map((value) => value.toLowerCase()))
  return (record) => wanted.has(String(read(record) ?? '').toLowerCase())
}

function assigned(call: DeskCall): DeskRecordTest | undefined {
  const values = listOf(call, 'assignee', 20)
  if (!values) return undefined
  return (record) => values.includes(String(record.assigneeId ?? record.ownerId ?? 'Unassigned'))
}

const periods: Readonly<Record<string, (at: number, now: number) => boolean>> = {
  overdue: (at, now) => at < now,
  today: (at, now) => Math.floor(at / dayMs) === Math.floor(now / dayMs),
  tomorrow: (at, now) => Math.floor(at / dayMs) === Math.floor(now / dayMs) + 1,
  currentweek: (at, now) => Math.floor((at / dayMs + 3) / 7) === Math.floor((now / dayMs + 3) / 7),
  currentmonth: (at, now) => new Date(at).toISOString().slice(0, 7) === new Date(now).toISOString().slice(0, 7),
}

function within(call: DeskCall, name: string): DeskRecordTest | undefined {
  const word = call.query.get(name)
  if (word === null) return undefined
  const fits = periods[word.toLowerCase()]
  if (!fits) throw invalidValue(name)
  return (record) => typeof record[name] === 'string' && fits(Date.parse(record[name]), call.now())
}

function received(call: DeskCall): DeskRecordTest | undefined {
  const text = call.query.get('receivedInDays')
  if (text === null) return undefined
  if (!['15', '30', '90'].includes(text)) throw invalidValue('receivedInDays')
  const since = call.now() - Number(text) * dayMs
  return (record) => Date.parse(String(record.customerResponseTime)) >= since
}

function inView(call: DeskCall, table: DeskTable): undefined {
  const view = call.query.get('viewId')
  if (view !== null && view !== viewId(table.name)) throw invalidValue('viewId')
}

function completed(call: DeskCall): DeskRecordTest | undefined {
  const wanted = boolOf(call, 'isCompleted')
  return wanted === undefined ? undefined : (record) => (record.statusType === 'Closed') === wanted
}

function searched(call: DeskCall): DeskRecordTest | undefined {
  const text = call.query.get('searchStr')?.toLowerCase()
  return text === undefined
    ? undefined
    : (record) => String(record.name).toLowerCase().includes(text.replaceAll('*', ''))
}

function startingWith(call: DeskCall): DeskRecordTest | undefined {
  const text = call.query.get('contractName')?.toLowerCase()
  return text === undefined ? undefined : (record) => String(record.contractName).toLowerCase().startsWith(text)
}

/** Department of a record; products have several. */
function inDepartments(call: DeskCall): DeskRecordTest | undefined {
  const values = listOf(call, 'departmentIds', 20) ?? listOf(call, 'departmentId', 1)
  if (!values || values.includes('0')) return undefined
  return (record) => {
    const own = record.departmentIds ?? record.associatedDepartmentIds ?? [record.departmentId]
    return (own as readonly string[]).some((id) => values.includes(String(id)))
  }
}

/** What a call's parameters want of a row. */
function acceptOf(call: DeskCall, table: DeskTable): DeskRecordTest {
  inView(call, table)
  const cell = (name: string, parameter = name): DeskRecordTest | undefined =>
    table.listParams.includes(parameter) ? among(listOf(call, parameter, 20), (record) => record[name]) : undefined
  const due = table.name === 'tasks' ? within(call, 'dueDate') : within(call, 'startTime')
  const tests = [
    inDepartments(call),
    filtered(call),
    assigned(call),
    received(call),
    completed(call),
    searched(call),
    startingWith(call),
    due,
    cell('status'),
    cell('priority'),
    cell('channel'),
    cell('teamId', 'teamIds'),
    cell('accountId'),
    cell('ownerId'),
    cell('ownerId', 'ownerIds'),
    cell('categoryId'),
    cell('authorId'),
    cell('permission'),
    cell('isEnabled'),
    cell('isConfirmed'),
    cell('chatStatus'),
  ].filter((test) => test !== undefined)
  return (record) => tests.every((test) => test(record))
}

const defaultOrder = ({ variants }: DeskCall): SimDeskOrder => ({
  by: 'createdTime',
  descending: variants.deskOrder === 'newest',
})

function listOrder(call: DeskCall, table: DeskTable): SimDeskOrder {
  const spec = table.name === 'tickets' && call.variants.deskTicketsSort === 'spec'
  const order = orderOf(call, spec ? ticketsSortOfSpec : table.sort)
  const agentsOrder = call.query.get('sortOrder')
  if (agentsOrder !== null && agentsOrder !== 'asc' && agentsOrder !== 'desc') throw invalidValue('sortOrder')
  return order ?? defaultOrder(call)
}

/** Names in `fields`: of columns that have no long text; some that come by default may not be asked for. */
const refusedInFields = ['webUrl', 'lastThread', 'source', 'customerHappiness', 'zohoCRMContact', 'zohoCRMAccount']

function projection(call: DeskCall, module: DeskModule): readonly string[] | undefined {
  const names = listOf(call, 'fields', fieldsMax)
  const custom = new Map(module.custom.map((field) => [field.apiName, field]))
  for (const name of names ?? []) {
    if (refusedInFields.includes(name)) throw invalidValue('fields')
    const field = module.table.fields.find((candidate) => candidate.name === name)
    const isLong = field?.kind === 'html' || custom.get(name)?.type === 'Textarea'
    if (isLong) throw invalidValue('fields')
    if (!field && !custom.has(name))
      throw call.variants.deskUnknownField === 500 ? serverError() : invalidValue('fields')
  }
  return names
}

function projected(
  record: DeskRecord,
  module: DeskModule,
  names: readonly string[],
  call: DeskCall,
): Record<string, unknown> {
  const row: Record<string, unknown> = { id: record.id }
  for (const name of names) {
    const field = module.table.fields.find((candidate) => candidate.name === name)
    if (field) row[name] = name === 'cf' ? null : renderField(field, record, module, 'list', call)
  }
  const custom = module.custom.filter((field) => names.includes(field.apiName))
  if (custom.length === 0) return row
  return { ...row, cf: call.variants.deskFieldsCustom === 'cf' ? customCells(record, custom, call) : null }
}

export function includeOf(call: DeskCall, allowed: readonly string[]): readonly string[] {
  const names = listOf(call, 'include') ?? []
  const tooMany = names.length > 1 && call.variants.deskInclude === 'one'
  if (tooMany || names.some((name) => !allowed.includes(name))) throw invalidValue('include')
  return names
}

/** 0: `from` counts the first row as 0. */
function baseOf({ variants }: DeskCall, base: 0 | 1): 0 | 1 {
  if (variants.deskFromBase === 'spec') return base
  return variants.deskFromBase === 'zero' ? 0 : 1
}

export const rowsReply = (data: readonly object[], call: DeskCall, key = 'data'): SimReply =>
  data.length === 0 && call.variants.deskEmpty === '204'
    ? noContent
    : { status: 200, body: { [key]: data }, rows: data.length }

/** The rows at `from`, as many as `limit`. */
export function page<T>(rows: Iterable<T>, from: number, base: 0 | 1, limit: number): T[] {
  const skip = Math.max(0, from - base)
  const found: T[] = []
  let place = 0
  for (const row of rows) {
    if (found.length === limit) break
    if (place++ >= skip) found.push(row)
  }
  return found
}

function* accepted(rows: Iterable<DeskRecord>, accept: DeskRecordTest): Iterable<DeskRecord> {
  for (const row of rows) if (accept(row)) yield row
}

function limitsOf(call: DeskCall, table: DeskTable): DeskTable['limit'] {
  return table.name === 'tickets' ? { ...table.limit, max: call.variants.deskTicketsLimit } : table.limit
}

function capOf({ variants }: DeskCall, table: DeskTable): number | undefined {
  const all = variants.deskFromCap === 'all'
  return all || (variants.deskFromCap === 'tickets' && table.name === 'tickets') ? fromCap : undefined
}

/** `GET /{module}`; `only`: of the records that belong to another one. */
export function listRecords(
  call: DeskCall,
  name: string,
  only: DeskRecordTest = () => true,
  ofOther = false,
): SimReply {
  const module = moduleOf(call, name)
  const { table } = module
  const base = baseOf(call, table.base)
  const limits = ofOther ? { ...table.limit, max: 100 } : limitsOf(call, table)
  const limit = limitOf(call, limits)
  const from = fromOf(call, base, capOf(call, table))
  const include = includeOf(call, table.include)
  const names = projection(call, module)
  const accept = acceptOf(call, table)
  const rows = inOrder(module, listOrder(call, table), call.desk)
  const found = page(
    accepted(rows, (record) => only(record) && accept(record)),
    from,
    base,
    limit,
  )
  const data = found.map((record) => ({
    ...(names ? projected(record, module, names, call) : renderRecord(record, module, 'list', call)),
    ...renderIncluded(include, record, module, 'list', call),
  }))
  return rowsReply(data, call)
}

const withoutFields = ['departments', 'agents', 'articles']
const withFilters = ['tickets', 'contacts', 'accounts', 'tasks', 'calls', 'contracts']

/** Parameters of a list. */
export function listParameters({ name, listParams }: DeskTable, variants: DeskCall['variants']): readonly string[] {
  const fields = variants.deskFields === 'supported' && !withoutFields.includes(name) ? ['fields'] : []
  const filters = variants.deskFilters === 'supported' && withFilters.includes(name) ? ['filters'] : []
  return [...listParams, 'from', 'limit', 'sortBy', 'include', ...fields, ...filters]
}
