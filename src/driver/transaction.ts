import { isZohoSqlError, ZohoSqlError } from '../base/errors.ts'
import type { PreparedStatement } from '../exec/prepare.ts'
import { PreparedCall } from '../exec/write/call.ts'
import { type Counts, countsOf } from '../exec/write/errors.ts'
import { ChangeStatement } from '../exec/write/statement.ts'

/** What one statement wrote: `INSERT`, `crm.Leads`, 3 rows. */
interface Wrote extends Counts {
  readonly verb: string
  readonly table: string
}

/**
 * What is written between BEGIN and COMMIT. Zoho takes nothing back: a block either refuses writes, or does them at once
 * and then cannot be rolled back.
 */
export class TransactionBlock {
  readonly #immediate: boolean
  #wrote: Wrote[] = []
  #open = false
  #readOnly = false

  /** @param immediate writes are done at once */
  constructor(immediate: boolean) {
    this.#immediate = immediate
  }

  get open(): boolean {
    return this.#open
  }

  /** How many statements have written so far: a savepoint remembers it. */
  get writes(): number {
    return this.#wrote.length
  }

  /** @param readOnly as it was begun: READ ONLY */
  begin(readOnly = false): void {
    this.#open = true
    this.#readOnly = readOnly
    this.#wrote = []
  }

  end(): void {
    this.#open = false
    this.#wrote = []
  }

  /** @throws {ZohoSqlError} inside a block, 25006 of a block that only reads · 25001 unless writes are done at once */
  refuseWrite(verb: string): void {
    if (!this.#open) return
    if (this.#readOnly) throw readOnlyTransaction(verb)
    if (this.#immediate) return
    throw new ZohoSqlError(
      'TRANSACTION_WRITE',
      `${verb} cannot run inside a transaction block: Zoho takes nothing back, so that ROLLBACK could not`,
    )
  }

  add(wrote: Wrote): void {
    if (this.#open && wrote.written + wrote.unknown > 0) this.#wrote.push(wrote)
  }

  /** Something that writes without being a statement. */
  async during<T extends Counts>(verb: string, table: string, work: () => Promise<T>): Promise<T> {
    this.refuseWrite(verb)
    try {
      const done = await work()
      this.add({ verb, table, written: done.written, unknown: done.unknown })
      return done
    } catch (error) {
      if (isZohoSqlError(error)) this.add({ verb, table, ...countsOf(error.outcomes) })
      throw error
    }
  }

  /**
   * What taking back ends with, where something stands.
   *
   * @param since so many statements had written before: they are none of it
   */
  standing(since = 0): ZohoSqlError | undefined {
    const stands = this.#wrote.slice(since)
    if (stands.length === 0) return undefined
    return new ZohoSqlError('NOT_SUPPORTED', `ROLLBACK takes nothing back: ${stands.map(text).join('; ')} stands`, {
      hint: 'With the property journal=FILE, zohosql undo FILE puts old values back.',
    })
  }
}

/** In PostgreSQL's words. */
export const readOnlyTransaction = (verb: string): ZohoSqlError =>
  new ZohoSqlError('READ_ONLY', `cannot execute ${verb} in a read-only transaction`)

const text = ({ verb, table, written, unknown }: Wrote): string =>
  `${verb} of ${rows(written)} in ${table}${unknown > 0 ? ` (and of ${rows(unknown)} it is not known)` : ''}`

const rows = (count: number): string => `${count} row${count === 1 ? '' : 's'}`

export type BlockCommand = 'begin' | 'begin read only' | 'commit' | 'rollback'

/** Statements that begin and end blocks; undefined for all others. */
export function blockCommand(sql: string): BlockCommand | undefined {
  if (/^\s*(begin|start\s+transaction)\b/i.test(sql)) return /\bread\s+only\b/i.test(sql) ? 'begin read only' : 'begin'
  const [, verb] = /^\s*(commit|end|rollback|abort)(?:\s+(?:work|transaction))?\s*;?\s*$/i.exec(sql) ?? []
  if (verb === undefined) return undefined
  return /^(commit|end)$/i.test(verb) ? 'commit' : 'rollback'
}

/** A statement that writes is refused inside a block, or told to it. */
export function enterBlock(statement: PreparedStatement, block: TransactionBlock | undefined): void {
  if (block && statement instanceof PreparedCall && statement.acts) block.refuseWrite('CALL')
  if (!block || !(statement instanceof ChangeStatement) || statement.isDryRun) return
  const { statement: parsed } = statement.parsed
  const { action, table } = statement
  const verb = action.toUpperCase()
  if (parsed.kind !== 'explainChange' || parsed.analyze) block.refuseWrite(verb)
  statement.told = (counts) => block.add({ ...counts, verb, table: `${table.schema}.${table.name}` })
}

export const sharedByPool = (): ZohoSqlError =>
  new ZohoSqlError('INVALID_STATE', 'A pool’s statements share a connection: no transaction begins there.', {
    hint: 'Take a connection of your own: await pool.connect().',
  })
