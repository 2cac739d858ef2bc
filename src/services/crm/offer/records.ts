import { type KeyLists, type Offer, type Predicate, refName, type Verdict, type Want } from '../../../source/index.ts'
import { factsOf, moduleOf } from '../catalog/columns.ts'
import type { ModuleKnowledge } from '../knowledge.ts'
import { recordsKeys, recordsLimits, searchLimits } from '../limits.ts'
import { type CoqlCondition, countTests } from '../query.ts'
import { type Cell, type RecordsRequest, scanKey } from '../request/index.ts'
import { fieldBatches, recordFields, recordsQuery } from '../request/records.ts'
import { nothingDone, type OfferContext, pathsOf } from './common.ts'
import { sentWhere } from './coql.ts'
import { keyOf } from './selection.ts'
import { searchCriteria } from './where/criteria-search.ts'
import { idOperand } from './where/operands.ts'

/** The list of a module's records: certain ids, or the whole; with what it cannot filter left behind. */
export function recordsOffer(want: Want, context: OfferContext, why: string): Offer {
  const byIds = idsWanted(want, context)
  const offered = { ...listOffer(want, context, why, undefined, byIds?.ids), keys: keysOf(want, context) }
  if (!byIds) return offered
  const verdicts = offered.verdicts.map(
    (verdict, index): Verdict =>
      index === byIds.conjunct ? { sql: verdict.sql, outcome: 'exact', why: 'the list of these ids' } : verdict,
  )
  return { ...offered, verdicts, exact: verdicts.length === 1 }
}

/** Lists of records are had by their own ids, and by nothing else. */
function keysOf({ columns, table }: Want, { knowledge }: OfferContext): KeyLists | undefined {
  if (knowledge.of(moduleOf(table).module).idsRefused) return undefined
  return { ...recordsKeys, columns: columns.map(refName).filter((name) => name === 'id'), single: [] }
}

/** The condition that names the ids of the rows, if there is one, and the ids as far as they can be some. */
export function idsWanted(
  { where, table }: Want,
  { knowledge }: OfferContext,
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

/**
 * A search, which finds more than is meant and forgets what was written a moment ago; so it is taken only when told.
 * undefined: nothing of the condition can be searched for.
 */
export function searchOffer(want: Want, context: OfferContext): Offer | undefined {
  const { knowledge } = context
  const known = knowledge.of(moduleOf(want.table).module)
  if (knowledge.searchRefused || known.searchClosed) return undefined
  const words = (condition: CoqlCondition): string | undefined => searchCriteria(condition, searchable(want, known))
  const where = sentWhere(want.where, want, context, (condition) => words(condition) !== undefined)
  const sent = where.condition
  const criteria = sent && countTests(sent) <= searchLimits.conditions ? words(sent) : undefined
  if (!criteria || encodeURIComponent(criteria).length > searchLimits.length || known.searchRefused.has(criteria)) {
    return undefined
  }
  const verdicts = where.verdicts.map((v) => (v.outcome === 'exact' ? ({ ...v, outcome: 'superset' } as const) : v))
  const notes = ['a search does not find what was written in the last minutes']
  return {
    ...listOffer({ ...want, limit: undefined, offset: undefined }, context, '', criteria),
    verdicts,
    notes,
    exact: false,
    ordered: false,
    limited: false,
  }
}

/** What is in the index of a field: nothing, its words, or its value. */
function searchable(want: Want, known: ModuleKnowledge): (field: string) => 'words' | 'value' | undefined {
  const columns = new Map(want.table.columns.map((column) => [column.field, column]))
  return (field) => {
    const column = columns.get(field)
    if (!column || !factsOf(column).searchable || known.searchFieldsRefused.has(field)) return undefined
    return factsOf(column).shape === 'text' ? 'words' : 'value'
  }
}

function listOffer(
  want: Want,
  context: OfferContext,
  why: string,
  criteria: string | undefined,
  ids?: readonly string[],
): Offer {
  const { module } = moduleOf(want.table)
  const cells = want.columns.filter((ref) => ref.path.length === 0).map((ref): Cell => ({ key: keyOf(ref), ref }))
  const byId = orderedById(want)
  const exact = want.where.length === 0
  const limited = exact && byId && !want.grouping
  const request: RecordsRequest = {
    kind: 'records',
    module,
    cells,
    converted: convertedParameter(module, context),
    criteria,
    ids,
    descending: limited && want.orderBy?.[0]?.descending === true,
    limit: limited ? want.limit : undefined,
    offset: limited ? (want.offset ?? 0) : 0,
    rowsHint: want.rowsHint,
  }
  const lists = ids ? Math.ceil(ids.length / recordsLimits.ids) : 1
  const batches = lists * Math.max(1, Math.ceil(recordFields(cells).length / recordsLimits.fields))
  const bounded = ids || (request.limit !== undefined && request.limit + request.offset <= recordsLimits.perPage)
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: criteria ? 'search' : 'records',
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
const isCut = ({ ref }: Cell): boolean => factsOf(ref.column).roads.records === 'single'

const orderedById = (want: Want): boolean => {
  const [first] = want.orderBy ?? []
  return first === undefined || refName(first.column) === 'id'
}

const convertedParameter = (module: string, context: OfferContext): RecordsRequest['converted'] => {
  if (module !== 'Leads') return undefined
  return ({ exclude: 'false', include: 'both', only: 'true' } as const)[context.convertedLeads]
}

const recordsText = (request: RecordsRequest, fields: readonly string[]): string =>
  `GET ${request.module}${request.criteria ? '/search' : ''}?${new URLSearchParams(recordsQuery(request, fields))}`.replaceAll(
    '%2C',
    ',',
  )
