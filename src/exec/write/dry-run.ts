import { bare } from '../../base/by-name.ts'
import { jsonb, text, type Value, wideBigint } from '../../base/types.ts'
import type { OutputColumn } from '../../engine/tree.ts'
import type { Column } from '../../source/index.ts'
import type { RowBatch } from '../query/index.ts'
import type { WriteRow, WriteWork } from './rows.ts'
import { holds } from './same.ts'

/** What a dry run gives: a row for each record. */
export const dryRunColumns: readonly OutputColumn[] = [
  { name: 'action', type: text },
  { name: 'id', type: wideBigint },
  { name: 'changes', type: jsonb },
]

export const dryRunRows = (works: readonly WriteWork[]): RowBatch =>
  works
    .flatMap((work) => work.rows.map((row) => ({ work, row })))
    .sort((a, b) => a.row.index - b.row.index)
    .map(({ work, row }) => [work.action, row.id ?? null, changesText(work, row)])

/** What a record would have otherwise, as JSON. */
export const changesText = (work: WriteWork, row: WriteRow): string => JSON.stringify(changesOf(work, row))

type Changes = Record<string, { readonly from: unknown; readonly to: unknown }>

/** The columns that change: what they hold, and what they get. */
function changesOf({ action, targets, before }: WriteWork, row: WriteRow): Changes {
  const changes: Changes = bare()
  const put = (column: Column, from: Value, to: Value | undefined): void => {
    if (to !== undefined && !holds([column], [to], [from]))
      changes[column.name] = { from: shown(from, column), to: shown(to, column) }
  }
  if (action === 'delete') for (const [i, column] of before.entries()) put(column, row.before[i] ?? null, null)
  else for (const [i, { sets }] of targets.entries()) put(sets, row.before[i] ?? null, row.values[i])
  return changes
}

/** Instants as text: JSON has none. */
const shown = (value: Value, { type }: Column): unknown =>
  type.name === 'timestamptz' && value !== null ? new Date(Number(value)).toISOString() : value
