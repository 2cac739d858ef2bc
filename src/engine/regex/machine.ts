import { watch } from '../functions/watch.ts'
import type { Automaton } from './automaton.ts'

/** Runs an automaton over a text: sets of its states are made as they are met, and kept. */

/** What is searched. */
interface SearchedText {
  readonly codes: readonly number[]
  /** The constraints of an automaton that hold at a place, as bits. */
  holding(automaton: Automaton, at: number): number
}

/** States of the automaton before a place of the text, and what becomes of them there. */
interface MatchStates {
  readonly states: readonly number[]
  /** With all that free arcs and constraints that hold lead to, by the bits of the constraints. */
  readonly closed: Map<number, Closed>
  /** Where no constraint holds. */
  plain: Closed | undefined
}

interface Closed {
  readonly states: readonly number[]
  readonly accepts: boolean
  /** A constraint might have led further. */
  readonly conditional: boolean
  /** By the class of the next character; undefined: not met yet. */
  readonly next: (MatchStates | undefined)[]
}

/** Numbers of states kept before all is forgotten, so that no pattern takes more than some megabytes. */
const mostKept = 200_000
/** Characters between two looks at the clock. */
const stepsBetweenWatches = 4096

let steps = 0
function step(cost: number): void {
  steps += cost
  if (steps < stepsBetweenWatches) return
  steps = 0
  watch()
}

export class Machine {
  readonly #automaton: Automaton
  /** A match may begin anywhere: the first state is added at every place. */
  readonly #anywhere: boolean
  readonly #places = new Map<string, MatchStates>()
  #kept = 0
  #first: MatchStates | undefined

  constructor(automaton: Automaton, anywhere = false) {
    this.#automaton = automaton
    this.#anywhere = anywhere
  }

  /** The furthest end, at most `to`, of a match from `from`; -1: there is none. */
  longest(subject: SearchedText, from: number, to: number): number {
    return this.#run(subject, from, to, from, false)
  }

  /** The nearest end, at least `least` and at most `to`, of a match from `from`; -1: there is none. */
  shortest(subject: SearchedText, from: number, least: number, to: number): number {
    return this.#run(subject, from, to, least, true)
  }

  /** For every place from 0 to `to`, whether a match ends there. */
  ends(subject: SearchedText, to: number): boolean[] {
    const ends: boolean[] = []
    let place = this.#start()
    for (let at = 0; ; at++) {
      const closed = this.#close(place, subject, at)
      ends.push(closed.accepts)
      if (at >= to) return ends
      place = this.#next(closed, subject.codes[at]!)
    }
  }

  #run(subject: SearchedText, from: number, to: number, least: number, first: boolean): number {
    let found = -1
    let place = this.#start()
    const { codes } = subject
    for (let at = from; ; at++) {
      const closed = this.#close(place, subject, at)
      if (closed.accepts && at >= least) {
        if (first) return at
        found = at
      }
      if (at >= to) return found
      place = this.#next(closed, codes[at]!)
      if (place.states.length === 0) return found
    }
  }

  #start(): MatchStates {
    this.#first ??= this.#place([this.#automaton.start])
    return this.#first
  }

  #close(place: MatchStates, subject: SearchedText, at: number): Closed {
    place.plain ??= this.#closure(place.states, 0)
    if (!place.plain.conditional) return place.plain
    const holding = subject.holding(this.#automaton, at)
    const known = place.closed.get(holding)
    if (known) return known
    const closed = this.#closure(place.states, holding)
    place.closed.set(holding, closed)
    return closed
  }

  #closure(from: readonly number[], holding: number): Closed {
    const { states, end } = this.#automaton
    const seen = new Set<number>(from)
    let conditional = false
    for (const state of seen) {
      const { to, when } = states[state]!
      conditional ||= when.length > 0
      for (const next of to) seen.add(next)
      for (const { constraint, to: next } of when) if ((holding >> constraint) & 1) seen.add(next)
    }
    step(seen.size)
    this.#keep(seen.size)
    const reading = [...seen].filter((state) => states[state]!.reads.length > 0)
    return { states: reading, accepts: seen.has(end), conditional, next: [] }
  }

  #next(closed: Closed, code: number): MatchStates {
    step(1)
    const number = this.#automaton.classOf(code)
    const known = closed.next[number]
    if (known) return known
    const place = this.#place(this.#reached(closed, code))
    closed.next[number] = place
    return place
  }

  #reached(closed: Closed, code: number): readonly number[] {
    const { states, sets, start } = this.#automaton
    const reached = new Set<number>(this.#anywhere ? [start] : [])
    for (const state of closed.states)
      for (const { set, to } of states[state]!.reads) if (sets[set]!.has(code)) reached.add(to)
    step(closed.states.length)
    return [...reached].sort((a, b) => a - b)
  }

  #place(states: readonly number[]): MatchStates {
    const key = states.join()
    const known = this.#places.get(key)
    if (known) return known
    const place: MatchStates = { states, closed: new Map(), plain: undefined }
    this.#keep(states.length)
    this.#places.set(key, place)
    return place
  }

  #keep(count: number): void {
    this.#kept += count + 8
    if (this.#kept < mostKept) return
    this.#kept = 0
    this.#places.clear()
    this.#first = undefined
  }
}
