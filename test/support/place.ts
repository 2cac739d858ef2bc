/** A simulator, and a connection to it that knows nothing of it yet. */
import { randomUUID } from 'node:crypto'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'

export interface Place extends AsyncDisposable {
  readonly simulator: Simulator
  readonly db: Connection
}

export async function openPlace(options: SimulatorOptions, properties = ''): Promise<Place> {
  // Each an account of its own: ports come again, and so do ids.
  const refreshToken = `1000.${randomUUID()}.5eed`
  const simulator = await startSimulator({ refreshToken, ...options })
  const db = await connect(`${simulator.connectionString};TokenStore=memory;${properties}`)
  return {
    simulator,
    db,
    [Symbol.asyncDispose]: async () => {
      await db.close()
      await simulator.close()
    },
  }
}
