import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { Catalogue, estimatesSql, mirrorSql } from '../../src/gateway/catalogue/index.ts'
import { Tables } from '../../src/gateway/session/backend.ts'
import { type Backend, Session } from '../../src/gateway/session/index.ts'
import { FrameReader, readMessage } from '../../src/gateway/wire/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

/** Made once on this machine: a new one takes seconds. */
export const templateDirectory = join(tmpdir(), 'zohosql-test')

export interface Company extends AsyncDisposable {
  readonly simulator: Simulator
  readonly db: Connection
  readonly backend: Backend
}

/** The first test on a machine makes the template, which takes seconds, and more where others compute beside it. */
export const firstStartMs = 120_000

/** A simulated company with the catalogue of its tables. */
export async function openCompany(rows = 300): Promise<Company> {
  const simulator = await startSimulator({ rows })
  const db = await connect(`${simulator.connectionString};TokenStore=memory`)
  const tables = await db.schema()
  const known = new Tables(tables)
  const catalogue = new Catalogue({
    templateDirectory,
    mirror: async () => mirrorSql(tables),
    estimates: () => estimatesSql(tables, (table) => db.expectedRows(table)),
    stale: () => undefined,
    refreshMs: Number.POSITIVE_INFINITY,
    now: Date.now,
  })
  await catalogue.start()
  return {
    simulator,
    db,
    backend: {
      db,
      catalogue,
      timeZone: await db.timeZone(),
      schema: 'crm',
      tables: () => known,
      activity: () => '[]',
      resultLimits: { rows: 0, bytes: 0 },
      now: Date.now,
    },
    async [Symbol.asyncDispose]() {
      await catalogue.close()
      await db.close()
      await simulator.close()
    },
  }
}

/** A session without a socket: bytes in, bytes out. */
export class Talk {
  readonly session: Session
  #said: Buffer[] = []

  constructor(backend: Backend, user = 'me') {
    const sink = { write: async (bytes: Buffer) => void this.#said.push(bytes) }
    this.session = new Session(backend, sink, { pid: 7, user, address: undefined, port: undefined, started: 0 })
  }

  async start(parameters: Record<string, string> = {}): Promise<Buffer> {
    await this.session.start(new Map(Object.entries(parameters)), Buffer.of(1, 2, 3, 4))
    return this.#take()
  }

  /** What comes back for some messages. */
  async say(...messages: Buffer[]): Promise<Buffer> {
    const frames = new FrameReader(1 << 20)
    frames.start()
    frames.push(Buffer.concat(messages))
    for (let frame = frames.next(); frame; frame = frames.next()) await this.session.receive(readMessage(frame))
    return this.#take()
  }

  #take(): Buffer {
    const all = Buffer.concat(this.#said)
    this.#said = []
    return all
  }
}
