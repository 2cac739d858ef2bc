/** A service over rows in memory, for tests of what runs on the contract: it can be slow, and it can be wrong. */
import type * as types from '../../src/base/types.ts'
import { Catalog } from '../../src/catalog/index.ts'
import type { Account } from '../../src/exec/account.ts'
import { ScanCache } from '../../src/exec/query/index.ts'
import { QueryStatement } from '../../src/exec/statement.ts'
import type { Column, Offer, Page, Predicate, Scan, Service, Table, Verdict, Want } from '../../src/source/index.ts'

type Row = readonly types.Value[]

export interface Given {
  /** The first one is the primary key. */
  readonly columns: Readonly<Record<string, types.SqlType>>
  readonly rows: readonly Row[]
}

/** How it answers wants; each may be switched by the test. */
export interface Manners {
  /** Rows of one page. */
  page: number
  /** Keys of one list, and lists; 0: no keys are taken. */
  keys: { readonly most: number; readonly lists: number }
  /** What it says of lists of keys. */
  keyVerdict: Verdict['outcome']
  /** With keys, the columns come in another order than without. */
  shuffled: boolean
  /** Rows that it expects, by table. */
  readonly expected: Map<string, number>
  /** Awaited before each page. */
  wait: (scan: Scan, page: number) => Promise<void>
}

interface Request {
  readonly given: Given
  readonly columns: readonly string[]
  readonly keys: { readonly column: string; readonly values: ReadonlySet<types.Value> } | undefined
}

const tableOf = (name: string, { columns }: Given): Table => {
  const made = Object.entries(columns).map(
    ([column, type]): Column => ({
      name: column,
      type,
      nullable: true,
      description: column,
      field: column,
      part: 'value',
      fieldType: type.name,
    }),
  )
  return {
    schema: 'arrays',
    name,
    kind: 'table',
    description: name,
    columns: made,
    primaryKey: [made[0]!.name],
    lookups: [],
  }
}

export class ArrayService implements Service {
  readonly schema = 'arrays'
  readonly roads = { whole: 'all rows', keys: 'those of some keys' }
  readonly manners: Manners = {
    page: 100,
    keys: { most: 1000, lists: 20 },
    keyVerdict: 'exact',
    shuffled: false,
    expected: new Map(),
    wait: async () => undefined,
  }
  /** What was read, in order: `t whole`, `t keys 3`. */
  readonly asked: string[] = []
  readonly #tables: Readonly<Record<string, Given>>

  constructor(tables: Readonly<Record<string, Given>>) {
    this.#tables = tables
  }

  async tables() {
    return Object.entries(this.#tables).map(([name, given]) => tableOf(name, given))
  }

  async table(name: string) {
    const given = this.#tables[name]
    return given && tableOf(name, given)
  }

  offer(want: Want): Offer {
    const { page, keys: lists, keyVerdict, shuffled, expected } = this.manners
    const given = this.#tables[want.table.name]!
    const found = want.where.map(({ predicate }) => keysOf(predicate))
    const keys = lists.most > 0 ? found.find((some) => some !== undefined) : undefined
    const names = want.columns.map(({ column }) => column.name)
    const columns = keys && shuffled ? names.toReversed() : names
    const request: Request = { given, columns, keys }
    const rows = keys ? keys.values.size : expected.get(want.table.name)
    return {
      scan: {
        schema: this.schema,
        table: want.table.name,
        road: keys ? 'keys' : 'whole',
        text: [keys ? `${want.table.name} keys ${keys.values.size}` : `${want.table.name} whole`],
        columns,
        request,
      },
      verdicts: want.where.map(({ sql }, i) => ({
        sql,
        outcome: keys && found[i] === keys ? keyVerdict : 'local',
        why: '',
      })),
      exact: want.where.length === 0 || (want.where.length === 1 && keys !== undefined && keyVerdict === 'exact'),
      grouped: false,
      ordered: false,
      limited: false,
      notes: [],
      refusedPaths: [],
      price: { calls: 1, credits: 1, perPage: { rows: page, credits: 1 }, ...(rows === undefined ? {} : { rows }) },
      ...(lists.most > 0 ? { keys: { ...lists, columns: names, single: [] } } : {}),
    }
  }

  async *read(scan: Scan): AsyncGenerator<Page> {
    this.asked.push(scan.text[0]!)
    const { given, columns, keys } = scan.request as Request
    const places = Object.keys(given.columns)
    const wanted = columns.map((name) => places.indexOf(name))
    // Where keys are only a hint, all rows come each time.
    const narrows = keys && this.manners.keyVerdict === 'exact' ? keys : undefined
    const at = narrows ? places.indexOf(narrows.column) : 0
    const rows = given.rows
      .filter((row) => !narrows || narrows.values.has(row[at]!))
      .map((row) => wanted.map((place) => row[place]!))
    for (let page = 0; page * this.manners.page < rows.length; page++) {
      await this.manners.wait(scan, page)
      yield { rows: rows.slice(page * this.manners.page, (page + 1) * this.manners.page) }
    }
  }
}

function keysOf(predicate: Predicate): Request['keys'] {
  if (predicate.kind !== 'in' || predicate.negated) return undefined
  return {
    column: predicate.column.column.name,
    values: new Set(predicate.constants.map(({ value }) => value)),
  }
}

/** The rows of a statement over it. */
export async function rowsOf(service: Service, sql: string): Promise<Row[]> {
  const account: Account = {
    catalog: new Catalog([service]),
    options: { road: 'auto', pushdown: true, textComparison: 'exact', prefer: 'balanced' },
    cache: new ScanCache({ account: '', ttlMs: 0, now: Date.now }),
    timeZone: async () => 'UTC',
    now: Date.now,
  }
  const { signal } = new AbortController()
  const statement = await QueryStatement.prepare(sql, [], account, signal)
  const rows: Row[] = []
  for await (const some of statement.rows(signal)) rows.push(...some)
  return rows
}
