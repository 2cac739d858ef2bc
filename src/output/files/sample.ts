import type { Cell, FormatColumn, FormatRow } from '../format/format.ts'
import { isWide } from './numbers.ts'

/** The first rows of an answer, which tell how its columns are stored and how wide they are. */
export interface Sample {
  readonly first: readonly FormatRow[]
  /** All rows, these too. */
  readonly all: AsyncIterable<readonly FormatRow[]>
}

const rowsMax = 5000

/** Reads ahead until there are enough rows to judge by. */
export async function sampled(batches: AsyncIterable<readonly FormatRow[]>): Promise<Sample> {
  const rest = batches[Symbol.asyncIterator]()
  const first: FormatRow[] = []
  let done = false
  while (!done && first.length < rowsMax) {
    const next = await rest.next()
    done = next.done === true
    if (!next.done) for (const row of next.value) first.push(row)
  }
  async function* all(): AsyncGenerator<readonly FormatRow[]> {
    try {
      if (first.length > 0) yield first
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
    } finally {
      await rest.return?.()
    }
  }
  return { first, all: all() }
}

const numbers = /^(smallint|integer|bigint|numeric)$/

/** Columns of whole numbers such as ids: a double would make other numbers of some, so all are texts, of one kind. */
export const wideColumns = (columns: readonly FormatColumn[], first: readonly FormatRow[]): readonly boolean[] =>
  columns.map(({ sqlType }, i) => numbers.test(sqlType.name) && first.some((row) => isWideCell(row[i] ?? null)))

export const isWideCell = (value: Cell): boolean => value !== null && isWide(String(value))
