import { join } from 'node:path'
import envPaths from 'env-paths'
import type { Connection as Driver } from '../../driver/index.ts'
import { Catalogue, mirrorSql, templateName } from '../catalogue/index.ts'
import { type Backend, Tables } from '../session/index.ts'
import type { Connection } from './connection.ts'

/** How long the catalogue goes without a look at the driver's metadata, which has a time of its own (metadataTtl). */
const refreshMs = 60_000

const ownTemplate = (): string => join(envPaths('zohosql', { suffix: '' }).cache, templateName)

/** What all sessions of a gateway share, ready to serve. */
export async function openBackend(
  db: Driver,
  templateDirectory: string = ownTemplate(),
  sessions: () => Iterable<Connection>,
): Promise<Backend & { close(): Promise<void> }> {
  let tables = new Tables([])
  const mirror = async (): Promise<string> => {
    const found = await db.schema()
    tables = new Tables(found)
    return mirrorSql(found)
  }
  const catalogue = new Catalogue({ templateDirectory, mirror, refreshMs, now: Date.now })
  const [timeZone] = await Promise.all([db.timeZone(), catalogue.start()])
  return {
    db,
    catalogue,
    timeZone,
    tables: () => tables,
    activity: () => JSON.stringify([...sessions()].flatMap(activityOf)),
    now: Date.now,
    async close() {
      await catalogue.close()
      await db.close()
    },
  }
}

function activityOf({ session }: Connection): object[] {
  if (!session) return []
  const { info, activity, spent, applicationName } = session
  return [
    {
      pid: info.pid,
      usename: info.user,
      application_name: applicationName,
      client_addr: info.address,
      client_port: info.port,
      backend_start: new Date(info.started),
      query_start: activity.since ? new Date(activity.since) : null,
      state: activity.active ? 'active' : 'idle',
      query: activity.query,
      ...spent,
    },
  ]
}
