import { once } from 'node:events'
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { ZohoSqlError } from '../base/errors.ts'
import { beginFile, fileError } from '../output/index.ts'

/** Where data goes. */
export interface DataOutput {
  /** Resolves when there is room for more: a slow reader slows the statement down. */
  write(text: string): Promise<void>
  /** All was written. */
  finish(): Promise<void>
  /** The rest will not come. */
  discard(): Promise<void>
}

/** The reader of stdout has gone (`zohosql … | head`): no error, and nothing more to do. */
export class ReaderGone extends Error {}

export function standardOutput(stream: Writable): DataOutput {
  let failure: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'EPIPE' ? new ReaderGone() : outputError(error)
  })
  return {
    async write(text) {
      if (failure) throw failure
      if (stream.write(text)) return
      await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => undefined)
      if (failure) throw failure
    },
    async finish() {
      if (failure) throw failure
    },
    discard: async () => undefined,
  }
}

/** A file that appears under its name only when it is complete; the one that was there stays until then. */
export async function fileOutput(path: string): Promise<DataOutput> {
  const whole = await beginFile(path)
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => {
      throw fileError(path, error)
    })
  const file = await guarded(open(whole.temporary, 'w'))
  return {
    write: (text) => guarded(file.appendFile(text)),
    async finish() {
      await file.close()
      await whole.finish()
    },
    async discard() {
      await file.close()
      await whole.discard()
    },
  }
}

const outputError = ({ message }: Error): ZohoSqlError =>
  new ZohoSqlError('FILE', `The output cannot be written: ${message}.`)
