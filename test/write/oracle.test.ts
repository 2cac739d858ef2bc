/** What statements leave in the table, and what they give, is what PostgreSQL makes of them; many more: `npm run oracle:write`. */
import { expect, it } from 'vitest'
import { runSeed } from './oracle/run.ts'

it('statements by chance do what PostgreSQL does', async () => {
  const { difference, written, refused } = await runSeed('1', 40)
  expect(difference).toBeUndefined()
  expect(written).toBeGreaterThan(20)
  expect(refused).toBeGreaterThan(3)
})
