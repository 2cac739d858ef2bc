import { describe, expect, it } from 'vitest'
import { parse, SyntaxError as Refused } from '../../grammar/criteria.peggy'
import { readCases } from '../support/corpus.ts'

type Tree =
  | { kind: 'and' | 'or'; left: Tree; right: Tree }
  | { kind: 'test'; field: string; operator: string; values: string[] }

const short = (tree: Tree): unknown[] =>
  tree.kind === 'test' ? [tree.field, tree.operator, tree.values] : [tree.kind, short(tree.left), short(tree.right)]

function complaint(text: string): number | undefined {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof Refused) return error.location.start.offset
    throw error
  }
  return undefined
}

describe('search criteria', () => {
  it.each(readCases('criteria-accepted'))('reads $text', ({ text, expected }) => {
    expect(short(parse(text) as Tree)).toEqual(JSON.parse(expected))
  })

  it.each(readCases('criteria-refused'))('refuses $text', ({ text, expected }) => {
    expect(complaint(text)).toBe(Number(expected))
  })

  it('are read in time that grows with their length', () => {
    const deep = `${'('.repeat(500)}A:equals:1${')'.repeat(500)}`
    expect(complaint(deep)).toBeUndefined()
    expect(complaint(deep.slice(1))).toBe(deep.length - 2)
  })
})
