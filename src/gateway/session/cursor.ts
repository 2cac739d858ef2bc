import { ZohoSqlError } from '../../base/errors.ts'
import type { Direction, Scroll } from '../../session/index.ts'
import { type ColumnHeader, MessageWriter } from '../wire/index.ts'
import { type Outlet, type StatementSource, waitIfFull } from './source.ts'

/** Bytes of rows that cursors keep so that they can go back: all of a session, and one of which nothing was said. */
const keptMax = { session: 256 << 20, unsaid: 1 << 20 }

/** What the cursors of one session keep. */
export interface KeptBytes {
  bytes: number
}

/** Rows taken at a time from the statement. */
const portion = 500

const forwardOnly = (): ZohoSqlError =>
  new ZohoSqlError('INVALID_STATE', 'cursor can only scan forward', {
    hint: 'Declare it with SCROLL option to enable backward scan.',
  })

const tooLarge = (): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', `the cursors of a session keep at most ${keptMax.session >> 20} MiB of rows`, {
    hint: 'Declare them without SCROLL, or close those that are done with.',
  })

/**
 * A statement's rows with a place among them, as PostgreSQL's cursors count: 0 is before the first row, and one more
 * than there are rows is after the last. PostgreSQL lets a cursor without a word about it go back where its plan does;
 * here it does while its rows are few, so that reading millions by a cursor takes no memory.
 */
export class CursorSource implements StatementSource {
  readonly columns: readonly ColumnHeader[] | undefined
  readonly #rows: StatementSource
  readonly #scroll: Scroll
  readonly #all: KeptBytes
  #kept: Buffer[] | undefined
  #keptBytes = 0
  #at = 0
  /** How many rows there are, once that is known. */
  #total: number | undefined

  constructor(rows: StatementSource, scroll: Scroll, all: KeptBytes) {
    this.#all = all
    this.columns = rows.columns
    this.#rows = rows
    this.#scroll = scroll
    this.#kept = scroll === 'no scroll' ? undefined : []
  }

  /** Forward, as the protocol's Execute reads it. */
  async pull(max: number, outlet: Outlet): Promise<number> {
    const begin = Math.min(this.#at, this.#total ?? this.#at)
    const rows = this.#kept ? await this.#replay(max, outlet) : await this.#pass(this.#at, max, outlet)
    if (rows < max) this.#at = this.#total! + 1
    else this.#at = begin + rows
    return rows
  }

  tag(rows: number): string {
    return this.#rows.tag(rows)
  }

  close(reason?: unknown): Promise<void> {
    this.#forget()
    return this.#rows.close(reason)
  }

  /**
   * Goes somewhere and says how many rows were met on the way; they are written where an outlet is given.
   *
   * @throws {ZohoSqlError} 55000 back without SCROLL
   */
  async go({ way, count }: Direction, outlet: Outlet | undefined): Promise<number> {
    if (way === 'absolute') return this.#goTo(count, outlet)
    if (way === 'forward') return count > 0 ? this.pull(count, outlet ?? nowhere()) : this.#back(-count, outlet)
    if (count === 0) return this.#back(0, outlet)
    const target = this.#at + count
    return target > 0 ? this.#goTo(target, outlet) : this.#goTo(0, outlet)
  }

  /** To the row of a number, from the end where it is negative: it is the only one that is met. */
  async #goTo(place: number, outlet: Outlet | undefined): Promise<number> {
    if (place < 0) {
      const kept = this.#keptOrThrow()
      await this.#read(Infinity)
      return this.#goTo(Math.max(kept.length + 1 + place, 0), outlet)
    }
    if (place <= this.#at && this.#at > 0) this.#keptOrThrow()
    if (place === 0) {
      this.#at = 0
      return 0
    }
    if (place <= this.#at) this.#at = place - 1
    const between = place - 1 - this.#at
    if (between > 0) await this.pull(between, nowhere())
    return this.pull(1, outlet ?? nowhere())
  }

  /** So many rows back; 0: the row it stands on, again. */
  async #back(count: number, outlet: Outlet | undefined): Promise<number> {
    const onRow = this.#at > 0 && this.#at <= (this.#total ?? Infinity)
    if (count === 0 && (!onRow || !outlet)) return onRow ? 1 : 0
    const kept = this.#keptOrThrow()
    if (this.#at === 0) return 0
    if (count === 0) return this.#write([kept[this.#at - 1]!], outlet)
    const first = Math.max(this.#at - count, 0)
    const met = kept.slice(Math.max(first - 1, 0), this.#at - 1).reverse()
    this.#at = met.length < count ? 0 : first
    return this.#write(met, outlet)
  }

  #keptOrThrow(): Buffer[] {
    if (this.#kept) return this.#kept
    throw forwardOnly()
  }

  /** Straight through: nothing is kept. */
  async #pass(from: number, max: number, outlet: Outlet): Promise<number> {
    if (this.#total !== undefined) return 0
    const rows = await this.#rows.pull(max, outlet)
    if (rows < max) this.#total = from + rows
    return rows
  }

  async #replay(max: number, outlet: Outlet): Promise<number> {
    let met = 0
    while (this.#kept && met < max) {
      const at = this.#at + met
      await this.#read(at + Math.min(max - met, portion))
      const rows = this.#kept.slice(at, at + Math.min(max - met, portion))
      met += await this.#write(rows, outlet)
      if (at + rows.length >= (this.#total ?? Infinity)) return met
      if (this.#keptBytes > keptMax.unsaid && this.#scroll === undefined) this.#forget()
    }
    return met < max ? met + (await this.#pass(this.#at + met, max - met, outlet)) : met
  }

  /** Reads until so many rows are kept, or all. */
  async #read(wanted: number): Promise<void> {
    const kept = this.#keptOrThrow()
    while (this.#total === undefined && kept.length < wanted) {
      const writer = new MessageWriter()
      const max = Math.min(portion, wanted - kept.length)
      const rows = await this.#rows.pull(max, { writer, full: async () => undefined })
      for (const row of rowMessages(writer.take())) this.#keep(row)
      if (rows < max) this.#total = kept.length
    }
  }

  #keep(row: Buffer): void {
    this.#keptBytes += row.length
    this.#all.bytes += row.length
    if (this.#all.bytes > keptMax.session) throw tooLarge()
    this.#kept!.push(row)
  }

  #forget(): void {
    this.#all.bytes -= this.#keptBytes
    this.#keptBytes = 0
    this.#kept = undefined
  }

  async #write(rows: readonly Buffer[], outlet: Outlet | undefined): Promise<number> {
    if (!outlet) return rows.length
    for (const row of rows) {
      outlet.writer.raw(row)
      await waitIfFull(outlet)
    }
    return rows.length
  }
}

/** For rows that nobody is to see. */
function nowhere(): Outlet {
  const writer = new MessageWriter()
  return { writer, full: async () => void writer.take() }
}

/** DataRow messages whole; what is no row (a notice) is left out. */
function rowMessages(messages: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < messages.length; ) {
    const end = at + 1 + messages.readInt32BE(at + 1)
    if (messages[at] === 0x44) found.push(messages.subarray(at, end))
    at = end
  }
  return found
}
