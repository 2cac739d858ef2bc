import { ZohoSqlError } from '../../../base/errors.ts'
import { type Flags, parseFlags, plainFlags, type Regex, type RegexMatch, regexOf, Subject } from '../../regex/index.ts'
import { ilike, like, similarParts, similarPattern } from '../like.ts'
import { type FunctionRow, fn, setFn } from '../row.ts'

/** Pattern matching: LIKE and its like, SIMILAR TO, regular expressions. */

const ignoring: Flags = { ...plainFlags, ignoreCase: true }
const matches = (text: string, pattern: string): boolean => regexOf(pattern).test(new Subject(text))
const matchesIgnoring = (text: string, pattern: string): boolean => regexOf(pattern, ignoring).test(new Subject(text))
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

const groupsOf = (regex: Regex, { groups }: RegexMatch): (string | null)[] =>
  (regex.groupCount === 0 ? groups.slice(0, 1) : groups.slice(1)).map((group) => group ?? null)

function regexpMatch(text: string, pattern: string, flags?: string): (string | null)[] | null {
  const regex = regexOf(pattern, singleFlags('regexp_match', 'regexp_matches', flags))
  const match = regex.find(new Subject(text))
  return match ? groupsOf(regex, match) : null
}

function* regexpMatches(text: string, pattern: string, flagText = ''): Generator<readonly unknown[]> {
  const flags = parseFlags(flagText)
  const regex = regexOf(pattern, flags)
  for (const match of regex.all(new Subject(text))) {
    yield [groupsOf(regex, match)]
    if (!flags.global) return
  }
}

/** `\1` … `\9` are groups, `\&` the match, `\\` a backslash. */
const expand = (replacement: string, { groups }: RegexMatch): string =>
  replacement.replace(/\\([1-9&\\])/g, (_, code: string) =>
    code === '\\' ? '\\' : (groups[code === '&' ? 0 : Number(code)] ?? ''),
  )

/** `which`: the match to replace; 0 for all. */
function replaceMatches(text: string, regex: Regex, replacement: string, start: number, which: number): string {
  const subject = new Subject(text)
  let result = ''
  let done = 0
  let count = 0
  for (const match of regex.all(subject, start)) {
    count++
    if (which !== 0 && count !== which) continue
    result += subject.slice(done, match.start) + expand(replacement, match)
    done = match.end
    if (which !== 0) break
  }
  return result + subject.slice(done)
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

/** Characters before a position that is counted from 1. */
function startIndex(start: number): number {
  if (start > 0) return start - 1
  throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "start": ${start}`)
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
  return replaceMatches(text, regexOf(pattern, flags), replacement, startIndex(start), wanted)
}

function regexpCount(text: string, pattern: string, start = 1, flags?: string): number {
  const regex = regexOf(pattern, singleFlags('regexp_count', '', flags))
  return [...regex.all(new Subject(text), startIndex(start))].length
}

/** The `which`-th match from a start position on. */
function nthMatch(regex: Regex, text: string, start: number, which: number): RegexMatch | undefined {
  let count = 0
  for (const match of regex.all(new Subject(text), startIndex(start))) if (++count === which) return match
  return undefined
}

function groupText(match: RegexMatch | undefined, group: number): string | null {
  return match?.groups[group] ?? null
}

/** Of a pattern without groups the first group is the whole match. */
function partOf({ groupCount }: Regex, group: number): number {
  notNegative('subexpr', group)
  return group === 1 && groupCount === 0 ? 0 : group
}

function regexpSubstr(text: string, pattern: string, start = 1, which = 1, flags?: string, group = 0): string | null {
  const regex = regexOf(pattern, singleFlags('regexp_substr', '', flags))
  notNegative('n', which, 1)
  return groupText(nthMatch(regex, text, start, which), partOf(regex, group))
}

function regexpInstr(text: string, pattern: string, start = 1, which = 1, end = 0, flags?: string, group = 0): number {
  const regex = regexOf(pattern, singleFlags('regexp_instr', '', flags))
  notNegative('n', which, 1)
  if (end !== 0 && end !== 1)
    throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "endoption": ${end}`)
  const span = nthMatch(regex, text, start, which)?.spans[partOf(regex, group)]
  return span ? (end === 1 ? span.end : span.start) + 1 : 0
}

/** Pieces between matches; an empty match at either end or right after another does not split. */
function splitBy(text: string, pattern: string, flagText?: string): string[] {
  const regex = regexOf(pattern, singleFlags('regexp_split_to_table', '', flagText))
  const subject = new Subject(text)
  const pieces: string[] = []
  let from = 0
  for (const { start, end } of regex.all(subject)) {
    if (end === start && (start === subject.length || start === from)) continue
    pieces.push(subject.slice(from, start))
    from = end
  }
  return [...pieces, subject.slice(from)]
}

/** The first group if there is one, else the whole match. */
function substringByRegex(text: string, pattern: string): string | null {
  const regex = regexOf(pattern)
  const match = regex.find(new Subject(text))
  return match ? groupText(match, regex.groupCount > 0 ? 1 : 0) : null
}

/** What comes before is as short as it can be, what is wanted as long as the rest leaves it: PostgreSQL's own pattern. */
function substringSimilar(text: string, pattern: string, escapeBy: string): string | null {
  const parts = similarParts(pattern, escapeBy).map((part) => similarPattern(part, escapeBy).slice(4, -2))
  const [before = '', wanted, after] = parts
  if (wanted === undefined) return substringByRegex(text, `^(?:${before})$`)
  const rest = after === undefined ? '' : `{1,1}(?:${after})`
  return substringByRegex(text, `^(?:${before}){1,1}?(${wanted})${rest}$`)
}

const functions = [
  ...fn(['like(text,text,text?) boolean'], like),
  ...fn('notlike(text,text) boolean', (text: string, pattern: string) => !like(text, pattern)),
  ...fn(['ilike(text,text,text?) boolean'], ilike),
  ...fn('similar(text,text,text?) boolean', similar),
  ...fn('regexp_like(text,text,text?) boolean', (text: string, pattern: string, flags?: string) =>
    regexOf(pattern, singleFlags('regexp_like', '', flags)).test(new Subject(text)),
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

export const regexRows: readonly FunctionRow[] = [...operators, ...functions, ...sets]
