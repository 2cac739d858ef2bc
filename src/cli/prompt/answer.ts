import { isZohoSqlError } from '../../base/errors.ts'
import type { Parameters, ResultRows, StatementOptions, Stats, ValueForms } from '../../driver/inner.ts'
import {
  type Cell,
  copyRows,
  type FormatColumn,
  type FormatName,
  type FormatOptions,
  type FormatRow,
  fileKind,
  isForPeople,
  loadFormat,
} from '../../output/index.ts'
import { parametersFor } from '../parameters.ts'
import { costText, formsOf, mapped, printPlan } from '../print.ts'
import { instantTexts, type SessionAnswer } from '../session.ts'
import { plural } from '../text.ts'
import { diffText, tagOf } from '../writes.ts'
import { approval, asking, type Consent, confirm } from './asking.ts'
import { copyFromPrompt, isCopyFrom } from './copy-from.ts'
import { put, putAll } from './page.ts'
import { type PromptSettings, set } from './settings.ts'
import type { Shell } from './shell.ts'
import type { TextSink } from './sink.ts'
import { isSwitchedOn, refuseParameters, withVariables } from './variables.ts'
import { Waiting } from './waiting.ts'

/** Runs a statement and shows what comes: on the screen, in the pager, or in a file. */

export interface Showing {
  readonly expanded?: 'on'
  /** Instead of the screen. */
  readonly sink?: TextSink
}

/** What a statement runs with. */
interface RunControl {
  readonly signal: AbortSignal
  /** Ends the statement, as Ctrl-C does. */
  readonly giveUp: () => void
}

/** @throws ZohoSqlError what is wrong with the statement, and when whoever was asked says no */
export async function runStatement(shell: Shell, text: string, showing: Showing = {}): Promise<void> {
  const { options } = shell.task
  if (isCopyFrom(text)) return copyFromPrompt(shell, withVariables(text, shell.variables), runStatement)
  const told = await shell.around.perform(withVariables(text, shell.variables), shell.session.db)
  if (told) return tell(shell, told, showing)
  if (options.explain || options.analyze) return planOf(shell, text)
  await withAnswer(shell, text, formsOf(shell.settings.format), (answer, running) =>
    show(shell, answer, { ...showing, sink: showing.sink ?? shell.target }, running),
  )
}

/** What SET, SHOW, BEGIN and their like have to say. */
async function tell(shell: Shell, told: SessionAnswer, showing: Showing): Promise<void> {
  if ('tag' in told) return shell.say(told.warning ? `notice: ${told.warning}` : told.tag)
  const options = formatOptions(shell.settings)
  const name = await formatFor(shell, told.columns, told.rows, options, showing)
  const format = (await loadFormat(name))(told.columns, options)
  await put(shell, format.begin() + format.rows(told.rows) + format.end(), showing.sink ?? shell.target)
}

/** `--explain` and `--analyze` of a script with commands. */
async function planOf(shell: Shell, text: string): Promise<void> {
  const sql = withVariables(text, shell.variables)
  const { task, session } = shell
  const options = { analyze: task.options.analyze === true }
  const plan = await shell.cancellable((signal) =>
    session.db.explain(sql, parametersOf(shell, sql), { ...options, signal }),
  )
  await printPlan(plan, task)
}

/** Runs a statement, has its answer used, and tells what it cost. */
async function withAnswer<T>(
  shell: Shell,
  text: string,
  forms: ValueForms,
  use: (answer: ResultRows, running: RunControl) => Promise<T>,
): Promise<T> {
  shell.last = text
  shell.statements += 1
  return shell.cancellable(async (signal, giveUp, isLeft) => {
    const sql = withVariables(text, shell.variables)
    const own = await shell.around.options(sql, shell.session.db)
    const dryRun = isSwitchedOn(shell.variables, 'DRYRUN') ? { dryRun: true } : {}
    const consent: Consent = { given: false }
    const writing = { ...own.writing, ...asking(shell, consent) }
    const answer = await affordable(shell, sql, { ...own, ...dryRun, writing, signal, forms }, consent)
    try {
      const used = await use(answer, { signal, giveUp })
      const tag = tagOf(answer)
      if (tag) shell.say(tag)
      shell.around.took(own.session)
      return used
    } finally {
      await answer.close()
      settle(shell, answer, isLeft())
    }
  })
}

/** @param quiet it was left: it may end long after, when something else is typed */
function settle(shell: Shell, answer: ResultRows, quiet: boolean): void {
  const stats = answer.stats()
  shell.lastStats = stats
  shell.spent.add(stats)
  shell.variables.set('ROW_COUNT', String(answer.rowCount))
  if (quiet) return
  for (const notice of stats.notices) shell.say(`notice: ${notice}`)
  if (shell.settings.timing) shell.say(timingText(stats))
}

/** Values of parameters: those of `\bind`, else those of the command line. */
function parametersOf(shell: Shell, sql: string): Parameters {
  if (shell.bound) return shell.bound
  const given = shell.task.options.param ?? []
  if (given.length === 0) refuseParameters(sql)
  return parametersFor(sql, given, false)
}

