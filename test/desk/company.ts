/**
 * A second company with a desk, made by chance from one seed and from nothing of the demo's: values that break clients,
 * hundreds of tickets of one instant, statuses that differ by case, times without milliseconds, ids that no double holds.
 */
import type { GivenDesk, GivenWorld } from '../../src/simulator/index.ts'
import { type Chance, chance } from '../oracle/chance.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: string }

const nasty = [
  `It's "quoted"`,
  'Comma, comma,, comma',
  '100% * _sure_',
  '*stars*',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that looks like a token of Desk's searches.
  '${empty}',
  '  blanks around  ',
  'ÄÖÜ straße İstanbul',
  'αβγ ΣΑΣ',
  '日本語の件名',
  'emoji 🛠️👩‍🔧',
  'line\nbreak\tand tab',
  'back\\slash',
  '<b>html & entities &amp; </b>',
  'null',
  '0',
  'ab',
  'a:b{c}',
  "O'Brien-Smith",
  'RE: RE: FW: pump',
  'naïve café',
] as const
const words = ['pump', 'Pump', 'invoice', 'Leak', 'noise', 'refund', 'PX-100', 'motor', 'late', 'broken', 'the', 'Not']
const statuses = [
  ['Open', 'Open'],
  ['open', 'Open'],
  ['Zu prüfen', 'Open'],
  ['On Hold', 'On Hold'],
  ['On hold', 'On Hold'],
  ['Waiting, parts', 'On Hold'],
  ['Closed', 'Closed'],
  ['Done*', 'Closed'],
  ['Merged', 'Closed'],
] as const
const second = 1000
const begin = Date.UTC(2024, 1, 1)
const end = Date.UTC(2026, 1, 1)
/** Ids of 19 digits up to the greatest that 64 bits hold, and short ones. */
const idOf = (range: number, index: number): string =>
  index % 7 === 3
    ? String(1_000_000_000_000 + range * 1_000_000 + index)
    : String(2n ** 63n - 1n - BigInt(range * 1_000_000 + index * 3))
const crmIdOf = (range: number, index: number): string =>
  String(5_554_000_000_000_000_000n + BigInt(range * 100_000 + index))

export interface Company {
  readonly crm: GivenWorld
  readonly desk: GivenDesk
  /** Tickets that are to be thrown away before anything is asked. */
  readonly trash: readonly string[]
}

interface Making {
  readonly random: Chance
  readonly tickets: number
}

const time = (at: number): string => new Date(at).toISOString()
const maybe = <T>(random: Chance, share: number, value: T): T | null => (random.odds(share) ? value : null)
const text = (random: Chance): string =>
  random.odds(0.3) ? random.pick(nasty) : Array.from({ length: random.whole(1, 4) }, () => random.pick(words)).join(' ')
/** Sometimes to the second, sometimes to the millisecond. */
const moment = (random: Chance, from = begin, to = end): number => {
  const at = random.whole(from / second, to / second) * second
  return random.odds(0.5) ? at : at + random.whole(1, 999)
}

const departments = Array.from(
  { length: 5 },
  (_, i): Row => ({
    id: idOf(1, i),
    name: ['Service', 'service', 'Sales, EU', 'Returns', 'Closed down'][i],
    sanitizedName: `department${i}`,
    nameInCustomerPortal: i === 3 ? '' : 'Help',
    description: i === 0 ? null : 'A part',
    isEnabled: i < 4,
    isDefault: i === 0,
    isVisibleInCustomerPortal: true,
    isAssignToTeamEnabled: i === 1,
    chatStatus: 'NOT_CREATED',
    hasLogo: false,
    creatorId: idOf(2, 0),
    createdTime: time(begin - i * second),
  }),
)

