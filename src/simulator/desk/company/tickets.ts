/** Tickets of the demo desk: each a case, with the state it has come to. */

import { deskId } from '../ids.ts'
import type { DeskRecord } from '../store.ts'
import { departmentNames } from './people.ts'
import { type Chance, days, stamp } from './random.ts'
import { cases, oddSubjects, type TicketCase } from './texts.ts'

/** Status names, and the type that Desk counts each under. */
export const statuses: Readonly<Record<string, 'Open' | 'On Hold' | 'Closed'>> = {
  Open: 'Open',
  Escalated: 'Open',
  'On Hold': 'On Hold',
  'Waiting on parts': 'On Hold',
  'Waiting on customer': 'On Hold',
  Closed: 'Closed',
  Resolved: 'Closed',
}
export const priorities = ['Low', 'Medium', 'High'] as const
export const channels = ['Email', 'Phone', 'Web', 'FORUMS'] as const
const sentiments = ['POSITIVE', 'NEUTRAL', 'NEGATIVE'] as const
export const symptoms = ['Noise', 'Heat', 'Leak', 'Smell; burnt', 'No power'] as const

export interface TicketWords {
  readonly product: string
  readonly serial: string
  readonly order: string
  readonly invoice: string
  readonly hours: string
  readonly first: string
}

export const filled = (text: string, words: TicketWords): string =>
  text.replaceAll(/\{(\w+)\}/g, (_all, key: string) => words[key as keyof TicketWords])

export const caseOf = (chance: Chance, index: number): TicketCase => chance.pick(cases, 'case', index)

export function wordsOf(chance: Chance, index: number, productName: string): TicketWords {
  return {
    product: productName,
    serial: `PX-${chance.number(10_000, 99_999, 'serial', index)}`,
    order: `SO-${chance.number(1000, 9999, 'order', index)}`,
    invoice: `INV-${String(chance.number(1, 999_999, 'invoice', index)).padStart(6, '0')}`,
    hours: String(chance.number(40, 12_000, 'hours', index)),
    first: chance.pick(['Ivo', 'Grace', 'Lena'], 'helper', index),
  }
}

const htmlOf = (text: string): string =>
  `<div>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br />')}</div>`

export interface TicketPlan {
  readonly count: number
  /** That many were imported at one instant, half-way. */
  readonly burst: number
  /** Values that break readers stand among the others. */
  readonly odd: boolean
  readonly contacts: readonly DeskRecord[]
  readonly products: readonly DeskRecord[]
  readonly chance: Chance
}

const firstDayOf = ({ end }: Chance): number => end - days(660)

/** Creation times ascend with the number, but for those of the import. */
function createdAt(index: number, { count, burst, chance }: TicketPlan): number {
  const firstDay = firstDayOf(chance)
  const ordinary = count - burst
  const middle = Math.floor(ordinary / 2)
  const place = index < middle ? index : index < middle + burst ? middle : index - burst
  const step = (chance.end - firstDay) / Math.max(ordinary, 1)
  const unrest = index >= middle && index < middle + burst ? 0 : (index * 7919) % 997
  return Math.floor(firstDay + place * step) + unrest
}

function customOf(chance: Chance, i: number, words: TicketWords, odd: boolean): Record<string, unknown> {
  const some = symptoms.filter((_, s) => chance.yes(0.3, `symptom ${s}`, i))
  return {
    cf_serial_no: chance.maybe(0.7, words.serial, 'has serial', i),
    cf_warranty: chance.yes(0.4, 'warranty', i),
    cf_machine_hours: chance.maybe(0.5, Number(words.hours), 'has hours', i),
    cf_refund: chance.maybe(0.15, chance.number(-500, 90_000, 'refund', i) / 100, 'has refund', i),
    cf_purchase_date: chance.maybe(
      0.5,
      stamp(chance.end - days(chance.number(1, 2000, 'bought', i))).slice(0, 10),
      'has bought',
      i,
    ),
    cf_next_visit: chance.maybe(0.2, stamp(chance.end + days(chance.number(-60, 60, 'visit', i))), 'has visit', i),
    cf_symptoms: some.length === 0 ? null : some,
    cf_severity: chance.maybe(0.6, chance.pick(['S1', 'S2', 'S3'], 'severity', i), 'has severity', i),
    cf_long_notes: odd ? chance.maybe(0.3, `${chance.pick(oddSubjects, 'notes', i)}\n2`, 'has notes', i) : null,
  }
}

interface TicketState {
  readonly status: string
  readonly closedTime: string | null
  readonly onholdTime: string | null
  readonly modifiedTime: string
  readonly customerResponseTime: string
  readonly dueDate: string | null
  readonly isOverDue: boolean
}

const openStatuses = ['Open', 'Waiting on customer', 'Waiting on parts', 'Escalated', 'On Hold'] as const

