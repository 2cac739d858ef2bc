/** Every way a query is run: the driver's switches, the API's versions, and each reading of Zoho's ambiguities alone. */

import { type VariantName, type Variants, variantTable } from '../../src/simulator/index.ts'
import { apiVersions } from '../../src/simulator/model.ts'
import { chance } from './chance.ts'

export interface Setup {
  readonly name: string
  readonly variants?: Partial<Variants>
  /** Connection properties besides those that connect. */
  readonly properties?: Readonly<Record<string, string>>
  /** Where PostgreSQL looks for tables: the readings of `convertedLeads`. */
  readonly schema?: 'crm_include' | 'crm_only'
  /** A table too large for it. */
  readonly without?: string
}

/** Readings that no SELECT meets: tokens, rate limits, and roads of their own. */
const elsewhere = /^(token|search|count|tooMany|retryAfter|bulk|notes)/
/** Readings that searches meet, and jobs of bulk read; `searchIndexDelay` counts from a write, and none is made here. */
const ofSearch = /^search(?!IndexDelay)/
const ofBulk = /^bulk/

const label = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value))

function single(name: VariantName): Setup[] {
  const { default: usual, values } = variantTable[name] as { default: unknown; values: readonly unknown[] }
  return values
    .filter((value) => JSON.stringify(value) !== JSON.stringify(usual))
    .map((value) => ({ name: `${name}=${label(value)}`, variants: { [name]: value } as Partial<Variants> }))
}

export const basic: readonly Setup[] = [
  { name: 'pushdown' },
  { name: 'no pushdown', properties: { pushdown: 'false' } },
  { name: 'records', properties: { road: 'records' } },
]

const roads: readonly Setup[] = [
  { name: 'search', properties: { road: 'search' } },
  { name: 'bulk', properties: { road: 'bulk' } },
]

const versions: readonly Setup[] = apiVersions.slice(0, -1).map((version) => ({
  name: version,
  properties: { apiVersion: version },
}))

const properties: readonly Setup[] = [
  { name: 'road=coql', properties: { road: 'coql' } },
  { name: 'prefer=credits', properties: { prefer: 'credits' } },
  { name: 'prefer=time', properties: { prefer: 'time' } },
  { name: 'maxConcurrency=1', properties: { maxConcurrency: '1' } },
  {
    name: 'textComparison=server',
    properties: { textComparison: 'server' },
    variants: { coqlTextCompare: 'sensitive', coqlGroupFoldsCase: false },
  },
]

const leads: readonly Setup[] = (['include', 'only'] as const).flatMap((reading): Setup[] => [
  { name: `convertedLeads=${reading}`, properties: { convertedLeads: reading }, schema: `crm_${reading}` },
  {
    name: `convertedLeads=${reading} by records`,
    properties: { convertedLeads: reading, road: 'records' },
    schema: `crm_${reading}`,
  },
])

const mixed: readonly Setup[] = [
  {
    name: 'the strictest COQL',
    variants: {
      coqlLimitMax: 200,
      coqlOffsetMax: 10_000,
      coqlSelectMax: 50,
      coqlInMax: 50,
      coqlJoinMax: 2,
      coqlRangePair: 'refused',
      coqlDateOnDatetime: 'error',
      coqlZuluRefused: true,
      coqlEmptyLiteral: 'error',
      coqlGroupBy: 'refused',
      coqlAggregates: 'refused',
      coqlSelectId: 'refused',
      coqlUpperNullTest: 'refused',
      errorEnvelope: 'data',
      coqlErrorCode: 'INVALID_QUERY',
    },
  },
  {
    name: 'the strangest answers',
    variants: {
      coqlTextCompare: 'sensitive',
      coqlNotEqualKeepsNull: true,
      coqlNullOrder: 'largest',
      coqlTextOrder: 'locale',
      coqlEmptyAggregate: 'zero',
      coqlLookupShape: 'flat',
      coqlMultiselect: 'joined',
      bigintForm: 'number',
      formulaForm: 'string',
      emptyText: 'empty',
      emptyMultiselect: 'array',
      datetimeForm: 'zulu',
      datetimeZone: 'org',
      shuffledKeys: true,
      extraKeys: true,
      lookupModuleForm: 'string',
      uniqueForm: 'casesensitive',
      autoNumberForm: 'autonumber',
      polymorphicType: 'lookup',
      idField: 'listed',
      usersFullName: 'absent',
    },
  },
  { name: 'pairs refused, bounds left out', variants: { coqlRangePair: 'refused', coqlBetweenInclusive: false } },
  { name: 'old and low', properties: { apiVersion: 'v3' }, variants: { coqlLimitMax: 200, coqlGroupBy: 'refused' } },
]

