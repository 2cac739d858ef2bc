/** Shared by the tests of faults: a simulator and a connection for each, and what must not be in anything they say. */
import { inspect } from 'node:util'
import { expect } from 'vitest'
import type { JsValue } from '../../src/driver/inner.ts'
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'

export const roads = ['coql', 'records', 'search', 'bulk'] as const
export type Road = (typeof roads)[number]

/** A company of its own, and a connection that knows nothing of it yet: two pages of contacts on any road but `bulk`. */
export const site = (road: Road, properties = '', options: SimulatorOptions = {}): Promise<Place> =>
  openPlace({ data: 'odd', rows: 500, ...options }, `Road=${road};Prefer=credits;${properties}`)

/**
 * Ids, names and owners: of three services of Zoho, so to say (records, metadata, users). All contacts pass the
 * condition, without which nothing can be searched for.
 */
export const contactsQuery = 'SELECT id, Last_Name, Owner FROM Contacts'
export const contactsBy = (road: Road): string =>
  road === 'search' ? `${contactsQuery} WHERE Created_Time > '2000-01-01'` : contactsQuery

export interface Contact {
  readonly id: string
  readonly Last_Name: JsValue
  readonly Owner: JsValue
}

/** What {@link contactsQuery} must give, in the order of ids. */
export function contactsOf(simulator: Simulator): Contact[] {
  return simulator.rows('Contacts').map((row) => ({
    id: String(row.id),
    Last_Name: row.Last_Name as string,
    Owner: (row.Owner as { name: string } | null)?.name ?? null,
  }))
}

/** Runs what may fail: its rows, or its error. */
export async function outcome<T>(
  work: () => Promise<T>,
): Promise<{ value?: T; error?: Error & { sqlState?: string } }> {
  try {
    return { value: await work() }
  } catch (error) {
    return { error: error as Error }
  }
}

const tokenForm = /1000\.[0-9a-f]{32}\.[0-9a-f]{32}/

/** Everything that can be read off an error or a log. */
export function expectNoSecret(text: unknown, simulator: Simulator): void {
  const shown =
    typeof text === 'string' ? text : `${inspect(text, { depth: 12, showHidden: true })} ${JSON.stringify(text)}`
  for (const secret of [simulator.clientSecret, simulator.refreshToken, simulator.accessToken]) {
    expect(shown.includes(secret)).toBe(false)
  }
  expect(shown).not.toMatch(tokenForm)
}

/** What is written to stderr while `work` runs. */
export async function stderrOf(work: () => Promise<unknown>): Promise<string> {
  const { write } = process.stderr
  let written = ''
  process.stderr.write = (text: string | Uint8Array): boolean => {
    written += String(text)
    return true
  }
  try {
    await work()
  } finally {
    process.stderr.write = write
  }
  return written
}
