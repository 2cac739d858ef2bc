import { orCancelled } from '../../base/cancel.ts'
import type { Catalogue, CatalogueAnswer, CatalogueSession, Unit } from '../catalogue/index.ts'
import { BodyReader, type ColumnHeader } from '../wire/index.ts'
import { type Binding, type Executable, type Outlet, type Source, waitIfFull } from './source.ts'

/** Statements that the catalogue answers, its messages handed on as they are. */

export interface CatalogueRun {
  readonly catalogue: Catalogue
  /** The session as it is when the statement runs. */
  readonly session: () => CatalogueSession
  /** Asked together with it, and who is told. */
  readonly afterwards?: { readonly unit: Unit; readonly take: (answer: CatalogueAnswer) => void }
}

export async function catalogueStatement(
  run: CatalogueRun,
  sql: string,
  types: readonly number[],
): Promise<Executable> {
  const { description, parameterTypes } = await run.catalogue.describe(run.session(), sql, types)
  return {
    parameterTypes,
    columns: description && headers(description),
    open: (binding) => new CatalogueSource(run, sql, types, binding, description && headers(description)),
  }
}

function headers(message: Buffer): ColumnHeader[] {
  const reader = new BodyReader(message.subarray(5))
  return Array.from({ length: reader.count(19) }, () => {
    const name = reader.text()
    const table = reader.int32()
    const place = reader.int16()
    const type = reader.int32()
    const size = reader.int16()
    const modifier = reader.int32()
    reader.int16()
    return { name, table, place, type, size, modifier }
  })
}

class CatalogueSource implements Source {
  readonly columns: readonly ColumnHeader[] | undefined
  readonly #run: CatalogueRun
  readonly #unit: Unit
  #answer: CatalogueAnswer | undefined
  #next = 0
  readonly #ends = new AbortController()

  constructor(
    run: CatalogueRun,
    sql: string,
    types: readonly number[],
    binding: Binding,
    columns: readonly ColumnHeader[] | undefined,
  ) {
    this.#run = run
    this.#unit = { sql, types, ...binding }
    this.columns = columns
  }

  async pull(max: number, outlet: Outlet): Promise<number> {
    this.#answer ??= await this.#execute(outlet)
    const { rows } = this.#answer
    const end = Math.min(rows.length, this.#next + max)
    const begin = this.#next
    while (this.#next < end) {
      outlet.writer.raw(rows[this.#next++]!)
      await waitIfFull(outlet)
    }
    return end - begin
  }

  tag(rows: number): string {
    const tag = this.#answer?.tag ?? ''
    return tag.startsWith('SELECT') ? `SELECT ${rows}` : tag
  }

  /** PGlite cannot be interrupted: its answer is waited for no longer. */
  async close(reason?: unknown): Promise<void> {
    this.#ends.abort(reason)
    this.#answer = undefined
  }

  async #execute({ writer }: Outlet): Promise<CatalogueAnswer> {
    const { catalogue, session, afterwards } = this.#run
    const units = afterwards ? [this.#unit, afterwards.unit] : [this.#unit]
    const [answer, more] = await orCancelled(catalogue.executeAll(session(), units), this.#ends.signal)
    for (const notice of answer!.notices) writer.raw(notice)
    if (more) afterwards?.take(more)
    return answer!
  }
}
