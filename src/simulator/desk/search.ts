/** `GET /{module}/search` and `GET /search`: what the index knows, at most 5,000 hits of it. */
import { noContent, type SimReply } from '../http.ts'
import type { DeskCall } from './http.ts'
import { moduleOf } from './list.ts'
import { comparer } from './order.ts'
import { fromOf, limitOf, listOf, orderOf, type SimDeskOrder, timeRange } from './query.ts'
import { beyondSearch, invalidValue, lacksParameter, tooShort } from './refusal.ts'
import { renderRecord } from './render.ts'
import type { DeskModule, DeskRecord, DeskRecordTest } from './store.ts'
import type { DeskTable, SearchParam } from './tables.ts'

const reach = 5000
const shortest = 3
const limits = { min: 1, max: 100, initial: 10 } as const
const customMax = 10

/** How a search writes what is no text: `${empty}`. */
const group = (name: string): string => `\${${name}}`

const statusGroups: Readonly<Record<string, string>> = {
  [group('open')]: 'Open',
  [group('onhold')]: 'On Hold',
  [group('closed')]: 'Closed',
}
const emptyToken = group('empty')
const filledToken = group('notempty')

type Texts = (record: DeskRecord) => readonly string[]

const plain = (value: unknown): string[] =>
  value === null || value === undefined || value === '' ? [] : [String(value).replace(/<[^>]*>/g, '')]

function related(call: DeskCall, module: string, id: unknown): DeskRecord | undefined {
  return call.desk.modules.get(module)?.get(String(id))
}

function contactName(record: DeskRecord, call: DeskCall): string[] {
  const contact = related(call, 'contacts', record.contactId)
  return contact ? plain([contact.firstName, contact.lastName].filter(Boolean).join(' ')) : []
}

/** Texts that are not in the record itself. */
const made: Readonly<Record<string, (record: DeskRecord, call: DeskCall) => string[]>> = {
  contactName,
  fullName: (record) => plain([record.firstName, record.lastName].filter(Boolean).join(' ')),
  accountName: (record, call) => plain(record.accountName ?? related(call, 'accounts', record.accountId)?.accountName),
  productName: (record, call) => plain(record.productName ?? related(call, 'products', record.productId)?.productName),
  tag: (record, call) => [...call.desk.children.tagNames(record)],
}

function allTexts(module: DeskModule, call: DeskCall): Texts {
  const textKinds = ['text', 'html', 'pick', 'num']
  const names = module.table.fields.filter((field) => textKinds.includes(field.kind)).map((field) => field.name)
  return (record) => [
    ...names.flatMap((name) => plain(record[name])),
    ...contactName(record, call),
    ...Object.values((record.cf ?? {}) as object).flatMap((value) => plain(value)),
  ]
}

const textsOf = (field: string, module: DeskModule, call: DeskCall): Texts => {
  if (field === '_all') return allTexts(module, call)
  const make = made[field]
  return make ? (record) => make(record, call) : (record) => plain(record[field])
}

/** How a bare value is met. */
function bareMatch(value: string, how: SearchParam['bare'], call: DeskCall): (text: string) => boolean {
  const { deskBareText: form } = call.variants
  const substring = form === 'substring' || (form === 'live' && how === 'substring')
  if (substring) return (text) => text.includes(value)
  return form === 'prefix' ? (text) => text.startsWith(value) : (text) => text === value
}

/** A value with its wildcards: `abc*`, `*abc*`, or as it stands. */
function textMatch(name: string, given: string, param: SearchParam, call: DeskCall): (text: string) => boolean {
  const value = given.toLowerCase()
  const core = value.replace(/^\*/, '').replace(/\*$/, '')
  if ([...core].length < shortest) throw tooShort(name, shortest)
  if (value.startsWith('*')) {
    if (!param.inner || !value.endsWith('*')) throw invalidValue(name)
    return (text) => text.includes(core)
  }
  return value.endsWith('*') ? (text) => text.startsWith(core) : bareMatch(core, param.bare, call)
}

