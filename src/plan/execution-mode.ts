import type { Expr, Query, Select } from '../engine/tree.ts'
import { someExpr } from '../engine/walk.ts'
import { conjunctsOf } from './conditions.ts'
import type { PlanContext } from './context.ts'
import type { DirectPlan, Plan } from './plan.ts'
import type { PlannedScan, Scanned } from './scans/planned-scan.ts'
import { countOf } from './scans/top-n.ts'

/** The way that computes least here: what the scans bring is the answer, or pages of it, or must be there as a whole. */
export function chooseMode({ residual, scans }: Scanned, context: PlanContext): Plan {
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
