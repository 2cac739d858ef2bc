/**
 * What the demo company's columns hold: a maker of dosing pumps and filters, with customers, people, seasons and growth, up
 * to the day it is looked at. Modules and fields are those of the odd company next door, whose values are for tests; a
 * column that has no row here keeps them, so every column of text, day and amount has one.
 */
import type { SimRecord } from '../../model.ts'
import type { Cell } from '../cells.ts'
import type { Company } from '../spec.ts'
import { activityCells } from './activities.ts'
import { documentCells } from './documents.ts'
import { machineCells } from './machines.ts'
import { productCells } from './products.ts'
import { salesCells } from './sales.ts'
import { supportCells } from './support.ts'
import { timeCells } from './times.ts'

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

export type Cells = Readonly<Record<string, Cell>>

/** The cells of a module's columns, by their names. */
export function believableCells(parts: Believable): (module: string) => Cells {
  const own: Readonly<Record<string, Cells>> = {
    ...salesCells(parts),
    ...activityCells(parts),
    ...productCells(parts),
    ...documentCells(parts),
    ...supportCells(parts),
    ...machineCells(parts),
  }
  const times = timeCells(parts.end)
  return (module) => ({ ...times(parts.company.count(module)), ...own[module] })
}
