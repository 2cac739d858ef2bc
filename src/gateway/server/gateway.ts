import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import { ZohoSqlError } from '../../base/errors.ts'
import { isLoopback } from '../../base/loopback.ts'
import { type MainSchemaName, mainSchema } from '../../base/schemas.ts'
import { connect, type RawConnectionInput } from '../../driver/inner.ts'
import {
  BegunParts,
  type Certificate,
  Doorstep,
  drain,
  Guesses,
  isPath,
  type ListenAddress,
  type Log,
  listen,
  Metrics,
  portOf,
  Register,
  selfMade,
  serveMetrics,
  type Users,
} from '../../serve/index.ts'
import type { Backend } from '../session/index.ts'
import { openBackend } from './backend.ts'
import { ClientConnection, type GatewayHouse } from './connection.ts'
import { type GatewayLimits, gatewayLimits } from './limits.ts'

export interface GatewayOptions {
  /** The account whose tables are served. */
  readonly connection?: RawConnectionInput
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
  /** Sessions may write, as far as the properties of the connection allow. Default false. */
  readonly readWrite?: boolean
  readonly limits?: Partial<GatewayLimits>
  readonly log?: Log
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

const silent: Log = () => undefined

const openDoor =
  'whoever uses this machine may read the account: set ZOHOSQL_SERVE_PASSWORD, give --users, or serve at a Unix socket'

/**
 * Serves an account as a PostgreSQL server. A start that fails leaves nothing running.
 *
 * @throws {ZohoSqlError} what is wrong with the account or its properties · HY024 another address than loopback without
 * users · 58030 the port is taken, or the address is none of this machine's
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = '127.0.0.1', port = 5432, users, log = silent } = options
  const open = !isPath(host) && !isLoopback(host)
  if (open && !users?.size) {
    throw new ZohoSqlError('INVALID_PROPERTY', `Serving at ${host} needs users with passwords.`, {
      hint: 'Set ZOHOSQL_SERVE_PASSWORD or give --users FILE; or stay at 127.0.0.1.',
    })
  }
  const certificate = options.certificate ?? (open ? await selfMade(host) : undefined)
  const begun = new BegunParts()
  try {
    const gateway = new RunningGateway(options, certificate, open)
    begun.add(() => gateway.close(0))
    // Before Zoho is asked: a port that is taken costs no call.
    await gateway.listen({ host, port })
    const db = await connect(options.connection)
    begun.add(() => db.close())
    if (!isPath(host) && !users?.size) log('no-password', { note: openDoor })
    const backend = await openBackend(db, () => gateway.sessions(), log)
    gateway.begin(backend, () => begun.end())
    return gateway
  } catch (error) {
    await begun.end()
    throw error
  }
}

type OpenBackend = Awaited<ReturnType<typeof openBackend>>

class RunningGateway implements Gateway, GatewayHouse {
  readonly limits: GatewayLimits
  readonly users: Users
  readonly secureContext: GatewayHouse['secureContext']
  readonly endPoint: GatewayHouse['endPoint']
  readonly needsTls: boolean
  readonly fingerprint: string | undefined
  readonly log: Log
  readonly #register: Register<ClientConnection>
  /** Those that have not begun a session too. */
  readonly #all = new Set<ClientConnection>()
  readonly #schema: string
  readonly #readWrite: boolean
  readonly #doorstep: Doorstep
  readonly guesses = new Guesses()
  readonly #server: Server
  readonly #http: ReturnType<typeof serveMetrics> | undefined
  readonly #wantedMetricsPort: number
  /** Clients that came while the account was being opened. */
  readonly #early: Socket[] = []
  #backend: Backend | undefined
  #end: () => Promise<void> = async () => undefined

  constructor(options: GatewayOptions, certificate: Certificate | undefined, needsTls: boolean) {
    this.limits = { ...gatewayLimits, ...options.limits }
    this.#schema = options.schema ?? mainSchema
    this.#readWrite = options.readWrite ?? false
    this.users = options.users
    this.needsTls = needsTls
    this.secureContext = certificate && createSecureContext({ key: certificate.key, cert: certificate.cert })
    this.fingerprint = certificate?.fingerprint
    this.endPoint = certificate?.endPoint
    this.log = options.log ?? silent
    this.#doorstep = new Doorstep(this.limits.startUpsPerAddress, this.limits.connections * 2)
    this.#register = new Register(this.limits.connections, ({ session }) => session)
    const healthy = (): boolean => this.#backend !== undefined && !this.#register.closed
    this.#http = options.metricsPort === undefined ? undefined : serveMetrics(new Metrics(this.#register), healthy)
    this.#wantedMetricsPort = options.metricsPort ?? 0
    this.#server = createServer((socket) => this.#accept(socket))
  }

  get backend(): Backend {
    return this.#backend!
  }

  get port(): number | undefined {
    return portOf(this.#server)
  }

  get metricsPort(): number | undefined {
    return this.#http && portOf(this.#http)
  }

  sessions(): Iterable<ClientConnection> {
    return this.#register.entries()
  }

  async listen(where: ListenAddress): Promise<void> {
    await listen(this.#server, where)
    if (this.#http) await listen(this.#http, { host: '127.0.0.1', port: this.#wantedMetricsPort })
  }

  /**
   * Serves those that wait, and all that come from now on.
   *
   * @param end ends what the gateway serves; called when the last client is gone
   */
  begin(backend: OpenBackend, end: () => Promise<void>): void {
    const { resultRows: rows, resultBytes: bytes } = this.limits
    this.#backend = {
      ...backend,
      schema: this.#schema,
      readWrite: this.#readWrite && !backend.db.readOnly,
      resultLimits: { rows, bytes },
    }
    this.#end = end
    this.#register.countHouse(() => backend.db.spentBetween)
    for (const socket of this.#early.splice(0)) this.#serve(socket)
  }

  enter(connection: ClientConnection, socket: Socket): number {
    this.#doorstep.leave(socket)
    return this.#register.enter(connection)
  }

  leave(connection: ClientConnection): void {
    this.#all.delete(connection)
    const pid = connection.session?.info.pid
    if (pid !== undefined) this.#register.leave(pid)
  }

  cancel(processId: number, key: Buffer): void {
    const connection = this.#register.find(processId)
    if (connection?.fits(key)) connection.session?.cancel()
  }

  async close(graceMs = 10_000): Promise<void> {
    if (this.#register.closed) return
    const reason = new ZohoSqlError('SHUTDOWN', 'terminating connection due to administrator command')
    this.#register.close(reason)
    this.#http?.close()
    this.#http?.closeAllConnections()
    for (const socket of this.#early.splice(0)) socket.destroy()
    if (this.#server.listening) await drain(this.#server, () => this.#all, reason, graceMs)
    await this.#end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0)
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined)
    this.#register.accepted++
    this.#doorstep.add(socket)
    if (this.#backend) this.#serve(socket)
    else this.#early.push(socket)
  }

  #serve(socket: Socket): void {
    const connection = new ClientConnection(socket, this)
    this.#all.add(connection)
    void connection.serve()
  }
}
