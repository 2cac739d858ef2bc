import { expect, it } from 'vitest'
import { cyclesOf } from './cycles.ts'
import { importsOf, sources } from './sources.ts'

/**
 * Files import one another in one direction. Exempt are the grammars, which refer to themselves as SQL does: an
 * expression holds a query, a query holds expressions.
 */
const grammars = [/^src\/sql\//, /^src\/plan\/bind\//]

/** Folders whose cycles are known and to be broken; who breaks the last one of a folder takes it off. */
const known = [/^src\/cli\//, /^src\/driver\//, /^src\/engine\//, /^src\/exec\//, /^src\/net\//, /^src\/services\//]

const within = (files: readonly string[], folder: RegExp): boolean => files.every((file) => folder.test(file))

it('no file imports itself by way of others', () => {
  const graph = new Map(
    sources('src').map((file) => [file.path, importsOf(file).flatMap(({ local, target }) => (local ? [target] : []))]),
  )
  const cycles = cyclesOf(graph)
  expect(cycles.filter((files) => ![...grammars, ...known].some((folder) => within(files, folder)))).toEqual([])
  expect(known.filter((folder) => !cycles.some((files) => within(files, folder)))).toEqual([])
})

it('finds a cycle of any length, and no other files with it', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e']],
    ['e', ['d']],
    ['f', ['f', 'a']],
  ])
  expect(cyclesOf(graph)).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ])
})
