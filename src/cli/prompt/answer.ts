import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { ResultRows, Stats } from '../../driver/index.ts'
import {
  type Cell,
  type Column,
  type FormatName,
  type FormatOptions,
  loadFormat,
  type Row,
  wantsExactNumbers,
} from '../format/index.ts'
import type { Settings } from './settings.ts'
import type { Shell } from './shell.ts'
import type { Sink } from './sink.ts'
import { refuseParameters, withVariables } from './variables.ts'
import { Waiting } from './waiting.ts'

/** Runs a statement and shows what comes: on the screen, in the pager, or in a file. */

export interface Showing {
  readonly expanded?: 'on'
  /** Instead of the screen. */
  readonly sink?: Sink
}

/** @throws ZohoSqlError what is wrong with the statement, and when whoever was asked says no */
export async function runStatement(shell: Shell, text: string, showing: Showing = {}): Promise<void> {
  const sql = withVariables(text, shell.variables)
  shell.last = text
  shell.spent.statements += 1
  await shell.cancellable(async (signal) => {
    const answer = await affordable(shell, sql, signal)
    try {
      await show(shell, answer, { ...showing, sink: showing.sink ?? shell.sink })
    } finally {
      await answer.close()
      settle(shell, answer.stats())
    }
  })
}

function settle(shell: Shell, stats: Stats): void {
  shell.lastStats = stats
  shell.spent.calls += stats.calls
  shell.spent.credits += stats.credits
  for (const notice of stats.notices) shell.say(`notice: ${notice}`)
  if (shell.settings.timing) shell.say(timingText(stats))
}

/** Opens a statement after asking about its price, if that is high. */
export async function affordable(shell: Shell, sql: string, signal: AbortSignal): Promise<ResultRows> {
  const { db } = shell.session
  const { credits: limit, format } = shell.settings
  const forms = { exactNumbers: wantsExactNumbers(format), dates: 'string' } as const
  refuseParameters(sql)
  const credits = limit === 0 ? 0 : await priceOf(shell, sql, signal)
  if (limit > 0 && credits > limit && !isExplain(sql)) {
    await confirm(shell, `This costs at least ${plural(credits, 'credit')}. Run it? [n]o, [y]es:`)
  }
  using _ = new Waiting(shell.terminal)
  return await db.open(sql, [], { signal, forms })
}

/** The least that a statement costs. Metadata may have to be read for it. */
async function priceOf({ session, terminal }: Shell, sql: string, signal: AbortSignal): Promise<number> {
  using _ = new Waiting(terminal)
  return (await session.db.explain(sql, [], { signal })).credits
}

