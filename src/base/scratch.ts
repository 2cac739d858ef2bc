/** Files of this process that nobody is to find when it has ended, be it at once or by an error. */
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const temporary = new Set<string>()

function removeAll(): void {
  for (const path of temporary) rmSync(path, { recursive: true, force: true })
}

/** The path is removed when the process ends, unless it is kept before. @returns what keeps it */
export function removedAtExit(path: string): () => void {
  if (!process.listeners('exit').includes(removeAll)) process.on('exit', removeAll)
  temporary.add(path)
  return () => void temporary.delete(path)
}

/** A new folder for the owner's eyes only, which is gone with whoever disposes of it, or with the process. */
export async function scratchFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'zohosql-'))
  const keep = removedAtExit(path)
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true })
      keep()
    },
  }
}