/** ASSUMPTION: emptiness may stand among other values. */
function textTest(name: string, value: string, param: SearchParam, texts: Texts, call: DeskCall): DeskRecordTest {
  const token = value.toLowerCase()
  if (token === emptyToken || token === filledToken) {
    if (!param.empty) throw invalidValue(name)
    return (record) => (texts(record).length === 0) === (token === emptyToken)
  }
  const fits = textMatch(name, value, param, call)
  return (record) => texts(record).some((text) => fits(text.toLowerCase()))
}

function exactTest(field: string, value: string): DeskRecordTest {
  const group = statusGroups[value.toLowerCase()]
  if (field === 'status' && group !== undefined) return (record) => record.statusType === group
  const wanted = value.toLowerCase()
  return (record) => {
    const own = record[field]
    return Array.isArray(own) ? own.includes(value) : String(own ?? '').toLowerCase() === wanted
  }
}

const either =
  (tests: readonly DeskRecordTest[]): DeskRecordTest =>
  (record) =>
    tests.some((test) => test(record))

function rangeTest(name: string, field: string, call: DeskCall): DeskRecordTest {
  const { from, to } = timeRange(call, name)!
  const inclusive = call.variants.deskRangeEnds === 'inclusive'
  return (record) => {
    const value = record[field]
    if (typeof value !== 'string') return false
    return inclusive ? value >= from && value <= to : value > from && value < to
  }
}

function paramTest(name: string, param: SearchParam, module: DeskModule, call: DeskCall): DeskRecordTest {
  if (param.how === 'range') return rangeTest(name, param.field, call)
  const values = listOf(call, name, param.max)!
  if (param.how === 'exact') return either(values.map((value) => exactTest(param.field, value)))
  const texts = textsOf(param.field, module, call)
  return either(values.map((value) => textTest(name, value, param, texts, call)))
}

const customName = (table: DeskTable): string => (table.name.startsWith('cm_') ? 'field' : 'customField')

/** `customField1=cf_serial_no:PX*`. */
function customTest(name: string, module: DeskModule, call: DeskCall): DeskRecordTest {
  const text = call.query.get(name)!
  const colon = text.indexOf(':')
  const api = text.slice(0, colon)
  const field = module.custom.find((candidate) => candidate.apiName === api)
  const own = module.table.name.startsWith('cm_') && module.table.fields.some((f) => f.name === api)
  if (colon < 1 || (!field && !own)) throw invalidValue(name)
  const read = (record: DeskRecord): unknown => (field ? (record.cf as Record<string, unknown>)?.[api] : record[api])
  const texts: Texts = (record) => {
    const value = read(record)
    return Array.isArray(value) ? value.map(String) : plain(value)
  }
  const param: SearchParam = { field: api, how: 'text', empty: true, inner: true, bare: 'exact' }
  const isNumber =
    field !== undefined && !['text', 'picklist', 'multiselect', 'textarea'].includes(field.type.toLowerCase())
  const values = text.slice(colon + 1).split(',')
  return either(
    values.map((value) => {
      if (isNumber && !value.startsWith('$')) return (record) => texts(record).includes(value)
      return textTest(name, value, param, texts, call)
    }),
  )
}

export function customParameters(table: DeskTable, variants: DeskCall['variants'], max = customMax): readonly string[] {
  const { deskCustomSearch: form } = variants
  const name = form === 'lower' ? customName(table).toLowerCase() : customName(table)
  return form === 'refused' ? [] : Array.from({ length: max }, (_, i) => `${name}${i + 1}`)
}

/** Everything a call's search parameters want of a record. */
export function searchTest(
  module: DeskModule,
  params: Readonly<Record<string, SearchParam>>,
  call: DeskCall,
): DeskRecordTest {
  const given = [...call.query.keys()]
  const known = given.filter((name) => name in params)
  const custom = given.filter((name) => customParameters(module.table, call.variants).includes(name))
  if (known.includes('_all') && known.length + custom.length > 1) throw invalidValue('_all')
  const tests = [
    ...known.map((name) => paramTest(name, params[name]!, module, call)),
    ...custom.map((name) => customTest(name, module, call)),
  ]
  return (record) => tests.every((test) => test(record))
}

