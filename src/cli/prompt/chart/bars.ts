import stringWidth from 'string-width'
import { shown } from '../../../output/index.ts'
import { shortened } from '../width.ts'
import type { ChartPoint, Paper } from './paper.ts'

/** Eighths of a column, so that bars differ where their lengths nearly do not. */
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for each row; those of negative numbers go to the left. NULL has none. */
export function barChart(pairs: readonly ChartPoint[], paper: Paper): string[] {
  const names = pairs.map(({ label }) => shortened(shown(label), Math.floor(paper.columns / 3)))
  const values = pairs.map(({ value }) => shown(value))
  const nameWidth = Math.max(0, ...names.map((name) => stringWidth(name)))
  const valueWidth = Math.max(0, ...values.map((value) => value.length))
  const room = Math.max(1, paper.columns - nameWidth - valueWidth - 4)
  const numbers = pairs.map(({ value }) => (value === null ? Number.NaN : Number(value)))
  const draw = barsOf(numbers, room, paper.ascii)
  return pairs.map((_, i) => {
    const name = `${names[i]}${' '.repeat(nameWidth - stringWidth(names[i]!))}`
    return ` ${name} ${values[i]!.padStart(valueWidth)} ${draw(numbers[i]!)}`.trimEnd()
  })
}

function barsOf(numbers: readonly number[], room: number, ascii: boolean): (value: number) => string {
  const finite = numbers.filter(Number.isFinite)
  const most = Math.max(0, ...finite)
  const least = Math.min(0, ...finite)
  const scale = most === least ? 0 : room / (most - least)
  const left = Math.round(-least * scale)
  return (value) => {
    if (!Number.isFinite(value)) return ''
    if (value < 0) return (ascii ? '-' : '░').repeat(Math.max(1, Math.round(-value * scale))).padStart(left)
    return ' '.repeat(left) + barText(value * scale, ascii)
  }
}

function barText(length: number, ascii: boolean): string {
  if (ascii) return '#'.repeat(Math.round(length))
  const parts = Math.round(length * 8)
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8]
}
