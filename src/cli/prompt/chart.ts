import stringWidth from 'string-width'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Cell, type Column, isNumber, shown } from '../format/format.ts'
import { shortened } from './width.ts'

/** Eighths of a column, so that bars differ where their lengths nearly do not. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for each row: the first column names it, the last numeric one is its length. @throws ZohoSqlError 42804 */
export function barChart(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): string[] {
  const measure = columns.findLastIndex(isNumber)
  if (measure < 0 || columns.length < 2) {
    throw new ZohoSqlError('TYPE_MISMATCH', 'A chart needs a column of names and a column of numbers.')
  }
  const label = measure === 0 ? 1 : 0
  const names = rows.map((row) => shortened(shown(row[label]!), Math.floor(width / 3)))
  const values = rows.map((row) => shown(row[measure]!))
  const nameWidth = Math.max(0, ...names.map((name) => stringWidth(name)))
  const valueWidth = Math.max(0, ...values.map((value) => value.length))
  const room = Math.max(1, width - nameWidth - valueWidth - 4)
  const most = Math.max(0, ...rows.map((row) => Math.abs(Number(row[measure]))).filter(Number.isFinite))
  return rows.map((row, i) => {
    const bar = barText(Number(row[measure]), most, room)
    return ` ${names[i]}${' '.repeat(nameWidth - stringWidth(names[i]!))} ${values[i]!.padStart(valueWidth)} ${bar}`.trimEnd()
  })
}

function barText(value: number, most: number, room: number): string {
  if (!Number.isFinite(value) || most === 0) return ''
  const parts = Math.round((Math.abs(value) / most) * room * 8)
  const bar = '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8]
  return value < 0 ? bar.replaceAll('█', '░') : bar
}
