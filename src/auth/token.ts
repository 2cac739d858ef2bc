import type { Secret } from '../base/secret.ts'

/** An access token and what came with it. Times are milliseconds since 1970. */
export interface ZohoToken {
  readonly value: Secret
  readonly obtainedAt: number
  /** Infinity if unknown: then a 401 tells. */
  readonly expiresAt: number
  /** Base address of the API that the accounts server named. */
  readonly apiDomain: string | undefined
  /** What it may be used for; undefined where the accounts server did not say. */
  readonly scopes?: readonly string[] | undefined
}

export const sameToken = (a: ZohoToken, b: ZohoToken): boolean => a.value.reveal() === b.value.reveal()

const earlyMsMax = 60_000

/** True until shortly before the end, so that a call does not meet the end on its way. */
export function isFresh({ obtainedAt, expiresAt }: ZohoToken, now: number): boolean {
  const early = Math.min(earlyMsMax, (expiresAt - obtainedAt) / 10)
  return now < expiresAt - early
}
