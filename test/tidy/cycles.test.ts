import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { importsOf, sources } from './sources.ts'

/**
 * The two grammars: an expression holds queries and a query expressions, in the parser and in the binder, so their files
 * lean on each other as the rules do.
 */
const grammars: ReadonlySet<string> = new Set(['src/sql', 'src/plan/bind'])

/** Files that can be reached from each other, group by group (after Tarjan). */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (file: string): number => {
    order.set(file, order.size)
    lowest.set(file, order.get(file)!)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      const reached = order.has(next) ? (stack.includes(next) ? order.get(next)! : Infinity) : visit(next)
      lowest.set(file, Math.min(lowest.get(file)!, reached))
    }
    if (lowest.get(file) === order.get(file)) {
      const group = stack.splice(stack.indexOf(file))
      if (group.length > 1) found.push(group.toSorted())
    }
    return lowest.get(file)!
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return found
}

const graphOf = (paths: readonly [path: string, targets: readonly string[]][]) => new Map(paths)

it('a cycle is found, however long', () => {
  const graph = graphOf([
    ['a', ['b', 'x']],
    ['b', ['c']],
    ['c', ['a', 'd']],
    ['d', ['e']],
    ['e', ['d']],
    ['x', []],
  ])
  expect(cycles(graph).toSorted()).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ])
})

it('no files of src lean on each other, but for the two grammars', () => {
  const files = sources('src')
  const graph = graphOf(
    files.map((file) => [file.path, importsOf(file).flatMap(({ local, target }) => (local ? target : []))]),
  )
  const isExempt = (path: string): boolean => grammars.has(dirname(path).replace(/^src\/sql\/ast$/, 'src/sql'))
  const wrong = cycles(graph).filter((group) => !group.every(isExempt))
  expect(wrong).toEqual([])
})
