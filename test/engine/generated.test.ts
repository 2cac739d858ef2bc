import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Generator } from './generator.ts'
import { comparable, here, postgres, there } from './oracle.ts'

/** Generated statements in both engines. `SEED=7000 COUNT=5000 vitest run test/engine/generated` looks further. */

const first = Number(process.env.SEED ?? 1)
const count = Number(process.env.COUNT ?? 250)

let db: PGlite
beforeAll(async () => {
  db = await postgres()
})
afterAll(() => db.close())

/** Which of several equal numbers a DISTINCT keeps, 2.5 or 2.50, is nobody's promise. */
const unscaled = (line: string): string =>
  line
    .split(' | ')
    .map((cell) => (/^-?\d+\.\d+$/.test(cell) ? cell.replace(/\.?0+$/, '') : cell))
    .join(' | ')

const lines = (outcome: Parameters<typeof comparable>[0], ordered: boolean): string => {
  const all = comparable(outcome, ordered).map(unscaled)
  return (ordered ? all : all.toSorted()).join('\n')
}

it('means the same here and in PostgreSQL', async () => {
  const wrong: object[] = []
  const seen = { empty: 0, some: 0 }
  for (let seed = first; seed < first + count; seed++) {
    const sql = new Generator(seed).statement()
    const ours = here(sql)
    const theirs = await there(db, sql)
    const [expected, got] = [lines(theirs, ours.ordered), lines(ours, ours.ordered)]
    if (expected !== got) wrong.push({ seed, sql, expected, got, message: ours.message ?? theirs.message })
    seen[expected === '' ? 'empty' : 'some']++
  }
  expect(wrong).toEqual([])
  expect(seen.empty).toBeGreaterThan(count / 20)
  expect(seen.some).toBeGreaterThan(count / 4)
}, 600_000)
