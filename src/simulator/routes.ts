/** Every operation of the CRM API that is served: where it is, what it needs, what it costs, who answers. */
import type { CallAccounts } from './accounts.ts'
import { type BulkJobs, bulkScopes } from './bulk.ts'
import { coql, coqlScopes } from './coql-route.ts'
import type { SimCall } from './http.ts'
import { listFields, listLayouts, listModules, listRelated, oneField, oneModule } from './metadata.ts'
import { getOrg, listUsers, oneUser } from './organisation.ts'
import type { PageTokens } from './page-tokens.ts'
import { listRecords, oneRecord } from './records.ts'
import { needs, type Route, recordScope } from './route.ts'
import { type CountCache, countRecords, search, searchListParameters, searchParameters } from './search.ts'
import type { BulkWrites } from './write/bulk.ts'
import { bulkWriteRoutes, writeRoutes } from './write-routes.ts'

/** What answers need besides the company itself. */
export interface Services {
  readonly pageTokens: PageTokens
  readonly editionName: string
  readonly accounts: CallAccounts
  readonly bulk: BulkJobs
  readonly bulkWrites: BulkWrites
  readonly counts: CountCache
}

const listParameters = [
  'fields',
  'ids',
  'cvid',
  'sort_by',
  'sort_order',
  'page',
  'per_page',
  'page_token',
  'converted',
  'approved',
  'territory_id',
  'include_child',
]

const settings = (path: string, scope: string, parameters: readonly string[], handle: Route['handle']): Route => ({
  method: 'GET',
  path,
  road: 'metadata',
  credits: 1,
  scopes: needs(`ZohoCRM.${scope}.READ`),
  parameters,
  handle,
})

const metadataRoutes = (services: Services): readonly Route[] => [
  settings('settings/modules', 'settings.modules', ['status', 'feature_name'], listModules),
  settings('settings/modules/{module}', 'settings.modules', [], oneModule),
  settings('settings/fields', 'settings.fields', ['module', 'type', 'include', 'layout_id'], listFields),
  settings('settings/fields/{id}', 'settings.fields', ['module', 'include'], oneField),
  settings('settings/layouts', 'settings.layouts', ['module'], listLayouts),
  settings('settings/related_lists', 'settings.related_lists', ['module', 'layout_id'], listRelated),
  settings('org', 'org', [], (call) => getOrg(call, services.editionName)),
  settings('users', 'users', ['type', 'page', 'per_page', 'ids'], listUsers),
  settings('users/{id}', 'users', [], oneUser),
]

const recordRoutes = ({ pageTokens }: Services): readonly Route[] => [
  {
    method: 'GET',
    path: '{module}',
    road: 'records',
    credits: (call) => (call.query.has('cvid') ? 3 : 1),
    scopes: recordScope('READ'),
    parameters: listParameters,
    heavy: (call) => call.query.has('cvid') || call.query.has('sort_by'),
    handle: (call) => listRecords(call, pageTokens),
  },
  {
    method: 'GET',
    path: '{module}/{id}',
    road: 'records',
    credits: 1,
    scopes: recordScope('READ'),
    parameters: ['fields', 'approved', 'converted'],
    handle: oneRecord,
  },
]

/** The count needs more scopes than anything else that is read. */
const countScopes = (call: SimCall): readonly string[] => [
  'ZohoSearch.securesearch.READ',
  'ZohoCRM.settings.layouts.READ',
  ...recordScope('READ')(call),
]

const searchRoutes = ({ counts }: Services): readonly Route[] => [
  {
    method: 'GET',
    path: '{module}/search',
    road: 'search',
    credits: 1,
    scopes: (call) => ['ZohoSearch.securesearch.READ', ...recordScope('READ')(call)],
    parameters: searchListParameters,
    handle: search,
  },
  {
    method: 'GET',
    path: '{module}/actions/count',
    road: 'count',
    credits: 1,
    scopes: countScopes,
    parameters: ['cvid', ...searchParameters],
    handle: (call) => countRecords(call, counts),
  },
]

const bulkRoutes = ({ bulk }: Services): readonly Route[] => [
  {
    method: 'POST',
    path: 'read',
    bulk: true,
    road: 'bulk',
    credits: 50,
    scopes: bulkScopes,
    parameters: [],
    handle: (call) => bulk.create(call),
  },
  {
    method: 'GET',
    path: 'read/{job}',
    bulk: true,
    road: 'bulk',
    credits: 1,
    scopes: needs('ZohoCRM.bulk.READ'),
    parameters: [],
    handle: (call) => bulk.status(call),
  },
  {
    method: 'GET',
    path: 'read/{job}/result',
    bulk: true,
    road: 'bulk',
    credits: 1,
    scopes: needs('ZohoCRM.bulk.READ'),
    parameters: [],
    handle: (call) => bulk.download(call),
  },
]

const queryRoutes = ({ accounts }: Services): readonly Route[] => [
  {
    method: 'POST',
    path: 'coql',
    road: 'coql',
    credits: 1,
    scopes: coqlScopes,
    parameters: [],
    heavy: () => true,
    handle: (call) => coql(call, accounts),
  },
]

/** All routes; of two that fit a path the earlier one answers. */
export const makeRoutes = (services: Services): readonly Route[] => [
  ...metadataRoutes(services),
  ...queryRoutes(services),
  ...searchRoutes(services),
  ...bulkRoutes(services),
  ...bulkWriteRoutes(services.bulkWrites),
  ...writeRoutes,
  ...recordRoutes(services),
]
