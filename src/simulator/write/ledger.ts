/** What was written, for tests: every record put or taken away, what ran after it, and what lies in the recycle bin. */
import type { SimRecord, UserValue } from '../model.ts'
import type { RowError } from './outcome.ts'

/** What Zoho may run after a write. */
export const triggerKinds = ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration'] as const
export type TriggerKind = (typeof triggerKinds)[number]

/** Which operation wrote: a call for records, another record's (lines, links), or one of the actions. */
export type WriteVia =
  | 'records'
  | 'upsert'
  | 'parent'
  | 'mass_update'
  | 'mass_delete'
  | 'bulk'
  | 'convert'
  | 'tags'
  | 'owner'
  | 'attachment'

export interface WriteRecord {
  /** From 1, in the order of writing. */
  readonly number: number
  readonly module: string
  readonly id: string
  readonly operation: 'insert' | 'update' | 'delete'
  readonly via: WriteVia
  /** Milliseconds since the epoch, by the simulator's clock. */
  readonly at: number
  /** What ran after it. */
  readonly triggers: readonly TriggerKind[]
  /** The record before and after; absent where there was none. */
  readonly before?: SimRecord
  readonly after?: SimRecord
}

export interface DeletedRecord {
  readonly module: string
  readonly id: string
  readonly displayName: string
  readonly createdBy: UserValue | null
  readonly deletedBy: UserValue
  readonly at: number
}

/** States in which Zoho lets nobody change a record, and the error for each (fact sheet 9.2). */
export const holds = {
  locked: (id: string): RowError => ({
    code: 'RECORD_LOCKED',
    details: { id, action: 'record_locking' },
    message: 'record is locked',
  }),
  blueprint: (id: string): RowError => ({
    code: 'RECORD_IN_BLUEPRINT',
    details: { id },
    message: 'record is in blueprint',
  }),
  approval: (id: string): RowError => ({ code: 'NOT_APPROVED', details: { id }, message: 'record not approved' }),
  review: (id: string): RowError => ({ code: 'NOT_REVIEWED', details: { id }, message: 'record not reviewed' }),
  process: (id: string): RowError => ({
    code: 'CANNOT_PROCESS',
    details: { id },
    message: 'the record cannot be processed',
  }),
  converted: (id: string): RowError => ({ code: 'CONVERTED_RECORD', details: { id }, message: 'record is converted' }),
  permission: (id: string): RowError => ({
    code: 'NO_PERMISSION',
    details: { id },
    message: 'permission denied',
  }),
} as const
export type Hold = keyof typeof holds

export class Ledger {
  #writes: WriteRecord[] = []
  readonly #times = new Map<string, number>()
  readonly #bin: DeletedRecord[] = []
  readonly #holds = new Map<string, Hold>()

  note(write: Omit<WriteRecord, 'number'>): void {
    this.#writes.push({ number: this.#writes.length + 1, ...write })
    const key = `${write.module}/${write.id}`
    this.#times.set(key, (this.#times.get(key) ?? 0) + 1)
  }

  get writes(): readonly WriteRecord[] {
    return [...this.#writes]
  }

  get count(): number {
    return this.#writes.length
  }

  /** How often a record was put or taken away. */
  times(module: string, id: string): number {
    return this.#times.get(`${module}/${id}`) ?? 0
  }

  /** How often each trigger ran. */
  get triggers(): Readonly<Partial<Record<TriggerKind, number>>> {
    const counts: Partial<Record<TriggerKind, number>> = {}
    for (const { triggers } of this.#writes) for (const kind of triggers) counts[kind] = (counts[kind] ?? 0) + 1
    return counts
  }

  throwAway(record: DeletedRecord): void {
    this.#bin.push(record)
  }

  deleted(module: string): readonly DeletedRecord[] {
    return this.#bin.filter((record) => record.module === module)
  }

  hold(module: string, id: string, why: Hold | undefined): void {
    if (why === undefined) this.#holds.delete(`${module}/${id}`)
    else this.#holds.set(`${module}/${id}`, why)
  }

  /** Why a record may not be changed now. */
  heldBy(module: string, id: string): RowError | undefined {
    const why = this.#holds.get(`${module}/${id}`)
    return why && holds[why](id)
  }
}
