import type { ExchangeMeter, WholeAnswer, ZohoError } from './parts.ts'

/** HTTP is one function. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>

/** What each concern does with it: wrap it. */
export type Concern = (send: Send) => Send

/**
 * `read`: may be repeated at will. `write`: must not be repeated once it may have arrived. `token`: carries the
 * credentials, so that its body is never shown.
 */
export type RequestKind = 'read' | 'write' | 'token'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Absolute. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly kind: RequestKind
  /** True if repeating it does no harm even if it arrived. Default: true unless `kind` is `write`. */
  readonly idempotent?: boolean
  /** Of the class with the lower concurrency limit (COQL, sorted lists, search, large writes). */
  readonly heavy?: boolean
  /** What Zoho bills for it. Default 1. */
  readonly credits?: number
  /** Milliseconds that 429 closes what is asked for, where Zoho tells; by default a short wait will do. */
  readonly closedMs?: number
  /** Repeats at the most, where the connection allows more. */
  readonly retriesMax?: number
  readonly signal?: AbortSignal
  /** Awaited right before anything of it may leave this machine, at each attempt; what it throws keeps it here. */
  readonly onDispatch?: () => Promise<void>
  readonly meter?: ExchangeMeter
  /** A successful answer's body goes to this file (mode 0600) instead of memory. */
  readonly saveTo?: string
  /** Largest body accepted, decoded. */
  readonly bytesMax?: number
  /** What an answer with success must be to be believed. */
  readonly whole?: WholeAnswer
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded; empty if it was saved to a file. */
  readonly body: Buffer
  /** Of the body as it travelled. */
  readonly bytes: number
  /** The body parsed, if it is JSON; numbers that a double would change are strings. */
  readonly json?: unknown
  /** The error that the body tells of, if it does. */
  readonly error?: ZohoError
}

/** The function wrapped by the concerns, the first of them outermost. */
export const compose = (send: Send, ...concerns: readonly Concern[]): Send =>
  concerns.reduceRight((inner, concern) => concern(inner), send)

export const isIdempotent = (request: HttpRequest): boolean => request.idempotent ?? request.kind !== 'write'

/** Scheme, host and path, for messages: query strings may hold data. */
export const addressOf = (request: HttpRequest): string => request.url.replace(/[?#].*$/s, '')
