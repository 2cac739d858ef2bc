import { describe, expect, it } from 'vitest'
import { parse, SyntaxError as Refused } from '../../grammar/odata.peggy'
import { readCases } from '../support/corpus.ts'

type Node = Readonly<Record<string, unknown>> & { readonly kind?: string }

/** A tree in few letters: see the head of the corpus. */
function short(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(short)
  if (tree === null || typeof tree !== 'object') return tree
  const node = tree as Node
  switch (node.kind) {
    case 'literal':
      return node.value === null ? 'null' : `${node.type}:${node.value}`
    case 'path':
      return (node.steps as string[]).join('/')
    case 'alias':
      return `@${node.name}`
    case 'binary':
      return [node.op, short(node.left), short(node.right)]
    case 'not':
    case 'negate':
      return [node.kind, short(node.of)]
    case 'call':
      return [`${node.name}()`, ...(node.args as unknown[]).map(short)]
  }
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'at')
      .map(([name, value]) => [name, short(value)]),
  )
}

function complaint(text: string): number | undefined {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof Refused) return error.location.start.offset
    throw error
  }
  return undefined
}

describe('OData’s URLs', () => {
  it.each(readCases('odata-accepted'))('reads $text', ({ text, expected }) => {
    expect(short(parse(text))).toEqual(JSON.parse(expected))
  })

  it.each(readCases('odata-refused'))('refuses $text', ({ text, expected }) => {
    expect(complaint(text)).toBe(Number(expected))
  })

  it.each([
    ['(', ')'],
    ['not(', ')'],
    ['f(', ')'],
    ['-(', ')'],
    ['a in (', ')'],
    ['D/any(d:', ')'],
  ])('are read in time that grows with their length: %s%s', (open, close) => {
    const deep = `filter=${open.repeat(150)}a${close.repeat(150)}`
    expect(complaint(deep)).toBeUndefined()
    expect(complaint(deep.slice(0, -1))).toBeDefined()
  })
})
