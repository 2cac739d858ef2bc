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
 * @returns the copy's directory, which the caller removes
 */
export async function copyTemplate(PGlite: PGliteClass, template: string): Promise<string> {
  if (!(await exists(template))) await makeTemplate(PGlite, template)
  const copy = await mkdtemp(join(tmpdir(), 'zohosql-catalogue-'))
  await cp(template, copy, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return copy
}

export const openCluster = (PGlite: PGliteClass, dataDir: string, database = databaseName) =>
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
