import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { LiveSession, SessionState } from '../../base/session-state.ts'
import { reportedVersion } from '../../base/settings.ts'
import { Spending } from '../../base/spending.ts'
import { findZone, type Zone } from '../../driver/inner.ts'
import { applyStartSettings, PgSettings, reported, Transaction } from '../../session/index.ts'
import { errorFields, type FrontendMessage, MessageWriter } from '../wire/index.ts'
import type { Backend } from './backend.ts'
import { EarlierWrites } from './earlier-writes.ts'
import { cancelledByUser, clientGone, timedOut } from './ends.ts'
import { Incoming } from './incoming.ts'
import { Portal, Portals, PreparedStatements } from './portals.ts'
import { type Executable, empty, emptySource, noBinding, type Outlet } from './source.ts'
import type { GatewayState } from './state.ts'
import { runnable, statementsOf } from './statements-of.ts'
import { Temporary } from './temporary.ts'
import { understand } from './understand.ts'

export type { Backend } from './backend.ts'

/** Where the answers go. */
export interface ByteSink {
  /** Resolves when more may be written. */
  write(bytes: Buffer): Promise<void>
}

export interface SessionInfo {
  readonly pid: number
  readonly user: string
  readonly address: string | undefined
  readonly port: number | undefined
  readonly started: number
}

type ExtendedMessage = Message<'parse' | 'bind' | 'describe' | 'execute' | 'close'>

/** They may still be on their way after a COPY was refused: they are read and left alone. */
const isCopy = (message: FrontendMessage): message is Message<'copy-data' | 'copy-done' | 'copy-fail'> =>
  message.kind.startsWith('copy-')

type Message<K extends FrontendMessage['kind']> = Extract<FrontendMessage, { readonly kind: K }>

/**
 * A session: messages in, messages out, one after the other. Whoever moves the bytes calls `receive` and waits for it
 * before the next.
 */
export class GatewaySession {
  readonly info: SessionInfo
  readonly #backend: Backend
  readonly #sink: ByteSink
  readonly #writer = new MessageWriter()
  readonly #settings: PgSettings
  readonly #transaction: Transaction
  readonly #statements = new PreparedStatements()
  readonly #portals = new Portals()
  readonly #temporary = new Temporary()
  readonly #told = new Map<string, string>()
  readonly #state: GatewayState
  readonly spent = new Spending()
  /** The newest statement, and since when it runs or rests. */
  activity = { query: '', since: 0, active: false }
  #left: ZohoSqlError | undefined
  #running: AbortController | undefined
  readonly #incoming = new Incoming()
  /** What the newest message began. */
  #work: Promise<void> = Promise.resolve()
  /** After an error of the extended protocol: nothing is done until Sync. */
  #skipping = false
  readonly #earlier = new EarlierWrites()

  constructor(backend: Backend, sink: ByteSink, info: SessionInfo) {
    this.info = info
    this.#backend = backend
    this.#sink = sink
    const readOnly = backend.readWrite ? 'off' : 'on'
    const start = {
      search_path: backend.schema,
      TimeZone: backend.timeZone,
      transaction_read_only: readOnly,
      default_transaction_read_only: readOnly,
    }
    this.#settings = new PgSettings(info.user, info.pid, new Map(Object.entries(start)))
    this.#transaction = new Transaction(this.#settings)
    this.#state = this.#makeState()
  }

  /** Greets: settings from the client's first message, then their values, then readiness. */
  async start(parameters: ReadonlyMap<string, string>, cancelKey: Buffer): Promise<void> {
    applyStartSettings(parameters, this.#settings)
    this.#settings.begin()
    this.#writer.parameterStatus('server_version', reportedVersion)
    this.#writer.parameterStatus('session_authorization', this.info.user)
    this.#tellSettings()
    this.#writer.begin('K').int32(this.info.pid).bytes(cancelKey).end()
    await this.#ready()
  }

  get applicationName(): string {
    return this.#settings.get('application_name') ?? ''
  }

  /** @throws {ZohoSqlError} 08P01: the connection has to end */
  async receive(message: FrontendMessage): Promise<void> {
    if (this.#incoming.open && message.kind !== 'terminate') return this.#copied(message)
    await this.#work
    if (message.kind === 'sync') return this.#sync()
    if (message.kind === 'query') return this.#begin(this.#simple(message.sql))
    if (message.kind === 'flush') return this.#flush()
    if (message.kind === 'spoilt') return this.#spoilt(message)
    if (message.kind === 'function-call') return this.#refuseFunctionCall()
    if (isCopy(message) || message.kind === 'terminate') return
    if (message.kind === 'password') throw new ZohoSqlError('PROTOCOL_VIOLATION', 'nobody asked for a password')
    if (!this.#skipping) await this.#begin(this.#orSkip(message))
  }

  async #orSkip(message: ExtendedMessage): Promise<void> {
    try {
      await this.#extended(message)
    } catch (error) {
      this.#skipping = true
      this.#fail(error, message.kind === 'parse' ? message.sql : '')
    }
  }

  /** Work is waited for until it ends, or waits itself for what the client sends next. */
  async #begin(work: Promise<void>): Promise<void> {
    this.#work = work
    await this.#incoming.orOpen(work)
  }

  /** A message while COPY … FROM STDIN runs. Flush and Sync mean nothing there. */
  async #copied(message: FrontendMessage): Promise<void> {
    if (message.kind === 'copy-data') return this.#incoming.push(message.data)
    if (message.kind === 'flush' || message.kind === 'sync') return
    if (message.kind === 'copy-done') this.#incoming.end()
    else this.#incoming.fail(message)
    await this.#incoming.orOpen(this.#work)
  }

