/** What an offer hands to the reader of its road. */
import type { Column, ColumnRef, Table } from '../../source/index.ts'
import { keyOfRequest } from '../kit/scan-key.ts'
import type { ChildSpec } from './catalog/children.ts'
import type { DeskModuleSpec } from './catalog/spec.ts'

/** The ways of reading, as the property `road` names them. */
export const roads = {
  records: 'lists, of 50 to 200 rows a call; long ones go on by searches',
  search: 'searches, by windows of time; their index lags behind writes',
  single: 'records one by one, or some by their ids',
  children: 'what belongs to tickets, ticket by ticket',
  count: 'a number that Desk counts',
} as const satisfies Record<string, string>

/** A condition that rows are held against where they come in, so that they are exactly those meant. */
export type Keep =
  | { readonly kind: 'in'; readonly ref: ColumnRef; readonly values: readonly string[] }
  | {
      readonly kind: 'range'
      readonly ref: ColumnRef
      readonly op: '<' | '<=' | '>' | '>=' | '='
      readonly value: number
    }

/** One search for each of some values, which rows of a search do not show. */
export interface Each {
  readonly param: string
  readonly column: Column
  readonly values: readonly string[]
}

/** Milliseconds; undefined: open. */
export interface TimeWindow {
  readonly from: number | undefined
  readonly to: number | undefined
}

export interface DeskOrder {
  readonly by: string
  readonly descending: boolean
}

/** The first rows of an order, ties by id. */
export interface Top {
  readonly column: Column
  readonly limit: number
  readonly offset: number
  readonly idDescending: boolean
}

export interface RowsRequest {
  readonly kind: 'rows'
  readonly spec: DeskModuleSpec
  readonly columns: readonly ColumnRef[]
  readonly keeps: readonly Keep[]
  /** Read first, from its beginning, until so many rows have come. */
  readonly list:
    | {
        readonly query: Readonly<Record<string, string>>
        readonly rows: number
        /** Where it is long it goes on department by department. */
        readonly byDepartment: boolean
        /** No condition is sent with it. */
        readonly isWhole: boolean
      }
    | undefined
  /** Read then, or alone; by windows of its order's column. */
  readonly search:
    | { readonly query: Readonly<Record<string, string>>; readonly each: Each | undefined; readonly order: DeskOrder }
    | undefined
  /** Undefined where a list cannot be sorted. */
  readonly order: DeskOrder | undefined
  /** Bounds of the order's column. */
  readonly window: TimeWindow
  readonly top: Top | undefined
  /** Any rows, so many. */
  readonly limit: number | undefined
  readonly rowsHint: number | undefined
  /** Every row by a read of its own. */
  readonly singly: boolean
  /** Columns whose values tell rows of one instant apart. */
  readonly splits: readonly Column[]
  /** Under which the number of rows is remembered; undefined where they are not all. */
  readonly counted: string | undefined
}

export interface IdsRequest {
  readonly kind: 'ids'
  readonly spec: DeskModuleSpec
  readonly columns: readonly ColumnRef[]
  readonly ids: readonly string[]
  readonly singly: boolean
}

export interface ChildrenRequest {
  readonly kind: 'children'
  readonly spec: ChildSpec
  readonly columns: readonly ColumnRef[]
  /** Undefined: of all tickets. */
  readonly tickets: readonly string[] | undefined
}

export interface CountRequest {
  readonly kind: 'count'
  readonly spec: DeskModuleSpec
  readonly query: Readonly<Record<string, string>>
  /** The same with ranges whose ends do not belong to them: where both find as much, it does not matter. */
  readonly wider: Readonly<Record<string, string>> | undefined
  /** A column that is counted by value. */
  readonly by: Column | undefined
  /** How many counts a row has. */
  readonly counts: number
}

export type DeskRequest = RowsRequest | IdsRequest | ChildrenRequest | CountRequest

/** How to read well; `spec` is the table's own. */
const hints: ReadonlySet<string> = new Set(['rowsHint', 'spec', 'splits', 'counted'])

/** {@link Scan.key} */
export const scanKey = (table: Table, request: DeskRequest): string => `${table.name} ${keyOfRequest(request, hints)}`