function stateOf(chance: Chance, i: number, created: number, burst: boolean): TicketState {
  const age = (chance.end - created) / days(1)
  const closed = chance.yes(Math.min(0.97, 0.3 + age / 40), 'closed', i)
  const status = closed
    ? chance.pickEarly(['Closed', 'Resolved'], 'closing', i)
    : chance.pickEarly(openStatuses, 'open', i)
  const worked = burst ? 0 : Math.min(chance.end - created, chance.number(1, 30 * 86_400, 'worked', i) * 1000)
  const modified = created + worked
  const due = created + days(chance.number(1, 14, 'due', i))
  const onHold = statuses[status] === 'On Hold'
  return {
    status,
    closedTime: closed ? stamp(modified) : null,
    onholdTime: onHold ? stamp(modified) : null,
    modifiedTime: stamp(modified),
    customerResponseTime: stamp(created + Math.floor(worked / 2)),
    dueDate: chance.maybe(0.8, stamp(due), 'has due', i),
    isOverDue: !closed && due < chance.end,
  }
}

/** Who has a ticket, and who wrote it. */
const peopleOf = (chance: Chance, i: number, kind: TicketCase, contact: DeskRecord): Record<string, unknown> => ({
  departmentId: deskId('departments', departmentNames.indexOf(kind.department)),
  contactId: contact.id,
  accountId: contact.accountId,
  assigneeId: chance.maybe(0.85, deskId('agents', chance.number(0, 7, 'assignee', i)), 'has assignee', i),
  teamId: chance.maybe(0.25, deskId('teams', chance.number(0, 2, 'team', i)), 'has team', i),
})

function makeTicket(i: number, plan: TicketPlan): DeskRecord {
  const { chance, odd, contacts, products } = plan
  const contact = chance.pickEarly(contacts, 'contact', i)
  const product = chance.yes(0.6, 'has product', i) ? chance.pick(products, 'product', i) : undefined
  const kind = caseOf(chance, i)
  const words = wordsOf(chance, i, String(product?.productName ?? 'machine'))
  const created = createdAt(i, plan)
  const ordinary = plan.count - plan.burst
  const burst = i >= Math.floor(ordinary / 2) && i < Math.floor(ordinary / 2) + plan.burst
  const strange = odd && chance.yes(0.2, 'odd', i)
  const state = stateOf(chance, i, created, burst)
  const threads = burst ? 1 : chance.number(1, 2 + kind.answers.length + kind.asks.length, 'threads', i)
  return {
    id: deskId('tickets', i),
    ticketNumber: 101 + i,
    subject: strange
      ? chance.pick(oddSubjects, 'odd subject', i)
      : filled(chance.pick(kind.subjects, 'subject', i), words),
    ...state,
    statusType: statuses[state.status]!,
    priority: chance.maybe(0.85, chance.pick(priorities, 'priority', i), 'has priority', i),
    category: chance.maybe(0.9, kind.category, 'has category', i),
    subCategory: kind.subCategory,
    classification: chance.maybe(0.8, kind.classification, 'has class', i),
    channel: chance.pickEarly(channels, 'channel', i),
    channelCode: null,
    language: 'English',
    ...peopleOf(chance, i, kind, contact),
    productId: product?.id ?? null,
    layoutId: deskId('layouts', 0),
    email: contact.email,
    phone: chance.maybe(0.3, contact.phone, 'phone', i),
    createdTime: stamp(created),
    responseDueDate: null,
    lockedTime: null,
    threadCount: threads,
    commentCount: burst ? 0 : chance.number(0, 2, 'comments', i),
    sentiment: chance.maybe(0.7, chance.pick(sentiments, 'sentiment', i), 'has sentiment', i),
    relationshipType: 'None',
    isSpam: chance.yes(0.01, 'spam', i),
    isArchived: false,
    description: chance.maybe(
      0.97,
      htmlOf(filled(strange ? `${chance.pick(oddSubjects, 'text', i)} ` : kind.asks[0]!, words)),
      'has text',
      i,
    ),
    resolution: state.closedTime === null ? null : chance.maybe(0.8, kind.resolution, 'resolved', i),
    createdBy: contact.id,
    modifiedBy: deskId('agents', chance.number(0, 6, 'changed by', i)),
    isEscalated: state.status === 'Escalated',
    isRead: true,
    isResponseOverdue: false,
    isFollowing: false,
    secondaryContacts: [],
    cf: customOf(chance, i, words, odd),
    $index: i,
    $tags: chance.yes(0.5, 'tagged', i) ? kind.tags : [],
  }
}

export const makeTickets = (plan: TicketPlan): DeskRecord[] =>
  Array.from({ length: plan.count }, (_, i) => makeTicket(i, plan))
