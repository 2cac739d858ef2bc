import { ZohoSqlError } from '../base/errors.ts'
import type { Value } from '../base/types.ts'
import type { Expr, OutputColumn, Query, Select, TableRelation } from '../engine/tree.ts'
import { someExpr } from '../engine/walk.ts'
import { conjunctsOf } from './conditions.ts'
import { contract } from './contract.ts'
import { strengthen } from './outer.ts'
import { expandPaths, joinOnlyAsJoins } from './paths.ts'
import { countOf, type PlanContext, type PlannedScan, Planner, pathKey } from './planner.ts'
import { prune } from './prune.ts'
import { share } from './share.ts'
import { splitAggregates } from './split.ts'

interface Common {
  readonly scans: readonly PlannedScan[]
  readonly columns: readonly OutputColumn[]
}

/** One scan answers all: its rows are picked apart and handed on. */
export interface DirectPlan extends Common {
  readonly mode: 'direct'
  /** For each column of the result: the scan's column, or a constant. */
  readonly picks: readonly (number | { readonly value: Value })[]
}
/** One scan, finished page by page: nothing of it needs the rows of another page. */
export interface PagedPlan extends Common {
  readonly mode: 'paged'
  readonly residual: Query
  readonly limit?: number
  readonly offset: number
}
/** All scans are staged, then the residual runs over them. */
export interface StagedPlan extends Common {
  readonly mode: 'staged'
  readonly residual: Query
}
export type Plan = DirectPlan | PagedPlan | StagedPlan

/**
 * Plans a bound query whose parameters have been put in.
 *
 * @throws {ZohoSqlError} 2201W, 2201X: its LIMIT or OFFSET is negative, so that running it can only fail
 */
export function plan(query: Query, context: PlanContext): Plan {
  refuseNegative('LIMIT', query.limit, context)
  refuseNegative('OFFSET', query.offset, context)
  const asWritten = planned(query, context)
  if (!context.pushdown) return asWritten
  const contracted = contract(query)
  const joined = contracted === query ? asWritten : planned(prune(contracted), context)
  // One query in place of two is better, unless it leaves behind what one of the two could have said.
  const fewer = joined.scans.length < asWritten.scans.length && localTests(joined) <= localTests(asWritten)
  const [best, bestQuery] = fewer ? [joined, prune(contracted)] : [asWritten, query]
  const split = splitAggregates(bestQuery)
  const parts = split === bestQuery ? best : planned(prune(split), context)
  return isBounded(parts) && expectedCredits(parts) <= expectedCredits(best) ? parts : best
}

/** What each scan costs is known. */
const isBounded = ({ scans }: Plan): boolean => scans.every(({ empty, offer }) => empty || !offer.price.perPage)

/** Of a scan whose length is not known, two pages. */
function expectedCredits({ scans }: Plan): number {
  return scans.reduce((sum, { empty, offer: { price } }) => {
    if (empty) return sum
    const { perPage, rows } = price
    const more = !perPage ? 0 : rows === undefined ? 1 : Math.max(0, Math.ceil((rows - perPage.rows) / perPage.rows))
    return sum + price.credits + more * (perPage?.credits ?? 0)
  }, 0)
}

function refuseNegative(what: 'LIMIT' | 'OFFSET', expr: Expr | undefined, context: PlanContext): void {
  const count = expr && context.evaluate(expr)?.value
  if (count === undefined || count === null || Number(count) >= 0) return
  throw new ZohoSqlError(`INVALID_${what}`, `${what} must not be negative`)
}

const localTests = ({ scans }: Plan): number =>
  scans.reduce((sum, { offer }) => sum + offer.verdicts.filter(({ outcome }) => outcome === 'local').length, 0)

function planned(query: Query, context: PlanContext): Plan {
  const written = joinOnlyAsJoins(query, context)
  if (written !== query) return planned(context.pushdown ? strengthen(written) : written, context)
  const tried = new Planner(context)
  const residual = tried.query(query)
  const refused = tried.refusedPaths()
  if (refused.size > 0 || (!context.pushdown && hasPaths(tried.scans()))) {
    const isRefused = (relation: TableRelation, path: readonly string[]): boolean =>
      !context.pushdown || refused.has(pathKey(relation.id, path))
    const joined = expandPaths(query, isRefused, context)
    return planned(context.pushdown ? strengthen(joined) : joined, context)
  }
  const scans = tried.scans()
  return choose(residual, context.pushdown ? share(scans, context.offer) : scans, context)
}

const hasPaths = (scans: readonly PlannedScan[]): boolean =>
  scans.some((scan) => scan.want.columns.some((ref) => ref.path.length > 0))

// ------------------------------------------------------------------------------------------------- choosing

function choose(residual: Query, scans: readonly PlannedScan[], context: PlanContext): Plan {
  const common = { scans, columns: residual.columns }
  const select = residual.body
  const single = scans.length === 1 && !scans[0]!.also && select.kind === 'select' && streamable(residual, select)
  if (!single || select.kind !== 'select') return { mode: 'staged', residual, ...common }
  const picks = directPicks(residual, select, scans[0]!)
  if (picks) return { mode: 'direct', picks, ...common }
  const limit = countOf(residual.limit, context)
  const offset = countOf(residual.offset, context)
  if (limit === undefined || offset === undefined) return { mode: 'staged', residual, ...common }
  return {
    mode: 'paged',
    residual: { ...residual, limit: undefined, offset: undefined },
    limit: limit ?? undefined,
    offset: offset ?? 0,
    ...common,
  }
}

/** Each row of the answer comes from one row of the scan, in the scan's order. */
function streamable(query: Query, select: Select): boolean {
  if (query.ctes.length || query.orderBy.length || query.withTies) return false
  if (select.from?.kind !== 'table' || select.groupBy || select.having || select.distinct !== false) return false
  return ![...select.items, ...conjunctsOf(select.where)].some((expr) => someExpr(expr, blocks))
}

/** Kinds of expressions that need more than the row at hand. */
const blocking: ReadonlySet<Expr['kind']> = new Set([
  'aggregate',
  'window',
  'grouping',
  'scalar',
  'exists',
  'inQuery',
  'quantified',
  'arrayQuery',
])
const blocks = (expr: Expr): boolean => blocking.has(expr.kind) || (expr.kind === 'call' && expr.fn.kind === 'set')

function directPicks(query: Query, select: Select, scan: PlannedScan): DirectPlan['picks'] | undefined {
  if (select.where || query.limit || query.offset) return undefined
  const picks = select.items.map((item) => {
    if (item.kind === 'literal') return { value: item.value }
    const index = item.kind === 'column' ? scan.offer.scan.columns.indexOf(item.name) : -1
    return index < 0 ? undefined : index
  })
  return picks.every((pick) => pick !== undefined) ? (picks as DirectPlan['picks']) : undefined
}
