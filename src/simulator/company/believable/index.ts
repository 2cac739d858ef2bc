/**
 * What the demo company's columns hold: a maker of dosing pumps and filters, with customers, people, seasons and growth, up
 * to the day it is looked at. Modules and fields are those of the odd company next door, whose values are for tests; a
 * column that has no row here keeps them, so every column of text, day and amount has one.
 */
import { activityCells } from './activities.ts'
import { documentCells } from './documents.ts'
import { machineCells } from './machines.ts'
import type { Believable, Cells } from './parts.ts'
import { productCells } from './products.ts'
import { salesCells } from './sales.ts'
import { supportCells } from './support.ts'
import { timeCells } from './times.ts'

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
