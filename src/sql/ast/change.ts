import type { SqlCall, SqlExpr } from './expr.ts'
import type { Name } from './names.ts'
import type { SelectItem, SqlCte, SqlFrom, SqlQuery, TableRef } from './query.ts'

/** Statements that write. */
export type SqlChange = Insert | Update | Delete

interface ChangeCommon {
  readonly with: readonly SqlCte[]
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
export type GivenValue = SqlExpr | Default

export interface Insert extends ChangeCommon {
  readonly kind: 'insert'
  /** Empty: all of the table, as far as the source goes. */
  readonly columns: readonly Name[]
  readonly source: InsertSource
  readonly conflict?: Conflict
}
export type InsertSource =
  | { readonly kind: 'defaults'; readonly at: number }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly GivenValue[])[]; readonly at: number }
  | SqlQuery

export interface Conflict {
  /** Absent: any key. */
  readonly columns?: readonly Name[]
  readonly action: 'nothing' | 'update'
  /** Of DO UPDATE. */
  readonly set: readonly Assignment[]
  readonly where?: SqlExpr
  readonly at: number
}

export interface Update extends ChangeCommon {
  readonly kind: 'update'
  readonly set: readonly Assignment[]
  readonly from: readonly SqlFrom[]
  readonly where?: SqlExpr
}

export interface Delete extends ChangeCommon {
  readonly kind: 'delete'
  readonly using: readonly SqlFrom[]
  readonly where?: SqlExpr
}

export type Assignment =
  /** `c = v`, and each of `(a, b) = (v, w)`. */
  | { readonly kind: 'one'; readonly column: Name; readonly value: GivenValue }
  /** `(a, b) = (SELECT …)` */
  | { readonly kind: 'several'; readonly columns: readonly Name[]; readonly query: SqlQuery; readonly at: number }

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
  readonly call: SqlCall
  readonly at: number
}
