import type { SimRecord } from '../../model.ts'
import type { CellMaker } from '../cells.ts'
import type { Company } from '../spec.ts'

/** What cells may draw on: the company, and the instant that its last record was made. */
export interface Believable {
  readonly company: Company
  /** Milliseconds since 1970. */
  readonly end: number
  /** A row of a module, and the lookup to it. */
  row(module: string, index: number): SimRecord
  lookup(module: string, index: number): { readonly id: string; readonly name: string }
  /** The number of the row that a lookup leads to. */
  indexOf(module: string, id: string): number
}

export type Cells = Readonly<Record<string, CellMaker>>
