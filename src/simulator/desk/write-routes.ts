/** Operations of Desk that write. */
import { type DeskRoute, scopesOf } from './http.ts'
import { type DeskTable, deskTables } from './tables.ts'
import { closeTickets, createRecord, moveTicket, moveToTrash, updateMany, updateRecord } from './write.ts'
import { addComment, changeTags, deleteComment, updateComment } from './write-owned.ts'

const written = { road: 'deskWrite', parameters: [], credits: 1 } as const satisfies Partial<DeskRoute>

/** Modules whose records may be written; tickets have no PUT, contracts have both. */
const writable = (table: DeskTable): boolean => table.trash !== undefined

function tableRoutes(table: DeskTable): readonly DeskRoute[] {
  const { name } = table
  const update = scopesOf(table, 'UPDATE')
  const closing = name === 'tickets' ? ['disableClosureNotification'] : []
  const patch: DeskRoute = {
    ...written,
    method: 'PATCH',
    path: `${name}/{id}`,
    scopes: update,
    parameters: closing,
    handle: (call) => updateRecord(call, name),
  }
  const put: readonly DeskRoute[] = name === 'contracts' ? [{ ...patch, method: 'PUT' }] : []
  return [
    {
      ...written,
      method: 'POST',
      path: `${name}/updateMany`,
      scopes: update,
      credits: 25,
      handle: (call) => updateMany(call, name),
    },
    {
      ...written,
      method: 'POST',
      path: `${name}/moveToTrash`,
      scopes: scopesOf(table, 'DELETE'),
      handle: (call) => moveToTrash(call, name),
    },
    {
      ...written,
      method: 'POST',
      path: name,
      scopes: scopesOf(table, 'CREATE'),
      handle: (call) => createRecord(call, name),
    },
    patch,
    ...put,
  ]
}

const commented = ['tickets', 'tasks', 'calls', 'events', 'contacts', 'accounts']

function commentRoutes(name: string): readonly DeskRoute[] {
  const table = deskTables.find((candidate) => candidate.name === name)!
  const path = `${name}/{id}/comments/{comment}`
  const method = name === 'tickets' ? 'PATCH' : 'PUT'
  return [
    {
      ...written,
      method: 'POST',
      path: `${name}/{id}/comments`,
      scopes: scopesOf(table, 'CREATE'),
      handle: (call) => addComment(call, name),
    },
    { ...written, method, path, scopes: scopesOf(table, 'UPDATE'), handle: (call) => updateComment(call, name) },
    {
      ...written,
      method: 'DELETE',
      path,
      scopes: scopesOf(table, 'DELETE'),
      credits: 6,
      handle: (call) => deleteComment(call, name),
    },
  ]
}

const ofTickets = { ...written, method: 'POST', scopes: [['Desk.tickets.UPDATE']] } as const

const ticketRoutes: readonly DeskRoute[] = [
  { ...ofTickets, path: 'closeTickets', credits: 25, handle: closeTickets },
  { ...ofTickets, path: 'tickets/{id}/move', handle: moveTicket },
  { ...ofTickets, path: 'tickets/{id}/associateTag', handle: (call) => changeTags(call, true) },
  { ...ofTickets, path: 'tickets/{id}/dissociateTag', handle: (call) => changeTags(call, false) },
]

export const deskWriteRoutes = (tables: readonly DeskTable[]): readonly DeskRoute[] => [
  ...ticketRoutes,
  ...commented.flatMap(commentRoutes),
  ...tables.filter(writable).flatMap(tableRoutes),
]
