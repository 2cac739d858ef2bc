/** Zoho's data centres and their hosts: each fact once. */
export interface DataCenter {
  readonly accounts: string
  readonly api: string
  readonly desk: string
  /** Host of the web pages; in old endpoints it stands for the API. */
  readonly web: string
}

const regular = (suffix: string): DataCenter => ({
  accounts: `accounts.zoho.${suffix}`,
  api: `www.zohoapis.${suffix}`,
  desk: `desk.zoho.${suffix}`,
  web: `crm.zoho.${suffix}`,
})

export const dataCenters = {
  us: regular('com'),
  eu: regular('eu'),
  in: regular('in'),
  au: regular('com.au'),
  jp: regular('jp'),
  // Canada alone has two domains.
  ca: {
    accounts: 'accounts.zohocloud.ca',
    api: 'www.zohoapis.ca',
    desk: 'desk.zohocloud.ca',
    web: 'crm.zohocloud.ca',
  },
  sa: regular('sa'),
  uk: regular('uk'),
  ae: regular('ae'),
  cn: regular('com.cn'),
} as const satisfies Record<string, DataCenter>

export type DataCenterName = keyof typeof dataCenters

export const dataCenterNames = Object.keys(dataCenters) as readonly DataCenterName[]

const byWebHost = new Map(dataCenterNames.map((name) => [dataCenters[name].web, name]))

// www., sandbox., developer. and content. share one data centre; so does the bare zohoapis.com of the OpenAPI files.
const byApiDomain = new Map(dataCenterNames.map((name) => [dataCenters[name].api.replace(/^www\./, ''), name]))
byApiDomain.set('zohocloud.ca', 'ca')

/** The data centre of an old endpoint's host such as `crm.zoho.eu`. */
export const dataCenterOfWebHost = (hostname: string): DataCenterName | undefined => byWebHost.get(hostname)

/** The data centre of an API host such as `sandbox.zohoapis.eu`. */
export const dataCenterOfApiHost = (hostname: string): DataCenterName | undefined =>
  byApiDomain.get(hostname) ?? byApiDomain.get(hostname.replace(/^[^.]+\./, ''))
