/** The demo desk's products, activities, contracts, articles and the custom module of machines. */
import type { World } from '../../world.ts'
import { deskId, type IdRange } from '../ids.ts'
import type { DeskRecord } from '../store.ts'
import { departmentNames } from './people.ts'
import { type Chance, days, stamp } from './random.ts'
import { articles } from './texts.ts'

const agent = (chance: Chance, name: string, i: number): string => deskId('agents', chance.number(0, 6, name, i))
const department = (i: number): string => deskId('departments', i % (departmentNames.length - 1))
const ownProducts = ['Dosing pump PX-5', 'Seal kit 7731', 'Control unit CU-2', 'Fine filter F-10', 'Drive belt 880']

/** Products of the CRM that the desk gives support for; its own if there are none. */
export function makeProducts(world: World, chance: Chance): DeskRecord[] {
  const names = [...(world.modules.get('Products')?.scan() ?? [])]
    .map((row) => String(row.Product_Name ?? ''))
    .filter(Boolean)
  const pool = [...ownProducts, ...names.filter((_, i) => i % 3 === 0).slice(0, 40)]
  return pool.map((productName, i) => ({
    id: deskId('products', i),
    productName: productName.slice(0, 200),
    productCode: chance.maybe(0.8, `P-${100 + i}`, 'code', i),
    unitPrice: chance.maybe(0.9, chance.number(100, 990_000, 'price', i) / 100, 'has price', i),
    description: chance.maybe(
      0.4,
      `<div>${productName.replaceAll('<', '&lt;')}: see the manual.</div>`,
      'product text',
      i,
    ),
    ownerId: agent(chance, 'product owner', i),
    departmentIds: departmentNames.map((_, d) => deskId('departments', d)).filter((_, d) => d <= i % 3),
    manufacturer: chance.maybe(0.5, 'Northwind Trial', 'maker', i),
    createdBy: deskId('agents', 0),
    modifiedBy: deskId('agents', 0),
    createdTime: stamp(chance.end - days(800 - i)),
    modifiedTime: stamp(chance.end - days(chance.number(1, 300, 'product changed', i))),
    layoutId: deskId('layouts', 6),
    cf: {},
  }))
}

interface ActivitySpec {
  readonly range: IdRange
  readonly type: 'Tasks' | 'Calls' | 'Events'
  readonly share: number
  readonly subjects: readonly string[]
  readonly more: (chance: Chance, i: number, created: number, done: boolean) => Record<string, unknown>
}

const taskStates = ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting on Someone', 'Canceled'] as const
const start = (chance: Chance, i: number, created: number): string =>
  stamp(created + days(chance.number(0, 9, 'start', i)))

const activities: readonly ActivitySpec[] = [
  {
    range: 'tasks',
    type: 'Tasks',
    share: 0.25,
    subjects: [
      'Ship spare impeller',
      'Ask the workshop for a date',
      'Check the invoice',
      'Write up the fault',
      'Call back',
    ],
    more: (chance, i, created, done) => ({
      category: null,
      dueDate: chance.maybe(0.8, stamp(created + days(chance.number(1, 10, 'task due', i))), 'has task due', i),
      startTime: null,
      completedTime: done ? stamp(created + days(2)) : null,
    }),
  },
  {
    range: 'calls',
    type: 'Calls',
    share: 0.16,
    subjects: ['Call about the fault', 'Customer asks for a date', 'Call back, nobody there'],
    more: (chance, i, created, done) => ({
      direction: chance.pick(['inbound', 'outbound'], 'direction', i),
      startTime: start(chance, i, created),
      duration: chance.number(0, 3600, 'duration', i),
      completedTime: done ? stamp(created + days(1)) : null,
    }),
  },
  {
    range: 'events',
    type: 'Events',
    share: 0.08,
    subjects: ['Visit of the technician', 'Introduction to the machine', 'Inspection on site'],
    more: (chance, i, created, done) => ({
      category: null,
      startTime: start(chance, i, created),
      duration: chance.number(1, 16, 'event', i) * 1800,
      completedTime: done ? stamp(created + days(3)) : null,
    }),
  },
]

const activityPriorities = ['Highest', 'High', 'Normal', 'Low', 'Lowest'] as const

