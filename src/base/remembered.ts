/**
 * Values that are costly to fetch and stay true for a while: kept in memory, and in owner-only files where a directory
 * is given; fetched once however many ask at the same time.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { orCancelled, throwIfCancelled } from './cancel.ts'
import { readPrivateJson, writePrivateJson } from './private-file.ts'

export interface RememberOptions {
  /** Where values outlive the process; absent: memory only. */
  readonly directory?: string
  /** How old a value may be. */
  readonly ttlMs: number
  /** How old a value that was loaded here must be before {@link Remembered.forget} takes it back. */
  readonly graceMs?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

interface RememberedEntry {
  readonly key: string
  readonly at: number
  readonly value: unknown
}

interface Flight {
  readonly promise: Promise<unknown>
  readonly signal: AbortSignal
}

const isEntry = (value: unknown, key: string): value is RememberedEntry =>
  typeof value === 'object' &&
  value !== null &&
  (value as RememberedEntry).key === key &&
  typeof (value as RememberedEntry).at === 'number'

/** A name for files that says nothing of what it was made from (secrets may be among the parts). */
export const fingerprint = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

export class Remembered {
  readonly #options: Required<Omit<RememberOptions, 'directory'>> & Pick<RememberOptions, 'directory'>
  readonly #entries = new Map<string, RememberedEntry>()
  readonly #flights = new Map<string, Flight>()
  /** Keys of the values that were loaded here, not read from a file. */
  readonly #own = new Set<string>()
  /** Files up to this age are not believed any more. */
  readonly #forgotten = new Map<string, number>()

  constructor(options: RememberOptions) {
    this.#options = { graceMs: 60_000, now: Date.now, ...options }
  }

  /**
   * The value under `key`, loaded where it is not known. Callers that come during a load wait for it; if the one who
   * started it gives up, the next one loads.
   *
   * @throws what `load` throws; ZohoSqlError 57014 or HYT00 when the signal is aborted
   */
  async get<T>(key: string, load: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      throwIfCancelled(signal)
      const entry = this.#entries.get(key)
      if (entry && this.#isFresh(entry)) return entry.value as T
      const flight = this.#flights.get(key) ?? this.#start(key, load, signal)
      try {
        return (await orCancelled(flight.promise, signal)) as T
      } catch (error) {
        if (signal.aborted || !flight.signal.aborted) throw error
      }
    }
  }

  /** The value under `key` where it is at hand and young enough; nothing is loaded. */
  peek<T>(key: string): T | undefined {
    const entry = this.#entries.get(key)
    return entry && this.#isFresh(entry) ? (entry.value as T) : undefined
  }

  /**
   * Makes the next `get` load again; false, and nothing is done, where there is no value or it was loaded here just
   * now. A value from a file may be of another day, even if it is young.
   */
  forget(key: string): boolean {
    const entry = this.#entries.get(key)
    const isNew = entry && this.#own.has(key) && this.#options.now() - entry.at < this.#options.graceMs
    if (!entry || isNew) return false
    this.#entries.delete(key)
    this.#forgotten.set(key, this.#options.now())
    return true
  }

  #isFresh(entry: RememberedEntry): boolean {
    const age = this.#options.now() - entry.at
    return age >= 0 && age < this.#options.ttlMs
  }

  #start(key: string, load: () => Promise<unknown>, signal: AbortSignal): Flight {
    const promise = this.#stored(key)
      .then((entry) => entry ?? this.#loaded(key, load))
      .then((entry) => {
        this.#entries.set(key, entry)
        return entry.value
      })
      .finally(() => this.#flights.delete(key))
    const flight = { promise, signal }
    this.#flights.set(key, flight)
    return flight
  }

  async #stored(key: string): Promise<RememberedEntry | undefined> {
    const path = this.#path(key)
    const entry = path && (await readPrivateJson(path))
    const believed = isEntry(entry, key) && this.#isFresh(entry) && entry.at > (this.#forgotten.get(key) ?? -Infinity)
    return believed ? entry : undefined
  }

  async #loaded(key: string, load: () => Promise<unknown>): Promise<RememberedEntry> {
    const entry = { key, at: this.#options.now(), value: await load() }
    this.#own.add(key)
    const path = this.#path(key)
    // A full disk or a read-only home costs the memory of other processes, not this answer.
    if (path && this.#options.ttlMs > 0) await writePrivateJson(path, entry).catch(() => undefined)
    return entry
  }

  // Keys may differ by case only, file names on some systems may not.
  #path(key: string): string | undefined {
    const { directory } = this.#options
    return directory && join(directory, `${key.replace(/[^\w-]/g, '-')}-${fingerprint(key).slice(0, 8)}.json`)
  }
}