  /** Ends the statement that is running, if there is one. */
  cancel(reason: ZohoSqlError = cancelledByUser()): void {
    this.#running?.abort(reason)
  }

  /** The client is gone: what runs ends, and what it sent before that begins no more. */
  leave(): void {
    this.#left = clientGone()
    this.cancel(this.#left)
  }

  async close(): Promise<void> {
    this.leave()
    await this.#portals.closeAll(true)
    await this.#work.catch(() => undefined)
  }

  // ------------------------------------------------------------------------------------- extended protocol

  #extended(message: ExtendedMessage): Promise<void> {
    switch (message.kind) {
      case 'parse':
        return this.#parse(message)
      case 'bind':
        return this.#bind(message)
      case 'describe':
        return this.#describe(message)
      case 'execute':
        return this.#execute(message)
      case 'close':
        return this.#close(message)
    }
  }

  async #parse({ name, sql, types }: Message<'parse'>): Promise<void> {
    const [statement, second] = await statementsOf(sql)
    if (second) {
      throw new ZohoSqlError('SYNTAX_ERROR', 'cannot insert multiple commands into a prepared statement')
    }
    if (name !== '' && this.#statements.has(name)) this.#statements.set(name, { sql, executable: empty })
    const executable = statement ? await this.#during(sql, () => understand(sql, this.#state, types)) : empty
    if (name === '') this.#statements.delete('')
    this.#statements.set(name, { sql, executable })
    this.#writer.bare('1')
  }

