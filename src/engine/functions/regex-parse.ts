import { ZohoSqlError } from '../../base/errors.ts'
import { type Flags, invalidRegex, parseFlags } from './regex.ts'

/** Translates an advanced regular expression (PostgreSQL's `regex` syntax, section 9.7.3 of its manual) to JavaScript. */

export interface ParsedRegex {
  readonly source: string
  readonly flags: Flags
  readonly groups: number
  /** Several matches may begin at one place, of which JavaScript need not find the one wanted. */
  readonly ambiguous: boolean
  /** The expression as a whole prefers the shortest match. */
  readonly lazy: boolean
}

/** Undefined: no quantifier has said anything yet. */
type Preference = 'greedy' | 'lazy' | undefined

const word = '[\\p{L}\\p{N}_]'
// biome-ignore format: a table
const classes: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}', alpha: '\\p{L}', blank: ' \\t', cntrl: '\\p{Cc}', digit: '0-9',
  graph: '\\p{L}\\p{N}\\p{P}\\p{S}', lower: '\\p{Ll}', print: '\\p{L}\\p{N}\\p{P}\\p{S}\\p{Zs}',
  punct: '!-\\/:-@\\[-`\\{-~', space: '\\s', upper: '\\p{Lu}', xdigit: '0-9A-Fa-f', word: '\\p{L}\\p{N}_',
  ascii: '\\x00-\\x7f',
}

/** Escapes that mean a class, outside and (without the brackets) inside of brackets. */
const classEscapes: Readonly<Record<string, string>> = { d: classes.digit!, s: classes.space!, w: classes.word! }
const constraints: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  Z: '(?![\\s\\S])',
  m: `(?:(?<!${word})(?=${word}))`,
  M: `(?:(?<=${word})(?!${word}))`,
  y: `(?:(?<!${word})(?=${word})|(?<=${word})(?!${word}))`,
  Y: `(?:(?<!${word})(?!${word})|(?<=${word})(?=${word}))`,
}
const controls: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }

const literal = (char: string): string => {
  const code = char.codePointAt(0)!
  return /[\w]/.test(char) && code < 128 ? char : `\\u{${code.toString(16)}}`
}

export class RegexParser {
  readonly #text: readonly string[]
  #at = 0
  #groups = 0
  #ambiguous = false
  #flags: Flags
  /** Groups that have a match wherever the expression got as far as here. */
  #set: ReadonlySet<number> = new Set()
  /** Groups that closed on some way to here. */
  #seen: ReadonlySet<number> = new Set()
  #looks = 0
  /** A quantifier such as {1,1} around others that want something else. */
  #pinned: string | undefined

  constructor(pattern: string, flags: Flags) {
    this.#flags = flags
    this.#text = [...this.#director(pattern)]
  }

