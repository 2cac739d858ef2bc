import { type KeyLists, type Offer, type Predicate, refName, type Verdict, type Want } from '../../../source/index.ts'
import { nothingDone, pathsOf } from '../../kit/offers.ts'
import { factsOf, moduleOf } from '../catalog/columns.ts'
import { recordsKeys, recordsLimits } from '../limits.ts'
import { type CoqlCell, type Listing, type RecordsRequest, type SearchRequest, scanKey } from '../request/index.ts'
import { fieldBatches, recordFields, recordsQuery, searchQuery } from '../request/records.ts'
import type { CrmOfferContext } from './common.ts'
import { keyOf } from './selection.ts'
import { idOperand } from './where/operands.ts'

/** The list of a module's records: certain ids, or the whole; with what it cannot filter left to be done here. */
export function recordsOffer(want: Want, context: CrmOfferContext, why: string): Offer {
  const byIds = idsWanted(want, context)
  const offered = { ...listOffer(want, context, why, { ids: byIds?.ids }), keys: keysOf(want, context) }
  if (!byIds) return offered
  const verdicts = offered.verdicts.map(
    (verdict, index): Verdict =>
      index === byIds.conjunct ? { sql: verdict.sql, outcome: 'exact', why: 'the list of these ids' } : verdict,
  )
  return { ...offered, verdicts, exact: verdicts.length === 1 }
}

/** Lists of records are had by their own ids, and by nothing else. */
function keysOf({ columns, table }: Want, { knowledge }: CrmOfferContext): KeyLists | undefined {
  if (knowledge.of(moduleOf(table).module).idsRefused) return undefined
  return { ...recordsKeys, columns: columns.map(refName).filter((name) => name === 'id'), single: [] }
}

/** The condition that names the ids of the rows, if there is one, and the ids as far as they can be some. */
export function idsWanted(
  { where, table }: Want,
  { knowledge }: CrmOfferContext,
): { readonly conjunct: number; readonly ids: readonly string[] } | undefined {
  if (knowledge.of(moduleOf(table).module).idsRefused) return undefined
  const found = where.map(({ predicate }) => namedIds(predicate))
  const conjunct = found.findIndex((ids) => ids !== undefined && ids.length <= recordsKeys.most)
  return conjunct < 0 ? undefined : { conjunct, ids: found[conjunct]! }
}

function namedIds(predicate: Predicate): readonly string[] | undefined {
  if (!('column' in predicate) || refName(predicate.column) !== 'id') return undefined
  const isList = predicate.kind === 'in' && !predicate.negated
  const constants =
    predicate.kind === 'compare' && predicate.op === '=' ? [predicate.constant] : isList && predicate.constants
  if (!constants) return undefined
  return [...new Set(constants.flatMap((constant) => idOperand(constant).value?.text ?? []))]
}

/** A list, as far as one can be told: whole, of certain ids or of what criteria find. */
export function listOffer(
  want: Want,
  context: CrmOfferContext,
  why: string,
  { criteria, ids }: { readonly criteria?: string; readonly ids?: readonly string[] | undefined },
): Offer {
  const { module } = moduleOf(want.table)
  const cells = want.columns.filter((ref) => ref.path.length === 0).map((ref): CoqlCell => ({ key: keyOf(ref), ref }))
  const limited = want.where.length === 0 && orderedById(want) && !want.grouping
  const listing: Listing = {
    module,
    cells,
    converted: convertedParameter(module, context),
    descending: limited && want.orderBy?.[0]?.descending === true,
    limit: limited ? want.limit : undefined,
    offset: limited ? (want.offset ?? 0) : 0,
    rowsHint: want.rowsHint,
  }
  const request: RecordsRequest | SearchRequest =
    criteria === undefined ? { kind: 'records', ...listing, ids } : { kind: 'search', ...listing, criteria }
  const lists = ids ? Math.ceil(ids.length / recordsLimits.ids) : 1
  const batches = lists * Math.max(1, Math.ceil(recordFields(cells).length / recordsLimits.fields))
  const bounded = ids || (request.limit !== undefined && request.limit + request.offset <= recordsLimits.perPage)
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: request.kind,
      text: fieldBatches(cells).map((fields) => recordsText(request, fields)),
      columns: cells.map((cell) => refName(cell.ref)),
      key: scanKey(request),
      request,
    },
    ...nothingDone(want.where, `the list of records has no filter (${why})`),
    ordered: limited,
    limited,
    notes: why ? [`not by COQL: ${why}`] : [],
    refusedPaths: pathsOf(want),
    price: {
      calls: batches,
      credits: batches,
      ...(ids ? { rows: ids.length } : {}),
      ...(cells.some(isCut) ? { details: { singly: true } } : {}),
      ...(bounded ? {} : { perPage: { rows: recordsLimits.perPage, credits: batches } }),
    },
  }
}

/** A list leaves the value out, or cuts it. */
const isCut = ({ ref }: CoqlCell): boolean => factsOf(ref.column).roads.records === 'single'

const orderedById = (want: Want): boolean => {
  const [first] = want.orderBy ?? []
  return first === undefined || refName(first.column) === 'id'
}

const convertedParameter = (module: string, context: CrmOfferContext): RecordsRequest['converted'] => {
  if (module !== 'Leads') return undefined
  return ({ exclude: 'false', include: 'both', only: 'true' } as const)[context.convertedLeads]
}

function recordsText(request: RecordsRequest | SearchRequest, fields: readonly string[]): string {
  const isSearch = request.kind === 'search'
  const query = isSearch ? searchQuery(request, fields) : recordsQuery(request, fields)
  return `GET ${request.module}${isSearch ? '/search' : ''}?${new URLSearchParams(query)}`.replaceAll('%2C', ',')
}
