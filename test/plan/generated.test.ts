/** Groups and joins by chance: what travels as groups, paths, extremes or keys gives the rows of whole tables. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

const seeds = [11, 12, 13, 14]
const perSeed = 25

/** Numbers by a seed: the same each time. */
function chance(seed: number) {
  let state = seed * 2_654_435_761
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) | 0
    return (state >>> 0) / 4_294_967_296
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const some = <T>(list: readonly T[], most: number): T[] => [
    ...new Set(Array.from({ length: 1 + Math.floor(next() * most) }, () => pick(list))),
  ]
  return { next, pick, some }
}
type Chance = ReturnType<typeof chance>

const conditions = [
  "Stage = 'Closed Won'",
  "Stage <> 'Closed Won'",
  "Stage IN ('Qualification', 'Closed Lost')",
  'Amount > 1000',
  'Amount IS NULL',
  "Closing_Date >= '2026-01-01'",
  "Closing_Date < '2025-06-01'",
  'Type IS NOT NULL',
  "Deal_Name LIKE '%a%'",
  'Account_Name_id IS NOT NULL',
  'Amount < 0',
]

function where(random: Chance, prefix = ''): string {
  if (random.next() < 0.4) return ''
  const terms = random.some(conditions, 2).map((term) => prefix + term)
  return ` WHERE ${terms.join(random.next() < 0.7 ? ' AND ' : ' OR ')}`
}

const keys = [
  'Stage',
  'Type',
  'Closing_Date',
  "date_trunc('month', Closing_Date)",
  'extract(year FROM Closing_Date)',
  'upper(Stage)',
  "Stage = 'Closed Won'",
  "CASE WHEN Type IS NULL THEN 'none' ELSE Type END",
  'Lead_Source',
]
const aggregates = [
  'count(*)',
  'count(*) * 2',
  'count(Amount)',
  'count(Stage)',
  'count(DISTINCT Stage)',
  'count(DISTINCT Closing_Date)',
  'sum(Amount)',
  'min(Amount)',
  'max(Closing_Date)',
  'max(id)',
  'min(id)',
  'avg(Amount)',
  "sum(CASE WHEN Stage = 'Closed Won' THEN 1 ELSE 0 END)",
  "count(CASE WHEN Stage = 'Closed Lost' THEN 1 END)",
  "count(*) FILTER (WHERE Stage = 'Qualification')",
  "sum(Amount) FILTER (WHERE Type = 'New Business')",
  'max(Stage) FILTER (WHERE Amount > 0)',
  'bool_and(Amount > 0)',
]

function grouped(random: Chance): string {
  const shown = random.some(aggregates, 4)
  if (random.next() < 0.35) return `SELECT ${shown.join(', ')} FROM Deals${where(random)}`
  const by = random.some(keys, 2)
  const form = random.pick([by.join(', '), by.join(', '), `ROLLUP (${by.join(', ')})`, `CUBE (${by.join(', ')})`])
  const having = random.next() < 0.2 ? ' HAVING count(*) > 2' : ''
  return `SELECT ${[...by, ...shown].join(', ')} FROM Deals${where(random)} GROUP BY ${form}${having}`
}

const distinct = (random: Chance): string =>
  `SELECT DISTINCT ${random.some(keys, 3).join(', ')} FROM Deals${where(random)}`

const joinTerms = [
  "a.Industry = 'ERP'",
  'a.Industry IS NULL',
  "a.Industry <> 'ERP'",
  'a.id IS NULL',
  'a.Annual_Revenue > 100000',
  'd.Amount > 1000',
  "d.Stage = 'Closed Won'",
  'c.Email IS NOT NULL',
  "c.Lead_Source = 'Chat'",
  "p.Industry IS NOT DISTINCT FROM 'ASP'",
  "coalesce(a.Industry, 'x') = 'x'",
  "a.Account_Name LIKE '%e%'",
]