const agents = Array.from({ length: 9 }, (_, i): Row => {
  const [firstName, lastName] = [
    ['Ana', '', 'Zoë', "D'Arcy", 'ivo', 'Ivo', 'Łukasz', 'Bo', 'X'][i]!,
    ['Ruiz', 'Mono', 'Å', 'O’Neil', 'ban', 'Ban', 'Ż', '', 'Y'][i]!,
  ]
  return {
    id: idOf(2, i),
    zuid: String(700_000_000 + i),
    firstName,
    lastName,
    name: `${firstName} ${lastName}`.trim(),
    emailId: i === 8 ? null : `agent${i}@desk.example`,
    phone: '',
    mobile: i % 2 === 0 ? '+34 600 000 00' : '',
    extn: '',
    countryCode: 'ES',
    langCode: 'en_US',
    timeZone: 'Europe/Madrid',
    status: i === 7 ? 'DISABLED' : 'ACTIVE',
    isConfirmed: i !== 6,
    roleId: idOf(3, i % 2),
    profileId: idOf(3, 7),
    rolePermissionType: i === 0 ? 'Admin' : 'AgentPublic',
    associatedDepartmentIds: departments.slice(0, 1 + (i % 4)).map(({ id }) => id),
    associatedChatDepartmentIds: [],
    channelExpert: i === 2 ? ['EMAIL', 'WEB'] : [],
    aboutInfo: i === 3 ? 'Knows pumps' : '',
    photoURL: null,
    isZiaAgent: false,
  }
})

const teams = Array.from(
  { length: 3 },
  (_, i): Row => ({
    id: idOf(4, i),
    name: ['Day', 'Night', 'day'][i],
    description: i === 1 ? 'At night' : null,
    departmentId: departments[i]!.id,
  }),
)

function accountsOf({ random }: Making): readonly Row[] {
  return Array.from({ length: 140 }, (_, i): Row => {
    const at = moment(random)
    return {
      id: idOf(5, i),
      // Some names twice, some that differ by case alone.
      accountName:
        i % 20 === 7
          ? 'River Mills'
          : i % 20 === 8
            ? 'RIVER MILLS'
            : i % 11 === 0
              ? `${random.pick(nasty)} ${i}`
              : `Company ${i}`,
      email: maybe(random, 0.6, `office${i}@company.example`),
      website: random.odds(0.2) ? '' : `https://c${i}.example`,
      phone: maybe(random, 0.7, `+34 91 ${i}`),
      fax: null,
      code: maybe(random, 0.5, String(10_000 + i)),
      street: maybe(random, 0.5, text(random)),
      city: random.pick(['Madrid', 'madrid', 'Łódź', '']),
      state: null,
      country: random.pick(['Spain', 'Poland', null]),
      industry: random.pick(['Mining', 'Food', null]),
      annualrevenue: maybe(random, 0.5, random.whole(0, 10_000_000) / 100),
      description: maybe(random, 0.4, `<div>${text(random)}</div>`),
      ownerId: random.pick(agents).id,
      associatedSLAIds: random.odds(0.2) ? [idOf(6, 1), idOf(6, 2)] : [],
      createdTime: time(at),
      modifiedTime: time(at + random.whole(0, 90) * 86_400_000),
      zohoCRMAccount: random.odds(0.4) ? { id: crmIdOf(1, i % 60), type: 'accounts' } : null,
      customerHappiness: { goodPercentage: '10', okPercentage: '0', badPercentage: '90' },
      cf: {
        cf_tier: random.pick(['Gold', 'gold', null]),
        cf_value: maybe(random, 0.5, random.whole(-5, 99_999) / 100),
      },
    }
  })
}

function contactsOf({ random }: Making, accounts: readonly Row[]): readonly Row[] {
  return Array.from({ length: 420 }, (_, i): Row => {
    const at = i < 130 ? Date.UTC(2025, 2, 3, 9) : moment(random)
    return {
      id: idOf(7, i),
      firstName: random.odds(0.2) ? '' : random.pick(['Lena', 'lena', 'José', 'Anna-Lea', 'Wu', '李']),
      lastName: random.odds(0.2)
        ? `${random.pick(nasty)}`
        : `${random.pick(['Moss', 'moss', 'Mossberg', 'Ng', 'Da Silva'])}`,
      email: random.odds(0.15) ? null : random.odds(0.1) ? `Person${i}@X.example` : `person${i}@x.example`,
      secondaryEmail: null,
      phone: maybe(random, 0.4, `+48 ${600 + i}`),
      mobile: random.odds(0.2) ? '' : null,
      type: random.pick(['paidUser', 'PaidUser', null]),
      accountId: maybe(random, 0.75, random.pick(accounts).id),
      ownerId: random.pick(agents).id,
      title: maybe(random, 0.3, text(random)),
      description: maybe(random, 0.3, `<p>${text(random)}</p>`),
      city: random.pick(['Madrid', null]),
      createdTime: time(at),
      modifiedTime: time(at + random.whole(0, 60) * 86_400_000),
      isEndUser: random.odds(0.1),
      isAnonymous: false,
      isSpam: random.odds(0.05),
      accountCount: random.whole(0, 2),
      zohoCRMContact: random.odds(0.4) ? { id: crmIdOf(2, i % 90), type: 'contacts' } : null,
      customerHappiness: null,
      cf: { cf_vip: maybe(random, 0.5, random.odds(0.5)), cf_since: maybe(random, 0.4, time(at).slice(0, 10)) },
    }
  })
}