function makeActivity(kind: ActivitySpec, i: number, chance: Chance, tickets: readonly DeskRecord[]): DeskRecord {
  const named = (name: string): string => `${kind.type} ${name}`
  const ticket =
    chance.yes(0.85, named('has ticket'), i) && tickets.length > 0
      ? chance.pick(tickets, named('ticket'), i)
      : undefined
  const base = ticket
    ? Date.parse(ticket.createdTime as string)
    : chance.end - days(chance.number(1, 600, named('made'), i))
  const created = base + chance.number(1, 90_000, named('after'), i) * 1000
  const status =
    kind.type === 'Tasks'
      ? chance.pick(taskStates, 'task state', i)
      : chance.pick(['In Progress', 'Completed'], named('state'), i)
  const done = status === 'Completed' || status === 'Canceled'
  return {
    id: deskId(kind.range, i),
    subject: chance.pick(kind.subjects, named('subject'), i),
    description: chance.maybe(0.4, 'See the ticket.', named('text'), i),
    status,
    statusType: done ? 'Closed' : 'Open',
    priority: chance.maybe(0.7, chance.pick(activityPriorities, named('priority'), i), named('has priority'), i),
    departmentId: ticket?.departmentId ?? department(i),
    ownerId: chance.maybe(0.9, agent(chance, named('owner'), i), named('has owner'), i),
    creatorId: agent(chance, named('creator'), i),
    contactId: ticket?.contactId ?? null,
    ticketId: ticket?.id ?? null,
    teamId: null,
    layoutId: deskId('layouts', 3),
    createdTime: stamp(created),
    modifiedTime: stamp(created + chance.number(0, 500_000, named('changed'), i) * 1000),
    isCommented: false,
    isSpam: false,
    activityType: kind.type,
    cf:
      kind.type === 'Tasks'
        ? { cf_courier: chance.maybe(0.3, chance.pick(['DHL', 'UPS'], 'courier', i), 'has courier', i) }
        : {},
    ...kind.more(chance, i, created, done),
  }
}

export const makeActivities = (range: IdRange, tickets: readonly DeskRecord[], chance: Chance): DeskRecord[] => {
  const kind = activities.find((candidate) => candidate.range === range)!
  return Array.from({ length: Math.round(tickets.length * kind.share) }, (_, i) =>
    makeActivity(kind, i, chance, tickets),
  )
}

export const makeContracts = (accounts: readonly DeskRecord[], chance: Chance): DeskRecord[] =>
  accounts
    .filter((_, i) => i % 4 === 0)
    .map((account, i) => {
      const from = chance.end - days(chance.number(-60, 700, 'contract start', i))
      const to = from + days(365)
      const contractStatus = from > chance.end ? 'FUTURE' : to < chance.end ? 'EXPIRED' : 'ACTIVE'
      return {
        id: deskId('contracts', i),
        contractName: `Service contract ${String(account.accountName).slice(0, 150)}`,
        contractNumber: `C-${1000 + i}`,
        contractStatus,
        startDate: stamp(from).slice(0, 10),
        endDate: stamp(to).slice(0, 10),
        ownerId: agent(chance, 'contract owner', i),
        departmentId: department(i),
        accountId: account.id,
        associatedSLAId: null,
        description: null,
        createdTime: stamp(from - days(20)),
        modifiedTime: stamp(from - days(10)),
        cf: {},
      }
    })

export const makeArticles = (chance: Chance): DeskRecord[] =>
  articles.map(([title, summary], i) => ({
    id: deskId('articles', i),
    title,
    summary,
    answer: `<div><p>${summary}</p><p>If this does not help, write to us.</p></div>`,
    status: i === 7 ? 'Draft' : 'Published',
    permission: chance.pick(['ALL', 'REGISTEREDUSERS', 'AGENTS'], 'permission', i),
    permalink: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    categoryId: deskId('categories', i % 2),
    category: { id: deskId('categories', i % 2), name: ['Machines', 'Business'][i % 2] },
    authorId: agent(chance, 'author', i),
    creatorId: agent(chance, 'author', i),
    modifierId: agent(chance, 'modifier', i),
    createdTime: stamp(chance.end - days(600 - i * 9)),
    modifiedTime: stamp(chance.end - days(80 - i)),
    likeCount: chance.number(0, 50, 'likes', i),
    dislikeCount: chance.number(0, 9, 'dislikes', i),
    viewCount: chance.number(10, 4000, 'views', i),
    usageCount: chance.number(0, 30, 'uses', i),
    feedbackCount: 0,
    latestVersion: '1.0',
    latestVersionStatus: 'Published',
    portalUrl: null,
    tags: [],
  }))

const person = (id: string): object => ({ id })

export const makeMachines = (contacts: readonly DeskRecord[], chance: Chance): DeskRecord[] =>
  Array.from({ length: Math.min(150, contacts.length) }, (_, i) => ({
    id: deskId('machines', i),
    name: `PX-${chance.number(10_000, 99_999, 'machine', i)}`,
    departmentId: deskId('departments', 0),
    ownerId: agent(chance, 'machine owner', i),
    layout: { id: deskId('layouts', 9), layoutName: 'Machines' },
    createdBy: person(deskId('agents', 0)),
    modifiedBy: person(agent(chance, 'machine changed', i)),
    createdTime: stamp(chance.end - days(500) + i * 3_600_000),
    modifiedTime: stamp(chance.end - days(chance.number(0, 400, 'machine time', i))),
    isPresence: true,
    cf: {
      cf_model: chance.pick(['PX-5', 'PX-7', 'CU-2'], 'model', i),
      cf_hours: chance.maybe(0.8, chance.number(0, 20_000, 'machine hours', i), 'has machine hours', i),
      cf_in_use: chance.yes(0.9, 'in use', i),
    },
  }))
