import { expect, it } from 'vitest'
import { evaluate } from '../../src/engine/index.ts'
import type { Select } from '../../src/engine/tree.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { parse } from '../../src/sql/index.ts'
import { demoSource } from '../support/tables.ts'

/** What `evaluate` makes of an expression in a zone, as text. */
function inZone(timeZone: string, sql: string): unknown {
  const session = makeSession({ now: 0, timeZone })
  const { body } = bind(parse(`SELECT (${sql})::text`), demoSource(), { session }).query
  return evaluate((body as Select).items[0]!, session)
}

it.each([
  ["date_trunc('month', timestamptz '2026-01-15 00:00+00')", '2026-01-01 00:00:00'],
  ['make_timestamptz(2026, 1, 15, 8, 0, 0)', '2026-01-15 08:00:00'],
  ["timestamptz(date '2026-01-15', time '08:00')", '2026-01-15 08:00:00'],
  ["timestamptz '2026-01-15 08:00'", '2026-01-15 08:00:00'],
  ["date '2026-01-15'::timestamptz", '2026-01-15 00:00:00'],
])('%s is computed in the zone of who asks, whoever asked before', (sql, local) => {
  const zones = [
    ['UTC', '+00'],
    ['Asia/Kolkata', '+05:30'],
    ['America/Lima', '-05'],
    ['UTC', '+00'],
  ] as const
  for (const [zone, offset] of zones) {
    expect(inZone(zone, sql)).toBe(local + offset)
  }
})