  async #bind(message: Message<'bind'>): Promise<void> {
    const prepared = this.#statements.get(message.statement)
    const wanted = prepared.executable.parameterTypes.length
    if (message.parameters.length !== wanted) {
      const given = message.parameters.length
      const statement = `prepared statement "${message.statement}"`
      throw new ZohoSqlError(
        'PROTOCOL_VIOLATION',
        `bind message supplies ${given} parameters, but ${statement} requires ${wanted}`,
      )
    }
    await this.#portals.set(message.portal, new Portal(prepared, message))
    this.#writer.bare('2')
  }

  async #describe({ target, name }: Message<'describe'>): Promise<void> {
    if (target === 'portal') {
      const portal = this.#portals.get(name)
      return this.#writeColumns(portal.columns, portal.formats)
    }
    const { executable } = this.#statements.get(name)
    this.#writer.parameterTypes(executable.parameterTypes)
    this.#writeColumns(executable.columns, [])
  }

  async #execute({ portal: name, rowsMax }: Message<'execute'>): Promise<void> {
    const portal = this.#portals.get(name)
    if (portal.source() === emptySource) return this.#writer.bare('I')
    if (portal.done) throw new ZohoSqlError('INVALID_STATE', `portal "${name}" cannot be run`)
    const max = rowsMax > 0 ? rowsMax : Infinity
    const rows = await this.#during(portal.sql, () => this.#pull(portal, max))
    portal.done = portal.columns === undefined
    if (portal.columns && rows === max) this.#writer.bare('s')
    else this.#writer.complete(portal.source().tag(rows))
    this.#tellSettings()
  }

  async #close({ target, name }: Message<'close'>): Promise<void> {
    if (target === 'portal') await this.#portals.close(name)
    else this.#statements.delete(name)
    this.#writer.bare('3')
  }

  async #sync(): Promise<void> {
    this.#skipping = false
    if (this.#transaction.status === 'I') await this.#portals.closeAll(false)
    await this.#ready()
  }

  // --------------------------------------------------------------------------------------- simple protocol

  async #simple(sql: string): Promise<void> {
    this.#skipping = false
    const statements = await statementsOf(sql)
    this.#statements.delete('')
    if (statements.length === 0) this.#writer.bare('I')
    for (const { text, start } of await runnable(statements)) {
      try {
        await this.#during(text, () => this.#one(text))
      } catch (error) {
        this.#fail(error, text, [...sql.slice(0, start)].length)
        break
      }
    }
    if (this.#transaction.status === 'I') await this.#portals.closeAll(false)
    await this.#ready()
  }

  async #one(sql: string): Promise<void> {
    const executable = await understand(sql, this.#state)
    if (executable.parameterTypes.length > 0) {
      throw new ZohoSqlError('UNDEFINED_PARAMETER', 'there is no parameter $1')
    }
    const portal = new Portal({ sql, executable }, noBinding)
    const { columns } = portal
    if (columns) this.#writer.rowDescription(columns, portal.formats)
    try {
      const rows = await this.#pull(portal, Infinity)
      this.#writer.complete(portal.source().tag(rows))
    } finally {
      await portal.close()
    }
    this.#tellSettings()
  }

  // ------------------------------------------------------------------------------------------------- both

  async #pull(portal: Portal, max: number): Promise<number> {
    const source = portal.source()
    const signal = this.#running!.signal
    // A cancel may have come while the statement was being understood.
    signal.throwIfAborted()
    const stop = (): void => void source.close(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    try {
      const rows = await source.pull(max, this.#outlet)
      this.#earlier.add(source)
      return rows
    } catch (error) {
      // What made it end says more than how it ended, unless that tells what was written.
      throw signal.aborted && !(isZohoSqlError(error) && error.outcomes) ? signal.reason : error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  readonly #outlet: Outlet = { writer: this.#writer, full: () => this.#flush() }

  /** Runs something that a cancel or the statement's time ends. */
  async #during<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const running = new AbortController()
    if (this.#left) throw this.#left
    this.#running = running
    this.activity = { query: sql, since: this.#backend.now(), active: true }
    const limitMs = Number(this.#settings.get('statement_timeout') ?? 0)
    const timer = limitMs > 0 ? setTimeout(() => running.abort(timedOut()), limitMs) : undefined
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      this.#running = undefined
      this.activity = { query: sql, since: this.#backend.now(), active: false }
    }
  }

  #writeColumns(columns: Executable['columns'], formats: readonly number[]): void {
    if (columns) this.#writer.rowDescription(columns, formats)
    else this.#writer.bare('n')
  }

  #fail(error: unknown, sql: string, before = 0): void {
    this.#transaction.fail()
    this.#writer.error(errorFields(error, 'ERROR', { sql, before, stands: this.#earlier.text }))
  }

  async #spoilt({ error, simple }: Message<'spoilt'>): Promise<void> {
    if (this.#skipping && !simple) return
    this.#skipping = !simple
    this.#fail(error, '')
    if (simple) await this.#ready()
  }

  async #refuseFunctionCall(): Promise<void> {
    this.#fail(new ZohoSqlError('NOT_SUPPORTED', 'the function call message is not supported'), '')
    await this.#ready()
  }

  async #ready(): Promise<void> {
    this.#earlier.clear()
    this.#writer.ready(this.#transaction.status)
    await this.#flush()
  }

  async #flush(): Promise<void> {
    if (this.#writer.length > 0) await this.#sink.write(this.#writer.take())
  }

  /** Values of settings that the client has not been told of. */
  #tellSettings(): void {
    const all = { ...reported, TimeZone: this.#backend.timeZone }
    for (const [name, otherwise] of Object.entries(all)) {
      const value = name === 'client_encoding' ? otherwise : (this.#settings.get(name) ?? otherwise)
      if (this.#told.get(name) === value) continue
      this.#told.set(name, value)
      this.#writer.parameterStatus(name, value)
    }
  }

  #makeState(): GatewayState {
    return {
      backend: this.#backend,
      settings: this.#settings,
      transaction: this.#transaction,
      statements: this.#statements,
      portals: this.#portals,
      temporary: this.#temporary,
      spent: this.spent,
      incoming: this.#incoming,
      signal: () => this.#running?.signal ?? AbortSignal.abort(),
      zone: () => this.#zone(),
      driver: () => ({
        db: this.#backend.db,
        zone: () => this.#zone(),
        resultLimits: this.#backend.resultLimits,
        block: () => this.#transaction.block,
        readOnly: () => !this.#backend.readWrite || this.#settings.readOnly,
        maxCredits: () => Number(this.#settings.get('zohosql.max_credits') || Number.NaN) || undefined,
        signal: () => this.#running?.signal ?? AbortSignal.abort(),
        spent: (stats) => this.spent.add(stats),
        floatDigits: () => Number(this.#settings.get('extra_float_digits') ?? 1),
        session: () => this.#sessionState(),
        live: this.#live,
        changed: (changes) => this.#settings.take(changes),
      }),
      warn: (C, M) => this.#writer.notice({ S: 'WARNING', V: 'WARNING', C, M }),
    }
  }

  #sessionState(): SessionState {
    const { calls, credits } = this.spent
    return this.#settings.state({ 'zohosql.calls': String(calls), 'zohosql.credits': String(credits) })
  }

  readonly #live: LiveSession = {
    activity: () => this.#backend.activity(this.info.user),
    statements: () => this.#statements.rows(),
    cursors: () => this.#portals.rows(),
    temporary: () => this.#temporary.tables,
  }

  #zone(): Zone {
    return findZone(this.#settings.get('TimeZone') ?? this.#backend.timeZone) ?? findZone('UTC')!
  }
}
