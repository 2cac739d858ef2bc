import { ZohoSqlError } from '../../base/errors.ts'
import type { SqlType, Value } from '../../base/types.ts'
import type { FunctionPrinter } from '../functions/contract.ts'
import type { Expr, From, Query, TableRelation } from '../tree.ts'
import type { Raw } from '../values/index.ts'
import { allRelations, type RelationNode, walkQuery } from '../walk.ts'

/** A value that goes with the text: a parameter of the statement, or a constant that is better not pasted. */
export type BindValue =
  | { readonly name: string; readonly kind: 'parameter'; readonly index: number; readonly type: SqlType }
  | { readonly name: string; readonly kind: 'constant'; readonly value: string }

/** Where the rows of a table relation were staged. */
export interface StagedTable {
  readonly name: string
  /** SQLite's column for each of the relation's. */
  readonly columns: ReadonlyMap<string, string>
}

/** A query as SQLite text. Its result columns are `c0`, `c1` …: by position, since SQLite's names ignore case. */
export interface PrintedQuery {
  readonly sql: string
  readonly binds: readonly BindValue[]
  /** Numbers of columns for which a row-unpacking table function must exist. */
  readonly unpacked: ReadonlySet<number>
}

export interface PrintOptions {
  readonly functions: FunctionPrinter
  /** A value in SQLite's representation of its type. */
  readonly encode: (value: Value, type: SqlType) => Raw
  /** Rows of a table relation; undefined when it was not staged. */
  readonly staged: (relation: TableRelation) => StagedTable | undefined
  /** The value of an expression without columns, for the places where SQLite takes constants only. */
  readonly fold: (expr: Expr) => Value
}

/**
 * What the parts of the printer share while one query is printed: names, what was bound, and each other: expressions
 * hold queries that hold expressions.
 */
export interface Printer extends PrintOptions {
  readonly expr: (expr: Expr) => string
  readonly query: (query: Query) => string
  /** FROM of one select; without the word. */
  readonly from: (from: From) => string
  readonly names: RelationNames
  readonly binds: Binds
  /** Name of a table function that unpacks rows of so many columns. */
  readonly unpack: (columns: number) => string
}

/** What one text is executed with. Bound by name, not by place: a printed argument may be repeated in the text. */
export class Binds {
  readonly #binds = new Map<string, BindValue>()

  parameter(index: number, type: SqlType): string {
    const name = `u${index}_${type.name.replace(' ', '_')}`
    this.#binds.set(name, { name, kind: 'parameter', index, type })
    return `@${name}`
  }

  constant(value: string): string {
    const name = `k${this.#binds.size}`
    this.#binds.set(name, { name, kind: 'constant', value })
    return `@${name}`
  }

  all(): readonly BindValue[] {
    return [...this.#binds.values()]
  }
}

/** A column that a select gives besides its own: sort keys and row numbers for the query around it. */
export interface ExtraColumn {
  readonly name: string
  readonly text: string
}

export const columnName = (index: number): string => `c${index}`
export const relationName = (id: number): string => `r${id}`
export const cteName = (id: number): string => `w${id}`

/** `c0, c1, …`, each after `prefix`; `c0` also stands for no column, since SQLite has no empty list. */
export const columnList = (count: number, prefix = ''): string =>
  Array.from({ length: Math.max(1, count) }, (_, i) => `${prefix}${columnName(i)}`).join(', ')

/** Texts of columns by relation; also gives out numbers for relations that the printer adds. */
export class RelationNames {
  #next: number
  readonly #columns = new Map<number, ReadonlyMap<string, string>>()
  readonly #moved = new Set<number>()
  readonly #staged: PrintOptions['staged']

  constructor(query: Query, staged: PrintOptions['staged']) {
    this.#staged = staged
    const relations = allRelations(query)
    const ids = [...relations.map((relation) => relation.id), ...cteIds(query)]
    this.#next = 1 + ids.reduce((a, b) => Math.max(a, b), 0)
    for (const relation of relations) this.add(relation)
  }

  /** A number that no relation and no CTE has. */
  fresh(): number {
    return this.#next++
  }

  add(relation: RelationNode): void {
    const staged = relation.kind === 'table' ? this.#staged(relation)?.columns : undefined
    const own = staged ?? new Map(relation.columns.map((c, i) => [c.name, placeName(relation, i)]))
    const prefix = relationName(relation.id)
    this.#moved.delete(relation.id)
    this.#columns.set(relation.id, new Map([...own].map(([name, column]) => [name, `${prefix}.${column}`])))
  }

  column(relation: number, name: string): string {
    const column = this.#columns.get(relation)?.get(name)
    if (column === undefined) throw new ZohoSqlError('INTERNAL', `relation ${relation} has no column ${name}`)
    return column
  }

  /** From here on the relation's columns are found elsewhere: in what its FROM was wrapped into. */
  move(relation: number, columns: ReadonlyMap<string, string>): void {
    this.#columns.set(relation, columns)
    this.#moved.add(relation)
  }

  /** Some cheap value of the relation's row; undefined where it has none that is in sight. */
  probe(relation: RelationNode): string | undefined {
    const [first] = this.#columns.get(relation.id)?.values() ?? []
    if (first) return `${first} IS NULL`
    // Outside of the brackets around a join, SQLite sees the columns of its tables and no rowid.
    return relation.kind === 'table' && !this.#moved.has(relation.id) ? `${relationName(relation.id)}.rowid` : undefined
  }
}

function cteIds(query: Query): readonly number[] {
  const ids: number[] = []
  walkQuery(query, { query: (node) => void ids.push(...node.ctes.map((cte) => cte.id)) })
  return ids
}

/** The ordinality of a set function is the row number of its virtual table. */
const placeName = (relation: RelationNode, index: number): string =>
  isOrdinality(relation, index) ? 'rowid' : columnName(index)

const isOrdinality = (relation: RelationNode, index: number): boolean =>
  relation.kind === 'function' &&
  relation.fn.kind === 'set' &&
  relation.withOrdinality &&
  index === relation.columns.length - 1
