import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { ZohoSqlError } from '../../base/errors.ts'
import { formatByName, isBinary } from '../../output/index.ts'
import { usageError } from '../usage.ts'

/** A place for rows other than the screen: `\o file`, `\o |command`, `\g file`. */
export interface TextSink {
  readonly target: string
  write(text: string): Promise<void>
  close(): Promise<void>
}

/** @throws ZohoSqlError FILE, USAGE for a form that is no text */
export async function openSink(target: string): Promise<TextSink> {
  if (isBinary(formatByName(target) ?? '')) {
    throw usageError(`"${target}" would not be text.`, '\\copy (SELECT …) to FILE writes such files.')
  }
  const command = target.startsWith('|') ? target.slice(1).trim() : undefined
  const child =
    command === undefined ? undefined : spawn(command, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] })
  const stream: Writable = child?.stdin ?? createWriteStream(target)
  let failure: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads may stop reading: `\g |head`.
    if (error.code !== 'EPIPE') failure = error
  })
  if (!child) await once(stream, 'open').catch((cause: Error) => failed(target, cause))
  return {
    target,
    async write(text) {
      if (failure) failed(target, failure)
      if (!stream.write(text) && !stream.destroyed) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
    },
    async close() {
      const end = child ? once(child, 'close') : once(stream, 'close')
      stream.end()
      await end
      if (failure) failed(target, failure)
    },
  }
}

function failed(target: string, cause: Error): never {
  throw new ZohoSqlError('FILE', `"${target}" cannot be written: ${cause.message}.`, { cause })
}
