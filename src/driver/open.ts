import { join } from 'node:path'
import { createClient, dataDirectory, type ZohoClient } from '../auth/index.ts'
import { fingerprint, Remembered } from '../base/remembered.ts'
import { Catalog } from '../catalog/index.ts'
import { type Config, type RawConnectionInput, type ResolveOptions, resolveConfig } from '../config/index.ts'
import type { Account } from '../exec/account.ts'
import { ScanCache } from '../exec/query/index.ts'
import { type WriteSettings, writeDefaults } from '../exec/write/settings.ts'
import type { AccountReport, ReadContext } from '../source/index.ts'
import { accountOf } from './account.ts'
import { openServices } from './services.ts'

/** An account, opened: nothing has been asked of Zoho yet. */
export interface OpenAccount extends Account {
  readonly config: Config
  about(context: ReadContext): Promise<AccountReport>
  ping(context: ReadContext): Promise<boolean>
  /** True for a request that changes nothing, besides those with GET. */
  reads(method: string, path: string): boolean
  readonly request: ZohoClient['request']
  readonly authorization: ZohoClient['authorization']
  readonly onInvalidated: ZohoClient['onInvalidated']
  /** Numbers of tables in the catalogue, by schema and name. */
  numbers(context: ReadContext): Promise<ReadonlyMap<string, number>>
  close(): Promise<void>
}

/** @throws {ZohoSqlError} 01S00, HY024, IM002 for the properties · 0A000 for a service that is not there yet */
export function openAccount(input: RawConnectionInput | undefined, options: ResolveOptions = {}): OpenAccount {
  const config = resolveConfig(input, options)
  const client = createClient(config)
  const { services, catalogue } = openServices({
    config,
    client,
    remembered: (...parts) =>
      new Remembered({
        directory: metadataDirectory(config, [client.account, ...parts]),
        ttlMs: config.metadataTtl * 1000,
      }),
  })
  const account = accountOf(services)
  return {
    ...account,
    config,
    catalog: new Catalog(services),
    options: {
      road: config.road,
      pushdown: config.pushdown,
      textComparison: config.textComparison,
      prefer: config.prefer,
    },
    cache: new ScanCache({
      account: fingerprint(client.account, JSON.stringify(config.endpoints), config.apiVersion),
      ttlMs: config.cache === 'off' ? 0 : config.cacheTtl * 1000,
      file: config.cache === 'memory' || config.cache === 'off' ? undefined : config.cache,
      now: Date.now,
    }),
    maxCredits: config.maxCredits,
    statementMs: config.queryTimeout > 0 ? config.queryTimeout * 1000 : undefined,
    timeZone: async (context) => config.timeZone ?? account.timeZone(context),
    now: Date.now,
    writing: writingOf(config),
    request: client.request,
    authorization: client.authorization,
    onInvalidated: client.onInvalidated,
    names: (context) => catalogue.names(context),
    numbers: (context) => catalogue.numbers(context),
    close: () => client.close(),
  }
}

const writingOf = (config: Config): WriteSettings => ({
  ...writeDefaults,
  readOnly: config.readOnly,
  onError: config.onWriteError,
  maxRows: config.maxWriteRows,
  allowUnfiltered: config.allowUnfilteredWrites,
  unknownPicklistValues: config.unknownPicklistValues,
  triggers: config.triggers,
  road: config.writeRoad,
  journal: config.journal === 'off' ? undefined : config.journal,
})

/** Next to the token store; in memory where that is. */
function metadataDirectory({ tokenStore }: Config, parts: readonly string[]): string | undefined {
  return tokenStore === 'memory' ? undefined : join(dataDirectory(), 'metadata', fingerprint(...parts))
}