/** Times of making: many at one instant, many within one second, the rest anywhere. */
function madeAt({ random, tickets }: Making, index: number): number {
  const share = index / tickets
  if (share < 0.08) return Date.UTC(2025, 4, 5, 12, 0, 0)
  if (share < 0.14) return Date.UTC(2025, 7, 7, 7, 7, 7) + random.whole(0, 999)
  return moment(random)
}

function ticketsOf(making: Making, contacts: readonly Row[], products: readonly Row[]): readonly Row[] {
  const { random, tickets } = making
  return Array.from({ length: tickets }, (_, i): Row => {
    const at = madeAt(making, i)
    const modified = random.odds(0.05) ? Date.UTC(2025, 10, 10, 10) : at + random.whole(0, 40 * 86_400) * second
    const [status, statusType] = random.pick(statuses)
    const contact = random.odds(0.12) ? undefined : random.pick(contacts)
    return {
      id: idOf(8, i),
      ticketNumber: 1 + i * 2,
      subject: random.odds(0.02) ? '' : text(random),
      status,
      statusType,
      priority: random.pick(['High', 'high', 'Medium', 'Low', null]),
      category: random.pick(['Hardware', 'Soft, ware', '', null]),
      subCategory: random.pick(['Sub', null]),
      classification: random.pick(['Problem', 'Question', null]),
      channel: random.pick(['Email', 'EMAIL', 'Phone', 'FORUMS', 'Web']),
      channelCode: null,
      language: random.pick(['English', 'Español']),
      departmentId: departments[random.pick([0, 0, 0, 1, 2, 3])]!.id,
      contactId: contact?.id ?? null,
      accountId: contact?.accountId ?? null,
      assigneeId: maybe(random, 0.8, random.pick(agents).id),
      teamId: maybe(random, 0.3, random.pick(teams).id),
      productId: maybe(random, 0.5, random.pick(products).id),
      layoutId: idOf(9, 1),
      email: contact?.email ?? '',
      phone: maybe(random, 0.2, '+34 910 000 111'),
      createdTime: time(at),
      modifiedTime: time(modified),
      dueDate: maybe(random, 0.7, time(at + random.whole(1, 20) * 86_400_000)),
      responseDueDate: maybe(random, 0.2, time(at + 86_400_000)),
      closedTime: statusType === 'Closed' ? time(modified) : null,
      onholdTime: statusType === 'On Hold' ? time(modified) : null,
      lockedTime: null,
      customerResponseTime: maybe(random, 0.9, time(at + random.whole(0, 9) * 3_600_123)),
      threadCount: i % 3,
      sentiment: random.pick(['POSITIVE', 'NEGATIVE', null]),
      relationshipType: 'None',
      isSpam: random.odds(0.03),
      isArchived: random.odds(0.03),
      isOverDue: random.odds(0.2),
      isEscalated: random.odds(0.1),
      isRead: random.odds(0.7),
      isResponseOverdue: false,
      isFollowing: false,
      description: maybe(random, 0.9, `<div>${text(random)}</div>`),
      resolution: maybe(random, 0.3, text(random)),
      createdBy: contact?.id ?? agents[0]!.id,
      modifiedBy: random.pick(agents).id,
      secondaryContacts: random.odds(0.1) ? [contacts[0]!.id] : [],
      sharedDepartments: random.odds(0.1) ? [{ id: departments[1]!.id, name: 'service', type: 'READ_ONLY' }] : [],
      cf: {
        cf_code: random.odds(0.1) ? random.pick(nasty) : maybe(random, 0.6, `K-${random.whole(100, 140)}`),
        cf_paid: maybe(random, 0.6, random.odds(0.5)),
        cf_hours: maybe(random, 0.6, random.whole(-3, 9_007)),
        cf_amount: maybe(random, 0.5, random.whole(-999, 99_999) / 100),
        cf_visit: maybe(random, 0.4, time(at).slice(0, 10)),
        cf_next: maybe(random, 0.3, time(at + 3_600_001)),
        cf_signs: random.odds(0.5) ? null : ['Heat', 'Leak', 'Noise'].slice(0, random.whole(1, 3)),
        cf_grade: random.pick(['A', 'a', 'B', null]),
      },
      $tags: random.odds(0.3) ? [random.pick(['warranty', 'Late, again', 'vip'])] : [],
    }
  })
}

