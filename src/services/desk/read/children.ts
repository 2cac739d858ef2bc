/** What belongs to tickets, ticket by ticket. */
import { chunks } from '../../../base/chunks.ts'
import type { Page, ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import { answers, recordOf, rowsOf } from '../answers.ts'
import { type ChildSpec, TICKET } from '../catalog/children.ts'
import { modules } from '../catalog/modules.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import type { ChildrenRequest, RowsRequest } from '../request.ts'
import { hasCell, rowDecoder } from './cells.ts'
import { counterOf } from './counters.ts'
import { isGone, singles } from './details.ts'
import type { DeskReader } from './reader.ts'
import { streamedRows } from './rows.ts'

const CREDITS = 3
/** Tickets that are asked for their own at the same time; how many calls that may be is the limiter's affair. */
const SIDE_BY_SIDE = 20

export async function* readChildren(
  request: ChildrenRequest,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const decode = rowDecoder(request.columns)
  for await (const tickets of ticketsOf(request, reader, context)) {
    for (const some of chunks(tickets, SIDE_BY_SIDE)) {
      const found = await Promise.all(some.map((ticket) => ofTicket(ticket, request, reader, context)))
      const rows = found.flat()
      if (rows.length > 0) yield { rows: rows.map(decode) }
    }
  }
}

/** Ids of the tickets meant. */
async function* ticketsOf(
  { tickets }: ChildrenRequest,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly string[]> {
  if (tickets) return yield tickets
  const seen = new Set<string>()
  for await (const rows of streamedRows(allTickets(reader), Infinity, reader, context)) {
    const fresh = rows.filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    yield fresh.map(idOf)
  }
}

/** Whether a ticket is known to have none. */
async function hasNone(
  ticket: string,
  { counter }: ChildSpec,
  reader: DeskReader,
  context: ReadContext,
): Promise<boolean> {
  if (counter === undefined || reader.knowledge.recent('tickets').has(ticket)) return false
  if (counterOf(ticket, counter, context) === 'doubtful') await singles(ticketSpec(), [ticket], reader, context)
  return counterOf(ticket, counter, context) === 'none'
}

const ticketSpec = (): DeskModuleSpec => modules.find(({ name }) => name === 'tickets')!

/** By lists as far as they reach: their counters do not lag. */
function allTickets({ knowledge }: DeskReader): RowsRequest {
  const spec = ticketSpec()
  const canSearch = knowledge.searchClosed('tickets') === undefined
  const order = { by: 'createdTime', descending: true }
  return {
    kind: 'rows',
    spec,
    columns: [],
    keeps: [],
    list: { query: {}, rows: Infinity, byDepartment: true, isWhole: true },
    search: canSearch ? { query: {}, each: undefined, order } : undefined,
    order,
    window: { from: undefined, to: undefined },
    top: undefined,
    limit: undefined,
    rowsHint: undefined,
    singly: false,
    splits: [],
    counted: undefined,
  }
}

async function ofTicket(
  ticket: string,
  request: ChildrenRequest,
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const { spec, columns } = request
  if (await hasNone(ticket, spec, reader, context)) return []
  const path = `tickets/${ticket}/${spec.path}`
  const rows = await listOf(path, spec, reader, context)
  const lacks = (row: AnswerRow): boolean =>
    spec.key[0] === 'id' && columns.some(({ column }) => column.name === 'content' && !hasCell(row, column))
  const whole = await Promise.all(
    rows.map(async (row) => {
      if (!lacks(row)) return row
      const id = String(row.id)
      const full = (await reader.ask({ path: `${path}/${id}`, whole: recordOf(id), credits: 1 }, context)) as
        | AnswerRow
        | undefined
      return { ...row, ...full }
    }),
  )
  return whole.map((row) => ({ ...row, [TICKET]: ticket }))
}

/** None of a ticket that is gone. */
async function listOf(
  path: string,
  spec: ChildSpec,
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const ask = async (query: Readonly<Record<string, string>>): Promise<readonly AnswerRow[]> =>
    rowsOf(await reader.ask({ path, query, whole: answers.children, credits: CREDITS }, context)).map(identified())
  try {
    if (spec.max === undefined) return await ask({})
    const rows: AnswerRow[] = []
    const pages = unflagged({
      limit: spec.max,
      reach: undefined,
      tooLong: () => new Error(),
      ask: (from, limit) => ask({ from: String(from), limit: String(limit) }),
    })
    for await (const page of pages) rows.push(...page)
    return rows
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

/** Entries of a history have no id: what they say tells them apart, and of the same which it is of the page. */
function identified(): (row: AnswerRow) => AnswerRow {
  const seen = new Map<string, number>()
  return (row) => {
    if (row.id !== undefined && row.id !== null) return row
    const text = JSON.stringify(row)
    const count = (seen.get(text) ?? 0) + 1
    seen.set(text, count)
    return { ...row, id: `${count} ${text}` }
  }
}
