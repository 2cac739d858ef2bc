/**
 * `\chart`: an answer as a picture of characters. The last column of numbers is shown over the first other column: as a
 * line where that one is days, instants or numbers, else as bars. Lines are drawn by simple-ascii-chart, whose axes are
 * told here where to have marks; bars need no more than a row each. Pure.
 */
import { ZohoSqlError } from '../../../base/errors.ts'
import { category } from '../../../base/types.ts'
import { type FormatColumn, isNumber } from '../../../output/index.ts'
import { usageError } from '../../usage.ts'
import type { CompleteRows } from '../answer.ts'
import { barChart } from './bars.ts'
import { chartKinds } from './kinds.ts'
import { lineChart } from './line.ts'
import type { Paper } from './paper.ts'

/** @param kind undefined: by what the first column holds. @throws ZohoSqlError 42804, USAGE */
export function chart({ columns, rows }: CompleteRows, kind: string | undefined, paper: Paper): string[] {
  if (kind !== undefined && !chartKinds.some((one) => one === kind)) throw usageError('\\chart takes bar or line.')
  const measure = columns.findLastIndex(isNumber)
  if (measure < 0 || columns.length < 2) {
    throw new ZohoSqlError(
      'TYPE_MISMATCH',
      'A chart needs a column of names, days or numbers, and a column of numbers.',
    )
  }
  const label = measure === 0 ? 1 : 0
  const pairs = rows.map((row) => ({ label: row[label]!, value: row[measure]! }))
  const runs = isScale(columns[label]!)
  if (kind === 'line' && !runs) {
    throw new ZohoSqlError(
      'TYPE_MISMATCH',
      `A line needs days, instants or numbers; "${columns[label]!.name}" is none.`,
    )
  }
  return runs && kind !== 'bar' && (kind === 'line' || rows.length > 2)
    ? lineChart(pairs, columns[label]!, paper)
    : barChart(pairs, paper)
}

const isScale = (column: FormatColumn): boolean => isNumber(column) || category(column.sqlType) === 'datetime'