function activitiesOf({ random }: Making, range: number, count: number, tickets: readonly Row[]): readonly Row[] {
  return Array.from({ length: count }, (_, i): Row => {
    const at = moment(random)
    const isOpen = random.odds(0.5)
    return {
      id: idOf(range, i),
      subject: text(random),
      description: maybe(random, 0.5, text(random)),
      status: isOpen ? random.pick(['In Progress', 'in progress', 'Not Started']) : 'Completed',
      statusType: isOpen ? 'Open' : 'Closed',
      priority: random.pick(['High', 'Lowest', null]),
      departmentId: random.pick(departments.slice(0, 4)).id,
      ownerId: maybe(random, 0.9, random.pick(agents).id),
      creatorId: agents[0]!.id,
      contactId: null,
      ticketId: maybe(random, 0.7, random.pick(tickets).id),
      teamId: null,
      layoutId: idOf(9, 2),
      createdTime: time(at),
      modifiedTime: time(at + random.whole(0, 30) * 86_400_000),
      isCommented: random.odds(0.2),
      isSpam: false,
      activityType: ['Tasks', 'Calls', 'Events'][range - 10],
      category: range === 11 ? null : random.pick(['Visit', null]),
      dueDate: range === 10 ? maybe(random, 0.6, time(at + 86_400_000)) : null,
      startTime: range === 10 ? null : time(at + 3_600_000),
      completedTime: isOpen ? null : time(at + 7_200_000),
      ...(range === 10 ? {} : { duration: random.whole(1, 3600) }),
      ...(range === 11 ? { direction: random.pick(['inbound', 'outbound']) } : {}),
      cf: {},
    }
  })
}

const productsOf = ({ random }: Making): readonly Row[] =>
  Array.from({ length: 115 }, (_, i): Row => {
    const at = moment(random)
    return {
      id: idOf(13, i),
      productName: i % 9 === 0 ? `${random.pick(nasty)} ${i}` : `Pump ${i % 40}`,
      productCode: maybe(random, 0.7, `P${i}`),
      unitPrice: maybe(random, 0.8, random.whole(0, 999_999) / 100),
      description: maybe(random, 0.3, text(random)),
      ownerId: random.pick(agents).id,
      departmentIds: departments.slice(0, random.whole(1, 3)).map(({ id }) => id),
      manufacturer: random.pick(['ACME', 'acme', null]),
      createdBy: agents[0]!.id,
      modifiedBy: agents[1]!.id,
      createdTime: time(at),
      modifiedTime: time(at),
      layoutId: idOf(9, 3),
      cf: {},
    }
  })

const contractsOf = ({ random }: Making, accounts: readonly Row[]): readonly Row[] =>
  Array.from({ length: 130 }, (_, i): Row => {
    const at = moment(random)
    return {
      id: idOf(14, i),
      contractName: text(random),
      contractNumber: String(i),
      contractStatus: random.pick(['ACTIVE', 'EXPIRED', 'FUTURE']),
      startDate: time(at).slice(0, 10),
      endDate: time(at + 365 * 86_400_000).slice(0, 10),
      ownerId: random.pick(agents).id,
      departmentId: random.pick(departments).id,
      accountId: random.pick(accounts).id,
      associatedSLAId: null,
      description: maybe(random, 0.3, text(random)),
      createdTime: time(at),
      modifiedTime: time(at),
      cf: {},
    }
  })

