import { isBlank, lex, type Token } from '../../../sql/lex.ts'
import { isName, nameText, wantsTable } from './scope.ts'

/** What the text around the cursor asks for. Pure, and content with SQL that is half written. */

export type CompletionContext =
  /** A table may stand here. */
  | { readonly kind: 'table'; readonly start: number; readonly typed: string }
  /** An expression or a keyword; `after` is the word before, `compared` the column it may be compared with. */
  | {
      readonly kind: 'any'
      readonly start: number
      readonly typed: string
      readonly after: string
      readonly compared: readonly string[]
    }
  /** After a dot. */
  | {
      readonly kind: 'member'
      readonly start: number
      readonly typed: string
      readonly path: readonly string[]
      readonly inFrom: boolean
    }
  /** Within quotes, compared with a column; `call`: the first argument of that function. */
  | {
      readonly kind: 'value'
      readonly start: number
      readonly typed: string
      readonly column: readonly string[]
      readonly call: string
    }
  | { readonly kind: 'meta'; readonly start: number; readonly typed: string }
  | {
      readonly kind: 'metaWord'
      readonly start: number
      readonly typed: string
      readonly command: string
      readonly index: number
      readonly before: readonly string[]
    }
  | { readonly kind: 'variable'; readonly start: number; readonly typed: string }
  | { readonly kind: 'none' }

/** The statement that holds the cursor, and the cursor's place in it. */
export function statementAt(
  text: string,
  at: number,
): { readonly sql: string; readonly at: number; readonly start: number } {
  const ends = lex(text).filter(({ key }) => key === ';')
  const start = ends.findLast(({ end }) => end <= at)?.end ?? 0
  const end = ends.find(({ start: from }) => from >= at)?.start ?? text.length
  return { sql: text.slice(start, end), at: at - start, start }
}

export const contextAt = (text: string, at: number): CompletionContext => metaContext(text, at) ?? sqlContext(text, at)

/**
 * Commands with SQL after them, and whatever stands before it: the text with blanks in their place. After the `to` of
 * a copy the SQL is over.
 */
export const sqlOf = (text: string, at: number): string =>
  /(?:^|\n)\s*\\copy\s+\(.*\)\s+to\s[^\n]*$/i.test(text.slice(0, at)) ? text : withoutCommands(text)

const withoutCommands = (text: string): string =>
  text.replace(/^\s*\\(?:explain\s|copy\s+(?=\())/gim, (command) => ' '.repeat(command.length))

function metaContext(text: string, at: number): CompletionContext | undefined {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const line = text.slice(lineStart, at)
  const found = /(?:^|[^\\])\\([A-Za-z_!?]*\+?)(\s[\s\S]*)?$/.exec(line)
  if (!found || /^[^\\]*'[^']*$/.test(line.slice(0, found.index + 1))) return undefined
  const [, command = '', rest] = found
  if (rest === undefined) return { kind: 'meta', start: at - command.length, typed: command }
  const words = rest.trimStart().split(/\s+/)
  const typed = words.pop()!
  return {
    kind: 'metaWord',
    start: at - typed.length,
    typed,
    command: command.replace(/\+$/, ''),
    index: words.length,
    before: words,
  }
}

function sqlContext(text: string, at: number): CompletionContext {
  const { sql, at: place, start: offset } = statementAt(text, at)
  const tokens = lex(sql.slice(0, place))
  const last = tokens.at(-1)
  const solid = tokens.filter((token) => !isBlank(token))
  if (last?.problem?.startsWith('unterminated')) return withinQuotes(last, solid.slice(0, -1), offset)
  if (last?.kind === 'comment' || last?.kind === 'string' || last?.kind === 'number') return { kind: 'none' }
  if (last?.kind === 'parameter') return variable(last, offset)
  if (last?.key === ':') return { kind: 'variable', start: offset + place, typed: '' }
  const typing = last && isName(last) ? last : undefined
  const before = typing ? solid.slice(0, -1) : solid
  const start = offset + (typing?.start ?? place)
  const typed = typing ? typing.text : ''
  if (before.at(-1)?.key === '.') return member(before, start, typed)
  if (wantsTable(before)) return { kind: 'table', start, typed }
  return anyContext(before, start, typed)
}

function anyContext(before: readonly Token[], start: number, typed: string): CompletionContext {
  const { path } = pathBefore(withoutComparison(before))
  return { kind: 'any', start, typed, after: before.at(-1)?.key ?? '', compared: path }
}

const variable = ({ text, start }: Token, offset: number): CompletionContext =>
  text.startsWith(':') ? { kind: 'variable', start: offset + start + 1, typed: text.slice(1) } : { kind: 'none' }

function member(before: readonly Token[], start: number, typed: string): CompletionContext {
  const { path, rest } = pathBefore(before.slice(0, -1))
  return { kind: 'member', start, typed, path, inFrom: wantsTable(rest) }
}

/** Names joined by dots at the end of some tokens, and what stands before them. */
function pathBefore(tokens: readonly Token[]): { path: string[]; rest: readonly Token[] } {
  const path: string[] = []
  let end = tokens.length
  while (end > 0 && isName(tokens[end - 1]!)) {
    path.unshift(nameText(tokens[end - 1]!))
    end -= 1
    if (tokens[end - 1]?.key !== '.') break
    end -= 1
  }
  return { path, rest: tokens.slice(0, end) }
}

/** `column = '…`, `column IN ('a', '…` */
function withinQuotes({ text, start, problem }: Token, before: readonly Token[], offset: number): CompletionContext {
  if (problem === 'unterminated quoted identifier') {
    const place = { start: offset + start, typed: text }
    if (before.at(-1)?.key === '.') return member(before, place.start, text)
    return wantsTable(before) ? { kind: 'table', ...place } : anyContext(before, place.start, text)
  }
  if (problem !== 'unterminated quoted string' || !text.startsWith("'")) return { kind: 'none' }
  const { path } = pathBefore(withoutComparison(before))
  const call = before.at(-1)?.key === '(' ? (before.at(-2)?.key ?? '') : ''
  return { kind: 'value', start: offset + start, typed: text.slice(1), column: path, call }
}

const comparisons = /^(=|<>|!=|like|ilike)$/

function withoutComparison(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length
  while (end > 0 && (tokens[end - 1]!.kind === 'string' || tokens[end - 1]!.key === ',')) end -= 1
  const at = tokens[end - 1]?.key ?? ''
  if (at === '(' && tokens[end - 2]?.key === 'in')
    return tokens.slice(0, tokens[end - 3]?.key === 'not' ? end - 3 : end - 2)
  if (comparisons.test(at) && end === tokens.length)
    return tokens.slice(0, tokens[end - 2]?.key === 'not' ? end - 2 : end - 1)
  return []
}
