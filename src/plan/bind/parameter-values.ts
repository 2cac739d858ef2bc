import type { Value } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import { mapQuery } from '../../engine/walk.ts'

/** The query with the statement's parameters in it. */
export const withParameters = (query: Query, values: readonly Value[]): Query =>
  mapQuery(query, (expr) =>
    expr.kind === 'parameter' ? { kind: 'literal', value: values[expr.index] ?? null, type: expr.type } : undefined,
  )
