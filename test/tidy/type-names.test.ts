import ts from 'typescript'
import { expect, it } from 'vitest'
import { sources } from './sources.ts'

/**
 * What the package shows (`driver/face`) and what stands for it inside bear one name: they are one thing, seen from two
 * sides, and no file sees both.
 */
const faces: ReadonlySet<string> = new Set([
  'Connection',
  'Cursor',
  'ExplainedScan',
  'Explanation',
  'Parameters',
  'Pool',
  'Price',
  'RowStream',
  'Spent',
  'Statement',
])

const isNamed = (node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node)

function declarations(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { path, tree } of sources('src')) {
    for (const node of tree.statements) {
      if (!isNamed(node) || !node.name) continue
      found.set(node.name.text, [...(found.get(node.name.text) ?? []), path])
    }
  }
  return found
}

it('the name of a type means one thing', () => {
  const twice = [...declarations()].filter(([name, paths]) => paths.length > 1 && !faces.has(name))
  expect(twice.map(([name, paths]) => `${name}: ${paths.join(', ')}`)).toEqual([])
})

it('each exemption is one that the package shows and one that stands for it', () => {
  const declared = declarations()
  const wrong = [...faces].filter((name) => {
    const paths = declared.get(name) ?? []
    return paths.length !== 2 || paths.filter((path) => path.startsWith('src/driver/face/')).length !== 1
  })
  expect(wrong).toEqual([])
})
