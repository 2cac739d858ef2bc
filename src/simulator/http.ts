/** Requests and answers of the simulator, away from sockets: what handlers get and give. */

import type { ApiVersion } from './model.ts'
import { SimRefusal } from './refusal.ts'
import type { World } from './world.ts'

/** Which API a call used, for the accounts kept of the client. */
export const roads = [
  'coql',
  'records',
  'search',
  'bulk',
  'count',
  'write',
  'metadata',
  'token',
  'deskList',
  'deskSearch',
  'deskRecord',
  'deskChildren',
  'deskCount',
  'deskWrite',
  'deskMetadata',
] as const
export type Road = (typeof roads)[number]

export interface SimCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly world: World
  readonly version: ApiVersion
  /** Named parts of the path. */
  readonly params: Readonly<Record<string, string>>
  /** Base URL of the simulator, without a slash at the end. */
  readonly origin: string
}

/** What a handler gives back; `body` undefined: none. A Buffer goes out as it is. */
export interface SimReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Records in the answer, for the accounts. */
  readonly rows?: number
  /** What the call costs where that is not the route's own price. */
  readonly credits?: number
}

/** A call before its route is known. */
export type RawCall = Omit<SimCall, 'version' | 'params'>

export interface Answered {
  readonly reply: SimReply
  readonly road: Road
  readonly credits: number
}

export const noContent: SimReply = { status: 204 }

/** The value of a header, lists joined. */
export function header(call: Pick<SimCall, 'headers'>, name: string): string | undefined {
  const value = call.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** The JSON object in the body; Zoho's error when there is none. */
export function jsonBody(call: SimCall): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(call.body.toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>
  } catch {
    // Answered below like any other body that is no object.
  }
  throw new SimRefusal(400, 'INVALID_DATA', { expected_data_type: 'jsonobject' }, 'invalid data')
}

/** Decimal digits of a number that must reach the wire unquoted and whole. */
export function rawNumber(digits: string): unknown {
  const json = JSON as typeof JSON & { rawJSON(text: string): unknown }
  return json.rawJSON(digits)
}
