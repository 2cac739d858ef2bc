/** The records a query sees, ascending by id, read no further than asked. */
import type { SimRecord } from '../model.ts'
import { comparable, idOf } from '../values.ts'
import type { CoqlContext } from './context.ts'
import type { IdBounds, RecordFilter } from './predicate.ts'

/** Records that the filter accepts. Starts at the lower bound of `id`, ends at the upper one. */
export function* acceptedRecords(filter: RecordFilter, context: CoqlContext): Iterable<SimRecord> {
  const visible = visibility(context)
  for (const record of candidates(filter.bounds, context)) {
    if (visible(record) && filter.accept(record)) yield record
  }
}

function* candidates(bounds: IdBounds, { module }: CoqlContext): Iterable<SimRecord> {
  if (bounds.among) {
    for (const id of [...new Set(bounds.among)].sort()) {
      const record = module.get(idOf(id))
      if (record) yield record
    }
    return
  }
  const after = bounds.after === undefined ? undefined : idOf(bounds.after)
  for (const record of module.scan(after)) {
    if (bounds.before !== undefined && comparable('id', record.id)! >= bounds.before) return
    yield record
  }
}

/** Deleted records are never seen; converted leads and records waiting for approval as the variants have it. */
function visibility({ module, variants }: CoqlContext): (record: SimRecord) => boolean {
  const omitsConverted = variants.coqlConvertedLeads === 'omit' && module.field('Converted__s') !== undefined
  const omitsPending = variants.coqlPending === 'omit'
  return (record) => {
    if (omitsConverted && record.Converted__s === true) return false
    const state = omitsPending ? record.$approval_state : undefined
    return state === undefined || state === null || state === 'approved'
  }
}