function joined(random: Chance): string {
  const kind = (): string => random.pick(['JOIN', 'LEFT JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
  const more = random.next() < 0.25 ? ` AND ${random.pick(joinTerms.slice(0, 7))}` : ''
  const first = kind()
  const from =
    `Deals d ${first} Accounts a ON d.Account_Name_id = a.id${first === 'FULL JOIN' ? '' : more} ` +
    `${kind()} Contacts c ON c.id = d.Contact_Name_id ${kind()} Accounts p ON a.Parent_Account_id = p.id`
  const terms = random.next() < 0.75 ? ` WHERE ${random.some(joinTerms, 3).join(' AND ')}` : ''
  const shown = random.pick([
    'd.id, a.Industry, c.Email, p.Industry',
    'count(*)',
    'a.id, d.Stage',
    'DISTINCT a.Industry, d.Stage',
    'd.Stage, c.Account_Name, p.Account_Name, a.Parent_Account',
  ])
  return `SELECT ${shown} FROM ${from}${terms}`
}

const keyed = (random: Chance): string =>
  random.pick([
    `SELECT t.Subject FROM Tasks t JOIN Deals d ON t.What_Id_id = d.id${where(random, 'd.').replaceAll(' OR ', ' OR d.').replaceAll('d.d.', 'd.')}`,
    `SELECT Subject FROM Tasks WHERE What_Id_id IN (SELECT id FROM Deals${where(random)})`,
    `SELECT Deal_Name FROM Deals d WHERE EXISTS (SELECT * FROM Tasks t WHERE t.What_Id_id = d.id AND t.Status = 'Completed')`,
    `SELECT Deal_Name, (SELECT count(*) FROM Tasks t WHERE t.What_Id_id = d.id) FROM Deals d${where(random)}`,
    `SELECT u.full_name, count(*) FROM Deals d JOIN Users u ON u.id = d.Owner_id${where(random)} GROUP BY 1`,
    `SELECT Deal_Name FROM Deals WHERE Closing_Date = (SELECT max(Closing_Date) FROM Deals${where(random)})`,
    `SELECT Account_Name FROM Accounts WHERE id IN (SELECT Account_Name_id FROM Deals${where(random)} GROUP BY 1 HAVING count(*) > 1)`,
    `SELECT Subject FROM Tasks WHERE What_Id_id IN (SELECT d.id FROM Deals d LEFT JOIN Accounts a ON d.Account_Name_id = a.id${where(random, 'd.').replaceAll(' OR ', ' OR d.').replaceAll('d.d.', 'd.')})`,
    `SELECT count(*) FROM Contacts WHERE id = (SELECT max(Contact_Name_id) FROM Deals${where(random)})`,
    `SELECT d.Deal_Name FROM Deals d JOIN Users u ON u.id = d.Owner_id WHERE u.email LIKE '%a%' AND d.Amount > 0`,
  ])

let simulator: Simulator
let pushed: Connection
let here: Connection
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 160 })
  const given = `${simulator.connectionString};TokenStore=memory;TimeZone=UTC`
  pushed = await connect(given)
  here = await connect(`${given};Pushdown=false;CacheTtl=600`)
})
afterAll(async () => {
  await pushed.close()
  await here.close()
  await simulator.close()
})

const answer = async (db: Connection, sql: string): Promise<string[]> =>
  db.query(sql).then(
    (rows) => rows.map((row) => JSON.stringify(Object.values(row))).sort(),
    (error: { sqlState?: string; message: string }) => [`${error.sqlState} ${error.message}`],
  )

const forms = { grouped, distinct, joined, keyed }
const met = { rows: 0, empty: 0, errors: 0, grouped: 0, fewer: 0 }

describe.each(Object.keys(forms) as (keyof typeof forms)[])('%s', (form) => {
  it.each(seeds)('seed %i', async (seed) => {
    const random = chance(seed)
    for (let i = 0; i < perSeed; i++) {
      const sql = forms[form](random)
      const found = await answer(pushed, sql)
      expect({ sql, rows: found }).toEqual({ sql, rows: await answer(here, sql) })
      const plan = await pushed.explain(sql).catch(() => undefined)
      if (/^[0-9A-Z]{5} /.test(found[0] ?? '')) met.errors++
      else if (found.length > 0) met.rows++
      else met.empty++
      if (plan?.scans.some(({ text }) => text.some((query) => /group by|COUNT\(/.test(query)))) met.grouped++
      if (form === 'joined' && (plan?.scans.length ?? 9) < 4) met.fewer++
    }
  })
})

it('met groups, paths, answers and none', () => {
  expect(met.errors).toBe(0)
  expect(met.rows).toBeGreaterThan(200)
  expect(met.empty).toBeGreaterThan(10)
  expect(met.grouped).toBeGreaterThan(30)
  expect(met.fewer).toBeGreaterThan(30)
  expect(simulator.breaches()).toEqual([])
})
