/** What belongs to one ticket (facts 12): tables whose rows are asked for ticket by ticket. */
import { type FieldSpec, fieldsOf } from './spec.ts'

export interface ChildSpec {
  /** Of the table. */
  readonly name: string
  readonly description: string
  /** Below the ticket. */
  readonly path: string
  /** Rows of a page; undefined: all come at once. */
  readonly max: number | undefined
  readonly fields: readonly FieldSpec[]
  /** What tells its rows apart; a history has nothing of the kind. */
  readonly key: readonly string[]
  /** ASSUMPTION: a ticket whose counter says 0 in a list or a single read has none. */
  readonly counter?: string
}

export const TICKET = 'ticketId'
const parent = `${TICKET}:ref:lsd:tickets`

// ASSUMPTION: of tags, time entries and history the documents show no row; these columns are what answers hold.
export const children: readonly ChildSpec[] = [
  {
    name: 'ticket_comments',
    description: 'What agents noted on tickets',
    path: 'comments',
    max: 100,
    fields: fieldsOf(`
      id:id:ld ${parent} content:long:ld contentType:text:ld isPublic:bool:ld commenterId:ref:ld:agents
      commenter:json:ld commentedTime:time:ld modifiedTime:time:ld attachments:json:ld`),
    key: ['id'],
    counter: 'commentCount',
  },
  {
    name: 'ticket_threads',
    description: 'What was written to and fro on tickets',
    path: 'threads',
    max: 100,
    fields: fieldsOf(`
      id:id:ld ${parent} channel:text:ld direction:text:ld visibility:text:ld status:text:ld
      isDescriptionThread:bool:ld createdTime:time:ld author:person:ld fromEmailAddress:text:ld to:text:ld cc:text:ld
      bcc:text:ld hasAttach:bool:ld attachmentCount:count:ld contentType:text:ld summary:text:ld content:long:d`),
    key: ['id'],
    counter: 'threadCount',
  },
  {
    name: 'ticket_tags',
    description: 'Tags of tickets',
    path: 'tags',
    max: undefined,
    fields: fieldsOf(`id:id:l ${parent} name:text:l`),
    key: [TICKET, 'id'],
  },
  {
    name: 'ticket_time_entries',
    description: 'Time spent on tickets',
    path: 'timeEntry',
    max: 50,
    fields: fieldsOf(`
      id:id:l ${parent} ownerId:ref:l:agents executedTime:time:l hoursSpent:number:l minutesSpent:number:l
      secondsSpent:number:l description:long:l billingType:text:l requestChargeType:text:l createdTime:time:l
      modifiedTime:time:l`),
    key: ['id'],
  },
  {
    name: 'ticket_history',
    description: 'What happened to tickets',
    path: 'History',
    max: 50,
    fields: fieldsOf(`
      ${parent} eventName:text:l eventTime:time:l actor:json:l source:text:l eventInfo:json:l`),
    key: [],
  },
]
