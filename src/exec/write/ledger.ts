/**
 * What the statements of this process make in an account, whichever connection they run on. A record that holds what a
 * lost row was to hold is that row's own only where no other row can have made it.
 */
import type { Column, Writer } from '../../source/index.ts'
import type { WriteRow, WriteWork } from './rows.ts'

/**
 * Of a row that was sent: `sent`: its answer is awaited; `ended`: its answer is lost, and what it did is done; `open`: it
 * may arrive even now.
 */
export type Standing = 'sent' | 'ended' | 'open'

/** A row of an INSERT of which it is not known yet whether it is there. */
export interface Making {
  readonly row: WriteRow
  readonly table: string
  readonly columns: readonly Column[]
  readonly standing: Standing
}

/** A row of which nothing became known is counted with for so long. */
const heldMs = 15 * 60_000
const idsMax = 100_000

interface Held extends Making {
  readonly at: number
}

class RowLedger {
  readonly #rows = new Map<WriteRow, Held>()
  /** By id: when it was known, in milliseconds since 1970. */
  readonly #ids = new Map<string, number>()

  /** Right before rows leave. */
  sending({ action, table, targets }: WriteWork, rows: readonly WriteRow[]): void {
    if (action !== 'insert') return
    const at = Date.now()
    const columns = targets.map(({ sets }) => sets)
    const name = `${table.schema}.${table.name}`
    for (const row of rows) this.#rows.set(row, { row, table: name, columns, standing: 'sent', at })
  }

  /** Their answer is lost. */
  lost(rows: readonly WriteRow[], standing: 'ended' | 'open'): void {
    for (const row of rows) {
      const held = this.#rows.get(row)
      if (held) this.#rows.set(row, { ...held, standing })
    }
  }

  /** What became of a row is known, or that it cannot be known. */
  settle(row: WriteRow, isUnknown: boolean): void {
    if (isUnknown) this.lost([row], 'open')
    else this.#rows.delete(row)
  }

  /** @param id of a record that was written */
  written(id: string): void {
    if (this.#ids.size >= idsMax) this.#ids.delete(this.#ids.keys().next().value!)
    this.#ids.delete(id)
    this.#ids.set(id, Date.now())
  }

  /** True of a record that a statement is known, since then, to have written. */
  isKnown(id: string, since: number): boolean {
    return (this.#ids.get(id) ?? Number.NEGATIVE_INFINITY) >= since
  }

  /** True while an answer to one of these rows may come. */
  awaits(makings: readonly Making[]): boolean {
    return makings.some(({ row }) => this.#rows.get(row)?.standing === 'sent')
  }

  /** Rows of other statements that may be in the table. */
  others(table: string, own: ReadonlySet<WriteRow>, now = Date.now()): readonly Making[] {
    const list: Making[] = []
    for (const [row, held] of this.#rows) {
      if (held.standing === 'open' && now - held.at > heldMs) this.#rows.delete(row)
      else if (held.table === table && !own.has(row)) list.push(held)
    }
    return list
  }
}

export type { RowLedger }

const ledgers = new Map<string, RowLedger>()

/** The one of the writer's account. */
export function ledgerOf({ account }: Writer): RowLedger {
  const ledger = ledgers.get(account) ?? new RowLedger()
  ledgers.set(account, ledger)
  return ledger
}
