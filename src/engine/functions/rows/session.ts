import { databaseName } from '../../../base/names.ts'
import { isMainSchema, mainSchema, serviceNames } from '../../../base/schemas.ts'
import { reportedVersion, settingNamed, settingValue, shownSetting, unknownSetting } from '../../../base/settings.ts'
import { zoneOf } from '../../values/zone.ts'
import { lookedIn, searchPath } from '../catalogue-names.ts'
import { type FunctionRow, fn, inSession, type Js, type SessionRef, setFn, sql } from '../row.ts'

/** What a statement may ask of the session it belongs to, and `set_config`, which changes it. */

const who = (session: SessionRef) => () => session.current.state.user

const identity = [
  ...inSession(['current_user() name', 'session_user() name', 'user() name', 'current_role() name'], who),
  ...sql(['current_database() name', 'current_catalog() name'], `'${databaseName}'`),
  ...sql('version() text', `'PostgreSQL ${reportedVersion} (zohosql)'`),
  ...inSession(
    'pg_backend_pid() integer',
    ({ current }) =>
      () =>
        current.state.pid,
  ),
]

/** Those of the path that there are; the main schema goes by one of its names at a time. No table is asked for. */
function existing({ current }: SessionRef): readonly string[] {
  const shown = current.state.settings.get('zohosql.schema') ?? mainSchema
  return searchPath(current).filter((schema) => (isMainSchema(schema) ? schema === shown : others.has(schema)))
}
const others: ReadonlySet<string> = new Set([...serviceNames, 'pg_catalog', 'information_schema', 'pg_temp'])

const schemas = [
  ...inSession('current_schema() name', (session) => () => existing(session)[0] ?? null),
  ...inSession(
    'current_schemas(boolean) name[]',
    (session) => (implicit: boolean) =>
      implicit && !searchPath(session.current).includes('pg_catalog')
        ? [lookedIn(session.current)[0]!, ...existing(session)]
        : existing(session),
  ),
]

/** Settings of others' making have no value until they are given one. */
function readSetting({ current }: SessionRef, name: string, orNull: boolean): string | null {
  const lower = name.toLowerCase()
  if (lower === 'timezone') return current.zone.name
  if (lower === 'session_authorization') return current.state.user
  const value = current.state.settings.get(lower)
  if (value !== undefined) return shownSetting(name, value)
  if (orNull) return null
  throw unknownSetting(name)
}

const setting =
  (session: SessionRef): Js =>
  (name: string, orNull = false) =>
    readSetting(session, name, orNull)

const changing =
  (session: SessionRef): Js =>
  (name: string | null, given: string | null, local: boolean | null) => {
    if (name === null) throw unknownSetting('')
    const { state } = session.current
    const lower = name.toLowerCase()
    const value = settingValue(name, given ?? settingNamed(name)?.initial ?? '', state.user)
    if (value === undefined) return readSetting(session, name, true)
    if (lower === 'timezone') zoneOf(value)
    state.settings.set(lower, value)
    state.changes.push({ name: settingNamed(name)?.name ?? lower, value, local: local ?? false })
    return shownSetting(name, value)
  }

const settings = [
  ...inSession('current_setting(text,boolean?) text', setting),
  ...inSession('set_config(text,text,boolean) text', changing, { volatile: true, nulls: true }),
]

/** Of a server there is none: what is asked of one is answered as of one at rest. */
const server = [
  ...sql('pg_is_in_recovery() boolean', '0'),
  ...sql('pg_is_wal_replay_paused() boolean', '0'),
  ...sql('pg_my_temp_schema() oid', '0'),
  ...sql('pg_is_other_temp_schema(oid) boolean', '0 * $1'),
  ...sql(['inet_server_addr() inet', 'inet_client_addr() inet'], 'NULL'),
  ...sql(['inet_server_port() integer', 'inet_client_port() integer'], 'NULL'),
  ...sql(['txid_current() bigint', 'txid_current_if_assigned() bigint', 'pg_current_xact_id() xid8'], '1'),
  ...sql('pg_jit_available() boolean', '0'),
  ...sql('row_security_active(oid) boolean', '0 * $1'),
  ...inSession(
    ['pg_postmaster_start_time() timestamptz', 'pg_conf_load_time() timestamptz'],
    ({ current }) =>
      () =>
        current.now,
  ),
  ...fn(['pg_encoding_to_char(integer) name'], (code: number) => (code === 6 ? 'UTF8' : code === 0 ? 'SQL_ASCII' : '')),
  ...fn('pg_char_to_encoding(name) integer', (name: string) => (/^utf-?8$/i.test(name) ? 6 : -1)),
  ...fn(['pg_client_encoding() name', 'getdatabaseencoding() name'], () => 'UTF8'),
  ...setFn('pg_listening_channels() text', () => []),
  // Nobody else could hold one.
  ...sql(
    [
      'pg_try_advisory_lock(bigint) boolean',
      'pg_try_advisory_xact_lock(bigint) boolean',
      'pg_advisory_unlock(bigint) boolean',
    ],
    '($1 IS NOT NULL)',
  ),
  ...sql(
    ['pg_advisory_lock(bigint) void', 'pg_advisory_xact_lock(bigint) void'],
    "CASE WHEN $1 IS NULL THEN NULL ELSE '' END",
  ),
]

export const sessionRows: readonly FunctionRow[] = [...identity, ...schemas, ...settings, ...server]
