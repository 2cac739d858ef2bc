import { knownProfiles, type Profile } from '../../../config/index.ts'
import type { FunctionSignature, Table } from '../../../driver/index.ts'
import type { Shell } from '../shell.ts'

export interface TableEntry {
  readonly schema: string
  readonly name: string
  readonly description: string
}

/** What completion knows of the account. Nothing is asked of Zoho for a name that is no table's. */
export interface Knowledge {
  tables(): Promise<readonly TableEntry[]>
  table(path: readonly string[]): Promise<Table | undefined>
  functions(): Promise<readonly FunctionSignature[]>
  /** Accounts that have a name. */
  profiles(): readonly Pick<Profile, 'name' | 'organisation'>[]
}

/** What the connection knows: it remembers what it was told, so asking it twice costs nothing. */
export function knowledgeOf(shell: Shell): Knowledge {
  const tables = async (): Promise<readonly TableEntry[]> => {
    const found = await shell.session.db.tables(null, null, null, null)
    return found.map((row) => ({
      schema: String(row.TABLE_SCHEM),
      name: String(row.TABLE_NAME),
      description: String(row.REMARKS ?? ''),
    }))
  }
  return {
    tables,
    async table(path) {
      const wanted = path.at(-1)!.toLowerCase()
      if (!(await tables()).some(({ name }) => name.toLowerCase() === wanted)) return undefined
      return shell.cancellable((signal) => shell.session.db.table(path, { signal })).catch(() => undefined)
    },
    async functions() {
      const { functionSignatures } = await import('../../../driver/index.ts')
      return functionSignatures()
    },
    profiles: () => knownProfiles(shell.task.io.env).all,
  }
}
