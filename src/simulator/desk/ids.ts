/** Ids of Desk: 18 digits, which no double tells apart from their neighbours. */

/** Ranges of ids by what they are of. */
const ranges = {
  organisation: 10,
  departments: 11,
  agents: 12,
  teams: 13,
  roles: 14,
  layouts: 15,
  fields: 16,
  views: 17,
  tickets: 20,
  contacts: 21,
  accounts: 22,
  tasks: 23,
  calls: 24,
  events: 25,
  products: 26,
  contracts: 27,
  articles: 28,
  categories: 29,
  machines: 30,
  threads: 31,
  comments: 32,
  timeEntries: 33,
  tags: 34,
} as const

export type IdRange = keyof typeof ranges
const step = 3

export const deskId = (range: IdRange, index: number): string =>
  `4120000${ranges[range]}${String(index * step + 1).padStart(9, '0')}`
