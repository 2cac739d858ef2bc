import stringWidth from 'string-width'
import { type Format, type FormatColumn, type FormatOptions, type FormatRow, shown, visible } from './format.ts'

const ruleWidth = 40

/** A line per value: for rows too wide to stand side by side. */
export function vertical(columns: readonly FormatColumn[], { nullText = 'NULL' }: FormatOptions): Format {
  const names = columns.map(({ name }) => visible(name))
  const width = Math.max(0, ...names.map((name) => stringWidth(name)))
  const labels = names.map((name) => name + ' '.repeat(width - stringWidth(name)))
  let count = 0
  const record = (row: FormatRow): string => {
    count += 1
    const title = `-[ RECORD ${count} ]`
    const lines = row.map((value, i) => `${labels[i]} | ${value === null ? nullText : shown(value)}\n`)
    return `${title.padEnd(Math.max(width + 1, ruleWidth), '-')}\n${lines.join('')}`
  }
  return { begin: () => '', rows: (rows) => rows.map(record).join(''), end: () => '' }
}
