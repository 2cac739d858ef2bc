import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { type Source, sources } from './sources.ts'

/** Files and functions stay short. What is longer today is listed with its length, and may only shrink. */

const fileLinesMax = 400
const longFiles: Readonly<Record<string, number>> = {}

const functionLinesMax = 60
const longFunctions: Readonly<Record<string, number>> = {}

const src = sources('src')

const lineCount = (text: string): number => text.split('\n').length - 1

function functionsOf({ path, tree }: Source): (readonly [string, number])[] {
  const found: (readonly [string, number])[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      found.push([`${path}: ${nameOf(node)}`, lineCount(node.getText()) + 1])
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText()
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  const { parent } = node
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name.getText() : 'a function'
}

/** What is longer than it may be, and what the list still excuses although it need not. */
function findings(lengths: readonly (readonly [string, number])[], max: number, excused: Record<string, number>) {
  const long = lengths.filter(([name, lines]) => lines > (excused[name] ?? max))
  const known = new Map(lengths)
  const stale = Object.keys(excused).filter((name) => (known.get(name) ?? 0) <= max)
  return { long: Object.fromEntries(long), stale }
}

const none = { long: {}, stale: [] }

describe('size', () => {
  it('of files', () => {
    const lengths = src.map(({ path, text }) => [path, lineCount(text)] as const)
    expect(findings(lengths, fileLinesMax, longFiles)).toEqual(none)
  })

  it('of functions', () => {
    expect(findings(src.flatMap(functionsOf), functionLinesMax, longFunctions)).toEqual(none)
  })

  it('of the usual function: half have ten lines at most', () => {
    const lengths = src.flatMap(functionsOf).map(([, lines]) => lines)
    const median = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)]
    expect(median).toBeLessThanOrEqual(10)
  })
})
