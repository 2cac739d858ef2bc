import { isBlank, lex, type Token } from '../../sql/lex.ts'

/** Cuts what was typed into statements and meta-commands. Pure. */

export type Item =
  | { readonly kind: 'statement'; readonly text: string }
  /** `\name rest of the line`; `buffer` is the SQL that stands before it without a semicolon. */
  | { readonly kind: 'meta'; readonly name: string; readonly rest: string; readonly buffer: string }

/** Where typing has come to: `-` within a statement, else the quote or bracket that is open. */
export type Open = '=' | '-' | "'" | '"' | '$' | '*' | '(' | '['

export interface Typed {
  readonly items: readonly Item[]
  /** SQL without an end yet. */
  readonly pending: string
  readonly open: Open
  /** Nothing follows the last meta-command: it may run although SQL is waiting in the buffer. */
  readonly endsInMeta: boolean
}

const isEnd = (token: Token): boolean => token.key === ';' || (token.kind === 'error' && token.text === '\\')

const unterminated: Readonly<Record<string, Open>> = {
  'unterminated /* comment': '*',
  'unterminated quoted identifier': '"',
  'unterminated dollar-quoted string': '$',
}

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

/** The SQL before a semicolon, with nothing blank around it; comments stay. */
const statementOf = (text: string): Item[] =>
  lex(text).every(isBlank) ? [] : [{ kind: 'statement', text: text.trim() }]

/** `\name` is letters, or a single sign as in `\!` and `\?`. */
const metaName = /^\\([A-Za-z_]+\+?|[^\s\\]?)/

/** Takes a script or what was typed so far apart. A meta-command goes to the end of its line, or to `\\`. */
export function takeApart(text: string): Typed {
  const items: Item[] = []
  let buffer = ''
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    let from = 0
    let meta: Token | undefined
    for (const token of lex(rest)) {
      if (!isEnd(token)) continue
      if (token.key !== ';') {
        meta = token
        break
      }
      items.push(...statementOf(buffer + rest.slice(from, token.start)))
      buffer = ''
      from = token.end
    }
    if (!meta) return typed(items, buffer + rest.slice(from), at > 0 && from === 0 && rest.trim() === '')
    buffer += rest.slice(from, meta.start)
    const { item, length } = metaAt(rest.slice(meta.start), buffer)
    items.push(item)
    if (usesBuffer.has(item.name)) buffer = ''
    at += meta.start + length
  }
  return typed(items, buffer, at > 0)
}

const typed = (items: readonly Item[], pending: string, endsInMeta: boolean): Typed => ({
  items,
  pending,
  open: openAt(pending),
  endsInMeta,
})

/** After these the SQL before them has been dealt with. */
const usesBuffer: ReadonlySet<string> = new Set(['g', 'gx', 'gset', 'r', 'e', 'watch', 'chart', 'explain'])

function metaAt(text: string, buffer: string): { item: Item & { kind: 'meta' }; length: number } {
  const lineEnd = /\r?\n/.exec(text)
  const line = text.slice(0, lineEnd?.index ?? text.length)
  const name = metaName.exec(line)![1]!
  const behind = line.slice(1 + name.length)
  // `\!` hands its line on as it is; elsewhere `\\` ends the command.
  const separator = name === '!' ? -1 : behind.search(/\\\\/)
  const rest = separator < 0 ? behind : behind.slice(0, separator)
  const length = separator < 0 ? line.length + (lineEnd?.[0].length ?? 0) : 1 + name.length + separator + 2
  return { item: { kind: 'meta', name, rest: rest.trim(), buffer: buffer.trim() }, length }
}

/** True when pressing Enter should run what was typed, rather than begin another line. */
export function isReady(text: string): boolean {
  const { open, endsInMeta } = takeApart(text)
  return open === '=' || endsInMeta
}
