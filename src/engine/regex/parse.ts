import { type Flags, invalidRegex, parseFlags, tooComplex } from './flags.ts'
import { anySet, type CharSet, classPart, complement, rangePart, type SetPart, setOf } from './sets.ts'
import * as t from './tree.ts'

/** Reads an advanced regular expression. */

export interface ParsedRegex {
  readonly tree: t.Tree
  readonly flags: Flags
  readonly groups: number
}

/** Parentheses within parentheses, which are read by recursion. */
const deepest = 500
/** Characters of `[:name:]` that are looked at. */
const longestName = 40
/** The most that a bound may say. */
const mostTimes = 255

const controls: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }),
)
const classEscapes: ReadonlyMap<string, string> = new Map([
  ['d', 'digit'],
  ['s', 'space'],
  ['w', 'word'],
])
const constraintEscapes: ReadonlyMap<string, t.RegexConstraint> = new Map<string, t.RegexConstraint>([
  ['A', { kind: 'textStart' }],
  ['Z', { kind: 'textEnd' }],
  ['m', { kind: 'wordStart' }],
  ['M', { kind: 'wordEnd' }],
  ['y', { kind: 'wordEdge' }],
  ['Y', { kind: 'noWordEdge' }],
])

const plain = (node: t.Node): t.Tree => t.tree('plain', 0, node)
const constraint = (constraint: t.RegexConstraint): t.Tree => plain({ kind: 'constraint', constraint })
const item = (tree: t.Tree, kind: t.RegexItem['kind'] = 'plain'): t.RegexItem => ({
  tree,
  kind,
  min: 1,
  max: 1,
  preference: 0,
})

export class RegexParser {
  readonly #text: readonly string[]
  #at = 0
  #groups = 0
  #flags: Flags
  /** Groups that have been read to their end, and what is in them. */
  readonly #closed = new Map<number, t.Node>()
  #looks = 0
  #depth = 0

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

  /** @throws {ZohoSqlError} 2201B */
  parse(): ParsedRegex {
    const tree = this.#flags.literal ? this.#literals() : this.#alternatives()
    if (this.#at < this.#text.length) throw invalidRegex('parentheses () not balanced')
    t.checkSize(tree.node)
    return { tree, flags: this.#flags, groups: this.#groups }
  }

  #literals(): t.Tree {
    this.#at = this.#text.length
    return t.branchOf(this.#text.map((char) => item(this.#literal(char))))
  }

  get #next(): string | undefined {
    return this.#text[this.#at]
  }

  #looking(text: string): boolean {
    return [...text].every((char, index) => this.#text[this.#at + index] === char)
  }

  #ahead(length: number): string {
    return this.#text.slice(this.#at, this.#at + length).join('')
  }

