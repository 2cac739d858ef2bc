import { ZohoSqlError } from '../base/errors.ts'
import { isBlank, type Token, tokensOf } from '../sql/lex.ts'

/** Reads the words of a utility statement from left to right. */
export class WordReader {
  readonly text: string
  #unread: Iterator<Token>
  readonly #read: Token[] = []
  #at = 0

  constructor(text: string) {
    this.text = text
    this.#unread = tokensOf(text)
  }

  /** Of a long statement no more is read than is asked for. */
  #token(ahead: number): Token | undefined {
    while (this.#read.length <= this.#at + ahead) {
      const { value, done } = this.#unread.next()
      if (done) return undefined
      if (!isBlank(value)) this.#read.push(value)
    }
    return this.#read[this.#at + ahead]
  }

  get atEnd(): boolean {
    const next = this.#token(0)
    return next === undefined || next.key === ';'
  }

  key(ahead = 0): string {
    return this.#token(ahead)?.key ?? ''
  }

  next(): Token {
    const token = this.#token(0)
    if (!token || token.key === ';') throw this.unexpected()
    this.#at++
    return token
  }

  /** Takes these words if they come next. */
  accept(...keys: readonly string[]): boolean {
    if (!keys.every((key, index) => this.key(index) === key)) return false
    this.#at += keys.length
    return true
  }

  /** Takes one of these words if it comes next. */
  acceptOne(...keys: readonly string[]): string | undefined {
    return keys.includes(this.key()) ? this.next().key : undefined
  }

  expect(key: string): void {
    if (!this.accept(key)) throw this.unexpected()
  }

  /** A name: folded to lower case unless it is quoted. */
  name(): string {
    const token = this.next()
    if (token.kind === 'word') return token.key
    if (token.kind === 'quoted') return token.text.slice(1, -1).replaceAll('""', '"')
    throw this.unexpected(-1)
  }

  /** A number comes next, with or without a sign. */
  get seesNumber(): boolean {
    return this.#token(0)?.kind === 'number' || this.key() === '-' || this.key() === '+'
  }

  number(): number {
    const sign = this.acceptOne('-', '+') === '-' ? -1 : 1
    return sign * Number(this.next().text)
  }

  /** Everything from here on. */
  rest(): string {
    const from = this.#token(0)?.start ?? this.text.length
    this.#at = this.#read.length
    this.#unread = [][Symbol.iterator]()
    return this.text.slice(from).replace(/;\s*$/, '')
  }

  /** Expressions between parentheses, cut at their commas. */
  parenthesized(): string[] {
    this.expect('(')
    const parts: string[] = []
    let start = this.#token(0)?.start ?? 0
    for (let depth = 1; depth > 0; ) {
      const { key, start: at } = this.next()
      if (key === '(' || key === '[') depth++
      else if (key === ')' || key === ']') depth--
      if (depth > 0 && (depth > 1 || key !== ',')) continue
      parts.push(this.text.slice(start, at).trim())
      start = at + 1
    }
    return parts.length === 1 && parts[0] === '' ? [] : parts
  }

  unexpected(offset = 0): ZohoSqlError {
    const token = this.#token(offset)
    const message = token ? `syntax error at or near "${token.text}"` : 'syntax error at end of input'
    return new ZohoSqlError('SYNTAX_ERROR', message, { position: token?.start ?? this.text.length })
  }
}
