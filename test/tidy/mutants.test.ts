import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutants } from '../../tools/mutants/list.ts'
import { root, sources } from './sources.ts'

it('each guard of the list of mutants stands in src once, and its tests are there', () => {
  const texts = sources('src').map(({ text }) => text)
  const times = (find: string): number => texts.reduce((sum, text) => sum + text.split(find).length - 1, 0)
  const lost = mutants.filter(
    ({ find, tests }) => times(find) !== 1 || tests.some((path) => !existsSync(join(root, path))),
  )
  expect(lost.map(({ name }) => name)).toEqual([])
})
