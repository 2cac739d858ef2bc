import { ZohoSqlError } from '../../../base/errors.ts'
import { type AnswerRow, compareIds, idOf } from '../rows.ts'
import type { PageAnswer } from './page.ts'

/** Whether an id comes after another in the order of the list. */
export const isBeyond = (id: string, last: string | undefined, descending: boolean): boolean =>
  last === undefined || (descending ? compareIds(id, last) < 0 : compareIds(id, last) > 0)

/** How a list by ids is asked for. */
export interface Keyset {
  readonly descending: boolean
  /** The page of rows by id after this one; what is not in that order is no whole answer. */
  readonly next: (last: string | undefined) => Promise<PageAnswer>
  /** The page that begins with this row: what it has proves where the list ends. */
  readonly from: (last: string) => Promise<PageAnswer>
}

/**
 * Pages that each begin after the last one's last row: no row twice, none missed that was there throughout, whatever
 * others write meanwhile. The rows of each page that were not on the one before; the list ends where no more are said
 * to follow.
 *
 * @throws ZohoSqlError HV000 where nothing comes although more was said to follow
 */
export async function* keyset({ descending, next, from }: Keyset): AsyncGenerator<readonly AnswerRow[]> {
  let last: string | undefined
  for (;;) {
    let answer = await next(last)
    // What was to follow may be gone meanwhile, or somebody else answered with nothing: the row before it tells.
    if (answer.rows.length === 0 && last !== undefined) answer = witnessed(await from(last))
    const { rows, more } = answer
    const before = last
    const fresh = rows.filter((row) => isBeyond(idOf(row), before, descending))
    if (fresh.length > 0) {
      last = idOf(fresh.at(-1)!)
      yield fresh
    }
    if (!more) return
  }
}

function witnessed(answer: PageAnswer): PageAnswer {
  if (answer.rows.length > 0) return answer
  throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho said that more rows follow, and then that there are none.', {
    hint: 'A proxy may have answered in Zoho’s place, or many rows are being deleted: try again.',
  })
}
