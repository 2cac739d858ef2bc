import { byName } from '../../base/by-name.ts'
import {
  type Cell,
  type Format,
  type FormatColumn,
  type FormatOptions,
  type FormatRow,
  isNumber,
  plain,
} from './format.ts'

/** A table for a page or a mail. */
export function html(columns: readonly FormatColumn[], { header }: FormatOptions): Format {
  const names = columns.map(({ name }) => `<th>${escaped(name)}</th>`).join('')
  const right = columns.map((column) => (isNumber(column) ? ' align="right"' : ''))
  const cell = (value: Cell, i: number): string => `<td${right[i]}>${value === null ? '' : escaped(plain(value))}</td>`
  return {
    begin: () => `<table border="1">\n${header ? `  <tr>${names}</tr>\n` : ''}`,
    rows: (rows) => rows.map((row: FormatRow) => `  <tr>${row.map(cell).join('')}</tr>\n`).join(''),
    end: () => '</table>\n',
  }
}

const entities: Readonly<Record<string, string>> = byName({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '<br>',
})

const escaped = (text: string): string =>
  // Control characters have no place in HTML.
  text.replace(/[^\P{Cc}\n\t]/gu, '').replace(/[&<>"\n]/g, (character) => entities[character]!)
