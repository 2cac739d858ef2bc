import { type Cell, type Format, type FormatColumn, type FormatRow, isNumber, plain, visible } from './format.ts'

/** A table as GitHub's Markdown has it. */
export function markdown(columns: readonly FormatColumn[]): Format {
  const rule = columns.map((column) => (isNumber(column) ? '---:' : '---'))
  return {
    begin: () => line(columns.map(({ name }) => escaped(name))) + line(rule),
    rows: (rows) => rows.map((row: FormatRow) => line(row.map(cell))).join(''),
    end: () => '',
  }
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`

const cell = (value: Cell): string => (value === null ? '' : escaped(plain(value)))

/** `_` within a word means nothing in Markdown. */
const special = /[\\|`*[\]]|(?<!\w)_|_(?!\w)/g

const escaped = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((part) => visible(part).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replace(special, '\\$&'))
    .join('<br>')
