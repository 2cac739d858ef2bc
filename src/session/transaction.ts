import { ZohoSqlError } from '../base/errors.ts'
import type { Settings, Values } from './settings.ts'

/** Idle, within a transaction, or within one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E'

/**
 * The books of a transaction. Nothing is written and Zoho has no snapshots, so it is these books, the settings and the
 * cursors that a transaction is: each statement sees Zoho as it is when it runs.
 */
export class Transaction {
  readonly #settings: Settings
  #status: TransactionStatus = 'I'
  #before: Values | undefined
  #savepoints: { readonly name: string; readonly before: Values }[] = []

  constructor(settings: Settings) {
    this.#settings = settings
  }

  get status(): TransactionStatus {
    return this.#status
  }

  /** False where one is open already: PostgreSQL warns and goes on. */
  begin(): boolean {
    if (this.#status !== 'I') return false
    this.#status = 'T'
    this.#before = this.#settings.snapshot()
    this.#savepoints = []
    return true
  }

  /** What the end really was: a failed transaction can only be rolled back. Undefined where none was open. */
  end(wanted: 'commit' | 'rollback'): 'commit' | 'rollback' | undefined {
    if (this.#status === 'I') return undefined
    const outcome = this.#status === 'E' ? 'rollback' : wanted
    if (outcome === 'rollback' && this.#before) this.#settings.restore(this.#before)
    this.#settings.endLocal()
    this.#status = 'I'
    this.#savepoints = []
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
    this.#savepoints.push({ name, before: this.#settings.snapshot() })
  }

  release(name: string): void {
    this.refuseOutside('RELEASE SAVEPOINT')
    this.#savepoints.length = this.#find(name)
  }

  rollbackTo(name: string): void {
    this.refuseOutside('ROLLBACK TO SAVEPOINT')
    const index = this.#find(name)
    this.#savepoints.length = index + 1
    this.#settings.restore(this.#savepoints[index]!.before)
    this.#status = 'T'
  }

  #find(name: string): number {
    const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name)
    if (index >= 0) return index
    throw new ZohoSqlError('UNDEFINED_SAVEPOINT', `savepoint "${name}" does not exist`)
  }
}
