import { ZohoSqlError } from '../../../base/errors.ts'
import type { Cell, FormatColumn } from '../../../output/index.ts'
import { usageError } from '../../usage.ts'
import type { CompleteRows } from '../answer.ts'

/** `\crosstabview`: rows as a table with a column for each value of one of theirs. Pure. */

const columnsMax = 1600

/** @param words columns by name or number: down, across, what stands inside, what orders those across */
export function crosstab({ columns, rows }: CompleteRows, words: readonly string[]): CompleteRows {
  if (columns.length < 3) throw usageError('\\crosstabview takes an answer of three columns or more.')
  if (words.length < 3 && columns.length > 3 && words[2] === undefined)
    throw usageError('Of more than three columns say which: \\crosstabview DOWN ACROSS INSIDE')
  const [down, across, inside] = [0, 1, 2].map((i) => (words[i] === undefined ? i : indexOf(words[i], columns)))
  const order = words[3] === undefined ? undefined : indexOf(words[3], columns)
  const heads = headsOf(rows, across!, order)
  const columnOf = new Map(heads.map((head, i) => [head, i + 1]))
  const lines = new Map<Cell, Cell[]>()
  for (const row of rows) {
    const line = lines.get(row[down!]!) ?? [row[down!]!, ...heads.map(() => null)]
    lines.set(row[down!]!, line)
    const at = columnOf.get(row[across!]!)!
    if (line[at] !== null) throw twice(row[down!]!, row[across!]!)
    line[at] = row[inside!]!
  }
  const { sqlType } = columns[inside!]!
  return {
    columns: [columns[down!]!, ...heads.map((head) => ({ name: String(head ?? 'NULL'), sqlType }))],
    rows: [...lines.values()],
  }
}

/** Values across, in the order in which they come or in that of another column. */
function headsOf(rows: CompleteRows['rows'], across: number, order: number | undefined): readonly Cell[] {
  const heads = [...new Set(rows.map((row) => row[across]!))]
  if (heads.length > columnsMax) {
    throw new ZohoSqlError('RESULT_LIMIT', `${heads.length} values would be columns; at most ${columnsMax} may.`)
  }
  if (order === undefined) return heads
  const places = new Map(rows.map((row) => [row[across]!, row[order]!]))
  return heads.toSorted((a, b) => compared(places.get(a)!, places.get(b)!))
}

/** Numbers by size, days and instants and other texts by their letters. */
function compared(a: Cell, b: Cell): number {
  const difference = Number(a) - Number(b)
  if (!Number.isNaN(difference)) return difference
  return String(a) < String(b) ? -1 : 1
}

function indexOf(word: string, columns: readonly FormatColumn[]): number {
  const bare = word.replace(/^"(.*)"$/, '$1')
  const index = /^\d+$/.test(word)
    ? Number(word) - 1
    : columns.findIndex(({ name }) => name.toLowerCase() === bare.toLowerCase())
  if (columns[index]) return index
  throw usageError(`The answer has no column ${word}.`, `It has ${columns.map(({ name }) => name).join(', ')}.`)
}

const twice = (down: Cell, across: Cell): ZohoSqlError =>
  new ZohoSqlError('CARDINALITY', `There is more than one value for row "${down}", column "${across}".`)
