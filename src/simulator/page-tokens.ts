/** `page_token`s of record lists: bound to all other parameters, alive for a day. */
import { createHash } from 'node:crypto'
import type { SimCall } from './http.ts'
import { SimRefusal } from './refusal.ts'

/** Where a list goes on. */
export interface ListPosition {
  /** Number of the page that starts here, from 1. */
  readonly page: number
  /** Records given on the pages before. */
  readonly given: number
  /** Last record of the page before, or where in the sorted list to go on. */
  readonly afterId?: string
  readonly position?: number
  readonly previousToken: string | null
}

interface KnownToken {
  readonly place: ListPosition
  readonly bound: string
  readonly madeAt: number
}

/** All parameters a token is bound to: whatever is not paging. */
function boundTo(call: SimCall): string {
  const rest = [...call.query].filter(([name]) => name !== 'page_token' && name !== 'page').sort()
  return JSON.stringify([call.path, rest, call.headers['if-modified-since'] ?? null])
}

export class PageTokens {
  readonly #known = new Map<string, KnownToken>()

  make(call: SimCall, place: ListPosition): string {
    const token = createHash('sha256')
      .update(`${boundTo(call)}:${JSON.stringify(place)}:${this.#known.size}`)
      .digest('hex')
    this.#known.set(token, { place, bound: boundTo(call), madeAt: call.world.now() })
    return token
  }

  /** The place a call's token stands for; Zoho's error for one that is unknown, too old or of another list. */
  use(call: SimCall, token: string): ListPosition {
    const known = this.#known.get(token)
    if (!known)
      throw new SimRefusal(
        400,
        'INVALID_DATA',
        { param_name: 'page_token' },
        'the page_token given seems to be invalid',
      )
    if (known.bound !== boundTo(call)) {
      throw new SimRefusal(400, 'TOKEN_BOUND_DATA_MISMATCH', { param_name: 'page_token' }, 'token bound data mismatch')
    }
    if (call.world.now() - known.madeAt >= call.world.variants.pageTokenTtl) {
      const details = { api_name: 'page_token', json_path: '$.query.page_token' }
      throw new SimRefusal(400, 'EXPIRED_VALUE', details, 'Page token expired')
    }
    return known.place
  }
}
