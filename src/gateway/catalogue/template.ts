import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
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

const fileName = `${templateName}.tar.gz`

/**
 * A database cluster in memory. Making one takes seconds, so it is made once, packed (2 MB) and kept; whoever comes
 * later unpacks it. A file that cannot be opened (another version of PGlite made it) is made anew.
 *
 * @param onMake is called when it has to be made
 */
export async function openCluster(PGlite: PGliteClass, directory: string, onMake: () => void) {
  const kept = await readFile(join(directory, fileName)).catch(() => undefined)
  const cluster = kept && (await unpack(PGlite, kept).catch(() => undefined))
  if (cluster) return cluster
  onMake()
  const made = await makeTemplate(PGlite)
  // Without it the next start takes as long, no more.
  await keep(directory, made).catch(() => undefined)
  return unpack(PGlite, made)
}

const unpack = async (PGlite: PGliteClass, packed: Buffer) => open(PGlite, await promisify(gunzip)(packed))

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
  await cluster.exec('CHECKPOINT')
  const packed = await promisify(gzip)(await dump(cluster))
  await cluster.close()
  return packed
}

type Cluster = Awaited<ReturnType<typeof open>>

const dump = async (cluster: Cluster): Promise<Buffer<ArrayBuffer>> =>
  Buffer.from(await (await cluster.dumpDataDir('none')).arrayBuffer())

/** Written beside its place and moved there whole. What other versions left there goes. */
async function keep(directory: string, packed: Buffer): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const draft = join(directory, `${fileName}.${process.pid}`)
  await writeFile(draft, packed, { mode: 0o600 })
  await rename(draft, join(directory, fileName))
  const others = (await readdir(directory)).filter((name) => name.startsWith('catalogue-') && name !== fileName)
  await Promise.all(others.map((name) => rm(join(directory, name), { recursive: true, force: true })))
}
