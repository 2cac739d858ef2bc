/**
 * Pages by number, where rows that come or go in between move all others from page to page: each page but the first is
 * cut to begin with rows that were seen already. When it does not, something went, and what lies between is unknown.
 */
import { type AnswerRow, idOf } from '../rows.ts'
import { isBeyond } from './keyset.ts'
import type { PageAnswer } from './page.ts'

export interface NumberedPage {
  readonly page: number
  readonly per_page: number
}

/** How far numbers lead. */
export interface Numbers {
  /** Rows of a page, at most. */
  readonly perPage: number
  /** Greatest product of page and rows of a page. */
  readonly reach: number
}

/** Gaps of a list after which its rows change too fast. */
const GAPS_MAX = 8
/** Rows that pages have in common after a gap; twice as many after the next one. */
const MARGIN = 10

/** How far a list by numbered pages has come. */
export class Overlap {
  readonly #numbers: Numbers
  readonly #descending: boolean
  /** Rows from the first on that are known, the last of them, and how many before it the next page begins. */
  #given = 0
  #last: string | undefined
  #margin = 1
  #gaps = 0

  constructor(numbers: Numbers, descending: boolean) {
    this.#numbers = numbers
    this.#descending = descending
  }

  /** The next page; undefined: numbers reach no farther. */
  get next(): NumberedPage | undefined {
    const from = this.#given - this.#margin
    // A small page is too short for others to overlap with it.
    const { perPage } = this.#numbers
    if (this.#given < perPage || from < 1) return { page: 1, per_page: perPage }
    return pageFrom(from, this.#given, this.#numbers)
  }

  /** So many rows came by another way, and these are the last of them. False where they lead no farther. */
  advance(rows: readonly AnswerRow[], more: boolean): boolean {
    return this.#leads(rows, more) ? this.#known(this.#given + rows.length, rows) : this.#gap()
  }

  /** Whether the page's rows continue what is known, and if so, they are known from now on. */
  take({ page, per_page }: NumberedPage, rows: readonly AnswerRow[], more: boolean): boolean {
    const continues = this.#continues(rows, page > 1) && this.#leads(rows, more)
    return continues ? this.#known((page - 1) * per_page + rows.length, rows) : this.#gap()
  }

  #known(given: number, rows: readonly AnswerRow[]): true {
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
  #leads(rows: readonly AnswerRow[], more: boolean): boolean {
    const last = rows.at(-1)
    return !more || this.#last === undefined || (last !== undefined && this.#isAfter(idOf(last), this.#last))
  }

  get isRestless(): boolean {
    return this.#gaps > GAPS_MAX
  }

  /** In the order of ids, and the first of them is not after the last known. */
  #continues(rows: readonly AnswerRow[], isLater: boolean): boolean {
    const ids = rows.map(idOf)
    if (ids.some((id, i) => i > 0 && !this.#isAfter(id, ids[i - 1]!))) return false
    if (!isLater || this.#last === undefined) return true
    return ids[0] !== undefined && !this.#isAfter(ids[0], this.#last)
  }

  #isAfter(id: string, other: string): boolean {
    return isBeyond(id, other, this.#descending)
  }
}

/** The page that begins after no more than `from` rows and reaches farthest beyond `given`. */
function pageFrom(from: number, given: number, { perPage, reach: most }: Numbers): NumberedPage | undefined {
  let best: NumberedPage | undefined
  let reach = given
  for (let page = 2; page <= most; page++) {
    const size = Math.min(perPage, Math.floor(from / (page - 1)), Math.floor(most / page))
    if (size * page <= reach) continue
    reach = size * page
    best = { page, per_page: size }
  }
  return best
}

/**
 * All rows of a list by numbered pages, each once.
 *
 * @param tooLong what is thrown where numbers reach no farther, or rows change faster than they can be read
 */
export async function overlapping(
  numbers: Numbers,
  ask: (page: NumberedPage) => Promise<PageAnswer>,
  tooLong: (why: 'reach' | 'restless') => Error,
): Promise<Map<string, AnswerRow>> {
  const rows = new Map<string, AnswerRow>()
  const overlap = new Overlap(numbers, false)
  for (;;) {
    const place = overlap.next
    if (!place) throw tooLong('reach')
    const answer = await ask(place)
    if (!overlap.take(place, answer.rows, answer.more)) {
      if (overlap.isRestless) throw tooLong('restless')
      continue
    }
    for (const row of answer.rows) if (!rows.has(idOf(row))) rows.set(idOf(row), row)
    if (!answer.more) return rows
  }
}
