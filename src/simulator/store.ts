/** Records of one module: a source that never changes, and over it what was changed while running. */
import { compareIds } from './ids.ts'
import type { ModuleMeta, MutableModule, SimField, SimRecord } from './model.ts'

/** Rows by position, ascending by id; generated when asked for, or held in an array. */
export interface RowSource {
  readonly count: number
  at(position: number): SimRecord
  /** Position of the first row whose id is `id` or greater. */
  position(id: string): number
}

/** Rows held as objects, sorted here by id. */
export function arraySource(rows: readonly SimRecord[]): RowSource {
  const sorted = [...rows].sort((a, b) => compareIds(a.id as string, b.id as string))
  return {
    count: sorted.length,
    at: (position) => sorted[position]!,
    position: (id) => lowerBound(sorted.length, (i) => compareIds(sorted[i]!.id as string, id) >= 0),
  }
}

/** First of `count` positions for which `reached` holds, all before it not. */
function lowerBound(count: number, reached: (position: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (reached(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Cells by name that follow from other cells of their record. */
export type Derivations = ReadonlyMap<string, (record: SimRecord) => unknown>

export interface ModuleParts {
  readonly meta: ModuleMeta
  readonly fields: readonly SimField[]
  readonly rows: RowSource
  /** Field that points to the parent, for subform and linking modules. */
  readonly parentField?: string
  /** Positions of the rows of a parent where the source knows them; otherwise rows are looked through. */
  readonly childPositions?: (parentId: string) => readonly number[]
  /** In the order in which they follow from one another. */
  readonly derive?: Derivations
}

/** Digits at the end of an auto-number, or before its suffix. */
const lastDigits = /\d+(?=\D*$)/

export class StoredModule implements MutableModule {
  readonly #parts: ModuleParts
  #fields: readonly SimField[]
  #byName: ReadonlyMap<string, SimField>
  /** Changed and new records; null: removed. */
  readonly #changes = new Map<string, SimRecord | null>()
  /** Ids of `#changes`, ascending. */
  #changedIds: string[] = []
  readonly #writtenAt = new Map<string, number>()
  readonly #indexes = new Map<string, Map<string, Set<string>>>()
  readonly #numbers = new Map<string, { last: number; readonly width: number }>()
  #count: number
  /** Grows by one with every change, so that whoever sorted the rows knows when to sort again. */
  version = 0

  constructor(parts: ModuleParts) {
    this.#parts = parts
    this.#fields = parts.fields
    this.#byName = new Map(parts.fields.map((field) => [field.api_name, field]))
    this.#count = parts.rows.count
  }

  get apiName(): string {
    return this.#parts.meta.api_name
  }
  get id(): string {
    return this.#parts.meta.id
  }
  get meta(): ModuleMeta {
    return this.#parts.meta
  }
  get fields(): readonly SimField[] {
    return this.#fields
  }
  field(name: string): SimField | undefined {
    return this.#byName.get(name)
  }
  count(): number {
    return this.#count
  }
  /** Field that points to the owning record, in subform and linking modules. */
  get parentField(): string | undefined {
    return this.#parts.parentField
  }
  /** The field that names a record where others look it up. */
  get nameField(): string {
    return this.#fields.find((field) => field.display_field)?.api_name ?? 'id'
  }

  /** A record's cells, and its `$` keys, as an object of its own that may be changed. */
  copy(record: SimRecord): Record<string, unknown> {
    const meta = Object.entries(record).filter(([key]) => key.startsWith('$'))
    return Object.fromEntries([...this.#fields.map(({ api_name }) => [api_name, record[api_name] ?? null]), ...meta])
  }

  /** Computes the cells that follow from others. */
  derive(record: Record<string, unknown>): void {
    for (const [name, compute] of this.#parts.derive ?? []) record[name] = compute(record)
  }

  /** The next value of an auto-number: after the greatest that was ever given. */
  nextNumber(field: SimField): string {
    const { prefix, start_number, suffix } = field.auto_number
    const known = this.#numbers.get(field.api_name) ?? this.#lastNumber(field.api_name, start_number ?? '1')
    this.#numbers.set(field.api_name, known)
    known.last++
    return `${prefix ?? ''}${String(known.last).padStart(known.width, '0')}${suffix ?? ''}`
  }

  #lastNumber(name: string, start: string): { last: number; readonly width: number } {
    let last = Number(start) - 1
    for (const row of this.scan()) last = Math.max(last, Number(lastDigits.exec(String(row[name] ?? ''))?.[0] ?? 0))
    return { last, width: start.length }
  }

  /** Ids of the records whose cell is this text, whatever its case, in the order they were written. */
  withText(name: string, text: string): readonly string[] {
    const index = this.#indexes.get(name) ?? this.#makeIndex(name)
    return [...(index.get(text.toLowerCase()) ?? [])]
  }

  #makeIndex(name: string): Map<string, Set<string>> {
    const index = new Map<string, Set<string>>()
    this.#indexes.set(name, index)
    for (const row of this.scan()) this.#enter(index, row[name], row.id as string)
    return index
  }

  #enter(index: Map<string, Set<string>>, value: unknown, id: string): void {
    if (value === null || value === undefined) return
    const key = String(value).toLowerCase()
    const ids = index.get(key)
    if (ids) ids.add(id)
    else index.set(key, new Set([id]))
  }

  #reindex(id: string, before: SimRecord | undefined, after: SimRecord | null): void {
    for (const [name, index] of this.#indexes) {
      if (before) index.get(String(before[name] ?? '').toLowerCase())?.delete(id)
      if (after) this.#enter(index, after[name], id)
    }
  }

  get(id: string): SimRecord | undefined {
    const changed = this.#changes.get(id)
    return changed === undefined ? this.#original(id) : (changed ?? undefined)
  }

  #original(id: string): SimRecord | undefined {
    const { rows } = this.#parts
    const position = rows.position(id)
    if (position >= rows.count) return undefined
    const row = rows.at(position)
    return row.id === id ? row : undefined
  }

  scan(afterId?: string): Iterable<SimRecord> {
    return this.#changedIds.length === 0 ? this.#scanUp(afterId) : this.#mergeUp(afterId)
  }

  *#scanUp(afterId: string | undefined): Iterable<SimRecord> {
    const { rows } = this.#parts
    for (let position = this.#after(afterId); position < rows.count; position++) yield rows.at(position)
  }

  #after(id: string | undefined): number {
    if (id === undefined) return 0
    const { rows } = this.#parts
    const position = rows.position(id)
    return position < rows.count && rows.at(position).id === id ? position + 1 : position
  }

  *#mergeUp(afterId: string | undefined): Iterable<SimRecord> {
    const ids = this.#changedIds
    let next = lowerBound(ids.length, (i) => afterId === undefined || compareIds(ids[i]!, afterId) > 0)
    for (const row of this.#scanUp(afterId)) {
      const id = row.id as string
      for (; next < ids.length && compareIds(ids[next]!, id) < 0; next++) yield* this.#change(ids[next]!)
      if (ids[next] === id) yield* this.#change(ids[next++]!)
      else yield row
    }
    for (; next < ids.length; next++) yield* this.#change(ids[next]!)
  }

  *#change(id: string): Iterable<SimRecord> {
    const record = this.#changes.get(id)
    if (record) yield record
  }

  /** Records descending by id, those before `beforeId` if given. */
  *scanDown(beforeId?: string): Iterable<SimRecord> {
    const { rows } = this.#parts
    const ids = this.#changedIds
    let next = lowerBound(ids.length, (i) => beforeId !== undefined && compareIds(ids[i]!, beforeId) >= 0) - 1
    let position = (beforeId === undefined ? rows.count : rows.position(beforeId)) - 1
    for (; position >= 0; position--) {
      const row = rows.at(position)
      const id = row.id as string
      for (; next >= 0 && compareIds(ids[next]!, id) > 0; next--) yield* this.#change(ids[next]!)
      if (ids[next] === id) yield* this.#change(ids[next--]!)
      else yield row
    }
    for (; next >= 0; next--) yield* this.#change(ids[next]!)
  }

  *rowsOf(parentId: string): Iterable<SimRecord> {
    const { parentField, childPositions, rows } = this.#parts
    if (parentField === undefined) return
    const isChild = (row: SimRecord): boolean => (row[parentField] as { id: string } | null)?.id === parentId
    if (childPositions && this.#changedIds.length === 0) {
      for (const position of childPositions(parentId)) yield rows.at(position)
      return
    }
    for (const row of this.scan()) if (isChild(row)) yield row
  }

  put(record: SimRecord, at?: number): void {
    const id = record.id as string
    const before = this.get(id)
    if (!before) this.#count++
    this.#reindex(id, before, record)
    this.#set(id, record)
    if (at !== undefined) this.#writtenAt.set(id, at)
  }

  /** When a record was written while running; undefined for one that is as it was from the start. */
  writtenAt(id: string): number | undefined {
    return this.#writtenAt.get(id)
  }

  remove(id: string): boolean {
    const before = this.get(id)
    if (!before) return false
    this.#count--
    this.#reindex(id, before, null)
    this.#set(id, null)
    return true
  }

  #set(id: string, record: SimRecord | null): void {
    if (!this.#changes.has(id)) this.#note(id)
    this.#changes.set(id, record)
    this.version++
  }

  /** New records come last, in place; a list that someone walks through stays as it is otherwise. */
  #note(id: string): void {
    const ids = this.#changedIds
    const place = lowerBound(ids.length, (i) => compareIds(ids[i]!, id) > 0)
    if (place === ids.length) ids.push(id)
    else this.#changedIds = [...ids.slice(0, place), id, ...ids.slice(place)]
  }

  nextId(): string {
    const { rows } = this.#parts
    const last = rows.count > 0 ? (rows.at(rows.count - 1).id as string) : this.id
    const changed = this.#changedIds.at(-1)
    const greatest = changed !== undefined && compareIds(changed, last) > 0 ? changed : last
    return String(BigInt(greatest) + 1n)
  }

  /** Takes a field away, as an administrator may while a client runs. */
  dropField(name: string): boolean {
    if (!this.#byName.has(name)) return false
    this.#fields = this.#fields.filter((field) => field.api_name !== name)
    this.#byName = new Map(this.#fields.map((field) => [field.api_name, field]))
    return true
  }
}
