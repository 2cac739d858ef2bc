import nodeSqlParser from 'node-sql-parser/build/postgresql.js'
import { ZohoSqlError } from '../base/errors.ts'
import type {
  GroupItem,
  Name,
  QueryBody,
  SqlCte,
  SqlExpr,
  SqlFrom,
  SqlJoin,
  SqlQuery,
  SqlSelect,
  SqlSetOperation,
} from './ast/index.ts'
import { syntaxError } from './errors.ts'
import type { Token } from './lex.ts'

/**
 * The skeleton of one query: its clause words, with every part that node-sql-parser would misread replaced by a numbered
 * name. What comes back is looked up by these numbers, and each must come back once, so nothing is lost on the way.
 */

/** What qualifies a join; NATURAL and CROSS come with the join, the others may come after further joins. */
export type Qualification =
  | { readonly on: SqlExpr }
  | { readonly using: readonly Name[]; readonly usingAlias?: Name }
  | { readonly natural: true }
  | { readonly cross: true }

export type Tail = Pick<SqlQuery, 'orderBy' | 'limit' | 'withTies' | 'offset'>

/** The kinds of parts that are masked. */
export interface Masked {
  readonly list: Pick<SqlSelect, 'distinct' | 'items' | 'at'>
  readonly operand: QueryBody
  readonly cte: SqlCte
  readonly source: SqlFrom
  readonly qualifications: { readonly list: readonly Qualification[]; readonly at: number }
  readonly condition: SqlExpr
  readonly grouping: { readonly items: readonly GroupItem[]; readonly distinct: boolean }
  readonly windows: SqlSelect['windows']
  readonly tail: Tail
}

/** A set operation between two operands; node-sql-parser knows no INTERSECT ALL, so all are written UNION for it. */
export type SetOperator = Pick<SqlSetOperation, 'op' | 'all' | 'at'>

/** A name in node-sql-parser's tree. */
export interface MaskedName {
  readonly type: 'column_ref'
  readonly column: { readonly expr: PlainName }
}
interface PlainName {
  readonly value: string
}

/** What this package reads of node-sql-parser's tree of a skeleton. */
export interface SelectNode {
  readonly type: string
  readonly with: readonly { readonly name: PlainName; readonly recursive?: boolean }[] | null
  readonly columns: readonly { readonly expr: MaskedName }[]
  readonly from:
    | readonly { readonly table: string; readonly join?: string; readonly using?: readonly PlainName[] }[]
    | null
  readonly where: MaskedName | null
  readonly groupby: { readonly columns: readonly MaskedName[] | null } | null
  readonly having: MaskedName | null
  readonly window?: {
    readonly expr: readonly {
      readonly as_window_specification: {
        readonly window_specification: { readonly partitionby: readonly { readonly expr: MaskedName }[] }
      }
    }[]
  }
  readonly orderby: readonly { readonly expr: MaskedName }[] | null
  readonly _orderby?: readonly { readonly expr: MaskedName }[]
  readonly _next?: SelectNode
}

const parser = new nodeSqlParser.Parser()

export class Skeleton {
  /** In order of writing. */
  readonly operators: SetOperator[] = []
  private written = ''
  private readonly places: { readonly end: number; readonly token: Token | undefined }[] = []
  private readonly masked: { readonly kind: keyof Masked; readonly part: unknown }[] = []
  private readonly taken = new Set<number>()

  /** Adds words for which `token` is to blame if they cannot stand there. */
  write(words: string, token: Token | undefined): void {
    this.written += `${this.written === '' ? '' : ' '}${words}`
    this.places.push({ end: this.written.length, token })
  }

  /** The name that stands for a part. */
  mask<K extends keyof Masked>(kind: K, part: Masked[K]): string {
    return `"${this.masked.push({ kind, part }) - 1}"`
  }

  /** True when a name stands for a part of this kind. */
  has(kind: keyof Masked, name: MaskedName | undefined): boolean {
    return this.masked[Number(name?.column.expr.value)]?.kind === kind
  }

  /** The part that a name stands for. */
  take<K extends keyof Masked>(kind: K, name: string | MaskedName | undefined): Masked[K] {
    const index = Number(typeof name === 'object' ? name.column.expr.value : name)
    const found = this.masked[index]
    if (found?.kind !== kind || this.taken.has(index)) throw this.misread()
    this.taken.add(index)
    return found.part as Masked[K]
  }

  /** To be called when all was taken that the tree had. */
  checkAllTaken(): void {
    if (this.taken.size !== this.masked.length) throw this.misread()
  }

  /** Reads the skeleton; `end` is the token after the query. */
  parse(text: string, end: Token | undefined): SelectNode {
    try {
      const tree = parser.astify(this.written, { database: 'Postgresql' })
      return (Array.isArray(tree) ? tree[0] : tree) as unknown as SelectNode
    } catch (error) {
      const offset = (error as { location?: { start?: { offset?: number } } }).location?.start?.offset
      if (offset === undefined) throw error
      throw syntaxError(text, this.places.find((place) => place.end > offset)?.token ?? end)
    }
  }

  private misread(): ZohoSqlError {
    return new ZohoSqlError('INTERNAL', `the structure of the query was misread: ${this.written}`)
  }
}

/** Join of two sources as a qualification says. */
export function joinOf(left: SqlFrom, right: SqlFrom, type: SqlJoin['type'], by: Qualification, at: number): SqlJoin {
  const join = { kind: 'join', type, left, right, natural: 'natural' in by, at } as const
  if ('cross' in by) return { ...join, type: 'cross' }
  if ('on' in by) return { ...join, on: by.on }
  return 'using' in by ? { ...join, ...by } : join
}
