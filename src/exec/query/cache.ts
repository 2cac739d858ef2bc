import { readPrivateJson, writePrivateJson } from '../../base/private-file.ts'
import type { Value } from '../../base/types.ts'
import type { Page, ReadContext, Scan } from '../../source/index.ts'

type ReadScan = (scan: Scan, context: ReadContext) => AsyncIterable<Page>

interface CachedScan {
  /** Milliseconds since 1970 when reading began: what was written later may be missing. */
  readonly at: number
  readonly rows: readonly (readonly Value[])[]
}

export interface CacheOptions {
  /** Whose answers: one file may serve several accounts. */
  readonly account: string
  /** How old an answer may be; nothing is kept when 0. */
  readonly ttlMs: number
  /** Where answers outlive the process; absent: memory only. */
  readonly file?: string
  readonly now: () => number
}

/** Bytes kept at the most. */
const BYTES_MAX = 50_000_000
/** Of a value, next to its characters. */
const VALUE_BYTES = 24

/**
 * Answers of whole scans, for `cacheTtl`: a statement that scans the same again asks nothing. What was read but in
 * part is not kept.
 */
export class ScanCache {
  readonly #options: CacheOptions
  readonly #entries = new Map<string, CachedScan>()
  #bytes = 0
  /** Writes so far. */
  #changes = 0
  #loaded: Promise<void> | undefined

  constructor(options: CacheOptions) {
    this.#options = options
  }

  /** The scan's rows, from here if they are young enough, else as `read` brings them. */
  async *read(scan: Scan, context: ReadContext, read: ReadScan): AsyncGenerator<Page> {
    if (this.#options.ttlMs === 0 || scan.key === undefined) return yield* read(scan, context)
    await this.#load()
    const key = [this.#options.account, scan.schema, scan.key].join(' ')
    const known = this.#entries.get(key)
    if (known && this.#isFresh(known)) return yield { rows: known.rows }
    const at = this.#options.now()
    const changes = this.#changes
    const rows: (readonly Value[])[] = []
    for await (const page of read(scan, context)) {
      for (const row of page.rows) rows.push(row)
      yield page
    }
    // What was written while it was read may be missing.
    if (changes !== this.#changes) return
    this.#keep(key, { at, rows })
    await this.#save(context)
  }

  /** After a write: paths and joins carry a table's values into answers about others, so that none is kept. */
  async clear(context: ReadContext): Promise<void> {
    this.#changes += 1
    if (this.#options.ttlMs === 0) return
    await this.#load()
    for (const key of this.#entries.keys()) this.#drop(key)
    await this.#save(context)
  }

  #isFresh = (entry: CachedScan): boolean => this.#options.now() - entry.at < this.#options.ttlMs

  #keep(key: string, entry: CachedScan): void {
    if (sizeOf(entry) > BYTES_MAX) return
    this.#drop(key)
    this.#entries.set(key, entry)
    this.#bytes += sizeOf(entry)
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= BYTES_MAX) break
      this.#drop(oldest)
    }
  }

  /** An answer that cannot be kept is an answer all the same. */
  async #save({ meter }: ReadContext): Promise<void> {
    const { file } = this.#options
    if (!file) return
    try {
      await writePrivateJson(file, Object.fromEntries(this.#entries))
    } catch (error) {
      meter.notices.push(`The cache file ${file} cannot be written: ${(error as Error).message}`)
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    this.#bytes -= sizeOf(entry)
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#read()
    return this.#loaded
  }

  async #read(): Promise<void> {
    if (!this.#options.file) return
    const stored = (await readPrivateJson(this.#options.file)) ?? {}
    for (const [key, entry] of Object.entries(stored as Record<string, CachedScan>)) {
      if (typeof entry?.at !== 'number' || !Array.isArray(entry.rows) || !this.#isFresh(entry)) continue
      this.#entries.set(key, entry)
      this.#bytes += sizeOf(entry)
    }
  }
}

function sizeOf({ rows }: CachedScan): number {
  let bytes = 0
  for (const row of rows) for (const value of row) bytes += VALUE_BYTES + (typeof value === 'string' ? value.length : 0)
  return bytes
}
