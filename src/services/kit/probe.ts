/** Trying what a token may do: one small call of each kind, each of which may be refused by itself. */
import { type ErrorCode, isZohoSqlError, type ZohoSqlError } from '../../base/errors.ts'
import type { HttpResponse } from '../../net/index.ts'
import type { FeatureState, ReadContext } from '../../source/index.ts'
import { type Requester, respond, type ServiceCall } from './calls.ts'
import { type Feature, isEssential, isGranted, lossOf } from './scopes.ts'

/** What became of a call: an answer or a refusal. */
export interface Tried {
  readonly response?: HttpResponse
  readonly refused?: ZohoSqlError
}

/** Errors of one call that say nothing of the others. */
const partial: ReadonlySet<ErrorCode> = new Set(['SCOPE_MISSING', 'PERMISSION_DENIED', 'REMOTE_REFUSED'])

/** @throws ZohoSqlError where nothing can be asked at all: credentials, network, too many requests */
export async function tried(client: Requester, call: ServiceCall, context: ReadContext): Promise<Tried> {
  try {
    return { response: await respond(client, call, context) }
  } catch (error) {
    if (isZohoSqlError(error) && partial.has(error.code)) return { refused: error }
    throw error
  }
}

/** What an answer tells, if it came. */
export const told = <T>({ response }: Tried, read: (json: unknown) => T): T | undefined =>
  response && read(response.json)

/** The least that a header of the answers says; undefined where none has it. */
export function leastOf(all: readonly (Tried | undefined)[], header: string): number | undefined {
  const counts = all.map((one) => Number(one?.response?.headers[header] ?? Number.NaN))
  const known = counts.filter((count) => Number.isFinite(count))
  return known.length > 0 ? Math.min(...known) : undefined
}

/**
 * Whether a feature works, and if not, why and what that means.
 *
 * @param only the tables for which alone it was granted, if not for all
 */
export function stateOf(
  name: string,
  feature: Feature,
  result: Tried | undefined,
  granted: readonly string[] | undefined,
  only: readonly string[] = [],
): FeatureState {
  const { does, scope, writes = false } = feature
  const listed = granted && (isGranted(scope, granted) || only.length > 0)
  // A list of scopes that lacks one does not outweigh an answer that came.
  const works = result ? result.response !== undefined : listed
  const remark = works === undefined ? undefined : works ? limitOf(only) : lossIn(feature, result?.refused)
  return { name, writes, does, scope, works, essential: isEssential(feature), remark }
}

const limitOf = (only: readonly string[]): string | undefined =>
  only.length > 0 ? `only of ${only.join(', ')}` : undefined

function lossIn(feature: Feature, refused: ZohoSqlError | undefined): string {
  const isMissing = refused === undefined || refused.code === 'SCOPE_MISSING'
  const why = isMissing ? `${feature.scope} is not granted` : refused.message.replace(/\.$/, '')
  return `${why}: ${lossOf(feature)}`
}
