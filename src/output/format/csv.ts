import { stringify } from 'csv-stringify/sync'
import { type Format, type FormatColumn, type FormatOptions, type FormatRow, plain } from './format.ts'

/**
 * What stands in quotes though it holds no separator: an empty text (NULL is nothing), blanks at an end, whatever some
 * reader takes for the end of a line or of the file (a lone carriage return, `\.`), and all other signs of control.
 */
const quotedTexts = /^$|^\s|\s$|[\p{Cc}\p{Zl}\p{Zp}]|^\\\.$/u

/** RFC 4180 with line feeds. NULL is nothing, an empty text is `""`: the two stay apart. */
export function csv(columns: readonly FormatColumn[], { header, separator = ',' }: FormatOptions): Format {
  const lines = (rows: readonly (readonly (string | null)[])[]): string =>
    stringify(rows as (string | null)[][], {
      quoted_match: quotedTexts,
      record_delimiter: '\n',
      delimiter: separator,
    })
  return {
    begin: () => (header ? lines([columns.map(({ name }) => name)]) : ''),
    rows: (rows) => lines(rows.map(cells)),
    end: () => '',
  }
}

const cells = (row: FormatRow): (string | null)[] => row.map((value) => (value === null ? null : plain(value)))
