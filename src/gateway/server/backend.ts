import envPaths from 'env-paths'
import { isZohoSqlError } from '../../base/errors.ts'
import type { Connection as Driver, Table } from '../../driver/inner.ts'
import type { Begun, Log } from '../../serve/index.ts'
import { Catalogue, estimatesSql, mirrorSql } from '../catalogue/index.ts'
import { type Backend, Tables } from '../session/index.ts'
import type { Connection } from './connection.ts'

/** How long the catalogue goes without a look at the driver's metadata, which has a time of its own (metadataTtl). */
const refreshMaxMs = 60_000

/** What is new is seen within `metadataTtl`, or shortly after it. */
const refreshMsOf = (db: Driver): number => Math.min(refreshMaxMs, Math.max(db.metadataTtl * 100, 1000))

const ownDirectory = (): string => envPaths('zohosql', { suffix: '' }).cache

/**
 * What all sessions of a gateway share. The catalogue may still be starting: what needs it waits.
 *
 * @param begun ends the catalogue
 */
export async function openBackend(
  db: Driver,
  templateDirectory: string = ownDirectory(),
  sessions: () => Iterable<Connection>,
  log: Log,
  begun: Begun,
): Promise<Omit<Backend, 'resultLimits' | 'schema'>> {
  let tables = new Tables([])
  let found: readonly Table[] = []
  const catalogue = new Catalogue({
    templateDirectory,
    async mirror() {
      found = await db.schema()
      tables = new Tables(found)
      return mirrorSql(found)
    },
    estimates: () => estimatesSql(found, (table) => db.expectedRows(table)),
    stale: (error) => log('stale', { code: isZohoSqlError(error) ? error.code : 'INTERNAL' }),
    refreshMs: refreshMsOf(db),
    onMake: () => log('making-catalogue', { note: 'the first start on this machine takes some seconds' }),
    now: Date.now,
  })
  // Whoever needs it tries again, and is told.
  let closing = false
  begun.add(() => {
    closing = true
    return catalogue.close()
  })
  const failed = ({ message }: Error): void => void (closing || log('catalogue-failed', { message }))
  catalogue.start().catch(failed)
  const [timeZone, all] = await Promise.all([db.timeZone(), db.schema()])
  tables = new Tables(all)
  return {
    db,
    catalogue,
    timeZone,
    tables: () => tables,
    activity: () => JSON.stringify([...sessions()].flatMap(activityOf)),
    now: Date.now,
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
