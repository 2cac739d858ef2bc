/**
 * Tags have calls of their own, which name records: so they follow when the records are there. A row is written in two
 * steps then, and what became of each is told in one outcome.
 */
import type { Outcome } from '../../base/errors.ts'
import type { WriteRow, WriteWork } from './rows.ts'
import { type SendResult, sendAll } from './send.ts'
import type { SendContext } from './sending.ts'

/** The work without its tags, and the tags alone. Rows of an INSERT have no ids for them yet. */
interface PartedTags {
  /** undefined: nothing but tags is set. */
  readonly rest: WriteWork | undefined
  readonly tags: WriteWork
}

/** undefined: no tags are set. */
export function partTags(work: WriteWork): PartedTags | undefined {
  const at = work.targets.findIndex(({ sets }) => sets.settable?.form === 'tags')
  if (at < 0 || work.action === 'delete') return undefined
  const without = <T>(list: readonly T[]): T[] => list.filter((_, i) => i !== at)
  const { sets } = work.targets[at]!
  const rows = work.rows.map((row): WriteRow => {
    const { leads, ...rest } = row
    const values = without(row.values)
    // Old values stand in the order of the targets, where they were asked for.
    return { ...rest, values, before: without(row.before), ...(leads && { leads: without(leads) }) }
  })
  const targets = without(work.targets)
  const isAlone = targets.length === 0 && work.action === 'update'
  const old = work.before.indexOf(sets)
  return {
    rest: isAlone ? undefined : { ...work, targets, before: work.before.filter((column) => column !== sets), rows },
    tags: {
      action: 'update',
      table: work.table,
      targets: [work.targets[at]!],
      before: [sets],
      rows: work.rows.flatMap((row) => taggedRow(row, at, row.before[old] ?? null, work.action)),
    },
  }
}

/** What is sent, one after the other. */
export function stepsOf(work: WriteWork): readonly WriteWork[] {
  const { rest, tags } = partTags(work) ?? { rest: work, tags: undefined }
  return [rest, tags].filter((step) => step !== undefined)
}

/** A new record has no tags to be taken away. */
function taggedRow(
  row: WriteRow,
  at: number,
  before: WriteRow['before'][number],
  action: WriteWork['action'],
): WriteRow[] {
  const value = row.values[at]
  if (value === undefined || (value === null && action === 'insert')) return []
  return [{ index: row.index, id: row.id, values: [value], before: [before], returned: [] }]
}

/** Sends a work, and the tags of the records that were written. */
export async function sendTagged(work: WriteWork, sending: SendContext): Promise<SendResult> {
  const parted = partTags(work)
  if (!parted) return sendAll(work, sending)
  const { rest, tags } = parted
  if (!rest) return sendAll(tags, sending)
  const first = await sendAll(rest, sending)
  const ids = new Map(first.outcomes.flatMap(({ index, outcome, id }) => (outcome === 'written' ? [[index, id]] : [])))
  const rows = tags.rows.flatMap((row) => (ids.get(row.index) ? [{ ...row, id: ids.get(row.index)! }] : []))
  if (rows.length === 0 || first.error !== undefined) return withUntagged(first, rows, [])
  const second = await sendAll({ ...tags, rows }, sending)
  return { ...withUntagged(first, rows, second.outcomes), ...(second.error !== undefined && { error: second.error }) }
}

/** Records that are there without the tags that they were to have. */
function withUntagged(ended: SendResult, rows: readonly WriteRow[], tagged: readonly Outcome[]): SendResult {
  const byIndex = new Map(tagged.map((outcome) => [outcome.index, outcome]))
  const missing = new Set(rows.flatMap(({ index }) => (byIndex.get(index)?.outcome === 'written' ? [] : [index])))
  if (missing.size === 0) return ended
  const outcomes = ended.outcomes.map((outcome) =>
    missing.has(outcome.index) ? untagged(outcome, byIndex.get(outcome.index)) : outcome,
  )
  return { ...ended, outcomes, partial: outcomes.filter(({ index }) => missing.has(index)) }
}

function untagged(outcome: Outcome, tagged: Outcome | undefined): Outcome {
  const why =
    tagged?.outcome === 'rejected' ? 'were refused' : tagged?.outcome === 'unknown' ? 'may be missing' : 'were not sent'
  const said = [tagged?.code, tagged?.message].filter(Boolean).join(' ')
  return {
    ...outcome,
    code: tagged?.code ?? outcome.code,
    column: 'Tag',
    message: `the record was written, its tags ${why}${said === '' ? '' : `: ${said}`}`,
    ...(tagged?.error && { error: tagged.error }),
  }
}
