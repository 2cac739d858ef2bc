/** However long a statement is, others have their turn while it is read, understood and planned. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse, query, transcript } from './messages.ts'
import { type Company, openCompany, Talk } from './support.ts'

let company: Company
beforeAll(async () => {
  company = await openCompany(20)
})
afterAll(() => company[Symbol.asyncDispose]())

/** What a session says, and how often the others had their turn meanwhile. */
async function turnsOf(talk: Talk, message: Buffer): Promise<{ readonly turns: number; readonly said: string }> {
  let turns = 0
  let done = false
  const count = (): void => {
    if (done) return
    turns++
    setImmediate(count)
  }
  setImmediate(count)
  const said = transcript(await talk.say(message)).join('\n')
  done = true
  return { turns, said }
}

const list = (length: number, item: (i: number) => unknown): string =>
  Array.from({ length }, (_, i) => item(i)).join(',')
const ids = list(45_000, (i) => i)
const rows = list(1000, (i) => `(${list(30, (j) => `'${i} ${j}'`)})`)

it.each<[what: string, sql: string, said: RegExp, atLeast: number]>([
  ['a long list', `SELECT 1 AS one WHERE 1 IN (${ids})`, /C SELECT 1/, 5],
  ['a list that cannot be compared', `SELECT 1 WHERE 'x'::json IN (${ids})`, /E ERROR/, 3],
  ['a column that is not there', `SELECT nope FROM crm."Leads" WHERE id IN (${ids})`, /42703/, 3],
  ['1,000 rows of 30 values', `SELECT count(*) FROM (VALUES ${rows}) v`, /D 1000/, 5],
  ['semicolons', `SELECT 1${';'.repeat(80_000)}`, /C SELECT 1/, 8],
  ['statements', `SELECT 1 WHERE false;${'--\n'.repeat(80_000)}`, /C SELECT 0/, 8],
  ['a long document', `SELECT jsonb_array_length('[${list(100_000, (i) => i)}]'::jsonb)`, /D 100000/, 5],
  ['a long array', `SELECT count(*) FROM crm."Leads" WHERE id = ANY('{${list(100_000, (i) => i)}}')`, /D 0/, 5],
])('%s', async (_, sql, said, atLeast) => {
  const talk = new Talk(company.backend)
  await talk.start()
  for (const message of [query(sql), parse(sql)]) {
    const found = await turnsOf(talk, message)
    if (message[0] === query('')[0]) expect(found.said).toMatch(said)
    expect(found.turns).toBeGreaterThanOrEqual(message[0] === query('')[0] ? atLeast : 2)
  }
})

it.each([
  ['columns', `SELECT ${list(40_000, (i) => i)}`, '54011'],
  ['columns of values', `VALUES (${list(2000, (i) => i)})`, '54011'],
  ['keys of groups', `SELECT 1 GROUP BY ${list(2000, (i) => `1+${i}`)}`, '54011'],
  ['keys of order', `SELECT 1 ORDER BY ${list(2000, (i) => `1+${i}`)}`, '54011'],
  ['arguments', `SELECT concat(${list(101, (i) => i)})`, '54023'],
  ['words', `SELECT 1 WHERE 1 IN (${list(51_000, (i) => i)})`, '53000'],
])('more %s than PostgreSQL or this process takes are refused', async (_, sql, state) => {
  const talk = new Talk(company.backend)
  await talk.start()
  expect(transcript(await talk.say(query(sql))).join('\n')).toContain(`E ERROR ${state}`)
})
