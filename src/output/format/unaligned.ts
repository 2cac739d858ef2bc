import { type Cell, type Column, type Format, type FormatOptions, plain, type Row, visible } from './format.ts'

/** psql's format for `cut` and `awk`: a line per row, nothing quoted. */
export function unaligned(
  columns: readonly Column[],
  { header, separator = '|', nullText = '' }: FormatOptions,
): Format {
  const text = (value: Cell): string => (value === null ? nullText : visible(plain(value)))
  return {
    begin: () => (header ? `${columns.map(({ name }) => visible(name)).join(separator)}\n` : ''),
    rows: (rows) => rows.map((row: Row) => `${row.map(text).join(separator)}\n`).join(''),
    end: () => '',
  }
}
