import stringWidth from 'string-width'
import {
  type Cell,
  type Format,
  type FormatColumn,
  type FormatOptions,
  type FormatRow,
  isNumber,
  shown,
  visible,
} from './format.ts'

/** Rows that decide how wide the columns are. Wider cells that come later stick out; nothing is cut unless asked for. */
const sampleRows = 1000

/** What a frame is drawn with. */
interface BorderFrame {
  readonly line: string
  readonly bar: string
  /** Left end, crossing and right end of the rule above, below the names, and below all. */
  readonly top?: readonly [string, string, string]
  readonly middle: readonly [string, string, string]
  readonly bottom?: readonly [string, string, string]
}

const frames: readonly BorderFrame[] = [
  { line: '-', bar: ' ', middle: ['', ' ', ''] },
  { line: '-', bar: ' | ', middle: ['', '+', ''] },
  { line: '-', bar: ' | ', top: ['+', '+', '+'], middle: ['+', '+', '+'], bottom: ['+', '+', '+'] },
]
const boxFrame: BorderFrame = {
  line: '─',
  bar: ' │ ',
  top: ['┌', '┬', '┐'],
  middle: ['├', '┼', '┤'],
  bottom: ['└', '┴', '┘'],
}

/** Aligned columns, as psql prints them: numbers to the right, NULL to be seen, wide characters measured. */
export const table = (columns: readonly FormatColumn[], options: FormatOptions): Format =>
  aligned(columns, options, frames[options.border ?? 1]!)

/** The same in a box. */
export const box = (columns: readonly FormatColumn[], options: FormatOptions): Format =>
  aligned(columns, options, boxFrame)

function aligned(
  columns: readonly FormatColumn[],
  { header, nullText, cellMax = 0 }: FormatOptions,
  frame: BorderFrame,
): Format {
  const names = columns.map(({ name }) => visible(name))
  const left = names.map(() => false)
  const right = columns.map(isNumber)
  const text = (value: Cell): string =>
    shortened(value === null && nullText !== undefined ? nullText : shown(value), cellMax)
  let waiting: string[][] | undefined = []
  let widths: readonly number[] = []

  const line = (cells: readonly string[], toRight: readonly boolean[]): string =>
    lineText(cells, widths, toRight, frame)
  const open = (): string => {
    const sample = waiting ?? []
    widths = names.map((name, i) => widest([header ? name : '', ...sample.map((cells) => cells[i]!)]))
    waiting = undefined
    const head = header ? [line(names, left), ruleText(widths, frame, frame.middle)] : []
    return [ruleText(widths, frame, frame.top), ...head, ...sample.map((cells) => line(cells, right))].join('')
  }
  return {
    begin: () => '',
    rows: (rows) => {
      const lines = rows.map((row: FormatRow) => row.map(text))
      if (!waiting) return lines.map((cells) => line(cells, right)).join('')
      for (const cells of lines) waiting.push(cells)
      return waiting.length < sampleRows ? '' : open()
    },
    end: () => (waiting ? open() : '') + ruleText(widths, frame, frame.bottom),
  }
}

/** Columns of a screen that these rows take as a table. */
export function tableWidth(
  columns: readonly FormatColumn[],
  rows: readonly FormatRow[],
  { nullText, cellMax = 0 }: FormatOptions,
): number {
  const text = (value: Cell): string =>
    shortened(value === null && nullText !== undefined ? nullText : shown(value), cellMax)
  const widths = columns.map(({ name }, i) => widest([visible(name), ...rows.map((row) => text(row[i]!))]))
  return widths.reduce((sum, width) => sum + width + 3, -1)
}

/** Cut to be seen: an ellipsis, and how long it is. */
function shortened(text: string, max: number): string {
  if (max === 0 || text.length <= max) return text
  const kept = text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
  return `${kept}… (${text.length.toLocaleString('en')} characters)`
}

const widest = (cells: readonly string[]): number =>
  cells.reduce((width, cell) => Math.max(width, stringWidth(cell)), 0)

function ruleText(
  widths: readonly number[],
  { line, bar }: BorderFrame,
  ends?: readonly [string, string, string],
): string {
  if (!ends) return ''
  const room = bar.length - 1
  return `${ends[0]}${widths.map((width) => line.repeat(width + room)).join(ends[1])}${ends[2]}\n`
}

function lineText(
  cells: readonly string[],
  widths: readonly number[],
  right: readonly boolean[],
  frame: BorderFrame,
): string {
  const padded = cells.map((cell, i) => {
    const room = ' '.repeat(Math.max(0, widths[i]! - stringWidth(cell)))
    return right[i] ? `${room}${cell}` : `${cell}${room}`
  })
  const { bar, top } = frame
  const middle = padded.join(bar)
  if (top) return `${bar.trim()} ${middle} ${bar.trim()}\n`
  return `${bar === ' ' ? '' : ' '}${middle}`.trimEnd().concat('\n')
}
