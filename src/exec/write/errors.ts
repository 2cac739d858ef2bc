/** How a statement that wrote ends badly: what was written is always told. */
import { type ErrorCode, errorKinds, isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { Table } from '../../source/index.ts'
import { keyName } from './keys.ts'
import { quoted, tableName } from './reading.ts'
import { shownOutcome, type WriteWork } from './rows.ts'

export const countOf = (outcomes: readonly Outcome[], wanted: Outcome['outcome']): number =>
  outcomes.filter(({ outcome }) => outcome === wanted).length

/** Of the rows of one statement. */
export interface Counts {
  readonly written: number
  /** Of these it is not known whether they were. */
  readonly unknown: number
}

export const nothingWritten: Counts = { written: 0, unknown: 0 }

export const countsOf = (outcomes: readonly Outcome[] = []): Counts => ({
  written: countOf(outcomes, 'written'),
  unknown: countOf(outcomes, 'unknown'),
})

const rowsText = (count: number): string => `${count} row${count === 1 ? '' : 's'}`

/** `2 rows were written, 1 row was not sent` */
function tally(outcomes: readonly Outcome[]): string {
  const words = { written: 'written', rejected: 'refused', unknown: 'of unknown outcome', notSent: 'not sent' } as const
  const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((key) => {
    const count = countOf(outcomes, key)
    return count > 0 ? [`${rowsText(count)} ${count === 1 ? 'was' : 'were'} ${words[key]}`] : []
  })
  return parts.join(', ')
}

/**
 * The error that ended sending, with what was written by then.
 *
 * @param journalled what was written can be taken back
 */
export function endedEarly(error: unknown, outcomes: readonly Outcome[], journalled: boolean): unknown {
  if (!isZohoSqlError(error)) return error
  const { code, message, hint, position, detail, status, zohoCode, sqlState } = error
  const told = `${message.replace(/\.$/, '')}; ${tally(outcomes)}.`
  const way =
    journalled && countOf(outcomes, 'written') > 0 ? 'zohosql undo takes back what its journal tells of.' : undefined
  const details = { hint: hint ?? way, position, detail, status, zohoCode, sqlState, cause: error }
  return new ZohoSqlError(code, told, { ...details, outcomes: outcomes.map(shownOutcome) })
}

/** 08007, with the statement to look with. */
export const unknownError = (
  works: readonly WriteWork[],
  outcomes: readonly Outcome[],
  since: Date,
  user: string | undefined,
) =>
  new ZohoSqlError(
    'WRITE_UNKNOWN',
    `Zoho’s answer was lost, and reading cannot tell what became of ${rowsText(countOf(outcomes, 'unknown'))}; ${tally(outcomes)}.`,
    { hint: `Look with: ${lookWith(works, outcomes, since, user)}`, outcomes: outcomes.map(shownOutcome) },
  )

/** A statement that finds the rows of which nothing is known. */
export function lookWith(
  works: readonly WriteWork[],
  outcomes: readonly Outcome[],
  since: Date,
  user: string | undefined,
): string {
  const open = new Set(outcomes.filter(({ outcome }) => outcome === 'unknown').map(({ index }) => index))
  return works
    .filter(({ rows }) => rows.some(({ index }) => open.has(index)))
    .map((work) => lookAt(work, open, since, user))
    .join('; ')
}

const listed = 20

function lookAt(
  { action, table, targets, rows, owners }: WriteWork,
  open: ReadonlySet<number>,
  since: Date,
  user: string | undefined,
): string {
  const columns = [keyName(table), ...targets.slice(0, 8).map(({ sets }) => sets.name)].map(quoted).join(', ')
  const select = `SELECT ${columns} FROM ${tableName(table)} WHERE`
  if (action === 'insert' && owners) {
    const parents = new Set(rows.filter(({ index }) => open.has(index)).map(({ owner }) => owner!))
    return `${select} ${quoted(owners.column.name)} IN (${[...parents].slice(0, listed).join(', ')})`
  }
  if (action === 'insert') return `${select} ${madeBy(table, since, user)}`
  const ids = rows.filter(({ index }) => open.has(index)).map(({ id }) => id)
  const more = ids.length > listed ? ', …' : ''
  return `${select} ${quoted(keyName(table))} IN (${ids.slice(0, listed).join(', ')}${more})`
}

function madeBy({ changes }: Table, since: Date, user: string | undefined): string {
  const { createdTime, createdBy } = changes ?? {}
  const when = createdTime ? `${quoted(createdTime)} >= '${since.toISOString()}'` : 'true'
  return user === undefined || createdBy === undefined ? when : `${when} AND ${quoted(createdBy)} = ${user}`
}

/** Zoho's code and words; where a call was refused as a whole, its words name the code. */
function reasonOf({ code, message }: Outcome): string {
  const words = message?.replace(/\.$/, '') ?? ''
  return code === null || words.includes(code) ? words : `${code} ${words}`.trim()
}

/** The SQLSTATE of the first refusal. */
export function rejectedError(outcomes: readonly Outcome[]): ZohoSqlError {
  const refused = outcomes.filter(({ outcome }) => outcome === 'rejected')
  const first = refused[0]!
  const kind: ErrorCode = first.error ?? 'REMOTE_REFUSED'
  const column = first.column === null ? '' : `, column "${first.column}"`
  const reason = `row ${first.index + 1}${column}: ${reasonOf(first)}`
  const message = `Zoho refused ${rowsText(refused.length)}; the first is ${reason}. ${capital(tally(outcomes))}.`
  return new ZohoSqlError('ROWS_REJECTED', message, {
    sqlState: errorKinds[kind].sqlState,
    hint: 'The error’s outcomes tell of every row; onWriteError=continue sends all that can be sent.',
    zohoCode: first.code ?? undefined,
    outcomes: outcomes.map(shownOutcome),
  })
}

/** Records that are there without all that they were to have. */
export function partialError(partial: readonly Outcome[], outcomes: readonly Outcome[]): ZohoSqlError {
  const first = partial[0]!
  const message = `Of ${rowsText(partial.length)} a part only was written; the first is row ${first.index + 1}: ${first.message}.`
  return new ZohoSqlError('ROWS_REJECTED', `${message} ${capital(tally(outcomes))}.`, {
    sqlState: errorKinds[first.error ?? 'REMOTE_REFUSED'].sqlState,
    hint: 'The error’s outcomes tell of every row; the records are there, and an UPDATE may set what is missing.',
    zohoCode: first.code ?? undefined,
    outcomes: outcomes.map(shownOutcome),
  })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
