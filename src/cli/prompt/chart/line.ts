import { plot } from 'simple-ascii-chart'
import { type FormatColumn, isNumber, plain } from '../../../output/index.ts'
import type { ChartPoint, Paper } from './paper.ts'

type Point = readonly [x: number, y: number]

const asciiSymbols = {
  axis: { n: '^', ns: '|', y: '+', nse: '+', x: '+', we: '-', e: '>' },
  chart: { we: '-', wns: '.', ns: '|', nse: "'", wsn: "'", sne: '.', area: '#' },
}

/** Rows that the axis below, its marks and the prompt take. */
const rowsAround = 6

/** A line through all points, in the order of what stands below; where there is no value the line has a gap. */
export function lineChart(pairs: readonly ChartPoint[], column: FormatColumn, paper: Paper): string[] {
  const placed = pairs
    .map(({ label, value }) => [placeOf(label), value === null ? Number.NaN : Number(value)] as const)
    .filter(([x]) => Number.isFinite(x))
    .toSorted(([a], [b]) => a - b)
  const lines = withoutGaps(placed)
  if (lines.length === 0) return ['(nothing to draw: there are no numbers)']
  const points = lines.flat()
  const marks = marksOf(
    points.map(([, y]) => y),
    6,
  )
  const textOf = isNumber(column) ? numberText : dayText(points)
  const height = Math.max(4, Math.min(20, paper.rows - rowsAround))
  const labelWidth = Math.max(...marks.map((mark) => numberText(mark).length), textOf(points[0]![0]).length)
  const width = Math.max(10, paper.columns - labelWidth - 4)
  const text = plot(
    lines.map((line) => line.map(([x, y]): [number, number] => [x, y])),
    {
      width,
      height,
      customXAxisTicks: xMarks(points, Math.max(2, Math.floor(width / (textOf(points[0]![0]).length + 4)))),
      customYAxisTicks: marks,
      formatter: (value, { axis }) => (axis === 'x' ? textOf(value) : numberText(value)),
      ...(paper.ascii && { symbols: asciiSymbols }),
    },
  )
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}

/** Days and instants by what calendar and clock show, whatever the offset: so are the marks written below. */
function placeOf(label: ChartPoint['label']): number {
  if (label === null) return Number.NaN
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d+)?))?/.exec(String(label)) ?? []
  return day === undefined ? Number(label) : Date.parse(`${day}T${time ?? '00:00:00'}Z`)
}

function withoutGaps(points: readonly Point[]): Point[][] {
  const lines: Point[][] = [[]]
  for (const point of points) {
    if (Number.isFinite(point[1])) lines.at(-1)!.push(point)
    else if (lines.at(-1)!.length > 0) lines.push([])
  }
  return lines.filter((line) => line.length > 0)
}

/** Round numbers between the least and the most. */
function marksOf(values: readonly number[], count: number): number[] {
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  if (least === most) return [least]
  const rough = (most - least) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10)
  const first = Math.ceil(least / step)
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, i) => (first + i) * step)
}

/** Points at even distances among those there are: a mark in between would stand for nothing. */
function xMarks(points: readonly Point[], count: number): number[] {
  const places = [...new Set(points.map(([x]) => x))].toSorted((a, b) => a - b)
  const [first, last] = [places[0]!, places.at(-1)!]
  const wanted = Array.from({ length: count }, (_, i) => first + ((last - first) * i) / Math.max(1, count - 1))
  const nearest = (place: number): number =>
    places.reduce((a, b) => (Math.abs(b - place) < Math.abs(a - place) ? b : a))
  const room = (last - first) / count / 1.5
  const marks = [...new Set(wanted.map(nearest))]
  return marks.filter((mark, i) => i === 0 || mark - marks[i - 1]! >= room)
}

const numberText = (value: number): string =>
  Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 6 })

/** Days, with the time of day where all points are within three days. */
function dayText(points: readonly Point[]): (value: number) => string {
  const places = points.map(([x]) => x)
  const span = places.reduce((a, b) => Math.max(a, b)) - places.reduce((a, b) => Math.min(a, b))
  const length = span > 0 && span < 3 * 86_400_000 ? 16 : 10
  return (value) => plain(new Date(value)).slice(0, length).replace('T', ' ')
}
