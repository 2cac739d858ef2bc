import stringWidth from 'string-width'
import { type Column, type Format, type FormatOptions, isNumber, type Row, shown, visible } from './format.ts'

/** Rows that decide how wide the columns are. Wider cells that come later stick out; nothing is ever cut. */
const sampleRows = 1000

interface Line {
  readonly cells: readonly string[]
}

/** Aligned columns, as psql prints them: numbers to the right, NULL to be seen, wide characters measured. */
export function table(columns: readonly Column[], { header }: FormatOptions): Format {
  const names = columns.map(({ name }) => visible(name))
  const right = columns.map(isNumber)
  let waiting: Line[] | undefined = []
  let widths: readonly number[] = []

  const open = (): string => {
    const sample = waiting ?? []
    widths = names.map((name, i) => widest([header ? name : '', ...sample.map(({ cells }) => cells[i]!)]))
    waiting = undefined
    const head = header
      ? [
          lineText(
            names,
            widths,
            names.map(() => false),
          ),
          ruleText(widths),
        ]
      : []
    return [...head, ...sample.map(({ cells }) => lineText(cells, widths, right))].join('')
  }
  return {
    begin: () => '',
    rows: (rows) => {
      const lines = rows.map((row: Row) => ({ cells: row.map(shown) }))
      if (!waiting) return lines.map(({ cells }) => lineText(cells, widths, right)).join('')
      for (const line of lines) waiting.push(line)
      return waiting.length < sampleRows ? '' : open()
    },
    end: () => (waiting ? open() : ''),
  }
}

const widest = (cells: readonly string[]): number =>
  cells.reduce((width, cell) => Math.max(width, stringWidth(cell)), 0)

const ruleText = (widths: readonly number[]): string => `${widths.map((width) => '-'.repeat(width + 2)).join('+')}\n`

function lineText(cells: readonly string[], widths: readonly number[], right: readonly boolean[]): string {
  const padded = cells.map((cell, i) => {
    const room = ' '.repeat(Math.max(0, widths[i]! - stringWidth(cell)))
    return right[i] ? `${room}${cell}` : `${cell}${room}`
  })
  return ` ${padded.join(' | ')}`.trimEnd().concat('\n')
}
