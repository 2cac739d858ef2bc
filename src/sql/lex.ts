import { ZohoSqlError } from '../base/errors.ts'

/**
 * The lexer: PostgreSQL's lexical rules, with parameters added.
 *
 * It never throws, and its tokens tile the text without a gap, so a prompt can colour half-typed SQL with it. What is
 * not SQL becomes a token of kind `error`, and the parser complains when it gets there.
 */

export type TokenKind =
  | 'space'
  | 'comment'
  | 'word'
  | 'quoted'
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'punctuation'
  | 'error'

export interface Token {
  readonly kind: TokenKind
  /** Offsets of UTF-16 units; `end` is the first one after the token. */
  readonly start: number
  readonly end: number
  /** As written. */
  readonly text: string
  /** What a grammar compares: words in lower case, symbols as they are; empty for everything else. */
  readonly key: string
  /** Kind `error` only: what is wrong, in PostgreSQL's words. */
  readonly problem?: string
}

type Rule = readonly [TokenKind, RegExp]

const lineBreak = String.raw`[ \t\f\v]*(?:--[^\n\r]*)?[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*[\n\r])*`
const plainQuoted = `'[^']*(?:''[^']*)*'(?!')`
const escapeQuoted = String.raw`'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'(?!')`
const wordStart = String.raw`[A-Za-z_\u0080-\uffff]`
const wordPart = String.raw`[\w$\u0080-\uffff]`

