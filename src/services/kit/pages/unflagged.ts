import { ZohoSqlError } from '../../../base/errors.ts'
import { type AnswerRow, idOf } from '../rows.ts'

/** A list by offset whose answers do not say whether there is more. */
export interface Unflagged {
  /** Rows of a page. */
  readonly limit: number
  /** Greatest offset that may be asked for; undefined: none is known. */
  readonly reach: number | undefined
  readonly ask: (from: number, limit: number) => Promise<readonly AnswerRow[]>
  /** Rows of a page that may be as many as somebody gives, whatever was asked for: no end of the list. */
  readonly uncertain?: number | undefined
  /** Rows of the whole list, as far as that is known: pages up to there are asked for ahead. */
  readonly expected?: () => number | undefined
  /** What is thrown where more may follow than offsets reach. */
  readonly tooLong: (rows: number) => Error
}

/** Gaps of a list after which its rows change too fast. */
const GAPS_MAX = 8
/** Rows that pages have in common after a gap; twice as many after one more. */
const MARGIN = 10

/** Pages under way at the same time. */
const PAGES_AHEAD = 4

/** Pages that are sure to be wanted are asked for side by side; each is taken in its turn. */
class Ahead {
  readonly #list: Unflagged
  #pages = new Map<number, Promise<readonly AnswerRow[]>>()

  constructor(list: Unflagged) {
    this.#list = list
  }

  page(from: number): Promise<readonly AnswerRow[]> {
    const page = this.#pages.get(from) ?? this.#list.ask(from, this.#list.limit)
    this.#pages.delete(from)
    return page
  }

  /** Full pages from here on, each beginning with the last row of the one before. */
  begin(from: number): void {
    const { limit, reach = Infinity, expected, ask } = this.#list
    const rows = expected?.() ?? 0
    for (let at = from; at + 1 < rows && at <= reach && this.#pages.size < PAGES_AHEAD; at += limit - 1) {
      if (this.#pages.has(at)) continue
      const page = ask(at, limit)
      this.#pages.set(at, page)
      // Whoever takes a page gets its error; a page that nobody takes has none to tell.
      page.catch(() => undefined)
    }
  }

  /** What is under way begins where no page will. */
  drop(): void {
    this.#pages = new Map()
  }
}

/**
 * All rows of the list, each once. Each page but the first begins with a row that was seen already: where it does not,
 * rows before it went meanwhile, and it is asked for again from farther back. A list whose offsets begin at 1 repeats
 * one row more and skips none. It ends with a page that is shorter than asked for.
 *
 * @throws ZohoSqlError HV000 where a full page has no row that is new, or rows go faster than they can be read
 */
export async function* unflagged(list: Unflagged): AsyncGenerator<readonly AnswerRow[]> {
  const { limit, reach, tooLong } = list
  const ahead = new Ahead(list)
  const seen = new Set<string>()
  let [known, margin, gaps] = [0, 1, 0]
  for (;;) {
    const from = Math.max(0, known - margin)
    if (reach !== undefined && from > reach) throw tooLong(seen.size)
    const rows = await ahead.page(from)
    if (known > 0 && !continues(rows, from, seen)) {
      if (++gaps > GAPS_MAX) throw new ZohoSqlError('REMOTE_ANSWER', 'Rows of a list go faster than it can be read.')
      margin = Math.max(MARGIN, margin * 2)
      ahead.drop()
      continue
    }
    const fresh = rows.filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    if (rows.length === limit) ahead.begin(from + limit - 1)
    if (fresh.length > 0) yield fresh
    if (rows.length < limit && (rows.length !== list.uncertain || fresh.length === 0)) return
    if (fresh.length === 0) throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho gave the same page of a list again.')
    known = from + rows.length
    margin = 1
  }
}

/** The page begins with a row that was seen; the first page, before which others may have come, has one of them. */
const continues = (rows: readonly AnswerRow[], from: number, seen: ReadonlySet<string>): boolean =>
  (from > 0 ? rows.slice(0, 1) : rows).some((row) => seen.has(idOf(row)))
