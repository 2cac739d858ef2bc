import { byName } from '../../base/by-name.ts'
import { isBlank, lex, type Token } from '../../sql/lex.ts'

/** Cuts what was typed into statements and meta-commands. Pure. */

export type ScriptItem =
  | { readonly kind: 'statement'; readonly text: string }
  /** `\name rest of the line`; `buffer` is the SQL that stands before it without a semicolon. */
  | { readonly kind: 'meta'; readonly name: string; readonly rest: string; readonly buffer: string }

/** Where typing has come to: `-` within a statement, else the quote or bracket that is open. */
export type Open = '=' | '-' | "'" | '"' | '$' | '*' | '(' | '['

export interface TypedScript {
  readonly items: readonly ScriptItem[]
  /** SQL without an end yet. */
  readonly pending: string
  readonly open: Open
  /** Nothing follows the last meta-command: it may run although SQL is waiting in the buffer. */
  readonly endsInMeta: boolean
}

const isEnd = (token: Token): boolean => token.key === ';' || (token.kind === 'error' && token.text === '\\')

const unterminated: Readonly<Record<string, Open>> = byName({
  'unterminated /* comment': '*',
  'unterminated quoted identifier': '"',
  'unterminated dollar-quoted string': '$',
})

/** What is open at the end of a text that holds no complete statement. */
export function openAt(text: string): Open {
  const tokens = lex(text)
  const last = tokens.at(-1)
  if (last?.problem?.startsWith('unterminated')) return unterminated[last.problem] ?? "'"
  const brackets: Open[] = []
  for (const { key } of tokens) {
    if (key === '(' || key === '[') brackets.push(key)
    else if (key === ')' || key === ']') brackets.pop()
  }
  return brackets.at(-1) ?? (tokens.some((token) => !isBlank(token)) ? '-' : '=')
}

/** What is open at the start of each line of a text, which may hold statements that have ended. */
export function openAtLines(text: string): Open[] {
  const opens: Open[] = ['=']
  let brackets: Open[] = []
  let solid = false
  let inMeta = false
  for (const token of lex(text)) {
    const breaks = token.text.split('\n').length - 1
    if (breaks > 0) inMeta = false
    const now = openWithin(token) ?? brackets.at(-1) ?? (solid ? '-' : '=')
    for (let i = 0; i < breaks; i++) opens.push(now)
    if (token.kind === 'error' && token.text === '\\') inMeta = true
    if (inMeta || isBlank(token)) continue
    const { key } = token
    if (key === ';') [brackets, solid] = [[], false]
    else solid = true
    if (key === '(' || key === '[') brackets.push(key)
    else if (key === ')' || key === ']') brackets.pop()
  }
  return opens
}

/** What a token with line breaks in it leaves open at them; undefined for blanks. */
function openWithin({ kind, text, problem }: Token): Open | undefined {
  if (problem?.startsWith('unterminated')) return unterminated[problem] ?? "'"
  if (kind === 'quoted') return '"'
  if (kind === 'comment') return text.startsWith('/*') ? '*' : undefined
  return kind === 'string' ? (text.startsWith('$') ? '$' : "'") : undefined
}

/** The SQL before a semicolon, with nothing blank around it; comments stay. */
const statementOf = (text: string): ScriptItem[] =>
  lex(text).every(isBlank) ? [] : [{ kind: 'statement', text: text.trim() }]

/** `\name` is letters, or a single sign as in `\!` and `\?`. */
const metaName = /^\\([A-Za-z_]+\+?|[^\s\\]?)/

/** What is left after the last thing that ended. */
interface Left {
  readonly pending: string
  readonly endsInMeta: boolean
}

/**
 * Takes a script or what was typed so far apart, one thing after the other: what a command does may decide whether what
 * follows counts.
 *
 * @param counts false while SQL is passed over, as `\if` wants it
 */
