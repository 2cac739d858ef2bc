import type { Offer, Want } from '../../../source/index.ts'
import { factsOf, moduleOf } from '../catalog/columns.ts'
import type { CrmModuleKnowledge } from '../knowledge.ts'
import { searchLimits } from '../limits.ts'
import { type CoqlCondition, countTests } from '../query.ts'
import type { CrmOfferContext } from './common.ts'
import { sentWhere } from './coql.ts'
import { listOffer } from './records.ts'
import { searchCriteria } from './where/criteria-search.ts'

/**
 * A search, which finds more than is meant and forgets what was written a moment ago; so it is taken only when told.
 * undefined: nothing of the condition can be searched for.
 */
export function searchOffer(want: Want, context: CrmOfferContext): Offer | undefined {
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
    ...listOffer({ ...want, limit: undefined, offset: undefined }, context, '', { criteria }),
    verdicts,
    notes,
    exact: false,
    ordered: false,
    limited: false,
  }
}

/** What is in the index of a field: nothing, its words, or its value. */
function searchable(want: Want, known: CrmModuleKnowledge): (field: string) => 'words' | 'value' | undefined {
  const columns = new Map(want.table.columns.map((column) => [column.field, column]))
  return (field) => {
    const column = columns.get(field)
    if (!column || !factsOf(column).searchable || known.searchFieldsRefused.has(field)) return undefined
    return factsOf(column).shape === 'text' ? 'words' : 'value'
  }
}
