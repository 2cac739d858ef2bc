import compress from '@fastify/compress'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { ZohoSqlError } from '../base/errors.ts'
import { Spending } from '../base/spending.ts'
import {
  type Certificate,
  cannotListen,
  type DoorLimits,
  defaultLimits,
  type Log,
  Metrics,
  Register,
} from '../serve/index.ts'
import type { AccessControl } from './access/index.ts'
import { explainRoutes, rowsRoutes, sqlRoutes, tablesRoutes } from './api/index.ts'
import { type HttpHouse, RequestSession } from './asking.ts'
import { refuseDeep } from './depth.ts'
import { asError, bodyOf, retryAfter, statusOf } from './errors.ts'
import { exportRoutes } from './export/index.ts'
import { mcpRoutes } from './mcp/index.ts'
import { odataFault, odataRoutes } from './odata/index.ts'
import { openApi } from './openapi.ts'

export interface HttpLimits extends DoorLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number
  /** Milliseconds until a request's headers and body are there. */
  readonly requestMs: number
  /** Milliseconds that a connection may rest between requests. */
  readonly restMs: number
}

export const httpLimits: HttpLimits = {
  ...defaultLimits,
  bodyBytes: 1_000_000,
  requestMs: 30_000,
  restMs: 65_000,
}

export interface HttpServerParts {
  readonly access: AccessControl
  readonly house: HttpHouse
  readonly limits: HttpLimits
  readonly certificate: Certificate | undefined
  readonly log: Log
}

/** A request that runs, for the register. */
interface RunningRequest {
  readonly asking: RequestSession
  readonly since: number
  readonly spent: Spending
  readonly cancel: (reason?: ZohoSqlError) => void
}

/** Paths that everyone may ask for: they tell nothing of an account. */
const open: ReadonlySet<string> = new Set(['/healthz', '/openapi.json'])

/** The Fastify server: who comes in, what runs, how errors read, what is logged. */
export class HttpServer {
  readonly #parts: HttpServerParts
  readonly #app: FastifyInstance
  readonly #register: Register<RunningRequest>

  constructor(parts: HttpServerParts) {
    this.#parts = parts
    const { limits, certificate } = parts
    this.#register = new Register<RunningRequest>(limits.connections, ({ asking, since, spent, cancel }) => ({
      activity: { query: asking.query, since, active: true },
      spent,
      cancel,
    }))
    this.#register.countHouse(() => parts.house.accounts.spentBetween())
    const common = {
      bodyLimit: limits.bodyBytes,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.restMs,
      connectionTimeout: 0,
      forceCloseConnections: true,
      genReqId: () => crypto.randomUUID(),
      routerOptions: { maxParamLength: 500 },
      ajv: { customOptions: { removeAdditional: false, allErrors: false, coerceTypes: 'array' as const } },
    }
    this.#app = (certificate
      ? fastify({ ...common, http2: true, https: { allowHTTP1: true, key: certificate.key, cert: certificate.cert } })
      : fastify({ ...common, http: { headersTimeout: limits.startUpMs } })) as unknown as FastifyInstance
    this.#setUp()
  }

  async listen(host: string, port: number): Promise<number> {
    try {
      await this.#app.listen({ host, port })
    } catch (cause) {
      throw cannotListen(`${host}:${port}`, cause)
    }
    const address = this.#app.server.address()
    return typeof address === 'object' && address ? address.port : port
  }

  /** Requests that run may go on for so long. */
  async close(graceMs = 5000): Promise<void> {
    const reason = new ZohoSqlError('SHUTDOWN', 'The server ends.')
    this.#register.close(reason)
    const late = setTimeout(() => {
      for (const client of this.#register.clients()) client.cancel(reason)
    }, graceMs)
    await this.#app.close()
    clearTimeout(late)
  }

  #setUp(): void {
    const app = this.#app
    // Bodies are JSON: what a browser's form may send from anywhere is not read.
    app.removeContentTypeParser('text/plain')
    app.decorateRequest('asking', undefined as never)
    app.addHook('onRequest', (request, reply) => this.#begin(request, reply))
    app.addHook('preValidation', async ({ body }) => refuseDeep(body))
    app.addHook('onResponse', async (request, reply) => this.#logged(request, reply))
    app.setErrorHandler((error, request, reply) => this.#failed(error, request, reply))
    app.setNotFoundHandler((request, reply) => {
      const error = new ZohoSqlError(
        'NOT_FOUND',
        `There is nothing at ${request.method} ${request.url.split('?')[0]}.`,
        {
          hint: 'GET /openapi.json tells what there is.',
        },
      )
      return this.#failed(error, request, reply)
    })
    void app.register(compress, { global: true, encodings: ['gzip'], threshold: 1024 })
    void app.register(openApi)
    void app.register(async (routes) => {
      routes.get('/healthz', { schema: { hide: true } }, async (_request, reply) => {
        if (this.#register.closed) return reply.code(503).send('stopping\n')
        return 'ok\n'
      })
      routes.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
        reply.type('text/plain; version=0.0.4').send(new Metrics(this.#register).text()),
      )
      for (const plugin of [tablesRoutes, rowsRoutes, sqlRoutes, explainRoutes, exportRoutes, odataRoutes, mcpRoutes])
        await plugin(routes)
    })
  }

  /** Lets a request in, and has it end with its client. */
  async #begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.header('x-request-id', request.id)
    if (open.has(request.url.split('?')[0]!)) return
    const caller = await this.#parts.access.admit({ headers: request.headers, address: request.ip })
    const ending = new AbortController()
    const spent = new Spending()
    const asking = new RequestSession(this.#parts.house, caller, ending.signal, spent)
    const cancel = (reason = new ZohoSqlError('CANCELLED', 'The client went away.')): void => ending.abort(reason)
    const id = this.#register.enter({ asking, since: Date.now(), spent, cancel })
    request.asking = asking
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) cancel()
      this.#register.leave(id)
    })
  }

  async #failed(thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const error = asError(thrown)
    const after = retryAfter(error)
    if (after !== undefined) reply.header('retry-after', String(after))
    if (error.code === 'UNAUTHORIZED')
      reply.header('www-authenticate', 'Bearer, Basic realm="zohosql", charset="UTF-8"')
    if (error.code === 'INTERNAL')
      this.#parts.log('error', {
        request: request.id,
        message: String((error.cause as Error)?.message ?? error.message),
      })
    return reply
      .code(statusOf(error))
      .type('application/json; charset=utf-8')
      .send(odataFault(request.url, error) ?? JSON.stringify(bodyOf(error)))
  }

  /** One line a request; the query's values are not in it. */
  #logged(request: FastifyRequest, reply: FastifyReply): void {
    const { grant } = request.asking ?? {}
    this.#parts.log('request', {
      request: request.id,
      from: request.ip,
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(grant && { token: grant.name }),
    })
  }
}
