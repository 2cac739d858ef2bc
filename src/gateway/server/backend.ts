import type { Connection } from '../../driver/inner.ts'
import type { Log } from '../../serve/index.ts'
import type { Backend } from '../session/index.ts'
import type { ClientConnection } from './connection.ts'

/**
 * What all sessions of a gateway share. Metadata is asked for before the first of them needs it.
 *
 * @throws {ZohoSqlError} what is wrong with the account
 */
export async function openBackend(
  db: Connection,
  sessions: () => Iterable<ClientConnection>,
  log: Log,
): Promise<Omit<Backend, 'resultLimits' | 'schema' | 'readWrite'>> {
  const [timeZone] = await Promise.all([db.timeZone(), db.schema({ notice: (notice) => log('left-out', { notice }) })])
  return {
    db,
    timeZone,
    activity: (user) => [...sessions()].flatMap((connection) => activityOf(connection, user)),
    now: Date.now,
  }
}

const hidden = {
  query: '<insufficient privilege>',
  query_start: null,
  state: null,
  client_addr: null,
  client_port: null,
}

/** As PostgreSQL has it: of others' sessions it is seen that they are there, not what they do. */
function activityOf({ session }: ClientConnection, user: string): Readonly<Record<string, unknown>>[] {
  if (!session) return []
  const { info, activity, spent, applicationName } = session
  const row = {
    pid: info.pid,
    usename: info.user,
    application_name: applicationName,
    client_addr: info.address ?? null,
    client_port: info.port ?? null,
    backend_start: info.started,
    query_start: activity.since || null,
    state: activity.active ? 'active' : 'idle',
    query: activity.query,
    calls: spent.calls,
    credits: spent.credits,
  }
  return [info.user === user ? row : { ...row, ...hidden }]
}
