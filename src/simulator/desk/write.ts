/** `POST /{module}`, `PATCH /{module}/{id}`, `updateMany`, `moveToTrash`: records made, changed and thrown away. */

import type { JsonObject } from '../../base/json.ts'
import type { SimReply } from '../http.ts'
import { bodyError, bodyOf, cellsOf, idsIn } from './body.ts'
import { statuses } from './company/tickets.ts'
import type { DeskCall } from './http.ts'
import { deskId } from './ids.ts'
import { moduleOf } from './list.ts'
import { type BodyError, DeskRefusal, invalidBody, noRecord } from './refusal.ts'
import { inFull } from './single.ts'
import type { DeskModule, DeskRecord } from './store.ts'

export const nowText = (call: DeskCall): string => new Date(call.now()).toISOString()

/** Tells the ledger of a write, under `desk/{module}`. */
function noteWrite(
  module: DeskModule,
  id: string,
  before: DeskRecord | undefined,
  after: DeskRecord | undefined,
  call: DeskCall,
): void {
  const operation = after === undefined ? 'delete' : before === undefined ? 'insert' : 'update'
  const parts = { ...(before ? { before } : {}), ...(after ? { after } : {}) }
  const write = {
    module: `desk/${module.table.name}`,
    id,
    operation,
    via: 'records',
    at: call.now(),
    triggers: [],
    ...parts,
  } as const
  call.desk.crm.ledger.note(write)
}

/** Stores a record as it is now. */
export function store(module: DeskModule, record: DeskRecord, call: DeskCall): DeskRecord {
  noteWrite(module, record.id, module.get(record.id), record, call)
  module.put(record, call.now())
  return record
}

const closedActivities = ['Completed', 'Canceled']

/** What follows from the status: its type, and when the record came to rest. */
function withStatus(record: Record<string, unknown>, module: DeskModule, now: string): void {
  const { status } = record
  if (status === null || status === undefined) return
  if (module.table.name !== 'tickets') {
    if (!module.table.fields.some((field) => field.name === 'statusType')) return
    record.statusType = closedActivities.includes(String(status)) ? 'Closed' : 'Open'
    record.completedTime = record.statusType === 'Closed' ? (record.completedTime ?? now) : null
    return
  }
  record.statusType = statusTypeOf(String(status), module)
  record.closedTime = record.statusType === 'Closed' ? (record.closedTime ?? now) : null
  record.onholdTime = record.statusType === 'On Hold' ? (record.onholdTime ?? now) : null
}

function statusTypeOf(status: string, module: DeskModule): string {
  for (const record of module.all()) if (record.status === status) return String(record.statusType)
  return statuses[status] ?? 'Open'
}

function contactOf(given: unknown, call: DeskCall): string | BodyError {
  const wanted = (typeof given === 'object' && given !== null ? given : {}) as JsonObject
  if (typeof wanted.lastName !== 'string' && typeof wanted.email !== 'string') return bodyError('contact', 'invalid')
  const contacts = moduleOf(call, 'contacts')
  const email = String(wanted.email ?? '').toLowerCase()
  for (const contact of contacts.all())
    if (email !== '' && String(contact.email).toLowerCase() === email) return contact.id
  const { cells, errors } = cellsOf(wanted, contacts, call)
  if (errors.length > 0) return errors[0]!
  return create(contacts, { lastName: email, ...cells }, call).id
}

/** A ticket is written by a contact, named by id or described. */
function ticketCells(given: JsonObject, cells: Record<string, unknown>, errors: BodyError[], call: DeskCall): void {
  if (given.contact !== undefined && cells.contactId === undefined) {
    const contact = contactOf(given.contact, call)
    if (typeof contact === 'string') cells.contactId = contact
    else errors.push(contact)
  }
  if ((cells.contactId ?? null) === null) errors.push(bodyError('contactId', 'missing'))
  const contact = moduleOf(call, 'contacts').get(String(cells.contactId))
  cells.accountId ??= contact?.accountId ?? null
  cells.email ??= contact?.email ?? null
  cells.status ??= 'Open'
  cells.channel ??= 'Web'
}

function nextTicketNumber(module: DeskModule): number {
  let greatest = 100
  for (const ticket of module.all()) greatest = Math.max(greatest, Number(ticket.ticketNumber ?? 0))
  return greatest + 1
}

