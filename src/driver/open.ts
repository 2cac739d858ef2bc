import { join } from 'node:path'
import { createClient, dataDirectory } from '../auth/index.ts'
import { ZohoSqlError } from '../base/errors.ts'
import { fingerprint, Remembered } from '../base/remembered.ts'
import { Catalog } from '../catalog/index.ts'
import { type Config, type ConnectionInput, type ResolveOptions, resolveConfig } from '../config/index.ts'
import { ScanCache } from '../exec/cache.ts'
import type { Account } from '../exec/statement.ts'
import { CrmService } from '../services/crm/index.ts'
import { SystemService } from '../services/system/index.ts'
import type { AccountReport, ReadContext } from '../source/index.ts'

/** An account, opened: nothing has been asked of Zoho yet. */
export interface OpenAccount extends Account {
  readonly config: Config
  about(context: ReadContext): Promise<AccountReport>
  close(): Promise<void>
}

/** @throws {ZohoSqlError} 01S00, HY024, IM002 for the properties · 0A000 for a service that is not there yet */
export function openAccount(input: ConnectionInput | undefined, options: ResolveOptions = {}): OpenAccount {
  const config = resolveConfig(input, options)
  refuseUnready(config)
  const client = createClient(config)
  const crm = new CrmService({
    client,
    version: config.apiVersion,
    convertedLeads: config.convertedLeads,
    remembered: new Remembered({
      directory: metadataDirectory(config, client.account),
      ttlMs: config.metadataTtl * 1000,
    }),
    fixedConcurrency: config.maxConcurrency !== undefined,
  })
  const catalog = new Catalog([crm, new SystemService([crm])])
  return {
    config,
    catalog,
    options: {
      road: config.road,
      pushdown: config.pushdown,
      textComparison: config.textComparison,
      prefer: config.prefer,
    },
    cache: new ScanCache({
      account: fingerprint(client.account, config.endpoints.api, config.apiVersion),
      ttlMs: config.cache === 'off' ? 0 : config.cacheTtl * 1000,
      file: config.cache === 'memory' || config.cache === 'off' ? undefined : config.cache,
      now: Date.now,
    }),
    maxCredits: config.maxCredits,
    statementMs: config.queryTimeout > 0 ? config.queryTimeout * 1000 : undefined,
    timeZone: async (context) => config.timeZone ?? crm.account.timeZone(context),
    now: Date.now,
    about: (context) => crm.account.about(context),
    close: () => client.close(),
  }
}

function refuseUnready(config: Config): void {
  if (!config.services.includes('desk')) return
  throw new ZohoSqlError('NOT_SUPPORTED', 'services=desk is not supported by this version: it reads Zoho CRM.', {
    hint: 'Leave the property services away, or set services=crm.',
  })
}

/** Beside the token store; in memory where that is. */
function metadataDirectory(config: Config, account: string): string | undefined {
  if (config.tokenStore === 'memory') return undefined
  // The version tells what form the remembered answers have.
  return join(dataDirectory(), 'metadata', fingerprint(account, config.endpoints.api, config.apiVersion, 'v1'))
}
