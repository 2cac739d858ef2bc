/** What stands before every CRM operation: token, calls at once, credits, scopes, known parameters. */
import type { CallAccounts } from './accounts.ts'
import { type CreditMeter, subConcurrency } from './credits.ts'
import { tooMany } from './disguise.ts'
import { header, type SimCall, type SimReply } from './http.ts'
import { SimRefusal } from './refusal.ts'
import type { Route } from './route.ts'
import { satisfies } from './scopes.ts'
import type { IssuedTokens } from './tokens.ts'

const scheme = /^(?:Zoho-oauthtoken|Bearer)\s+(\S+)$/i

/** The access token a call carries. */
export const tokenOf = (call: Pick<SimCall, 'headers'>): string | undefined =>
  scheme.exec(header(call, 'authorization') ?? '')?.[1]

export interface GateParts {
  readonly tokens: IssuedTokens
  readonly meter: CreditMeter
  readonly accounts: CallAccounts
  /** Calls at once that the edition allows. */
  readonly concurrency: number
}

/** A place among the calls in flight; give it back once. */
export type Leave = () => void

export class Gate {
  readonly #parts: GateParts
  #inFlight = 0
  #heavyInFlight = 0

  constructor(parts: GateParts) {
    this.#parts = parts
  }

  get meter(): CreditMeter {
    return this.#parts.meter
  }

  /** Scopes of the call's token; refuses a call without one that is valid. */
  authenticate(call: SimCall): readonly string[] {
    const { tokens, accounts } = this.#parts
    const token = tokenOf(call)
    if (token === undefined) {
      accounts.breach('no-auth', `${call.method} ${call.path}`)
      throw new SimRefusal(401, 'AUTHENTICATION_FAILURE', {}, 'Authentication failed')
    }
    const known = tokens.access(token)
    if (!known) throw new SimRefusal(401, call.world.variants.tokenExpiredCode, {}, 'invalid oauth token')
    return known.scopes
  }

  /** Takes a place among the calls in flight, or answers 429. */
  enter(call: SimCall, heavy: boolean): Leave | SimReply {
    const { accounts, concurrency, meter } = this.#parts
    const what = `${call.method} ${call.path}`
    if (this.#inFlight >= concurrency) {
      accounts.breach('concurrency', what)
      return tooMany(call.world.variants)
    }
    if (heavy && this.#heavyInFlight >= subConcurrency) {
      accounts.breach('sub-concurrency', what)
      return tooMany(call.world.variants)
    }
    if (meter.remaining === 0) return this.#noCredits(call)
    return this.#take(heavy)
  }

  #noCredits(call: SimCall): SimReply {
    const reply = tooMany(call.world.variants)
    return { ...reply, headers: { ...reply.headers, ...this.meter.header } }
  }

  #take(heavy: boolean): Leave {
    this.#inFlight++
    if (heavy) this.#heavyInFlight++
    this.#parts.accounts.inFlight(this.#inFlight)
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#inFlight--
      if (heavy) this.#heavyInFlight--
    }
  }

  /** Refuses a call whose token lacks a scope, or that has parameters the operation does not know. */
  check(call: SimCall, route: Route, scopes: readonly string[]): void {
    if (!satisfies(scopes, route.scopes(call))) {
      throw new SimRefusal(401, 'OAUTH_SCOPE_MISMATCH', {}, 'invalid oauth scope to access this URL')
    }
    const unknown = [...call.query.keys()].find((name) => !route.parameters.includes(name))
    if (unknown === undefined) return
    this.#parts.accounts.breach('unknown-parameter', `${call.path}: ${unknown}`)
    // ASSUMPTION: Zoho may well ignore what it does not know; a client that sends it is wrong either way.
    const message =
      'unable to process your request. please verify whether you have entered proper method name, parameter and parameter values.'
    throw new SimRefusal(400, 'INVALID_REQUEST', { param_name: unknown }, message)
  }
}
