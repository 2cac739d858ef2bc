import { expect, it } from 'vitest'
import { deadExports } from './exports.ts'
import { sources } from './sources.ts'

/** What the package's `exports` and `bin` name. */
const entries = ['src/index.ts', 'src/simulator/index.ts', 'src/cli/main.ts']

it('everything exported is imported somewhere', () => {
  const src = sources('src')
  const dead = deadExports(src, [...src, ...sources('test', 'bench', 'tools')], entries)
  expect(dead).toEqual([])
})
