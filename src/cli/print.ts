import type { Explanation, ResultRows, Stats, ValueForms } from '../driver/inner.ts'
import {
  type FormatColumn,
  type FormatName,
  type FormatRow,
  formatByName,
  formatNames,
  isBinary,
  isFormatName,
  isForPeople,
  loadFormat,
  wantsExactNumbers,
} from '../output/index.ts'
import { ReaderGone } from './output.ts'
import { Progress } from './progress.ts'
import { instantTexts } from './session.ts'
import { note, type Task } from './task.ts'
import { plural } from './text.ts'
import { usageError } from './usage.ts'
import { diffText, tagOf } from './writes.ts'

/** `-o deals.xlsx`: a file that is no text, which is written as `copy` does. */
export const writesFile = ({ output, format }: Task['options']): boolean =>
  output !== undefined && isBinary(format ?? formatByName(output) ?? '')

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

/** What a format takes values as: for people instants are texts of their zone, which {@link instantTexts} makes. */
export const formsOf = (format: FormatName): ValueForms => ({
  exactNumbers: wantsExactNumbers(format),
  dates: isForPeople(format) ? 'epoch' : 'string',
})

/** Rows that are there already, printed like any answer. */
export const printRows = (columns: readonly FormatColumn[], rows: readonly FormatRow[], task: Task): Promise<number> =>
  print(columns, [rows], task, chosenFormat(task))

/**
 * Prints an answer as it arrives, then what there is to say about it.
 *
 * @param zoneName where instants are shown; their values are those of {@link formsOf}
 */
export async function printAnswer(
  answer: ResultRows,
  task: Task,
  format: FormatName,
  zoneName: () => Promise<string>,
): Promise<number> {
  const progress = new Progress(task, () => answer.stats())
  let printed = 0
  const shown = (rows: number): void => {
    printed = rows
    progress.show(rows)
  }
  try {
    if (answer.written && (answer.columns.length === 0 || (answer.written.isDryRun && isForPeople(format)))) {
      return await printWrite(answer, task, progress)
    }
    const texts = isForPeople(format) ? await instantTexts(answer.columns, zoneName) : undefined
    const count = await print(answer.columns, texts ? mapped(answer, texts) : answer, task, format, shown)
    progress.clear()
    remark(answer.stats(), count, task, format)
    const tag = tagOf(answer)
    if (tag) note(task, tag)
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

/** A statement that gives no rows, or a dry run for people: what each record has and gets. */
async function printWrite(answer: ResultRows, task: Task, progress: Progress): Promise<number> {
  let count = 0
  for await (const rows of answer) {
    count += rows.length
    progress.clear()
    if (answer.written?.isDryRun) await task.output.write(diffText(rows, coloured(task)))
  }
  progress.clear()
  remark(answer.stats(), count, task, 'csv')
  note(task, tagOf(answer) ?? `(dry run: ${plural(count, 'record')}, nothing was written)`)
  return count
}

const coloured = ({ io, options }: Task): boolean =>
  io.stdout.isTTY === true && options.output === undefined && io.env.NO_COLOR === undefined

/** All batches, changed. */
export async function* mapped(
  batches: AsyncIterable<readonly FormatRow[]>,
  change: (rows: readonly FormatRow[]) => readonly FormatRow[],
): AsyncGenerator<readonly FormatRow[]> {
  for await (const rows of batches) yield change(rows)
}

async function print(
  columns: readonly FormatColumn[],
  batches: AsyncIterable<readonly FormatRow[]> | Iterable<readonly FormatRow[]>,
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

/** How long a statement took, and what it cost. */
export function costText({ elapsedMs, calls, credits, rowsFetched, road }: Stats): string {
  const cost = [plural(calls, 'call'), plural(credits, 'credit'), `${plural(rowsFetched, 'row')} fetched by ${road}`]
  return `${elapsedMs.toFixed(0)} ms, ${cost.join(', ')}`
}

function remark(stats: Stats, rows: number, task: Task, format: FormatName): void {
  const isCounted = format === 'table' || format === 'vertical'
  remarkOn(stats, task, isCounted ? `(${plural(rows, 'row')})` : undefined)
}

function remarkOn(stats: Stats, task: Task, count: string | undefined): void {
  for (const notice of stats.notices) note(task, `notice: ${notice}`)
  if (count !== undefined) note(task, count)
  if (task.options.timing) task.io.stderr.write(`time: ${costText(stats)}\n`)
}

/** The plan as text; for the formats of programs, as JSON. */
export async function printPlan(plan: Explanation, task: Task): Promise<void> {
  const forPrograms = task.options.format === 'json' || task.options.format === 'ndjson'
  await task.output.write(`${forPrograms ? JSON.stringify(plan) : String(plan)}\n`)
}
