import type { ZohoSqlError } from '../base/errors.ts'
import type { Name, SqlParameter } from './ast/index.ts'
import { syntaxError, syntaxErrorAt, tooDeep } from './errors.ts'
import { canNameColumn } from './keywords.ts'
import { isBlank, lex, type Token } from './lex.ts'
import { isUnicodeForm, quotedName, stringValue, unicodeEscapeCharacter } from './literals.ts'
import type { ParsedStatement } from './statement.ts'

/** Tokens of one statement, blanks among them: an INSERT of 1,000 rows of 30 values has 63,000. */
const mostTokens = 100_000
/** More brackets within brackets than this are refused, before the call stack ends. */
const maxDepth = 600

/**
 * The tokens of one statement with a place among them. All reading goes left to right, once, so that `?` are numbered
 * as they are written.
 */
export class TokenReader {
  readonly text: string
  private readonly tokens: readonly Token[]
  private readonly closers: ReadonlyMap<number, number>
  private index = 0
  private depth = 0
  private style: ParsedStatement['parameterStyle']
  private count = 0
  private readonly names = new Set<string>()

  constructor(text: string) {
    this.text = text
    this.tokens = lex(text, mostTokens).filter((token) => !isBlank(token))
    this.closers = matchBrackets(this.tokens)
  }

  /** The token `ahead` places on; undefined past the end. */
  peek(ahead = 0): Token | undefined {
    return this.tokens[this.index + ahead]
  }

  /** Word or symbol `ahead` places on; empty for other tokens and past the end. */
  key(ahead = 0): string {
    return this.tokens[this.index + ahead]?.key ?? ''
  }

  /** Offset of the next token. */
  get at(): number {
    return this.peek()?.start ?? this.text.length
  }

  get atEnd(): boolean {
    return this.index >= this.tokens.length
  }

  /** True when the next tokens are these words or symbols. */
  sees(...keys: readonly string[]): boolean {
    return keys.every((key, ahead) => this.key(ahead) === key)
  }

  next(): Token {
    const token = this.peek()
    if (!token || token.kind === 'error') throw this.fail()
    this.index++
    return token
  }

  /** Takes the next tokens if they are these. */
  accept(...keys: readonly string[]): boolean {
    if (!this.sees(...keys)) return false
    this.index += keys.length
    return true
  }

  /** Takes the next token if it is one of these and says which. */
  acceptOne(...keys: readonly string[]): string | undefined {
    const key = this.key()
    if (key === '' || !keys.includes(key)) return undefined
    this.index++
    return key
  }

  expect(...keys: readonly string[]): void {
    for (const key of keys) if (!this.accept(key)) throw this.fail()
  }

  /** Runs `read` from here and comes back if it finds nothing; it must not read parameters. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.index
    const found = read()
    if (found === undefined) this.index = start
    return found
  }

  /** Syntax error at the next token. */
  fail(hint?: string): ZohoSqlError {
    return syntaxError(this.text, this.peek(), hint)
  }

  /** Reads `(`, something, `)`. */
  parenthesized<T>(read: () => T): T {
    this.expect('(')
    const result = this.nested(read)
    this.expect(')')
    return result
  }

  /** One or more, separated by commas. */
  list<T>(read: () => T): T[] {
    const items = [read()]
    while (this.accept(',')) items.push(read())
    return items
  }

  /** Guards every recursion of the grammar. */
  nested<T>(read: () => T): T {
    if (++this.depth > maxDepth) throw tooDeep(this.at)
    const result = read()
    this.depth--
    return result
  }

  /** True when a `(` is `ahead` places on and holds a query, through any number of further brackets. */
  seesQuery(ahead = 0): boolean {
    return this.holdsQuery(this.index + ahead)
  }

  /** Places on to the token after the bracket that opens `ahead`; undefined where none opens or none closes it. */
  afterBracket(ahead: number): number | undefined {
    const close = this.closers.get(this.index + ahead)
    return close === undefined ? undefined : close + 1 - this.index
  }

