/** Whose account it is, and what its token may do: asked anew each time, and each part may be refused by itself. */
import type { ZohoClient } from '../../auth/index.ts'
import type { AccountReport, ReadContext } from '../../source/index.ts'
import { leastOf, stateOf, type Tried, told, tried } from '../kit/probe.ts'
import { answers } from './answers.ts'
import type { RawRow } from './catalog/lists.ts'
import { readModules } from './catalog/metadata.ts'
import { editionName, readOrg } from './catalog/org.ts'
import { readUsers } from './catalog/users.ts'
import { coqlCredits } from './limits.ts'
import { type CrmFeatureName, featureNames, features, grantedModules } from './scopes.ts'

interface ProbeCall {
  readonly path: string
  /** Row of the table of answers. */
  readonly answer: keyof typeof answers
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What may be granted module by module. */
const perModule: ReadonlySet<CrmFeatureName> = new Set(['rows', 'insert', 'update', 'delete'])

const firstTables = ['Leads', 'Contacts', 'Accounts', 'Deals']

/** @throws ZohoSqlError where the account cannot be asked at all: credentials, network, too many requests */
export async function about(client: ZohoClient, version: string, context: ReadContext): Promise<AccountReport> {
  const access = await client.access(context.signal)
  const ask = asking(client, version, context)
  const began = performance.now()
  const org = await ask({ path: 'org', answer: 'org' })
  const latencyMs = performance.now() - began
  const [user, modules] = await Promise.all([
    ask({ path: 'users', answer: 'users', query: { type: 'CurrentUser' } }),
    ask({ path: 'settings/modules', answer: 'settings/modules' }),
  ])
  const tables = told(modules, (json) => tablesOf(json, access.scopes))
  const tries: CrmTries = { organisation: org, users: user, tables: modules, ...(await tryTable(tables?.first, ask)) }
  const only = (name: CrmFeatureName) =>
    perModule.has(name) && access.scopes ? grantedModules(access.scopes, features[name].scope) : undefined
  return {
    service: 'crm',
    user: told(user, userOf),
    organisation: told(org, organisationOf),
    api: access.api,
    path: `/crm/${version}`,
    token: access,
    features: featureNames.map((name) => stateOf(name, features[name], tries[name], access.scopes, only(name))),
    tables,
    creditsLeft: leastOf(Object.values(tries), 'x-api-credits-remaining'),
    latencyMs,
  }
}

/** Whether Zoho answers and takes the token: one call, without repeats; what is refused for a scope is an answer. */
export async function ping(client: ZohoClient, version: string, { signal, meter }: ReadContext): Promise<boolean> {
  try {
    const call = { path: `/crm/${version}/org`, whole: answers.org, retriesMax: 0, signal, meter }
    const { error, status } = await client.request(call)
    return error === undefined ? status < 400 : status < 500
  } catch (error) {
    if (signal.aborted) throw error
    return false
  }
}

type TryProbe = (asked: ProbeCall) => Promise<Tried>
type CrmTries = Readonly<Partial<Record<CrmFeatureName, Tried>>>

const asking =
  (client: ZohoClient, version: string, context: ReadContext): TryProbe =>
  ({ path, answer, query, body }) => {
    const method = body === undefined ? 'GET' : 'POST'
    const limits = body === undefined ? {} : { heavy: true, credits: coqlCredits(1) }
    const call = { method, path: `/crm/${version}/${path}`, query, body, whole: answers[answer], ...limits } as const
    return tried(client, call, context)
  }

/** One small question of each kind, to a table that is there. */
async function tryTable(table: string | undefined, ask: TryProbe): Promise<CrmTries> {
  if (table === undefined) return {}
  const [columns, coql] = await Promise.all([
    ask({ path: 'settings/fields', answer: 'settings/fields', query: { module: table } }),
    ask({
      path: 'coql',
      answer: 'coql',
      body: { select_query: `select id from ${table} where id is not null limit 1` },
    }),
  ])
  const rows = coql.response
    ? coql
    : await ask({ path: table, answer: 'records', query: { fields: 'id', per_page: '1' } })
  return { columns, coql, rows }
}

function tablesOf(json: unknown, scopes: readonly string[] | undefined): { count: number; first: string | undefined } {
  const names = readModules(json).map(({ apiName }) => apiName)
  const granted = (scopes && grantedModules(scopes, features.rows.scope))?.map((name) => name.toLowerCase())
  const mayRead = (name: string): boolean => granted?.includes(name.replaceAll('_', '').toLowerCase()) ?? true
  const plain = names.filter((name) => /^[A-Z]\w*$/i.test(name))
  const known = firstTables.filter((name) => plain.includes(name))
  const first = [...known, ...plain].find(mayRead) ?? known[0] ?? plain[0]
  return { count: names.length, first }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const nameOf = (value: unknown): string | undefined => textOf((value as RawRow | null | undefined)?.name)

function userOf(json: unknown): AccountReport['user'] {
  const [user] = readUsers(json)
  if (!user) return undefined
  const { id, full_name: name, email, role, profile } = user
  return { id: textOf(id), name: textOf(name), email: textOf(email), role: nameOf(role), profile: nameOf(profile) }
}

function organisationOf(json: unknown): AccountReport['organisation'] {
  const [org] = readOrg(json)
  if (!org) return undefined
  return {
    id: textOf(org.id),
    name: textOf(org.company_name),
    type: textOf(org.type),
    edition: editionName(org.license_details),
    email: textOf(org.primary_email),
    country: textOf(org.country),
    timeZone: textOf(org.time_zone),
    currency: textOf(org.iso_code),
  }
}
