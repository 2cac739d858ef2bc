/**
 * A want into the best scan of it: one file for each road (`coql`, `group`, `records`, `search`, `bulk`), whose twin in `read/` runs
 * what it offers; `where/` writes the conditions, `selection` says which columns come by which way. Pure: what is known
 * of the account comes with the want.
 */
import { type Offer, refName, type Want } from '../../../source/index.ts'
import { nothingDone, pathsOf } from '../../kit/offers.ts'
import { handleOf, moduleOf } from '../catalog/columns.ts'
import type { CoqlRequest, ListRequest, RecordsRequest } from '../request/index.ts'
import { bulkOffer, worthBulk } from './bulk.ts'
import type { CrmOfferContext } from './common.ts'
import { coqlOffer, sentWhere } from './coql.ts'
import { groupOffer } from './group.ts'
import { idsWanted, recordsOffer } from './records.ts'
import { searchOffer } from './search.ts'
import { selection } from './selection.ts'

/** The best this service can do of a want, priced. Pure: what it knows of the account is in the context. */
export function offer(want: Want, context: CrmOfferContext): Offer {
  const handle = handleOf(want.table)
  if (!context.pushdown && wantsMore(want)) {
    const whole = offer({ table: want.table, columns: want.columns, where: [] }, context)
    return { ...whole, ...nothingDone(want.where, 'pushdown=false') }
  }
  if (handle.kind !== 'module') return listOffer(want, handle.kind)
  const forced = want.grouping ? undefined : forcedOffer(want, context)
  if (forced) return forced
  const refusal = coqlRefusal(want, context)
  if (refusal) return lastResort(want, context) ?? recordsOffer(want, context, refusal)
  if (want.grouping) return groupOffer(want, context)
  const chosen = selection(want.columns, want.table, context.knowledge)
  const bulk = worthBulk(want, context) ? bulkOffer(want, context) : undefined
  if (bulk) return bulk
  if (recordsAreBetter(want, chosen.extras.length, context)) {
    const listed = recordsOffer(want, context, 'a list has all the fields that are wanted, COQL has not')
    return goingOn(listed, coqlOffer(want, chosen, context))
  }
  return coqlOffer(want, chosen, context)
}

/** Than all rows as they come. */
const wantsMore = ({ where, grouping, orderBy, limit, offset }: Want): boolean =>
  where.length > 0 || grouping !== undefined || (orderBy ?? []).length > 0 || limit !== undefined || (offset ?? 0) > 0

/** By the road that was told, if it can be taken. */
function forcedOffer(want: Want, context: CrmOfferContext): Offer | undefined {
  if (context.road === 'bulk') return bulkOffer(want, context)
  return context.road === 'search' ? searchOffer(want, context) : undefined
}

/** Where neither COQL nor lists are for the module, its jobs may be. */
const lastResort = (want: Want, context: CrmOfferContext): Offer | undefined =>
  context.knowledge.of(moduleOf(want.table).module).recordsRefused ? bulkOffer(want, context) : undefined

/** Why COQL is out of the question, if it is. */
function coqlRefusal(want: Want, context: CrmOfferContext): string | undefined {
  const { module } = moduleOf(want.table)
  const { knowledge } = context
  if (context.road === 'records' && !knowledge.of(module).recordsRefused) return 'road=records'
  if (knowledge.coqlRefused) return knowledge.coqlRefused
  const refused = knowledge.of(module).coqlRefused
  if (refused) return refused
  return hasLeadsFlag(want, context) ? undefined : 'COQL may or may not leave converted leads out'
}

/** Leads: which are converted must be told from the row; lists have a parameter for it (facts 11.35). */
function hasLeadsFlag(want: Want, context: CrmOfferContext): boolean {
  const { module, convertedColumn } = moduleOf(want.table)
  if (module !== 'Leads') return true
  if (context.convertedLeads !== 'exclude' || !convertedColumn) return false
  const { columnsRefused, filtersRefused } = context.knowledge.of(module)
  return !columnsRefused.has(convertedColumn.field) && !filtersRefused.has(convertedColumn.field)
}

/** A list of records ends at 100,000 rows: COQL goes on from there, whatever the table's size. */
function goingOn(listed: Offer, byCoql: Offer): Offer {
  const request = { ...(listed.scan.request as RecordsRequest), rest: byCoql.scan.request as CoqlRequest }
  return { ...listed, scan: { ...listed.scan, request } }
}

/** A list of few columns of which COQL would bring only some, and filter none: a call for each 200 rows instead of two. */
function recordsAreBetter(want: Want, extras: number, context: CrmOfferContext): boolean {
  if (extras === 0 || want.grouping || context.road === 'coql') return false
  if (!filtersNothing(want, context) && !(want.where.length === 1 && idsWanted(want, context))) return false
  if (want.orderBy?.some((wish) => refName(wish.column) !== 'id')) return false
  if (context.knowledge.of(moduleOf(want.table).module).recordsRefused) return false
  const offered = recordsOffer(want, context, '')
  return offered.refusedPaths.length === 0 && offered.price.calls === 1
}

/** COQL has words for none of the conditions: it would bring the whole table as well. */
const filtersNothing = (want: Want, context: CrmOfferContext): boolean =>
  sentWhere(want.where, want, context).verdicts.every(({ outcome }) => outcome === 'local')

function listOffer(want: Want, list: 'users' | 'org'): Offer {
  const request: ListRequest = { kind: 'list', list, columns: want.columns }
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: 'records',
      text: [`GET ${list}`],
      columns: want.columns.map(refName),
      request,
    },
    ...nothingDone(want.where, 'the list comes whole'),
    notes: ['metadata, which is remembered: a call and a credit for each list of 200 where it is not'],
    refusedPaths: pathsOf(want),
    price: { calls: 0, credits: 0 },
  }
}
