import { ZohoSqlError } from '../../base/errors.ts'
import { TextCache } from '../../base/text-cache.ts'
import { lower } from './chars.ts'

/** LIKE, ILIKE and SIMILAR TO patterns as matchers. */
type TextMatcher = (text: string) => boolean

const escapeError = (): ZohoSqlError =>
  new ZohoSqlError('INVALID_ESCAPE', 'LIKE pattern must not end with escape character')

/** The escape character; empty: there is none. Throws 22025 for longer ones. */
function escapeCharacter(text: string): string {
  if ([...text].length > 1) {
    throw new ZohoSqlError('INVALID_ESCAPE', 'invalid escape string', {
      hint: 'Escape string must be empty or one character.',
    })
  }
  return text
}

/** A pattern piece by piece: a character, `%` or `_`. */
type LikePiece = number | 'any' | 'one'

interface LikePattern {
  readonly pieces: readonly LikePiece[]
  /** It ends in its escape character. */
  readonly open: boolean
}

function piecesOf(pattern: string, escapeBy: string): LikePattern {
  const pieces: LikePiece[] = []
  const chars = [...pattern]
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!
    if (char === escapeBy) {
      if (++i >= chars.length) return { pieces, open: true }
      pieces.push(chars[i]!.codePointAt(0)!)
    } else pieces.push(char === '%' ? 'any' : char === '_' ? 'one' : char.codePointAt(0)!)
  }
  return { pieces, open: false }
}

const widthAt = (text: string, at: number): number => (text.codePointAt(at)! > 0xffff ? 2 : 1)

/** After a `%` only the last one is ever tried again: time grows with text times pattern at the most. */
function fits(text: string, pieces: readonly LikePiece[]): boolean {
  let [at, next, again, from] = [0, 0, -1, 0]
  while (at < text.length) {
    const piece = pieces[next]
    if (piece === 'any') [again, from, next] = [next, at, next + 1]
    else if (piece === 'one' || piece === text.codePointAt(at)) [at, next] = [at + widthAt(text, at), next + 1]
    else if (again < 0) return false
    else {
      from += widthAt(text, from)
      ;[at, next] = [from, again + 1]
    }
  }
  while (pieces[next] === 'any') next++
  return next === pieces.length
}

const asIs = (text: string): string => text

/** ILIKE compares small letters, as `lower` gives them. */
function makeLike(pattern: string, escapeBy: string, ignoreCase: boolean): TextMatcher {
  const own = ignoreCase ? lower : asIs
  const { pieces, open } = piecesOf(own(pattern), own(escapeBy))
  if (!open) return (text) => fits(own(text), pieces)
  // PostgreSQL complains only when matching gets as far as the end of the pattern.
  const beyond: readonly LikePiece[] = [...pieces, 'one', 'any']
  return (text) => {
    if (fits(own(text), beyond)) throw escapeError()
    return false
  }
}

const cache = new TextCache<TextMatcher>(500)

export const like = (text: string, pattern: string, escapeBy = '\\'): boolean =>
  cache.find(`l${escapeBy} ${pattern}`, () => makeLike(pattern, escapeCharacter(escapeBy), false))(text)

export const ilike = (text: string, pattern: string, escapeBy = '\\'): boolean =>
  cache.find(`i${escapeBy} ${pattern}`, () => makeLike(pattern, escapeCharacter(escapeBy), true))(text)

/**
 * A SIMILAR TO pattern as a regular expression of PostgreSQL's kind: `%` and `_` become `.*` and `.`, the other
 * characters that regular expressions know are kept, those SIMILAR does not know are quoted.
 */
export function similarPattern(pattern: string, escapeBy = '\\'): string {
  escapeCharacter(escapeBy)
  let source = ''
  let inBracket = false
  const chars = [...pattern]
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!
    if (char === escapeBy) {
      if (++i >= chars.length) throw escapeError()
      source += `\\${chars[i]}`
    } else if (inBracket) {
      inBracket = char !== ']'
      source += char === '\\' ? '\\\\' : char
    } else {
      inBracket = char === '['
      source += similarChar(char)
    }
  }
  return `^(?:${source})$`
}

function similarChar(char: string): string {
  if (char === '%') return '.*'
  if (char === '_') return '.'
  if (char === '(') return '(?:'
  return '\\.^$'.includes(char) ? `\\${char}` : char
}

/** The parts of a `substring(x SIMILAR 'a#"b#"c' ESCAPE '#')` pattern: before, wanted, after. */
export function similarParts(pattern: string, escapeBy: string): readonly string[] {
  const parts = pattern.split(`${escapeBy}"`)
  if (parts.length <= 3) return parts
  throw new ZohoSqlError(
    'INVALID_ESCAPE_USE',
    'SQL regular expression may not contain more than two escape-double-quote separators',
  )
}
