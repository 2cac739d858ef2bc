import { TableKnowledge } from '../kit/knowledge.ts'
import { LAG_MS, searchLimits } from './limits.ts'

/** The condition that is none, as the number of its rows is remembered. */
export const EVERYTHING = JSON.stringify([{}, undefined, []])

/** What of a module's questions was refused. */
export interface DeskModuleKnowledge {
  /** Rows of a page, where a list takes fewer than is told. */
  listMax?: number
  /** Lists take no `fields`. */
  fieldsRefused?: boolean
  /** There is no searching it, and why. */
  searchRefused?: string
  /** Lists of certain ids, by a search or by a path of their own. */
  searchIdsRefused?: boolean
  byIdsRefused?: boolean
  /** `list.priority`, `search.customField1`. */
  readonly paramsRefused: Set<string>
  /** `list createdTime`. */
  readonly sortsRefused: Set<string>
  /** Columns that no answer has: hidden from the user. */
  readonly absent: Set<string>
}

/** What was done to a record. */
export interface RecordChange {
  /** Its time of change afterwards, as far as that is known: milliseconds since 1970. */
  readonly stamp: number | undefined
  /** It is in the trash. */
  readonly gone: boolean
}

/** What experience has taught about a desk. */
export class DeskKnowledge extends TableKnowledge<DeskModuleKnowledge> {
  /** The token has no scope to search. */
  searchRefused: string | undefined
  /** Greatest `from` of a search (facts 15.6). */
  searchReach: number = searchLimits.hits - 1
  /** By table: when a record was changed from here, which the index of searches may not know yet. */
  readonly #changed = new Map<string, Map<string, RecordChange & { readonly at: number }>>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    super(() => ({ paramsRefused: new Set(), sortsRefused: new Set(), absent: new Set() }))
    this.#now = now
  }

  get now(): number {
    return this.#now()
  }

  /** A record was made, changed or deleted from here. */
  changed(table: string, id: string, { stamp, gone = false }: Partial<RecordChange> = {}): void {
    const ids = this.#changed.get(table) ?? new Map<string, RecordChange & { readonly at: number }>()
    this.#changed.set(table, ids.set(id, { at: this.#now(), stamp, gone }))
  }

  /** The index of searches was seen to know what became of a record. */
  settled(table: string, id: string): void {
    this.#changed.get(table)?.delete(id)
  }

  /** Records that searches may show as they were. */
  recent(table: string): ReadonlyMap<string, RecordChange> {
    const ids = this.#changed.get(table)
    const from = this.#now() - LAG_MS
    for (const [id, { at }] of ids ?? []) if (at < from) ids!.delete(id)
    return new Map(ids)
  }

  /** Why a table cannot be searched, if it cannot. */
  searchClosed(table: string): string | undefined {
    return this.searchRefused ?? this.of(table).searchRefused
  }
}
