/**
 * The company that the written and generated statements ask about: small, so that every statement is quick, and full of
 * what goes wrong: NULLs, names that differ in case only, blanks at the end, quotes, wildcards, ties, zones, ids beyond
 * 2^53, days at the ends of months and years.
 */
import { Chance } from './chance.ts'
import type { Column, Company, TableSpec, UserSpec } from './tables.ts'

type Row = Record<string, unknown>

const idOf = (table: number, index: number): string =>
  `48768760000${String(table).padStart(2, '0')}${String(index + 1).padStart(6, '0')}`

const users: readonly UserSpec[] = [
  { id: '4876876000000411001', first_name: 'Ada', last_name: 'Moss', email: 'ada@example.test' },
  { id: '4876876000000411002', first_name: 'Grace', last_name: "O'Hara", email: 'grace@example.test' },
  { id: '4876876000000411003', first_name: null, last_name: 'Service', email: 'service@example.test' },
]

const industries = ['Banking', 'Energy', 'Retail', 'Software']
const stages = ['Qualification', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost']
const sources = ['Web', 'Phone', 'Trade Show']
const tags = ['red', 'Green', 'blue']

const firstDay = Date.UTC(2023, 11, 20)
const hourMs = 3_600_000
const isoDay = (offset: number): string => new Date(firstDay + offset * 24 * hourMs).toISOString().slice(0, 10)
const isoTime = (hours: number, seconds = 0): string =>
  new Date(firstDay + hours * hourMs + seconds * 1000).toISOString().replace('.000Z', '+00:00')

const accountNames = [
  'Acme',
  'acme',
  'ACME ',
  'Bob\'s "Best" Bikes',
  '100% Pure_Water',
  'Émile & Söhne',
  'Zażółć',
  'Back\\slash Ltd',
  'Globex, Inc.',
  'Initech',
  'Umbrella',
  '東京商事',
]

const maybe = <T>(chance: Chance, share: number, value: T): T | null => (chance.odds(share) ? null : value)
const owner = (chance: Chance): string => chance.pick(users).id

function account(chance: Chance, i: number): Row {
  return {
    id: idOf(1, i),
    Account_Name: accountNames[i],
    Industry: maybe(chance, 0.15, chance.pick(industries)),
    Employees: maybe(chance, 0.15, chance.pick([1, 10, 10, 250, 1999, 100_000])),
    Annual_Revenue: maybe(chance, 0.2, chance.whole(-50_000, 99_999_999) / 100),
    Rating: maybe(chance, 0.2, chance.whole(-40, 100) / 8),
    Parent_Account: i > 2 && chance.odds(0.6) ? idOf(1, chance.whole(0, i - 1)) : null,
    Phone: maybe(chance, 0.3, `+49 30 ${chance.whole(100, 999)}-${chance.whole(10, 99)}`),
    Tax_Number: maybe(chance, 0.2, chance.pick(['7', '1234567890123', '9007199254740993', '-42'])),
    Active: chance.odds(0.7),
    Founded: maybe(chance, 0.2, chance.pick(['1999-12-31', '2000-02-29', '1899-01-01', '2012-06-30', '2020-02-29'])),
    Tags: maybe(chance, 0.4, chance.some(tags, chance.whole(1, 3))),
    Description: maybe(chance, 0.4, chance.pick(['two\nlines', '  padded  ', 'a,b;c', 'tab\there', 'Plain text'])),
    Owner: owner(chance),
    Created_Time: isoTime(i * 30),
    Modified_Time: isoTime(i * 30 + 5, i),
  }
}

const firstNames = ['Ann', 'ann', 'Bo', 'Çelik', 'Dörte', 'Eve']
const lastNames = ['Smith', 'smith', "O'Neil", 'van der Berg', 'Ñandú', 'Łoś', 'Li']

function contact(chance: Chance, i: number): Row {
  const last = lastNames[i % lastNames.length]!
  return {
    id: idOf(2, i),
    First_Name: maybe(chance, 0.25, chance.pick(firstNames)),
    Last_Name: last,
    Email: maybe(chance, 0.2, `${last.replace(/[^A-Za-z]/g, '').toLowerCase()}${i}@Example.test`),
    Account_Name: maybe(chance, 0.15, idOf(1, chance.whole(0, 9))),
    Birthday: maybe(
      chance,
      0.2,
      new Date(Date.UTC(chance.whole(1950, 2004), chance.whole(0, 11), chance.whole(1, 28))).toISOString().slice(0, 10),
    ),
    Lead_Source: maybe(chance, 0.2, chance.pick(sources)),
    Opt_Out: chance.odds(0.3),
    Owner: owner(chance),
    Created_Time: isoTime(i * 17 + 3),
    Modified_Time: isoTime(i * 17 + 9),
  }
}

function deal(chance: Chance, i: number): Row {
  return {
    id: idOf(3, i),
    Deal_Name:
      chance.pick(['Pump', 'pump', 'Valve A', 'Valve B', 'Pipe_1', 'Pipe%', 'Ünit', 'Deal']) +
      (i % 3 ? ` ${i % 10}` : ''),
    Amount: maybe(
      chance,
      0.12,
      chance.pick([0, 0.1, 0.2, 0.3, 100.5, 99.99, 1000, 1500.5, chance.whole(1, 9_999_999) / 100, -250.75]),
    ),
    Quantity: maybe(chance, 0.1, chance.whole(-2, 9)),
    Score: maybe(chance, 0.15, chance.pick([0, 0.5, -1.25, 3.75, 2.5, 1e6, 0.1])),
    Probability: maybe(chance, 0.1, chance.pick([0, 10, 25, 50, 75, 90, 100])),
    Stage: maybe(chance, 0.06, chance.pick(stages)),
    Closing_Date: maybe(chance, 0.1, isoDay(chance.whole(0, 430))),
    Account_Name: maybe(chance, 0.1, idOf(1, chance.whole(0, 10))),
    Contact_Name: maybe(chance, 0.3, idOf(2, chance.whole(0, 23))),
    Won: chance.odds(0.4),
    Last_Call: maybe(chance, 0.2, isoTime(chance.whole(0, 9000), chance.whole(0, 3599))),
    Owner: owner(chance),
    Created_Time: isoTime(i * 41 + (i % 7) * 24 * 30, i),
    Modified_Time: isoTime(i * 41 + 8000),
  }
}

function task(chance: Chance, i: number): Row {
  return {
    id: idOf(4, i),
    Subject: chance.pick(['Call', 'call', 'E-mail', 'Visit (on site)', 'Re: "offer"', 'x.y+z*']),
    Status: maybe(chance, 0.1, chance.pick(['Open', 'Done', 'Waiting'])),
    Priority: maybe(chance, 0.2, chance.pick(['High', 'Low'])),
    Due_Date: maybe(chance, 0.15, isoDay(chance.whole(0, 100))),
    Hours: maybe(chance, 0.2, chance.whole(0, 400) / 4),
    Contact: maybe(chance, 0.2, idOf(2, chance.whole(0, 23))),
    Created_Time: isoTime(i * 11),
    Modified_Time: isoTime(i * 11 + 1),
  }
}

const times: readonly Column[] = [
  { name: 'Created_Time', kind: 'datetime' },
  { name: 'Modified_Time', kind: 'datetime' },
]
const id: Column = { name: 'id', kind: 'bigint' }

const columns: Readonly<Record<string, readonly Column[]>> = {
  Accounts: [
    id,
    { name: 'Account_Name', kind: 'text', display: true },
    { name: 'Industry', kind: 'picklist', values: industries },
    { name: 'Employees', kind: 'integer' },
    { name: 'Annual_Revenue', kind: 'currency' },
    { name: 'Rating', kind: 'double' },
    { name: 'Parent_Account', kind: 'lookup', to: 'Accounts' },
    { name: 'Phone', kind: 'phone' },
    { name: 'Tax_Number', kind: 'bigint' },
    { name: 'Active', kind: 'boolean' },
    { name: 'Founded', kind: 'date' },
    { name: 'Tags', kind: 'multiselect', values: tags },
    { name: 'Description', kind: 'textarea' },
    { name: 'Owner', kind: 'owner' },
    ...times,
  ],
  Contacts: [
    id,
    { name: 'First_Name', kind: 'text' },
    { name: 'Last_Name', kind: 'text', display: true },
    { name: 'Email', kind: 'email' },
    { name: 'Account_Name', kind: 'lookup', to: 'Accounts' },
    { name: 'Birthday', kind: 'date' },
    { name: 'Lead_Source', kind: 'picklist', values: sources },
    { name: 'Opt_Out', kind: 'boolean' },
    { name: 'Owner', kind: 'owner' },
    ...times,
  ],
  Deals: [
    id,
    { name: 'Deal_Name', kind: 'text', display: true },
    { name: 'Amount', kind: 'currency' },
    { name: 'Quantity', kind: 'integer' },
    { name: 'Score', kind: 'double' },
    { name: 'Probability', kind: 'percent' },
    { name: 'Stage', kind: 'picklist', values: stages },
    { name: 'Closing_Date', kind: 'date' },
    { name: 'Account_Name', kind: 'lookup', to: 'Accounts' },
    { name: 'Contact_Name', kind: 'lookup', to: 'Contacts' },
    { name: 'Won', kind: 'boolean' },
    { name: 'Last_Call', kind: 'datetime' },
    { name: 'Owner', kind: 'owner' },
    ...times,
  ],
  Tasks: [
    id,
    { name: 'Subject', kind: 'text', display: true },
    { name: 'Status', kind: 'picklist', values: ['Open', 'Done', 'Waiting'] },
    { name: 'Priority', kind: 'picklist', values: ['High', 'Low'] },
    { name: 'Due_Date', kind: 'date' },
    { name: 'Hours', kind: 'double' },
    { name: 'Contact', kind: 'lookup', to: 'Contacts' },
    ...times,
  ],
}

const makers: Readonly<Record<string, readonly [count: number, make: (chance: Chance, index: number) => Row]>> = {
  Accounts: [accountNames.length, account],
  Contacts: [25, contact],
  Deals: [90, deal],
  Tasks: [40, task],
}

const tables = Object.entries(makers).map(([name, [count, make]], i): TableSpec => {
  const chance = new Chance(7 + i)
  return { name, columns: columns[name]!, rows: Array.from({ length: count }, (_, index) => make(chance, index)) }
})

export const company: Company = { tables, users, timeZone: 'America/New_York' }
