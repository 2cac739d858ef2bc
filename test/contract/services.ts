/** What the suite of the contract runs over: another service is another line. */
import { createClient } from '../../src/auth/index.ts'
import { Remembered } from '../../src/base/remembered.ts'
import { resolveConfig } from '../../src/config/index.ts'
import { openServices } from '../../src/driver/services.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import type { Service } from '../../src/source/index.ts'

export interface Sample {
  readonly schema: string
  /** The property `services`. */
  readonly services: string
  /** A table of some hundred rows at most. */
  readonly table: string
  /** A column of it that many rows share a value of. */
  readonly group: string
}

export const samples: readonly Sample[] = [
  { schema: 'crm', services: 'crm', table: 'Deals', group: 'Stage' },
  { schema: 'desk', services: 'crm,desk', table: 'tasks', group: 'status' },
  { schema: 'information_schema', services: 'crm', table: 'tables', group: 'table_schema' },
]

export interface Opened extends AsyncDisposable {
  readonly simulator: Simulator
  readonly service: Service
}

export async function openSample({ schema, services }: Sample): Promise<Opened> {
  const simulator = await startSimulator({ data: 'odd', rows: 250 })
  const config = resolveConfig(`${simulator.connectionString};TokenStore=memory;Services=${services}`)
  const client = createClient(config)
  const remembered = (): Remembered => new Remembered({ ttlMs: 3_600_000 })
  const opened = openServices({ config, client, remembered }).services
  const service = opened.find((one) => one.schema === schema)!
  return {
    simulator,
    service,
    [Symbol.asyncDispose]: async () => {
      await client.close()
      await simulator.close()
    },
  }
}
