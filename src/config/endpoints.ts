import { isLoopback } from '../base/loopback.ts'
import { type DataCenterName, dataCenterOfApiHost, dataCenterOfWebHost, dataCenters } from './data-centers.ts'
import type { PropertyValues } from './properties.ts'
import { hostUrl } from './property-types.ts'
import { refusedProperty } from './refuse.ts'

/** Where the servers are. Base addresses have no trailing slash; paths such as `/crm/v8/…` are appended. */
export interface Endpoints {
  /** Base address of the API. */
  readonly api: string
  /** False where `api` only follows from the data centre, so that a token answer's `api_domain` may replace it. */
  readonly apiIsExplicit: boolean
  /** Base address of the OAuth server. */
  readonly accounts: string
  /** Base address of Desk’s API. */
  readonly desk: string
  /** False where `desk` only follows from the data centre, which a token answer's `api_domain` may tell better. */
  readonly deskIsExplicit: boolean
  /** Base address that files are uploaded to. */
  readonly content: string
  readonly dataCenter: DataCenterName
}

type EndpointProperties = Pick<
  PropertyValues,
  'endpoint' | 'dataCenter' | 'accountsEndpoint' | 'deskEndpoint' | 'contentEndpoint' | 'useEncryptedEndpoints'
>

/**
 * The servers to talk to.
 *
 * @throws ZohoSqlError HY024 if `endpoint` and `dataCenter`, or a scheme and `useEncryptedEndpoints`, contradict
 */
export function resolveEndpoints(wanted: EndpointProperties): Endpoints {
  const endpoint = wanted.endpoint === undefined ? undefined : readEndpoint(wanted.endpoint)
  const dataCenter = chooseDataCenter(wanted.dataCenter, endpoint?.dataCenter)
  const hosts = dataCenters[dataCenter]
  const desk = wanted.deskEndpoint ?? onThisMachine(endpoint)
  const address = (
    name: 'accountsEndpoint' | 'deskEndpoint' | 'contentEndpoint' | 'endpoint',
    given: string | undefined,
    host: string,
  ) => baseAddress(name, given ?? host, wanted.useEncryptedEndpoints)
  return Object.freeze({
    api: address('endpoint', endpoint?.address, hosts.api),
    apiIsExplicit: endpoint?.address !== undefined,
    accounts: address('accountsEndpoint', wanted.accountsEndpoint ?? onThisMachine(endpoint), hosts.accounts),
    desk: withoutDeskPath(address('deskEndpoint', desk, hosts.desk)),
    deskIsExplicit: desk !== undefined,
    content: address(
      'contentEndpoint',
      wanted.contentEndpoint ?? endpoint?.address,
      hosts.api.replace(/^www\./, 'content.'),
    ),
    dataCenter,
  })
}

/**
 * ASSUMPTION: what answers on this machine stands for all of Zoho, as a simulator does; who has a mere gateway to the API
 * there names the accounts server as well.
 */
const onThisMachine = (endpoint: ReadEndpoint | undefined): string | undefined =>
  endpoint?.address !== undefined && isLoopback(hostUrl(endpoint.address)!.hostname) ? endpoint.address : undefined

interface ReadEndpoint {
  /** Undefined for the old form, which stands for whatever API host the data centre has. */
  readonly address: string | undefined
  readonly dataCenter: DataCenterName | undefined
}

function readEndpoint(text: string): ReadEndpoint {
  const { hostname } = hostUrl(text)!
  const ofWeb = dataCenterOfWebHost(hostname)
  if (ofWeb !== undefined) return { address: undefined, dataCenter: ofWeb }
  if (/^crm\.zoho(cloud)?\./.test(hostname)) {
    const known = Object.values(dataCenters).map(({ web }) => web)
    throw refusedProperty(`endpoint ${hostname} is of no data centre known here.`, `Known are ${known.join(', ')}.`)
  }
  return { address: withoutApiPath(text), dataCenter: dataCenterOfApiHost(hostname) }
}

/** People paste whole API addresses; `/crm/v8` and the old `/crm/private` are appended by us. */
const withoutApiPath = (text: string): string => text.replace(/\/crm\/(private|v\d+(\.\d+)?)(\/.*)?$/i, '')

/** The same of Desk's: `/api/v1` is appended by us. */
const withoutDeskPath = (address: string): string => address.replace(/\/api\/v1$/i, '')

function chooseDataCenter(named: DataCenterName | undefined, ofEndpoint: DataCenterName | undefined): DataCenterName {
  // Sent on a guess, the credentials would reach a data centre that the user did not mean.
  if (named !== undefined && ofEndpoint !== undefined && named !== ofEndpoint) {
    throw refusedProperty(
      `endpoint belongs to data centre ${ofEndpoint}, but dataCenter is ${named}.`,
      'Give one of them, or make them agree.',
    )
  }
  return ofEndpoint ?? named ?? 'us'
}

function baseAddress(name: keyof PropertyValues, text: string, encrypted: boolean): string {
  const url = hostUrl(text)!
  const scheme = encrypted ? 'https:' : 'http:'
  if (text.includes('://') && url.protocol !== scheme) {
    throw refusedProperty(
      `${name} begins with ${url.protocol}// but useEncryptedEndpoints is ${encrypted}.`,
      `Leave the scheme out, or set useEncryptedEndpoints=${!encrypted}.`,
    )
  }
  // hostUrl reads a bare host as https, for which port 443 is the default and would vanish.
  const host = text.includes('://') ? text : `${scheme}//${text}`
  return new URL(host).href.replace(/\/+$/, '')
}

/** True if secrets may be sent to that address: it is encrypted, or stays on this machine, or the user said so. */
export function maySendSecrets(address: string, allowInsecure: boolean): boolean {
  const url = new URL(address)
  return url.protocol === 'https:' || allowInsecure || isLoopback(url.hostname)
}

/** @throws ZohoSqlError HY024 if secrets would travel in clear to another machine */
export function refuseClearText(address: string, allowInsecure: boolean): void {
  if (maySendSecrets(address, allowInsecure)) return
  throw refusedProperty(
    `useEncryptedEndpoints=false would send secrets in clear to ${new URL(address).host}.`,
    'Leave it true, or set allowInsecure=true if the network between is trusted.',
  )
}
