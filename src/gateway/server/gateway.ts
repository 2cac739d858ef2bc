import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import type { Stats } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { ZohoSqlError } from '../../base/errors.ts'
import { isLoopback } from '../../base/loopback.ts'
import { type MainSchemaName, mainSchema } from '../../base/schemas.ts'
import { type ConnectionInput, connect } from '../../driver/index.ts'
import type { Backend } from '../session/index.ts'
import type { Users } from './authenticate.ts'
import { openBackend } from './backend.ts'
import { type Certificate, selfMade } from './certificate.ts'
import { Connection, type House } from './connection.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { Metrics, serveMetrics } from './metrics.ts'
import { makeVerifier } from './scram.ts'

export interface GatewayOptions {
  /** The account whose tables are served. */
  readonly connection?: ConnectionInput
  /** An address, a name, the path of a Unix socket, or the directory for one. Default 127.0.0.1. */
  readonly host?: string
  /** 0: any free one. Default 5432. */
  readonly port?: number
  /** Passwords, or verifiers as PostgreSQL writes them, by user. Needed for every address but loopback. */
  readonly users?: Users
  /** Needed for every address but loopback; where it is missing there, one is made. */
  readonly certificate?: Certificate
  /** Schema that sessions see CRM's tables in until they say otherwise. Default crm. */
  readonly schema?: MainSchemaName
  /** Port of `/healthz` and `/metrics` on 127.0.0.1; absent: none. */
  readonly metricsPort?: number
  readonly limits?: Partial<Limits>
  /** Where what the catalogue starts from is kept (2 MB); the user's cache directory when absent. */
  readonly templateDirectory?: string
  readonly log?: House['log']
}

export interface Gateway extends AsyncDisposable {
  /** Port that is listened on; undefined for a Unix socket. */
  readonly port: number | undefined
  readonly metricsPort: number | undefined
  /** Of the certificate, where there is one. */
  readonly fingerprint: string | undefined
  /** Takes no more clients, lets statements that run end within some time, and ends. */
  close(graceMs?: number): Promise<void>
}

const isPath = (host: string): boolean => host.includes('/')

