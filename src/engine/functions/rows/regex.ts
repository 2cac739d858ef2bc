import { ZohoSqlError } from '../../../base/errors.ts'
import { ilike, like, similarParts, similarPattern } from '../like.ts'
import { type Flags, type Found, nextChar, parseFlags, plainFlags, type Regex, regexOf } from '../regex.ts'
import { fn, type Row, setFn } from '../row.ts'

/** Pattern matching: LIKE and its like, SIMILAR TO, regular expressions. */

const ignoring: Flags = { ...plainFlags, ignoreCase: true }
const matches = (text: string, pattern: string): boolean => regexOf(pattern).test(text)
const matchesIgnoring = (text: string, pattern: string): boolean => regexOf(pattern, ignoring).test(text)
const similar = (text: string, pattern: string, escapeBy?: string): boolean =>
  matches(text, similarPattern(pattern, escapeBy))

const operators = [
  ...fn('~(text,text) boolean', matches),
  ...fn('~*(text,text) boolean', matchesIgnoring),
  ...fn('!~(text,text) boolean', (text: string, pattern: string) => !matches(text, pattern)),
  ...fn('!~*(text,text) boolean', (text: string, pattern: string) => !matchesIgnoring(text, pattern)),
  ...fn('~~(text,text) boolean', (text: string, pattern: string) => like(text, pattern)),
  ...fn('!~~(text,text) boolean', (text: string, pattern: string) => !like(text, pattern)),
  ...fn('~~*(text,text) boolean', (text: string, pattern: string) => ilike(text, pattern)),
  ...fn('!~~*(text,text) boolean', (text: string, pattern: string) => !ilike(text, pattern)),
]

/** No flag of these functions may be `g`: there is another function for all matches. */
function singleFlags(name: string, instead: string, text = ''): Flags {
  const flags = parseFlags(text)
  if (!flags.global) return flags
  throw new ZohoSqlError('INVALID_ARGUMENT', `${name}() does not support the "global" option`, {
    ...(instead ? { hint: `Use the ${instead} function instead.` } : {}),
  })
}

const groupsOf = (regex: Regex, { groups }: Found): (string | null)[] =>
  (regex.groupCount === 0 ? groups.slice(0, 1) : groups.slice(1)).map((group) => group ?? null)

function regexpMatch(text: string, pattern: string, flags?: string): (string | null)[] | null {
  const regex = regexOf(pattern, singleFlags('regexp_match', 'regexp_matches', flags))
  const match = regex.find(text)
  return match ? groupsOf(regex, match) : null
}

function* regexpMatches(text: string, pattern: string, flagText = ''): Generator<readonly unknown[]> {
  const flags = parseFlags(flagText)
  const regex = regexOf(pattern, flags)
  for (const match of regex.all(text)) {
    yield [groupsOf(regex, match)]
    if (!flags.global) return
  }
}

/** `\1` … `\9` are groups, `\&` the match, `\\` a backslash. */
const expand = (replacement: string, { groups }: Found): string =>
  replacement.replace(/\\([1-9&\\])/g, (_, code: string) =>
    code === '\\' ? '\\' : (groups[code === '&' ? 0 : Number(code)] ?? ''),
  )

/** `which`: the match to replace; 0 for all. */
function replaceMatches(text: string, regex: Regex, replacement: string, start: number, which: number): string {
  let result = text.slice(0, start)
  let done = start
  let count = 0
  for (let at = start; at <= text.length; ) {
    const match = regex.find(text, at)
    if (!match) break
    count++
    if (which === 0 || count === which) {
      result += text.slice(done, match.start) + expand(replacement, match)
      done = match.end
    }
    if (which !== 0 && count === which) break
    at = match.end > match.start ? match.end : nextChar(text, match.end)
  }
  return result + text.slice(done)
}

function regexpReplace(text: string, pattern: string, replacement: string, flagText = ''): string {
  if (/^\d/.test(flagText)) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `invalid regular expression option: "${flagText[0]}"`, {
      hint: 'If you meant to use regexp_replace() with a start parameter, cast the fourth argument to integer explicitly.',
    })
  }
  const flags = parseFlags(flagText)
  return replaceMatches(text, regexOf(pattern, flags), replacement, 0, flags.global ? 0 : 1)
}

/** UTF-16 index of a character position, counted from 1. */
function startIndex(text: string, start: number): number {
  if (start <= 0) throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "start": ${start}`)
  let at = 0
  for (let i = 1; i < start && at <= text.length; i++) at = nextChar(text, at)
  return at
}

const notNegative = (name: string, value: number, least = 0): number => {
  if (value >= least) return value
  throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "${name}": ${value}`)
}

function regexpReplaceFrom(
  text: string,
  pattern: string,
  replacement: string,
  start: number,
  which?: number,
  flagText = '',
): string {
  const flags = parseFlags(flagText)
  const wanted = which === undefined ? (flags.global ? 0 : 1) : notNegative('n', which)
  return replaceMatches(
    text,
    regexOf(pattern, flags),
    replacement,
    Math.min(startIndex(text, start), text.length + 1),
    wanted,
  )
}

function regexpCount(text: string, pattern: string, start = 1, flags?: string): number {
  const regex = regexOf(pattern, singleFlags('regexp_count', '', flags))
  return [...regex.all(text.slice(startIndex(text, start)))].length
}

