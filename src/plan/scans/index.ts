/**
 * From a bound query to scans: what each table is asked for, what its service offers, and the query that is left.
 *
 * In this order: paths that a service cannot follow become joins (`passes/path-to-join.ts`) · the planner asks for each
 * table (`planner.ts`) what can travel: predicates (`predicate-pushdown.ts`, in the forms of
 * `predicate-normalization.ts`), aggregates (`aggregate-pushdown.ts`, `partial-aggregation.ts`), order and limits
 * (`top-n.ts`) · keys by which one scan may narrow another are noted (`semi-join.ts`, `bind-join.ts`) · scans that can do
 * with the same rows become one (`scan-merging.ts`).
 *
 * Not here: rewriting the query (`passes`), and which way the plan runs (`execution-mode.ts`).
 */
import type { Query, TableRelation } from '../../engine/tree.ts'
import type { PlanContext } from '../context.ts'
import { reduceOuterJoins } from '../passes/outer-join-reduction.ts'
import { joinOnlyAsJoins, pathsToJoins } from '../passes/path-to-join.ts'
import { pathKey } from './paths.ts'
import type { PlannedScan, Scanned } from './planned-scan.ts'
import { Planner } from './planner.ts'
import { mergeScans } from './scan-merging.ts'

/** The scans that answer the query as it stands. */
export function scansOf(query: Query, context: PlanContext): Scanned {
  const joined = joinOnlyAsJoins(query, context)
  if (joined !== query) return scansOf(written(joined, context), context)
  const planner = new Planner(context)
  const residual = planner.query(query)
  const scans = planner.scans()
  const isRefused = refusals(planner.refusedPaths(), scans, context)
  if (isRefused) return scansOf(written(pathsToJoins(query, isRefused, context), context), context)
  return { residual, scans: context.pushdown ? mergeScans(scans, context.offer) : scans }
}

/** Joins that were paths are outer ones until a condition says otherwise. */
const written = (query: Query, { pushdown }: PlanContext): Query => (pushdown ? reduceOuterJoins(query) : query)

/** Which paths must be joins; undefined: none. Whole tables are read without any. */
function refusals(refused: ReadonlySet<string>, scans: readonly PlannedScan[], { pushdown }: PlanContext) {
  if (!pushdown) return hasPaths(scans) ? () => true : undefined
  if (refused.size === 0) return undefined
  return (relation: TableRelation, path: readonly string[]): boolean => refused.has(pathKey(relation.id, path))
}

const hasPaths = (scans: readonly PlannedScan[]): boolean =>
  scans.some((scan) => scan.want.columns.some((ref) => ref.path.length > 0))
