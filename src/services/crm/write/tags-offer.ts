/** How tags travel: rows that get the same ones go together. Pure. */
import { urlPath } from '../../../net/index.ts'
import { type Change, type ChangeOffer, type ChangeRow, tagNames } from '../../../source/index.ts'
import { moduleOf } from '../catalog/columns.ts'
import { tagLimits as limits } from '../limits.ts'

export interface TagsRequest {
  /** Without the verb. */
  readonly path: string
}

/** A change of tags and nothing else: the key and the names. */
export const setsTags = ({ action, columns }: Change): boolean =>
  action === 'update' && columns.length === 2 && columns[1]!.settable?.form === 'tags'

export function offerTags({ table }: Change, version: string): ChangeOffer {
  const path = urlPath`/crm/${version}/${moduleOf(table).module}`
  const request: TagsRequest = { path }
  return {
    schema: table.schema,
    road: 'records',
    batchRows: limits.records,
    batches: byNames,
    price: (rows) => ({
      calls: Math.ceil(rows / limits.records),
      credits: Math.ceil(rows / limits.recordsPerCredit),
    }),
    text: [`POST ${path}/actions/add_tags {"tags":[…],"ids":[… up to ${limits.records}],"over_write":true}`],
    notes: [],
    request,
  }
}

/** Rows with the same tags go together. */
function byNames(rows: readonly ChangeRow[], size: number): number[][] {
  const places = rows.map((_, place) => place)
  const groups = Map.groupBy(places, (place) => keyOf(rows[place]!))
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / size) }, (_, i) => group.slice(i * size, (i + 1) * size)),
  )
}

export const namesOf = ({ values }: ChangeRow): readonly string[] => tagNames(values[1] ?? null) ?? []
const keyOf = (row: ChangeRow): string =>
  JSON.stringify(
    namesOf(row)
      .map((name) => name.toLowerCase())
      .sort(),
  )
