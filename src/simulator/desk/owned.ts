/** Lists of what belongs to one record: comments, threads, conversations, tags, time entries, history. */
import type { SimReply } from '../http.ts'
import type { DeskTag } from './children.ts'
import type { DeskCall } from './http.ts'
import { page, rowsReply } from './list.ts'
import { fromOf, limitOf, orderOf, type PageLimits } from './query.ts'
import { noRecord } from './refusal.ts'
import { agentRef, renderTime } from './render.ts'
import { recordOf } from './single.ts'
import type { DeskRecord } from './store.ts'
import { tagId } from './tags.ts'

const commentLimits = { min: 1, max: 100, initial: 50 } as const
const threadLimits = { min: 1, max: 200, initial: 100 } as const
const historyLimits = { min: 1, max: 50, initial: 10 } as const

const timeKeys = ['createdTime', 'modifiedTime', 'commentedTime', 'executedTime', 'eventTime']

function withTimes(row: DeskRecord, call: DeskCall): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, timeKeys.includes(key) ? renderTime(value, call) : value]),
  )
}

/** ASSUMPTION: these lists count from 1, as comments and threads do. */
function pageOf(rows: readonly DeskRecord[], limits: PageLimits, call: DeskCall): DeskRecord[] {
  return page(rows, fromOf(call, 1), 1, limitOf(call, limits))
}

export function renderComment(comment: DeskRecord, call: DeskCall): Record<string, unknown> {
  return { ...withTimes(comment, call), commenter: agentRef(comment.commenterId, 'list', call) }
}

/** `GET /{module}/{id}/comments`. */
export function listComments(call: DeskCall, name: string): SimReply {
  const comments = call.desk.children.comments(recordOf(call, name))
  const order = orderOf(call, ['commentedTime'])
  const sorted = order?.descending ? [...comments].reverse() : comments
  return rowsReply(
    pageOf(sorted, commentLimits, call).map((comment) => renderComment(comment, call)),
    call,
  )
}

/** The comment of a path. */
export function commentOf(call: DeskCall, name: string): DeskRecord {
  const comment = call.desk.children.comments(recordOf(call, name)).find(({ id }) => id === call.params.comment)
  if (!comment) throw noRecord(call.variants.deskMissing)
  return comment
}

/** `GET /{module}/{id}/comments/{comment}`. */
export const oneComment = (call: DeskCall, name: string): SimReply => ({
  status: 200,
  body: renderComment(commentOf(call, name), call),
  rows: 1,
})

function author(thread: DeskRecord, call: DeskCall): object {
  const inward = thread.direction === 'in'
  const person = call.desk.modules.get(inward ? 'contacts' : 'agents')?.get(String(thread.authorId))
  const name = person?.name ?? [person?.firstName, person?.lastName].filter(Boolean).join(' ')
  const type = inward ? 'END_USER' : 'AGENT'
  return { id: person?.id ?? null, name, email: person?.email ?? person?.emailId ?? null, type }
}

/** Lists show a summary; the whole text is at the thread itself. */
function renderThread(thread: DeskRecord, call: DeskCall, whole: boolean): object {
  const { content, authorId: _author, ...row } = withTimes(thread, call)
  const by = author(thread, call) as { email: string | null }
  const mail = { fromEmailAddress: by.email, to: null, cc: null, bcc: null }
  return { ...row, author: by, ...mail, ...(whole ? { content } : {}) }
}

const sendOrder = ['sendDateTime']

/** `GET /tickets/{id}/threads`, newest first. */
export function listThreads(call: DeskCall): SimReply {
  const threads = call.desk.children.threads(recordOf(call, 'tickets'))
  const order = orderOf(call, sendOrder)
  const sorted = order && !order.descending ? [...threads].reverse() : threads
  return rowsReply(
    pageOf(sorted, threadLimits, call).map((thread) => renderThread(thread, call, false)),
    call,
  )
}

/** `GET /tickets/{id}/threads/{thread}`. */
export function oneThread(call: DeskCall): SimReply {
  const thread = call.desk.children.threads(recordOf(call, 'tickets')).find(({ id }) => id === call.params.thread)
  if (!thread) throw noRecord(call.variants.deskMissing)
  return { status: 200, body: renderThread(thread, call, true), rows: 1 }
}

/** `GET /tickets/{id}/latestThread`. */
export function latestThread(call: DeskCall): SimReply {
  const [thread] = call.desk.children.threads(recordOf(call, 'tickets'))
  if (!thread) throw noRecord(call.variants.deskMissing)
  return { status: 200, body: renderThread(thread, call, true), rows: 1 }
}

/** `GET /tickets/{id}/conversations`: threads and comments, newest first. */
export function listConversations(call: DeskCall): SimReply {
  const ticket = recordOf(call, 'tickets')
  const { children } = call.desk
  const threads = children
    .threads(ticket)
    .map((thread) => ({ at: thread.createdTime, row: { ...renderThread(thread, call, false), type: 'thread' } }))
  const comments = children
    .comments(ticket)
    .map((comment) => ({ at: comment.commentedTime, row: { ...renderComment(comment, call), type: 'comment' } }))
  const all = [...threads, ...comments].sort((a, b) => (String(a.at) < String(b.at) ? 1 : -1))
  const rows = page(all, fromOf(call, 1), 1, limitOf(call, threadLimits))
  return rowsReply(
    rows.map(({ row }) => row),
    call,
  )
}

const tagOf = (name: string): DeskTag => ({ id: tagId(name), name })

/** `GET /tickets/{id}/tags`. ASSUMPTION: rows have an id and a name. */
export const listTicketTags = (call: DeskCall): SimReply =>
  rowsReply(call.desk.children.tagNames(recordOf(call, 'tickets')).map(tagOf), call)

/** `GET /tickets/{id}/timeEntry`. */
export function listTimeEntries(call: DeskCall): SimReply {
  const entries = call.desk.children.timeEntries(recordOf(call, 'tickets'))
  return rowsReply(
    pageOf(entries, commentLimits, call).map((entry) => renderEntry(entry, call)),
    call,
  )
}

const renderEntry = (entry: DeskRecord, call: DeskCall): object => ({
  ...withTimes(entry, call),
  owner: agentRef(entry.ownerId, 'list', call),
})

const renderEvent = ({ id: _id, ...entry }: DeskRecord, call: DeskCall): object =>
  withTimes(entry as unknown as DeskRecord, call)

/** `GET /tickets/{id}/History`. */
export function listHistory(call: DeskCall): SimReply {
  const entries = call.desk.children.history(recordOf(call, 'tickets'))
  return rowsReply(
    pageOf(entries, historyLimits, call).map((entry) => renderEvent(entry, call)),
    call,
  )
}

/** All of a ticket's, in full, by the end of its path. */
export const everyOwned: Readonly<Record<string, (ticket: DeskRecord, call: DeskCall) => readonly object[]>> = {
  comments: (ticket, call) => call.desk.children.comments(ticket).map((comment) => renderComment(comment, call)),
  threads: (ticket, call) => call.desk.children.threads(ticket).map((thread) => renderThread(thread, call, true)),
  tags: (ticket, call) => call.desk.children.tagNames(ticket).map(tagOf),
  timeEntry: (ticket, call) => call.desk.children.timeEntries(ticket).map((entry) => renderEntry(entry, call)),
  History: (ticket, call) => call.desk.children.history(ticket).map((entry) => renderEvent(entry, call)),
}
