import { factsOf, needsUsers } from '../catalog/columns.ts'
import type { CrmVersion } from '../limits.ts'
import type { BulkCriteria, BulkReadRequest, CoqlCell } from './index.ts'

/** The file has it: ids of lookups, not their names; users are named by their list. */
export function carried({ ref }: CoqlCell): boolean {
  const facts = factsOf(ref.column)
  if (!facts.roads.bulk) return false
  return ref.column.part === 'value' || ref.column.part === 'id' || needsUsers(ref)
}

/** The body's `query`; what page it is goes apart. */
export const bulkQuery = ({ module, fields, criteria }: BulkReadRequest, version: CrmVersion) => ({
  // The first version had plain names where later ones have objects (facts 8.1).
  module: version === 'v2' ? module : { api_name: module },
  fields,
  ...(criteria ? { criteria: version === 'v2' ? plainNames(criteria) : criteria } : {}),
})

/** The same in the words of the first version of the API: the name stands in the test itself. */
const plainNames = (criteria: BulkCriteria): object =>
  'group' in criteria
    ? { ...criteria, group: criteria.group.map(plainNames) }
    : { api_name: criteria.field.api_name, comparator: criteria.comparator, value: criteria.value }
