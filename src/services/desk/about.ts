/** Whose desk it is, and what the token may do: asked anew each time, and each part may be refused by itself. */
import type { Client } from '../../auth/index.ts'
import type { AccountReport, ReadContext } from '../../source/index.ts'
import type { Call, Requester } from '../kit/calls.ts'
import { leastOf, stateOf, type Tried, told, tried } from '../kit/probe.ts'
import { answers } from './answers.ts'
import { dataOf } from './catalog/metadata.ts'
import { modules } from './catalog/modules.ts'
import { chosenOrg } from './catalog/org.ts'
import { pageCredits } from './limits.ts'
import { type FeatureName, featureNames, features } from './scopes.ts'

export const API = '/api/v1'

export const headersOf = (org: string | undefined): Readonly<Record<string, string>> =>
  org === undefined ? {} : { orgId: org }

/** One small question of each kind. */
const questions: Readonly<Record<Exclude<FeatureName, 'organisation' | 'custom'>, Omit<Call, 'method' | 'whole'>>> = {
  tickets: { path: 'tickets', query: { limit: '1' } },
  contacts: { path: 'contacts', query: { limit: '1' } },
  tasks: { path: 'tasks', query: { limit: '1' } },
  calls: { path: 'calls', query: { limit: '1' } },
  events: { path: 'events', query: { limit: '1' } },
  products: { path: 'products', query: { limit: '1' } },
  contracts: { path: 'contracts', query: { limit: '1' } },
  articles: { path: 'articles', query: { limit: '1' } },
  settings: { path: 'organizationModules' },
  search: { path: 'contacts/search', query: { limit: '1', email: 'nobody@example.invalid' } },
}

interface Asking {
  readonly client: Client
  readonly way: Requester
  /** The property `orgId`. */
  readonly orgId: string | undefined
  /** Base address of the API. */
  readonly api: string
}

/** @throws ZohoSqlError where the desk cannot be asked at all: credentials, network, several organisations */
export async function about({ client, way, orgId, api }: Asking, context: ReadContext): Promise<AccountReport> {
  const access = await client.access(context.signal)
  const began = performance.now()
  const organisations = await tried(
    way,
    { method: 'GET', path: `${API}/organizations`, whole: answers.organizations },
    context,
  )
  const latencyMs = performance.now() - began
  const org = told(organisations, (json) => chosenOrg(json, orgId))
  const results: Partial<Record<FeatureName, Tried>> = { organisation: organisations }
  const headers = headersOf(org?.id ?? orgId)
  const names = Object.keys(questions) as (keyof typeof questions)[]
  const asked = await Promise.all(
    names.map((name) => {
      const question = questions[name]
      const credits = question.query ? pageCredits(0) : 1
      const call: Call = {
        ...question,
        method: 'GET',
        path: `${API}/${question.path}`,
        headers,
        whole: answers.metadata,
        credits,
      }
      return tried(way, call, context)
    }),
  )
  for (const [index, name] of names.entries()) results[name] = asked[index]!
  const custom =
    results.settings &&
    told(results.settings, (json) => dataOf(json).filter(({ apiName }) => String(apiName).startsWith('cm_')).length)
  const { id, name, edition, email, country, timeZone, currency } = org ?? {}
  return {
    user: undefined,
    organisation: org && { id, name, type: undefined, edition, email, country, timeZone, currency },
    api,
    token: access,
    features: featureNames.map((feature) => stateOf(feature, features[feature], results[feature], access.scopes)),
    tables: { count: modules.length + (custom ?? 0), first: 'tickets' },
    creditsLeft: leastOf(Object.values(results), 'x-rate-limit-remaining-v3'),
    latencyMs,
  }
}

/** Whether Desk answers and takes the token: one call, without repeats; what is refused for a scope is an answer. */
export async function ping(way: Requester, { signal, meter }: ReadContext): Promise<boolean> {
  try {
    const call: Call & { retriesMax: number } = {
      method: 'GET',
      path: `${API}/organizations`,
      whole: answers.organizations,
      retriesMax: 0,
    }
    const { error, status } = await way.request({ ...call, signal, meter })
    return error === undefined ? status < 400 : status < 500
  } catch (error) {
    if (signal.aborted) throw error
    return false
  }
}