const readings = (Object.keys(variantTable) as VariantName[]).filter((name) => !elsewhere.test(name))
/** Readings after which little is left to be read otherwise. */
const rare: readonly VariantName[] = [
  'coqlForbidden',
  'coqlUnsupportedModules',
  'coqlMissingColumns',
  'recordsUnsupportedModules',
  'pageTokenTtl',
]

/** Many readings at once, a version and a road. */
export function setupByChance(seed: number): Setup {
  const random = chance(`setup ${seed}`)
  const chosen = readings.filter((name) => random.odds(rare.includes(name) ? 0.04 : 0.25))
  const variants = Object.fromEntries(
    chosen.map((name) => [name, random.pick<unknown>(variantTable[name].values)]),
  ) as Partial<Variants>
  const apiVersion = random.pick(apiVersions)
  const road = random.pick(['auto', 'auto', 'coql', 'records', 'search', 'bulk'])
  // Lists alone: by page numbers they end at 2,000 rows, and version 2 has no tokens.
  const lists = road === 'records' || variants.coqlForbidden !== undefined
  const short = variants.pageTokenTtl === 1 || (lists && ['v2', 'v2.1'].includes(apiVersion))
  return {
    name: `by chance ${seed}`,
    variants,
    properties: { apiVersion, road, prefer: random.pick(['balanced', 'credits', 'time']) },
    ...(short ? { without: 'Visits' } : {}),
  }
}

/** Each reading that only one road meets, by that road. */
const byRoad = (road: string, its: RegExp): Setup[] =>
  (Object.keys(variantTable) as VariantName[])
    .filter((name) => its.test(name))
    .flatMap(single)
    .map((setup) => ({ ...setup, properties: { road } }))

export const rotated: readonly Setup[] = [
  ...Array.from({ length: 12 }, (_, seed) => setupByChance(seed)),
  ...versions,
  ...properties,
  ...leads,
  ...mixed,
  {
    name: 'columns left out',
    variants: { coqlMissingColumns: ['currency', 'picklist', 'date', 'lookup', 'ownerlookup', 'integer', 'boolean'] },
  },
  {
    name: 'columns refused',
    variants: {
      coqlRefusedColumns: ['Accounts.Industry', 'Deals.Stage', 'Deals.Account_Name', 'Contacts.Owner', 'Gadgets.Name'],
    },
  },
  {
    name: 'COQL forbidden, converted leads too',
    variants: { coqlForbidden: 'scope' },
    properties: { convertedLeads: 'include' },
    schema: 'crm_include',
  },
  {
    name: 'modules by COQL only',
    properties: { road: 'records' },
    variants: { recordsUnsupportedModules: ['Leads', 'Accounts', 'Deals'] },
  },
  {
    name: 'a module by jobs only',
    variants: { coqlForbidden: 'permission', recordsUnsupportedModules: ['Visits', 'Accounts'] },
    // Names of lookups are in the list of records.
    without: 'Account_Name',
  },
  { name: 'modules by lists only', variants: { coqlUnsupportedModules: ['Accounts', 'Deals', 'Gadgets'] } },
  {
    name: 'expiring page tokens',
    properties: { road: 'records' },
    variants: { pageTokenTtl: 1 },
    // Beyond 2,000 rows there is nothing but tokens.
    without: 'Visits',
  },
  ...readings.flatMap(single),
  ...roads,
  ...byRoad('search', ofSearch),
  ...byRoad('bulk', ofBulk),
]

export const setupNamed = (name: string): Setup => {
  if (name.startsWith('by chance ')) return setupByChance(Number(name.slice(10)))
  const setup = [...basic, ...rotated].find((candidate) => candidate.name === name)
  if (!setup) throw new Error(`no setup is called ${name}`)
  return setup
}
