/** Operations that write. */
import { type Route, recordScope } from './route.ts'
import {
  deleteRecord,
  deleteRecords,
  insertRecords,
  isHeavyWrite,
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

export const writeRoutes: readonly Route[] = [
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
