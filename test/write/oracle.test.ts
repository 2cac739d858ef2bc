/** What statements leave in the table, and what they give, is what PostgreSQL makes of them; many more: `npm run oracle:write`. */
import { expect, it } from 'vitest'
import { runSeed } from './oracle/run.ts'

it.each(['records', 'lines'] as const)('statements by chance do to %s what PostgreSQL does', async (form) => {
  const { difference, written, refused } = await runSeed('1', 30, form)
  expect(difference).toBeUndefined()
  expect(written).toBeGreaterThan(14)
  expect(refused).toBeGreaterThan(3)
})