/** The `which`-th match behind a start position. */
function nthMatch(regex: Regex, text: string, start: number, which: number): Found | undefined {
  let at = startIndex(text, start)
  for (let count = 1; at <= text.length; count++) {
    const match = regex.find(text, at)
    if (!match || count === which) return match
    at = match.end > match.start ? match.end : nextChar(text, match.end)
  }
  return undefined
}

function groupText(match: Found | undefined, group: number): string | null {
  return match?.groups[group] ?? null
}

function regexpSubstr(text: string, pattern: string, start = 1, which = 1, flags?: string, group = 0): string | null {
  const regex = regexOf(pattern, singleFlags('regexp_substr', '', flags))
  notNegative('n', which, 1)
  return groupText(nthMatch(regex, text, start, which), notNegative('subexpr', group))
}

const charCount = (text: string): number => [...text].length

function regexpInstr(text: string, pattern: string, start = 1, which = 1, end = 0, flags?: string, group = 0): number {
  const regex = regexOf(pattern, singleFlags('regexp_instr', '', flags))
  notNegative('n', which, 1)
  if (end !== 0 && end !== 1)
    throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "endoption": ${end}`)
  const match = nthMatch(regex, text, start, which)
  const part = groupText(match, notNegative('subexpr', group))
  if (!match || part === null) return 0
  // Where a group began is not known; it is looked for within the match.
  const at = group === 0 ? match.start : match.start + match.groups[0]!.indexOf(part)
  return charCount(text.slice(0, end === 1 ? at + part.length : at)) + 1
}

/** Pieces between matches; an empty match at either end or right behind another does not split. */
function splitBy(text: string, pattern: string, flagText?: string): string[] {
  const regex = regexOf(pattern, singleFlags('regexp_split_to_table', '', flagText))
  const pieces: string[] = []
  let from = 0
  for (const { start, end } of regex.all(text)) {
    if (end === start && (start === text.length || start === from)) {
      if (start === text.length || start === 0 || end === from) continue
    }
    pieces.push(text.slice(from, start))
    from = end
  }
  return [...pieces, text.slice(from)]
}

/** The first group if there is one, else the whole match. */
function substringByRegex(text: string, pattern: string): string | null {
  const regex = regexOf(pattern)
  const match = regex.find(text)
  return match ? groupText(match, regex.groupCount > 0 ? 1 : 0) : null
}

/** What lies between is as long as it can be behind the shortest beginning: SQL's rule, for which no one pattern stands. */
function substringSimilar(text: string, pattern: string, escapeBy: string): string | null {
  const parts = similarParts(pattern, escapeBy).map((part) => similarPattern(part, escapeBy).slice(4, -2))
  const whole = (...sources: string[]): Regex => regexOf(`^(?:${sources.join(')(?:')})$`)
  if (parts.length === 1) return whole(parts[0]!).test(text) ? text : null
  const [before = '', wanted = '', after = ''] = parts
  if (!whole(before, wanted, after).test(text)) return null
  const [head, body, tail, rest] = [whole(before), whole(wanted), whole(after), whole(wanted, after)]
  const places = [...charStarts(text)]
  const start = places.find((at) => head.test(text.slice(0, at)) && rest.test(text.slice(at))) ?? 0
  const end = places.findLast((at) => at >= start && body.test(text.slice(start, at)) && tail.test(text.slice(at)))
  return text.slice(start, end)
}

function* charStarts(text: string): Generator<number> {
  for (let at = 0; at < text.length; at = nextChar(text, at)) yield at
  yield text.length
}

const functions = [
  ...fn(['like(text,text,text?) boolean'], like),
  ...fn('notlike(text,text) boolean', (text: string, pattern: string) => !like(text, pattern)),
  ...fn(['ilike(text,text,text?) boolean'], ilike),
  ...fn('similar(text,text,text?) boolean', similar),
  ...fn('regexp_like(text,text,text?) boolean', (text: string, pattern: string, flags?: string) =>
    regexOf(pattern, singleFlags('regexp_like', '', flags)).test(text),
  ),
  ...fn('regexp_match(text,text,text?) text[]', regexpMatch),
  ...fn('regexp_replace(text,text,text,text?) text', regexpReplace),
  ...fn('regexp_replace(text,text,text,integer,integer?,text?) text', regexpReplaceFrom),
  ...fn('regexp_count(text,text,integer?,text?) integer', regexpCount),
  ...fn('regexp_substr(text,text,integer?,integer?,text?,integer?) text', regexpSubstr),
  ...fn('regexp_instr(text,text,integer?,integer?,integer?,text?,integer?) integer', regexpInstr),
  ...fn('regexp_split_to_array(text,text,text?) text[]', splitBy),
  ...fn('substring(text,text) text', substringByRegex),
  ...fn(['substring(text,text,text) text', 'substring_similar(text,text,text) text'], substringSimilar),
]

const sets = [
  ...setFn('regexp_matches(text,text,text?) text[]', regexpMatches),
  ...setFn('regexp_split_to_table(text,text,text?) text', function* (text: string, pattern: string, flags?: string) {
    for (const piece of splitBy(text, pattern, flags)) yield [piece]
  }),
]

export const regexRows: readonly Row[] = [...operators, ...functions, ...sets]
