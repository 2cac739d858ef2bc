/**
 * The planner: from a syntax tree to a plan that can be run, pure throughout. `bind` gives names and types their meaning;
 * `plan` rewrites the bound query by the passes below, asks the services what they can do of it (`scans/`), and chooses
 * the way to run it; `explain` tells what came of it. This is the only door: nobody imports past it.
 *
 * Not here: reading metadata (catalog), calls (exec, services), computing (engine).
 */
import { ZohoSqlError } from '../base/errors.ts'
import type { Expr, Query } from '../engine/tree.ts'
import type { PlanContext } from './context.ts'
import { chooseMode } from './execution-mode.ts'
import { splitAggregates } from './passes/aggregate-splitting.ts'
import { listArrays } from './passes/array-to-list.ts'
import { inlineCtes } from './passes/cte-inlining.ts'
import { joinsToPaths } from './passes/join-to-path.ts'
import { resolveKeyLookups } from './passes/key-lookup.ts'
import { dropIdleLimits } from './passes/limit-elimination.ts'
import { propagateOrder } from './passes/order-propagation.ts'
import { reduceOuterJoins } from './passes/outer-join-reduction.ts'
import { pruneProjections } from './passes/projection-pruning.ts'
import { dropRedundantGrouping } from './passes/redundant-grouping.ts'
import { flattenSubqueries } from './passes/subquery-flattening.ts'
import type { Plan } from './plan.ts'
import { expectedCredits, isBounded, localTests } from './price.ts'
import { scansOf } from './scans/index.ts'

export { bind, NeedNames, NeedTables, withParameters } from './bind/index.ts'
export {
  type AssignmentTarget,
  type BoundChange,
  type BoundConflict,
  type BoundReturning,
  bindChange,
  mapQueries,
  type Probe,
  withRows,
} from './change/index.ts'
export { constantEvaluator } from './constant-evaluation.ts'
export { type Explanation, explain, type Spent } from './explain.ts'
export type { DirectPlan, PagedPlan, Plan, StagedPlan } from './plan.ts'
export { bindJoins, linkedColumn, relationIds } from './scans/bind-join.ts'
export type { KeyLink, PlannedScan } from './scans/planned-scan.ts'

/** One rewriting of the query; the same query when there is nothing to do. */
interface Pass {
  /** As docs/architecture.md tells of it. */
  readonly name: string
  readonly apply: (query: Query, context: PlanContext) => Query
  /** True: also where nothing is pushed down, since what is computed here needs it. */
  readonly always?: true
  /** The query is planned with and without it, and its plan taken where this says so. Absent: it is always for the better. */
  readonly isBetter?: (rewritten: Plan, plan: Plan) => boolean
}

/** Every pass over the whole query, in the order in which they run. */
export const passes: readonly Pass[] = [
  // Lists travel, arrays do not.
  { name: 'array to list', apply: listArrays, always: true },
  // What is used once is a subquery in FROM, which the passes below see into.
  { name: 'CTE inlining', apply: inlineCtes },
  // Before flattening, which forgets the order of a subquery's rows.
  { name: 'order propagation', apply: propagateOrder, always: true },
  // Before flattening, which takes a limit for one.
  { name: 'limit elimination', apply: dropIdleLimits },
  { name: 'subquery flattening', apply: flattenSubqueries },
  // After flattening: what is grouped may turn out to be a table.
  { name: 'redundant grouping', apply: dropRedundantGrouping },
  // After flattening: conditions from inside and outside stand in one WHERE.
  { name: 'outer join reduction', apply: reduceOuterJoins },
  { name: 'key lookup', apply: resolveKeyLookups },
  { name: 'projection pruning', apply: pruneProjections },
  // One remote query in place of two, unless it leaves local what one of the two could have said.
  {
    name: 'join to path',
    apply: joinsToPaths,
    isBetter: (rewritten, plan) =>
      rewritten.scans.length < plan.scans.length && localTests(rewritten) <= localTests(plan),
  },
  // Of the better query. Several small questions in place of the whole table.
  {
    name: 'aggregate splitting',
    apply: splitAggregates,
    isBetter: (rewritten, plan) => isBounded(rewritten) && expectedCredits(rewritten) <= expectedCredits(plan),
  },
]

/**
 * Plans a bound query whose parameters have been put in.
 *
 * @throws {ZohoSqlError} 2201W, 2201X: its LIMIT or OFFSET is negative, so that running it can only fail
 */
export function plan(query: Query, context: PlanContext): Plan {
  const usual = passes.filter(({ always, isBetter }) => !isBetter && (always || context.pushdown))
  let best = usual.reduce((rewritten, { apply }) => apply(rewritten, context), query)
  refuseNegative('LIMIT', best.limit, context)
  refuseNegative('OFFSET', best.offset, context)
  let bestPlan = planned(best, context)
  if (!context.pushdown) return bestPlan
  for (const { apply, isBetter } of passes) {
    const rewritten = isBetter ? apply(best, context) : best
    if (rewritten === best) continue
    const other = pruneProjections(rewritten)
    const otherPlan = planned(other, context)
    if (isBetter!(otherPlan, bestPlan)) [best, bestPlan] = [other, otherPlan]
  }
  return bestPlan
}

const planned = (query: Query, context: PlanContext): Plan => chooseMode(scansOf(query, context), context)

function refuseNegative(what: 'LIMIT' | 'OFFSET', expr: Expr | undefined, context: PlanContext): void {
  const count = expr && context.evaluate(expr)?.value
  if (count === undefined || count === null || Number(count) >= 0) return
  throw new ZohoSqlError(`INVALID_${what}`, `${what} must not be negative`)
}
