import { TextCache } from '../../base/text-cache.ts'
import { Automaton } from './automaton.ts'
import { type Flags, flagKey, plainFlags, tooComplex } from './flags.ts'
import { Machine } from './machine.ts'
import { RegexParser } from './parse.ts'
import { RegexParts, type Span } from './parts.ts'
import type { Subject } from './subject.ts'
import { captures, refersBack, shorter, type Tree } from './tree.ts'

/** A match; places are counted in characters from 0. */
export interface RegexMatch extends Span {
  /** The whole match and its groups. */
  readonly groups: readonly (string | undefined)[]
  /** Where they are. */
  readonly spans: readonly (Span | undefined)[]
}

/** A compiled pattern. */
export class Regex {
  readonly #tree: Tree
  readonly #ignoreCase: boolean
  readonly #whole: Machine
  readonly #anywhere: Machine
  readonly groupCount: number

  /** @throws {ZohoSqlError} 2201B */
  constructor(pattern: string, flags: Flags) {
    const { tree, flags: own, groups } = new RegexParser(pattern, flags).parse()
    const automaton = new Automaton(tree.node)
    this.#tree = tree
    this.#ignoreCase = own.ignoreCase
    this.#whole = new Machine(automaton)
    this.#anywhere = new Machine(automaton, true)
    this.groupCount = groups
  }

  test(subject: Subject): boolean {
    if ((this.#tree.flags & refersBack) !== 0) return this.find(subject) !== undefined
    return this.#anywhere.shortest(subject, 0, 0, subject.length) >= 0
  }

  /** The first match that begins at `start` or after it. */
  find(subject: Subject, start = 0): RegexMatch | undefined {
    if (start > subject.length) return undefined
    return withinStack(() => this.#first(subject, start))
  }

  /** Matches one after the other, from `start` on. */
  *all(subject: Subject, start = 0): Generator<RegexMatch> {
    for (let at = start; at <= subject.length; ) {
      const match = this.find(subject, at)
      if (!match) return
      yield match
      at = match.end > match.start ? match.end : match.end + 1
    }
  }

  #first(subject: Subject, start: number): RegexMatch | undefined {
    const close = this.#anywhere.shortest(subject, start, start, subject.length)
    if (close < 0) return undefined
    // Somewhere up to there a match begins; one that has to refer back may begin later.
    const last = (this.#tree.flags & refersBack) === 0 ? close : subject.length
    for (let begin = start; begin <= last; begin++) {
      const found = this.#from(subject, begin)
      if (found) return found
    }
    return undefined
  }

  #from(subject: Subject, begin: number): RegexMatch | undefined {
    const lazy = (this.#tree.flags & shorter) !== 0
    let end = lazy
      ? this.#whole.shortest(subject, begin, begin, subject.length)
      : this.#whole.longest(subject, begin, subject.length)
    while (end >= 0) {
      const found = this.#parts(subject, begin, end)
      if (found) return found
      if (end === (lazy ? subject.length : begin)) return undefined
      end = lazy
        ? this.#whole.shortest(subject, begin, end + 1, subject.length)
        : this.#whole.longest(subject, begin, end - 1)
    }
    return undefined
  }

  #parts(subject: Subject, start: number, end: number): RegexMatch | undefined {
    const whole: Span = { start, end }
    const parts = new RegexParts(subject, this.#ignoreCase)
    const isSimple = (this.#tree.flags & (captures | refersBack)) === 0
    if (!isSimple && !parts.matches(this.#tree, start, end)) return undefined
    const spans = [whole, ...Array.from({ length: this.groupCount }, (_, i) => parts.groups[i + 1])]
    return { start, end, spans, groups: spans.map((span) => span && subject.slice(span.start, span.end)) }
  }
}

/** Parts within parts are made out by recursion. */
function withinStack<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw tooComplex()
    throw error
  }
}

/** Characters of a pattern; its automaton would be too large anyway. */
const mostCharacters = 100_000

/** Patterns kept compiled. */
const cache = new TextCache<Regex>(200)

/** Compiled once: patterns hardly change from row to row. */
export function regexOf(pattern: string, flags: Flags = plainFlags): Regex {
  const key = `${flagKey(flags)} ${pattern}`
  return cache.find(key, () => {
    if (pattern.length > mostCharacters) throw tooComplex()
    return withinStack(() => new Regex(pattern, flags))
  })
}