const articlesOf = ({ random }: Making): readonly Row[] =>
  Array.from({ length: 120 }, (_, i): Row => {
    const at = moment(random)
    return {
      id: idOf(15, i),
      title: text(random),
      summary: maybe(random, 0.8, text(random)),
      answer: `<p>${text(random)}</p>`,
      status: random.pick(['Published', 'Draft']),
      permission: random.pick(['ALL', 'AGENTS']),
      permalink: `article-${i}`,
      categoryId: idOf(16, i % 3),
      category: { id: idOf(16, i % 3), name: `Category ${i % 3}` },
      authorId: random.pick(agents).id,
      creatorId: agents[0]!.id,
      modifierId: agents[1]!.id,
      createdTime: time(at),
      modifiedTime: time(at + 86_400_000),
      likeCount: random.whole(0, 9),
      dislikeCount: 0,
      viewCount: random.whole(0, 99_999),
      usageCount: 0,
      feedbackCount: 0,
      latestVersion: '1.0',
      latestVersionStatus: 'Published',
      portalUrl: `https://help.example/${i}`,
      tags: random.odds(0.3) ? ['pump', 'a, b'] : [],
    }
  })

const machinesOf = ({ random }: Making, range: number, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, i): Row => {
    const at = moment(random)
    const agent = random.pick(agents)
    const person = { id: agent.id, firstName: agent.firstName, lastName: agent.lastName, emailId: agent.emailId }
    return {
      id: idOf(range, i),
      name: `${text(random)} ${i}`,
      department: { id: departments[0]!.id, name: departments[0]!.name },
      layout: { id: idOf(9, 4), layoutName: 'Standard' },
      owner: random.odds(0.8) ? person : null,
      createdBy: person,
      modifiedBy: person,
      createdTime: time(at),
      modifiedTime: time(at + 1),
      isPresence: true,
      cf: { cf_model: random.pick(['M-100', 'm-100', null]), cf_weight: maybe(random, 0.5, random.whole(1, 999) / 10) },
    }
  })

const fields: GivenDesk['fields'] = {
  tickets: [
    { apiName: 'cf_code', label: 'Code', type: 'Text', maxLength: 255 },
    { apiName: 'cf_paid', label: 'Paid', type: 'Boolean' },
    { apiName: 'cf_hours', label: 'Hours', type: 'Number' },
    { apiName: 'cf_amount', label: 'Amount', type: 'Currency' },
    { apiName: 'cf_visit', label: 'Visit', type: 'Date' },
    { apiName: 'cf_next', label: 'Next', type: 'DateTime' },
    { apiName: 'cf_signs', label: 'Signs', type: 'Multiselect', values: ['Heat', 'Leak', 'Noise'] },
    { apiName: 'cf_grade', label: 'Grade', type: 'Picklist', values: ['A', 'a', 'B'] },
  ],
  contacts: [
    { apiName: 'cf_vip', label: 'VIP', type: 'Boolean' },
    { apiName: 'cf_since', label: 'Since', type: 'Date' },
  ],
  accounts: [
    { apiName: 'cf_tier', label: 'Tier', type: 'Picklist', values: ['Gold', 'gold'] },
    { apiName: 'cf_value', label: 'Value', type: 'Decimal' },
  ],
  cm_devices: [
    { apiName: 'cf_model', label: 'Model', type: 'Text', maxLength: 100 },
    { apiName: 'cf_weight', label: 'Weight', type: 'Decimal' },
  ],
}

type Owned = Record<string, readonly Row[]>

function commentsOf({ random }: Making, tickets: readonly Row[]): Owned {
  return Object.fromEntries(
    tickets.flatMap((ticket, i): [string, Row[]][] => {
      // One ticket has more than a page of them.
      const count = i === 5 ? 130 : random.odds(0.4) ? random.whole(1, 3) : 0
      const rows = Array.from({ length: count }, (_, k): Row => {
        const at = Date.parse(String(ticket.createdTime)) + k * 60_000
        return {
          id: idOf(20, i * 200 + k),
          content: text(random),
          contentType: random.pick(['plainText', 'html']),
          isPublic: random.odds(0.3),
          commenterId: random.pick(agents).id,
          commentedTime: time(at),
          modifiedTime: time(at + second),
          attachments: random.odds(0.1) ? [{ id: idOf(21, k), name: 'a,b.png', size: '12' }] : [],
        }
      })
      return count === 0 ? [] : [[ticket.id, rows]]
    }),
  )
}

