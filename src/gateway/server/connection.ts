import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { databaseName } from '../../base/names.ts'
import type { Guesses, Log, Users } from '../../serve/index.ts'
import { type Backend, GatewaySession } from '../session/index.ts'
import {
  errorFields,
  type FrontendMessage,
  type MessageFrame,
  MessageWriter,
  negotiated,
  readMessage,
  readStartup,
  type StartupMessage,
} from '../wire/index.ts'
import { authenticate } from './authenticate.ts'
import type { GatewayLimits } from './limits.ts'
import { Pipe } from './pipe.ts'

/** What a connection asks of the server that it belongs to. */
export interface GatewayHouse {
  readonly backend: Backend
  readonly limits: GatewayLimits
  readonly users: Users
  readonly secureContext: SecureContext | undefined
  /** Hash of the certificate, for SCRAM's channel binding. */
  readonly endPoint: Buffer | undefined
  /** Nobody is let in without encryption. */
  readonly needsTls: boolean
  readonly log: Log
  /** @throws {ZohoSqlError} 53300, 57P01 */
  enter(connection: ClientConnection, socket: Socket): number
  readonly guesses: Guesses
  leave(connection: ClientConnection): void
  /** Ends the statement of another connection, if the key fits. */
  cancel(processId: number, key: Buffer): void
}

/** First byte of a TLS handshake. No message of the protocol begins with it: that one's length would be impossible. */
const tlsHandshake = 0x16
const ALPNProtocols = ['postgresql']

const violation = (what: string): ZohoSqlError => new ZohoSqlError('PROTOCOL_VIOLATION', what)

type SessionRequest = Extract<StartupMessage, { kind: 'session' }>

/** Milliseconds for a client to take the last words. */
const farewellMs = 500

/** One client from its first byte to its last. */
export class ClientConnection {
  readonly #house: GatewayHouse
  readonly #socket: Socket
  #pipe: Pipe
  readonly #writer = new MessageWriter()
  #key = Buffer.alloc(0)
  /** Began with TLS instead of asking for it. */
  #direct = false
  #idle: NodeJS.Timeout | undefined
  /** Set when the server stops: the client is told as soon as it is idle. */
  #farewell: ZohoSqlError | undefined
  session: GatewaySession | undefined

  constructor(socket: Socket, house: GatewayHouse) {
    this.#socket = socket
    this.#house = house
    this.#pipe = new Pipe(socket, house.limits)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
  }