/** What Desk puts into a new record by itself. */
function systemCells(module: DeskModule, call: DeskCall): Record<string, unknown> {
  const now = nowText(call)
  const { me } = call.desk
  const maker = call.variants.deskMaker === 'nobody' ? null : me
  const names = new Set(module.table.fields.map((field) => field.name))
  const all: Record<string, unknown> = {
    createdTime: now,
    modifiedTime: now,
    createdBy: maker === null || !module.table.name.startsWith('cm_') ? maker : { id: maker },
    modifiedBy: module.table.name.startsWith('cm_') ? { id: me } : me,
    creatorId: maker,
    isSpam: false,
    isArchived: false,
    isCommented: false,
    isOverDue: false,
    isEscalated: false,
    isRead: false,
    isEndUser: false,
    isAnonymous: false,
    isPresence: true,
    relationshipType: 'None',
    activityType: module.table.label,
    layoutId: deskId('layouts', 0),
    threadCount: module.table.name === 'tickets' ? 1 : 0,
    commentCount: 0,
  }
  const kept = Object.entries(all).filter(([name]) => names.has(name))
  const empty = Object.fromEntries(module.custom.map(({ apiName }) => [apiName, null]))
  return { ...Object.fromEntries(kept), ...(names.has('cf') ? { cf: empty } : {}) }
}

function create(module: DeskModule, cells: Record<string, unknown>, call: DeskCall): DeskRecord {
  const system = systemCells(module, call)
  const cf = { ...(system.cf as object | undefined), ...(cells.cf as object | undefined) }
  const record: Record<string, unknown> = { ...system, ...cells, cf, id: module.nextId() }
  if (module.table.name === 'tickets') {
    record.ticketNumber = nextTicketNumber(module)
    record.customerResponseTime = record.createdTime
  }
  withStatus(record, module, nowText(call))
  return store(module, record as DeskRecord, call)
}

/** No two contacts may have one address. */
function duplicateMail(module: DeskModule, cells: JsonObject, own: string | undefined): BodyError[] {
  const email = String(cells.email ?? '').toLowerCase()
  if (module.table.name !== 'contacts' || email === '') return []
  for (const contact of module.all()) {
    if (contact.id !== own && String(contact.email ?? '').toLowerCase() === email)
      return [bodyError('email', 'duplicate')]
  }
  return []
}

const answered = (record: DeskRecord, module: DeskModule, call: DeskCall): SimReply => ({
  status: 200,
  body: inFull(record, module, call),
  rows: 1,
})

/** Keys of a new ticket that are no fields of it. */
const moreOfTickets = ['contact', 'uploads']

/** `POST /{module}`. */
export function createRecord(call: DeskCall, name: string): SimReply {
  const module = moduleOf(call, name)
  const given = bodyOf(call)
  strike(module, 'insert', given, call)
  const { cells, errors } = cellsOf(given, module, call, undefined, name === 'tickets' ? moreOfTickets : [])
  if (name === 'tickets') ticketCells(given, cells, errors, call)
  const named = new Set(errors.map((error) => error.fieldName))
  const lost = module.table.fields.filter(
    ({ name: key, required }) => required && cells[key] === undefined && !named.has(`/${key}`),
  )
  errors.push(...lost.map((field) => bodyError(field.name, 'missing')), ...duplicateMail(module, cells, undefined))
  if (errors.length > 0) throw invalidBody(errors)
  return answered(create(module, cells, call), module, call)
}

function changed(module: DeskModule, base: DeskRecord, given: JsonObject, call: DeskCall): DeskRecord {
  strike(module, 'update', { id: base.id, ...given }, call)
  const { cells, errors } = cellsOf(given, module, call, base)
  if (base.ticketId && cells.ticketId === null) errors.push(bodyError('ticketId', 'invalid'))
  errors.push(...duplicateMail(module, cells, base.id))
  if (errors.length > 0) throw invalidBody(errors)
  const record: Record<string, unknown> = { ...base, ...cells, modifiedTime: nowText(call) }
  if (module.table.fields.some((field) => field.name === 'modifiedBy'))
    record.modifiedBy = base.modifiedBy && typeof base.modifiedBy === 'object' ? { id: call.desk.me } : call.desk.me
  if ('status' in cells) withStatus(record, module, nowText(call))
  tellOfClosing(module, base, record, call)
  return store(module, record as DeskRecord, call)
}

