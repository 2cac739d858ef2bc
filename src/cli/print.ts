import type { Explanation, ResultRows, Stats } from '../driver/inner.ts'
import {
  type Column,
  type FormatName,
  formatByName,
  formatNames,
  isBinary,
  isFormatName,
  loadFormat,
  type Row,
} from '../output/index.ts'
import { ReaderGone } from './output.ts'
import { Progress } from './progress.ts'
import { note, type Task } from './task.ts'
import { usageError } from './usage.ts'

/**
 * The format that was asked for, by a word or by the name of the file; else a table on a terminal and CSV elsewhere.
 *
 * @throws ZohoSqlError USAGE
 */
export function chosenFormat({ options, io }: Task): FormatName {
  const wanted = options.format ?? (options.output === undefined ? undefined : formatByName(options.output))
  if (wanted === undefined) return io.stdout.isTTY && options.output === undefined ? 'table' : 'csv'
  if (isFormatName(wanted)) return wanted
  if (isBinary(wanted)) throw usageError(`${wanted} is a format of files.`, 'zohosql copy "SELECT …" FILE writes them.')
  throw usageError(`There is no format "${wanted}".`, `Formats are ${formatNames.join(', ')}.`)
}

/** Rows that are there already, printed like any answer. */
export const printRows = (columns: readonly Column[], rows: readonly Row[], task: Task): Promise<number> =>
  print(columns, [rows], task, chosenFormat(task))

/** Prints an answer as it arrives, then what there is to say about it. */
export async function printAnswer(answer: ResultRows, task: Task, format = chosenFormat(task)): Promise<number> {
  const progress = new Progress(task, () => answer.stats())
  let printed = 0
  const shown = (rows: number): void => {
    printed = rows
    progress.show(rows)
  }
  try {
    const count = await print(answer.columns, answer, task, format, shown)
    progress.clear()
    remark(answer.stats(), count, task, format)
    return count
  } catch (error) {
    progress.clear()
    if (printed > 0 && !task.signal.aborted && !(error instanceof ReaderGone)) {
      task.io.stderr.write(`The answer is not complete: ${plural(printed, 'row')} came before the error.\n`)
    }
    throw error
  } finally {
    progress.clear()
    await answer.close()
  }
}

async function print(
  columns: readonly Column[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  task: Task,
  name: FormatName,
  shown?: (rows: number) => void,
): Promise<number> {
  const format = (await loadFormat(name))(columns, { header: !task.options['no-header'] })
  let count = 0
  let head = format.begin()
  for await (const rows of batches) {
    count += rows.length
    const text = head + format.rows(rows)
    head = ''
    if (text !== '') await task.output.write(text)
    shown?.(count)
  }
  const text = head + format.end()
  if (text !== '') await task.output.write(text)
  return count
}

export const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`

/** How long a statement took, and what it cost. */
export function costText({ elapsedMs, calls, credits, rowsFetched, road }: Stats): string {
  const cost = [plural(calls, 'call'), plural(credits, 'credit'), `${plural(rowsFetched, 'row')} fetched by ${road}`]
  return `${elapsedMs.toFixed(0)} ms, ${cost.join(', ')}`
}

function remark(stats: Stats, rows: number, task: Task, format: FormatName): void {
  for (const notice of stats.notices) note(task, `notice: ${notice}`)
  if (format === 'table' || format === 'vertical') note(task, `(${plural(rows, 'row')})`)
  if (task.options.timing) task.io.stderr.write(`time: ${costText(stats)}\n`)
}

/** The plan as text; for the formats of programs, as JSON. */
export async function printPlan(plan: Explanation, task: Task): Promise<void> {
  const forPrograms = task.options.format === 'json' || task.options.format === 'ndjson'
  await task.output.write(`${forPrograms ? JSON.stringify(plan) : String(plan)}\n`)
}
