/** Which questions are asked under which setup, and asking them. */
import type { Simulator } from '../../src/simulator/index.ts'
import { disagreement, type Judge, type Question, Stage } from './harness.ts'
import type { Setup } from './setups.ts'

/** A question with what it is to be called in a report. */
export interface Numbered extends Question {
  readonly name: string
}

export interface Outcome {
  readonly asked: number
  /** Each with its question and how the answers differ. */
  readonly wrong: readonly string[]
  /** Rules of Zoho that were broken on the way. */
  readonly faults: readonly string[]
}

/** Asks all of them that the setup can answer, one after the other. */
export async function runSetup(
  setup: Setup,
  questions: readonly Numbered[],
  judge: Judge,
  simulator: Simulator,
): Promise<Outcome> {
  await using stage = await Stage.open(setup, simulator)
  const wrong: string[] = []
  const asked = questions.filter(({ sql }) => !setup.without || !sql.includes(`"${setup.without}"`))
  for (const question of asked) {
    const difference = await disagreement(question, stage, judge)
    if (difference) wrong.push(`[${setup.name}] ${question.name}: ${question.sql}\n    ${difference.slice(0, 2000)}`)
  }
  return { asked: asked.length, wrong, faults: stage.faults().map((fault) => `[${setup.name}] ${fault}`) }
}

/** The questions of the `index`-th of `count` setups: each question comes to `shares` of them. */
export const shareOf = (
  questions: readonly Numbered[],
  index: number,
  count: number,
  shares: number,
): readonly Numbered[] =>
  questions.filter((_, i) =>
    // Other strides for other shares, so that no two questions always meet.
    Array.from({ length: shares }, (_share, k) => (i * (2 * k + 1) + 13 * k) % count).includes(index),
  )
