import { lower, upper } from '../functions/chars.ts'

/** Sets of characters, as code points. */

export type CodeTest = (code: number) => boolean

export interface CharSet {
  /** Equal sets have equal keys. */
  readonly key: string
  readonly has: CodeTest
}

/** Part of a bracket expression. */
export interface SetPart {
  readonly key: string
  readonly has: CodeTest
}

const byPattern =
  (pattern: RegExp): CodeTest =>
  (code) =>
    pattern.test(String.fromCodePoint(code))

const isSpace = byPattern(/[\t-\r \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/u)
const isAlnum = byPattern(/[\p{Alphabetic}\p{Nd}]/u)
const isPrint = byPattern(/[^\p{Cc}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u)
const isDigit: CodeTest = (code) => code >= 48 && code <= 57
const isGraph: CodeTest = (code) => isPrint(code) && !isSpace(code)

/** As the C library has them for UTF-8: letters and digits of all languages, digits of ASCII alone. */
const classes: ReadonlyMap<string, CodeTest> = new Map<string, CodeTest>([
  ['alnum', isAlnum],
  ['alpha', (code) => isAlnum(code) && !isDigit(code)],
  ['ascii', (code) => code < 128],
  ['blank', (code) => code === 9 || code === 32],
  ['cntrl', byPattern(/\p{Cc}/u)],
  ['digit', isDigit],
  ['graph', isGraph],
  ['lower', byPattern(/[\p{Lowercase}\p{Lt}\u0295]/u)],
  ['print', isPrint],
  ['punct', (code) => isGraph(code) && !isAlnum(code)],
  ['space', isSpace],
  ['upper', byPattern(/[\p{Uppercase}\p{Lt}]/u)],
  ['word', (code) => code === 95 || isAlnum(code)],
  ['xdigit', byPattern(/[0-9A-Fa-f]/)],
])

/** `[:name:]`; undefined: there is no such class. Where case does not count, small and large letters are all letters. */
export function classPart(name: string, ignoreCase = false): SetPart | undefined {
  const wide = ignoreCase && (name === 'lower' || name === 'upper') ? 'alpha' : name
  const has = classes.get(wide)
  return has && { key: `:${wide}:`, has }
}

export const isWord = classes.get('word')!

export const complement = ({ key, has }: SetPart): SetPart => ({ key: `!${key}`, has: (code) => !has(code) })

const codeOf = (text: string): number => text.codePointAt(0)!
const lowerOf = (code: number): number => codeOf(lower(String.fromCodePoint(code)))
const upperOf = (code: number): number => codeOf(upper(String.fromCodePoint(code)))

export function rangePart(low: number, high: number, ignoreCase = false): SetPart {
  const within: CodeTest = (code) => code >= low && code <= high
  if (!ignoreCase) return { key: `${low}-${high}`, has: within }
  if (low === high) {
    const [small, large] = [lowerOf(low), upperOf(low)]
    return { key: `${small}/${large}`, has: (code) => code === small || code === large || code === low }
  }
  return {
    key: `${low}~${high}`,
    has: (code) => {
      if (within(code)) return true
      const [small, large] = [lowerOf(code), upperOf(code)]
      return (within(large) && lowerOf(large) === code) || (within(small) && upperOf(small) === code)
    },
  }
}

/** The characters of any of the parts, or of none of them. */
export function setOf(parts: readonly SetPart[], negated = false): CharSet {
  const key = `${negated ? '^' : ''}${parts.map((part) => part.key).join(' ')}`
  if (parts.length === 1 && !negated) return { key, has: parts[0]!.has }
  return { key, has: (code) => parts.some((part) => part.has(code)) !== negated }
}

export const anySet: CharSet = { key: '.', has: () => true }
export const sameLetter = (a: number, b: number): boolean => a === b || lowerOf(a) === lowerOf(b)
