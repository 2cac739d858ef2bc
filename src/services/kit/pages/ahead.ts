/**
 * Pages that follow one another, asked for side by side. A page of an order by id is a run of ids without a gap, as of
 * the moment it was read. By offset from one place (`id > x`) each begins with the row that the page before ended
 * with, if nothing changed in between. When rows before it were deleted meanwhile, it begins later, and what lies
 * between is unknown: it is thrown away and asked for by its id. So no row that stays is missed, and none comes twice.
 */
import { idOf } from '../rows.ts'
import type { PageAnswer } from './page.ts'

/** Pages side by side. */
const PAGES_MAX = 5

/** What a page of a list by offset may be, and costs. */
export interface Paging {
  /** Most rows of a page. */
  readonly max: number
  /** Greatest offset + limit. */
  readonly reach: number
  /** Of a page, by the limit asked for. */
  readonly credits: (limit: number) => number
  /** The greatest limit that costs no more than this one. */
  readonly fullStep: (limit: number) => number
}

export interface PageRange {
  readonly offset: number
  readonly limit: number
}

/**
 * Where the pages begin that follow a full page, as many as `left` rows call for; none where the rows they repeat would
 * cost more than some hundredths of the whole.
 *
 * @param left rows that are expected from the full page on, itself included
 */
export const placesAhead = (left: number, paging: Paging): PageRange[] =>
  left > paging.max && sideBySide(left, paging) <= oneByOne(left, paging) * (1 + EXTRA_MAX) ? places(left, paging) : []

const EXTRA_MAX = 0.03

/** Each page repeats the last row of the one before. */
function places(left: number, { max, reach, fullStep }: Paging): PageRange[] {
  const found: PageRange[] = []
  for (let covered = max; covered < left && found.length + 1 < PAGES_MAX; ) {
    const limit = Math.min(max, fullStep(left - covered + 1))
    if (covered - 1 + limit > reach) break
    found.push({ offset: covered - 1, limit })
    covered += limit - 1
  }
  return found
}

const oneByOne = (left: number, { max, credits }: Paging): number =>
  Math.floor(left / max) * credits(max) + (left % max === 0 ? 0 : credits(left % max))

/** Credits of all rows by one group of pages after another. */
function sideBySide(rows: number, paging: Paging): number {
  const { max, credits } = paging
  let sum = 0
  for (let left = rows; left > 0; ) {
    const ahead = places(left, paging)
    sum += credits(Math.min(left, max)) + ahead.reduce((total, { limit }) => total + credits(limit), 0)
    left -= max + ahead.reduce((total, { limit }) => total + limit - 1, 0)
  }
  return sum
}

export class ReadAhead {
  #stop = new AbortController()
  #pages: Promise<PageAnswer>[] = []

  /** Asks for the pages at these places; `ask` gets a signal that ends when they are not wanted any more. */
  begin(places: readonly PageRange[], ask: (place: PageRange, signal: AbortSignal) => Promise<PageAnswer>): void {
    this.#stop = new AbortController()
    this.#pages = places.map((place) => ask(place, this.#stop.signal))
    // Whoever takes a page gets its error; a page that nobody takes has none to tell.
    for (const page of this.#pages) page.catch(() => undefined)
  }

  /**
   * The next page, if there is one and it is known to continue where the last one ended; else no other will do.
   *
   * @param isBeyond whether an id lies after the last one that was seen
   */
  async take(isBeyond: (id: string) => boolean): Promise<PageAnswer | undefined> {
    const page = await this.#pages.shift()
    const [first, last] = [page?.rows[0], page?.rows.at(-1)]
    if (first && last && !isBeyond(idOf(first)) && isBeyond(idOf(last))) return page
    this.end()
    return undefined
  }

  /** Ends what is still under way. */
  end(): void {
    this.#pages = []
    this.#stop.abort()
  }
}
