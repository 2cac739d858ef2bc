/** What answers with rows must hold, for the services' tables of whole answers (`src/net/whole.ts`). */
import { all, type Check, keys, listOf, text, type WholeAnswer } from '../../net/index.ts'
import { type AnswerRow, compareIds } from './rows.ts'

export const object = keys({})

/** Text of digits; old answers may have numbers. */
export const id: Check = (value) => (Number.isSafeInteger(value) ? undefined : text(value))

/** A list of which each element has an id, and none has another's. */
export const identified: Check = (value) => {
  const wrong = listOf(keys({ id }))(value)
  if (wrong !== undefined) return wrong
  const list = value as readonly AnswerRow[]
  const ids = new Set(list.map((row) => String(row.id)))
  return ids.size === list.length ? undefined : ' repeats an id'
}

/** A list that is not empty. */
export const some: Check = (value) =>
  listOf(object)(value) ?? ((value as unknown[]).length > 0 ? undefined : ' is empty')

/** A list of one element. */
export const one =
  (element: Check): Check =>
  (value) =>
    listOf(element)(value) ?? ((value as unknown[]).length === 1 ? undefined : ' has not one element')

/** How the rows of a page follow one another. */
export interface PageOrder {
  readonly descending: boolean
  /** The id that the page was asked to begin after. */
  readonly after?: string | undefined
}

/** An answer whose rows under `list` come in the order of ids that was asked for. */
export const inOrder = (whole: WholeAnswer, { descending, after }: PageOrder, list = 'data'): WholeAnswer => ({
  ...whole,
  body: all(whole.body!, (value) => {
    let last = after
    for (const row of rowsUnder(value, list)) {
      const next = String(row.id)
      if (last !== undefined && compareIds(next, last) * (descending ? -1 : 1) <= 0)
        return `.${list} is not in the order of ids`
      last = next
    }
    return undefined
  }),
})

const rowsUnder = (value: unknown, list: string): readonly AnswerRow[] =>
  (value as Readonly<Record<string, readonly AnswerRow[]>>)[list]!

/** A page of a list that goes on by number or token: it is full where more are to follow, or what it lacks is lost. */
export const full = (whole: WholeAnswer, size: number, list = 'data'): WholeAnswer => ({
  ...whole,
  body: all(whole.body!, (value) => {
    const { length } = rowsUnder(value, list)
    const { more_records: more } = (value as { info: AnswerRow }).info
    return more === true && length < size
      ? `.${list} has ${length} elements of ${size}, though more is to follow`
      : undefined
  }),
})

/** A page that was said to follow: it is not empty. */
export const promised = (whole: WholeAnswer, list = 'data'): WholeAnswer => ({
  ...whole,
  empty: false,
  body: all(whole.body!, (value) =>
    rowsUnder(value, list).length === 0 ? `.${list} is empty, though more was to follow` : undefined,
  ),
})
