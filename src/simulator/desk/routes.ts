/** Every operation of Desk that is served: where it is, what it needs, what it costs, who answers. */
import {
  countByValues,
  countModule,
  countTickets,
  listViews,
  ticketsCountParameters,
  valueCountParameters,
} from './counts.ts'
import { type DeskCall, type DeskRoute, type ScopeNeeds, scopesOf } from './http.ts'
import { listParameters, listRecords } from './list.ts'
import { listFields, listLayouts, listModules, listOldFields, oneLayout } from './metadata.ts'
import { listCredits, searchCredits } from './meter.ts'
import { accessible, listOrganizations, listTeams, myInfo, oneOrganization, oneTeam } from './organisation.ts'
import {
  latestThread,
  listComments,
  listConversations,
  listHistory,
  listThreads,
  listTicketTags,
  listTimeEntries,
  oneComment,
  oneThread,
} from './owned.ts'
import { searchAll, searchParameters, searchRecords } from './search.ts'
import { oneRecord, recordOf, recordsByIds } from './single.ts'
import type { DeskRecordTest } from './store.ts'
import { type DeskTable, deskTables } from './tables.ts'
import { listTags, searchTags, taggedTickets } from './tags.ts'
import { deskWriteRoutes } from './write-routes.ts'

type CallVariants = DeskCall['variants']

const searchScope = ['Desk.search.READ']
const basic: ScopeNeeds = [['Desk.basic.READ', 'Desk.settings.READ']]
const tableOf = (name: string): DeskTable => deskTables.find((table) => table.name === name)!

const get = { method: 'GET', parameters: [], credits: 1 } as const satisfies Partial<DeskRoute>

function moduleRoutes(table: DeskTable, variants: CallVariants): readonly DeskRoute[] {
  const { name } = table
  const scopes = scopesOf(table, 'READ')
  const list: DeskRoute = {
    ...get,
    path: name,
    road: 'deskList',
    scopes,
    parameters: listParameters(table, variants),
    credits: listCredits,
    handle: (call) => listRecords(call, name),
  }
  const one: DeskRoute = {
    ...get,
    path: `${name}/{id}`,
    road: 'deskRecord',
    scopes,
    parameters: ['include'],
    handle: (call) => oneRecord(call, name),
  }
  if (!table.search) return [list, one]
  const search: DeskRoute = {
    ...get,
    path: `${name}/search`,
    road: 'deskSearch',
    scopes: [...scopes, searchScope],
    parameters: searchParameters(table, variants),
    credits: searchCredits,
    handle: (call) => searchRecords(call, name),
  }
  return [search, list, one]
}

/** Rows of one module that belong to a record of another. */
function relatedRoute(owner: string, name: string, key: string, variants: CallVariants): DeskRoute {
  const table = tableOf(name)
  const only =
    (id: string): DeskRecordTest =>
    (record) =>
      record[key] === id
  const scopes = name === 'tickets' ? [...scopesOf(table, 'READ'), searchScope] : scopesOf(table, 'READ')
  return {
    ...get,
    path: `${owner}/{id}/${name}`,
    road: 'deskList',
    scopes,
    parameters: listParameters(table, variants),
    credits: listCredits,
    handle: (call) => listRecords(call, name, only(recordOf(call, owner).id), true),
  }
}

const related: readonly (readonly [owner: string, name: string, key: string])[] = [
  ['accounts', 'tickets', 'accountId'],
  ['accounts', 'contacts', 'accountId'],
  ['accounts', 'contracts', 'accountId'],
  ['contacts', 'tickets', 'contactId'],
  ['products', 'tickets', 'productId'],
  ['tickets', 'tasks', 'ticketId'],
  ['tickets', 'calls', 'ticketId'],
  ['tickets', 'events', 'ticketId'],
]

const commented = ['tickets', 'tasks', 'calls', 'events', 'contacts', 'accounts']
const paging = ['from', 'limit', 'sortBy']

const commentRoutes: readonly DeskRoute[] = commented.flatMap((name) => {
  const shared = { ...get, road: 'deskChildren', scopes: scopesOf(tableOf(name), 'READ') } as const
  return [
    {
      ...shared,
      path: `${name}/{id}/comments`,
      parameters: paging,
      credits: 3,
      handle: (call) => listComments(call, name),
    },
    { ...shared, path: `${name}/{id}/comments/{comment}`, handle: (call) => oneComment(call, name) },
  ]
})

const ofTicket = {
  ...get,
  road: 'deskChildren',
  scopes: scopesOf(tableOf('tickets'), 'READ'),
  credits: 3,
  parameters: paging,
} as const

const ticketRoutes: readonly DeskRoute[] = [
  { ...ofTicket, path: 'tickets/{id}/threads', handle: listThreads },
  { ...ofTicket, path: 'tickets/{id}/threads/{thread}', credits: 1, parameters: ['include'], handle: oneThread },
  { ...ofTicket, path: 'tickets/{id}/latestThread', credits: 1, parameters: [], handle: latestThread },
  { ...ofTicket, path: 'tickets/{id}/conversations', handle: listConversations },
  { ...ofTicket, path: 'tickets/{id}/timeEntry', handle: listTimeEntries },
  { ...ofTicket, path: 'tickets/{id}/History', handle: listHistory },
  { ...ofTicket, path: 'tickets/{id}/tags', parameters: [], handle: listTicketTags },
  { ...ofTicket, path: 'ticketTags', parameters: ['departmentId'], handle: listTags },
  { ...ofTicket, path: 'tags/search', parameters: ['searchVal', 'departmentId'], handle: searchTags },
]

