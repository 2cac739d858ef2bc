/** Whose desk it is, and what the token may do: asked anew each time, and each part may be refused by itself. */
import type { ZohoClient } from '../../auth/index.ts'
import type { AccountReport, ReadContext } from '../../source/index.ts'
import type { Requester, ServiceCall } from '../kit/calls.ts'
import { leastOf, stateOf, type Tried, told, tried } from '../kit/probe.ts'
import type { AnswerRow } from '../kit/rows.ts'
import { answers, rowsOf } from './answers.ts'
import { dataOf } from './catalog/metadata.ts'
import { modules } from './catalog/modules.ts'
import { chosenOrg } from './catalog/org.ts'
import { pageCredits } from './limits.ts'
import { type DeskFeatureName, features } from './scopes.ts'

export const API = '/api/v1'

export const headersOf = (org: string | undefined): Readonly<Record<string, string>> =>
  org === undefined ? {} : { orgId: org }

type DeskQuestion = Omit<ServiceCall, 'method' | 'whole'>
type DeskTries = Partial<Record<DeskFeatureName, Tried>>

/** One small question of each kind. */
const questions: Readonly<Record<Exclude<DeskFeatureName, 'organisation' | 'custom'>, DeskQuestion>> = {
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

interface DeskProbe {
  readonly client: ZohoClient
  readonly way: Requester
  /** The property `orgId`. */
  readonly orgId: string | undefined
}

/** @throws ZohoSqlError where the desk cannot be asked at all: credentials, network, several organisations */
export async function about({ client, way, orgId }: DeskProbe, context: ReadContext): Promise<AccountReport> {
  const access = await client.access(context.signal)
  const api = await client.to('desk').base(context.signal)
  const began = performance.now()
  const organisations = await tried(
    way,
    { method: 'GET', path: `${API}/organizations`, whole: answers.organizations },
    context,
  )
  const latencyMs = performance.now() - began
  const org = told(organisations, (json) => chosenOrg(json, orgId))
  const id = org?.id ?? orgId
  const { results, me, departments } = id === undefined ? unasked : await asked(way, headersOf(id), context)
  const tries: DeskTries = { organisation: organisations, ...results }
  const reads = Object.values(results).some(({ response }) => response !== undefined)
  const states = Object.entries(features).map(([name, feature]) =>
    stateOf(name, feature, tries[name as DeskFeatureName], access.scopes),
  )
  const custom = results.settings && told(results.settings, customCount)
  return {
    service: 'desk',
    user: me && told(me, (json) => userOf(json as AnswerRow)),
    organisation: org && { type: undefined, ...org },
    ...(departments?.response && { departments: rowsOf(departments.response.json).map(({ name }) => String(name)) }),
    api,
    path: API,
    token: access,
    // An organisation that is named need not be asked for.
    features: reads ? states.map((state) => ({ ...state, essential: false })) : states,
    tables: { count: modules.length + (custom ?? 0), first: 'tickets' },
    creditsLeft: leastOf(Object.values(tries), 'x-rate-limit-remaining-v3'),
    latencyMs,
  }
}

interface Asked {
  readonly results: DeskTries
  readonly me: Tried | undefined
  readonly departments: Tried | undefined
}

/** Where nobody knows the organisation, every question would be refused for that alone. */
const unasked: Asked = { results: {}, me: undefined, departments: undefined }

async function asked(way: Requester, headers: ServiceCall['headers'], context: ReadContext): Promise<Asked> {
  const ask = ({ path, query }: DeskQuestion): Promise<Tried> => {
    const credits = query ? pageCredits(0) : 1
    const call = { method: 'GET', path: `${API}/${path}`, query, headers, whole: answers.metadata, credits } as const
    return tried(way, call, context)
  }
  const names = Object.keys(questions) as (keyof typeof questions)[]
  const [me, departments, ...tries] = await Promise.all([
    ask({ path: 'myinfo' }),
    ask({ path: 'departments', query: { limit: '100' } }),
    ...names.map((name) => ask(questions[name])),
  ])
  return { me, departments, results: Object.fromEntries(names.map((name, i) => [name, tries[i]])) as DeskTries }
}

const customCount = (json: unknown): number =>
  dataOf(json).filter(({ apiName }) => String(apiName).startsWith('cm_')).length

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

function userOf({ id, name, firstName, lastName, emailId, rolePermissionType }: AnswerRow): AccountReport['user'] {
  const full = [firstName, lastName].filter(Boolean).join(' ')
  const role = textOf(rolePermissionType)
  return { id: textOf(id), name: textOf(name) ?? textOf(full), email: textOf(emailId), role, profile: undefined }
}

/** Whether Desk answers and takes the token: one call, without repeats; what is refused for a scope is an answer. */
export async function ping(way: Requester, { signal, meter }: ReadContext): Promise<boolean> {
  try {
    const call: ServiceCall & { retriesMax: number } = {
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
