import type { Value } from '../../base/types.ts'
import type { Workspace } from '../../engine/index.ts'
import type { Plan } from '../../plan/index.ts'
import type { Offer, Page, ReadContext, Scan, Want } from '../../source/index.ts'

/** Some rows of a result: flat, in the order of the plan's columns. */
export type RowBatch = readonly (readonly Value[])[]

/** What running a plan needs. */
export interface RunContext extends ReadContext {
  /** Where this statement computes; opened only if the plan needs it. */
  readonly openEngine: () => Workspace
  /** Throws where the engine could not run the plan's rest, whatever rows come. */
  readonly check: (plan: Plan) => void
  readonly read: (scan: Scan, context: ReadContext) => AsyncIterable<Page>
  readonly offer: (want: Want) => Offer
}
