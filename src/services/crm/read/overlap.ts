/**
 * Pages by number, where rows that come or go in between move all others from page to page: each page but the first is
 * cut to begin with rows that were seen already. When it does not, something went, and what lies between is unknown.
 */
import { compareIds, idOf, type Row } from '../../kit/rows.ts'
import { recordsLimits } from '../limits.ts'

export interface NumberedPage {
  readonly page: number
  readonly per_page: number
}

const firstPage: NumberedPage = { page: 1, per_page: recordsLimits.perPage }
/** Gaps of a list after which its rows change too fast. */
const GAPS_MAX = 8
/** Rows that pages have in common after a gap; twice as many after the next one. */
const MARGIN = 10

/** How far a list by numbered pages has come. */
export class Overlap {
  readonly #descending: boolean
  /** Rows from the first on that are known, the last of them, and how many before it the next page begins. */
  #given = 0
  #last: string | undefined
  #margin = 1
  #gaps = 0

  constructor(descending: boolean) {
    this.#descending = descending
  }

  /** The next page; undefined: numbers reach no farther. */
  get next(): NumberedPage | undefined {
    const from = this.#given - this.#margin
    // A small page is too short for others to overlap with it.
    return this.#given < recordsLimits.perPage || from < 1 ? firstPage : pageFrom(from, this.#given)
  }

  /** So many rows came by another way, and these are the last of them. False where they lead no farther. */
  advance(rows: readonly Row[], more: boolean): boolean {
    return this.#leads(rows, more) ? this.#known(this.#given + rows.length, rows) : this.#gap()
  }

  /** Whether the page's rows continue what is known, and if so, they are known from now on. */
  take({ page, per_page }: NumberedPage, rows: readonly Row[], more: boolean): boolean {
    const continues = this.#continues(rows, page > 1) && this.#leads(rows, more)
    return continues ? this.#known((page - 1) * per_page + rows.length, rows) : this.#gap()
  }

  #known(given: number, rows: readonly Row[]): true {
    this.#given = given
    this.#last = rows.length > 0 ? idOf(rows.at(-1)!) : this.#last
    return true
  }

  #gap(): false {
    this.#gaps += 1
    this.#margin = Math.max(MARGIN, this.#margin * 2)
    return false
  }

  /** Where more rows are to follow, the page has some that were not known: a page that comes again has no end. */
  #leads(rows: readonly Row[], more: boolean): boolean {
    const last = rows.at(-1)
    return !more || this.#last === undefined || (last !== undefined && this.#isBehind(idOf(last), this.#last))
  }

  get isRestless(): boolean {
    return this.#gaps > GAPS_MAX
  }

  /** In the order of ids, and the first of them is not behind the last known. */
  #continues(rows: readonly Row[], isLater: boolean): boolean {
    const ids = rows.map(idOf)
    if (ids.some((id, i) => i > 0 && !this.#isBehind(id, ids[i - 1]!))) return false
    if (!isLater || this.#last === undefined) return true
    return ids[0] !== undefined && !this.#isBehind(ids[0], this.#last)
  }

  #isBehind(id: string, other: string): boolean {
    return this.#descending ? compareIds(id, other) < 0 : compareIds(id, other) > 0
  }
}

/** The page that begins after no more than `from` rows and reaches farthest beyond `given`. */
function pageFrom(from: number, given: number): NumberedPage | undefined {
  const { perPage, pages } = recordsLimits
  let best: NumberedPage | undefined
  let reach = given
  for (let page = 2; page <= pages; page++) {
    const size = Math.min(perPage, Math.floor(from / (page - 1)), Math.floor(pages / page))
    if (size * page <= reach) continue
    reach = size * page
    best = { page, per_page: size }
  }
  return best
}
