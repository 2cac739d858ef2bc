/**
 * Takes back what a journal tells of: old values go back where nobody changed them since, what was inserted is deleted,
 * what was deleted is made anew, with a new id. The newest write is taken back first.
 */

import { readFile, realpath } from 'node:fs/promises'
import { ownValue } from '../../base/by-name.ts'
import { type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import type { Column, Table } from '../../source/index.ts'
import { type Account, contextOf, metered } from '../account.ts'
import { type JournalLine, type RemadeLine, tellJournal } from './journal.ts'
import { keyName } from './keys.ts'
import { mayLeadToSeveral, resolveLookups } from './lookups.ts'
import { withOwners } from './owned.ts'
import { parentColumn } from './parents.ts'
import { performed } from './perform.ts'
import { makeReading, rowsWith, type WriteReading } from './reading.ts'
import { issueOutcome, type WriteRow, type WriteWork } from './rows.ts'
import { holds } from './same.ts'
import type { WriteSettings } from './settings.ts'
import { uncached } from './uncached.ts'

type SendingLine = Extract<JournalLine, { what: 'sending' }>

/** What became, or would become, of one row of the journal. */
export interface Undone {
  /** What the journal says was done. */
  readonly action: WriteWork['action']
  readonly table: string
  readonly id: string | null
  /**
   * `undone`, `would be undone` (dry run); `changed`: somebody changed it since, it is left alone; `gone`: it is not there
   * any more; `nothing`: it is as it was; `unknown`: its id is not known; `failed`.
   */
  readonly result: 'undone' | 'would be undone' | 'changed' | 'gone' | 'nothing' | 'unknown' | 'failed'
  /** Of a record that was made anew. */
  readonly newId: string | null
  readonly message: string
}

/** A row as it was sent, with the id that it has by now. */
interface UndoEntry {
  readonly line: SendingLine
  readonly id: string | null
}

const isEnd = (line: JournalLine): line is Exclude<JournalLine, SendingLine | RemadeLine> =>
  line.what !== 'sending' && !isRemade(line)

const isRemade = (line: JournalLine): line is RemadeLine =>
  line.what === 'remaking' || line.what === 'remade' || line.what === 'notRemade'

const placeOf = ({ batch, index }: Pick<JournalLine, 'batch' | 'index'>): string => `${batch} ${index}`

/** What earlier undos made of deleted rows, by the rows' places: the last word counts. */
const remadeIn = (lines: readonly JournalLine[]): ReadonlyMap<string, RemadeLine> =>
  new Map(lines.filter(isRemade).map((line) => [placeOf(line), line]))

/** @throws {ZohoSqlError} 58030 the file cannot be read, or is no journal */
async function readJournal(path: string): Promise<readonly JournalLine[]> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ZohoSqlError('FILE', `The journal ${path} cannot be read: ${error.message}`, { cause: error })
  })
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.flatMap((line, i) => {
    try {
      return [JSON.parse(line) as JournalLine]
    } catch {
      // A process that was killed may leave half a line.
      if (i > 0 || line.startsWith('{"what":'.slice(0, line.length))) return []
      throw new ZohoSqlError('FILE', `Line ${i + 1} of ${path} is no line of a journal.`)
    }
  })
}

/** Rows that were written, or may have been: the newest first. */
function entriesOf(lines: readonly JournalLine[]): readonly UndoEntry[] {
  const ends = new Map(lines.filter(isEnd).map((line) => [placeOf(line), line]))
  const entries = lines.flatMap((line): UndoEntry[] => {
    if (line.what !== 'sending') return []
    const end = ends.get(placeOf(line))
    if (end?.what === 'rejected' || end?.what === 'notSent') return []
    return [{ line, id: end?.id ?? line.id }]
  })
  // A batch that was sent again is told again: the last word counts.
  const last = new Map(
    entries.map((entry) => [
      `${entry.line.table} ${entry.id ?? entry.line.batch} ${entry.line.index} ${entry.line.at} ${Object.keys(entry.line.after)}`,
      entry,
    ]),
  )
  return [...last.values()].reverse()
}

