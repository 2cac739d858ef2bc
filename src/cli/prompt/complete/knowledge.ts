import type { SqlType } from '../../../base/types.ts'
import { knownProfiles, type Profile } from '../../../config/index.ts'
import type { FunctionSignature, Table } from '../../../driver/inner.ts'
import type { Shell } from '../shell.ts'
import { tablesIn } from './scope.ts'

export interface TableEntry {
  readonly schema: string
  readonly name: string
  readonly description: string
}

export interface QueryColumn {
  readonly name: string
  readonly sqlType: SqlType
}

/** What completion knows of the account. Nothing is asked of Zoho for a name that is no table's. */
export interface Knowledge {
  tables(): Promise<readonly TableEntry[]>
  table(path: readonly string[]): Promise<Table | undefined>
  /** Tables whose columns are known without asking, those used last first. */
  known(): Promise<readonly Table[]>
  /** Columns of a query; undefined where it is not one. */
  columnsOf(sql: string): Promise<readonly QueryColumn[] | undefined>
  functions(): Promise<readonly FunctionSignature[]>
  /** Accounts that have a name. */
  profiles(): readonly Pick<Profile, 'name' | 'organisation'>[]
}

/** Tables of statements that were typed before are taken for those that are wanted again: so many at the most. */
const rememberedMax = 3

/** What the connection knows: it remembers what it was told, so asking it twice costs nothing. */
export function knowledgeOf(shell: Shell): (signal: AbortSignal) => Knowledge {
  let of = shell.session
  let seen = new Map<string, Table>()
  let queries = new Map<string, Promise<readonly QueryColumn[] | undefined>>()
  return (signal) => {
    // Another account has other tables.
    if (of !== shell.session) [of, seen, queries] = [shell.session, new Map(), new Map()]
    return new ConnectionKnowledge(shell, signal, seen, queries)
  }
}

class ConnectionKnowledge implements Knowledge {
  readonly #shell: Shell
  readonly #signal: AbortSignal
  readonly #seen: Map<string, Table>
  readonly #queries: Map<string, Promise<readonly QueryColumn[] | undefined>>

  constructor(
    shell: Shell,
    signal: AbortSignal,
    seen: Map<string, Table>,
    queries: Map<string, Promise<readonly QueryColumn[] | undefined>>,
  ) {
    this.#shell = shell
    this.#signal = signal
    this.#seen = seen
    this.#queries = queries
  }

  async tables(): Promise<readonly TableEntry[]> {
    const found = await this.#shell.session.db.tables(null, null, null, null, { signal: this.#signal })
    return found.map((row) => ({
      schema: String(row.TABLE_SCHEM),
      name: String(row.TABLE_NAME),
      description: String(row.REMARKS ?? ''),
    }))
  }

  async table(path: readonly string[]): Promise<Table | undefined> {
    const wanted = path.at(-1)!.toLowerCase()
    if (!(await this.tables()).some(({ name }) => name.toLowerCase() === wanted)) return undefined
    const table = await this.#shell.session.db.table(path, { signal: this.#signal }).catch(() => undefined)
    if (table) {
      this.#seen.delete(table.name)
      this.#seen.set(table.name, table)
    }
    return table
  }

  async known(): Promise<readonly Table[]> {
    const typed = this.#shell.history().slice(-50).toReversed()
    const paths = new Map(
      [this.#shell.last ?? '', ...typed].flatMap((sql) => tablesIn(sql).map((path) => [path.join('.'), path] as const)),
    )
    const wanted = [...paths.values()].slice(0, rememberedMax)
    await Promise.all(wanted.map((path) => this.table(path)))
    return [...this.#seen.values()].toReversed()
  }

  columnsOf(sql: string): Promise<readonly QueryColumn[] | undefined> {
    const known = this.#queries.get(sql)
    if (known) return known
    const columns = this.#shell.session.db.describe(sql, [], { signal: this.#signal }).catch(() => undefined)
    this.#queries.set(sql, columns)
    return columns
  }

  async functions(): Promise<readonly FunctionSignature[]> {
    const { functionSignatures } = await import('../../../driver/inner.ts')
    return functionSignatures()
  }

  profiles(): ReturnType<Knowledge['profiles']> {
    return knownProfiles(this.#shell.task.io.env).all
  }
}
