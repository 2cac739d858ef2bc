/** Leads, accounts, contacts and deals of the demo company. */
import { fraction, mix } from '../../hash.ts'
import type { SimRecord } from '../../model.ts'
import { type CellMaker, computed, integers, maybe } from '../cells.ts'
import type { Believable, Cells } from './parts.ts'
import { cents, domainOf, held, mailOf, pick, spread, text } from './pick.ts'
import { dayAfter, daysUntil } from './times.ts'
import {
  accountTexts,
  contactTexts,
  dealTexts,
  dealTopics,
  departments,
  firmFirst,
  firmForms,
  firmTrade,
  jobs,
  leadTexts,
  nextSteps,
  places,
  streets,
} from './words.ts'

const combinations = firmFirst.length * firmTrade.length

/** Firms are numbered so that neighbours share nothing, and none comes twice among the first 800. */
function firmName(index: number, offset: number): string {
  const number = (index * 379 + offset) % combinations
  const name = `${firmFirst[number % firmFirst.length]} ${firmTrade[Math.floor(number / firmFirst.length)]}`
  const city = places[Math.floor(index / combinations) % places.length]![0]
  return index < combinations ? `${name} ${firmForms[number % firmForms.length]}` : `${name} ${city}`
}

const industryOf = (firm: string): string =>
  /Water|Utilities/.test(firm)
    ? 'Government/Military'
    : /Semiconductors/.test(firm)
      ? 'Data/Telecom OEM'
      : /Pharma|Chemicals|Beverages|Foods|Sugar|Paper/.test(firm)
        ? 'Large Enterprise'
        : 'Small/Medium Enterprise'

const phoneOf = (hash: number): string => `+49 ${30 + (hash % 60)} ${String(100_000 + (mix(hash, 3) % 900_000))}`

function address(prefix: string, salt: number): Cells {
  const place = (row: SimRecord) => pick(places, Number(String(row.id).slice(-9)), salt)
  return {
    [`${prefix}Street`]: maybe(0.05, (hash) => `${1 + (hash % 90)} ${pick(streets, hash)}`),
    [`${prefix}City`]: computed((row) => place(row)[0]),
    [`${prefix}State`]: computed((row) => place(row)[1]),
    [`${prefix}Code`]: computed((row) => place(row)[3]),
    [`${prefix}Country`]: computed((row) => place(row)[2]),
  }
}

const accounts = (): Cells => ({
  Account_Name: (_hash, index) => firmName(index, 0),
  Account_Number: (_hash, index) => String(10_000 + index),
  Account_Type: (hash) =>
    fraction(hash) < 0.7 ? 'Customer' : pick(['Prospect', 'Prospect', 'Partner', 'Distributor'], hash, 1),
  Industry: computed((row) => industryOf(String(row.Account_Name))),
  Annual_Revenue: maybe(0.1, (hash) => Math.round(spread(18_000_000, hash) / 10_000) * 10_000),
  Employees: maybe(0.1, (hash) => Math.round(spread(140, hash))),
  Rating: maybe(0.3, (hash) => (fraction(hash) < 0.85 ? 'Active' : 'Acquired')),
  Phone: maybe(0.05, phoneOf),
  Fax: maybe(0.95, phoneOf),
  Website: maybe(
    0.1,
    computed((row) => `https://www.${domainOf(String(row.Account_Name))}`),
  ),
  Ticker_Symbol: () => null,
  Account_Site: maybe(0.8, text(['Plant 1', 'Plant 2', 'Head office'])),
  Territories: maybe(0.4, () => [{ name: 'EMEA', id: '5725767000000930001' }]),
  ...address('Billing_', 1),
  ...address('Shipping_', 2),
  Description: maybe(0.5, text(accountTexts)),
})

function contacts({ company, lookup }: Believable): Cells {
  const count = company.count('Accounts')
  const domain = (row: SimRecord): string => domainOf(held(row.Account_Name)?.name ?? 'mail')
  return {
    First_Name: (hash) => pick(company.pools.firstNames.slice(0, 200), hash),
    Last_Name: (hash) => pick(company.pools.lastNames.slice(0, 300), hash),
    // Each account has its people: a deal of the account is with one of them.
    Account_Name: (_hash, index) => lookup('Accounts', index % count),
    Email: maybe(0.03, (_hash, index, row) => mailOf(row.First_Name, row.Last_Name, domain(row), index)),
    Secondary_Email: () => null,
    Phone: maybe(0.2, phoneOf),
    Mobile: maybe(0.5, (hash) => `+49 17${hash % 10} ${1_000_000 + (mix(hash, 3) % 9_000_000)}`),
    Title: maybe(0.05, text(jobs)),
    Department: maybe(0.2, text(departments)),
    Date_of_Birth: maybe(
      0.8,
      (hash) =>
        `${1962 + (hash % 38)}-${String(1 + (mix(hash, 1) % 12)).padStart(2, '0')}-${String(1 + (mix(hash, 2) % 28)).padStart(2, '0')}`,
    ),
    Loyalty_Points: maybe(0.6, (hash) => (hash % 60) * 50),
    Languages: maybe(0.5, (hash) =>
      hash % 3 === 0 ? ['English', 'German'] : [pick(['English', 'German', 'French'], hash)],
    ),
    ...address('Mailing_', 3),
    Description: maybe(0.8, text(contactTexts)),
  }
}

