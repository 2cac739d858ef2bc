import { constants } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { databaseName } from '../../base/names.ts'
import { setupSql } from './setup.sql.ts'

/** PGlite's class, which is there only where somebody installed it. */
export type PGliteClass = typeof import('@electric-sql/pglite').PGlite

/** Small: there is one session and no data. */
const configuration = ['shared_buffers=2MB', 'max_connections=4', 'fsync=off', 'synchronous_commit=off']

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * A database cluster that is made once (seconds) and copied for each process (milliseconds): several processes must not
 * write to one.
 *
 * A template that cannot be opened (another version of PGlite made it) is made anew.
 *
 * @returns the copy, and what removes it
 */
export async function openCopy(PGlite: PGliteClass, template: string) {
  if (await exists(template)) {
    const copy = await tryCopy(PGlite, template)
    if (copy) return copy
    await rm(template, { recursive: true, force: true })
  }
  await makeTemplate(PGlite, template)
  return copyOf(PGlite, template)
}

const tryCopy = (PGlite: PGliteClass, template: string) => copyOf(PGlite, template).catch(() => undefined)

async function copyOf(PGlite: PGliteClass, template: string) {
  const directory = await mkdtemp(join(tmpdir(), 'zohosql-catalogue-'))
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true })
  try {
    await cp(template, directory, { recursive: true, mode: constants.COPYFILE_FICLONE })
    return { cluster: await openCluster(PGlite, directory), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

const openCluster = (PGlite: PGliteClass, dataDir: string, database = databaseName) =>
  PGlite.create({ dataDir, database, postgresqlconf: configuration })

/** Made beside its place and moved there when it is whole: whoever comes second finds the first one's. */
async function makeTemplate(PGlite: PGliteClass, template: string): Promise<void> {
  await mkdir(dirname(template), { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(`${template}.`)
  try {
    const cluster = await openCluster(PGlite, draft, 'postgres')
    await cluster.exec(`CREATE DATABASE ${databaseName}`)
    await cluster.close()
    const database = await openCluster(PGlite, draft)
    await database.exec(setupSql)
    await database.close()
    await rename(draft, template)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(template))) throw error
  }
}