const isExplain = (sql: string): boolean => /^\s*explain\b(?!\s*\(?\s*analy[sz]e)/i.test(sql)

async function confirm(shell: Shell, question: string): Promise<void> {
  if (!shell.terminal.interactive || (await shell.ask(question, 'ny')) === 'y') return
  throw new ZohoSqlError('CANCELLED', 'The statement was not run.', { hint: 'How much is asked about: \\pset credits' })
}

async function show(shell: Shell, answer: ResultRows, showing: Showing): Promise<void> {
  const { settings } = shell
  const batches = answer[Symbol.asyncIterator]()
  const first = await firstRows(shell, answer, batches, showing.sink ? Infinity : settings.rows || Infinity)
  const columns: readonly Column[] = answer.columns
  const options = formatOptions(settings)
  const name = await formatFor(shell, columns, first.rows, options, showing)
  const format = (await loadFormat(name))(columns, options)
  const head = format.begin() + format.rows(first.rows)
  if (first.done) {
    await put(shell, head + format.end(), showing)
    return conclude(shell, name, first.rows.length, true)
  }
  const all = await wantsAll(shell, first.rows.length)
  if (!all) {
    await put(shell, head + format.end(), showing)
    return conclude(shell, name, first.rows.length, false)
  }
  const rest = new Rest(first.more, batches, (rows) => format.rows(rows))
  await putAll(shell, head, rest, () => format.end())
  conclude(shell, name, first.rows.length + rest.count, rest.done)
}

interface First {
  readonly rows: readonly Row[]
  /** Read with them, and not to be shown unasked. */
  readonly more: readonly Row[]
  readonly done: boolean
}

/** Reads until there is an end, or more rows than are shown unasked. */
async function firstRows(
  shell: Shell,
  answer: ResultRows,
  batches: AsyncIterator<readonly Row[]>,
  max: number,
): Promise<First> {
  using waiting = new Waiting(shell.terminal, () => answer.stats())
  const rows: Row[] = []
  for (;;) {
    const next = await batches.next()
    if (next.done) return { rows, more: [], done: true }
    for (const row of next.value) rows.push(row)
    waiting.rows = rows.length
    if (rows.length > max) return { rows: rows.slice(0, max), more: rows.slice(max), done: false }
    if (tooDear(shell, answer))
      await confirm(shell, `${plural(answer.stats().credits, 'credit')} spent so far. Go on? [n]o, [y]es:`)
  }
}

const asked = new WeakSet<ResultRows>()

/** True once for an answer that has cost more than may be spent unasked. */
function tooDear({ settings }: Shell, answer: ResultRows): boolean {
  if (settings.credits === 0 || answer.stats().credits <= settings.credits || asked.has(answer)) return false
  asked.add(answer)
  return true
}

async function wantsAll(shell: Shell, count: number): Promise<boolean> {
  if (!shell.terminal.interactive) return true
  const rows = count.toLocaleString('en')
  return (await shell.ask(`There are more than ${rows} rows. Show [f]irst ${rows}, [a]ll:`, 'fa')) === 'a'
}

/** The rows behind the first ones, as text. */
class Rest {
  count = 0
  done = false
  readonly #batches: AsyncIterator<readonly Row[]>
  readonly #read: readonly Row[]
  readonly #text: (rows: readonly Row[]) => string

  constructor(read: readonly Row[], batches: AsyncIterator<readonly Row[]>, text: (rows: readonly Row[]) => string) {
    this.#read = read
    this.#batches = batches
    this.#text = text
  }

  /** Writes until there is an end, or nobody reads any more. */
  async writeTo(write: (text: string) => Promise<boolean>): Promise<void> {
    for (let rows = this.#read; ; ) {
      this.count += rows.length
      if (!(await write(this.#text(rows)))) return
      const next = await this.#batches.next()
      if (next.done) break
      rows = next.value
    }
    this.done = true
  }
}

const formatOptions = (settings: Settings): FormatOptions => ({
  header: !settings.tuples_only,
  border: settings.border,
  nullText: settings.null,
  cellMax: settings.cell,
  separator: settings.fieldsep,
})

async function formatFor(
  shell: Shell,
  columns: readonly Column[],
  rows: readonly Row[],
  options: FormatOptions,
  showing: Showing,
): Promise<FormatName> {
  const { format, expanded } = shell.settings
  if (format !== 'table' && format !== 'box') return format
  if (showing.expanded || expanded === 'on') return 'vertical'
  // A plan is text already, and a single column gains nothing by it.
  if (expanded === 'off' || showing.sink || columns.length < 2) return format
  const { tableWidth } = await import('../format/table.ts')
  return tableWidth(columns, rows, options) > shell.terminal.columns ? 'vertical' : format
}

/** Lines of the screen: what is wider is folded. */
const linesOf = (text: string, { columns }: { readonly columns: number }): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0)

export async function put(shell: Shell, text: string, { sink }: Showing): Promise<void> {
  if (sink) return sink.write(text)
  const { settings, terminal } = shell
  const paged = settings.pager === 'always' || (settings.pager === 'on' && linesOf(text, terminal) > terminal.rows - 1)
  if (!paged || !terminal.draws) return terminal.write(text)
  await page(shell, text, async () => {})
}

async function putAll(shell: Shell, head: string, rest: Rest, end: () => string): Promise<void> {
  const { settings, terminal } = shell
  if (settings.pager !== 'off' && terminal.draws) {
    return page(shell, head, async (write) => {
      await rest.writeTo(write)
      if (rest.done) await write(end())
    })
  }
  terminal.write(head)
  await rest.writeTo(async (text) => {
    terminal.write(text)
    return true
  })
  terminal.write(end())
}

/** Through $PAGER, which may be left before all was written: false then. */
async function page(
  shell: Shell,
  head: string,
  more: (write: (text: string) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const pager = shell.task.io.env.PAGER || 'less -S'
  const code = await shell.terminal.lend(pager, async (stdin) => {
    const write = (text: string): Promise<boolean> => writeWhileOpen(stdin, text)
    if (await write(head)) await more(write)
  })
  if (code !== 127) return
  shell.terminal.write(head)
  shell.say(`notice: there is no pager "${pager}"; \\pset pager off does without`)
}

async function writeWhileOpen(stdin: NodeJS.WritableStream, text: string): Promise<boolean> {
  if (!stdin.writable) return false
  if (stdin.write(text)) return true
  return new Promise((resolve) => {
    stdin.once('drain', () => resolve(true))
    stdin.once('close', () => resolve(false))
  })
}

const plural = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`

function conclude(shell: Shell, name: FormatName, rows: number, complete: boolean): void {
  const counted: readonly FormatName[] = ['table', 'box', 'vertical', 'unaligned']
  if (!complete) shell.say(`(the first ${plural(rows, 'row')}; there are more)`)
  else if (counted.includes(name) && !shell.settings.tuples_only) shell.say(`(${plural(rows, 'row')})`)
}

export function timingText({ elapsedMs, calls, credits, rowsFetched, road }: Stats): string {
  const cost = [plural(calls, 'call'), plural(credits, 'credit'), `${plural(rowsFetched, 'row')} fetched by ${road}`]
  return `Time: ${elapsedMs.toFixed(0)} ms, ${cost.join(', ')}`
}

/** All rows of a statement for those who go on with them, at most `max`. @throws ZohoSqlError */
export async function rowsOf(
  shell: Shell,
  text: string,
  max: number,
): Promise<{ columns: readonly Column[]; rows: readonly (readonly Cell[])[] }> {
  shell.last = text
  return shell.cancellable(async (signal) => {
    const answer = await affordable(shell, withVariables(text, shell.variables), signal)
    try {
      const { rows } = await firstRows(shell, answer, answer[Symbol.asyncIterator](), max)
      return { columns: answer.columns, rows }
    } finally {
      await answer.close()
      settle(shell, answer.stats())
    }
  })
}

export const isCancelled = (error: unknown): boolean => isZohoSqlError(error) && error.code === 'CANCELLED'