/** Neighbours that can go together: of one table and action, and no record twice. */
function groupsOf(entries: readonly UndoEntry[]): UndoEntry[][] {
  const groups: UndoEntry[][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    if (group && fits(group, entry)) group.push(entry)
    else groups.push([entry])
  }
  return groups
}

function fits(group: readonly UndoEntry[], { line, id }: UndoEntry): boolean {
  const [first] = group as readonly [UndoEntry]
  const isSame = (['schema', 'table', 'action'] as const).every((name) => first.line[name] === line[name])
  return isSame && !group.some((other) => id !== null && other.id === id)
}

const isSameFile = async (one: string, other: string): Promise<boolean> => {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => path)))
  return a === b
}

/** @param path of the journal: it is told what is made anew */
export async function undoJournal(
  path: string,
  account: Account,
  given: WriteSettings,
  signal: AbortSignal,
): Promise<readonly Undone[]> {
  // Told to itself, an undo would be what the next one takes back.
  const settings = given.journal && (await isSameFile(given.journal, path)) ? { ...given, journal: undefined } : given
  if (settings.readOnly && !settings.dryRun)
    throw new ZohoSqlError('READ_ONLY', 'cannot undo: this connection only reads')
  const lines = await readJournal(path)
  const context = contextOf(account, signal)
  const fresh = uncached(account)
  const reading = makeReading(fresh, signal, metered(context.meter, account))
  const done: Undone[] = []
  const planned: PredictedValues = new Map()
  const remade = remadeIn(lines)
  const tell = (some: readonly RemadeLine[]): void => {
    if (some.length > 0) tellJournal(path, some)
  }
  const entries = entriesOf(lines)
  // A record that was made anew is the one that older lines speak of.
  const renewed = new Map<string, string>()
  for (const { line } of entries) {
    const newId = remade.get(placeOf(line))?.id
    if (line.id !== null && newId) renewed.set(line.id, newId)
  }
  await refuseLacking(entries, reading)
  try {
    for (const group of groupsOf(entries)) {
      const present = group.map((entry) => ({ ...entry, id: renewed.get(entry.id ?? '') ?? entry.id }))
      const told = await undoGroup(present, settings, { reading, planned, remade, tell })
      for (const { id, newId } of told) if (id !== null && newId !== null) renewed.set(id, newId)
      done.push(...told)
    }
  } finally {
    await fresh.forgetRows(reading)
  }
  return done
}

const opposite = { insert: 'delete', update: 'update', delete: 'insert' } as const

/** All that it takes, before anything is taken back. @throws {ZohoSqlError} 42501 where the token lacks a scope */
async function refuseLacking(entries: readonly UndoEntry[], reading: WriteReading): Promise<void> {
  const wanted = new Map(entries.map(({ line }) => [`${line.schema} ${line.table} ${line.action}`, line]))
  for (const { schema, table: name, action } of wanted.values()) {
    const table = await reading.table(schema, name)
    if (table) await reading.service(schema).writer?.allow({ table, action: opposite[action] }, reading)
  }
}

/** Of a dry run: values that records would have by now; undefined of those that would be gone. */
type PredictedValues = Map<string, Readonly<Record<string, Value>> | undefined>

interface UndoRun {
  readonly reading: WriteReading
  readonly planned: PredictedValues
  readonly remade: ReadonlyMap<string, RemadeLine>
  readonly tell: (lines: readonly RemadeLine[]) => void
}