/**
 * Serves an account as a PostgreSQL server.
 *
 * @throws {ZohoSqlError} what is wrong with the account or its properties · HY024 another address than loopback without
 * users · 58P01 the catalogue is not installed
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = '127.0.0.1', users } = options
  const open = !isPath(host) && !isLoopback(host)
  if (open && !users?.size) {
    throw new ZohoSqlError('INVALID_PROPERTY', `Serving at ${host} needs users with passwords.`, {
      hint: 'Set ZOHOSQL_SERVE_PASSWORD or give --users FILE; or stay at 127.0.0.1.',
    })
  }
  const certificate = options.certificate ?? (open ? await selfMade(host) : undefined)
  const db = await connect(options.connection)
  try {
    const backend = await openBackend(
      db,
      options.templateDirectory,
      () => gateway?.sessions() ?? [],
      options.log ?? (() => undefined),
    )
    const gateway: RunningGateway | undefined = new RunningGateway(options, backend, certificate, open)
    await gateway.listen(host, options.port ?? 5432)
    return gateway
  } catch (error) {
    await db.close()
    throw error
  }
}

type OpenBackend = Awaited<ReturnType<typeof openBackend>>

class RunningGateway implements Gateway, House {
  readonly backend: Backend
  readonly #closeBackend: () => Promise<void>
  readonly limits: Limits
  readonly users: Users
  readonly secureContext: House['secureContext']
  readonly endPoint: House['endPoint']
  readonly needsTls: boolean
  readonly fingerprint: string | undefined
  readonly log: House['log']
  readonly #connections = new Map<number, Connection>()
  /** Those that have not begun a session too. */
  readonly #all = new Set<Connection>()
  readonly #metrics = new Metrics(() => this.#connections.values())
  readonly #server: Server
  readonly #http: ReturnType<typeof serveMetrics> | undefined
  readonly #wantedMetricsPort: number | undefined
  #lastPid = randomInt(1000, 30_000)
  #stopping: ZohoSqlError | undefined

  constructor(options: GatewayOptions, backend: OpenBackend, certificate: Certificate | undefined, needsTls: boolean) {
    this.limits = { ...defaultLimits, ...options.limits }
    this.backend = {
      ...backend,
      schema: options.schema ?? mainSchema,
      resultLimits: { rows: this.limits.resultRows, bytes: this.limits.resultBytes },
    }
    this.#closeBackend = backend.close
    this.users = options.users
    this.needsTls = needsTls
    this.secureContext = certificate && createSecureContext({ key: certificate.key, cert: certificate.cert })
    this.fingerprint = certificate?.fingerprint
    this.endPoint = certificate?.endPoint
    this.log = options.log ?? (() => undefined)
    this.#wantedMetricsPort = options.metricsPort
    this.#http = options.metricsPort === undefined ? undefined : serveMetrics(this.#metrics, () => !this.#stopping)
    this.#server = createServer((socket) => this.#accept(socket))
  }

  get port(): number | undefined {
    return portOf(this.#server)
  }

  get metricsPort(): number | undefined {
    return this.#http && portOf(this.#http)
  }

  sessions(): Iterable<Connection> {
    return this.#connections.values()
  }

  async listen(host: string, port: number): Promise<void> {
    await listening(this.#server, isPath(host) ? { path: await socketIn(host, port) } : { host, port })
    if (this.#http) await listening(this.#http, { host: '127.0.0.1', port: this.#wantedMetricsPort ?? 0 })
  }

  enter(connection: Connection): number {
    if (this.#stopping) throw this.#stopping
    if (this.#connections.size >= this.limits.connections) {
      this.#metrics.refused++
      throw new ZohoSqlError('TOO_MANY_CONNECTIONS', 'sorry, too many clients already')
    }
    this.#lastPid++
    this.#connections.set(this.#lastPid, connection)
    return this.#lastPid
  }

  leave(connection: Connection): void {
    this.#all.delete(connection)
    const pid = connection.session?.info.pid
    if (pid === undefined || !this.#connections.delete(pid)) return
    this.#metrics.left(connection)
  }

  cancel(processId: number, key: Buffer): void {
    const connection = this.#connections.get(processId)
    if (connection?.fits(key)) connection.session?.cancel()
  }

  async close(graceMs = 10_000): Promise<void> {
    if (this.#stopping) return
    this.#stopping = new ZohoSqlError('SHUTDOWN', 'terminating connection due to administrator command')
    this.#http?.close()
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const connection of this.#all) connection.stop(this.#stopping)
    const late = setTimeout(() => this.#endAll(), graceMs)
    await closed
    clearTimeout(late)
    await this.#closeBackend()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0)
  }

  #endAll(): void {
    for (const connection of this.#all) connection.end(this.#stopping!)
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined)
    this.#metrics.connections++
    // Those still on their way in are bounded too.
    if (this.#all.size >= this.limits.connections * 2) return void socket.destroy()
    const connection = new Connection(socket, this)
    this.#all.add(connection)
    void connection.serve()
  }
}

const portOf = (server: Server): number | undefined => {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}

/** A socket by its name or, as PostgreSQL's clients have it, by its directory; what a killed server left goes. */
async function socketIn(place: string, port: number): Promise<string> {
  const path = (await kindOf(place))?.isDirectory() ? join(place, `.s.PGSQL.${port}`) : place
  if ((await kindOf(path))?.isSocket() && !(await answers(path))) await rm(path)
  return path
}

const kindOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined)

async function answers(path: string): Promise<boolean> {
  const socket = createConnection(path)
  try {
    await once(socket, 'connect')
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED'
  } finally {
    socket.destroy()
  }
}

async function listening(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  try {
    server.listen(where)
    await once(server, 'listening')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const place = 'path' in where ? where.path : `${where.host}:${where.port}`
    throw new ZohoSqlError('FILE', `Cannot listen at ${place}: ${code}.`, { cause })
  }
}

/** Users with their passwords as a gateway keeps them. */
export const usersOf = (passwords: ReadonlyMap<string, string>): NonNullable<Users> =>
  new Map([...passwords].map(([user, password]) => [user, makeVerifier(password)]))
