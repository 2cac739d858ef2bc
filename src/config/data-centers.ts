/** Zoho's data centres and their hosts: each fact once. */
export interface DataCenter {
  /** For people who look for theirs. */
  readonly country: string
  readonly accounts: string
  readonly api: string
  readonly desk: string
  /** Host of the web pages; in old endpoints it stands for the API. */
  readonly web: string
  /** Host of the pages where OAuth clients are registered. */
  readonly console: string
}

const regular = (country: string, suffix: string): DataCenter => ({
  country,
  accounts: `accounts.zoho.${suffix}`,
  api: `www.zohoapis.${suffix}`,
  desk: `desk.zoho.${suffix}`,
  web: `crm.zoho.${suffix}`,
  // ASSUMPTION: besides .com and .eu no page names it; all other hosts follow this pattern.
  console: `api-console.zoho.${suffix}`,
})

export const dataCenters = {
  us: regular('United States', 'com'),
  eu: regular('Europe', 'eu'),
  in: regular('India', 'in'),
  au: regular('Australia', 'com.au'),
  jp: regular('Japan', 'jp'),
  // Canada alone has two domains.
  ca: {
    country: 'Canada',
    accounts: 'accounts.zohocloud.ca',
    api: 'www.zohoapis.ca',
    desk: 'desk.zohocloud.ca',
    web: 'crm.zohocloud.ca',
    console: 'api-console.zohocloud.ca',
  },
  sa: regular('Saudi Arabia', 'sa'),
  // ASSUMPTION: Desk's documents name it, CRM's do not; its hosts follow the pattern of the others.
  sg: regular('Singapore', 'sg'),
  uk: regular('United Kingdom', 'uk'),
  ae: regular('United Arab Emirates', 'ae'),
  cn: regular('China', 'com.cn'),
} as const satisfies Record<string, DataCenter>

export type DataCenterName = keyof typeof dataCenters

export const dataCenterNames = Object.keys(dataCenters) as readonly DataCenterName[]

const byAccountsHost = new Map<string, DataCenterName>(
  dataCenterNames.map((name) => [dataCenters[name].accounts, name]),
)

const byDeskHost = new Map<string, DataCenterName>(dataCenterNames.map((name) => [dataCenters[name].desk, name]))

const byWebHost = new Map(dataCenterNames.map((name) => [dataCenters[name].web, name]))

// www., sandbox., developer. and content. share one data centre; so does the bare zohoapis.com of the OpenAPI files.
const byApiDomain = new Map(dataCenterNames.map((name) => [dataCenters[name].api.replace(/^www\./, ''), name]))
byApiDomain.set('zohocloud.ca', 'ca')

/** The data centre of an accounts server's host such as `accounts.zoho.eu`. */
export const dataCenterOfAccountsHost = (hostname: string): DataCenterName | undefined => byAccountsHost.get(hostname)

/** The data centre of an old endpoint's host such as `crm.zoho.eu`. */
export const dataCenterOfWebHost = (hostname: string): DataCenterName | undefined => byWebHost.get(hostname)

/** The data centre of an API host such as `sandbox.zohoapis.eu`. */
export const dataCenterOfApiHost = (hostname: string): DataCenterName | undefined =>
  byApiDomain.get(hostname) ?? byApiDomain.get(hostname.replace(/^[^.]+\./, ''))

/** The data centre of a host of Desk's such as `desk.zoho.eu`. */
export const dataCenterOfDeskHost = (hostname: string): DataCenterName | undefined => byDeskHost.get(hostname)
