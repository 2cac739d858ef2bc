import type { Call, Expr } from './expr.ts'
import type { Name } from './names.ts'
import type { Cte, From, Query, SelectItem, TableRef } from './query.ts'

/** Statements that write. */
export type Change = Insert | Update | Delete

interface Common {
  readonly with: readonly Cte[]
  readonly recursive: boolean
  /** Its alias has no columns. */
  readonly table: TableRef
  /** Absent: no rows come back. */
  readonly returning?: readonly SelectItem[]
  readonly at: number
}

/** `DEFAULT`, where a value may stand. */
export interface Default {
  readonly kind: 'default'
  readonly at: number
}
export type Given = Expr | Default

export interface Insert extends Common {
  readonly kind: 'insert'
  /** Empty: all of the table, as far as the source goes. */
  readonly columns: readonly Name[]
  readonly source: InsertSource
  readonly conflict?: Conflict
}
export type InsertSource =
  | { readonly kind: 'defaults'; readonly at: number }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Given[])[]; readonly at: number }
  | Query

export interface Conflict {
  /** Absent: any key. */
  readonly columns?: readonly Name[]
  readonly action: 'nothing' | 'update'
  /** Of DO UPDATE. */
  readonly set: readonly Assignment[]
  readonly where?: Expr
  readonly at: number
}

export interface Update extends Common {
  readonly kind: 'update'
  readonly set: readonly Assignment[]
  readonly from: readonly From[]
  readonly where?: Expr
}

export interface Delete extends Common {
  readonly kind: 'delete'
  readonly using: readonly From[]
  readonly where?: Expr
}

export type Assignment =
  /** `c = v`, and each of `(a, b) = (v, w)`. */
  | { readonly kind: 'one'; readonly column: Name; readonly value: Given }
  /** `(a, b) = (SELECT …)` */
  | { readonly kind: 'several'; readonly columns: readonly Name[]; readonly query: Query; readonly at: number }

/** `COPY t (a, b) FROM STDIN WITH (FORMAT csv)`. */
export interface CopyFrom {
  readonly kind: 'copyFrom'
  readonly table: TableRef
  readonly columns: readonly Name[]
  /** By name in lower case; words and texts as they were written, without quotes; true where only the name stands. */
  readonly options: Readonly<Record<string, string | true | readonly string[]>>
  readonly at: number
}

/** `CALL schema.name(a, b => c)`. */
export interface CallStatement {
  readonly kind: 'call'
  readonly call: Call
  readonly at: number
}
