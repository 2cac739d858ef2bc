/** Counts: of tickets by filters and by values, of other modules as a whole. */
import type { SimReply } from '../http.ts'
import type { DeskCall } from './http.ts'
import { moduleOf } from './list.ts'
import { listOf } from './query.ts'
import { invalidValue, lacksParameter } from './refusal.ts'
import { customParameters, indexed, searchTest } from './search.ts'
import type { DeskRecord } from './store.ts'
import { deskTables, type SearchParam } from './tables.ts'
import { viewId } from './views.ts'

const searchOfTickets = deskTables.find((table) => table.name === 'tickets')!.search!

const counting: Readonly<Record<string, SearchParam>> = {
  contactId: searchOfTickets.contactId!,
  departmentId: { field: 'departmentId', how: 'exact' },
  assigneeId: searchOfTickets.assigneeId!,
  category: { field: 'category', how: 'exact' },
  createdTimeRange: searchOfTickets.createdTimeRange!,
  modifiedTimeRange: searchOfTickets.modifiedTimeRange!,
}

export const ticketsCountParameters = (variants: DeskCall['variants']): readonly string[] => [
  ...Object.keys(counting),
  ...customParameters(deskTables[0]!, variants, 3),
]

/** `GET /ticketsCount`. */
export function countTickets(call: DeskCall): SimReply {
  const module = moduleOf(call, 'tickets')
  const count = indexed(module, call, searchTest(module, counting, call)).length
  return { status: 200, body: { count } }
}

type GroupKey = (ticket: DeskRecord) => string

/** The state of a ticket is spelled in capitals here. */
const groups: Readonly<Record<string, GroupKey>> = {
  statusType: (ticket) => String(ticket.statusType).toUpperCase().replace(' ', ''),
  status: (ticket) => String(ticket.status).toLowerCase(),
  priority: (ticket) => String(ticket.priority ?? '').toLowerCase(),
  channel: (ticket) => String(ticket.channel ?? '').toLowerCase(),
}
const flags: Readonly<Record<string, string>> = { spam: 'isSpam', overDue: 'isOverDue', escalated: 'isEscalated' }

const valueParams: Readonly<Record<string, SearchParam>> = { ...counting, accountId: searchOfTickets.accountId! }
export const valueCountParameters = ['field', ...Object.keys(valueParams)]

/** `GET /ticketsCountByFieldValues?field=status,priority`. */
export function countByValues(call: DeskCall): SimReply {
  const fields = listOf(call, 'field')
  if (!fields) throw lacksParameter('field')
  const module = moduleOf(call, 'tickets')
  const tickets = indexed(module, call, searchTest(module, valueParams, call))
  const body = fields.map((field) => {
    const flag = flags[field]
    if (flag !== undefined) return [field, tickets.filter((ticket) => ticket[flag] === true).length]
    const group = groups[field]
    if (!group) throw invalidValue('field')
    const counts = Map.groupBy(tickets, group)
    return [field, [...counts].map(([value, list]) => ({ value, count: String(list.length) }))]
  })
  return { status: 200, body: Object.fromEntries(body) }
}

/** `GET /{module}/count`; some want a view. */
export function countModule(call: DeskCall, name: string, wantsView: boolean): SimReply {
  const view = call.query.get('viewId')
  if (wantsView && view === null) throw lacksParameter('viewId')
  if (view !== null && view !== viewId(name)) throw invalidValue('viewId')
  return { status: 200, body: { count: String(moduleOf(call, name).count) } }
}

/** `GET /views?module=`. */
export function listViews(call: DeskCall): SimReply {
  const module = call.query.get('module')
  if (module === null) throw lacksParameter('module')
  if (!call.desk.modules.has(module)) throw invalidValue('module')
  return { status: 200, body: { data: [{ id: viewId(module), name: `All ${module}`, isDefault: true }] }, rows: 1 }
}
