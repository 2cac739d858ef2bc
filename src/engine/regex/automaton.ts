import { tooComplex } from './flags.ts'
import type { CharSet } from './sets.ts'
import { type Node, type RegexConstraint, unlimited } from './tree.ts'

/** An automaton of states and arcs (Thompson's): made of a {@link Node}, run by ./machine.ts. */

interface AutomatonState {
  /** Free arcs. */
  readonly to: number[]
  /** Arcs that take one character of a set, by the set's number. */
  readonly reads: { readonly set: number; readonly to: number }[]
  /** Arcs that may be taken where a constraint holds, by its number. */
  readonly when: { readonly constraint: number; readonly to: number }[]
}

/** Constraints of one automaton are told by the bits of a number. */
const mostConstraints = 30

export class Automaton {
  readonly states: AutomatonState[] = []
  readonly sets: CharSet[] = []
  readonly constraints: RegexConstraint[] = []
  readonly start: number
  readonly end: number
  readonly #setNumbers = new Map<string, number>()
  readonly #constraintNumbers = new Map<string, number>()
  readonly #ascii = new Int32Array(128).fill(-1)
  readonly #classes = new Map<number, number>()
  readonly #classNumbers = new Map<string, number>()

  constructor(node: Node) {
    this.start = this.#state()
    this.end = this.#add(node, this.start)
  }

  /** Characters that no set tells apart are of one class. */
  classOf(code: number): number {
    const known = code < 128 ? this.#ascii[code]! : (this.#classes.get(code) ?? -1)
    if (known >= 0) return known
    const found = this.#newClass(code)
    if (code < 128) this.#ascii[code] = found
    else this.#classes.set(code, found)
    return found
  }

  #newClass(code: number): number {
    const key = this.sets.map((set) => (set.has(code) ? '1' : '0')).join('')
    const known = this.#classNumbers.get(key)
    if (known !== undefined) return known
    this.#classNumbers.set(key, this.#classNumbers.size)
    return this.#classNumbers.size - 1
  }

  #state(): number {
    return this.states.push({ to: [], reads: [], when: [] }) - 1
  }

  #free(from: number, to: number): void {
    this.states[from]!.to.push(to)
  }

  /** Adds what `node` takes after the state `from`; returns the state where it ends. */
  #add(node: Node, from: number): number {
    switch (node.kind) {
      case 'empty':
        return from
      case 'set':
        return this.#read(node.set, from)
      case 'constraint':
        return this.#constrain(node.constraint, from)
      case 'all':
        return node.parts.reduce((at, part) => this.#add(part, at), from)
      case 'any':
        return this.#any(node.parts, from)
      case 'repeat':
        return this.#repeat(node, from)
    }
  }

  #read(set: CharSet, from: number): number {
    const to = this.#state()
    const number = this.#setNumbers.get(set.key) ?? this.sets.push(set) - 1
    this.#setNumbers.set(set.key, number)
    this.states[from]!.reads.push({ set: number, to })
    return to
  }

  #constrain(constraint: RegexConstraint, from: number): number {
    const to = this.#state()
    const key = 'node' in constraint ? `${this.constraints.length}` : constraint.kind
    const number = this.#constraintNumbers.get(key) ?? this.constraints.push(constraint) - 1
    if (number >= mostConstraints) throw tooComplex()
    this.#constraintNumbers.set(key, number)
    this.states[from]!.when.push({ constraint: number, to })
    return to
  }

  #any(parts: readonly Node[], from: number): number {
    const end = this.#state()
    for (const part of parts) {
      const begin = this.#state()
      this.#free(from, begin)
      this.#free(this.#add(part, begin), end)
    }
    return end
  }

  #repeat({ part, min, max }: Node & { kind: 'repeat' }, from: number): number {
    let at = from
    for (let i = 0; i < min; i++) at = this.#add(part, at)
    if (max === unlimited) return this.#loop(part, at)
    const end = this.#state()
    for (let i = min; i < max; i++) {
      this.#free(at, end)
      // A state of its own: loops within must not lead back to what came before.
      const begin = this.#state()
      this.#free(at, begin)
      at = this.#add(part, begin)
    }
    this.#free(at, end)
    return end
  }

  #loop(part: Node, from: number): number {
    const begin = this.#state()
    const end = this.#state()
    this.#free(from, begin)
    this.#free(begin, end)
    this.#free(this.#add(part, begin), begin)
    return end
  }
}
