/** Sockets: reads requests, plays faults, writes answers, keeps the accounts. Knows nothing of CRM. */
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer } from '../base/node-http.ts'
import { type CallAccounts, type CallRecord, type CallVerdict, callKey } from './accounts.ts'
import { deskFailure } from './desk/index.ts'
import { tooMany } from './disguise.ts'
import type { Dispatcher } from './dispatch.ts'
import { type Faults, momentOf, type ScriptedFault } from './faults.ts'
import { tokenOf } from './gate.ts'
import type { Answered, RawCall, Road, SimReply } from './http.ts'
import { zohoError } from './model.ts'
import type { IssuedTokens } from './tokens.ts'
import type { World } from './world.ts'

export interface SimServerParts {
  readonly world: World
  readonly dispatcher: Dispatcher
  readonly accounts: CallAccounts
  readonly tokens: IssuedTokens
  /** The faults in force now. */
  readonly faults: () => Faults
  readonly https: { readonly key: string; readonly cert: string } | undefined
}

const bodyMax = 30_000_000
/** Bytes of a body that faults look at and that are kept. */
const textMax = 1_000_000
const htmlPage = '<!DOCTYPE html><html><head><title>Zoho</title></head><body><h1>Sorry!</h1></body></html>'

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyMax) throw new RangeError('request body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** An answer as bytes. */
interface Encoded {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

/** A Buffer or text goes out as it is, anything else as JSON. */
function encode(reply: SimReply): Encoded {
  const { status, body, headers = {} } = reply
  if (body === undefined) return { status, headers, bytes: Buffer.alloc(0) }
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return { status, headers: { 'Content-Type': 'application/json;charset=UTF-8', ...headers }, bytes }
}

function write(response: ServerResponse, { status, headers, bytes }: Encoded): void {
  response.writeHead(status, { 'Content-Length': bytes.length, ...headers })
  response.end(bytes)
}

/** Sends the head of the answer and half of the body, then breaks the connection. */
function writeTruncated(response: ServerResponse, { status, headers, bytes }: Encoded): void {
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length + 1 })
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy())
}

const cutJson = (encoded: Encoded): Encoded => {
  const { bytes } = encoded
  return { ...encoded, bytes: bytes.subarray(0, Math.max(1, bytes.length - Math.ceil(bytes.length / 3))) }
}

/** The answer a fault gives in place of the real one; undefined when the real one is needed. */
function faultReply(fault: ScriptedFault, path: string, world: World): SimReply | undefined {
  const status = Number(fault.kind)
  if (path.startsWith('/api/') && status > 0) return { status, body: deskFailure(status) }
  const html = { 'Content-Type': 'text/html;charset=UTF-8' }
  switch (fault.kind) {
    case '500':
      return { status: 500, body: zohoError('INTERNAL_ERROR', {}, 'Internal Server Error') }
    case '502':
      return { status: 502, body: zohoError('BAD_GATEWAY', {}, 'Bad Gateway') }
    case '503':
      return { status: 503, body: zohoError('SERVICE_UNAVAILABLE', {}, 'Service Unavailable') }
    case 'html':
      return { status: 502, body: htmlPage, headers: html }
    case 'html-200':
      return { status: 200, body: htmlPage, headers: html }
    case '429':
      return tooMany(world.variants)
    case 'status':
      return { status: fault.status ?? 500, body: fault.body, ...(fault.headers ? { headers: fault.headers } : {}) }
    default:
      return undefined
  }
}

/** Faults after which nothing is heard. */
const silentKinds: readonly string[] = ['hang', 'reset', 'reset-after']
/** Faults of which half an answer is heard, whether or not there was one. */
const halves: Readonly<Record<string, true>> = { truncated: true, 'cut-json': true }
/** Begins like the answer to a call that was never looked at. */
const lostAnswer: SimReply = { status: 200, body: { data: [{ code: 'SUCCESS', details: {}, status: 'success' }] } }

export class SimulatorServer {
  readonly #parts: SimServerParts
  readonly #server: Server

  constructor(parts: SimServerParts) {
    this.#parts = parts
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch((error: unknown) => this.#failed(response, error))
    }
    this.#server = parts.https ? createTlsServer(parts.https, listener) : createServer(listener)
    this.#server.keepAliveTimeout = 30_000
  }

