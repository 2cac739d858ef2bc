/** Tags: names that tickets bear. */
import { hashText } from '../hash.ts'
import type { SimReply } from '../http.ts'
import type { DeskCall } from './http.ts'
import { deskId } from './ids.ts'
import { listRecords, moduleOf, rowsReply } from './list.ts'
import { lacksParameter, noRecord } from './refusal.ts'

export const tagId = (name: string): string => deskId('tags', hashText(name.toLowerCase()) % 100_000_000)

function names(call: DeskCall): readonly string[] {
  const found = new Set<string>()
  const department = call.query.get('departmentId')
  for (const ticket of moduleOf(call, 'tickets').all()) {
    if (department !== null && ticket.departmentId !== department) continue
    for (const name of call.desk.children.tagNames(ticket)) found.add(name)
  }
  return [...found].sort()
}

const tagsOf = (list: readonly string[]): object[] => list.map((name) => ({ id: tagId(name), name }))

/** `GET /ticketTags?departmentId=`. */
export function listTags(call: DeskCall): SimReply {
  if (!call.query.has('departmentId')) throw lacksParameter('departmentId')
  return rowsReply(tagsOf(names(call)), call)
}

/** `GET /tags/search?searchVal=`. */
export function searchTags(call: DeskCall): SimReply {
  const text = call.query.get('searchVal')
  if (text === null) throw lacksParameter('searchVal')
  const core = text.replaceAll('*', '').toLowerCase()
  return rowsReply(tagsOf(names(call).filter((name) => name.toLowerCase().includes(core))), call)
}

/** `GET /tags/{id}/tickets`. */
export function taggedTickets(call: DeskCall): SimReply {
  if (!names(call).some((name) => tagId(name) === call.params.id)) throw noRecord(call.variants.deskMissing)
  return listRecords(
    call,
    'tickets',
    (ticket) => call.desk.children.tagNames(ticket).some((name) => tagId(name) === call.params.id),
    true,
  )
}
