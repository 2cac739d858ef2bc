import type { About } from '../driver/inner.ts'

/** What is said of an account, for people: by `ping`, at the end of a sign-in, and by `\conninfo`. */

type ReportLine = readonly [what: string, value: string | null]

/** @param profile its name, where the account was named by one */
export function accountLines(about: About, profile: string | undefined): ReportLine[] {
  const { user, organisation: org, features, tables, others = [] } = about
  const own = features.filter((feature) => !others.some((other) => other.features.includes(feature)))
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['user', user ? withAddress(user.name, user.email) : refusalOf(about, 'users')],
    ['role', joined([user?.role, user?.profile])],
    ['company_name', org ? org.name : refusalOf(about, 'organisation')],
    ['id', org?.id],
    ['edition', org?.edition],
    ['type', org?.type],
    ['primary_email', org?.email],
    ['country', org?.country],
    ['time_zone', org?.timeZone],
    ['currency', org?.currency],
    ['profile', profile],
    ['data_center', about.dataCenter],
    ...(about.departments ? ([['departments', about.departments.join(', ')]] as const) : []),
    ['api', about.api + about.path],
    ['accounts', about.accounts],
    ['token', tokenText(about)],
    ['scopes', about.token.scopes?.join(', ') ?? 'not told by Zoho'],
    ...canLines(own),
    ...missingLines(own),
    ['tables', tables && String(tables.count)],
    ['credits_left', creditsText(about)],
    ['latency_ms', about.latencyMs.toFixed(0)],
    ...others.flatMap(otherLines),
    ['calls', `${about.calls} (${about.credits} credits)`],
  ]
  return lines.map(([what, value]) => [what, value ?? null])
}

type Features = About['features']
type SureLine = readonly [string, string]

/** What of writing is lacking altogether is said in one line. */
const canLines = (features: Features): SureLine[] =>
  features
    .filter(({ writes, works, remark }) => !writes || (works && remark))
    .map(({ does, works, remark }) => [`can: ${does}`, stateText(works, remark)])

/** What reading and writing lack. */
const missingLines = (features: Features): SureLine[] =>
  [false, true].map((writes) => {
    const own = features.filter((feature) => feature.writes === writes)
    const missing = [...new Set(own.filter(({ works }) => works === false).map(({ scope }) => scope))]
    const rest = own.some(({ works }) => works === undefined) ? 'not known' : 'nothing'
    return [`${writes ? 'writing' : 'reading'} lacks`, missing.join(', ') || rest]
  })

/** What another service of the connection says of itself. */
function otherLines({ service, organisation: org, departments, api, path, features, creditsLeft }: OtherReport) {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['company_name', org?.name ?? 'not told'],
    ['id', org?.id],
    ['edition', org?.edition],
    ['time_zone', org?.timeZone],
    ['departments', departments?.join(', ')],
    ['api', api + path],
    ...canLines(features),
    ...missingLines(features),
    ['credits_left', creditsLeft?.toLocaleString('en')],
  ]
  return lines.map(([what, value]) => [`${service}: ${what}`, value] as const)
}

type OtherReport = NonNullable<About['others']>[number]

/** `Ada Moss <ada@example.test>` */
export const withAddress = (name: string | undefined, address: string | undefined): string =>
  [name, address && `<${address}>`].filter(Boolean).join(' ') || 'unnamed'

const joined = (parts: readonly (string | undefined)[]): string | undefined => {
  const known = parts.filter(Boolean)
  return known.length === 0 ? undefined : known.join(', ')
}

/** Why a part is not known. */
const refusalOf = ({ features }: About, name: string): string | undefined =>
  features.find((feature) => feature.name === name)?.remark?.replace(/:.*/s, '')

const stateText = (works: boolean | undefined, remark: string | undefined): string => {
  const word = works === undefined ? 'not known' : works ? 'yes' : 'no'
  return remark === undefined ? word : `${word}: ${remark}`
}

/** How long the token lives, and what comes then. */
function tokenText({ token: { expiresAt, renewable } }: Pick<About, 'token'>): string {
  const after = renewable ? 'renewed by itself' : 'cannot be renewed'
  if (!Number.isFinite(expiresAt)) return `how long it lives is not known; ${after}`
  const minutes = Math.max(0, Math.floor((expiresAt - Date.now()) / 60_000))
  return `${minutes} min left, then ${after}`
}

const creditsText = ({ creditsLeft }: About): string =>
  creditsLeft === undefined ? 'not told: Zoho does so when half of a day’s are used' : creditsLeft.toLocaleString('en')

/** The same for programs. */
export const accountObject = (about: About, profile: string | undefined): object => {
  const { token, tables, latencyMs, others, ...more } = about
  const { expiresAt, renewable, scopes } = token
  return {
    ...(profile !== undefined && { profile }),
    ...more,
    token: {
      expiresAt: Number.isFinite(expiresAt) ? new Date(expiresAt).toISOString() : null,
      renewable,
      scopes: scopes ?? null,
    },
    tables: tables?.count ?? null,
    creditsLeft: about.creditsLeft ?? null,
    latencyMs: Math.round(latencyMs),
    ...(others && { others: others.map(otherObject) }),
  }
}

/** The token and what it may do are told once, for all. */
const otherObject = ({ service, organisation, departments, api, path, creditsLeft }: OtherReport): object => ({
  service,
  organisation: organisation ?? null,
  departments: departments ?? null,
  api,
  path,
  creditsLeft: creditsLeft ?? null,
})
