import { uniqueNames } from '../../base/names.ts'
import type { Cell, FormatColumn, FormatRow } from '../../output/index.ts'
import type { TextForm } from './text.ts'

/** Objects, one a line or all in an array. Numbers keep all their digits; ids of 64 bits are texts. */
export function jsonText(pattern: 'setOfObjects' | 'arrayOfObjects'): TextForm {
  const isArray = pattern === 'arrayOfObjects'
  return {
    begin: () => (isArray ? '[' : ''),
    rows(rows, columns, first) {
      const line = objectText(columns)
      if (!isArray) return rows.map((row) => `${line(row)}\n`).join('')
      return rows.map((row, i) => `${first && i === 0 ? '\n' : ',\n'}${line(row)}`).join('')
    },
    end: () => (isArray ? '\n]\n' : ''),
  }
}

function objectText(columns: readonly FormatColumn[]): (row: FormatRow) => string {
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name))
  return (row) => `{${row.map((value, i) => `${keys[i]}:${valueText(value, columns[i]!)}`).join(',')}}`
}

const numbers = new Set(['smallint', 'integer', 'numeric', 'real', 'double precision'])

function valueText(value: Cell, { sqlType }: FormatColumn): string {
  if (typeof value === 'string' && numbers.has(sqlType.name) && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value))
    return value
  if ((sqlType.name === 'json' || sqlType.name === 'jsonb') && typeof value === 'string') return value
  return JSON.stringify(typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
}
