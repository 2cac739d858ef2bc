import { type CatalogRows, OdbcCatalog } from '../catalog/index.ts'
import { newMeter, type ReadContext } from '../source/index.ts'
import type { Ends } from './ends.ts'
import type { NameFilter } from './face/connection.ts'
import type { CatalogRow, Result } from './face/index.ts'
import type { OpenAccount } from './open.ts'
import { withProperties } from './result.ts'
import { describeColumn } from './values.ts'

export interface TableOptions {
  readonly signal?: AbortSignal
  /** For people: a pattern finds labels too. */
  readonly labels?: boolean
}

/** Tables, columns and keys as ODBC's catalogue functions give them, with what asking cost. */
export class CatalogueCalls {
  readonly #odbc: OdbcCatalog
  readonly #ends: Ends

  constructor({ catalog }: OpenAccount, ends: Ends) {
    this.#odbc = new OdbcCatalog(catalog)
    this.#ends = ends
  }

  tables(
    catalog?: NameFilter,
    schema?: NameFilter,
    table?: NameFilter,
    type?: NameFilter,
    { signal, labels }: TableOptions = {},
  ): Promise<Result<CatalogRow>> {
    return this.#run(
      'tables',
      (context) => this.#odbc.tables(catalog, schema, table, type, context, { labels }),
      signal,
    )
  }

  columns(
    catalog?: NameFilter,
    schema?: NameFilter,
    table?: NameFilter,
    column?: NameFilter,
  ): Promise<Result<CatalogRow>> {
    return this.#run('columns', (context) => this.#odbc.columns(catalog, schema, table, column, context))
  }

  primaryKeys(catalog?: NameFilter, schema?: NameFilter, table?: NameFilter): Promise<Result<CatalogRow>> {
    return this.#run('primaryKeys', (context) => this.#odbc.primaryKeys(catalog, schema, table, context))
  }

  foreignKeys(
    wanted: Parameters<OdbcCatalog['foreignKeys']>[0],
    signal: AbortSignal | undefined,
  ): Promise<Result<CatalogRow>> {
    return this.#run('foreignKeys', (context) => this.#odbc.foreignKeys(wanted, context), signal)
  }

  typeInfo(): Promise<Result<CatalogRow>> {
    return this.#run('typeInfo', async () => this.#odbc.typeInfo())
  }

  async #run(
    statement: string,
    read: (context: ReadContext) => Promise<CatalogRows>,
    given?: AbortSignal,
  ): Promise<Result<CatalogRow>> {
    const meter = newMeter()
    const began = performance.now()
    const { columns, rows } = await read({ signal: this.#ends.signal(given), meter })
    const { calls, credits, bytes, retries, rowsFetched, notices } = meter
    const elapsedMs = performance.now() - began
    return withProperties([...rows] as CatalogRow[], {
      columns: columns.map((column) => describeColumn(column)),
      statement,
      parameters: [],
      stats: { calls, credits, bytes, retries, rowsFetched, notices, road: 'local', elapsedMs, complete: true },
    })
  }
}
