import { CopyIn } from '../../driver/inner.ts'
import { driverStatement } from './driver-statement.ts'
import { type Executable, noBinding, type Outlet, type StatementSource } from './source.ts'
import type { GatewayState } from './state.ts'

/** COPY … FROM STDIN: what the client sends becomes one INSERT. */

/** @throws {ZohoSqlError} whatever is wrong with the statement, its table and columns */
export async function copyIn(sql: string, state: GatewayState): Promise<Executable> {
  const copy = new CopyIn(sql)
  // What is wrong with the table is said before data is asked for.
  if (copy.width > 0) await driverStatement(state.driver(), copy.insert(1), [])
  // Each run has columns of its own, where the data names them.
  return { parameterTypes: [], columns: undefined, writes: true, open: () => new CopyInSource(new CopyIn(sql), state) }
}

class CopyInSource implements StatementSource {
  readonly columns = undefined
  readonly #copy: CopyIn
  readonly #state: GatewayState
  #inserting: StatementSource | undefined
  #tag = 'COPY 0'

  constructor(copy: CopyIn, state: GatewayState) {
    this.#copy = copy
    this.#state = state
  }

  async pull(_max: number, outlet: Outlet): Promise<number> {
    this.#state.transaction.block?.refuseWrite('COPY FROM')
    const rows = await this.#receive(outlet)
    if (rows.length > 0) await this.#insert(rows, outlet)
    return 0
  }

  tag(): string {
    return this.#tag
  }

  done(): number | 'called' | undefined {
    return this.#inserting?.done?.()
  }

  async close(reason?: unknown): Promise<void> {
    this.#state.incoming.abort(reason)
    await this.#inserting?.close(reason)
  }

  async #receive(outlet: Outlet) {
    const { incoming, backend } = this.#state
    announce(outlet, this.#copy.width)
    const data = incoming.begin()
    await outlet.full()
    try {
      return await this.#copy.read(data, backend.db.writeRowsMax)
    } finally {
      incoming.close()
    }
  }

  async #insert(rows: Awaited<ReturnType<CopyIn['read']>>, outlet: Outlet): Promise<void> {
    const statement = await driverStatement(this.#state.driver(), this.#copy.insert(rows.length), [])
    const parameters = rows.flat().map((value) => (value === null ? null : Buffer.from(value)))
    this.#inserting = statement.open({ ...noBinding, parameters })
    await this.#inserting.pull(Infinity, outlet)
    this.#tag = this.#inserting.tag(0).replace('INSERT 0', 'COPY')
  }
}

function announce({ writer }: Outlet, width: number): void {
  writer.begin('G').int8(0).int16(width)
  for (let i = 0; i < width; i++) writer.int16(0)
  writer.end()
}
