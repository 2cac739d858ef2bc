import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { TemporaryTable } from '../../base/session-state.ts'
import { lex } from '../../sql/lex.ts'

/** Views and tables that one session made for itself. */

/** What the temporary tables of a session may hold. */
const bytesMax = 64 << 20
const objectsMax = 1000

interface TemporaryView {
  readonly name: string
  readonly sql: string
}

export class Temporary {
  readonly #views = new Map<string, TemporaryView>()
  readonly #tables = new Map<string, TemporaryTable & { readonly bytes: number }>()

  get tables(): readonly TemporaryTable[] {
    return [...this.#tables.values()]
  }

  /** @throws {ZohoSqlError} 42P07 where there is one of that name already */
  addView(view: TemporaryView, replace: boolean): void {
    this.#refuseTaken(view.name, replace && this.#views.has(view.name))
    this.#views.set(view.name, view)
  }

  /** @throws {ZohoSqlError} 42P07 · 53000 */
  addTable(table: TemporaryTable): void {
    this.#refuseTaken(table.name, false)
    const bytes = sizeOf(table)
    const all = [...this.#tables.values()].reduce((sum, each) => sum + each.bytes, bytes)
    if (all > bytesMax) throw tooMuch()
    this.#tables.set(table.name, { ...table, bytes })
  }

  drop(name: string): boolean {
    return this.#views.delete(name) || this.#tables.delete(name)
  }

  clear(): void {
    this.#views.clear()
    this.#tables.clear()
  }

  /**
   * Runs `work` with the statement as it is once the views that it names stand before it.
   *
   * @throws {ZohoSqlError} what `work` throws, with positions in the statement as it was written
   */
  async seen<T>(sql: string, work: (sql: string) => Promise<T>): Promise<T> {
    const prefix = this.#prefix(sql)
    if (prefix === undefined) return work(sql)
    try {
      return await work(prefix.text + sql.slice(prefix.from))
    } catch (error) {
      throw isZohoSqlError(error) ? moved(error, prefix.from - prefix.text.length) : error
    }
  }

  /** The named views as WITH queries, those first that others name, in place of the statement's first `from` characters. */
  #prefix(sql: string): { readonly text: string; readonly from: number } | undefined {
    if (this.#views.size === 0) return undefined
    const named = this.#named(sql, new Set())
    if (named.length === 0) return undefined
    const queries = named.map(({ name, sql: query }) => `"${name.replaceAll('"', '""')}" AS (${query})`).join(', ')
    const [, own] = /^(\s*with\s+(?:recursive\s+)?)/i.exec(sql) ?? []
    const recursive = own !== undefined && /recursive/i.test(own) ? 'RECURSIVE ' : ''
    return { text: `WITH ${recursive}${queries}${own === undefined ? ' ' : ', '}`, from: own?.length ?? 0 }
  }

  #named(sql: string, seen: Set<string>): TemporaryView[] {
    const names = new Set(
      lex(sql).flatMap(({ kind, text, key }) =>
        kind === 'word' ? [key] : kind === 'quoted' ? [text.slice(1, -1).replaceAll('""', '"')] : [],
      ),
    )
    return [...this.#views.values()].flatMap((view) => {
      if (!names.has(view.name) || seen.has(view.name)) return []
      seen.add(view.name)
      return [...this.#named(view.sql, seen), view]
    })
  }

  #refuseTaken(name: string, replaces: boolean): void {
    if (this.#views.size + this.#tables.size >= objectsMax) throw tooMuch()
    if (replaces || !(this.#views.has(name) || this.#tables.has(name))) return
    throw new ZohoSqlError('DUPLICATE_TABLE', `relation "${name}" already exists`)
  }
}

const tooMuch = (): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', 'the temporary objects of this session are more than it may keep', {
    hint: `At most ${objectsMax}, and ${bytesMax >> 20} MiB of rows. DROP those that are done with.`,
  })

const sizeOf = ({ rows }: TemporaryTable): number =>
  rows.reduce(
    (sum, row) => sum + Object.values(row).reduce<number>((all, value) => all + 16 + String(value).length, 0),
    0,
  )

function moved(error: ZohoSqlError, by: number): ZohoSqlError {
  const { code, message, hint, detail, position } = error
  const at = position === undefined || position + by < 0 ? {} : { position: position + by }
  return new ZohoSqlError(code, message, { ...(hint && { hint }), ...(detail && { detail }), ...at, cause: error })
}
