/** Stored records as lists, searches and single reads answer them. */

import { bare } from '../../base/by-name.ts'
import type { DeskField } from './fields.ts'
import type { DeskCall } from './http.ts'
import { deskId } from './ids.ts'
import type { CustomField, DeskModule, DeskRecord } from './store.ts'

/** Which answer a record stands in. */
export type AnswerView = 'list' | 'search' | 'detail'

type RenderContext = Pick<DeskCall, 'desk' | 'variants'>

const find = ({ desk }: RenderContext, module: string, id: unknown): DeskRecord | undefined =>
  typeof id === 'string' ? desk.modules.get(module)?.get(id) : undefined

export function renderTime(value: unknown, { variants }: RenderContext): unknown {
  if (typeof value !== 'string') return null
  if (variants.deskTimes === 'epoch') return Date.parse(value)
  return variants.deskTimes === 'seconds' ? value.replace(/\.\d{3}Z$/, 'Z') : value
}

const numeric = ['number', 'decimal', 'currency', 'percent']

function customValue(value: unknown, { type }: CustomField, context: RenderContext): unknown {
  const { deskCustomNumbers, deskCustomBooleans, deskMultiselect } = context.variants
  if (value === null || value === undefined) return null
  const kind = type.toLowerCase()
  if (numeric.includes(kind)) return deskCustomNumbers === 'string' ? String(value) : value
  if (kind === 'boolean' || kind === 'checkbox') return deskCustomBooleans === 'string' ? String(value) : value
  if (kind === 'datetime') return renderTime(value, context)
  if (Array.isArray(value)) return deskMultiselect === 'joined' ? value.join(';') : value
  return value
}

