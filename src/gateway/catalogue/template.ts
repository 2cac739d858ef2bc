import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { databaseName } from '../../base/names.ts'
import { setupSql, templateName } from './setup.sql.ts'

/** PGlite's class, which is there only where somebody installed it. */
export type PGliteClass = typeof import('@electric-sql/pglite').PGlite

/** Small: there is one session and no data. */
const configuration = [
  'shared_buffers=2MB',
  'max_connections=4',
  'fsync=off',
  'synchronous_commit=off',
  'min_wal_size=2MB',
  'max_wal_size=4MB',
]

/** Databases that nobody connects to: three quarters of a cluster. */
const spareDatabases = ['postgres', 'template1', 'template0']

const baseName = `${templateName}.tar.gz`
const nameFor = (mirror: string): string =>
  `${templateName}-${createHash('sha256').update(mirror).digest('hex').slice(0, 12)}.tar.gz`

/** Clusters with tables that are kept: one for each account, and for what its tables were before. */
const keptMax = 5

export interface Opened {
  readonly cluster: Cluster
  /** Keeps the cluster as it is now for the next start; to be called before anybody else uses it. */
  readonly keep?: () => Promise<void>
}

/**
 * A database cluster in memory, with Zoho's tables. Making one takes seconds and making the tables half of one, so
 * both are packed (2 MB) and kept; whoever comes later unpacks them. A file that cannot be opened (another version of
 * PGlite made it) is made anew.
 *
 * @param mirror the statements that make the tables
 * @param onMake is called when all has to be made
 */
export async function openCluster(
  PGlite: PGliteClass,
  directory: string,
  mirror: string,
  onMake: () => void,
): Promise<Opened> {
  const whole = await openKept(PGlite, join(directory, nameFor(mirror)))
  if (whole) return { cluster: whole }
  const cluster = (await openKept(PGlite, join(directory, baseName))) ?? (await makeBase(PGlite, directory, onMake))
  await cluster.exec(mirror)
  return { cluster, keep: async () => keep(directory, nameFor(mirror), await dump(cluster)) }
}

async function openKept(PGlite: PGliteClass, path: string): Promise<Cluster | undefined> {
  try {
    const cluster = await open(PGlite, await promisify(gunzip)(await readFile(path)))
    await utimes(path, new Date(), new Date()).catch(() => undefined)
    return cluster
  } catch {
    return undefined
  }
}

async function makeBase(PGlite: PGliteClass, directory: string, onMake: () => void): Promise<Cluster> {
  onMake()
  const made = await makeTemplate(PGlite)
  await keep(directory, baseName, made)
  return open(PGlite, made)
}

const open = (PGlite: PGliteClass, tar: Buffer<ArrayBuffer>) =>
  PGlite.create({ loadDataDir: new Blob([tar]), database: databaseName, postgresqlconf: configuration })

async function makeTemplate(PGlite: PGliteClass): Promise<Buffer<ArrayBuffer>> {
  const initial = await PGlite.create({
    database: 'postgres',
    postgresqlconf: configuration,
    initDbStartParams: ['--wal-segsize=1'],
  })
  await initial.exec(`CREATE DATABASE ${databaseName}`)
  const cluster = await open(PGlite, await dump(initial))
  await initial.close()
  await cluster.exec('UPDATE pg_database SET datistemplate = false, datallowconn = true')
  for (const name of spareDatabases) await cluster.exec(`DROP DATABASE ${name}`)
  await cluster.exec(setupSql)
  const tar = await dump(cluster)
  await cluster.close()
  return tar
}

type Cluster = Awaited<ReturnType<typeof open>>

async function dump(cluster: Cluster): Promise<Buffer<ArrayBuffer>> {
  await cluster.exec('CHECKPOINT')
  return Buffer.from(await (await cluster.dumpDataDir('none')).arrayBuffer())
}

/** Written beside its place and moved there whole. Without it the next start takes longer, no more. */
async function keep(directory: string, name: string, tar: Buffer): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const draft = join(directory, `${name}.${process.pid}`)
    await writeFile(draft, await promisify(gzip)(tar), { mode: 0o600 })
    await rename(draft, join(directory, name))
    await removeOld(directory)
  } catch {
    // A directory that cannot be written to.
  }
}

/** What other versions left there goes, and what was not used for longest. */
async function removeOld(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith('catalogue-') && name !== baseName)
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(directory, name))).mtimeMs })),
  )
  const own = dated.filter(({ name }) => name.startsWith(`${templateName}-`)).toSorted((a, b) => b.at - a.at)
  const kept = new Set(own.slice(0, keptMax))
  const old = dated.filter((file) => !kept.has(file))
  await Promise.all(old.map(({ name }) => rm(join(directory, name), { recursive: true, force: true })))
}
