import { watch } from '../functions/watch.ts'
import { Automaton } from './automaton.ts'
import { Machine } from './machine.ts'
import { sameLetter } from './sets.ts'
import type { Subject } from './subject.ts'
import { shorter, type Tree, unlimited } from './tree.ts'

/**
 * Makes out the parts of a match: which piece of the text each group took. The whole is known to match; each part in
 * turn gets the longest (or shortest) piece with which the rest still matches. PostgreSQL's own procedure, so that its
 * choices are the same.
 */

const machines = new WeakMap<Tree, Machine>()

function machineOf(tree: Tree): Machine {
  const known = machines.get(tree)
  if (known) return known
  const machine = new Machine(new Automaton(tree.node))
  machines.set(tree, machine)
  return machine
}

export interface Span {
  readonly start: number
  readonly end: number
}

export class RegexParts {
  readonly #subject: Subject
  readonly #ignoreCase: boolean
  readonly groups: (Span | undefined)[] = []

  constructor(subject: Subject, ignoreCase: boolean) {
    this.#subject = subject
    this.#ignoreCase = ignoreCase
  }

  /** Whether the piece can be what the tree wants, groups and back references included; remembers the groups. */
  matches(tree: Tree, from: number, to: number): boolean {
    watch()
    if (!this.#inner(tree, from, to)) return false
    if (tree.group > 0) this.groups[tree.group] = { start: from, end: to }
    return true
  }

  #inner(tree: Tree, from: number, to: number): boolean {
    switch (tree.op) {
      case 'plain':
        return true
      case 'back':
        return this.#refersBack(tree, from, to)
      case 'group':
        return this.matches(tree.children[0]!, from, to)
      case 'any':
        return tree.children.some((child) => this.#takes(child, from, to) && this.matches(child, from, to))
      case 'all':
        return this.#both(tree, from, to)
      case 'times':
        return this.#times(tree, from, to)
    }
  }

  #takes(tree: Tree, from: number, to: number): boolean {
    return machineOf(tree).longest(this.#subject, from, to) === to
  }

  #forget(tree: Tree): void {
    if (tree.group > 0) this.groups[tree.group] = undefined
    for (const child of tree.children) this.#forget(child)
  }

  #both({ children }: Tree, from: number, to: number): boolean {
    const [left, right] = [children[0]!, children[1]!]
    const lazy = (left.flags & shorter) !== 0
    const machine = machineOf(left)
    const subject = this.#subject
    let middle = lazy ? machine.shortest(subject, from, from, to) : machine.longest(subject, from, to)
    while (middle >= 0) {
      if (this.#takes(right, middle, to) && this.matches(left, from, middle) && this.matches(right, middle, to))
        return true
      if (middle === (lazy ? to : from)) return false
      this.#forget(left)
      this.#forget(right)
      middle = lazy ? machine.shortest(subject, from, middle + 1, to) : machine.longest(subject, from, middle - 1)
    }
    return false
  }

  #refersBack({ refersTo, min, max }: Tree, from: number, to: number): boolean {
    const group = this.groups[refersTo]
    if (!group) return false
    const length = group.end - group.start
    if (length === 0) return from === to && min <= max
    if (from === to) return min === 0
    const times = (to - from) / length
    if (!Number.isInteger(times) || times < min || times > max) return false
    for (let at = from; at < to; at++) if (!this.#same(at, group.start + ((at - from) % length))) return false
    return true
  }

  #same(a: number, b: number): boolean {
    const { codes } = this.#subject
    return this.#ignoreCase ? sameLetter(codes[a]!, codes[b]!) : codes[a] === codes[b]
  }

  #times(tree: Tree, from: number, to: number): boolean {
    const least = Math.max(tree.min, 1)
    const most = Math.max(least, tree.max === unlimited ? to - from : Math.min(tree.max, to - from))
    const child = tree.children[0]!
    const none = tree.min === 0 && from === to
    // Of what prefers to be short, none is enough.
    if ((child.flags & shorter) !== 0) return none || this.#timesShort(child, from, to, least, most)
    if (this.#timesLong(child, from, to, least, most)) return true
    this.#forget(child)
    return none
  }

  /** Checks the pieces that are new since `verified` of them were; returns how many are now. */
  #verify(child: Tree, ends: readonly number[], verified: number, count: number): number {
    for (let i = verified + 1; i <= count; i++) {
      this.#forget(child)
      if (!this.matches(child, ends[i - 1]!, ends[i]!)) return i - 1
    }
    return count
  }

  #timesLong(child: Tree, from: number, to: number, least: number, most: number): boolean {
    const machine = machineOf(child)
    const ends = [from]
    let [verified, k, limit] = [0, 1, to]
    while (k > 0) {
      watch()
      const end = machine.longest(this.#subject, ends[k - 1]!, limit)
      ends[k] = end
      if (end < 0) k--
      else {
        verified = Math.min(verified, k - 1)
        const isEmpty = end === ends[k - 1] && (k >= least || least - k < to - end)
        if (end !== to && k >= most) k--
        else if (end !== to && !isEmpty) {
          k++
          limit = to
          continue
        } else if (end === to && k >= least) {
          verified = this.#verify(child, ends, verified, k)
          if (verified === k) return true
        }
      }
      // A shorter piece, or an earlier one that is shorter.
      for (; k > 0; k--) {
        const before = ends[k - 1]!
        if (ends[k]! <= before) continue
        limit = ends[k]! - 1
        if (limit > before || (k < least && least - k >= to - before)) break
      }
    }
    return false
  }

  #timesShort(child: Tree, from: number, to: number, least: number, most: number): boolean {
    const machine = machineOf(child)
    const ends = [from]
    let [verified, k, limit] = [0, 1, from]
    while (k > 0) {
      watch()
      if (limit === ends[k - 1] && limit !== to && (k >= least || least - k < to - limit)) limit++
      if (k >= most) limit = to
      const end = machine.shortest(this.#subject, ends[k - 1]!, limit, to)
      ends[k] = end
      if (end < 0) k--
      else {
        verified = Math.min(verified, k - 1)
        if (end !== to && k >= most) k--
        else if (end !== to) {
          k++
          limit = end
          continue
        } else if (k >= least) {
          verified = this.#verify(child, ends, verified, k)
          if (verified === k) return true
        }
      }
      for (; k > 0; k--) {
        if (ends[k]! >= to) continue
        limit = ends[k]! + 1
        break
      }
    }
    return false
  }
}
