import type { Value } from '../base/types.ts'
import type { OutputColumn, Query } from '../engine/tree.ts'
import type { PlannedScan } from './scans/planned-scan.ts'

interface PlanCommon {
  readonly scans: readonly PlannedScan[]
  readonly columns: readonly OutputColumn[]
}

/** One scan answers all: its rows are picked apart and handed on. */
export interface DirectPlan extends PlanCommon {
  readonly mode: 'direct'
  /** For each column of the result: the scan's column, or a constant. */
  readonly picks: readonly (number | { readonly value: Value })[]
}
/** One scan, finished page by page: nothing of it needs the rows of another page. */
export interface PagedPlan extends PlanCommon {
  readonly mode: 'paged'
  readonly residual: Query
  readonly limit?: number
  readonly offset: number
}
/** All scans are staged, then the residual runs over them. */
export interface StagedPlan extends PlanCommon {
  readonly mode: 'staged'
  readonly residual: Query
}
export type Plan = DirectPlan | PagedPlan | StagedPlan
