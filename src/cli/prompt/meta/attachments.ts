import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import { ZohoSqlError } from '../../../base/errors.ts'
import { usageError } from '../../usage.ts'
import { runStatement } from '../answer.ts'
import type { Shell } from '../shell.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** Files at records: read and written on this machine, and values to the procedures that carry them. */

const uploadUsage = '\\upload FILE TABLE ID'
const downloadUsage = '\\download TABLE ID ATTACHMENT [FILE]'

const ofHome = (path: string): string => path.replace(/^~(?=\/|$)/, homedir())

const unreadable = (path: string, doing: string, cause: unknown): ZohoSqlError =>
  new ZohoSqlError('FILE', `The file "${path}" cannot be ${doing}: ${(cause as Error).message}`, { cause })

/** As the statement that it is: a dry run shows it, and its price is asked for. */
async function upload(shell: Shell, { words: [file, table, id, more] }: MetaCall): Promise<void> {
  if (id === undefined || more !== undefined) throw usageError(uploadUsage)
  const path = ofHome(file!)
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, 'read', cause)
  })
  shell.bound = [table!, id, `\\x${bytes.toString('hex')}`, basename(path)]
  try {
    await runStatement(shell, 'CALL crm.upload_attachment(table => ?, id => ?, file => ?, name => ?)')
  } finally {
    shell.bound = undefined
  }
}

/** A name that others gave: no place but this folder, and nothing that is not seen. */
const safeName = (name: string | null, id: string): string =>
  (name ?? '')
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{C}/gu, '')
    .replace(/^\.+/, '') || `attachment-${id}`

/** Without FILE it goes by Zoho's name into the folder at hand, and never over a file that is there. */
async function download(shell: Shell, { words: [table, id, attachment, file, more] }: MetaCall): Promise<void> {
  if (attachment === undefined || more !== undefined) throw usageError(downloadUsage)
  const sql = 'CALL crm.download_attachment(table => ?, id => ?, attachment => ?)'
  const [found] = await shell.cancellable((signal) =>
    shell.session.db.query<{ name: string | null; file: string }>(sql, [table, id, attachment], {
      signal,
      dryRun: false,
    }),
  )
  const bytes = Buffer.from(found!.file.slice(2), 'hex')
  const path = file === undefined ? safeName(found!.name, attachment) : ofHome(file)
  await writeFile(path, bytes, { flag: file === undefined ? 'wx' : 'w' }).catch((cause: unknown) => {
    throw unreadable(path, 'written', cause)
  })
  shell.say(`${bytes.length.toLocaleString('en')} bytes to ${path}`)
}

export const attachmentCommands: MetaCommands = {
  upload: {
    usage: uploadUsage,
    help: 'attach a file to a record; prints the id of the attachment',
    wants: 'file',
    run: upload,
  },
  download: {
    usage: downloadUsage,
    help: 'write an attachment to a file',
    wants: 'table',
    run: download,
  },
}
