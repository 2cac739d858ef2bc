import { ZohoSqlError } from '../../base/errors.ts'
import { RegexParser } from './regex-parse.ts'

/**
 * PostgreSQL's regular expressions on JavaScript's. The syntax is translated (./regex-parse.ts); what differs in
 * matching is made up for here: PostgreSQL takes the longest match (or the shortest, where the first quantifier is
 * lazy), JavaScript the first it comes by.
 */
export interface Found {
  readonly start: number
  readonly end: number
  /** The whole match and its groups. */
  readonly groups: readonly (string | undefined)[]
}

export interface Flags {
  readonly ignoreCase: boolean
  readonly global: boolean
  /** `.` and `[^…]` do not match a newline. */
  readonly newlineStops: boolean
  /** `^` and `$` match at lines. */
  readonly lineAnchors: boolean
  readonly expanded: boolean
  readonly literal: boolean
}

export const plainFlags: Flags = {
  ignoreCase: false,
  global: false,
  newlineStops: false,
  lineAnchors: false,
  expanded: false,
  literal: false,
}

const flagMeaning: Readonly<Record<string, Partial<Flags>>> = {
  i: { ignoreCase: true },
  c: { ignoreCase: false },
  g: { global: true },
  m: { newlineStops: true, lineAnchors: true },
  n: { newlineStops: true, lineAnchors: true },
  p: { newlineStops: true, lineAnchors: false },
  w: { newlineStops: false, lineAnchors: true },
  s: { newlineStops: false, lineAnchors: false },
  x: { expanded: true },
  t: { expanded: false },
  q: { literal: true },
  e: {},
}

/** Reads the flags argument; throws 22023 for what is no flag. */
export function parseFlags(text: string, start: Flags = plainFlags): Flags {
  let flags = start
  for (const letter of text) {
    const meaning = flagMeaning[letter]
    if (!meaning) throw new ZohoSqlError('INVALID_ARGUMENT', `invalid regular expression option: "${letter}"`)
    flags = { ...flags, ...meaning }
  }
  return flags
}

export const invalidRegex = (why: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_REGEXP', `invalid regular expression: ${why}`)

/** A compiled pattern. */
export class Regex {
  readonly #source: string
  readonly #letters: string
  readonly #search: RegExp
  /** Which of several matches at one place counts; undefined: JavaScript's choice is PostgreSQL's. */
  readonly #wanted: 'longest' | 'shortest' | undefined
  readonly groupCount: number

  constructor(pattern: string, flags: Flags) {
    const parsed = new RegexParser(pattern, flags).parse()
    this.#source = parsed.source
    this.#letters = parsed.flags.ignoreCase ? 'iu' : 'u'
    this.#search = compile(this.#source, `${this.#letters}g`)
    this.#wanted = parsed.ambiguous ? (parsed.lazy ? 'shortest' : 'longest') : undefined
    this.groupCount = parsed.groups
  }

  test(text: string): boolean {
    this.#search.lastIndex = 0
    return this.#search.test(text)
  }

  /** The first match from `start` (a UTF-16 index) on. */
  find(text: string, start = 0): Found | undefined {
    this.#search.lastIndex = start
    const match = this.#search.exec(text)
    if (!match) return undefined
    return found(this.#wanted ? this.#best(text, match, this.#wanted) : match)
  }

  /** All matches, one after the other. */
  *all(text: string): Generator<Found> {
    for (let at = 0; at <= text.length; ) {
      const match = this.find(text, at)
      if (!match) return
      yield match
      at = match.end > match.start ? match.end : nextChar(text, match.end)
    }
  }

  // Asks for a match at the same place that ends further on (or sooner), until there is none.
  #best(text: string, first: RegExpExecArray, wanted: 'longest' | 'shortest'): RegExpExecArray {
    let best = first
    for (;;) {
      const ends = [...text.slice(0, first.index + best[0].length)].length
      const bound = wanted === 'longest' ? `{${ends + 1},}` : `{0,${ends - 1}}`
      if (wanted === 'shortest' && best[0].length === 0) return best
      const sharper = compile(`(?:${this.#source})(?<=^[\\s\\S]${bound})`, `${this.#letters}y`)
      sharper.lastIndex = first.index
      const next = sharper.exec(text)
      if (!next) return best
      best = next
    }
  }
}

const found = (match: RegExpExecArray): Found => ({
  start: match.index,
  end: match.index + match[0].length,
  groups: [...match],
})

export const nextChar = (text: string, at: number): number => at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags)
  } catch (error) {
    throw invalidRegex((error as Error).message)
  }
}

const cache = new Map<string, Regex>()

/** Compiled once: patterns hardly change from row to row. */
export function regexOf(pattern: string, flags: Flags = plainFlags): Regex {
  const key = `${flagKey(flags)} ${pattern}`
  const known = cache.get(key)
  if (known) return known
  if (cache.size > 500) cache.clear()
  const regex = new Regex(pattern, flags)
  cache.set(key, regex)
  return regex
}

const flagKey = (flags: Flags): string =>
  `${+flags.ignoreCase}${+flags.newlineStops}${+flags.lineAnchors}${+flags.expanded}${+flags.literal}`
