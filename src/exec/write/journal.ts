/**
 * The journal: an owner-only file of lines of JSON, to which every row is told before it is sent and after. Whatever
 * happens to this process, the file says what was under way and what was written.
 */
import { randomUUID } from 'node:crypto'
import { appendFileSync, closeSync, fchmodSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs'
import { type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import type { Column } from '../../source/index.ts'
import type { WriteRow, WriteWork } from './rows.ts'
import type { Recorder } from './sending.ts'

type JournalValues = Readonly<Record<string, Value>>

/** One line, right before a batch leaves or right after its outcome is known. */
export type JournalLine =
  | {
      readonly what: 'sending'
      readonly at: string
      readonly batch: string
      readonly index: number
      readonly action: WriteWork['action']
      readonly schema: string
      readonly table: string
      readonly id: string | null
      /** Old values; of an insert none. */
      readonly before: JournalValues
      /** What it is to hold; of a delete nothing. */
      readonly after: JournalValues
    }
  | {
      readonly what: Outcome['outcome']
      readonly at: string
      readonly batch: string
      readonly index: number
      readonly id: string | null
      readonly message?: string
    }
  | RemadeLine

/** What an undo did with a deleted row: right before it makes the record anew, and what came of it. */
export interface RemadeLine {
  readonly what: 'remaking' | 'remade' | 'notRemade'
  readonly at: string
  /** Of the line that tells of the deletion. */
  readonly batch: string
  readonly index: number
  /** Of the new record; null where it is not known. */
  readonly id: string | null
}

/** @throws {ZohoSqlError} 58030 where the file cannot be written: nothing is sent without it */
export function openJournal(path: string): Recorder & { close(): void } {
  const file = guarded(path, () => opened(path))
  const batches = new WeakMap<readonly WriteRow[], string>()
  const put = (lines: readonly JournalLine[]): void => guarded(path, () => putLines(file, lines))
  const known = new Map<number, string>()
  return {
    sending: (work, rows) => {
      const batch = randomUUID()
      batches.set(rows, batch)
      for (const { index } of rows) known.set(index, batch)
      put(rows.map((row) => sendingLine(work, row, batch)))
    },
    ended: (_work, rows, outcomes) => {
      const own = batches.get(rows)
      put(outcomes.map((outcome) => endedLine(outcome, own ?? known.get(outcome.index) ?? '')))
    },
    close: () => closeSync(file),
  }
}

function putLines(file: number, lines: readonly JournalLine[]): void {
  appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  fsyncSync(file)
}

/** Tells a journal what an undo does, so that another undo does not do it again. @throws {ZohoSqlError} 58030 */
export function tellJournal(path: string, lines: readonly RemadeLine[]): void {
  guarded(path, () => {
    const file = opened(path)
    try {
      putLines(file, lines)
    } finally {
      closeSync(file)
    }
  })
}

/** Who was killed while writing leaves half a line: the next one stands by itself. */
function opened(path: string): number {
  const file = openSync(path, 'a+', 0o600)
  fchmodSync(file, 0o600)
  const { size } = fstatSync(file)
  const last = Buffer.alloc(1)
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n') appendFileSync(file, '\n')
  return file
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new ZohoSqlError('FILE', `The journal ${path} cannot be written: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

const valuesOf = (columns: readonly Column[], values: readonly (Value | undefined)[]): JournalValues =>
  Object.fromEntries(columns.flatMap(({ name }, i) => (values[i] === undefined ? [] : [[name, values[i]]])))

const sendingLine = ({ action, table, targets, before }: WriteWork, row: WriteRow, batch: string): JournalLine => ({
  what: 'sending',
  at: new Date().toISOString(),
  batch,
  index: row.index,
  action,
  schema: table.schema,
  table: table.name,
  id: row.id ?? null,
  before: valuesOf(before, row.before),
  after: valuesOf(
    targets.map(({ sets }) => sets),
    row.values,
  ),
})

const endedLine = ({ outcome, index, id, message }: Outcome, batch: string): JournalLine => ({
  what: outcome,
  at: new Date().toISOString(),
  batch,
  index,
  id,
  ...(message !== null && outcome !== 'written' && { message }),
})
