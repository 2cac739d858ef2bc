/** A list that goes on by token, and by numbers as far as they reach where tokens are no more. */
import { type AnswerRow, idOf } from '../rows.ts'
import { type NumberedPage, type Numbers, Overlap } from './overlap.ts'
import type { PageAnswer } from './page.ts'

/** Where a page is asked for: a token belongs to all other parameters of the list. */
export type TokenPage = (NumberedPage | { readonly page_token: string }) & { readonly per_page: number }

export interface TokenList {
  readonly numbers: Numbers
  readonly descending: boolean
  /** Rows of the first page and of those by token. */
  readonly perPage: number
  readonly ask: (place: TokenPage) => Promise<PageAnswer>
  /** The error says that a token is no more. */
  readonly isExpired: (error: unknown) => boolean
  /** What is thrown where the list cannot be read to its end. */
  readonly incomplete: (why: string, read: number, cause?: unknown) => Error
}

const RESTARTS_MAX = 3

/** One list, page after page. Rows may come again: whoever reads it leaves them out. */
export class TokenPages {
  readonly #list: TokenList
  /** Rows that came before their turn: the lists of a wide row need not be cut at the same places. */
  readonly #early = new Map<string, AnswerRow>()
  #place: TokenPage
  #overlap: Overlap
  #read = 0
  /** Tokens have expired: go on by numbers as far as they reach. */
  #byNumber = false
  #restarts = 0
  done = false

  constructor(list: TokenList) {
    this.#list = list
    this.#place = { page: 1, per_page: list.perPage }
    this.#overlap = new Overlap(list.numbers, list.descending)
  }

  async next(): Promise<readonly AnswerRow[]> {
    const place = this.#place
    const answer = await this.#ask(place)
    if (!answer) return this.next()
    const { rows, more } = answer
    if (!('page' in place ? this.#overlap.take(place, rows, more) : this.#overlap.advance(rows, more))) {
      this.#goBack('its rows change while it is read')
      return this.next()
    }
    this.#read += rows.length
    this.done = !more
    if (more) this.#place = this.#following(answer.nextToken, place)
    return rows
  }

  /** The row of this id, if the list has it about here. */
  async take(id: string): Promise<AnswerRow | undefined> {
    if (!this.#early.has(id) && !this.done) for (const row of await this.next()) this.#early.set(idOf(row), row)
    const row = this.#early.get(id)
    this.#early.delete(id)
    return row
  }

  /** undefined: the place is no more, and another one was taken. */
  async #ask(place: TokenPage): Promise<PageAnswer | undefined> {
    try {
      return await this.#list.ask(place)
    } catch (error) {
      if (!('page_token' in place) || !this.#list.isExpired(error)) throw error
      this.#expired(error)
      return undefined
    }
  }

  /** Old versions go on by page number, as far as that leads. */
  #following(token: string | undefined, { per_page }: TokenPage): TokenPage {
    const numbered = this.#overlap.next
    if (token && (!this.#byNumber || !numbered)) return { page_token: token, per_page }
    if (!numbered) throw this.#incomplete(`it ends at ${this.#list.numbers.reach.toLocaleString('en')} rows`)
    return numbered
  }

  #goBack(why: string, cause?: unknown): void {
    const place = this.#overlap.next
    if (!place || this.#overlap.isRestless) throw this.#incomplete(why, cause)
    this.#place = place
  }

  /** The list goes on by number, and beyond the reach of numbers it begins again. */
  #expired(cause: unknown): void {
    const { numbers, descending } = this.#list
    this.#byNumber = this.#overlap.next !== undefined
    if (!this.#byNumber && ++this.#restarts <= RESTARTS_MAX) this.#overlap = new Overlap(numbers, descending)
    this.#goBack('its page tokens expire', cause)
  }

  #incomplete(why: string, cause?: unknown): Error {
    return this.#list.incomplete(why, this.#read, cause)
  }
}