  #literal(char: string): t.Tree {
    const code = char.codePointAt(0)!
    return this.#set(setOf([rangePart(code, code, this.#flags.ignoreCase)]))
  }

  #set(set: CharSet): t.Tree {
    return plain({ kind: 'set', set })
  }

  #alternatives(): t.Tree {
    const branches = [this.#branch()]
    while (this.#next === '|') {
      this.#at++
      branches.push(this.#branch())
    }
    return t.choiceOf(branches)
  }

  #branch(): t.Tree {
    const items: t.RegexItem[] = []
    for (;;) {
      this.#skipBlanks()
      if (this.#next === undefined || this.#next === '|' || this.#next === ')') return t.branchOf(items)
      items.push(this.#item())
    }
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

  /** An atom and its quantifier; a constraint has none. */
  #item(): t.RegexItem {
    const found = this.#constraint()
    if (found) return item(found)
    const atom = this.#atom()
    this.#skipBlanks()
    const quantifier = this.#quantifier()
    if (quantifier === undefined) return atom
    this.#skipBlanks()
    if (this.#quantifier() !== undefined) throw invalidRegex('quantifier operand invalid')
    return { ...atom, ...quantifier }
  }

  #quantifier(): Pick<t.RegexItem, 'min' | 'max' | 'preference'> | undefined {
    const bounds = this.#bounds()
    if (!bounds) return undefined
    const lazy = this.#next === '?'
    if (lazy) this.#at++
    const { min, max, exact } = bounds
    return { min, max, preference: exact ? 0 : lazy ? t.shorter : t.longer }
  }

  #bounds(): { readonly min: number; readonly max: number; readonly exact?: boolean } | undefined {
    switch (this.#next) {
      case '*':
        this.#at++
        return { min: 0, max: t.unlimited }
      case '+':
        this.#at++
        return { min: 1, max: t.unlimited }
      case '?':
        this.#at++
        return { min: 0, max: 1 }
      default:
        return this.#next === '{' && /\d/.test(this.#text[this.#at + 1] ?? '') ? this.#braces() : undefined
    }
  }

  #braces(): { readonly min: number; readonly max: number; readonly exact: boolean } {
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.#ahead(20))
    if (!match) throw invalidRegex('braces {} not balanced')
    const exact = match[2] === undefined
    const min = Number(match[1])
    const max = exact ? min : match[3] ? Number(match[3]) : t.unlimited
    if (min > mostTimes || (max !== t.unlimited && max > mostTimes) || max < min)
      throw invalidRegex('invalid repetition count(s)')
    this.#at += match[0].length
    return { min, max, exact }
  }

  #constraint(): t.Tree | undefined {
    const char = this.#next
    if (char === '^' || char === '$') {
      this.#at++
      const place = char === '^' ? 'Start' : 'End'
      return constraint({ kind: `${this.#flags.lineAnchors ? 'line' : 'text'}${place}` })
    }
    if (char === '\\') {
      const escaped = constraintEscapes.get(this.#text[this.#at + 1] ?? '')
      return escaped && this.#skip(2, constraint(escaped))
    }
    if (this.#looking('[[:<:]]')) return this.#skip(7, constraint({ kind: 'wordStart' }))
    if (this.#looking('[[:>:]]')) return this.#skip(7, constraint({ kind: 'wordEnd' }))
    return char === '(' ? this.#look() : undefined
  }

  /** `(?=…)` and its like. */
  #look(): t.Tree | undefined {
    const match = /^\(\?(<?)([=!])/.exec(this.#ahead(4))
    if (!match) return undefined
    this.#at += match[0].length
    this.#looks++
    const { node } = this.#inner()
    this.#looks--
    t.checkSize(node)
    return constraint({ kind: match[1] ? 'behind' : 'ahead', node, negated: match[2] === '!' })
  }

  #atom(): t.RegexItem {
    const char = this.#next!
    if (char === '(') return this.#group()
    if (char === '[') return item(this.#set(this.#bracket()))
    if (char === '\\') return this.#escape()
    if (char === '*' || char === '+' || char === '?') throw invalidRegex('quantifier operand invalid')
    this.#at++
    if (char === '.') return item(this.#set(this.#flags.newlineStops ? setOf([rangePart(10, 10)], true) : anySet))
    return item(this.#literal(char))
  }

  #group(): t.RegexItem {
    const open = this.#looking('(?:')
    if (!open && this.#looking('(?')) throw invalidRegex('quantifier operand invalid')
    this.#at += open ? 3 : 1
    if (open || this.#looks > 0) return item(this.#inner())
    const group = ++this.#groups
    const inner = this.#inner()
    this.#closed.set(group, inner.node)
    return item(t.groupOf(inner, group), 'group')
  }

  /** Up to the closing parenthesis. */
  #inner(): t.Tree {
    if (++this.#depth > deepest) throw tooComplex()
    const tree = this.#alternatives()
    if (this.#next !== ')') throw invalidRegex('parentheses () not balanced')
    this.#at++
    this.#depth--
    return tree
  }

  #escape(): t.RegexItem {
    const char = this.#text[this.#at + 1]
    if (char === undefined) throw invalidRegex('invalid escape \\ sequence')
    const part = this.#classEscape(char)
    if (part) return item(this.#set(setOf([this.#skip(2, part)])))
    return this.#backReference() ?? item(this.#literal(this.#character()))
  }

  #classEscape(char: string): SetPart | undefined {
    const name = classEscapes.get(char.toLowerCase())
    if (!name) return undefined
    const part = classPart(name)!
    return char === char.toLowerCase() ? part : complement(part)
  }

  #backReference(): t.RegexItem | undefined {
    const match = /^\\([1-9]\d*)/.exec(this.#ahead(6))
    if (!match || (match[1]!.length > 1 && Number(match[1]) > this.#groups)) return undefined
    const group = Number(match[1])
    const node = this.#closed.get(group)
    if (!node || this.#looks > 0) throw invalidRegex('invalid backreference number')
    this.#at += match[0].length
    return item(t.tree('back', t.refersBack, t.unconstrained(node), { refersTo: group }), 'back')
  }

  /** The character that an escape (at `\`) stands for. */
  #character(): string {
    const ahead = this.#text.slice(this.#at + 1, this.#at + 12).join('')
    const coded = /^(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{1,255})|([0-7]{1,3}))/.exec(ahead)
    if (coded) {
      this.#at += 1 + coded[0].length
      const hexadecimal = coded[1] ?? coded[2] ?? coded[3]
      return fromCode(hexadecimal ? Number.parseInt(hexadecimal, 16) : Number.parseInt(coded[4]!, 8))
    }
    const char = this.#text[this.#at + 1]
    if (char === undefined) throw invalidRegex('invalid escape \\ sequence')
    this.#at += 2
    if (char === 'c') return fromCode((this.#text[this.#at++] ?? '@').codePointAt(0)! & 31)
    if (char === 'B') return '\\'
    const control = controls.get(char)
    if (control !== undefined) return String.fromCodePoint(control)
    if (/[a-z0-9]/i.test(char)) throw invalidRegex('invalid escape \\ sequence')
    return char
  }

  #skip<T>(length: number, result: T): T {
    this.#at += length
    return result
  }

  #bracket(): CharSet {
    this.#at++
    const negated = this.#next === '^'
    if (negated) this.#at++
    const parts = negated && this.#flags.newlineStops ? [rangePart(10, 10)] : []
    for (let first = true; first || this.#next !== ']'; first = false) {
      if (this.#next === undefined) throw invalidRegex('brackets [] not balanced')
      parts.push(this.#bracketPart())
    }
    this.#at++
    return setOf(parts, negated)
  }

  #bracketPart(): SetPart {
    const posix = /^\[:([^:\]]*):\]/.exec(this.#ahead(longestName))
    if (posix) {
      const part = classPart(posix[1]!, this.#flags.ignoreCase)
      if (!part) throw invalidRegex('invalid character class')
      return this.#skip(posix[0].length, part)
    }
    const escaped = this.#next === '\\' && this.#classEscape(this.#text[this.#at + 1] ?? '')
    if (escaped) return this.#skip(2, escaped)
    const low = this.#bracketChar().codePointAt(0)!
    const following = this.#text[this.#at + 1]
    if (this.#next !== '-' || following === ']' || following === undefined)
      return rangePart(low, low, this.#flags.ignoreCase)
    this.#at++
    const high = this.#bracketChar().codePointAt(0)!
    if (low > high) throw invalidRegex('invalid character range')
    return rangePart(low, high, this.#flags.ignoreCase)
  }

  #bracketChar(): string {
    const collating = /^\[([.=])(.[^.=]*)\1\]/u.exec(this.#ahead(longestName))
    if (collating) {
      if ([...collating[2]!].length > 1) throw invalidRegex('invalid collating element')
      return this.#skip(5, collating[2]!)
    }
    if (this.#next === '\\') return this.#character()
    return this.#text[this.#at++]!
  }
}

function fromCode(code: number): string {
  if (code > 0x10ffff) throw invalidRegex('invalid escape \\ sequence')
  return String.fromCodePoint(code)
}