export function* itemsOf(text: string, counts: () => boolean = () => true): Generator<ScriptItem, Left> {
  let buffer = ''
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at)
    const { pieces, metaStart } = upToMeta(rest)
    for (const [index, piece] of pieces.entries()) {
      if (!counts()) continue
      buffer += piece
      if (index === pieces.length - 1) continue
      yield* statementOf(buffer)
      buffer = ''
    }
    if (metaStart === undefined) return { pending: buffer, endsInMeta: at > 0 && rest.trim() === '' }
    const { item, length } = metaAt(rest.slice(metaStart), buffer)
    yield item
    if (usesBuffer.has(item.name) && counts()) buffer = ''
    at += metaStart + length
  }
  return { pending: buffer, endsInMeta: text !== '' }
}

/** SQL cut at its semicolons, the last piece without one, up to the first command. */
function upToMeta(text: string): { pieces: string[]; metaStart: number | undefined } {
  const pieces: string[] = []
  let from = 0
  for (const token of lex(text)) {
    if (!isEnd(token)) continue
    pieces.push(text.slice(from, token.start))
    if (token.key !== ';') return { pieces, metaStart: token.start }
    from = token.end
  }
  return { pieces: [...pieces, text.slice(from)], metaStart: undefined }
}

/** All at once, as if everything counted. */
export function takeApart(text: string): TypedScript {
  const items: ScriptItem[] = []
  const all = itemsOf(text)
  for (let next = all.next(); ; next = all.next()) {
    if (next.done) return { items, ...next.value, open: openAt(next.value.pending) }
    items.push(next.value)
  }
}

/** After these the SQL before them has been dealt with. */
const usesBuffer: ReadonlySet<string> = new Set('g gx gset gexec gdesc crosstabview r e watch chart explain'.split(' '))

/** Their line is not theirs to read: a shell's, a statement's, a connection's. */
const takesLine = /^(!|copy|explain|h|help|c|connect)$/

function metaAt(text: string, buffer: string): { item: ScriptItem & { kind: 'meta' }; length: number } {
  const lineEnd = /\r?\n/.exec(text)
  const line = text.slice(0, lineEnd?.index ?? text.length)
  const name = metaName.exec(line)![1]!
  const after = line.slice(1 + name.length)
  const end = endOfWords(name, after)
  const whole = end === after.length
  const separator = after.startsWith('\\\\', end) ? 2 : 0
  const length = whole ? line.length + (lineEnd?.[0].length ?? 0) : 1 + name.length + end + separator
  return { item: { kind: 'meta', name, rest: after.slice(0, end).trim(), buffer: buffer.trim() }, length }
}

const quotedOrPlain = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`[^`]*`|[^\\]/y

/** Where the words of a command end: at a backslash that is not quoted, which begins the next; or with the line. */
function endOfWords(name: string, after: string): number {
  if (name === '!' || (/^(g|gx|o|w)$/.test(name) && after.trimStart().startsWith('|'))) return after.length
  if (takesLine.test(name)) {
    const separator = after.search(/\\\\/)
    return separator < 0 ? after.length : separator
  }
  quotedOrPlain.lastIndex = 0
  let end = 0
  while (quotedOrPlain.test(after)) end = quotedOrPlain.lastIndex
  return end
}

/** Words that people type where they do not know what to type; as psql has it, alone and without a semicolon. */
const plainWord = /^\s*(help|quit|exit)\s*;?\s*$/i

/** SQLite's commands, which end with their line; the refusal says what they are here. */
const dotCommand = /^\s*\.[a-z]+[^\n;]*$/i

/** The command that such a word means. */
export function commandFor(text: string): string {
  if (dotCommand.test(text)) return `${text};`
  const word = plainWord.exec(text)?.[1]?.toLowerCase()
  return word === undefined ? text : word === 'help' ? '\\?' : '\\q'
}

/** True when pressing Enter should run what was typed, rather than begin another line. */
export function isReady(text: string): boolean {
  if (plainWord.test(text) || dotCommand.test(text)) return true
  const { open, endsInMeta } = takeApart(text)
  return open === '=' || endsInMeta
}
