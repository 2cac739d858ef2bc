import { ZohoSqlError } from '../base/errors.ts'
import type { TransactionBlock } from '../driver/inner.ts'
import type { PgSettings, SettingValues } from './settings.ts'

/** Idle, within a transaction, or within one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E'

/**
 * The books of a transaction. Zoho has neither snapshots nor a way back, so it is these books, the settings and the
 * cursors that a transaction is: each statement sees Zoho as it is when it runs, and what it writes stands.
 */
export class Transaction {
  readonly #settings: PgSettings
  #status: TransactionStatus = 'I'
  #before: SettingValues | undefined
  #savepoints: { readonly name: string; readonly before: SettingValues; readonly writes: number }[] = []
  /** What was written within; undefined where none is open. */
  block: TransactionBlock | undefined

  constructor(settings: PgSettings) {
    this.#settings = settings
  }

  get status(): TransactionStatus {
    return this.#status
  }

  /** False where one is open already: PostgreSQL warns and goes on. */
  begin(block: TransactionBlock, readOnly = false): boolean {
    if (this.#status !== 'I') return false
    this.#status = 'T'
    this.block = block
    block.begin(readOnly)
    this.#before = this.#settings.snapshot()
    this.#savepoints = []
    if (readOnly) this.#settings.set('transaction_read_only', 'on', true)
    return true
  }

  /**
   * What the end really was: a failed transaction can only be rolled back. Undefined where none was open.
   *
   * @throws {ZohoSqlError} 0A000 where something stands that was to be taken back; the transaction is over all the same
   */
  end(wanted: 'commit' | 'rollback'): 'commit' | 'rollback' | undefined {
    if (this.#status === 'I') return undefined
    const standing = this.block?.standing()
    this.block = undefined
    const outcome = this.#status === 'E' ? 'rollback' : wanted
    if (outcome === 'rollback' && this.#before) this.#settings.restore(this.#before)
    this.#settings.endLocal()
    this.#status = 'I'
    this.#savepoints = []
    if (outcome === 'rollback' && standing) throw standing
    return outcome
  }

  fail(): void {
    if (this.#status === 'T') this.#status = 'E'
  }

  /** @throws {ZohoSqlError} 25P02 */
  refuseFailed(): void {
    if (this.#status !== 'E') return
    throw new ZohoSqlError(
      'FAILED_TRANSACTION',
      'current transaction is aborted, commands ignored until end of transaction block',
    )
  }

  /** @throws {ZohoSqlError} 25P01 */
  refuseOutside(what: string): void {
    if (this.#status !== 'I') return
    throw new ZohoSqlError('NO_TRANSACTION', `${what} can only be used in transaction blocks`)
  }

  savepoint(name: string): void {
    this.refuseOutside('SAVEPOINT')
    this.#savepoints.push({ name, before: this.#settings.snapshot(), writes: this.block?.writes ?? 0 })
  }

  release(name: string): void {
    this.refuseOutside('RELEASE SAVEPOINT')
    this.#savepoints.length = this.#find(name)
  }

  rollbackTo(name: string): void {
    this.refuseOutside('ROLLBACK TO SAVEPOINT')
    const index = this.#find(name)
    this.#savepoints.length = index + 1
    const { before, writes } = this.#savepoints[index]!
    this.#settings.restore(before)
    const standing = this.block?.standing(writes)
    if (standing) throw standing
    this.#status = 'T'
  }

  #find(name: string): number {
    const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name)
    if (index >= 0) return index
    throw new ZohoSqlError('UNDEFINED_SAVEPOINT', `savepoint "${name}" does not exist`)
  }
}
