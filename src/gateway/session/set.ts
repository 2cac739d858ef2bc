import { ZohoSqlError } from '../../base/errors.ts'
import { type Catalogue, type CatalogueAnswer, rowTexts, textUnit } from '../catalogue/index.ts'
import type { Command } from './commands.ts'
import { refuseForms, type Settings } from './settings.ts'

/** SET: PostgreSQL in the catalogue judges names and values; the session keeps what came of it. */

export interface SettingsRun {
  readonly settings: Settings
  readonly catalogue: Catalogue
}

type Set = Extract<Command, { kind: 'set' }>

/** Reading is all there is, whatever a client declares. */
const always: ReadonlySet<string> = new Set([
  'default_transaction_read_only',
  'transaction_read_only',
  'transaction_isolation',
  'default_transaction_isolation',
])

export async function changeSetting(command: Set, run: SettingsRun): Promise<string> {
  const { name, value, local } = command
  refuseForms(name, value)
  const lower = name.toLowerCase()
  if (lower.includes('.')) run.settings.set(lower, ownValue(lower, value), local)
  else if (lower === 'role' || lower === 'session_authorization') refuseOthers(value, run)
  else if (!always.has(lower)) await changeKnown(command, run)
  return 'SET'
}

/** Names of others' making are theirs to choose, as in PostgreSQL; of ours there is one to set. */
export function ownValue(name: string, value: string): string {
  if (!name.startsWith('zohosql.')) return value
  if (name !== 'zohosql.max_credits') throw unsettable(name)
  if (/^(\d*|default)$/i.test(value)) return value.replace(/default/i, '')
  throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "${name}": "${value}"`)
}

const unsettable = (name: string): ZohoSqlError =>
  /^zohosql\.(calls|credits)$/.test(name)
    ? new ZohoSqlError('INVALID_ARGUMENT', `parameter "${name}" cannot be changed`)
    : new ZohoSqlError('INVALID_ARGUMENT', `unrecognized configuration parameter "${name}"`, {
        hint: 'zohosql.max_credits can be set; zohosql.calls and zohosql.credits can be shown.',
      })

function refuseOthers(value: string, { settings }: SettingsRun): void {
  const wanted = value.replace(/^['"](.*)['"]$/, '$1')
  if (/^(none|default)$/i.test(wanted) || wanted === settings.session().user) return
  throw new ZohoSqlError('PERMISSION_DENIED', `permission denied to set role "${wanted}"`)
}

async function changeKnown({ name, sql, local }: Set, run: SettingsRun): Promise<void> {
  const { settings, catalogue } = run
  const statement = local ? sql.replace(/^(\s*set\s+)local\s+/i, '$1') : sql
  const asked = local ? textUnit(oneSetting, [name]) : settingsUnit
  const [, answer] = await catalogue.executeAll(settings.session(), [textUnit(statement), asked])
  const rows = answer!.rows.map(rowTexts)
  if (!local) takeSettings(answer!, settings)
  else for (const [canonical, value] of rows) settings.set(canonical ?? '', value ?? '', true)
}

/** A function in a query may change settings: pg_dump and others say `SELECT set_config(…)`. */
export const changesSettings = (sql: string): boolean => /\bset_config"?\s*\(/i.test(sql)

/** In the catalogue's one session, which began as its superuser, it would let a client become that one. @throws 42501 */
export function refuseIdentity(sql: string): void {
  if (!changesSettings(sql) || !/session_authorization/i.test(sql)) return
  throw new ZohoSqlError('PERMISSION_DENIED', 'permission denied to set session authorization')
}

/** Asks what the catalogue's session has: sent together with what changed it. */
export const settingsUnit = textUnit(
  `SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' AND name NOT IN
     ('default_transaction_read_only', 'session_authorization', 'role', 'is_superuser')`,
)
const oneSetting = 'SELECT name, setting FROM pg_catalog.pg_settings WHERE lower(name) = lower($1)'

export const takeSettings = ({ rows }: CatalogueAnswer, settings: Settings): void =>
  settings.replace(new Map(rows.map(rowTexts).map(([name, value]) => [name ?? '', value ?? ''])))