  private holdsQuery(open: number, depth = 0): boolean {
    if (this.tokens[open]?.key !== '(' || depth > maxDepth) return false
    const inner = this.tokens[open + 1]?.key ?? ''
    if (inner === 'values') return this.tokens[open + 2]?.key === '('
    if (inner === 'select' || inner === 'with' || inner === 'table') return true
    const close = this.closers.get(open + 1)
    if (close === undefined || !this.holdsQuery(open + 1, depth + 1)) return false
    return afterQuery.has(this.tokens[close + 1]?.key ?? '')
  }

  /** A name that may stand for a column or table; `allowed` widens or narrows which words do. */
  name(allowed: (word: string) => boolean = canNameColumn): Name {
    const token = this.peek()
    if (token?.kind === 'quoted') return this.quoted(this.next())
    if (token?.kind !== 'word' || !allowed(token.key)) throw this.fail()
    this.index++
    return { text: token.text, quoted: false, at: token.start }
  }

  /** Any word does where nothing else could stand: after AS or a dot. */
  label(): Name {
    return this.name(() => true)
  }

  private quoted(token: Token): Name {
    const mark = isUnicodeForm(token) ? this.unicodeEscape() : undefined
    return { text: quotedName(token, mark), quoted: true, at: token.start }
  }

  /** True before a string that `N` gives no type of its own. */
  get seesPlainString(): boolean {
    const token = this.peek()
    return token?.kind === 'string' && !/^n/i.test(token.text)
  }

  /** Value of the string literal that comes next. */
  string(): string {
    const token = this.next()
    if (token.kind !== 'string') throw syntaxError(this.text, token)
    return stringValue(token, isUnicodeForm(token) ? this.unicodeEscape() : undefined)
  }

  private unicodeEscape(): string | undefined {
    if (!this.accept('uescape')) return undefined
    if (!this.seesPlainString) throw this.fail()
    return unicodeEscapeCharacter(this.next())
  }

  /** The parameter that comes next. */
  parameter(): SqlParameter {
    const { text, start: at } = this.next()
    const style = text === '?' ? 'question' : text.startsWith('$') ? 'dollar' : 'named'
    if (this.style !== undefined && this.style !== style) {
      throw syntaxErrorAt(at, `parameters of two forms in one statement at or near "${text}"`)
    }
    this.style = style
    return style === 'named' ? this.namedParameter(text.slice(1), at) : this.indexedParameter(text, at)
  }

  private namedParameter(name: string, at: number): SqlParameter {
    this.names.add(name)
    return { kind: 'parameter', name, at }
  }

  private indexedParameter(text: string, at: number): SqlParameter {
    const index = text === '?' ? this.count + 1 : Number(text.slice(1))
    if (index < 1 || index > 65_535) throw syntaxErrorAt(at, `there is no parameter ${text}`)
    this.count = Math.max(this.count, index)
    return { kind: 'parameter', index, at }
  }

  /** What was learned of the parameters so far. */
  parameters(): Pick<ParsedStatement, 'parameterStyle' | 'parameterCount' | 'parameterNames'> {
    const count = this.style === 'named' ? this.names.size : this.count
    return { parameterStyle: this.style, parameterCount: count, parameterNames: [...this.names] }
  }
}

/** What can follow a query within brackets, so that the brackets around both hold a query too. */
const afterQuery: ReadonlySet<string> = new Set([
  ')',
  'union',
  'intersect',
  'except',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
])

/** Index of each `(` to the index of its `)`. */
/** @throws {ZohoSqlError} 54001, before anything is read: what goes through brackets goes through each within the others */
function matchBrackets(tokens: readonly Token[]): Map<number, number> {
  const closers = new Map<number, number>()
  const open: number[] = []
  tokens.forEach((token, index) => {
    if (token.key === '(') {
      if (open.push(index) > maxDepth) throw tooDeep(token.start)
    } else if (token.key === ')') {
      const start = open.pop()
      if (start !== undefined) closers.set(start, index)
    }
  })
  return closers
}
