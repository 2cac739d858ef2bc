import { Secret } from '../base/secret.ts'
import type { Pairs } from './connection-string.ts'
import { type AuthenticationType, type Credentials, impliedAuthentication, resolveCredentials } from './credentials.ts'
import { type Environment, readDsn } from './dsn.ts'
import { type Endpoints, refuseClearText, resolveEndpoints } from './endpoints.ts'
import { type ConnectionInput, readInput } from './input.ts'
import { plainValue } from './linked-service.ts'
import { findProperty, type PropertyName, type PropertyValues, properties, propertyNames } from './properties.ts'
import type { PropertyType } from './property-types.ts'
import { normalName } from './property-types.ts'
import { invalidValue, unknownProperty } from './refuse.ts'

/** Everything that was said about a connection, checked, typed and frozen. */
export interface Config extends PropertyValues {
  readonly authenticationType: AuthenticationType
  readonly credentials: Credentials
  readonly endpoints: Endpoints
}

export interface ResolveOptions {
  /** Default: `process.env`. */
  readonly env?: Environment
  /** Defaults of the caller (a server is read-only unless told); they come last. */
  readonly defaults?: Partial<Record<PropertyName, string>>
}

/**
 * The configuration that a connection string, an object, a linked-service JSON (text, object or path) and the
 * environment add up to. Explicit beats DSN beats environment.
 *
 * @throws ZohoSqlError 01S00 unknown property · HY024 wrong value or missing credential · IM002 unknown DSN
 */
export function resolveConfig(input?: ConnectionInput, options: ResolveOptions = {}): Config {
  const env = options.env ?? process.env
  const explicit = layerOf('connection', readInput(input))
  const environment = environmentLayer(env)
  const dsn = explicit.dsn ?? environment.dsn
  const layers = [
    explicit,
    ...(dsn === undefined ? [] : [layerOf(`DSN ${dsn}`, readDsn(dsn, env))]),
    environment,
    layerOf('defaults', Object.entries(options.defaults ?? {})),
  ]
  return assemble(layers.map(({ values }) => values))
}

function assemble(layers: readonly LayerValues[]): Config {
  const values = Object.fromEntries(
    propertyNames.map((name) => [name, layers.find((layer) => layer.has(name))?.get(name) ?? properties[name].default]),
  ) as unknown as PropertyValues
  const authenticationType = values.authenticationType ?? impliedAuthentication(layers.map((l) => new Set(l.keys())))
  const credentials = resolveCredentials(authenticationType, values)
  const endpoints = resolveEndpoints(values)
  for (const address of contacted(values, credentials, endpoints)) refuseClearText(address, values.allowInsecure)
  return Object.freeze({
    ...values,
    authenticationType: authenticationType!,
    dataCenter: endpoints.dataCenter,
    credentials,
    endpoints,
  })
}

/** The servers that will certainly see a secret; one that a token answer names is checked when it does. */
function contacted(values: PropertyValues, { refresh }: Credentials, endpoints: Endpoints): string[] {
  const addresses = refresh === undefined || endpoints.apiIsExplicit ? [endpoints.api] : []
  if (refresh !== undefined) addresses.push(endpoints.accounts)
  if (values.services.includes('desk')) addresses.push(endpoints.desk)
  return addresses
}

type LayerValues = ReadonlyMap<PropertyName, unknown>

interface Layer {
  readonly values: LayerValues
  readonly dsn: string | undefined
}

/** ODBC managers and tools write these into every connection string; they mean nothing to Zoho. */
const ignoredNames = new Set(['driver', 'description'])

function layerOf(origin: string, pairs: Pairs): Layer {
  const values = new Map<PropertyName, unknown>()
  let dsn: string | undefined
  for (const [key, raw] of pairs) {
    const text = textOf(key, raw)
    if (normalName(key) === 'dsn') dsn ??= text
    else if (!ignoredNames.has(normalName(key))) addValue(values, key, text, origin)
  }
  return { values, dsn }
}

/** As in ODBC, the first of two mentions counts, and an empty value is none. */
function addValue(values: Map<PropertyName, unknown>, key: string, text: string | undefined, origin: string): void {
  const name = findProperty(key)
  if (name === undefined) throw unknownProperty(key, origin)
  if (text === undefined || values.has(name)) return
  const value = (properties[name].type as PropertyType<unknown>).parse(text)
  if (value === undefined) throw invalidValue(name, text, origin)
  values.set(name, value)
}

function textOf(key: string, raw: unknown): string | undefined {
  const value = plainValue(key, raw)
  if (value === undefined || value === null) return undefined
  const text = value instanceof Secret ? value.reveal() : String(value).trim()
  return text === '' ? undefined : text
}

const environmentPrefix = /^ZOHOSQL_/i

/** Variables of the command line and of the DSN form, which are no properties. */
const otherVariables = new Set(['connection', 'dsnfile'])

function environmentLayer(env: Environment): Layer {
  const pairs = Object.entries(env)
    .filter(([key]) => environmentPrefix.test(key))
    .map(([key, value]) => [key.replace(environmentPrefix, ''), value] as const)
    .filter(([key]) => !otherVariables.has(normalName(key)))
  return layerOf('environment (ZOHOSQL_…)', pairs)
}
