/** The rows that a statement is about to write, and what is wrong with them. */
import { type ErrorCode, errorKinds, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType, Value } from '../../base/types.ts'
import type { AssignmentTarget } from '../../plan/index.ts'
import type { Column, Owners, Table } from '../../source/index.ts'
import { fitted, type Strictness, Unfit } from './values.ts'

export interface WriteRow {
  /** Place among the statement's rows, from 0. */
  readonly index: number
  /** The record's id; undefined of one that is to be made. */
  readonly id: string | undefined
  /** For each target; undefined: not set. */
  readonly values: readonly (Value | undefined)[]
  /** For each value that is the id of a looked-up record: the table it was found in. */
  readonly leads?: readonly (string | undefined)[]
  /** Id of the record that the row is part of, where rows are parts of others. */
  readonly owner?: string
  /** Old values, where they were asked for. */
  readonly before: readonly Value[]
  /** What DELETE … RETURNING gives. */
  readonly returned: readonly Value[]
}

/** Rows of one kind of writing; a statement with ON CONFLICT has two. */
export interface WriteWork {
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: Table
  readonly targets: readonly AssignmentTarget[]
  /** Columns of {@link WriteRow.before}. */
  readonly before: readonly Column[]
  readonly rows: readonly WriteRow[]
  /** Where rows are parts of other records: which. */
  readonly owners?: Owners
}

/** Why a row cannot be sent. */
export interface Issue {
  readonly index: number
  readonly column: Column | undefined
  readonly value: Value
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
}

export interface Checked {
  readonly work: WriteWork
  readonly issues: readonly Issue[]
}

/**
 * The values as their columns take them. Rows with an issue are left out of the work.
 *
 * @param isWhole rows of an INSERT must have what Zoho asks of new records
 */
export function checkRows(work: WriteWork, types: readonly SqlType[], strictness: Strictness, isWhole = true): Checked {
  const issues: Issue[] = []
  const mandatory = work.action === 'insert' && isWhole ? mandatoryColumns(work.table) : []
  const rows = work.rows.map((row) => {
    const values = work.targets.map(({ column }, i) => {
      const value = row.values[i]
      if (value === undefined) return undefined
      return guarded(issues, row.index, column, value, () => checkedValue(work, column, value, types[i]!, strictness))
    })
    for (const column of mandatory) refuseMissing(issues, work, row.index, values, column)
    return { ...row, values }
  })
  return { work: without(work, rows, issues), issues }
}

/** Rows that have not what Zoho asks of new records. */
export function checkWhole(work: WriteWork): Checked {
  const issues: Issue[] = []
  for (const column of mandatoryColumns(work.table)) {
    for (const row of work.rows) refuseMissing(issues, work, row.index, row.values, column)
  }
  return { work: without(work, work.rows, issues), issues }
}

/** Leaves out what cannot be sent. */
export function without(work: WriteWork, rows: readonly WriteRow[], issues: readonly Issue[]): WriteWork {
  if (issues.length === 0) return { ...work, rows }
  const bad = new Set(issues.map(({ index }) => index))
  return { ...work, rows: rows.filter(({ index }) => !bad.has(index)) }
}

function guarded<T>(issues: Issue[], index: number, column: Column, value: Value, check: () => T): T | null {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    issues.push({ index, column, value, code: error.code, message: error.message, hint: error.hint })
    return null
  }
}

function checkedValue(
  { action, table }: WriteWork,
  column: Column,
  value: Value,
  type: SqlType,
  strictness: Strictness,
): Value {
  const fit = fitted(value, type, column, strictness)
  if (fit === null && column.settable?.mandatory && action === 'update') throw missing(table, column)
  return fit
}

const missing = (table: Table, column: Column): Unfit =>
  new Unfit(
    'NOT_NULL',
    `null value in column "${column.name}" of relation "${table.name}" violates not-null constraint`,
    'Zoho takes no record without it: give it a value.',
  )

/** One for each field: a lookup may be given by any of its columns. */
const mandatoryColumns = ({ columns }: Table): readonly Column[] =>
  columns.filter(
    ({ settable, field }, i) => settable?.mandatory && columns.findIndex((other) => other.field === field) === i,
  )

function refuseMissing(
  issues: Issue[],
  { table, targets }: WriteWork,
  index: number,
  values: readonly (Value | undefined)[],
  column: Column,
): void {
  const given = targets.some((target, i) => target.column.field === column.field && (values[i] ?? null) !== null)
  if (given || issues.some((issue) => issue.index === index && issue.column?.field === column.field)) return
  const { code, message, hint } = missing(table, column)
  issues.push({ index, column, value: null, code, message, hint })
}

const shown = (value: Value): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

const issueText = ({ index, column, value, message }: Issue): string => {
  const place = column ? `row ${index + 1}, column "${column.name}"` : `row ${index + 1}`
  return value === null ? `${message} (${place})` : `${message} (${place}, value ${shown(value)})`
}

export const issueOutcome = (issue: Issue): Outcome => ({
  index: issue.index,
  outcome: 'rejected',
  id: null,
  code: null,
  message: issueText(issue),
  column: issue.column?.name ?? null,
  error: issue.code,
})

/** As users see it: without what only this package needs. */
export const shownOutcome = ({ index, outcome, id, code, message, column }: Outcome): Outcome => ({
  index,
  outcome,
  id,
  code,
  message,
  column,
})

export const notSent = (index: number, id: string | undefined): Outcome => ({
  index,
  outcome: 'notSent',
  id: id ?? null,
  code: null,
  message: null,
  column: null,
})

const wayOut = 'Correct the row, or let onWriteError=continue send the others.'

/** The first of the issues as the error of the statement: nothing was sent. */
export function issueError(issues: readonly Issue[], rows: readonly WriteRow[]): ZohoSqlError {
  const [first] = issues.toSorted((a, b) => a.index - b.index) as [Issue]
  const bad = new Map(issues.map((issue) => [issue.index, issue]))
  const more = bad.size > 1 ? `; ${bad.size} rows are wrong in all` : ''
  const outcomes = rows.map(({ index, id }) =>
    bad.has(index) ? shownOutcome(issueOutcome(bad.get(index)!)) : notSent(index, id),
  )
  return new ZohoSqlError(first.code, `${issueText(first)}${more}. Nothing was sent.`, {
    hint: first.hint ?? (errorKinds[first.code] as { hint?: string }).hint ?? wayOut,
    outcomes,
  })
}
