import {
  type Cell,
  type Format,
  type FormatColumn,
  type FormatOptions,
  type FormatRow,
  plain,
  visible,
} from './format.ts'

/** psql's format for `cut` and `awk`: a line per row, nothing quoted. */
export function unaligned(
  columns: readonly FormatColumn[],
  { header, separator = '|', nullText = '' }: FormatOptions,
): Format {
  const text = (value: Cell): string => (value === null ? nullText : visible(plain(value)))
  return {
    begin: () => (header ? `${columns.map(({ name }) => visible(name)).join(separator)}\n` : ''),
    rows: (rows) => rows.map((row: FormatRow) => `${row.map(text).join(separator)}\n`).join(''),
    end: () => '',
  }
}
