/** Records of one module of Desk: those that are there, those in the trash, and what the index of searches knows. */
import { compareIds } from '../ids.ts'
import type { DeskTable } from './tables.ts'

/**
 * A stored record: ids, texts, picklists as text, counters and numbers as numbers, booleans, times as
 * `YYYY-MM-DDTHH:mm:ss.SSSZ`, dates as `YYYY-MM-DD`, custom values below `cf`; null where empty.
 */
export type DeskRecord = Readonly<Record<string, unknown>> & { readonly id: string }
export type DeskRecordTest = (record: DeskRecord) => boolean

interface Version {
  readonly at: number
  /** Undefined: it is not found any more. */
  readonly record: DeskRecord | undefined
}

/** A custom field of a module. */
export interface CustomField {
  readonly apiName: string
  readonly label: string
  readonly type: string
  readonly values?: readonly string[]
  readonly maxLength?: number
}

export class DeskModule {
  readonly table: DeskTable
  readonly custom: readonly CustomField[]
  readonly #records: Map<string, DeskRecord>
  readonly #trash = new Map<string, DeskRecord>()
  /** Former forms of what was written, oldest first. */
  readonly #versions = new Map<string, Version[]>()
  readonly #sorted = new Map<string, readonly DeskRecord[]>()
  #greatest: string

  constructor(table: DeskTable, custom: readonly CustomField[], records: readonly DeskRecord[], firstId: string) {
    this.table = table
    this.custom = custom
    const byId = [...records].sort((a, b) => compareIds(a.id, b.id))
    this.#records = new Map(byId.map((record) => [record.id, record]))
    this.#greatest = byId.at(-1)?.id ?? firstId
  }

  get count(): number {
    return this.#records.size
  }
  get(id: string): DeskRecord | undefined {
    return this.#records.get(id)
  }
  trashed(id: string): DeskRecord | undefined {
    return this.#trash.get(id)
  }
  all(): Iterable<DeskRecord> {
    return this.#records.values()
  }
  /** An id greater than every other one of the module. */
  nextId(): string {
    this.#greatest = String(BigInt(this.#greatest) + 1n)
    return this.#greatest
  }

  put(record: DeskRecord, at: number): void {
    const { id } = record
    this.#remember(id, record, at)
    this.#records.set(id, record)
    if (compareIds(id, this.#greatest) > 0) this.#greatest = id
  }

  /** Moves a record to the trash; false when there is none. */
  remove(id: string, at: number): boolean {
    const record = this.#records.get(id)
    if (!record) return false
    this.#remember(id, undefined, at)
    this.#records.delete(id)
    this.#trash.set(id, record)
    return true
  }

  #remember(id: string, record: DeskRecord | undefined, at: number): void {
    const versions = this.#versions.get(id) ?? [{ at: Number.NEGATIVE_INFINITY, record: this.#records.get(id) }]
    this.#versions.set(id, [...versions, { at, record }])
    this.#sorted.clear()
  }

  /** Records as the index knew them at an instant, in no order. */
  *indexed(at: number): Iterable<DeskRecord> {
    for (const record of this.#records.values()) if (!this.#versions.has(record.id)) yield record
    for (const versions of this.#versions.values()) {
      const record = versions.findLast((version) => version.at <= at)?.record
      if (record) yield record
    }
  }

  /** Records in an order that is asked for again and again while a list is paged. */
  sorted(key: string, compare: (a: DeskRecord, b: DeskRecord) => number): readonly DeskRecord[] {
    const known = this.#sorted.get(key)
    if (known) return known
    const sorted = [...this.#records.values()].sort(compare)
    this.#sorted.set(key, sorted)
    return sorted
  }
}