/** Records as the index has them now. */
export function indexed(module: DeskModule, call: DeskCall, accept: DeskRecordTest): DeskRecord[] {
  const found: DeskRecord[] = []
  for (const record of module.indexed(call.now() - call.variants.deskIndexDelay)) if (accept(record)) found.push(record)
  return found
}

const moreSorts: Readonly<Record<string, readonly string[]>> = {
  tickets: ['customerResponseTime'],
  contacts: ['firstName', 'lastName'],
}

/** ASSUMPTION: relevance has the last changed first. */
function searchOrder(call: DeskCall, table: DeskTable): SimDeskOrder {
  const order = orderOf(call, ['relevance', 'modifiedTime', 'createdTime', ...(moreSorts[table.name] ?? [])])
  return order && order.by !== 'relevance' ? order : { by: 'modifiedTime', descending: true }
}

function searchPage(call: DeskCall): { from: number; limit: number } {
  const limit = limitOf(call, limits)
  const max = call.variants.deskSearchFromMax
  const from = fromOf(call, 0, max === reach - 1 ? undefined : max)
  if (from >= reach - 1 || from + limit > reach) throw beyondSearch()
  return { from, limit }
}

const countOf = (hits: number, { variants }: DeskCall): number =>
  variants.deskSearchCount === 'capped' ? Math.min(hits, reach) : hits

/** `GET /{module}/search`. */
export function searchRecords(call: DeskCall, name: string): SimReply {
  const module = moduleOf(call, name)
  const { from, limit } = searchPage(call)
  const accept = searchTest(module, module.table.search!, call)
  const order = comparer(searchOrder(call, module.table), call.desk)
  const hits = indexed(module, call, accept).sort(order)
  const rows = hits.slice(from, from + limit)
  if (rows.length === 0 && call.variants.deskEmpty === '204') return noContent
  const data = rows.map((record) => renderRecord(record, module, 'search', call))
  return { status: 200, body: { data, count: countOf(hits.length, call) }, rows: data.length }
}

export const searchParameters = (table: DeskTable, variants: DeskCall['variants']): readonly string[] => [
  ...Object.keys(table.search ?? {}),
  ...customParameters(table, variants),
  'from',
  'limit',
  'sortBy',
]

const globalModules = ['tickets', 'accounts', 'contacts', 'tasks']

/** `GET /search`: in one module or in all that it knows. */
export function searchAll(call: DeskCall): SimReply {
  const text = call.query.get('searchStr')
  if (text === null) throw lacksParameter('searchStr')
  if (text.length > 100) throw invalidValue('searchStr')
  const wanted = call.query.get('module')
  if (wanted !== null && !globalModules.includes(wanted)) throw invalidValue('module')
  const { from, limit } = searchPage(call)
  const department = call.query.get('departmentId')
  const hits = (wanted === null ? globalModules : [wanted]).flatMap((name) => {
    const module = moduleOf(call, name)
    const fits = textTest(
      'searchStr',
      text,
      { field: '_all', how: 'text', inner: true, bare: 'substring' },
      allTexts(module, call),
      call,
    )
    const here: DeskRecordTest = (record) =>
      department === null || record.departmentId === undefined || record.departmentId === department
    return indexed(module, call, (record) => here(record) && fits(record)).map((record) => ({ module, record, name }))
  })
  const rows = hits.slice(from, from + limit)
  if (rows.length === 0 && call.variants.deskEmpty === '204') return noContent
  const data = rows.map(({ module, record, name }) => ({
    ...renderRecord(record, module, 'search', call),
    module: name,
  }))
  const counts = globalModules.map((name) => [name, String(hits.filter((hit) => hit.name === name).length)])
  const count = wanted === null ? Object.fromEntries(counts) : hits.length
  return { status: 200, body: { data, count }, rows: data.length }
}