/** Customers are told when their ticket is closed, unless the call says otherwise (facts 7.5). */
function tellOfClosing(module: DeskModule, before: DeskRecord, after: JsonObject, call: DeskCall): void {
  if (module.table.name !== 'tickets' || after.statusType !== 'Closed' || before.statusType === 'Closed') return
  if (call.query.get('disableClosureNotification') !== 'true') call.mailed(`ticket ${before.id} was closed`)
}

/** Refuses single records, whatever is in them. */
function strike(module: DeskModule, operation: 'insert' | 'update', given: JsonObject, call: DeskCall): void {
  const { rowFaults } = call.desk.crm
  const fault =
    rowFaults.any && rowFaults.next({ module: `desk/${module.table.name}`, operation, text: JSON.stringify(given) })
  if (fault) throw new DeskRefusal(422, fault.code, fault.message ?? fault.code)
}

function existing(call: DeskCall, module: DeskModule): DeskRecord {
  const record = module.get(call.params.id!)
  if (!record) throw noRecord(call.variants.deskMissing)
  return record
}

/** `PATCH /{module}/{id}`. */
export function updateRecord(call: DeskCall, name: string): SimReply {
  const module = moduleOf(call, name)
  return answered(changed(module, existing(call, module), bodyOf(call), call), module, call)
}

/** `POST /tickets/{id}/move`. */
export function moveTicket(call: DeskCall): SimReply {
  const module = moduleOf(call, 'tickets')
  const { departmentId } = bodyOf(call)
  return answered(changed(module, existing(call, module), { departmentId }, call), module, call)
}

type RecordAnswer = Readonly<Record<string, unknown>>

function updateOne(id: string, cells: JsonObject, module: DeskModule, call: DeskCall): RecordAnswer {
  const base = module.get(id)
  try {
    if (base) changed(module, base, cells, call)
  } catch {
    return { id, success: false, errors: { errorCode: 'UNPROCESSABLE_ENTITY', httpCode: '422' } }
  }
  return base
    ? { id, success: true, errors: null }
    : { id, success: false, errors: { errorCode: 'URL_NOT_FOUND', httpCode: '404' } }
}

/** `POST /{module}/updateMany`: one field of many records. Of tickets it tells nothing of the single ones. */
export function updateMany(call: DeskCall, name: string): SimReply {
  const module = moduleOf(call, name)
  const given = bodyOf(call)
  const ids = idsIn(given, 'ids', call)
  const { fieldName, fieldValue, isCustomField } = given
  if (typeof fieldName !== 'string') throw invalidBody([bodyError('fieldName', 'missing')])
  const cells = isCustomField === true ? { cf: { [fieldName]: fieldValue } } : { [fieldName]: fieldValue }
  const { errors } = cellsOf(cells, module, call)
  if (errors.length > 0) throw invalidBody([bodyError('fieldValue', 'invalid')])
  refuseUnknown(ids, 'ids', module, call)
  const results = ids.map((id) => updateOne(id, cells, module, call))
  return name === 'tickets' ? { status: 204 } : { status: 200, body: { results }, rows: results.length }
}

function refuseUnknown(ids: readonly string[], key: string, module: DeskModule, { variants }: DeskCall): void {
  const isKnown = (id: string): boolean => module.get(id) !== undefined
  if (variants.deskUnknownIds === 'refused' && !ids.every(isKnown)) throw invalidBody([bodyError(key, 'invalid')])
}

const deleteCredits = 6

/** `POST /{module}/moveToTrash`. ASSUMPTION: ids of no record are passed over. */
export function moveToTrash(call: DeskCall, name: string): SimReply {
  const module = moduleOf(call, name)
  const ids = idsIn(bodyOf(call), module.table.trash!, call)
  refuseUnknown(ids, module.table.trash!, module, call)
  for (const id of ids) {
    const before = module.get(id)
    if (!before) continue
    noteWrite(module, id, before, undefined, call)
    module.remove(id, call.now())
  }
  return { status: 204, credits: deleteCredits * ids.length }
}

/** `POST /closeTickets`. */
export function closeTickets(call: DeskCall): SimReply {
  const module = moduleOf(call, 'tickets')
  for (const id of idsIn(bodyOf(call), 'ids', call)) updateOne(id, { status: 'Closed' }, module, call)
  return { status: 200 }
}