  async listen(port: number): Promise<number> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** A mistake of the simulator itself must not look like one of Zoho's answers. */
  #failed(response: ServerResponse, error: unknown): void {
    if (response.destroyed || response.writableEnded) return
    process.emitWarning(error instanceof Error ? error : String(error), { code: 'ZOHOSQL_SIMULATOR' })
    if (response.headersSent) response.destroy()
    else write(response, encode({ status: 500, body: { simulator_error: String(error) } }))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = `${this.#parts.https ? 'https' : 'http'}://${request.headers.host ?? '127.0.0.1'}`
    const body = await readBody(request)
    const url = new URL(request.url ?? '/', origin)
    const { world } = this.#parts
    const method = request.method ?? 'GET'
    const raw: RawCall = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
      world,
      origin,
    }
    await this.#exchange(raw, url, response)
  }

  async #exchange(raw: RawCall, url: URL, response: ServerResponse): Promise<void> {
    const { accounts, dispatcher, faults, world } = this.#parts
    const number = accounts.nextNumber()
    const key = callKey(raw.method, url.href, raw.body)
    accounts.arrived(key, `${raw.method} ${raw.path}`)
    const text = `${url.search}\n${raw.body.toString('utf8', 0, textMax)}`
    const fault = faults().next({ path: raw.path, text })
    if (fault && momentOf(fault) === 'before') await this.#strike(fault, raw)
    const instead = fault && faultReply(fault, raw.path, world)
    const silent = fault !== undefined && silentKinds.includes(fault.kind)
    const hides = instead !== undefined || silent || (fault !== undefined && fault.kind in halves)
    const skipped = hides && momentOf(fault!) === 'before'
    const done: Answered = skipped ? unpriced(raw) : await dispatcher.answer(raw)
    if (fault && momentOf(fault) === 'after') await this.#strike(fault, raw)
    const answered: Answered = instead || skipped ? { ...done, reply: instead ?? lostAnswer } : done
    const whole = encode(answered.reply)
    const encoded = fault?.kind === 'cut-json' ? cutJson(whole) : whole
    const broken = silent
    this.#send(response, encoded, fault)
    if (!broken) accounts.answered(key, fault ? 'fine' : verdictOf(answered))
    accounts.record(callRecord(number, raw, url, answered, broken ? 0 : encoded.bytes.length, fault, broken))
  }

  /** What a fault does at its moment, besides the answer. */
  async #strike(fault: ScriptedFault, raw: RawCall): Promise<void> {
    if (fault.kind === 'slow') await sleep(fault.delay ?? 200)
    const token = tokenOf(raw)
    if (fault.kind === 'expire' && token !== undefined) this.#parts.tokens.expire(token)
  }

  #send(response: ServerResponse, encoded: Encoded, fault: ScriptedFault | undefined): void {
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'reset' || fault?.kind === 'reset-after') response.socket?.resetAndDestroy()
    else if (fault?.kind === 'truncated') writeTruncated(response, encoded)
    else write(response, encoded)
  }
}

const finalStatuses = [400, 403, 404, 405]

function verdictOf({ reply: { status, body }, road }: Answered): CallVerdict {
  const failedGrant = road === 'token' && typeof body === 'object' && body !== null && 'error' in body
  if (failedGrant) return 'bad-credentials'
  if (status === 429) return 'busy'
  return finalStatuses.includes(status) ? 'refused' : 'fine'
}

function callRecord(
  number: number,
  raw: RawCall,
  url: URL,
  { reply, road, credits }: Answered,
  bytes: number,
  fault: ScriptedFault | undefined,
  broken: boolean,
): CallRecord {
  const { code: crmCode, errorCode } = (reply.body ?? {}) as { code?: unknown; errorCode?: unknown }
  const code = crmCode ?? errorCode
  return {
    number,
    method: raw.method,
    path: raw.path,
    query: url.search.slice(1),
    body: raw.body.toString('utf8', 0, textMax),
    status: broken ? 0 : reply.status,
    road,
    credits,
    rows: reply.rows ?? 0,
    bytes,
    ...(code === undefined ? {} : { code: String(code) }),
    ...(fault ? { fault: fault.kind } : {}),
  }
}

/** A call that no route ever saw. */
const unpriced = (raw: RawCall): Answered => ({ reply: { status: 0 }, road: roadGuess(raw), credits: 0 })

function roadGuess({ method, path }: RawCall): Road {
  if (path.startsWith('/oauth/')) return 'token'
  if (path.startsWith('/crm/bulk/')) return 'bulk'
  if (path.startsWith('/api/')) return deskRoadGuess(method, path)
  if (/\/coql$/.test(path)) return 'coql'
  if (method !== 'GET') return 'write'
  if (/\/search$/.test(path)) return 'search'
  if (/\/actions\/count$/.test(path)) return 'count'
  return /\/(settings|org|users)(\/|$)/.test(path) ? 'metadata' : 'records'
}

function deskRoadGuess(method: string, path: string): Road {
  if (method !== 'GET') return 'deskWrite'
  if (/\/search$/.test(path)) return 'deskSearch'
  return /\/\d+$/.test(path) ? 'deskRecord' : 'deskList'
}
