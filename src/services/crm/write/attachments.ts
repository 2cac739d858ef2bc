/**
 * Files at records, as procedures. A file is a value (bytea) at every door: no path is read or written, so that nobody
 * reaches files of the machine that serves.
 *
 * ASSUMPTION: path, form and answer are those of Zoho's public API pages as remembered; the facts at hand name the scope.
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ZohoClient } from '../../../auth/index.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { scratchFolder } from '../../../base/scratch.ts'
import { bytea, type SqlType, text, type Value, wideBigint } from '../../../base/types.ts'
import { urlPath } from '../../../net/index.ts'
import type { ReadContext } from '../../../source/index.ts'
import { respond } from '../../kit/calls.ts'
import { answers } from '../answers.ts'
import { attachmentLimits } from '../limits.ts'
import { moduleIn, type ProcedureArguments, recordIn } from './procedure-arguments.ts'

export const uploadParameters = {
  table: text,
  id: wideBigint,
  file: bytea,
  'name?': text,
} as const satisfies Readonly<Record<string, SqlType>>
export const downloadParameters = {
  table: text,
  id: wideBigint,
  attachment: wideBigint,
} as const satisfies Readonly<Record<string, SqlType>>

const filesOf = ({ table, id }: ProcedureArguments): string => `${moduleIn(table)}/${recordIn(id)}/Attachments`

/** The path below the version. */
export const uploadPath = (given: ProcedureArguments): string => filesOf(given)

/** @throws {ZohoSqlError} 22023 the file is too large */
export async function uploadBody({ file, name }: ProcedureArguments) {
  const bytes = Buffer.from((file ?? '').replace(/^\\x/, ''), 'hex')
  // ASSUMPTION: an empty file is a file; where Zoho takes none, it says so in its own words.
  if (bytes.length > attachmentLimits.bytes) {
    const message = `The file has ${bytes.length} bytes, and ${attachmentLimits.bytes} are allowed.`
    throw new ZohoSqlError('INVALID_ARGUMENT', message)
  }
  const form = new FormData()
  form.set('file', new File([bytes], name ?? 'file'))
  const packed = new Response(form)
  const type = packed.headers.get('content-type')!
  return { body: new Uint8Array(await packed.arrayBuffer()), headers: { 'content-type': type } }
}

/** The name that Zoho gives with a file. */
function nameIn(disposition: string): string | null {
  const star = /filename\*=(?:UTF-8'')?"?([^";]+)/i.exec(disposition)?.[1]
  try {
    if (star) return decodeURIComponent(star)
  } catch {
    return star!
  }
  return /filename="?([^";]+)/i.exec(disposition)?.[1] ?? null
}

const tooLarge = (size: number): ZohoSqlError =>
  new ZohoSqlError(
    'RESOURCE_LIMIT',
    `The file has ${size} bytes, and ${attachmentLimits.answerBytes} fit into a value.`,
    {
      hint: 'Take it from Zoho’s own pages.',
    },
  )

/** Name and bytes of a file. */
export async function download(
  client: ZohoClient,
  version: string,
  given: ProcedureArguments,
  context: ReadContext,
): Promise<readonly Value[]> {
  const attachment = recordIn(given.attachment)
  const path = `${urlPath`/crm/${version}/`}${filesOf(given)}/${attachment}`
  // By way of a file of its own: what it holds is nothing to be understood here, JSON of an error's form included.
  await using folder = await scratchFolder()
  const saveTo = join(folder.path, 'attachment')
  const { headers } = await respond(client, { method: 'GET', path, whole: answers.attachment, saveTo }, context)
  const { size } = await stat(saveTo)
  if (size > attachmentLimits.answerBytes) throw tooLarge(size)
  const name = nameIn(headers['content-disposition'] ?? '')
  return [attachment, name, `\\x${(await readFile(saveTo)).toString('hex')}`]
}
