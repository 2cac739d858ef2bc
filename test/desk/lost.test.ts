/**
 * Answers of Desk that never came: every kind of fault, before and after Desk wrote, of each kind of statement. Whatever
 * the statement says of a row must be true of the desk, no record may be there twice, and none be written twice.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { isZohoSqlError, type Outcome } from '../../src/base/errors.ts'
import type { DeskVariants } from '../../src/simulator/desk/variants.ts'
import { type FaultKind, type FaultMoment, faultKinds } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'

const rowsCount = 6
const numbers = Array.from({ length: rowsCount }, (_, i) => i)

interface Told {
  readonly state: string
  readonly outcomes: readonly Outcome[] | undefined
}

async function run(at: Place, sql: string, looks = [0, 1], batchRows = 3): Promise<Told> {
  try {
    const rows = await at.db.open(sql, [], { writing: { looks, batchRows } })
    for await (const _ of rows);
    return { state: '00000', outcomes: undefined }
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return { state: error.sqlState, outcomes: error.outcomes }
  }
}

type Store = ReturnType<Place['simulator']['deskRows']>
const with_ = (at: Place, module: string, test: (row: Store[number]) => boolean): number =>
  at.simulator.deskRows(module).filter(test).length

interface Kind {
  readonly sql: (at: Place) => string
  /** How often a row is done. */
  readonly times: (at: Place, row: number, ids: readonly string[]) => number
  /** Calls that are struck, and what their bodies hold. */
  readonly path: RegExp
  readonly containing: string
  /** Rows are known by reading, whatever became of the call. */
  readonly tells: boolean
}

const idsOf = (at: Place, module: string): string[] =>
  at.simulator
    .deskRows(module)
    .slice(0, rowsCount)
    .map(({ id }) => String(id))

const some = (at: Place, module: string): unknown => at.simulator.deskRows(module)[0]!.id
const list = (ids: readonly string[]): string => ids.join(', ')

const kinds: Readonly<Record<string, Kind>> = {
  'INSERT of tickets': {
    sql: (at) =>
      `INSERT INTO desk.tickets (subject, "departmentId", "contactId") VALUES ${numbers.map(
        (i) => `('new ${i}', ${some(at, 'departments')}, ${some(at, 'contacts')})`,
      )}`,
    times: (at, row) => with_(at, 'tickets', ({ subject }) => subject === `new ${row}`),
    path: /\/tickets$/,
    containing: 'new ',
    tells: true,
  },
  'INSERT of contacts with an e-mail': {
    sql: () =>
      `INSERT INTO desk.contacts ("lastName", email) VALUES ${numbers.map((i) => `('n', 'n${i}@new.example')`)}`,
    times: (at, row) => with_(at, 'contacts', ({ email }) => email === `n${row}@new.example`),
    path: /\/contacts$/,
    containing: '@new',
    tells: true,
  },
  'INSERT of accounts': {
    sql: () => `INSERT INTO desk.accounts ("accountName") VALUES ${numbers.map((i) => `('new ${i}')`)}`,
    times: (at, row) => with_(at, 'accounts', ({ accountName }) => accountName === `new ${row}`),
    path: /\/accounts$/,
    containing: 'new ',
    // Nobody says who made them.
    tells: false,
  },
  'INSERT of comments': {
    sql: (at) =>
      `INSERT INTO desk.ticket_comments ("ticketId", content) VALUES ${numbers.map((i) => `(${some(at, 'tickets')}, 'new ${i}')`)}`,
    times: (at, row) =>
      at.simulator.deskTold('tickets/comments').filter(({ content }) => content === `new ${row}`).length,
    path: /\/comments$/,
    containing: 'new ',
    tells: true,
  },
  'UPDATE one by one': {
    sql: (at) =>
      `UPDATE desk.tickets SET resolution = subject || ' so', priority = 'Low' WHERE id IN (${list(idsOf(at, 'tickets'))})`,
    times: (at, row, ids) => at.simulator.timesWritten('desk/tickets', ids[row]!),
    path: /\/tickets\/\d+$/,
    containing: 'resolution',
    tells: true,
  },
  DELETE: {
    sql: (at) => `DELETE FROM desk.contacts WHERE id IN (${list(idsOf(at, 'contacts'))})`,
    times: (at, row, ids) => 1 - with_(at, 'contacts', ({ id }) => id === ids[row]),
    path: /moveToTrash$/,
    containing: 'contactIds',
    tells: true,
  },
}

/** Faults at a door that says that nothing was done, and those that only delay. */
const harmless: ReadonlySet<FaultKind> = new Set(['429', 'slow', 'expire'])
/** Desk's own word that the call has ended, whatever it did. */
const ended: ReadonlySet<FaultKind> = new Set(['500', '503'])

