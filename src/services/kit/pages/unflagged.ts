import { ZohoSqlError } from '../../../base/errors.ts'
import { type AnswerRow, idOf } from '../rows.ts'

/** A list by offset whose answers do not say whether there is more. */
export interface Unflagged {
  /** Rows of a page. */
  readonly limit: number
  /** Greatest offset that may be asked for; undefined: none is known. */
  readonly reach: number | undefined
  readonly ask: (from: number, limit: number) => Promise<readonly AnswerRow[]>
  /** What is thrown where more may follow than offsets reach. */
  readonly tooLong: (rows: number) => Error
}

/** Gaps of a list after which its rows change too fast. */
const GAPS_MAX = 8
/** Rows that pages have in common after a gap; twice as many after one more. */
const MARGIN = 10

/**
 * All rows of the list, each once. Each page but the first begins with a row that was seen already: where it does not,
 * rows before it went meanwhile, and it is asked for again from farther back. A list whose offsets begin at 1 repeats
 * one row more and skips none. It ends with a page that is shorter than asked for.
 *
 * @throws ZohoSqlError HV000 where a full page has no row that is new, or rows go faster than they can be read
 */
export async function* unflagged({ limit, reach, ask, tooLong }: Unflagged): AsyncGenerator<readonly AnswerRow[]> {
  const seen = new Set<string>()
  let [known, margin, gaps] = [0, 1, 0]
  for (;;) {
    const from = Math.max(0, known - margin)
    if (reach !== undefined && from > reach) throw tooLong(seen.size)
    const rows = await ask(from, limit)
    if (known > 0 && !continues(rows, from, seen)) {
      if (++gaps > GAPS_MAX) throw new ZohoSqlError('REMOTE_ANSWER', 'Rows of a list go faster than it can be read.')
      margin = Math.max(MARGIN, margin * 2)
      continue
    }
    const fresh = rows.filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    if (fresh.length > 0) yield fresh
    if (rows.length < limit) return
    if (fresh.length === 0) throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho gave the same page of a list again.')
    known = from + rows.length
    margin = 1
  }
}

/** The page begins with a row that was seen; the first page, before which others may have come, has one of them. */
const continues = (rows: readonly AnswerRow[], from: number, seen: ReadonlySet<string>): boolean =>
  (from > 0 ? rows.slice(0, 1) : rows).some((row) => seen.has(idOf(row)))
