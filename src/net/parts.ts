/** What goes with a request and its answer, for those who send and for those who look at what came. */

/** What a statement has spent so far; every exchange adds to it. */
export interface ExchangeMeter {
  calls: number
  credits: number
  /** Of answers, as they travelled. */
  bytes: number
  retries: number
  /** No exchange is begun that would lead beyond it. */
  readonly creditsMax?: number
  /** Awaited before each call, with the credits that will have been spent by it; what it throws ends the statement. */
  readonly approve?: (credits: number) => Promise<void>
}

/**
 * What an answer must be to be believed. Without it "nothing came" is easily taken for "there is nothing": a proxy's
 * empty 200 for the end of a list.
 */
export interface WholeAnswer {
  /** Of success, with what `body` says. */
  readonly statuses: readonly number[]
  /** 204 without a body is documented to mean that there is nothing. */
  readonly empty?: boolean
  /** What the JSON must be; absent where the answer is a file. */
  readonly body?: Check
  /** The file may have no bytes, where the answer says that it is one. */
  readonly emptyFile?: true
}

/** What is wrong with a value, as the end of a sentence (` is no list`, `.id is no text`); undefined if nothing is. */
export type Check = (value: unknown) => string | undefined

/** What Zoho says went wrong, in one form; nothing secret in it. */
export interface ZohoError {
  /** Such as `INVALID_QUERY`. */
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}