/** Only a call that is never answered is given up soon: a busy machine is no fault. */
const propertiesFor = (fault: FaultKind): string => `Services=crm,desk;Timeout=${fault === 'hang' ? 1 : 60}`
const seen = { written: 0, unknown: 0, again: 0 }
const options = { rows: 60, desk: { tickets: 30, credits: 1e9 } }
const momentsOf = (faults: readonly FaultKind[]) =>
  faults.flatMap((fault) => (['before', 'after'] as const).map((when) => [fault, when] as const))
const every = momentsOf(faultKinds)
const few = momentsOf(['500', '502', '429', 'reset', 'cut-json', 'hang'])

/** Readings of Desk that looking for a record may stumble over, one after the other. */
const readings: readonly Partial<DeskVariants>[] = [
  {},
  { deskIndexDelay: 60_000 },
  { deskTrashed: 'missing', deskMissing: 403 },
  { deskTicketsSort: 'spec', deskFields: 'refused', deskIndexDelay: 60_000 },
  { deskMissing: 422, deskTimes: 'seconds', deskFromBase: 'one' },
]
let turn = 0

describe.each(Object.entries(kinds))('%s', (name, kind) => {
  it.each(name === 'INSERT of tickets' ? every : few)('%s %s', async (fault, when) => {
    const { path, containing } = kind
    const script = [
      { kind: fault, when: when as FaultMoment, path, containing, nth: name === 'DELETE' ? 1 : 2, delay: 20 },
    ]
    await using at = await openPlace({ ...options, variants: readings[turn++ % readings.length] }, propertiesFor(fault))
    const sql = kind.sql(at)
    const ids = idsOf(at, name === 'DELETE' ? 'contacts' : 'tickets')
    await at.db.explain(sql)
    at.simulator.setFaults({ script })
    const { state, outcomes } = await run(at, sql)
    const told = (row: number): string => outcomes?.[row]?.outcome ?? 'written'
    const times = numbers.map((row) => kind.times(at, row, ids))
    for (const row of numbers) {
      expect(times[row]).toBeLessThanOrEqual(1)
      if (told(row) === 'written') expect(times[row]).toBe(1)
      if (told(row) === 'notSent') expect(times[row]).toBe(0)
      expect(told(row)).not.toBe('rejected')
    }
    const unknown = numbers.filter((row) => told(row) === 'unknown')
    if (kind.tells && (when === 'after' || harmless.has(fault) || ended.has(fault)))
      expect([state, unknown]).toEqual(['00000', []])
    if (when === 'after') seen.written++
    else if (unknown.length > 0) seen.unknown++
    else if (ended.has(fault)) seen.again++
  })
})

describe('records that bear nobody’s name', () => {
  it.each(momentsOf(['500', 'reset']))('are made once: %s %s', async (fault, when) => {
    await using at = await openPlace({ ...options, variants: { deskMaker: 'nobody' } }, propertiesFor(fault))
    const { sql, times, path, containing } = kinds['INSERT of tickets']!
    await at.db.explain(sql(at))
    at.simulator.setFaults({ script: [{ kind: fault, when, path, containing, nth: 2 }] })
    const { outcomes } = await run(at, sql(at))
    const done = numbers.map((row) => times(at, row, []))
    const unknown = outcomes?.filter(({ outcome }) => outcome === 'unknown').length ?? 0
    if (when === 'after') expect([done, unknown]).toEqual([numbers.map(() => 1), 1])
    else expect(done.filter((count) => count !== 1)).toHaveLength(unknown)
  })
})

describe('one value for many records', () => {
  it.each(momentsOf(['500', '502', 'reset', 'cut-json']))('%s %s', async (fault, when) => {
    await using at = await openPlace({ rows: 250, desk: options.desk }, propertiesFor(fault))
    await at.db.explain('SELECT title FROM desk.contacts')
    at.simulator.setFaults({ script: [{ kind: fault, when, path: /updateMany$/ }] })
    const { state, outcomes } = await run(at, `UPDATE desk.contacts SET title = 'T' WHERE id IS NOT NULL`, [0, 1], 50)
    const done = with_(at, 'contacts', ({ title }) => title === 'T')
    const contacts = at.simulator.deskRows('contacts')
    expect(contacts.every(({ id }) => at.simulator.timesWritten('desk/contacts', String(id)) <= 1)).toBe(true)
    if (when === 'after' || ended.has(fault)) expect([state, done]).toEqual(['00000', contacts.length])
    else expect([state, outcomes!.filter(({ outcome }) => outcome === 'written').length]).toEqual(['08007', done])
  })
})

afterAll(() => {
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
})