  /** `***=` and `***:` in front, then `(?i)`. */
  #director(pattern: string): string {
    if (pattern.startsWith('***=')) {
      this.#flags = { ...this.#flags, literal: true }
      return pattern.slice(4)
    }
    const rest = pattern.startsWith('***:') ? pattern.slice(4) : pattern
    const options = this.#flags.literal ? null : /^\(\?([a-z]+)\)/.exec(rest)
    if (!options) return rest
    this.#flags = parseFlags(options[1]!, this.#flags)
    return rest.slice(options[0].length)
  }

  parse(): ParsedRegex {
    if (this.#flags.literal) {
      return { source: this.#text.map(literal).join(''), flags: this.#flags, groups: 0, ambiguous: false, lazy: false }
    }
    const { source, preference } = this.#alternatives()
    if (this.#at < this.#text.length) throw invalidRegex('parentheses () not balanced')
    return { source, flags: this.#flags, groups: this.#groups, ambiguous: this.#ambiguous, lazy: preference === 'lazy' }
  }

  get #next(): string | undefined {
    return this.#text[this.#at]
  }

  #looking(text: string): boolean {
    return [...text].every((char, index) => this.#text[this.#at + index] === char)
  }

  #alternatives(): { source: string; preference: Preference } {
    const [set, seen] = [this.#set, this.#seen]
    const branches = [this.#branch()]
    let [setByAll, seenByAny] = [this.#set, this.#seen]
    while (this.#next === '|') {
      this.#at++
      this.#set = set
      this.#seen = seen
      branches.push(this.#branch())
      setByAll = new Set([...setByAll].filter((group) => this.#set.has(group)))
      seenByAny = new Set([...seenByAny, ...this.#seen])
    }
    this.#set = setByAll
    this.#seen = seenByAny
    if (branches.length === 1) return branches[0]!
    this.#ambiguous = true
    return { source: branches.map(({ source }) => source).join('|'), preference: 'greedy' }
  }

  #branch(): { source: string; preference: Preference } {
    let source = ''
    let preference: Preference
    for (let pieces = 0; ; pieces++) {
      this.#skipBlanks()
      this.#checkPinned(pieces)
      if (this.#next === undefined || this.#next === '|' || this.#next === ')') return { source, preference }
      const piece = this.#piece()
      source += piece.source
      preference ??= piece.preference
    }
  }

  // It decides how much its atom takes as a whole, for which JavaScript has nothing unless that is all there is.
  #checkPinned(pieces: number): void {
    const last = this.#next === undefined || this.#next === '|' || this.#next === ')'
    if (this.#pinned === undefined || (last && pieces === 1)) return
    throw new ZohoSqlError('NOT_SUPPORTED', `the quantifier ${this.#pinned} is not supported here`, {
      hint: 'Make the quantifiers inside of it greedy or lazy as it is.',
    })
  }

  #skipBlanks(): void {
    for (;;) {
      if (this.#looking('(?#')) this.#skipPast(')')
      else if (this.#flags.expanded && this.#looking('#')) this.#skipPast('\n')
      else if (this.#flags.expanded && /\s/.test(this.#next ?? '')) this.#at++
      else return
    }
  }

  #skipPast(char: string): void {
    while (this.#next !== undefined && this.#next !== char) this.#at++
    this.#at++
  }

  #piece(): { source: string; preference: Preference } {
    const [set, seen] = [this.#set, this.#seen]
    const atom = this.#atom()
    this.#skipBlanks()
    const quantifier = this.#quantifier()
    if (quantifier === undefined) return atom
    if (this.#quantifier() !== undefined) throw invalidRegex('quantifier operand invalid')
    if (/^(\*|\?|\{0)/.test(quantifier.source)) this.#set = set
    if (/^\{0(,0)?\}/.test(quantifier.source)) this.#seen = seen
    if (/^\{(\d+),\1\}/.test(quantifier.source) && (atom.preference ?? quantifier.preference) !== quantifier.preference)
      this.#pinned = quantifier.source
    if (quantifier.preference === 'lazy' || atom.preference !== undefined) this.#ambiguous = true
    return { source: `${atom.source}${quantifier.source}`, preference: quantifier.preference ?? atom.preference }
  }

  #quantifier(): { source: string; preference: Preference } | undefined {
    const char = this.#next
    let source = ''
    let fixed = false
    if (char === '*' || char === '+' || char === '?') {
      this.#at++
      source = char
    } else if (char === '{' && /\d/.test(this.#text[this.#at + 1] ?? '')) {
      source = this.#bound()
      fixed = !source.includes(',')
    } else return undefined
    if (this.#next !== '?') return { source, preference: fixed ? undefined : 'greedy' }
    this.#at++
    return { source: `${source}?`, preference: fixed ? undefined : 'lazy' }
  }

  #bound(): string {
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 20).join(''))
    if (!match) throw invalidRegex('braces {} not balanced')
    const [low, high] = [Number(match[1]), match[3] ? Number(match[3]) : Number(match[1])]
    if (low > 255 || high > 255 || high < low) throw invalidRegex('invalid repetition count(s)')
    this.#at += match[0].length
    return match[0]
  }

  #atom(): { source: string; preference: Preference } {
    const char = this.#next!
    if (char === '(') return this.#group()
    if (char === '[') return this.#plain(this.#bracket())
    if (char === '\\') return this.#plain(this.#escape())
    if (char === '*' || char === '+' || char === '?') throw invalidRegex('quantifier operand invalid')
    this.#at++
    if (char === '.') return this.#plain(this.#flags.newlineStops ? '[^\\n]' : '[\\s\\S]')
    if (char === '^') return this.#plain(this.#flags.lineAnchors ? '(?<![^\\n])' : '(?<![\\s\\S])')
    if (char === '$') return this.#plain(this.#flags.lineAnchors ? '(?![^\\n])' : '(?![\\s\\S])')
    return this.#plain(literal(char))
  }

  readonly #plain = (source: string): { source: string; preference: Preference } => ({ source, preference: undefined })

  #group(): { source: string; preference: Preference } {
    const opening = ['(?:', '(?=', '(?!', '(?<=', '(?<!'].find((text) => this.#looking(text))
    if (opening === undefined) {
      if (this.#text[this.#at + 1] === '?') throw invalidRegex('quantifier operand invalid')
      this.#groups++
    }
    const group = this.#groups
    this.#at += opening?.length ?? 1
    const looks = opening !== undefined && opening !== '(?:'
    this.#looks += looks ? 1 : 0
    const inner = this.#alternatives()
    this.#looks -= looks ? 1 : 0
    if (this.#next !== ')') throw invalidRegex('parentheses () not balanced')
    this.#at++
    if (opening === undefined) {
      this.#set = new Set([...this.#set, group])
      this.#seen = new Set([...this.#seen, group])
    }
    return { source: `${opening ?? '('}${inner.source})`, preference: looks ? undefined : inner.preference }
  }

  #escape(): string {
    const char = this.#text[this.#at + 1]
    if (char === undefined) throw invalidRegex('invalid escape \\ sequence')
    const lower = classEscapes[char.toLowerCase()]
    if (lower !== undefined) {
      this.#at += 2
      return char === char.toLowerCase() ? `[${lower}]` : `[^${lower}]`
    }
    const constraint = constraints[char]
    if (constraint !== undefined) {
      this.#at += 2
      return constraint
    }
    return this.#backReference() ?? literal(this.#character())
  }

  #backReference(): string | undefined {
    const match = /^\\([1-9]\d*)/.exec(this.#text.slice(this.#at, this.#at + 6).join(''))
    if (!match || (match[1]!.length > 1 && Number(match[1]) > this.#groups)) return undefined
    const group = Number(match[1])
    if (group > this.#groups || this.#looks > 0) throw invalidRegex('invalid backreference number')
    this.#at += match[0].length
    // JavaScript lets a group that has no match be matched by nothing; in PostgreSQL nothing matches it.
    if (!this.#seen.has(group)) return '(?!)'
    if (this.#set.has(group)) return `(?:\\${group})`
    throw new ZohoSqlError(
      'NOT_SUPPORTED',
      `the back reference \\${group} to a group that may have no match is not supported`,
    )
  }

  /** The character that an escape (at `\`) stands for. */
  #character(): string {
    const ahead = this.#text.slice(this.#at + 1, this.#at + 12).join('')
    const coded = /^(?:u([\da-f]{4})|U([\da-f]{8})|x([\da-f]{1,8})|([0-7]{1,3}))/i.exec(ahead)
    if (coded) {
      this.#at += 1 + coded[0].length
      const hexadecimal = coded[1] ?? coded[2] ?? coded[3]
      const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number.parseInt(coded[4]!, 8)
      if (code > 0x10ffff) throw invalidRegex('invalid escape \\ sequence')
      return String.fromCodePoint(code)
    }
    const char = ahead[0]!
    this.#at += 2
    if (char === 'c') return String.fromCodePoint((this.#text[this.#at++] ?? '@').codePointAt(0)! & 31)
    if (char === 'B') return '\\'
    const control = controls[char]
    if (control !== undefined) return String.fromCodePoint(control)
    if (/[a-z0-9]/i.test(char)) throw invalidRegex('invalid escape \\ sequence')
    return [...ahead][0]!
  }

  #bracket(): string {
    if (this.#looking('[[:<:]]')) return this.#skip(7, constraints.m!)
    if (this.#looking('[[:>:]]')) return this.#skip(7, constraints.M!)
    this.#at++
    const negated = this.#next === '^'
    if (negated) this.#at++
    let body = negated && this.#flags.newlineStops ? '\\n' : ''
    for (let first = true; first || this.#next !== ']'; first = false) {
      if (this.#next === undefined) throw invalidRegex('brackets [] not balanced')
      body += this.#bracketItem()
    }
    this.#at++
    return `[${negated ? '^' : ''}${body}]`
  }

  #skip(length: number, result: string): string {
    this.#at += length
    return result
  }

  #bracketItem(): string {
    const posix = /^\[:(\w+):\]/.exec(this.#text.slice(this.#at, this.#at + 14).join(''))
    if (posix) {
      const members = classes[posix[1]!]
      if (members === undefined) throw invalidRegex('invalid character class')
      return this.#skip(posix[0].length, members)
    }
    const following = this.#text[this.#at + 1] ?? ''
    if (this.#next === '\\' && classEscapes[following] !== undefined) return this.#skip(2, classEscapes[following])
    const low = this.#bracketChar()
    if (this.#next !== '-' || this.#text[this.#at + 1] === ']' || this.#text[this.#at + 1] === undefined)
      return literal(low)
    this.#at++
    const high = this.#bracketChar()
    if (low.codePointAt(0)! > high.codePointAt(0)!) throw invalidRegex('invalid character range')
    return `${literal(low)}-${literal(high)}`
  }

  #bracketChar(): string {
    const collating = /^\[([.=])(.)\1\]/u.exec(this.#text.slice(this.#at, this.#at + 6).join(''))
    if (collating) return this.#skip(5, collating[2]!)
    if (this.#next === '\\') return this.#character()
    return this.#text[this.#at++]!
  }
}