const threadsOf = ({ random }: Making, tickets: readonly Row[]): Owned =>
  Object.fromEntries(
    tickets.flatMap((ticket, i): [string, Row[]][] => {
      const count = Number(ticket.threadCount)
      const rows = Array.from({ length: count }, (_, k): Row => {
        const content = text(random)
        return {
          id: idOf(22, i * 3 + k),
          channel: 'EMAIL',
          direction: k % 2 === 0 ? 'in' : 'out',
          visibility: 'public',
          status: 'SUCCESS',
          isDescriptionThread: k === 0,
          createdTime: time(Date.parse(String(ticket.createdTime)) + k * 60_000),
          authorId: k % 2 === 0 ? ticket.contactId : agents[1]!.id,
          summary: content.slice(0, 20),
          content: `<div>${content}</div>`,
          hasAttach: false,
          attachmentCount: 0,
          contentType: 'text/html',
        }
      }).reverse()
      return count === 0 ? [] : [[ticket.id, rows]]
    }),
  )

const entriesOf = ({ random }: Making, tickets: readonly Row[]): Owned =>
  Object.fromEntries(
    tickets.flatMap((ticket, i): [string, Row[]][] =>
      random.odds(0.8)
        ? []
        : [
            [
              ticket.id,
              [
                {
                  id: idOf(23, i),
                  ownerId: random.pick(agents).id,
                  executedTime: ticket.createdTime,
                  hoursSpent: '1',
                  minutesSpent: String(random.whole(0, 59)),
                  secondsSpent: '0',
                  description: text(random),
                  billingType: null,
                  requestChargeType: null,
                  createdTime: ticket.createdTime,
                  modifiedTime: ticket.createdTime,
                },
              ],
            ],
          ],
    ),
  )

function crmOf({ random }: Making, accounts: readonly Row[]): GivenWorld {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    id: crmIdOf(1, i),
    Account_Name: i < 40 ? String(accounts[i * 3]!.accountName) : `Only in CRM ${i}`,
    Industry: random.pick(['Mining', 'Food', null]),
  }))
  const people = Array.from({ length: 90 }, (_, i) => ({
    id: crmIdOf(2, i),
    Last_Name: random.pick(['Moss', 'Ng', 'Da Silva']),
    Email: random.odds(0.1) ? null : `person${i * 4}@x.example`,
    Account_Name: rows[i % rows.length]!.id,
  }))
  return {
    modules: [
      {
        api_name: 'Accounts',
        fields: [
          { api_name: 'Account_Name', data_type: 'text', display_field: true },
          { api_name: 'Industry', data_type: 'text' },
        ],
        rows,
      },
      {
        api_name: 'Contacts',
        fields: [
          { api_name: 'Last_Name', data_type: 'text', display_field: true },
          { api_name: 'Email', data_type: 'email' },
          { api_name: 'Account_Name', data_type: 'lookup', lookup: { module: { api_name: 'Accounts', id: '1' } } },
        ],
        rows: people,
      },
    ] as GivenWorld['modules'],
  }
}

/** The same with every time cut to its second. */
const withoutMillis = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll(/(\d\dT\d\d:\d\d:\d\d)\.\d{3}Z/g, '$1.000Z')) as T

export function makeCompany(seed: number, count: number, wholeSeconds = false): Company {
  const making: Making = { random: chance(`desk ${seed}`), tickets: count }
  const accounts = accountsOf(making)
  const contacts = contactsOf(making, accounts)
  const products = productsOf(making)
  const tickets = ticketsOf(making, contacts, products)
  const made = {
    tickets,
    contacts,
    accounts,
    agents,
    departments,
    teams,
    products,
    tasks: activitiesOf(making, 10, 260, tickets),
    calls: activitiesOf(making, 11, 110, tickets),
    events: activitiesOf(making, 12, 105, tickets),
    contracts: contractsOf(making, accounts),
    articles: articlesOf(making),
    cm_devices: machinesOf(making, 17, 130),
    cm_visits: machinesOf(making, 18, 3),
  }
  const rows = wholeSeconds ? withoutMillis(made) : made
  const owned = {
    comments: commentsOf(making, tickets),
    threads: threadsOf(making, tickets),
    timeEntries: entriesOf(making, tickets),
  }
  const trash = tickets.filter((_ticket, i) => i % 41 === 9).map(({ id }) => id)
  return {
    crm: crmOf(making, accounts),
    desk: { rows, owned: wholeSeconds ? withoutMillis(owned) : owned, fields },
    trash,
  }
}