/** Tried in this order; the first that matches wins. */
const rules: readonly Rule[] = [
  ['space', /(?:^\ufeff|[ \t\n\r\f\v])+/y],
  ['comment', /--[^\n\r]*/y],
  // Two strings with a line break between are one: that is SQL's way of folding long literals.
  ['string', new RegExp(`[eE]${escapeQuoted}(?:${lineBreak}${escapeQuoted})*`, 'y')],
  ['string', new RegExp(`(?:[nNbBxX]|[uU]&)?${plainQuoted}(?:${lineBreak}${plainQuoted})*`, 'y')],
  ['quoted', /(?:[uU]&)?"[^"]*(?:""[^"]*)*"(?!")/y],
  ['parameter', /\$\d+/y],
  ['number', /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', new RegExp(`${wordStart}${wordPart}*`, 'y')],
  ['punctuation', /::|:=|\.\.|[,()[\].;]/y],
  ['operator', /@\?/y],
]
const namedParameter = new RegExp(`:${wordStart}${wordPart}*`, 'y')
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const operatorRun = /[~!@#^&|`+\-*/%<>=]+/y
const unterminated: readonly (readonly [string, RegExp])[] = [
  ['unterminated quoted string', /(?:[eEnN]|[uU]&)?'/y],
  ['unterminated bit string literal', /[bB]'/y],
  ['unterminated hexadecimal string literal', /[xX]'/y],
  ['unterminated quoted identifier', /(?:[uU]&)?"/y],
]

const [spaces, , , plainString, , , number, word] = rules as unknown as Rule[]
const single: Rule = ['punctuation', /[,()[\];]/y]

/** The rule that the first character settles, as it does for nearly all tokens; a string only where it ends. */
function quickRule(text: string, at: number): Rule | undefined {
  const char = text[at]!
  if (/[,()[\];]/.test(char)) return single
  if (/[ \t\n\r\f\v]/.test(char)) return spaces
  if (/\d/.test(char)) return number
  if (char === "'") return plainString
  if (!/[A-Za-z_]/.test(char)) return undefined
  return /[eEnNbBxXuU]/.test(char) && /['&]/.test(text[at + 1] ?? '') ? undefined : word
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const tooLarge = (most: number): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', `the statement has more than ${most} words, numbers and signs`, {
    hint: 'Ask in parts, or give the values as one array parameter: = ANY($1).',
  })

class Lexer {
  readonly tokens: Token[] = []
  private at = 0
  /** Kind of each open bracket: in a subscript `a[1:n]` the colon is a slice's, elsewhere it begins a parameter. */
  private readonly brackets: ('subscript' | 'other')[] = []
  private last: Token | undefined

  private readonly text: string
  private readonly most: number

  constructor(text: string, most: number) {
    this.text = text
    this.most = most
  }

  run(): Token[] {
    while (this.at < this.text.length) {
      this.one()
      if (this.tokens.length > this.most) throw tooLarge(this.most)
    }
    return this.tokens
  }

  /** The tokens one by one, none kept. */
  *each(): Generator<Token> {
    while (this.at < this.text.length) {
      this.one()
      yield this.tokens.pop()!
    }
  }

  private one(): void {
    const quick = quickRule(this.text, this.at)
    const found = quick && matchAt(quick[1], this.text, this.at)
    if (found === undefined) this.slow()
    else if (quick![0] === 'number') this.number(found)
    else this.push(quick![0], found)
  }

  private slow(): void {
    const broken = this.unterminated()
    if (this.text.startsWith('/*', this.at)) this.blockComment()
    else if (broken) this.push('error', this.text.slice(this.at), broken)
    else if (!this.byRule()) this.odd()
  }

  private byRule(): boolean {
    for (const [kind, pattern] of rules) {
      const found = matchAt(pattern, this.text, this.at)
      if (found === undefined) continue
      if (kind === 'number') this.number(found)
      else this.push(kind, found)
      return true
    }
    return false
  }

  /** A quote opens here and no rule finds its end. */
  private unterminated(): string | undefined {
    for (const [problem, opening] of unterminated) {
      if (matchAt(opening, this.text, this.at) === undefined) continue
      const closed = rules.some(
        ([kind, pattern]) => (kind === 'string' || kind === 'quoted') && matchAt(pattern, this.text, this.at),
      )
      return closed ? undefined : problem
    }
    return undefined
  }

  private blockComment(): void {
    const end = commentEnd(this.text, this.at)
    if (end === undefined) this.push('error', this.text.slice(this.at), 'unterminated /* comment')
    else this.push('comment', this.text.slice(this.at, end))
  }

  private number(found: string): void {
    const junk = matchAt(new RegExp(wordStart, 'y'), this.text, this.at + found.length)
    if (junk === undefined) this.push('number', found)
    else this.push('error', found + junk, 'trailing junk after numeric literal')
  }

  /** What needs more than one pattern: dollar quotes, `:name`, operators, `?`, and what is no SQL at all. */
  private odd(): void {
    const char = this.text[this.at]!
    const tag = matchAt(dollarTag, this.text, this.at)
    const run = matchAt(operatorRun, this.text, this.at)
    if (tag !== undefined) this.dollarString(tag)
    else if (char === ':') this.colon()
    else if (char === '?') this.push('parameter', char)
    else if (run !== undefined) this.push('operator', trimOperator(run))
    else this.push('error', char, 'syntax error')
  }

  private dollarString(tag: string): void {
    const close = this.text.indexOf(tag, this.at + tag.length)
    if (close < 0) this.push('error', this.text.slice(this.at), 'unterminated dollar-quoted string')
    else this.push('string', this.text.slice(this.at, close + tag.length))
  }

  private colon(): void {
    const slicing = this.brackets.at(-1) === 'subscript'
    const name = slicing ? undefined : matchAt(namedParameter, this.text, this.at)
    if (name === undefined) this.push('punctuation', ':')
    else this.push('parameter', name)
  }

  private push(kind: TokenKind, text: string, problem?: string): void {
    const key = kind === 'word' ? text.toLowerCase() : kind === 'operator' || kind === 'punctuation' ? text : ''
    const place = { start: this.at, end: this.at + text.length }
    const token: Token = problem === undefined ? { kind, ...place, text, key } : { kind, ...place, text, key, problem }
    this.tokens.push(token)
    this.at = token.end
    if (kind === 'space' || kind === 'comment') return
    if (kind === 'punctuation') this.trackBrackets(key)
    this.last = token
  }

  private trackBrackets(key: string): void {
    if (key === '(') this.brackets.push('other')
    else if (key === '[') this.brackets.push(this.last && endsOperand(this.last) ? 'subscript' : 'other')
    else if (key === ')' || key === ']') this.brackets.pop()
  }
}

/** Offset after the comment that opens at `start`. Comments nest, which no regular expression follows. */
function commentEnd(text: string, start: number): number | undefined {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  let depth = 0
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return undefined
}

const endsOperand = (token: Token): boolean =>
  token.kind === 'quoted' ||
  token.kind === 'parameter' ||
  token.key === ')' ||
  token.key === ']' ||
  (token.kind === 'word' && token.key !== 'array')

/** PostgreSQL's rules for where an operator ends: before a comment, and before a trailing sign unless it looks odd. */
function trimOperator(run: string): string {
  const comment = run.search(/--|\/\*/)
  let op = comment > 0 ? run.slice(0, comment) : run
  if (!/[~!@#^&|`%]/.test(op)) while (op.length > 1 && /[+-]$/.test(op)) op = op.slice(0, -1)
  return op
}

/**
 * All tokens of a text, white space and comments included: joined together they are the text again.
 *
 * @throws {ZohoSqlError} RESOURCE_LIMIT: there are more than `most`
 */
export const lex = (text: string, most = Number.POSITIVE_INFINITY): Token[] => new Lexer(text, most).run()

/** The same, one by one. */
export const tokensOf = (text: string): Generator<Token> => new Lexer(text, Number.POSITIVE_INFINITY).each()

/** True for what a grammar skips. */
export const isBlank = (token: Token): boolean => token.kind === 'space' || token.kind === 'comment'

/** One statement of a script, without its semicolon. */
export interface StatementText {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Cuts a script at its semicolons; what is only white space or comments is no statement. */
export const splitStatements = (script: string): StatementText[] =>
  [...statementsIn(script)].filter((statement) => statement !== undefined)

/** Tokens between two pauses: some milliseconds. */
const tokensAtOnce = 10_000

/** {@link splitStatements}, one by one; undefined is a pause, in which others may have their turn. */
export function* statementsIn(script: string): Generator<StatementText | undefined> {
  let first: Token | undefined
  let last: Token | undefined
  let count = 0
  const statement = (): StatementText[] =>
    first && last ? [{ text: script.slice(first.start, last.end), start: first.start, end: last.end }] : []
  for (const token of tokensOf(script)) {
    if (++count % tokensAtOnce === 0) yield undefined
    if (token.key === ';') {
      yield* statement()
      first = last = undefined
    } else if (!isBlank(token)) {
      first ??= token
      last = token
    }
  }
  yield* statement()
}
