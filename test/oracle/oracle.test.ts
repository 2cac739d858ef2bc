/**
 * zohosql's rows are PostgreSQL's: written queries and queries by chance, with pushdown and without, by every road, for
 * every API version and under every reading of what Zoho leaves open. `npm run oracle` asks more of them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../src/simulator/index.ts'
import { chance } from './chance.ts'
import { generate } from './generate.ts'
import { Judge, openSimulator } from './harness.ts'
import { PostgresError } from './postgres.ts'
import { type Numbered, type Outcome, runSetup, shareOf } from './runs.ts'
import { basic, rotated, type Setup } from './setups.ts'
import { written } from './written.ts'

const seed = 1
/** Setups that each question comes to, of those that rotate. */
const SHARES = 1
const byChance: readonly Numbered[] = Array.from({ length: 60 }, (_, i) => ({
  name: `seed ${seed}, query ${i}`,
  ...generate(seed, i),
}))
const byHand: readonly Numbered[] = [...written].flatMap(([file, questions]) =>
  questions.map((question, i) => ({ name: `${file}.sql, query ${i + 1}`, ...question })),
)
const questions = [...byHand, ...byChance]

let judge: Judge
let simulator: Simulator
beforeAll(async () => {
  judge = await Judge.open()
  simulator = await openSimulator()
})
afterAll(async () => {
  await judge.close()
  await simulator.close()
})

function verify({ asked, wrong, faults }: Outcome): void {
  expect(asked).toBeGreaterThan(0)
  expect(wrong.join('\n')).toBe('')
  expect(faults.join('\n')).toBe('')
}

describe('all questions', () => {
  const [usual, ...others] = basic as [Setup, ...Setup[]]

  it(`by ${usual.name}`, async () => verify(await runSetup(usual, questions, judge, simulator)))

  // Each question comes to one of them; `npm run oracle` asks all of all.
  it.each(others.map((setup, index): [string, Setup, number] => [setup.name, setup, index]))(
    'half of them by %s',
    async (_name, setup, index) =>
      verify(await runSetup(setup, shareOf(questions, index, others.length, 1), judge, simulator)),
  )
})

describe('a share of the questions', () => {
  it.each(rotated.map((setup, index): [string, Setup, number] => [setup.name, setup, index]))(
    'under %s',
    async (_name, setup, index) =>
      verify(await runSetup(setup, shareOf(questions, index, rotated.length, SHARES), judge, simulator)),
  )
})

describe('the questions', () => {
  it('are answered by PostgreSQL, with rows and without', async () => {
    const answers = await Promise.all(questions.map((question) => judge.answer(question)))
    const refused = answers.flatMap((answer, i) =>
      answer instanceof PostgresError ? [`${questions[i]!.sql}: ${answer.message}`] : [],
    )
    expect(refused).toEqual([])
    const empty = (from: number): number =>
      answers.slice(from).filter((answer) => !(answer instanceof PostgresError) && answer.rows.length === 0).length
    for (const [from, count] of [
      [0, byHand.length],
      [byHand.length, byChance.length],
    ] as const) {
      expect(empty(from)).toBeGreaterThan(Math.min(20, count / 6))
      expect(empty(from)).toBeLessThan(count * 0.6)
    }
  })

  it('are many, and the same for the same seed', () => {
    expect(byHand.length).toBeGreaterThanOrEqual(500)
    expect(new Set(byHand.map(({ sql }) => sql)).size).toBe(byHand.length)
    expect(new Set(byChance.map(({ sql }) => sql)).size).toBe(byChance.length)
    expect(generate(7, 3)).toEqual(generate(7, 3))
    expect(generate(7, 3)).not.toEqual(generate(8, 3))
    expect(chance('x').next()).toBe(chance('x').next())
  })

  it('reach every setup several times', () => {
    const shares = rotated.map((_, index) => shareOf(questions, index, rotated.length, SHARES).length)
    expect(Math.min(...shares)).toBeGreaterThan(3)
    expect(new Set([...basic, ...rotated].map(({ name }) => name)).size).toBe(basic.length + rotated.length)
  })
})
