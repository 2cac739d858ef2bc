/** What answers with rows must hold, for the services' tables of whole answers (`src/net/whole.ts`). */
import { all, type Check, keys, listOf, text, type Whole } from '../../net/index.ts'
import { compareIds, type Row } from './rows.ts'

export const object = keys({})

/** Text of digits; old answers may have numbers. */
export const id: Check = (value) => (Number.isSafeInteger(value) ? undefined : text(value))

/** A list of which each element has an id, and none has another's. */
export const identified: Check = (value) => {
  const wrong = listOf(keys({ id }))(value)
  if (wrong !== undefined) return wrong
  const list = value as readonly Row[]
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
export interface Order {
  readonly descending: boolean
  /** The id that the page was asked to begin after. */
  readonly after?: string | undefined
}

/** An answer whose rows under `list` come in the order of ids that was asked for. */
export const inOrder = (whole: Whole, { descending, after }: Order, list = 'data'): Whole => ({
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

const rowsUnder = (value: unknown, list: string): readonly Row[] =>
  (value as Readonly<Record<string, readonly Row[]>>)[list]!

/** A page of a list that goes on by number or token: it is full where more are to follow, or what it lacks is lost. */
export const full = (whole: Whole, size: number, list = 'data'): Whole => ({
  ...whole,
  body: all(whole.body!, (value) => {
    const { length } = rowsUnder(value, list)
    const { more_records: more } = (value as { info: Row }).info
    return more === true && length < size
      ? `.${list} has ${length} elements of ${size}, though more is to follow`
      : undefined
  }),
})

/** A page that was said to follow: it is not empty. */
export const promised = (whole: Whole, list = 'data'): Whole => ({
  ...whole,
  empty: false,
  body: all(whole.body!, (value) =>
    rowsUnder(value, list).length === 0 ? `.${list} is empty, though more was to follow` : undefined,
  ),
})
