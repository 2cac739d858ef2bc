import { expect, it } from 'vitest'
import { Pace } from '../../src/services/kit/pace.ts'

it('no minute has more than ten downloads', () => {
  let now = 1_000_000
  const pace = new Pace(10, () => now)
  const turns: number[] = []
  for (let i = 0; i < 50; i++) {
    turns.push(now + pace.take().wait)
    now += 1500
  }
  for (const turn of turns)
    expect(turns.filter((at) => at >= turn && at < turn + 60_000).length).toBeLessThanOrEqual(10)
  expect(turns[0]).toBe(1_000_000)
  expect(turns[9]).toBe(1_000_000 + 9 * 1500)
  expect(turns.at(-1)! - turns[0]!).toBeGreaterThanOrEqual(4 * 60_000)
})

it('says how many are left, more as time passes', () => {
  let now = 0
  const pace = new Pace(10, () => now)
  for (let i = 0; i < 7; i++) pace.take()
  expect(pace.spare).toBe(3)
  now = 61_001
  expect(pace.spare).toBe(10)
})
