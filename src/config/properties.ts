import { mainSchema, serviceNames } from '../base/schemas.ts'
import { dataCenterNames } from './data-centers.ts'
import type { PropertyType } from './property-types.ts'
import {
  boolean,
  digits,
  host,
  integer,
  normalName,
  oneOf,
  path,
  proxy,
  seconds,
  secret,
  someOf,
  text,
  timeZone,
  wordOrPath,
  wordOrSome,
} from './property-types.ts'

/**
 * All connection properties, each once. Parsing, validation, help, documentation and tests read this table.
 *
 * `default` is the value when none is given; where that depends on something else, `defaultText` says on what.
 */
export interface Property<T> {
  readonly type: PropertyType<NonNullable<T>>
  readonly meaning: string
  readonly default: T
  readonly defaultText?: string
  readonly aliases?: readonly string[]
}

type GivenProperty<T> = Omit<Property<T>, 'default'>

const optional = <T>(property: GivenProperty<T>): Property<T | undefined> =>
  ({ ...property, default: undefined }) as Property<T | undefined>

const withDefault = <T>(value: NoInfer<T>, property: GivenProperty<T>): Property<T> => ({ ...property, default: value })

export const properties = {
  endpoint: optional({
    type: host,
    defaultText: 'from dataCenter',
    meaning:
      'host[:port][/path] of the API. The old crm.zoho.com/crm/private (any data centre’s) means that data centre’s API host',
  }),
  dataCenter: optional({
    type: oneOf(...dataCenterNames),
    defaultText: 'us',
    meaning: 'where the account lives; the api_domain of a token answer wins over it',
  }),
  accountsEndpoint: optional({
    type: host,
    defaultText: 'from data centre',
    meaning: 'host[:port] of the OAuth server',
  }),
  contentEndpoint: optional({
    type: host,
    defaultText: 'from data centre',
    meaning: 'host[:port] that files are uploaded to; with endpoint given, that one',
  }),
  deskEndpoint: optional({ type: host, defaultText: 'from data centre', meaning: 'host[:port] of Desk’s API' }),
  authenticationType: optional({
    type: oneOf('OAuth_2.0', 'Access Token'),
    defaultText: 'by what is given',
    meaning: 'OAuth 2.0 with a refresh token, or an access token alone',
  }),
  clientId: optional({ type: text, meaning: 'of the client registered in Zoho’s API console, for OAuth 2.0' }),
  clientSecret: optional({
    type: secret,
    aliases: ['clientSecrect'],
    meaning: 'of that client (clientSecrect, as Azure Data Factory spells it, is an alias)',
  }),
  refreshToken: optional({ type: secret, meaning: 'gives new access tokens, for OAuth 2.0' }),
  accessToken: optional({ type: secret, meaning: 'required for Access Token; used first under OAuth 2.0' }),
  useEncryptedEndpoints: withDefault(true, {
    type: boolean,
    meaning: 'HTTPS; false is refused with secrets for any host but loopback unless allowInsecure=true',
  }),
  useHostVerification: withDefault(true, {
    type: boolean,
    meaning: 'the certificate’s name must match the host',
  }),
  usePeerVerification: withDefault(true, {
    type: boolean,
    meaning: 'the certificate must chain to a trusted root (caFile adds one)',
  }),
  services: withDefault(Object.freeze([mainSchema] as const), {
    type: someOf(...serviceNames),
    meaning: 'the Zoho services to offer',
  }),
  apiVersion: withDefault('v8', {
    type: oneOf('v2', 'v2.1', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'),
    meaning: 'CRM version; limits that differ by version follow it',
  }),
  orgId: optional({
    type: digits,
    defaultText: 'the only one',
    meaning: 'Desk organisation, where the user belongs to several',
  }),
  timeout: withDefault(120, { type: seconds(0.001), meaning: 'for one HTTP exchange' }),
  queryTimeout: withDefault(0, { type: seconds(0), defaultText: 'none', meaning: 'for a statement (0: none)' }),
  maxConcurrency: optional({
    type: integer(1, 100),
    defaultText: 'by edition, else 5',
    meaning: 'calls in flight',
  }),
  maxRetries: withDefault(5, { type: integer(0, 20), meaning: 'per call, for what may be retried' }),
  maxCredits: optional({
    type: integer(0, 10_000_000),
    defaultText: 'none',
    meaning: 'a statement that would cost more is refused before its first call',
  }),
  pushdown: withDefault(true, { type: boolean, meaning: 'false fetches whole tables: the oracle' }),
  road: withDefault('auto', {
    type: oneOf('auto', 'coql', 'records', 'search', 'single', 'bulk'),
    meaning: 'force an API where possible (tests, diagnosis)',
  }),
  textComparison: withDefault('exact', { type: oneOf('exact', 'server'), meaning: 'server: trust Zoho’s' }),
  timeZone: optional({ type: timeZone, defaultText: 'the org’s', meaning: 'for literals and for shells' }),
  convertedLeads: withDefault('exclude', {
    type: oneOf('exclude', 'include', 'only'),
    meaning: 'whether Leads holds converted ones',
  }),
  cache: withDefault('memory', {
    type: wordOrPath('memory', 'off'),
    meaning: 'where answers are kept: memory, off, or a file path',
  }),
  cacheTtl: withDefault(0, { type: seconds(0), meaning: 'how old a kept answer may be (0: off)' }),
  metadataTtl: withDefault(3600, { type: seconds(0), meaning: 'for what is known of modules and fields' }),
  readOnly: withDefault(false, {
    type: boolean,
    defaultText: 'false (true in serve)',
    meaning: 'refuse every write with 25006',
  }),
  onWriteError: withDefault('stop', {
    type: oneOf('stop', 'continue'),
    meaning: 'when Zoho refuses a row: begin no further batch and fail, or send all and tell',
  }),
  maxWriteRows: withDefault(10_000, { type: integer(1, 10_000_000), meaning: 'rows one statement may write' }),
  allowUnfilteredWrites: withDefault(false, { type: boolean, meaning: 'UPDATE and DELETE without WHERE' }),
  triggers: withDefault('default', {
    type: wordOrSome(['default', 'none'], ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration']),
    meaning: 'what Zoho runs by itself after a write: all (default), none, or some',
  }),
  unknownPicklistValues: withDefault('error', {
    type: oneOf('error', 'send'),
    meaning: 'values that a picklist does not have: refuse them, or let Zoho decide',
  }),
  writeRoad: withDefault('auto', {
    type: oneOf('auto', 'records', 'bulk'),
    meaning: 'the API that rows are written by; auto takes bulk jobs only when they are cheaper and nothing is lost',
  }),
  journal: withDefault('off', {
    type: wordOrPath('off'),
    meaning: 'file that each written row is told to, before and after; zohosql undo takes it back',
  }),
  transactions: withDefault('refuse', {
    type: oneOf('refuse', 'immediate'),
    meaning: 'writes between BEGIN and COMMIT: refused, or done at once (and ROLLBACK fails)',
  }),
  caFile: optional({ type: path, meaning: 'PEM of roots to trust besides the system’s' }),
  prefer: withDefault('balanced', {
    type: oneOf('credits', 'time', 'balanced'),
    meaning: 'what the planner saves when it must choose',
  }),
  exactNumbers: withDefault(false, {
    type: boolean,
    meaning: 'numeric and double precision come as strings',
  }),
  dates: withDefault('date', {
    type: oneOf('date', 'string'),
    meaning: 'timestamptz comes as a Date or as ISO text in UTC',
  }),
  allowInsecure: withDefault(false, { type: boolean, meaning: 'see useEncryptedEndpoints' }),
  tokenStore: withDefault('file', {
    type: wordOrPath('file', 'memory'),
    meaning: 'file (owner-only, locked), memory, or a path: shared by all processes of the user',
  }),
  logLevel: withDefault('warn', {
    type: oneOf('silent', 'error', 'warn', 'info', 'debug', 'trace'),
    meaning: 'redacted lines to stderr: info for exchanges that fail, debug for each, trace with what was asked',
  }),
  proxy: optional({
    type: proxy,
    defaultText: 'the environment’s',
    meaning: 'HTTP(S) proxy; none goes straight (HTTPS_PROXY, HTTP_PROXY and NO_PROXY count otherwise)',
  }),
} satisfies Record<string, Property<never> | Property<unknown>>

export type PropertyName = keyof typeof properties

/** The values of all properties, by name. */
export type PropertyValues = {
  readonly [K in PropertyName]: (typeof properties)[K] extends Property<infer T> ? T : never
}

export const propertyNames: readonly PropertyName[] = Object.keys(properties) as PropertyName[]

/** The default in words, for help and documentation; empty where there is none. */
export function defaultText(name: PropertyName): string {
  const { defaultText: words, default: value } = properties[name] as Property<unknown>
  return words ?? (value === undefined ? '' : String(value))
}

/** Values that no message may show. */
export const isSecret = (name: PropertyName): boolean => properties[name].type.name === 'secret'

const bySpelling: ReadonlyMap<string, PropertyName> = new Map(
  propertyNames.flatMap((name) =>
    [name, ...((properties[name] as Property<unknown>).aliases ?? [])].map((spelling) => [normalName(spelling), name]),
  ),
)

/** The property of that name, whatever its case, blanks and `_`; undefined if there is none. */
export const findProperty = (spelling: string): PropertyName | undefined => bySpelling.get(normalName(spelling))
