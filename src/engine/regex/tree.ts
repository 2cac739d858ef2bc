import { tooComplex } from './flags.ts'
import type { CharSet } from './sets.ts'

/**
 * What a pattern is made of: {@link Node} says which texts match, as an automaton can tell; {@link Tree} says in
 * addition which part prefers to be long or short, what is remembered, and what refers back.
 */

export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'constraint'; readonly constraint: RegexConstraint }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number }

/** What holds or not at a place of the text. */
export type RegexConstraint =
  | { readonly kind: 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' }
  | { readonly kind: 'wordStart' | 'wordEnd' | 'wordEdge' | 'noWordEdge' }
  | { readonly kind: 'ahead' | 'behind'; readonly node: Node; readonly negated: boolean }

export const empty: Node = { kind: 'empty' }

/** No limit. */
export const unlimited = Number.POSITIVE_INFINITY

export const all = (parts: readonly Node[]): Node => (parts.length === 1 ? parts[0]! : { kind: 'all', parts })

export function repeated(part: Node, min: number, max: number): Node {
  if (min === 1 && max === 1) return part
  return max === 0 ? empty : { kind: 'repeat', part, min, max }
}

/** The same without constraints: what is referred back to need not stand where it stood. */
export function unconstrained(node: Node): Node {
  switch (node.kind) {
    case 'constraint':
      return empty
    case 'all':
    case 'any':
      return { kind: node.kind, parts: node.parts.map(unconstrained) }
    case 'repeat':
      return { ...node, part: unconstrained(node.part) }
    default:
      return node
  }
}

/** Characters of all copies together that an automaton may need; more take too much memory. */
const mostPlaces = 100_000

/** @throws {ZohoSqlError} 2201B where the automaton would be too large */
export function checkSize(node: Node): number {
  const size = sizeOf(node)
  if (size > mostPlaces) throw tooComplex()
  return size
}

function sizeOf(node: Node): number {
  if (node.kind === 'all' || node.kind === 'any') return node.parts.reduce((sum, part) => sum + sizeOf(part), 1)
  if (node.kind !== 'repeat') return 1
  return sizeOf(node.part) * Math.max(1, node.max === unlimited ? node.min : node.max)
}

/** Preferences and what a part has in it, as bits. */
export const longer = 1
export const shorter = 2
const mixed = 4
export const captures = 8
export const refersBack = 16

export interface Tree {
  /** `plain`: nothing in it is to be made out. `times`: the first child, some number of times. */
  readonly op: 'plain' | 'all' | 'any' | 'times' | 'back' | 'group'
  readonly flags: number
  readonly node: Node
  readonly children: readonly Tree[]
  /** Number of the group that remembers what this part matched; 0: none does. */
  readonly group: number
  /** `back`: the group that is referred to. */
  readonly refersTo: number
  readonly min: number
  readonly max: number
}

export function tree(op: Tree['op'], flags: number, node: Node, more: Partial<Tree> = {}): Tree {
  return { op, flags, node, children: [], group: 0, refersTo: 0, min: 1, max: 1, ...more }
}

const preference = (flags: number): number => flags & (longer | shorter)
const hasBoth = (flags: number): boolean => (flags & longer) !== 0 && (flags & shorter) !== 0

/** What a part hands up: a clash of preferences below it, but no preference. */
export const up = (flags: number): number => (flags & ~(longer | shorter)) | (hasBoth(flags) ? mixed : 0)
export const isMessy = (flags: number): boolean => (flags & (mixed | captures | refersBack)) !== 0
/** Of two parts: the first preference that there is. */
export const combined = (a: number, b: number): number => up(a | b) | (preference(a) || preference(b))

export interface RegexItem {
  readonly tree: Tree
  readonly kind: 'plain' | 'group' | 'back'
  readonly min: number
  readonly max: number
  /** 0: as the part that is repeated has it. */
  readonly preference: number
}

/** An item with its quantifier worked in. */
function quantified({ tree: atom, kind, min, max, preference: wanted }: RegexItem): Tree {
  const node = repeated(atom.node, min, max)
  const own = atom.flags & (longer | shorter | mixed)
  if (kind === 'back') {
    return { ...atom, node, min, max, flags: atom.flags | combined(wanted, atom.flags) }
  }
  if (min === 1 && max === 1 && (wanted === 0 || own === 0 || wanted === own)) return atom
  const flags = combined(wanted, atom.flags)
  if ((atom.flags & (captures | refersBack)) === 0) return tree('plain', flags, node)
  if (min > 0 && (atom.flags & refersBack) === 0) {
    // What is remembered is of the last repetition alone.
    const before = tree('plain', preference(flags), repeated(atom.node, min - 1, max - 1))
    return tree('all', flags, all([before.node, atom.node]), { children: [before, atom] })
  }
  return tree('times', flags, node, { children: [atom], min, max })
}

const pair = (flags: number, left: Tree, right: Tree): Tree =>
  tree('all', flags, all([left.node, right.node]), { children: [left, right] })

/** One branch: simple items become one automaton, the others stand for themselves. */
export function branchOf(items: readonly RegexItem[], from = 0): Tree {
  const nodes: Node[] = []
  let flags = 0
  for (let i = from; i < items.length; i++) {
    const item = items[i]!
    if (item.max === 0) continue
    const together = flags | item.preference | item.tree.flags
    if (item.kind !== 'plain' || isMessy(up(together))) {
      const before = tree('plain', flags, all(nodes))
      return withHard(nodes.length === 0 ? undefined : before, quantified(item), item, branchRest(items, i + 1))
    }
    nodes.push(repeated(item.tree.node, item.min, item.max))
    flags = together
  }
  return tree('plain', flags, nodes.length === 0 ? empty : all(nodes))
}

const branchRest = (items: readonly RegexItem[], from: number): Tree | undefined =>
  from < items.length ? branchOf(items, from) : undefined

function withHard(before: Tree | undefined, hard: Tree, item: RegexItem, rest: Tree | undefined): Tree {
  const flags = before?.flags ?? 0
  if (!rest) return before ? pair(flags | combined(flags, hard.flags), before, hard) : hard
  const own = combined(item.preference, item.tree.flags)
  const both = own | combined(own, rest.flags)
  const whole = flags | combined(flags, both)
  if (!before) return pair(whole, hard, rest)
  if (hard.op === 'plain' && rest.op === 'plain' && !isMessy(up(hard.flags | rest.flags))) {
    const merged = tree('plain', combined(hard.flags, rest.flags), all([hard.node, rest.node]))
    return pair(whole, before, merged)
  }
  return pair(whole, before, pair(both, hard, rest))
}

/** Several branches prefer the longest. */
export function choiceOf(branches: readonly Tree[]): Tree {
  if (branches.length === 1) return branches[0]!
  const flags = branches.reduce((sum, branch) => sum | up(sum | branch.flags), longer)
  const node: Node = { kind: 'any', parts: branches.map((branch) => branch.node) }
  return isMessy(flags) ? tree('any', flags, node, { children: branches }) : tree('plain', flags, node)
}

/** The part in parentheses. */
export function groupOf(inner: Tree, group: number): Tree {
  const flags = inner.flags | captures
  return inner.group === 0 ? { ...inner, flags, group } : tree('group', flags, inner.node, { children: [inner], group })
}