function leads({ company, end }: Believable): Cells {
  const domain = (row: SimRecord): string => domainOf(String(row.Company))
  return {
    Company: (_hash, index) => firmName(index, 131),
    First_Name: (hash) => pick(company.pools.firstNames.slice(0, 200), hash),
    Last_Name: (hash) => pick(company.pools.lastNames.slice(0, 300), hash),
    Designation: maybe(0.1, text(jobs)),
    Email: maybe(0.05, (_hash, index, row) => mailOf(row.First_Name, row.Last_Name, domain(row), index)),
    Phone: maybe(0.3, phoneOf),
    Mobile: maybe(0.7, phoneOf),
    Website: maybe(
      0.4,
      computed((row) => `https://www.${domain(row)}`),
    ),
    Lead_Source: (hash) =>
      pick(
        [
          'Web Research',
          'Web Research',
          'Web Research',
          'Trade Show',
          'Trade Show',
          'Advertisement',
          'Employee Referral',
          'Cold Call',
          'Chat',
        ],
        hash,
      ),
    // What is old was dealt with.
    Lead_Status: (hash, _index, row) => {
      const age = (end - Date.parse(row.Created_Time as string)) / 86_400_000
      if (age < 14) return pick(['Not Contacted', 'Not Contacted', 'Attempted to Contact'], hash)
      if (age < 90) return pick(['Contacted', 'Attempted to Contact', 'Pre-Qualified'], hash)
      return pick(['Contacted', 'Lost Lead', 'Lost Lead', 'Junk Lead', 'Pre-Qualified'], hash)
    },
    Industry: computed((row) => industryOf(String(row.Company))),
    No_of_Employees: maybe(0.4, (hash) => Math.round(spread(90, hash))),
    Annual_Revenue: maybe(0.5, (hash) => Math.round(spread(9_000_000, hash) / 10_000) * 10_000),
    Skype_ID: () => null,
    Twitter: () => null,
    Languages_Known: maybe(0.7, (hash) => [pick(['English', 'German', 'French'], hash)]),
    Score: maybe(0.1, (hash) => Math.round(fraction(hash) * 1000) / 10),
    Follow_Up: maybe(
      0.5,
      (hash) => `${dayAfter(end, (hash % 40) - 10)}T${String(8 + (hash % 9)).padStart(2, '0')}:00:00Z`,
    ),
    ...address('', 4),
    Description: maybe(0.4, text(leadTexts)),
  }
}

const openStages = [
  'Qualification',
  'Needs Analysis',
  'Value Proposition',
  'Id. Decision Makers',
  'Proposal/Price Quote',
  'Negotiation/Review',
]

/** Days from the first word to the decision. */
const cycleOf = (hash: number): number => 25 + Math.floor(fraction(mix(hash, 31)) * 110)

/** Where a deal stands follows from its age: past its day it is decided, but for a few that slipped. */
const stageOf =
  (end: number): CellMaker =>
  (hash, _index, row) => {
    const left = daysUntil(row.Closing_Date as string, end)
    if (left < 0 && (left < -45 || fraction(mix(hash, 1)) > 0.3))
      return fraction(hash) < 0.44 ? 'Closed Won' : 'Closed Lost'
    const length = Math.max(daysUntil(row.Closing_Date as string, Date.parse(row.Created_Time as string)), 1)
    const progress = Math.min(0.99, Math.max(0, 1 - left / length))
    return openStages[Math.floor(progress * openStages.length)]
  }

/** Bigger towards the end of the year, smaller in August, and growing. */
function amountOf(hash: number, row: SimRecord): number {
  const made = new Date(row.Created_Time as string)
  const season = [0.9, 0.95, 1.05, 1, 1, 0.95, 0.85, 0.75, 1.05, 1.15, 1.25, 1.3][made.getUTCMonth()]!
  const growth = 1 + 0.09 * (made.getUTCFullYear() - 2022)
  const size = fraction(mix(hash, 2))
  const middle = size < 0.45 ? 3200 : size < 0.88 ? 16_500 : 78_000
  return cents(Math.round(spread(middle * season * growth, hash) * 20) / 20)
}

function deals({ company, end, lookup, indexOf }: Believable): Cells {
  const [accountCount, contactCount] = [company.count('Accounts'), company.count('Contacts')]
  return {
    Account_Name: (hash) => lookup('Accounts', Math.floor(fraction(hash) ** 1.6 * accountCount)),
    Contact_Name: maybe(0.1, (hash, _index, row) => {
      const account = held(row.Account_Name)
      const first = account ? indexOf('Accounts', account.id) : 0
      const people = Math.max(1, Math.floor((contactCount - first - 1) / accountCount) + 1)
      return lookup('Contacts', Math.min(first + accountCount * (hash % people), contactCount - 1))
    }),
    Deal_Name: (hash, _index, row) => `${held(row.Account_Name)?.name ?? 'New customer'}: ${pick(dealTopics, hash)}`,
    Amount: (hash, _index, row) => amountOf(hash, row),
    Closing_Date: (hash, _index, row) => dayAfter(Date.parse(row.Created_Time as string), cycleOf(hash)),
    Stage: stageOf(end),
    Type: (hash) => (fraction(hash) < 0.6 ? 'Existing Business' : 'New Business'),
    Lead_Source: maybe(0.2, text(['Web Research', 'Trade Show', 'Employee Referral', 'Advertisement', 'Cold Call'])),
    Next_Step: (hash, _index, row) => (String(row.Stage).startsWith('Closed') ? null : pick(nextSteps, hash)),
    Pipeline: (hash) => (fraction(hash) < 0.8 ? 'Standard (Standard)' : 'Enterprise'),
    Discount: maybe(0.7, (hash) => (hash % 11) * 0.5),
    Rank: maybe(0.3, integers(1, 5)),
    Description: maybe(0.4, text(dealTexts)),
  }
}

export const salesCells = (parts: Believable): Readonly<Record<string, Cells>> => ({
  Accounts: accounts(),
  Contacts: contacts(parts),
  Leads: leads(parts),
  Deals: deals(parts),
})
