import { Secret } from '../base/secret.ts'
import type { Pairs } from './connection-string.ts'
import {
  type AuthenticationType,
  type Credentials,
  credentialNames,
  impliedAuthentication,
  resolveCredentials,
} from './credentials.ts'
import { type ProcessEnvironment, readDsn } from './dsn.ts'
import { type Endpoints, refuseClearText, resolveEndpoints } from './endpoints.ts'
import { type RawConnectionInput, readInput } from './input.ts'
import { plainValue } from './linked-service.ts'
import { defaultProfile, readProfile } from './profiles.ts'
import { findProperty, type PropertyName, type PropertyValues, properties, propertyNames } from './properties.ts'
import type { PropertyType } from './property-types.ts'
import { normalName } from './property-types.ts'
import { invalidValue, maskedValue, unknownProperty } from './refuse.ts'

/** Everything that was said about a connection, checked, typed and frozen. */
export interface Config extends PropertyValues {
  readonly authenticationType: AuthenticationType
  readonly credentials: Credentials
  readonly endpoints: Endpoints
}

export interface ResolveOptions {
  /** Default: `process.env`. */
  readonly env?: ProcessEnvironment
  /** Defaults of the caller (a server is read-only unless told); they come last. */
  readonly defaults?: Partial<Record<PropertyName, string>>
}

/** Where the servers are and how they are reached, for those who have no credentials yet. */
export interface ServerSurroundings extends PropertyValues {
  readonly endpoints: Endpoints
}

/** What is said of a connection that may not be complete yet. */
export interface Beginnings extends ServerSurroundings {
  /** Properties that were given, wherever. */
  readonly given: ReadonlySet<PropertyName>
}

/**
 * The configuration that a connection string, an object, a linked-service JSON (text, object or path) and the
 * environment add up to. Explicit beats DSN beats environment beats profile.
 *
 * @throws ZohoSqlError 01S00 unknown property · HY024 wrong value or missing credential · IM002 unknown DSN or profile
 */
export function resolveConfig(input?: RawConnectionInput, options: ResolveOptions = {}): Config {
  return assemble(layersOf(input, options))
}

/**
 * The same without credentials: none are needed, and servers are only named.
 *
 * @throws ZohoSqlError as {@link resolveConfig}, but for missing credentials
 */
export function resolveBeginnings(input?: RawConnectionInput, options: ResolveOptions = {}): Beginnings {
  const layers = layersOf(input, options)
  const values = valuesOf(layers)
  const endpoints = resolveEndpoints(values)
  for (const address of [endpoints.accounts, endpoints.api]) refuseClearText(address, values.allowInsecure)
  const given = new Set(layers.flatMap((layer) => [...layer.keys()]))
  return Object.freeze({ ...values, dataCenter: endpoints.dataCenter, endpoints, given })
}

/** What a connection says by itself, as texts by the names of the table: what a profile keeps of it. */
export function propertyTexts(input: RawConnectionInput): Partial<Record<PropertyName, string>> {
  const pairs = readInput(input)
  // Checks names and values.
  layerOf('connection', pairs)
  const texts: Partial<Record<PropertyName, string>> = {}
  for (const [key, raw] of pairs) {
    const name = findProperty(key)
    const text = textOf(key, raw)
    if (name !== undefined && text !== undefined) texts[name] ??= text
  }
  return texts
}

/**
 * The profile for a command that names neither a profile nor a connection: the default one, unless the environment
 * says whose account it is.
 */
export const impliedProfile = (env: ProcessEnvironment): string | undefined =>
  isTold(env) ? undefined : defaultProfile(env)

function isTold(env: ProcessEnvironment): boolean {
  const { dsn, profile, values } = environmentLayer(env)
  return dsn !== undefined || profile !== undefined || credentialNames.some((name) => values.has(name))
}

/** Variables that name an account by themselves. */
const naming: ReadonlySet<string> = new Set(['connection', 'profile', 'dsn'])
const credentials: ReadonlySet<string> = new Set(credentialNames.map(normalName))

