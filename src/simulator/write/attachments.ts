/** Files at records: sent as a form, listed, fetched and taken away. */
import { noContent, type SimCall, type SimReply } from '../http.ts'
import { systemId } from '../ids.ts'
import type { SimRecord } from '../model.ts'
import { missingParameter, splitList } from '../parameters.ts'
import { recordModule } from '../records.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { storedInstant } from '../zone.ts'
import { userValue } from './cells.ts'
import { writtenDetails } from './commit.ts'
import { fileIn } from './form.ts'

interface Attachment {
  readonly cells: SimRecord
  readonly bytes: Buffer
}

/** 20 MB a file. */
const sizeMax = 20 * 1024 * 1024

/** By module and record. */
const stored = new WeakMap<World, Map<string, Map<string, Attachment>>>()

function filesOf(world: World, key: string): Map<string, Attachment> {
  const all = stored.get(world) ?? new Map<string, Map<string, Attachment>>()
  stored.set(world, all)
  const files = all.get(key) ?? new Map<string, Attachment>()
  all.set(key, files)
  return files
}

interface RecordFiles {
  readonly module: StoredModule
  readonly record: SimRecord
  readonly files: Map<string, Attachment>
}

function placeOf(call: SimCall): RecordFiles {
  const module = recordModule(call)
  const record = module.get(call.params.id!)
  if (!record) throw new SimRefusal(400, 'INVALID_DATA', { resource_path_index: 1 }, 'the id given seems to be invalid')
  return { module, record, files: filesOf(call.world, `${module.apiName}/${call.params.id}`) }
}

/** `POST /{module}/{id}/Attachments`. */
export async function addAttachment(call: SimCall): Promise<SimReply> {
  const { module, record, files } = placeOf(call)
  const file = await fileIn(call)
  if (!file) throw new SimRefusal(400, 'INVALID_DATA', {}, 'the request does not contain any file')
  if (file.size > sizeMax)
    throw new SimRefusal(413, 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE', { limit: sizeMax }, 'file size is more than allowed')
  const { world } = call
  const user = userValue(world.currentUser)
  const now = storedInstant(world.now())
  const id = systemId(940_000_000 + world.ledger.count)
  const times = { Created_Time: now, Modified_Time: now }
  const parent = { name: String(record[module.nameField] ?? ''), id: record.id }
  const cells = {
    id,
    File_Name: file.name,
    Size: String(file.size),
    Parent_Id: parent,
    Owner: user,
    Created_By: user,
    Modified_By: user,
    ...times,
    $se_module: module.apiName,
    $type: 'Attachment',
  }
  files.set(id, { cells, bytes: Buffer.from(await file.arrayBuffer()) })
  world.ledger.note({
    module: 'Attachments',
    id,
    operation: 'insert',
    via: 'attachment',
    at: world.now(),
    triggers: [],
    after: cells,
  })
  const details = writtenDetails(cells, world)
  return {
    status: 200,
    body: { data: [{ code: 'SUCCESS', details, message: 'attachment uploaded successfully', status: 'success' }] },
  }
}

/** `GET /{module}/{id}/Attachments?fields=`. */
export function listAttachments(call: SimCall): SimReply {
  const { files } = placeOf(call)
  const fields = splitList(call.query.get('fields'))
  if (fields.length === 0) throw missingParameter('fields')
  const data = [...files.values()].map(({ cells }) => {
    const details = writtenDetails(cells, call.world) as Record<string, unknown>
    return Object.fromEntries(['id', ...fields].map((name) => [name, details[name] ?? cells[name] ?? null]))
  })
  if (data.length === 0) return noContent
  const info = { per_page: 200, count: data.length, page: 1, more_records: false }
  return { status: 200, body: { data, info }, rows: data.length }
}

function attachmentOf(call: SimCall): Attachment {
  const found = placeOf(call).files.get(call.params.attachment!)
  if (found) return found
  throw new SimRefusal(400, 'INVALID_DATA', { resource_path_index: 3 }, 'the id given seems to be invalid')
}

/** `GET /{module}/{id}/Attachments/{attachment}`. */
export function downloadAttachment(call: SimCall): SimReply {
  const { cells, bytes } = attachmentOf(call)
  const name = encodeURIComponent(String(cells.File_Name))
  const headers = {
    'Content-Type': 'application/x-download',
    'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
  }
  return { status: 200, body: bytes, headers }
}

/** `DELETE /{module}/{id}/Attachments/{attachment}`. */
export function deleteAttachment(call: SimCall): SimReply {
  const { cells } = attachmentOf(call)
  placeOf(call).files.delete(call.params.attachment!)
  const id = String(cells.id)
  const { world } = call
  world.ledger.note({
    module: 'Attachments',
    id,
    operation: 'delete',
    via: 'attachment',
    at: world.now(),
    triggers: [],
    before: cells,
  })
  return {
    status: 200,
    body: { data: [{ code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }] },
  }
}
