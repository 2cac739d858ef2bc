import { ZohoSqlError } from '../../base/errors.ts'
import { lower } from './chars.ts'

/** LIKE, ILIKE and SIMILAR TO patterns as matchers. */
type Matcher = (text: string) => boolean

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

const quote = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&')

/** The pattern as a regular expression; `open`: it ends in its escape character; `own`: a character as it is compared. */
function likeSource(
  pattern: string,
  escapeBy: string,
  own: (char: string) => string,
): { readonly source: string; readonly open: boolean } {
  let source = ''
  const chars = [...pattern]
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!
    if (char === escapeBy) {
      if (++i >= chars.length) return { source, open: true }
      source += quote(own(chars[i]!))
    } else source += char === '%' ? '[\\s\\S]*' : char === '_' ? '[\\s\\S]' : quote(own(char))
  }
  return { source, open: false }
}

const asIs = (text: string): string => text

/** ILIKE compares small letters, as `lower` gives them: a regular expression that ignores case takes more for equal. */
function makeLike(pattern: string, escapeBy: string, ignoreCase: boolean): Matcher {
  const own = ignoreCase ? lower : asIs
  const { source, open } = likeSource(pattern, escapeBy, own)
  const regex = new RegExp(open ? `^${source}[\\s\\S]` : `^${source}$`, 'u')
  if (!open) return (text) => regex.test(own(text))
  // PostgreSQL complains only when matching gets as far as the end of the pattern.
  return (text) => {
    if (regex.test(own(text))) throw escapeError()
    return false
  }
}

const cache = new Map<string, Matcher>()

function cached(key: string, make: () => Matcher): Matcher {
  const known = cache.get(key)
  if (known) return known
  if (cache.size > 500) cache.clear()
  const matcher = make()
  cache.set(key, matcher)
  return matcher
}

export const like = (text: string, pattern: string, escapeBy = '\\'): boolean =>
  cached(`l${escapeBy} ${pattern}`, () => makeLike(pattern, escapeCharacter(escapeBy), false))(text)

export const ilike = (text: string, pattern: string, escapeBy = '\\'): boolean =>
  cached(`i${escapeBy} ${pattern}`, () => makeLike(pattern, escapeCharacter(escapeBy), true))(text)

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