/**
 * A variable that is there to say whose account is meant and is empty, as where the variable of a script that it was to
 * come from is not set; of credentials, only where no others are given.
 */
export function emptyAccountVariable(env: ProcessEnvironment): string | undefined {
  const empty = Object.keys(env).filter((key) => environmentPrefix.test(key) && env[key]?.trim() === '')
  const among = (names: ReadonlySet<string>): string | undefined =>
    empty.find((key) => names.has(normalName(key.replace(environmentPrefix, ''))))
  return among(naming) ?? (isTold(env) ? undefined : among(credentials))
}

function layersOf(input: RawConnectionInput | undefined, options: ResolveOptions): LayerValues[] {
  const env = options.env ?? process.env
  const explicit = layerOf('connection', readInput(input))
  const environment = environmentLayer(env)
  const dsnName = explicit.dsn ?? environment.dsn
  const dsn = dsnName === undefined ? [] : [layerOf(`DSN ${dsnName}`, readDsn(dsnName, env))]
  const above = [explicit, ...dsn, environment]
  const profile = above.find((layer) => layer.profile !== undefined)?.profile
  const layers = [
    ...above,
    ...(profile === undefined ? [] : [profileLayer(profile, env, above)]),
    layerOf('defaults', Object.entries(options.defaults ?? {})),
  ]
  return layers.map(({ values }) => values)
}

/** Credentials belong together: where some are given elsewhere, a profile adds none to them. */
function profileLayer(name: string, env: ProcessEnvironment, above: readonly Layer[]): Layer {
  const layer = layerOf(`profile ${name}`, readProfile(name, env))
  const isTold = above.some(({ values }) => credentialNames.some((one) => values.has(one)))
  if (!isTold) return layer
  const values = [...layer.values].filter(([key]) => !(credentialNames as readonly PropertyName[]).includes(key))
  return { ...layer, values: new Map(values) }
}

const valuesOf = (layers: readonly LayerValues[]): PropertyValues =>
  Object.fromEntries(
    propertyNames.map((name) => [name, layers.find((layer) => layer.has(name))?.get(name) ?? properties[name].default]),
  ) as unknown as PropertyValues

function assemble(layers: readonly LayerValues[]): Config {
  const values = valuesOf(layers)
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
  if (values.services.includes('desk') && (refresh === undefined || endpoints.deskIsExplicit))
    addresses.push(endpoints.desk)
  return addresses
}

type LayerValues = ReadonlyMap<PropertyName, unknown>

interface Layer {
  readonly values: LayerValues
  readonly dsn: string | undefined
  readonly profile: string | undefined
}

/** ODBC managers and tools write these into every connection string; they mean nothing to Zoho. */
const ignoredNames = new Set(['driver', 'description'])

function layerOf(origin: string, pairs: Pairs): Layer {
  const values = new Map<PropertyName, unknown>()
  let dsn: string | undefined
  let profile: string | undefined
  for (const [key, raw] of pairs) {
    const text = textOf(key, raw)
    const name = normalName(key)
    if (name === 'dsn') dsn ??= text
    else if (name === 'profile') profile ??= text
    else if (!ignoredNames.has(name)) addValue(values, key, text, origin)
  }
  return { values, dsn, profile }
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
  if (/^\*{3,}$/.test(text)) throw maskedValue(key)
  return text === '' ? undefined : text
}

const environmentPrefix = /^ZOHOSQL_/i

/** Variables that are no properties: of the command, the prompt, the gateway, and files of DSNs and profiles. */
const otherVariables = new Set([
  'connection',
  'dsnfile',
  'editor',
  'grantcode',
  'history',
  'profilefile',
  'servepassword',
])

function environmentLayer(env: ProcessEnvironment): Layer {
  const pairs = Object.entries(env)
    .filter(([key]) => environmentPrefix.test(key))
    .map(([key, value]) => [key.replace(environmentPrefix, ''), value] as const)
    .filter(([key]) => !otherVariables.has(normalName(key)))
  return layerOf('environment (ZOHOSQL_…)', pairs)
}
