import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from 'hucre/xlsx'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Cell, type FormatColumn, type FormatRow, plain, shown } from '../format/format.ts'
import { isWideCell, sampled, wideColumns } from './sample.ts'
import type { FileWriting, RowWriter } from './writer.ts'

/**
 * Excel files. Numbers, booleans, days and instants (in UTC) are what Excel has for them; NULL is no cell. Decimals are
 * numbers as Excel holds them, in 15 digits; a column of whole numbers that would become others so, as ids would, is one
 * of texts, and so is a day that Excel's calendar does not have.
 */

const columnsMax = 16_384
const charactersMax = 32_767

type XlsxCell = null | string | number | boolean | Date

export const writeXlsx: RowWriter = (writing) => writeSheets(writing, XLSX_MAX_ROWS_PER_SHEET)

/** @param rowsMax of a sheet, the names included; what is beyond goes to further sheets */
export async function writeSheets({ path, columns, batches, remark }: FileWriting, rowsMax: number): Promise<void> {
  if (columns.length > columnsMax) {
    throw tooLarge(`${columns.length} columns; a sheet has ${columnsMax.toLocaleString('en')}`)
  }
  let count = 0
  const { first, all } = await sampled(batches)
  const late = new Set<string>()
  const cellOf = wideColumns(columns, first).map((isWide, i) =>
    isWide ? plain : converterOf(columns[i]!, () => late.add(columns[i]!.name)),
  )
  async function* rows(): AsyncGenerator<XlsxCell[]> {
    for await (const batch of all) {
      for (const row of batch) yield xlsxRow(row, columns, cellOf, ++count)
    }
  }
  const stream = writeXlsxStream(rows(), {
    name: 'Answer',
    columns: columns.map((column, i) => sheetColumn(column, widthOf(column, i, first))),
    freezePane: { rows: 1 },
    maxRowsPerSheet: rowsMax,
    // Not known before: a wide sheet may pass 4 GiB.
    zip64: true,
  })
  await pipeline(Readable.fromWeb(stream as ReadableStream), createWriteStream(path))
  const sheets = Math.max(1, Math.ceil(count / (rowsMax - 1)))
  if (sheets > 1) remark(`a sheet has ${rowsMax.toLocaleString('en')} rows: the answer is on ${sheets} sheets`)
  for (const name of late) {
    remark(
      `some whole numbers in column "${name}" have more digits than Excel keeps: they are texts, which SUM leaves out`,
    )
  }
}

function xlsxRow(
  row: FormatRow,
  columns: readonly FormatColumn[],
  cellOf: readonly ((value: Exclude<Cell, null>) => XlsxCell)[],
  number: number,
): XlsxCell[] {
  return row.map((value, i) => {
    const cell = value === null ? null : cellOf[i]!(value)
    if (typeof cell !== 'string') return cell
    if (cell.length > charactersMax) {
      const length = cell.length.toLocaleString('en')
      throw tooLarge(
        `${length} characters in column "${columns[i]!.name}" of row ${number.toLocaleString('en')}; ` +
          `a cell has ${charactersMax.toLocaleString('en')}`,
      )
    }
    // What looks like Excel's own way of writing a character would be read as that character.
    return cell.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  })
}

const tooLarge = (what: string): ZohoSqlError =>
  new ZohoSqlError('RESULT_LIMIT', `The answer does not fit an Excel file: ${what}.`, {
    hint: 'Choose fewer columns, cut texts with left(…), or write a .csv, .parquet or .sqlite file.',
  })

const dayFormat = 'yyyy-mm-dd'
const instantFormat = 'yyyy-mm-dd hh:mm:ss'

const widthMin = 10
const widthMax = 60

/** Wide enough for what is in it. */
const widthOf = ({ name }: FormatColumn, index: number, first: readonly FormatRow[]): number => {
  const longest = first.reduce((most, row) => Math.max(most, shown(row[index] ?? null).length), name.length)
  return Math.max(widthMin, Math.min(widthMax, longest + 2))
}

/** Excel shows ##### for a date that does not fit. */
function sheetColumn({ name, sqlType }: FormatColumn, width: number) {
  if (sqlType.name === 'date')
    return { header: name, width: Math.max(widthMin, name.length + 2, 12), numFmt: dayFormat }
  if (isInstant({ sqlType })) return { header: name, width: Math.max(width, 20), numFmt: instantFormat }
  return { header: name, width }
}

const isInstant = ({ sqlType }: Pick<FormatColumn, 'sqlType'>): boolean => /^timestamp/.test(sqlType.name)

/** @param isLate called for a whole number that Excel would change, where none was among the first rows */
function converterOf(column: FormatColumn, isLate: () => void): (value: Exclude<Cell, null>) => XlsxCell {
  const { name } = column.sqlType
  if (name === 'date' || isInstant(column)) return dateCell
  if (/^(real|double precision)$/.test(name)) return numberCell
  if (!/^(smallint|integer|bigint|numeric)$/.test(name))
    return (value) => (typeof value === 'boolean' ? value : plain(value))
  return (value) => {
    if (!isWideCell(value)) return numberCell(value)
    isLate()
    return plain(value)
  }
}

/** NaN and the infinities are no numbers to Excel. */
function numberCell(value: Exclude<Cell, null>): XlsxCell {
  const number = Number(value)
  return Number.isFinite(number) ? number : plain(value)
}

// Excel takes 1900 for a leap year: before March of it, its days have other numbers than everywhere else.
const firstDay = Date.UTC(1900, 2, 1)
const lastDay = Date.UTC(10_000, 0, 1)

function dateCell(value: Exclude<Cell, null>): XlsxCell {
  const text = plain(value)
  if (!/^\d{4}-\d\d-\d\d(T[\d:]+(\.\d{1,3})?Z?)?$/.test(text)) return text
  const date = new Date(text.includes('T') ? text.replace(/Z?$/, 'Z') : text)
  return date.getTime() >= firstDay && date.getTime() < lastDay ? date : text
}
