import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Backend, GatewaySession } from '../../src/gateway/session/index.ts'
import { FrameReader, readMessage } from '../../src/gateway/wire/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

export interface Company extends AsyncDisposable {
  readonly simulator: Simulator
  readonly db: Connection
  readonly backend: Backend
}

/** A simulated company and what the sessions of a gateway share over it. */
export async function openCompany(rows = 300): Promise<Company> {
  const simulator = await startSimulator({ data: 'odd', rows })
  const db = await connect(`${simulator.connectionString};TokenStore=memory`)
  await db.schema()
  return {
    simulator,
    db,
    backend: await backendOf(db),
    async [Symbol.asyncDispose]() {
      await db.close()
      await simulator.close()
    },
  }
}

export const backendOf = async (db: Connection): Promise<Backend> => ({
  db,
  timeZone: await db.timeZone(),
  schema: 'crm',
  readWrite: false,
  activity: () => [],
  resultLimits: { rows: 0, bytes: 0 },
  now: Date.now,
})

/** A session without a socket: bytes in, bytes out. */
export class Talk {
  readonly session: GatewaySession
  #said: Buffer[] = []

  constructor(backend: Backend, user = 'me') {
    const sink = { write: async (bytes: Buffer) => void this.#said.push(bytes) }
    this.session = new GatewaySession(backend, sink, { pid: 7, user, address: undefined, port: undefined, started: 0 })
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