async function undoGroup(
  group: readonly UndoEntry[],
  settings: WriteSettings,
  { reading, planned, remade, tell }: UndoRun,
): Promise<Undone[]> {
  const { schema, table: name } = group[0]!.line
  const table = await reading.table(schema, name)
  if (!table) throw new ZohoSqlError('UNDEFINED_TABLE', `relation "${schema}.${name}" does not exist`)
  const judged = (await judge(group, table, reading, planned)).map((one, i) =>
    isOpen(remade.get(placeOf(group[i]!.line))) ? maybeRemade(one) : one,
  )
  const ready = judged.filter((one): one is Ready => 'row' in one)
  if (settings.dryRun) for (const one of ready) plan(planned, one)
  if (!settings.dryRun) tell(remakingLines(group, ready))
  const outcomes = settings.dryRun ? new Map<number, Outcome>() : await send(ready, table, settings, reading)
  if (!settings.dryRun) tell(remakingLines(group, ready, outcomes))
  return judged.map((one, index): Undone => {
    if (!('row' in one)) return one.undone
    if (settings.dryRun) return { ...one.base, result: 'would be undone', newId: null, message: '' }
    return toldOf(one, outcomes.get(index)!)
  })
}

/** An undo was broken off while it made the record anew, or was not told whether it did. */
const isOpen = (line: RemadeLine | undefined): boolean =>
  line?.what === 'remaking' || (line?.what === 'remade' && line.id === null)

const maybeRemade = (one: Judged): Judged => {
  if (!('row' in one)) return one
  const message = 'an earlier undo may have made it anew: look for it'
  return { undone: { ...one.base, result: 'unknown', newId: null, message } }
}

/** Of the rows that are made anew; without outcomes: they are about to be. */
const remakingLines = (
  group: readonly UndoEntry[],
  ready: readonly Ready[],
  outcomes?: ReadonlyMap<number, Outcome>,
): RemadeLine[] =>
  ready.flatMap(({ base, row }): RemadeLine[] => {
    if (base.action !== 'delete') return []
    const { batch, index } = group[row.index]!.line
    const end = outcomes?.get(row.index)
    const isMade = end?.outcome === 'written' || end?.outcome === 'unknown'
    const what = outcomes === undefined ? 'remaking' : isMade ? 'remade' : 'notRemade'
    return [{ what, at: new Date().toISOString(), batch, index, id: end?.outcome === 'written' ? end.id : null }]
  })

type UndoKey = Pick<Undone, 'action' | 'table' | 'id'>

/** A row that can be taken back. */
interface Ready {
  readonly base: UndoKey
  readonly row: WriteRow
  readonly columns: readonly Column[]
}
type Judged = Ready | { readonly undone: Undone }

function plan(planned: PredictedValues, { base, row, columns }: Ready): void {
  if (base.id === null) return
  const values = Object.fromEntries(columns.map(({ name }, i) => [name, row.values[i] ?? null]))
  planned.set(base.id, base.action === 'insert' ? undefined : { ...planned.get(base.id), ...values })
}

/** What the records hold now decides what may be done. */
async function judge(
  group: readonly UndoEntry[],
  table: Table,
  reading: WriteReading,
  planned: PredictedValues,
): Promise<Judged[]> {
  const ids = group.flatMap(({ id }) => id ?? [])
  const columns = columnsOf(group, table)
  const key = keyName(table)
  const parent = parentColumn({ table })
  const names = [key, ...columns.map(({ name }) => name)]
  const values = [...new Set(group.flatMap(({ line }) => parentIn(line, parent) ?? []))]
  const found = await rowsWith(reading, table, names, key, ids, parent && { column: parent.name, values })
  const stored = new Map(found.map(([id, ...cells]) => [String(id), cells as readonly Value[]]))
  return group.map((entry, index) =>
    judgeOne(entry, index, columns, heldBy(entry.id, columns, stored, planned), parent),
  )
}

/** What a record holds, or would hold by now; undefined: it is not there, or would not be. */
function heldBy(
  id: string | null,
  columns: readonly Column[],
  stored: ReadonlyMap<string, readonly Value[]>,
  planned: PredictedValues,
): readonly Value[] | undefined {
  const [values, known] = [stored.get(id ?? ''), planned.get(id ?? '')]
  if (id === null || (planned.has(id) && !known) || (!values && !known)) return undefined
  return columns.map(({ name }, i) => (known && Object.hasOwn(known, name) ? known[name]! : (values?.[i] ?? null)))
}

