/**
 * What queries over a desk cost next to the least that anybody could pay who knew all beforehand: a page of a list or a
 * search 3 credits, a record 1, a list of ids 1, a count 3. The least is worked out from the rows.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'
import { all } from './all.ts'

type Row = Readonly<Record<string, unknown>>

/** Pages of so many rows: by search 100 each, by lists of tickets 50. */
const pages = (rows: number, size = 100): number => 3 * Math.max(1, Math.ceil(rows / size))

interface Budget {
  readonly sql: string
  readonly least: (desk: Simulator) => number
  /** Times the least that it may cost (default 1.1): what is checked before it is believed, and what is not known. */
  readonly most?: number
}

const rows = (desk: Simulator, name: string, keep: (row: Row) => boolean = () => true): number =>
  desk.deskRows(name).filter(keep).length
const highAndOpen = ({ priority, status }: Row): boolean => priority === 'High' && status === 'Open'
const where = `"priority" = 'High' AND "status" = 'Open'`
const since = Date.UTC(2026, 2, 1)

const budgets: readonly Budget[] = [
  { sql: 'SELECT count(*) FROM desk.tickets', least: () => 3 },
  { sql: `SELECT count(*) FROM desk.tickets WHERE ${where}`, least: () => 3 },
  { sql: 'SELECT count(*) FROM desk.contacts', least: () => 3 },
  // Counts by value are held against the number of all.
  { sql: 'SELECT status, count(*) FROM desk.tickets GROUP BY status', least: () => 3, most: 2 },
  { sql: 'SELECT "statusType", count(*) FROM desk.tickets GROUP BY 1', least: () => 3, most: 2 },
  { sql: 'SELECT id, subject FROM desk.tickets', least: (desk) => pages(rows(desk, 'tickets')) },
  { sql: 'SELECT id, "accountId" FROM desk.tickets', least: (desk) => pages(rows(desk, 'tickets'), 50) },
  { sql: 'SELECT id, "modifiedTime", cf_serial_no FROM desk.tickets', least: (desk) => pages(rows(desk, 'tickets')) },
  {
    sql: `SELECT id FROM desk.tickets WHERE "createdTime" >= '2026-03-01'`,
    least: (desk) => pages(rows(desk, 'tickets', (row) => Date.parse(String(row.createdTime)) >= since)),
  },
  // A list would show all that is newer first.
  {
    sql: `SELECT id, subject FROM desk.tickets WHERE "createdTime" >= '2026-03-01Z' AND "createdTime" < '2026-03-02Z'`,
    least: (desk) => pages(rows(desk, 'tickets', (row) => String(row.createdTime).startsWith('2026-03-01'))),
  },
  {
    sql: `SELECT id FROM desk.tickets WHERE "modifiedTime" < '2026-02-01Z'`,
    least: (desk) => pages(rows(desk, 'tickets', (row) => String(row.modifiedTime) < '2026-02-01')),
  },
  { sql: 'SELECT id, "createdTime" FROM desk.tickets ORDER BY "createdTime" DESC LIMIT 20', least: () => 3 },
  // Which of the rows of one instant are the first ones is told by their ids.
  { sql: 'SELECT id, "modifiedTime" FROM desk.tickets ORDER BY "modifiedTime" DESC LIMIT 20', least: () => 3, most: 2 },
  { sql: 'SELECT id, subject FROM desk.tickets LIMIT 10', least: () => 3 },
  {
    sql: `SELECT id FROM desk.tickets WHERE subject LIKE '%invoice%'`,
    least: (desk) => pages(rows(desk, 'tickets', (row) => /invoice/i.test(String(row.subject)))),
  },
  {
    sql: `SELECT id, description FROM desk.tickets WHERE ${where}`,
    least: (desk) => pages(rows(desk, 'tickets', highAndOpen)),
  },
  { sql: 'SELECT id, email FROM desk.contacts', least: (desk) => pages(rows(desk, 'contacts')) },
  { sql: `SELECT id FROM desk.contacts WHERE "lastName" = 'Moss'`, least: () => 3 },
  { sql: 'SELECT name FROM desk.departments', least: () => 3 },
  { sql: 'SELECT name FROM desk.agents', least: () => 3 },
  { sql: 'SELECT name FROM desk.teams', least: () => 1 },
  { sql: 'SELECT * FROM desk.cm_machines', least: (desk) => pages(rows(desk, 'cm_machines')) },
  {
    sql: `SELECT t.id, a.name FROM desk.tickets t JOIN desk.agents a ON a.id = t."assigneeId"
      WHERE t.priority = 'High' AND t.status = 'Open'`,
    least: (desk) => pages(rows(desk, 'tickets', highAndOpen)) + 1,
    // The list of a few agents is read before it is known which are wanted.
    most: 1.5,
  },
  {
    sql: `SELECT t.id, c.content FROM desk.tickets t JOIN desk.ticket_comments c ON c."ticketId" = t.id
      WHERE t.priority = 'High' AND t.status = 'Open'`,
    // Nobody is told by a search that there surely are none: a credit for each of them.
    least: (desk) =>
      pages(rows(desk, 'tickets', highAndOpen)) +
      3 * rows(desk, 'tickets', (row) => highAndOpen(row) && Number(row.commentCount) > 0),
    most: 1.4,
  },
  {
    sql: `SELECT a."Account_Name", count(t.id) FROM crm."Accounts" a JOIN desk.accounts d ON d."accountName" = a."Account_Name"
      JOIN desk.tickets t ON t."accountId" = d.id WHERE t.status <> 'Closed' GROUP BY 1`,
    // By searches for the tickets of each account: rows of a search do not show it.
    least: (desk) => {
      const names = new Set(desk.rows('Accounts').map((row) => row.Account_Name))
      const own = desk.deskRows('accounts').filter((row) => names.has(row.accountName))
      const byAccount = own.reduce(
        (sum, { id }) => sum + pages(rows(desk, 'tickets', (row) => row.accountId === id)),
        0,
      )
      return 2 + pages(rows(desk, 'accounts')) + Math.min(byAccount, pages(rows(desk, 'tickets'), 50))
    },
    most: 1.3,
  },
]

let place: Place
beforeAll(async () => {
  place = await openPlace({ rows: 250, credits: 1e9, desk: { tickets: 3000, credits: 1e9 } }, 'Services=crm,desk')
  // How many rows a page of tickets has is learnt once.
  await all(place.db, 'SELECT id, "accountId" FROM desk.tickets')
}, 60_000)
afterAll(() => place[Symbol.asyncDispose]())

it('queries cost little more than the least by hindsight', async () => {
  const wrong: string[] = []
  let [paid, owed] = [0, 0]
  for (const { sql, least, most = 1.1 } of budgets) {
    await place.db.explain(sql)
    place.simulator.resetStats()
    await all(place.db, sql)
    const { credits } = place.simulator.stats()
    const bound = least(place.simulator)
    paid += credits
    owed += bound
    if (credits > Math.max(bound * most, bound + 1)) wrong.push(`${credits}, where ${bound} would do: ${sql}`)
  }
  expect(wrong).toEqual([])
  expect(paid / owed).toBeLessThan(1.15)
})