export function customCells(
  record: DeskRecord,
  fields: readonly CustomField[],
  context: RenderContext,
): Record<string, unknown> {
  const cells = (record.cf ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(fields.map((field) => [field.apiName, customValue(cells[field.apiName], field, context)]))
}

export function agentRef(id: unknown, place: AnswerView, context: RenderContext): object | null {
  const agent = find(context, 'agents', id)
  if (!agent) return null
  const { firstName, lastName, photoURL = null, emailId } = agent
  // The same address has another key in searches.
  const mail = place === 'search' ? { emailId } : { email: emailId }
  return { id: agent.id, firstName, lastName, ...mail, photoURL, ...(place === 'search' ? { zuid: agent.zuid } : {}) }
}

function accountRef(id: unknown, context: RenderContext): object | null {
  const account = find(context, 'accounts', id)
  return account ? { id: account.id, accountName: account.accountName, website: account.website ?? null } : null
}

function contactRef(id: unknown, context: RenderContext): object | null {
  const contact = find(context, 'contacts', id)
  if (!contact) return null
  const { firstName = null, lastName = null, email = null, phone = null, mobile = null, type = null } = contact
  return {
    id: contact.id,
    firstName,
    lastName,
    email,
    phone,
    mobile,
    type,
    account: accountRef(contact.accountId, context),
  }
}

function named(module: string, key: string, id: unknown, context: RenderContext): object | null {
  const record = module === 'teams' ? context.desk.teams.find((team) => team.id === id) : find(context, module, id)
  return record ? { id: record.id, [key]: record[key] } : null
}

function ticketRef(id: unknown, context: RenderContext): object | null {
  const ticket = find(context, 'tickets', id)
  return ticket ? { id: ticket.id, ticketNumber: String(ticket.ticketNumber), subject: ticket.subject } : null
}

function lastThread(record: DeskRecord, { desk }: RenderContext): object | null {
  const [thread] = desk.children.threads(record)
  return thread ? { channel: thread.channel, isDraft: false, isForward: false, direction: thread.direction } : null
}

const source = { appName: null, extId: null, type: 'SYSTEM', permalink: null, appPhotoURL: null }

function happiness(value: unknown): object | null {
  if (!Array.isArray(value)) return (value as object | null | undefined) ?? null
  const [good, ok, bad] = value.map(String)
  return { goodPercentage: good, okPercentage: ok, badPercentage: bad }
}

type Maker = (record: DeskRecord, module: DeskModule, place: AnswerView, context: RenderContext) => unknown

const byLabel: Maker = (record, { custom }, _place, context) =>
  Object.fromEntries(
    Object.entries(customCells(record, custom, context)).map(([name, value]) => [
      custom.find((field) => field.apiName === name)!.label,
      value,
    ]),
  )

/** Nested values that are made when they are answered. */
const makers: Readonly<Record<string, Maker>> = {
  cf: (record, { custom }, _place, context) => customCells(record, custom, context),
  customFields: byLabel,
  contact: (record, _module, _place, context) => contactRef(record.contactId, context),
  account: (record, _module, _place, context) => accountRef(record.accountId, context),
  assignee: (record, _module, place, context) => agentRef(record.assigneeId ?? record.ownerId, place, context),
  owner: (record, _module, place, context) => agentRef(record.ownerId, place, context),
  department: (record, _module, _place, context) => named('departments', 'name', record.departmentId, context),
  team: (record, _module, _place, context) => named('teams', 'name', record.teamId, context),
  product: (record, _module, _place, context) => named('products', 'productName', record.productId, context),
  ticket: (record, _module, _place, context) => ticketRef(record.ticketId, context),
  lastThread: (record, _module, _place, context) => lastThread(record, context),
  source: () => source,
  customerHappiness: (record) => happiness(record.customerHappiness),
  layoutDetails: (_record, { table }) => ({ id: deskId('layouts', 0), layoutName: table.label }),
}

const counted: Readonly<Record<string, (record: DeskRecord, context: RenderContext) => number>> = {
  tagCount: (record, { desk }) => desk.children.tagNames(record).length,
  timeEntryCount: (record, { desk }) => desk.children.timeEntries(record).length,
  commentCount: (record, { desk }) => desk.children.comments(record).length,
}

const falseUnlessSaid = ['isDeleted', 'isTrashed', 'isFollowing']

function webUrl(record: DeskRecord, { table }: DeskModule): string {
  const page = table.name === 'tickets' ? 'Cases' : table.label
  return `https://desk.zoho.eu/support/northwindtrial/ShowHomePage.do#${page}/dv/${record.id}`
}

export function renderField(
  field: DeskField,
  record: DeskRecord,
  module: DeskModule,
  place: AnswerView,
  context: RenderContext,
): unknown {
  const { name, kind } = field
  const maker = makers[name]
  if (maker && kind === 'json') return maker(record, module, place, context)
  if (name === 'webUrl') return webUrl(record, module)
  if (counted[name]) return counter(counted[name](record, context), context)
  const value = record[name] ?? null
  if (name === 'statusType') return stateOf(value, context)
  if (kind === 'num')
    return value === null ? (name.endsWith('Count') ? counter(0, context) : null) : counter(value, context)
  if (kind === 'time') return renderTime(value, context)
  return value === null && falseUnlessSaid.includes(name) ? false : value
}

function stateOf(value: unknown, { variants: { deskStateForm: form } }: RenderContext): unknown {
  if (typeof value !== 'string' || form === 'words') return value
  return form === 'capitals' ? value.toUpperCase() : value.toUpperCase().replace(' ', '')
}

const counter = (value: unknown, { variants }: RenderContext): unknown =>
  variants.deskCounters === 'string' ? String(value) : Number(value)

/** A row of a list or a search, or the object of a single read. */
export function renderRecord(
  record: DeskRecord,
  module: DeskModule,
  place: AnswerView,
  context: RenderContext,
): Record<string, unknown> {
  const row = bare<unknown>()
  for (const field of module.table.fields) {
    if (field[place]) row[field.name] = renderField(field, record, module, place, context)
  }
  return row
}

/** The keys that each value of `include` adds. */
const included: Readonly<Record<string, string>> = {
  contacts: 'contact',
  products: 'product',
  departments: 'department',
  team: 'team',
  teams: 'team',
  assignee: 'assignee',
  owner: 'owner',
  accounts: 'account',
  tickets: 'ticket',
}

export function renderIncluded(
  names: readonly string[],
  record: DeskRecord,
  module: DeskModule,
  place: AnswerView,
  context: RenderContext,
): object {
  const keys = names.flatMap((name) => included[name] ?? [])
  return Object.fromEntries(keys.map((key) => [key, makers[key]!(record, module, place, context)]))
}