/** Below what a row is found; undefined: anywhere. */
const parentIn = ({ before, after }: SendingLine, parent: Column | undefined): Value | undefined =>
  parent && (ownValue(before, parent.name) ?? ownValue(after, parent.name))

const columnsOf = (group: readonly UndoEntry[], { columns }: Table): readonly Column[] => {
  const names = new Set(group.flatMap(({ line }) => [...Object.keys(line.before), ...Object.keys(line.after)]))
  return columns.filter(({ name }) => names.has(name))
}

function judgeOne(
  { line, id }: UndoEntry,
  index: number,
  columns: readonly Column[],
  held: readonly Value[] | undefined,
  parent: Column | undefined,
): Judged {
  const base: UndoKey = { action: line.action, table: `${line.schema}.${line.table}`, id }
  const left = (result: Undone['result'], message: string): Judged => ({
    undone: { ...base, result, newId: null, message },
  })
  const of = (values: Readonly<Record<string, Value>>) => columns.map(({ name }) => ownValue(values, name))
  if (id === null) return left('unknown', 'whether it was written is not known, nor its id')
  const before = parent ? [parentIn(line, parent) ?? null] : []
  const row = { index, id: line.action === 'delete' ? undefined : id, before, returned: [] }
  if (line.action === 'delete') {
    if (held) return left('nothing', 'it is there')
    const settable = columns.filter(
      (column) => column.settable?.insert && (ownValue(line.before, column.name) ?? null) !== null,
    )
    return {
      base,
      columns: settable,
      row: { ...row, values: settable.map(({ name }) => ownValue(line.before, name) ?? null) },
    }
  }
  if (!held) return left('gone', 'it is not there any more')
  if (!holds(columns, of(line.after), held)) {
    const isBack = line.action === 'update' && holds(columns, of(line.before), held)
    return isBack ? left('nothing', 'it is as it was') : left('changed', 'somebody changed it since')
  }
  if (line.action === 'insert') return { base, columns: [], row: { ...row, values: [] } }
  const old = columns.filter((column) => column !== parent && ownValue(line.before, column.name) !== undefined)
  return { base, columns: old, row: { ...row, values: old.map(({ name }) => ownValue(line.before, name)) } }
}

const reverse = { insert: 'delete', update: 'update', delete: 'insert' } as const

/** Rows that set the same columns go together. */
async function send(
  ready: readonly Ready[],
  table: Table,
  settings: WriteSettings,
  reading: WriteReading,
): Promise<ReadonlyMap<number, Outcome>> {
  const parent = parentColumn({ table })
  const byColumns = Map.groupBy(ready, ({ columns }) => columns.map(({ name }) => name).join())
  const works = [...byColumns.values()].map(
    (list): WriteWork => ({
      action: reverse[list[0]!.base.action],
      table,
      targets: list[0]!.columns.map((column) => ({ column, sets: column })),
      before: parent ? [parent] : [],
      rows: list.map(({ row }) => row),
    }),
  )
  const resolved = await Promise.all(
    works.map(async (work) =>
      withOwners(reading, await resolveLookups(reading, { work, issues: [] }, mayLeadToSeveral)),
    ),
  )
  const plan = {
    works: resolved.map(({ work }) => work),
    settled: resolved.flatMap(({ issues }) => issues).map(issueOutcome),
    ignoresDoubles: false,
    wantsIds: true,
  }
  const { all } = await performed(plan, { ...settings, onError: 'continue' }, reading)
  return new Map(all.map((outcome) => [outcome.index, outcome]))
}

function toldOf({ base }: Ready, { outcome, id, code, message }: Outcome): Undone {
  const isMade = base.action === 'delete'
  if (outcome === 'written') {
    const said = isMade ? 'made anew, with a new id' : ''
    return { ...base, result: 'undone', newId: isMade ? id : null, message: said }
  }
  return { ...base, result: 'failed', newId: null, message: [outcome, code, message].filter(Boolean).join(' ') }
}