  /** Serves the client until it or the server ends. Never throws: what goes wrong concerns this client alone. */
  async serve(): Promise<void> {
    const late = setTimeout(() => this.#socket.destroy(), this.#house.limits.startUpMs)
    try {
      const request = await this.#startUp()
      if (request) await this.#converse(request, late)
    } catch (error) {
      await this.#refuse(error)
    } finally {
      clearTimeout(late)
      clearTimeout(this.#idle)
      await this.session?.close()
      this.#house.leave(this)
      this.#pipe.socket.destroySoon()
    }
  }

  fits(key: Buffer): boolean {
    return key.length === this.#key.length && key.length > 0 && timingSafeEqual(key, this.#key)
  }

  /** Ends the session when its statement ends; at once where none runs. */
  stop(reason: ZohoSqlError): void {
    this.#farewell = reason
    if (!this.session?.activity.active) void this.#refuse(reason).then(() => this.#pipe.socket.destroySoon())
  }

  /** Ends the session and its statement, which is told why if the client listens. */
  end(reason: ZohoSqlError): void {
    this.session?.cancel(reason)
    setTimeout(() => this.#socket.destroy(), farewellMs).unref()
  }

  // ------------------------------------------------------------------------------------------- start-up

  /** Requests to encrypt are answered until the client begins a session; undefined when it wants none. */
  async #startUp(): Promise<SessionRequest | undefined> {
    if ((await this.#pipe.firstByte()) === tlsHandshake && !this.#encryptAtOnce()) return undefined
    // Two requests to encrypt and one to begin are all that makes sense.
    for (let turn = 0; turn < 3; turn++) {
      const frame = await this.#pipe.next()
      if (!frame) return undefined
      const message = readStartup(frame.body)
      if (message.kind === 'session') return message
      if (message.kind === 'cancel') {
        this.#house.cancel(message.processId, message.key)
        return undefined
      }
      if (message.kind === 'ssl') await this.#encrypt()
      else await this.#pipe.write(Buffer.from('N'))
    }
    throw violation('too many requests to encrypt')
  }

  async #encrypt(): Promise<void> {
    const { secureContext, limits } = this.#house
    if (!secureContext || this.#encrypted) return this.#pipe.write(Buffer.from('N'))
    const plain = this.#pipe.release()
    plain.write('S')
    this.#pipe = new Pipe(new TLSSocket(plain, { isServer: true, secureContext, ALPNProtocols }), limits)
  }

  /** A client that begins with TLS itself (sslnegotiation=direct). False where there is none: no answer would be read. */
  #encryptAtOnce(): boolean {
    const { secureContext, limits } = this.#house
    if (!secureContext) return false
    const plain = this.#pipe.release({ begun: true })
    this.#pipe = new Pipe(new TLSSocket(plain, { isServer: true, secureContext, ALPNProtocols }), limits)
    this.#direct = true
    return true
  }

  get #encrypted(): boolean {
    return this.#pipe.socket instanceof TLSSocket
  }

  async #converse(request: SessionRequest, late: NodeJS.Timeout): Promise<void> {
    const house = this.#house
    const { parameters } = request
    this.#pipe.startMessages()
    this.#refuseUnencrypted()
    const user = parameters.get('user')
    if (!user) throw new ZohoSqlError('INVALID_AUTHORIZATION', 'no PostgreSQL user name specified in startup packet')
    const { minor, declined } = negotiated(request)
    if (declined) this.#negotiate(minor, declined)
    await this.#authenticate(user)
    refuseReplication(parameters.get('replication'))
    refuseOtherDatabases(parameters.get('database') ?? user)
    const pid = house.enter(this, this.#socket)
    // Whatever is waited for from here on is ours.
    clearTimeout(late)
    this.#key = randomBytes(minor >= 2 ? 32 : 4)
    const { remoteAddress: address, remotePort: port } = this.#socket
    const info = { pid, user, address, port, started: house.backend.now() }
    this.session = new GatewaySession(house.backend, this.#pipe, info)
    await this.#flush()
    await this.session.start(parameters, this.#key)
    house.log('connected', { pid, user, address, application: this.session.applicationName })
    await this.#messages(this.session)
    house.log('disconnected', { pid, user, ...this.session.spent })
  }

  async #authenticate(user: string): Promise<void> {
    const { users, endPoint, guesses, log } = this.#house
    const address = this.#socket.remoteAddress ?? ''
    try {
      await authenticate(user, users, this.#encrypted ? endPoint : undefined, this.#dialogue)
    } catch (error) {
      if (!isZohoSqlError(error) || error.code !== 'INVALID_PASSWORD') throw error
      log('password-failed', { user, address })
      await guesses.failed(address)
      throw error
    }
    if (users) guesses.passed(address)
  }

  #refuseUnencrypted(): void {
    const { socket } = this.#pipe
    if (this.#direct && socket instanceof TLSSocket && socket.alpnProtocol !== ALPNProtocols[0]) {
      throw violation('direct SSL connection request without ALPN protocol negotiation extension')
    }
    if (!this.#house.needsTls || this.#encrypted) return
    throw new ZohoSqlError('INVALID_AUTHORIZATION', 'this server takes encrypted connections only', {
      hint: 'Connect with sslmode=require.',
    })
  }

  #negotiate(minor: number, declined: readonly string[]): void {
    this.#writer
      .begin('v')
      .int32((3 << 16) | minor)
      .int32(declined.length)
    for (const name of declined) this.#writer.text(name)
    this.#writer.end()
  }

  readonly #dialogue = {
    writer: this.#writer,
    flush: () => this.#flush(),
    answer: async (): Promise<Buffer> => {
      const frame = await this.#pipe.next()
      if (!frame) throw new ZohoSqlError('CONNECTION_CLOSED', 'The client went away.')
      if (frame.letter === 'p' && frame.body.length < 4096) return frame.body
      throw violation('expected SASL response')
    },
  }

  // ------------------------------------------------------------------------------------------- messages

  async #messages(session: GatewaySession): Promise<void> {
    // A client that is gone needs no more of what it asked for.
    this.#pipe.socket.once('close', () => session.leave())
    for (;;) {
      this.#rest()
      const frame = await this.#pipe.next()
      clearTimeout(this.#idle)
      if (!frame) return
      const message = readOrSpoilt(frame)
      if (message.kind === 'terminate') return
      await session.receive(message)
      if (this.#farewell && (message.kind === 'sync' || message.kind === 'query')) throw this.#farewell
    }
  }

  #rest(): void {
    const { idleMs } = this.#house.limits
    if (idleMs === 0) return
    const ends = (): void =>
      this.stop(new ZohoSqlError('IDLE_TIMEOUT', 'terminating connection due to idle-session timeout'))
    this.#idle = setTimeout(ends, idleMs)
  }

  /** Says why, if anybody is still there to hear it. */
  async #refuse(error: unknown): Promise<void> {
    const known = isZohoSqlError(error) ? error.code : 'INTERNAL'
    if (known !== 'CONNECTION_CLOSED') this.#house.log('refused', { pid: this.session?.info.pid, code: known })
    this.#writer.take()
    this.#writer.error(errorFields(error, 'FATAL'))
    await this.#flush().catch(() => undefined)
  }

  async #flush(): Promise<void> {
    if (this.#writer.length > 0) await this.#pipe.write(this.#writer.take())
  }
}

/** A text that is no UTF-8 spoils its statement, not the connection. */
function readOrSpoilt(frame: MessageFrame): FrontendMessage {
  try {
    return readMessage(frame)
  } catch (error) {
    if (!isZohoSqlError(error) || error.code !== 'INVALID_BYTES') throw error
    return { kind: 'spoilt', error, simple: frame.letter === 'Q' }
  }
}

/** A walsender speaks another language: nothing here does. */
function refuseReplication(wanted: string | undefined): void {
  if (wanted === undefined || /^(false|off|no|0)$/i.test(wanted)) return
  throw new ZohoSqlError('NOT_SUPPORTED', 'replication connections are not supported')
}

function refuseOtherDatabases(name: string): void {
  if (name === databaseName) return
  throw new ZohoSqlError('UNDEFINED_DATABASE', `database "${name}" does not exist`, {
    hint: `The database is "${databaseName}".`,
  })
}
