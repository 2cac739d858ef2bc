import { uniqueNames } from '../../base/names.ts'
import type { Cell, Format, FormatColumn, FormatRow } from './format.ts'

/** An array of objects, a line each. */
export function json(columns: readonly FormatColumn[]): Format {
  const line = objectText(columns)
  let first = true
  return {
    begin: () => '[',
    rows: (rows) => {
      const text = rows.map(line).join(',\n ')
      const before = first ? '\n ' : ',\n '
      if (rows.length === 0) return ''
      first = false
      return `${before}${text}`
    },
    end: () => (first ? ']\n' : '\n]\n'),
  }
}

/** An object per line. */
export function ndjson(columns: readonly FormatColumn[]): Format {
  const line = objectText(columns)
  return {
    begin: () => '',
    rows: (rows) => rows.map((row) => `${line(row)}\n`).join(''),
    end: () => '',
  }
}

function objectText(columns: readonly FormatColumn[]): (row: FormatRow) => string {
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name))
  return (row) => `{${row.map((value, index) => `${keys[index]}:${valueText(value)}`).join(',')}}`
}

/** JSON has no NaN and no infinity: they stay readable as texts. */
const valueText = (value: Cell): string =>
  JSON.stringify(typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
