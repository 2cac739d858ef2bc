/** zohosql over a company that a simulator serves. */
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import type { Got } from './compare.ts'
import { type Company, worldOf } from './tables.ts'

export class Ours implements AsyncDisposable {
  readonly #simulator: Simulator
  readonly #db: Connection

  private constructor(simulator: Simulator, db: Connection) {
    this.#simulator = simulator
    this.#db = db
  }

  /** @param properties of the connection, besides those that connect, as in a connection string */
  static async open(company: Company, properties = ''): Promise<Ours> {
    const simulator = await startSimulator({ data: worldOf(company) })
    const text = `${simulator.connectionString};TokenStore=memory;ExactNumbers=true;Dates=string;${properties}`
    return new Ours(simulator, await connect(text))
  }

  async ask(sql: string): Promise<Got> {
    const result = await this.#db.open(sql)
    const rows: Got['rows'][number][] = []
    for await (const batch of result) rows.push(...batch)
    return { columns: result.columns, rows }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close()
    await this.#simulator.close()
  }
}
