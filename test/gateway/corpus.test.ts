import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as client from './messages.ts'
import { type Company, openCompany, Talk } from './support.ts'

/**
 * What clients send, in the order they sent it: captured from real programs, or known of those that were not run. The
 * tables they were captured with had columns Field_1 … Field_n, for which one of the demo company's stands in.
 */

type Statement = readonly [extended: 0 | 1, sql: string, parameters?: readonly (string | null)[]]
interface Script {
  readonly kind: 'captured' | 'known'
  readonly statements: readonly Statement[]
}

const scripts = JSON.parse(
  readFileSync(new URL('./corpus/clients.json', import.meta.url), 'utf8').replaceAll(/Field_\d+/g, 'Description'),
) as Readonly<Record<string, Script>>

/** What is refused, and rightly: SQLSTATE and a piece of the statement. */
const refused: readonly (readonly [string, RegExp])[] = [
  // The clients tried what must fail.
  ['42883', /'nofunc'::pg_catalog.regproc/],
  ['25006', /insert into|INSERT INTO|UPDATE public|DELETE FROM/],
  ['42P01', /from nope|'public\."Leads"'|#Tableau_1/],
  // psql sends no backslash command; the capture's own driver did.
  ['42601', /\\gdesc/],
  // A literal for a prepared statement's placeholder, bytes for an array: how the capture wrote parameters down.
  ['42P02', /id = \?/],
  ['22P02', /ANY\(\$1\)|\$4::numeric/],
  ['26000', /DEALLOCATE "_PLAN/],
  // A type that has no values here.
  ['0A000', /null::record|FOR UPDATE/],
  // Tableau tries, and takes the refusal for an answer.
  ['25006', /TEMPORARY TABLE|DROP TABLE/],
  // The capture left out the BEGIN before, which went another way.
  ['25P01', /DECLARE|SAVEPOINT|RELEASE/],
  ['34000', /FETCH|fetch|CLOSE|close/],
]

let company: Company
beforeAll(async () => {
  company = await openCompany()
})
afterAll(() => company[Symbol.asyncDispose]())

const messages = ([extended, sql, parameters = []]: Statement): Buffer[] =>
  extended
    ? [client.parse(sql), client.bind(parameters), client.describePortal(), client.execute(), client.sync()]
    : [client.query(sql)]

/** Errors of a script, those expected left out; a failed transaction ends before the next statement that is none's end. */
const tally = { statements: 0, refused: 0 }

async function replay({ statements }: Script): Promise<string[]> {
  const talk = new Talk(company.backend)
  await talk.start()
  const wrong: string[] = []
  for (const statement of statements) {
    const lines = client.transcript(await talk.say(...messages(statement)))
    const error = lines.find((line) => line.startsWith('E '))
    if (lines.at(-1) === 'Z E') await talk.say(client.query('ROLLBACK'))
    const state = error?.split(' ')[2]
    tally.statements++
    if (error) tally.refused++
    const known = refused.some(([code, piece]) => code === state && piece.test(statement[1]))
    if (error && !known) wrong.push(`${error}\n${statement[1]}`)
  }
  return wrong
}

describe('what clients send is answered', () => {
  it.each(Object.entries(scripts))('%s', async (_, script) => {
    expect(await replay(script)).toEqual([])
  })

  it('but for the few that are refused above', () => {
    expect(tally).toEqual({ statements: 804, refused: 26 })
  })
})
