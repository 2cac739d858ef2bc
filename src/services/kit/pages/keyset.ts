import { compareIds, idOf, type Row } from '../rows.ts'
import type { Answer } from './page.ts'

/** Whether an id comes after another in the order of the list. */
export const isBeyond = (id: string, last: string | undefined, descending: boolean): boolean =>
  last === undefined || (descending ? compareIds(id, last) < 0 : compareIds(id, last) > 0)

/**
 * Pages that each begin after the last one's last row: no row twice, none missed that was there throughout, whatever
 * others write meanwhile. The rows of each page that were not on the one before; the list ends where no more are said
 * to follow.
 *
 * @param next the page of rows by id after this one; what is not in that order is no whole answer
 */
export async function* keyset(
  next: (last: string | undefined) => Promise<Answer>,
  descending: boolean,
): AsyncGenerator<readonly Row[]> {
  let last: string | undefined
  for (;;) {
    const { rows, more } = await next(last)
    const before = last
    const fresh = rows.filter((row) => isBeyond(idOf(row), before, descending))
    if (fresh.length > 0) {
      last = idOf(fresh.at(-1)!)
      yield fresh
    }
    if (!more) return
  }
}
