import { Automaton } from './automaton.ts'
import { Machine } from './machine.ts'
import { isWord } from './sets.ts'
import type { RegexConstraint } from './tree.ts'

/** A text as code points, and which constraints hold where in it. */

type Lookaround = RegexConstraint & { kind: 'ahead' | 'behind' }

const hasPairs = (text: string): boolean => /[\ud800-\udfff]/.test(text)

function unitsOf(text: string): readonly number[] {
  const units = new Array<number>(text.length)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return units
}

/** Automata of lookaround, made once. */
const looking = new WeakMap<Lookaround, Machine>()

function machineOf(look: Lookaround): Machine {
  const known = looking.get(look)
  if (known) return known
  const machine = new Machine(new Automaton(look.node), look.kind === 'behind')
  looking.set(look, machine)
  return machine
}

export class Subject {
  readonly text: string
  readonly codes: readonly number[]
  /** Where characters are not UTF-16 units. */
  readonly #chars: readonly string[] | undefined
  readonly #ahead = new Map<Lookaround, Map<number, boolean>>()
  readonly #behind = new Map<Lookaround, readonly boolean[]>()

  constructor(text: string) {
    this.text = text
    this.#chars = hasPairs(text) ? [...text] : undefined
    this.codes = this.#chars?.map((char) => char.codePointAt(0)!) ?? unitsOf(text)
  }

  get length(): number {
    return this.codes.length
  }

  slice(from: number, to?: number): string {
    return this.#chars?.slice(from, to).join('') ?? this.text.slice(from, to)
  }

  /** The constraints of an automaton that hold at a place, as bits. */
  holding({ constraints }: Automaton, at: number): number {
    let bits = 0
    for (let i = 0; i < constraints.length; i++) if (this.#holds(constraints[i]!, at)) bits |= 1 << i
    return bits
  }

  #holds(constraint: RegexConstraint, at: number): boolean {
    switch (constraint.kind) {
      case 'textStart':
        return at === 0
      case 'textEnd':
        return at === this.length
      case 'lineStart':
        return at === 0 || this.codes[at - 1] === 10
      case 'lineEnd':
        return at === this.length || this.codes[at] === 10
      case 'ahead':
      case 'behind':
        return this.#looks(constraint, at) !== constraint.negated
      default:
        return this.#edge(constraint.kind, at)
    }
  }

  #edge(kind: 'wordStart' | 'wordEnd' | 'wordEdge' | 'noWordEdge', at: number): boolean {
    const before = at > 0 && isWord(this.codes[at - 1]!)
    const after = at < this.length && isWord(this.codes[at]!)
    if (kind === 'wordStart') return !before && after
    if (kind === 'wordEnd') return before && !after
    return (before !== after) === (kind === 'wordEdge')
  }

  #looks(look: Lookaround, at: number): boolean {
    return look.kind === 'behind' ? this.#looksBehind(look)[at]! : this.#looksAhead(look, at)
  }

  #looksBehind(look: Lookaround): readonly boolean[] {
    const known = this.#behind.get(look)
    if (known) return known
    const ends = machineOf(look).ends(this, this.length)
    this.#behind.set(look, ends)
    return ends
  }

  #looksAhead(look: Lookaround, at: number): boolean {
    const known = this.#ahead.get(look) ?? new Map<number, boolean>()
    this.#ahead.set(look, known)
    const before = known.get(at)
    if (before !== undefined) return before
    const found = machineOf(look).shortest(this, at, at, this.length) >= 0
    known.set(at, found)
    return found
  }
}
