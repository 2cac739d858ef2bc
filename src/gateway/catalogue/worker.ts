import { parentPort, workerData } from 'node:worker_threads'
import { mainSchema } from '../../base/schemas.ts'
import type { CatalogueSession, Reply, Request, WorkerOptions } from './protocol.ts'
import { ownerRole, shownSetting } from './setup.sql.ts'
import { type Opened, openCluster, type PGliteClass } from './template.ts'

/** The worker that PGlite lives in: a catalogue statement may take a tenth of a second, and would stop all sessions. */

type Cluster = Opened['cluster']

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

class Engine {
  readonly #cluster: Cluster
  /** By user; nobody becomes the superuser. */
  readonly #roles = new Map<string, string>([['postgres', ownerRole]])
  #version: string | undefined
  #shown: string = mainSchema

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  async define(sql: string): Promise<void> {
    await this.#leave()
    await this.#show(mainSchema)
    await this.#cluster.exec(sql)
  }

  /**
   * Lets CRM's tables be seen under one name: clients that look at `public` only find them there, and those that list
   * all schemas list them once.
   */
  async #show(schema: string): Promise<void> {
    if (schema === this.#shown) return
    await this.#cluster.exec(`ALTER SCHEMA ${quoted(this.#shown)} RENAME TO ${quoted(schema)}`)
    this.#shown = schema
  }

  async run(session: CatalogueSession, bytes: Uint8Array): Promise<Uint8Array> {
    if (session.version !== this.#version) await this.#enter(session)
    return this.#cluster.execProtocolRaw(bytes, { syncToFs: false })
  }

  async #leave(): Promise<void> {
    this.#version = undefined
    await this.#cluster.exec('SET SESSION AUTHORIZATION postgres; RESET ALL')
  }

  async #enter({ version, user, settings }: CatalogueSession): Promise<void> {
    await this.#leave()
    await this.#show(settings.get(shownSetting) ?? mainSchema)
    const role = this.#roles.get(user) ?? (await this.#makeRole(user))
    await this.#cluster.exec(`SET SESSION AUTHORIZATION ${quoted(role)}; SET default_transaction_read_only = on`)
    const names = [...settings.keys()]
    await this.#cluster.query(
      'SELECT pg_catalog.set_config(n, v, false) FROM unnest($1::text[], $2::text[]) WITH ORDINALITY t(n, v, i) ORDER BY i',
      [names, [...settings.values()]],
    )
    this.#version = version
  }

  /** A role of the user's name; the owner's where PostgreSQL keeps that name for itself, or there are too many. */
  async #makeRole(user: string): Promise<string> {
    const made =
      this.#roles.size < rolesMax && this.#cluster.query(`CREATE ROLE ${quoted(user)} LOGIN IN ROLE ${ownerRole}`)
    const role = made && (await made.then(() => true, isExisting)) ? user : ownerRole
    if (made) this.#roles.set(user, role)
    return role
  }
}

/** Roles are made for whoever comes, so there has to be an end to them. */
const rolesMax = 1000

const isExisting = (error: unknown): boolean => (error as { code?: unknown }).code === '42710'

const post = (reply: Reply): void => parentPort?.postMessage(reply)

const { templateDirectory } = workerData as WorkerOptions
// Loaded while the statements for its tables are put together.
const loading = import('@electric-sql/pglite') as Promise<{ PGlite: PGliteClass }>
loading.catch(() => undefined)
let engine: Engine | undefined

async function start(mirror: string): Promise<Opened['keep']> {
  const { PGlite } = await loading
  const { cluster, keep } = await openCluster(PGlite, templateDirectory, mirror, () => post({ kind: 'making' }))
  engine = new Engine(cluster)
  return keep
}

async function obey(request: Request): Promise<Uint8Array> {
  if (!engine) throw new Error('it did not start')
  if (request.kind === 'run') return engine.run(request.session, request.bytes)
  await engine.define(request.sql)
  return new Uint8Array()
}

async function answer(request: Request): Promise<void> {
  try {
    const starts = request.kind === 'mirror' && !engine
    const keep = starts ? await start(request.sql) : undefined
    post({ id: request.id, kind: 'done', bytes: starts ? new Uint8Array() : await obey(request) })
    await keep?.()
  } catch (error) {
    post({ id: request.id, kind: 'error', message: error instanceof Error ? error.message : String(error) })
  }
}

/** One statement after the other: there is one session behind all of them. */
let last: Promise<unknown> = Promise.resolve()
parentPort?.on('message', (request: Request) => {
  last = last.then(() => answer(request))
})
