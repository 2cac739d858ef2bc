/**
 * Answers that never came: every kind of fault, before and after Zoho wrote, at each batch, of each kind of statement.
 * Whatever the statement says of a row must be true of the store, no record may be there twice, and none be written
 * twice.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { isZohoSqlError, type Outcome } from '../../src/base/errors.ts'
import { type FaultKind, type FaultMoment, faultKinds } from '../../src/simulator/index.ts'
import type { Place } from '../support/place.ts'
import { place } from './help.ts'

const rowsCount = 12
const batchRows = 4
const writing = { batchRows, looks: [0, 1] }

interface Told {
  readonly state: string
  readonly outcomes: readonly Outcome[] | undefined
}

async function run(at: Place, sql: string): Promise<Told> {
  try {
    const rows = await at.db.open(sql, [], { writing })
    for await (const _ of rows);
    return { state: '00000', outcomes: undefined }
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return { state: error.sqlState, outcomes: error.outcomes }
  }
}

const numbers = Array.from({ length: rowsCount }, (_, i) => i)

/** A statement of twelve rows, and what the store says of each: whether it is done, and how often it was. */
interface Kind {
  readonly sql: string
  readonly times: (at: Place, row: number) => number
}

const named = (at: Place, name: string) => at.simulator.rows('Parts').filter((row) => row.Name === name)
const part = (row: number): string => String(9_000_000_000_000_001_000n + BigInt(row))

const kinds: Readonly<Record<string, Kind>> = {
  INSERT: {
    sql: `INSERT INTO Parts (Name, Count, Price) VALUES ${numbers.map((i) => `('new ${i}', ${i}, 1.25)`)}`,
    times: (at, row) => named(at, `new ${row}`).length,
  },
  'INSERT of equal rows': {
    sql: `INSERT INTO Parts (Name) VALUES ${numbers.map(() => `('same')`)}`,
    times: (at, row) => (row < named(at, 'same').length ? 1 : 0),
  },
  'INSERT with a unique field': {
    sql: `INSERT INTO Parts (Name, Code) VALUES ${numbers.map((i) => `('new ${i}', 'C${i}')`)}`,
    times: (at, row) => named(at, `new ${row}`).length,
  },
  'INSERT … ON CONFLICT': {
    sql: `INSERT INTO Parts (Name, Code, Count) VALUES ${numbers.map((i) => `('new ${i}', 'K${i}', ${i})`)} ON CONFLICT (Code) DO UPDATE SET Count = excluded.Count`,
    times: (at, row) => named(at, `new ${row}`).filter(({ Count }) => Count === row).length,
  },
  UPDATE: {
    sql: `UPDATE Parts SET Ratio = 0.5, Kind = NULL WHERE Count < ${rowsCount}`,
    times: (at, row) => at.simulator.timesWritten('Parts', part(row)),
  },
  DELETE: {
    sql: `DELETE FROM Parts WHERE Count < ${rowsCount}`,
    times: (at, row) => (named(at, `part ${row}`).length === 0 ? 1 : 0),
  },
}

/** Faults at a door that says that nothing was done, and those that only delay. */
const harmless: ReadonlySet<FaultKind> = new Set(['429', 'slow', 'expire'])
/** Zoho's own word that the call has ended, whatever it did. */
const ended: ReadonlySet<FaultKind> = new Set(['500', '503'])

const seen = { written: 0, unknown: 0, again: 0 }

describe.each(Object.entries(kinds))('%s', (name, kind) => {
  describe.each(faultKinds.flatMap((fault) => (['before', 'after'] as const).map((when) => [fault, when] as const)))(
    '%s %s',
    (fault, when) => {
      it.each([1, 2, 3])('at batch %i', async (batch) => {
        const script = [{ kind: fault, when: when as FaultMoment, path: /\/Parts$/, nth: batch, delay: 20 }]
        await using at = await place('Timeout=0.4', { faults: { script } })
        const { state, outcomes } = await run(at, kind.sql)
        const told = (row: number): string => outcomes?.[row]?.outcome ?? 'written'
        const times = numbers.map((row) => kind.times(at, row))
        // Of equal rows none is told from another: only their number counts.
        if (name === 'INSERT of equal rows') {
          const count = (outcome: string) => numbers.filter((row) => told(row) === outcome).length
          const there = named(at, 'same').length
          expect(there).toBeGreaterThanOrEqual(count('written'))
          expect(there).toBeLessThanOrEqual(count('written') + count('unknown'))
        } else {
          for (const row of numbers) {
            expect(times[row]).toBeLessThanOrEqual(1)
            if (told(row) === 'written') expect(times[row]).toBe(1)
            if (told(row) === 'notSent') expect(times[row]).toBe(0)
            expect(told(row)).not.toBe('rejected')
          }
        }
        const unknown = numbers.filter((row) => told(row) === 'unknown')
        // What was written is found; what Zoho ended itself is sent again; of the rest nothing is claimed.
        if (when === 'after' || harmless.has(fault) || ended.has(fault)) expect([state, unknown]).toEqual(['00000', []])
        else expect([state, unknown.length]).toEqual(['08007', batchRows])
        if (when === 'after') seen.written++
        else if (unknown.length > 0) seen.unknown++
        else if (ended.has(fault)) seen.again++
      })
    },
  )
})

afterAll(() => {
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
})
