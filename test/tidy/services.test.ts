import ts from 'typescript'
import { expect, it } from 'vitest'
import { importsOf, type Source, sources } from './sources.ts'

/** What is one service's own is said by that service; the table of schemas knows their names, one file their classes. */

const outside = sources('src').filter(({ path }) => !/^src\/(services|simulator)\//.test(path))

function* texts(node: ts.Node): Generator<ts.LiteralLikeNode> {
  if (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent)) yield node
  for (const child of node.getChildren()) yield* texts(child)
}

it('no service is named but in the table of schemas', () => {
  const named = ({ path, tree }: Source): string[] =>
    [...texts(tree)].filter(({ text }) => /^'?crm'?$/i.test(text)).map(() => path)
  expect(new Set(outside.flatMap(named))).toEqual(new Set(['src/base/schemas.ts']))
})

it('readers import no offers: what they need comes with the request', () => {
  const readers = sources('src/services').filter(({ path }) => path.includes('/read/'))
  const leaning = readers.filter((from) => importsOf(from).some(({ target }) => target.includes('/offer/')))
  expect(readers.length).toBeGreaterThan(0)
  expect(leaning.map(({ path }) => path)).toEqual([])
})

it('services are opened by one file', () => {
  const opens = (from: Source): boolean => importsOf(from).some(({ target }) => target.startsWith('src/services/'))
  expect(outside.filter(opens).map(({ path }) => path)).toEqual(['src/driver/services.ts'])
})