/** Opens a statement after asking about its price, if that is high. */
async function affordable(shell: Shell, sql: string, options: StatementOptions, consent: Consent): Promise<ResultRows> {
  const { db } = shell.session
  const { credits: limit } = shell.settings
  const parameters = parametersOf(shell, sql)
  shell.bound = undefined
  const credits = limit === 0 ? 0 : await priceOf(shell, sql, parameters, options)
  if (limit > 0 && credits > limit && !isExplain(sql)) {
    await confirm(shell, `This costs at least ${plural(credits, 'credit')}. Run it? [n]o, [y]es:`, 'was not run')
  }
  using _ = new Waiting(shell.terminal)
  const approve = limit === 0 ? undefined : approval(shell, Math.max(limit, credits), consent)
  return await db.open(sql, parameters, { ...options, ...(approve && { approve }) })
}

/** The least that a statement costs. Metadata may have to be read for it. */
async function priceOf(
  { session, terminal }: Shell,
  sql: string,
  parameters: Parameters,
  options: StatementOptions,
): Promise<number> {
  using _ = new Waiting(terminal)
  return (await session.db.explain(sql, parameters, options)).credits
}

const isExplain = (sql: string): boolean => /^\s*explain\b(?!\s*\(?\s*analy[sz]e)/i.test(sql)

/** Rows that are looked at before the first is written, where nobody is asked. */
const sampleRows = 1000

async function show(shell: Shell, answer: ResultRows, showing: Showing, { giveUp }: RunControl): Promise<void> {
  const { settings } = shell
  if (answer.written && (answer.columns.length === 0 || (answer.written.isDryRun && isForPeople(settings.format))))
    return showWrite(shell, answer, showing)
  const batches = await shownRows(shell, answer)
  const asks = !showing.sink && settings.rows > 0 && shell.terminal.interactive
  const first = await firstRows(shell, answer, batches, asks ? settings.rows : sampleRows)
  const columns: readonly FormatColumn[] = answer.columns
  const options = formatOptions(settings)
  const name = await formatFor(shell, columns, first.rows, options, showing)
  const format = (await loadFormat(name))(columns, options)
  const title = settings.title !== '' && hasFooter(name) ? `${settings.title}\n` : ''
  const head = title + format.begin() + format.rows(first.rows)
  const wanted = first.done || !asks ? 'a' : await wantedRows(shell, first.rows.length)
  if (wanted === 'n') return shell.say('(no rows are shown; there are some)')
  if (first.done || wanted === 'f') {
    await put(shell, head + format.end(), showing.sink)
    return conclude(shell, name, first.rows.length, first.done)
  }
  const rest = new Rest(first.more, batches, (rows) => format.rows(rows))
  try {
    const next = (): Promise<string | undefined> => rest.next()
    const more = {
      next,
      giveUp,
      get end() {
        return format.end()
      },
    }
    const complete = await putAll(shell, head, more, showing.sink)
    conclude(shell, name, first.rows.length + rest.count, complete)
  } catch (error) {
    shell.say(`(${plural(first.rows.length + rest.count, 'row')} came before it ended; the answer is not complete)`)
    throw error
  }
}

/** A statement that gives no rows, or a dry run: what each record has and would get. */
async function showWrite(shell: Shell, answer: ResultRows, { sink }: Showing): Promise<void> {
  using waiting = new Waiting(shell.terminal, () => answer.stats())
  const rows: FormatRow[] = []
  for await (const some of answer) rows.push(...some)
  waiting.clear()
  if (!answer.written?.isDryRun) return
  await put(shell, diffText(rows, shell.terminal.draws && !sink && shell.task.io.env.NO_COLOR === undefined), sink)
  shell.say(`(dry run: ${plural(rows.length, 'record')}, nothing was written)`)
}

/** Rows with instants as people read them, where the format is for people. */
async function shownRows(shell: Shell, answer: ResultRows): Promise<AsyncIterator<readonly FormatRow[]>> {
  if (formsOf(shell.settings.format).dates !== 'epoch') return answer[Symbol.asyncIterator]()
  const texts = await instantTexts(answer.columns, () => shell.around.zoneName(shell.session.db))
  return mapped(answer, texts)
}

interface First {
  readonly rows: readonly FormatRow[]
  /** Read with them, and not to be shown unasked. */
  readonly more: readonly FormatRow[]
  readonly done: boolean
}

/** Reads until there is an end, or more rows than are wanted at once. */
async function firstRows(
  shell: Shell,
  answer: ResultRows,
  batches: AsyncIterator<readonly FormatRow[]>,
  max: number,
): Promise<First> {
  using waiting = new Waiting(shell.terminal, () => answer.stats())
  const rows: FormatRow[] = []
  for (;;) {
    const next = await batches.next()
    if (next.done) return { rows, more: [], done: true }
    for (const row of next.value) rows.push(row)
    waiting.rows = rows.length
    if (rows.length > max) return { rows: rows.slice(0, max), more: rows.slice(max), done: false }
  }
}

async function wantedRows(shell: Shell, count: number): Promise<string> {
  const rows = count.toLocaleString('en')
  return shell.ask(`There are more than ${rows} rows. Show [f]irst ${rows}, [a]ll, [n]one:`, 'fan')
}

/** The rows after the first ones, as text. */
class Rest {
  count = 0
  readonly #batches: AsyncIterator<readonly FormatRow[]>
  readonly #text: (rows: readonly FormatRow[]) => string
  #read: readonly FormatRow[] | undefined

  constructor(
    read: readonly FormatRow[],
    batches: AsyncIterator<readonly FormatRow[]>,
    text: (rows: readonly FormatRow[]) => string,
  ) {
    this.#read = read
    this.#batches = batches
    this.#text = text
  }

  async next(): Promise<string | undefined> {
    const rows = this.#read ?? (await this.#batches.next()).value
    this.#read = undefined
    if (rows === undefined) return undefined
    this.count += rows.length
    return this.#text(rows)
  }
}

export const formatOptions = (settings: PromptSettings): FormatOptions => ({
  header: !settings.tuples_only,
  border: settings.border,
  nullText: settings.null,
  cellMax: settings.cell,
  separator: settings.format === 'csv' ? settings.csv_fieldsep : settings.fieldsep,
})

async function formatFor(
  shell: Shell,
  columns: readonly FormatColumn[],
  rows: readonly FormatRow[],
  options: FormatOptions,
  showing: Showing,
): Promise<FormatName> {
  const { format, expanded } = shell.settings
  if (format !== 'table' && format !== 'box') return format
  if (showing.expanded || expanded === 'on') return 'vertical'
  // A plan is text already, and a single column gains nothing by it.
  if (expanded === 'off' || showing.sink || columns.length < 2) return format
  const { tableWidth } = await import('../../output/format/table.ts')
  return tableWidth(columns, rows, options) > shell.terminal.columns ? 'vertical' : format
}

const hasFooter = (name: FormatName): boolean => /^(table|box|vertical|unaligned)$/.test(name)

function conclude(shell: Shell, name: FormatName, rows: number, complete: boolean): void {
  if (!complete) shell.say(`(the first ${plural(rows, 'row')}; there are more)`)
  else if (hasFooter(name) && !shell.settings.tuples_only && shell.settings.footer)
    shell.say(`(${plural(rows, 'row')})`)
}

export const timingText = (stats: Stats): string => `Time: ${costText(stats)}`

/** An answer of which all rows are at hand. */
export interface CompleteRows {
  readonly columns: readonly FormatColumn[]
  readonly rows: readonly (readonly Cell[])[]
}

/** All rows for those who go on with them, at most one more than `max`, with instants as tables show them. @throws ZohoSqlError */
export const rowsOf = (shell: Shell, text: string, max: number): Promise<CompleteRows> =>
  withAnswer(shell, text, { exactNumbers: true, dates: 'epoch' }, async (answer) => {
    const texts = await instantTexts(answer.columns, () => shell.around.zoneName(shell.session.db))
    const { rows, more } = await firstRows(shell, answer, mapped(answer, texts), max)
    return { columns: answer.columns, rows: [...rows, ...more.slice(0, 1)] }
  })

/** Writes the answer to a file, which appears when it is complete. @throws ZohoSqlError */
export async function copyStatement(
  shell: Shell,
  text: string,
  path: string,
  word: string | undefined,
  { header, separator }: Pick<FormatOptions, 'header' | 'separator'>,
): Promise<void> {
  const kind = fileKind(path, word)
  const count = await withAnswer(shell, text, kind.forms, async (answer) => {
    using waiting = new Waiting(shell.terminal, () => answer.stats())
    const wrote = (rows: number): void => {
      waiting.rows = rows
    }
    const remark = (note: string): void => shell.say(`notice: ${note}`)
    return await copyRows(answer, path, kind, {
      options: { header, nullText: shell.settings.null, ...(separator !== undefined && { separator }) },
      wrote,
      remark,
    })
  })
  shell.say(`${plural(count, 'row')} to ${path}`)
}

type GivenText = string | undefined

/** `\copy … to stdout`: where rows go, in the form that was asked for. @throws ZohoSqlError */
export async function copyToScreen(
  shell: Shell,
  text: string,
  { format = 'csv', header, separator }: { format?: GivenText; header: boolean; separator?: GivenText },
): Promise<void> {
  const before = { ...shell.settings }
  set(shell.settings, 'format', format)
  Object.assign(shell.settings, {
    tuples_only: !header,
    csv_fieldsep: separator ?? before.csv_fieldsep,
    expanded: 'off',
  })
  try {
    await runStatement(shell, text)
  } finally {
    Object.assign(shell.settings, before)
  }
}

export const isCancelled = (error: unknown): boolean => isZohoSqlError(error) && error.code === 'CANCELLED'
