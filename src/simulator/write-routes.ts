/** Operations that write. */
import type { SimCall } from './http.ts'
import { needs, type Route, recordScope } from './route.ts'
import type { BulkWrites } from './write/bulk.ts'
import {
  addAttachment,
  addTags,
  changeOwner,
  changeOwners,
  convertLead,
  deleteAttachment,
  deleteRecord,
  deleteRecords,
  downloadAttachment,
  insertRecords,
  isHeavyWrite,
  listAttachments,
  listDeleted,
  listTags,
  massDelete,
  massStatus,
  massUpdate,
  removeTags,
  updateRecord,
  updateRecords,
  upsertRecords,
  writeCredits,
} from './write/index.ts'

const written = {
  road: 'write',
  parameters: [],
  credits: writeCredits,
  heavy: isHeavyWrite,
} as const satisfies Partial<Route>

const creating = recordScope('CREATE|WRITE')
const updating = recordScope('UPDATE|WRITE')
const deleting = recordScope('DELETE')

/** One credit whatever is sent. */
const single = { ...written, credits: 1, heavy: (): boolean => false } as const

const attachmentScope =
  (operation: string) =>
  (call: SimCall): readonly string[] => [...recordScope('READ')(call), `ZohoCRM.modules.attachments.${operation}`]

/** ASSUMPTION: a conversion needs what making the records would. */
const convertScopes = needs(
  'ZohoCRM.modules.leads.UPDATE|WRITE|CREATE',
  'ZohoCRM.modules.contacts.CREATE|WRITE',
  'ZohoCRM.modules.accounts.CREATE|WRITE',
)

const post = { ...single, method: 'POST' } as const
const get = { ...single, method: 'GET' } as const

const actionRoutes: readonly Route[] = [
  { ...post, path: '{module}/actions/mass_update', scopes: needs('ZohoCRM.mass_update.UPDATE'), handle: massUpdate },
  {
    ...get,
    path: '{module}/actions/mass_update',
    parameters: ['job_id'],
    scopes: needs('ZohoCRM.mass_update.READ|UPDATE'),
    handle: massStatus,
  },
  { ...post, path: '{module}/actions/mass_delete', scopes: needs('ZohoCRM.mass_delete.DELETE'), handle: massDelete },
  {
    ...get,
    path: '{module}/actions/mass_delete',
    parameters: ['job_id'],
    scopes: needs('ZohoCRM.mass_delete.READ|DELETE'),
    handle: massStatus,
  },
  { ...post, path: '{module}/actions/change_owner', scopes: updating, handle: changeOwners },
  { ...post, path: '{module}/{id}/actions/change_owner', scopes: updating, handle: changeOwner },
  {
    ...post,
    path: 'Leads/{id}/actions/convert',
    credits: 5,
    heavy: () => true,
    scopes: convertScopes,
    handle: convertLead,
  },
]

const tagParameters = ['ids', 'over_write', 'tag_names']

const tagRoutes: readonly Route[] = [
  { ...post, path: '{module}/actions/add_tags', parameters: tagParameters, scopes: updating, handle: addTags },
  { ...post, path: '{module}/{id}/actions/add_tags', parameters: tagParameters, scopes: updating, handle: addTags },
  { ...post, path: '{module}/actions/remove_tags', parameters: tagParameters, scopes: updating, handle: removeTags },
  {
    ...post,
    path: '{module}/{id}/actions/remove_tags',
    parameters: tagParameters,
    scopes: updating,
    handle: removeTags,
  },
  {
    ...get,
    path: 'settings/tags',
    road: 'metadata',
    parameters: ['module'],
    scopes: needs('ZohoCRM.settings.tags.READ'),
    handle: listTags,
  },
]

const attachmentRoutes: readonly Route[] = [
  { ...post, path: '{module}/{id}/Attachments', scopes: attachmentScope('CREATE|WRITE'), handle: addAttachment },
  {
    ...get,
    path: '{module}/{id}/Attachments',
    road: 'records',
    parameters: ['fields', 'page', 'per_page', 'ids'],
    scopes: attachmentScope('READ'),
    handle: listAttachments,
  },
  {
    ...get,
    path: '{module}/{id}/Attachments/{attachment}',
    road: 'records',
    scopes: attachmentScope('READ'),
    handle: downloadAttachment,
  },
  {
    ...single,
    method: 'DELETE',
    path: '{module}/{id}/Attachments/{attachment}',
    scopes: attachmentScope('DELETE'),
    handle: deleteAttachment,
  },
]

/** Files, jobs that write them, and their results. */
export const bulkWriteRoutes = (writes: BulkWrites): readonly Route[] => {
  const job = { ...single, road: 'bulk', scopes: needs('ZohoCRM.bulk.CREATE|READ') } as const
  return [
    {
      ...job,
      method: 'POST',
      path: 'upload',
      scopes: needs('ZohoFiles.files.CREATE'),
      handle: (call) => writes.upload(call),
    },
    {
      ...job,
      method: 'POST',
      bulk: true,
      path: 'write',
      credits: 500,
      scopes: needs('ZohoCRM.bulk.CREATE'),
      handle: (call) => writes.create(call),
    },
    { ...job, method: 'GET', bulk: true, path: 'write/{job}', handle: (call) => writes.status(call) },
    { ...job, method: 'GET', path: '{org}/bulk-write/{job}/{file}', handle: (call) => writes.download(call) },
  ]
}

const deletedParameters = ['type', 'page', 'per_page']

/** Operations on the records of a module come last: their paths take any name. */
export const writeRoutes: readonly Route[] = [
  ...actionRoutes,
  ...tagRoutes,
  ...attachmentRoutes,
  {
    ...get,
    path: '{module}/deleted',
    road: 'records',
    credits: 2,
    parameters: deletedParameters,
    scopes: recordScope('READ'),
    handle: listDeleted,
  },
  { ...written, method: 'POST', path: '{module}/upsert', scopes: creating, handle: upsertRecords },
  { ...written, method: 'POST', path: '{module}', scopes: creating, handle: insertRecords },
  { ...written, method: 'PUT', path: '{module}', scopes: updating, handle: updateRecords },
  { ...single, method: 'PUT', path: '{module}/{id}', scopes: updating, handle: updateRecord },
  {
    ...single,
    method: 'DELETE',
    path: '{module}',
    parameters: ['ids', 'wf_trigger'],
    scopes: deleting,
    handle: deleteRecords,
  },
  {
    ...single,
    method: 'DELETE',
    path: '{module}/{id}',
    parameters: ['wf_trigger'],
    scopes: deleting,
    handle: deleteRecord,
  },
]