const metadata = { ...get, road: 'deskMetadata', scopes: basic } as const
const fieldScopes: ScopeNeeds = [['Desk.basic.READ', 'Desk.fields.READ', 'Desk.settings.READ']]

const metadataRoutes: readonly DeskRoute[] = [
  { ...metadata, path: 'organizations', handle: listOrganizations },
  { ...metadata, path: 'organizations/{id}', parameters: ['includeCustomDomain'], handle: oneOrganization },
  { ...metadata, path: 'accessibleOrganizations', handle: accessible },
  { ...metadata, path: 'organizationModules', handle: listModules },
  { ...metadata, path: 'modules', handle: listModules },
  {
    ...metadata,
    path: 'fields',
    scopes: fieldScopes,
    parameters: ['module', 'apiNames', 'filter', 'associatedDepartments'],
    handle: listFields,
  },
  {
    ...metadata,
    path: 'organizationFields',
    scopes: fieldScopes,
    parameters: ['module', 'departmentId'],
    handle: listOldFields,
  },
  {
    ...metadata,
    path: 'layouts',
    scopes: [['Desk.settings.READ', 'Desk.basic.READ']],
    parameters: ['module', 'departmentId'],
    handle: listLayouts,
  },
  { ...metadata, path: 'layouts/{id}', scopes: [['Desk.settings.READ', 'Desk.basic.READ']], handle: oneLayout },
  { ...metadata, path: 'views', parameters: ['module', 'departmentId'], handle: listViews },
  { ...metadata, path: 'teams', handle: listTeams },
  { ...metadata, path: 'teams/{id}', handle: oneTeam },
  { ...metadata, path: 'myinfo', handle: myInfo },
  {
    ...metadata,
    path: 'agentsByIds',
    parameters: ['agentIds'],
    handle: (call) => recordsByIds(call, 'agents', 'agentIds', 50),
  },
  {
    ...metadata,
    path: 'departmentsByIds',
    parameters: ['departmentIds'],
    handle: (call) => recordsByIds(call, 'departments', 'departmentIds', 50),
  },
  {
    ...metadata,
    path: 'contacts/contactsByIds',
    road: 'deskRecord',
    scopes: scopesOf(tableOf('contacts'), 'READ'),
    parameters: ['ids'],
    handle: (call) => recordsByIds(call, 'contacts', 'ids', 20),
  },
]

const count = { ...get, road: 'deskCount' } as const

/** ASSUMPTION: counts cost what a list does, but for tasks, whose price is told. */
function countRoute(name: string, wantsView: boolean): DeskRoute {
  return {
    ...count,
    path: `${name}/count`,
    scopes: scopesOf(tableOf(name), 'READ'),
    parameters: ['viewId', 'departmentId'],
    credits: name === 'tasks' ? 50 : 3,
    handle: (call) => countModule(call, name, wantsView),
  }
}

const countRoutes = (variants: CallVariants): readonly DeskRoute[] => {
  const scopes = [...scopesOf(tableOf('tickets'), 'READ'), searchScope]
  return [
    {
      ...count,
      path: 'ticketsCount',
      scopes,
      parameters: ticketsCountParameters(variants),
      credits: 3,
      handle: countTickets,
    },
    {
      ...count,
      path: 'ticketsCountByFieldValues',
      scopes,
      parameters: valueCountParameters,
      credits: 3,
      handle: countByValues,
    },
    countRoute('contacts', true),
    countRoute('accounts', false),
    countRoute('contracts', true),
    countRoute('tasks', false),
    countRoute('departments', false),
    countRoute('articles', false),
  ]
}

const searchRoutes = (variants: CallVariants): readonly DeskRoute[] => [
  {
    ...get,
    path: 'search',
    road: 'deskSearch',
    scopes: [...scopesOf(tableOf('tickets'), 'READ'), searchScope],
    parameters: ['searchStr', 'module', 'departmentId', 'from', 'limit', 'sortBy'],
    credits: listCredits,
    handle: searchAll,
  },
  {
    ...get,
    path: 'tags/{id}/tickets',
    road: 'deskList',
    scopes: scopesOf(tableOf('tickets'), 'READ'),
    parameters: listParameters(tableOf('tickets'), variants),
    credits: listCredits,
    handle: taggedTickets,
  },
]

/** All routes; of two that fit a path the earlier one answers. What some operations take hangs on the readings of Desk. */
export const deskRoutes = (tables: readonly DeskTable[], variants: CallVariants): readonly DeskRoute[] => [
  ...metadataRoutes,
  ...countRoutes(variants),
  ...searchRoutes(variants),
  ...ticketRoutes,
  ...commentRoutes,
  ...related.map(([owner, name, key]) => relatedRoute(owner, name, key, variants)),
  ...deskWriteRoutes(tables),
  ...tables.flatMap((table) => moduleRoutes(table, variants)),
]
