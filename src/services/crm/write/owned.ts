/** One batch of rows that are parts of other records: one element of the call for each of those. */
import { type Outcome, ZohoSqlError } from '../../../base/errors.ts'
import type { Change, ChangeOffer, ChangeRow, Sent, WriteContext } from '../../../source/index.ts'
import { recordsWriteLimits as limits } from '../limits.ts'
import { type AnswerElement, errorsOf, pathOf, refusalOf } from './answer.ts'
import { encodeRow } from './encode.ts'
import type { OwnedHandle } from './owned-offer.ts'
import { creditsOf, type RecordsWriteRequest, triggerText } from './request.ts'
import { type CrmSending, exchange } from './send.ts'

/** A record, and what its field gets: the rows of the statement by their place in it, and those that stay. */
interface Part {
  readonly owner: string
  readonly rows: readonly ChangeRow[]
  /** Members of the field's list; the rows of the statement come last, in their order. */
  readonly members: readonly string[]
}

/** @throws {ZohoSqlError} where nothing of the batch was looked at by Zoho */
export function sendOwned(
  sending: CrmSending,
  offer: ChangeOffer,
  change: Change,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<Sent> {
  const { path, ...more } = offer.request as RecordsWriteRequest
  const { field } = change.owners!.handle as OwnedHandle
  const parts = [...Map.groupBy(rows, ({ owner }) => owner!)].map(([owner, own]) => partOf(change, owner, own, context))
  const data = parts.map(({ owner, members }) => `{"id":"${owner}",${JSON.stringify(field)}:[${members.join(',')}]}`)
  const request = {
    method: 'PUT' as const,
    path,
    body: new TextEncoder().encode(`{"data":[${data.join(',')}]${triggerText({ path, ...more })}}`),
    headers: { 'content-type': 'application/json' },
    heavy: parts.length > limits.lightRows,
    credits: creditsOf('update', parts.length),
  }
  const outcomes = (elements: readonly AnswerElement[]): readonly Outcome[] | undefined => {
    const told = parts.map((part, i) => outcomesOf(change, part, elements[i]!, i))
    if (told.includes(undefined)) return undefined
    const byIndex = new Map(told.flatMap((some) => some!).map((outcome) => [outcome.index, outcome]))
    return rows.map(({ index }) => byIndex.get(index)!)
  }
  return exchange(sending, { request, elements: parts.length, outcomes }, context)
}

function partOf(change: Change, owner: string, rows: readonly ChangeRow[], { siblings }: WriteContext): Part {
  const ids = new Set(change.action === 'insert' ? [] : rows.map((row) => idOf(row)))
  const kept = (siblings?.get(owner) ?? []).filter((id) => !ids.has(id)).map((id) => `{"id":"${id}"}`)
  return { owner, rows, members: [...kept, ...rows.map((row) => memberOf(change, row))] }
}

const idOf = ({ values }: ChangeRow): string => String(values[0])

function memberOf(change: Change, row: ChangeRow): string {
  if (change.action === 'delete') return `{"id":"${idOf(row)}","_delete":null}`
  const { column, handle } = change.owners!
  const { link } = handle as OwnedHandle
  if (link && change.columns.some(({ field }) => field !== column.field && field !== link.field)) throw noLink(change)
  const places = change.columns.flatMap((own, i) => (own.field === column.field ? [] : [i]))
  const picked = <T>(list: readonly T[]): T[] => places.map((place) => list[place]!)
  return encodeRow(picked(change.columns), {
    ...row,
    values: picked(row.values),
    ...(row.leads && { leads: picked(row.leads) }),
  })
}

const noLink = ({ table }: Change): ZohoSqlError =>
  new ZohoSqlError('NOT_SUPPORTED', `A row of ${table.name} has nothing but its two ends.`)

/** undefined: the element is of another record. */
function outcomesOf(change: Change, part: Part, element: AnswerElement, place: number): readonly Outcome[] | undefined {
  const { id } = (element.details ?? {}) as { readonly id?: unknown }
  if (element.status === 'success')
    return String(id) === part.owner ? part.rows.map((row) => writtenOf(change, row)) : undefined
  const blamed = new Map<ChangeRow, AnswerElement>()
  for (const error of errorsOf(element)) {
    const path = pathOf(error)
    if (path && path.row !== place) return undefined
    const row =
      path?.member === undefined ? undefined : part.rows[path.member - (part.members.length - part.rows.length)]
    if (row && !blamed.has(row)) blamed.set(row, error)
  }
  return part.rows.map((row) => refusedOf(change, part, row, blamed, element))
}

const writtenOf = ({ action }: Change, row: ChangeRow): Outcome => ({
  index: row.index,
  outcome: 'written',
  // Zoho tells the record's id, and none of its new rows.
  id: action === 'insert' ? null : idOf(row),
  code: 'SUCCESS',
  message: null,
  column: null,
})

/** A record is refused as a whole: rows that nothing is said against are told so. */
function refusedOf(
  change: Change,
  { rows }: Part,
  row: ChangeRow,
  blamed: ReadonlyMap<ChangeRow, AnswerElement>,
  element: AnswerElement,
): Outcome {
  const id = change.action === 'insert' ? null : idOf(row)
  const own = blamed.get(row)
  const first = [...blamed.keys()][0]
  if (own || !first) return { ...refusalOf(change, own ?? element), index: row.index, id }
  const message = `refused along with row ${first.index + 1}, which is part of the same record`
  const alone = rows.length > blamed.size ? { withOthers: true as const } : {}
  return { ...refusalOf(change, blamed.get(first)!), index: row.index, id, message, column: null, ...alone }
}
