/** Answers to calls for lines and links that never came: what the statement says is true of the store, and nothing is doubled. */
import { describe, expect, it } from 'vitest'
import { isZohoSqlError, type Outcome } from '../../src/base/errors.ts'
import { type FaultKind, faultKinds } from '../../src/simulator/index.ts'
import type { Place } from '../support/place.ts'
import { familyPlace, idOf } from './family.ts'

/** Two records a call. */
const writing = { batchRows: 2, looks: [0, 1] }

async function outcomesOf(at: Place, sql: string): Promise<readonly Outcome[] | undefined> {
  try {
    for await (const _ of await at.db.open(sql, [], { writing }));
    return undefined
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    expect(error.sqlState).toBe('08007')
    return error.outcomes
  }
}

const quotes = [0, 1, 2, 3]
const noted = (at: Place, note: string) => at.simulator.rows('Quoted_Items').filter(({ Note }) => Note === note)
const linked = (at: Place, lead: number) =>
  at.simulator.rows('Leads_X_Products').filter(({ Interested, Wish }) => {
    return (Interested as { id: string }).id === idOf(5, lead) && (Wish as { id: string }).id === idOf(3, 3)
  })

/** A statement, and how often each of its rows was written. */
interface Kind {
  readonly sql: string
  readonly rows: readonly number[]
  readonly times: (at: Place, row: number) => number
}

const kinds: Readonly<Record<string, Kind>> = {
  'new lines': {
    sql: `INSERT INTO Quoted_Items (Parent_Id, Note, Price) VALUES ${quotes.flatMap((i) => [`('Q${i}', 'new ${i}', 1.25)`, `('Q${i}', 'more ${i}', 2)`])}`,
    rows: [0, 1, 2, 3, 4, 5, 6, 7],
    times: (at, row) => noted(at, `${row % 2 === 0 ? 'new' : 'more'} ${row >> 1}`).length,
  },
  'changed lines': {
    sql: 'UPDATE Quoted_Items SET Quantity = 77, Price = NULL WHERE Quantity < 7 ',
    rows: [0, 1, 2, 3, 4, 5],
    times: (at, row) => noted(at, `line ${row}`).filter(({ Quantity }) => Quantity === 77).length,
  },
  'lines taken away': {
    sql: 'DELETE FROM Quoted_Items WHERE Quantity < 7',
    rows: [0, 1, 2, 3, 4, 5],
    times: (at, row) => 1 - noted(at, `line ${row}`).length,
  },
  'new links': {
    sql: "INSERT INTO Leads_X_Products (Interested, Wish) VALUES ('Lang', 'Hose'), ('Long', 'Hose'), ('Ling', 'Hose')",
    rows: [0, 1, 2],
    times: (at, row) => linked(at, row).length,
  },
}

/** Those that only delay; Zoho's own word that the call has ended, whatever it did. */
const ending: ReadonlySet<FaultKind> = new Set(['429', 'slow', 'expire', '500', '503'])
const cases = faultKinds.flatMap((fault, i) =>
  (['before', 'after'] as const).map((when) => [fault, when, 1 + (i % 2)] as const),
)

describe.each(Object.entries(kinds))('%s', (_name, { sql, rows, times }) => {
  it.each(cases)('%s %s, at call %i', async (kind, when, nth) => {
    const script = [{ kind, when, path: /\/(Quotes|Leads)$/, containing: '"data"', nth, delay: 20 }]
    await using at = await familyPlace('Timeout=0.4', { faults: { script } })
    const before = at.simulator.rows('Quoted_Items').length
    const outcomes = await outcomesOf(at, sql)
    const told = (row: number): string => outcomes?.[row]?.outcome ?? 'written'
    for (const row of rows) {
      expect(times(at, row)).toBeLessThanOrEqual(1)
      if (told(row) === 'written') expect(times(at, row)).toBe(1)
      if (told(row) === 'notSent') expect(times(at, row)).toBe(0)
      expect(told(row)).not.toBe('rejected')
    }
    if (when === 'after' || ending.has(kind)) expect(outcomes).toBeUndefined()
    else expect(outcomes?.some(({ outcome }) => outcome === 'unknown')).toBe(true)
    // Lines that the statement does not speak of are there still.
    if (sql.startsWith('INSERT')) expect(at.simulator.rows('Quoted_Items').length).toBeGreaterThanOrEqual(before)
  })
})
