import { ZohoSqlError } from '../../base/errors.ts'
import type { StagedRows } from '../../engine/index.ts'
import type { DirectPlan, PagedPlan, Plan, PlannedScan, StagedPlan } from '../../plan/index.ts'
import { type Page, ScanRefused } from '../../source/index.ts'
import type { RowBatch, RunContext } from './context.ts'
import { Staging } from './staging.ts'

/** What a new plan must do without, because a service refused it although it had offered it. */
export interface Avoid {
  grouping: boolean
}

/** Every refusal teaches a service something that its next offer heeds, so there are few. */
const PLANS_MAX = 24

/**
 * Runs the plan; when a service takes an offer back before the first row, plans again, with what was learned.
 *
 * @param onPlan is told each plan that is tried.
 */
export async function* execute(
  makePlan: (avoid: Avoid) => Promise<Plan>,
  context: RunContext,
  onPlan: (plan: Plan) => void,
): AsyncGenerator<RowBatch> {
  const avoid: Avoid = { grouping: false }
  for (let tried = 1; ; tried++) {
    const plan = await makePlan(avoid)
    onPlan(plan)
    let begun = false
    try {
      for await (const rows of run(plan, context)) {
        begun = true
        yield rows
      }
      return
    } catch (error) {
      if (!(error instanceof ScanRefused)) throw error
      if (begun || tried === PLANS_MAX) throw error.cause ?? new ZohoSqlError('REMOTE_REFUSED', error.message)
      if (error.avoid) {
        avoid[error.avoid] = true
        context.meter.notices.push(error.message)
      }
    }
  }
}

function run(plan: Plan, context: RunContext): AsyncIterable<RowBatch> {
  context.check(plan)
  switch (plan.mode) {
    case 'direct':
      return direct(plan, context)
    case 'paged':
      return paged(plan, context)
    case 'staged':
      return staged(plan, context)
  }
}

const pagesOf = (scan: PlannedScan, context: RunContext): AsyncIterable<Page> | Page[] =>
  scan.empty ? [] : context.read(scan.offer.scan, context)

async function* direct(plan: DirectPlan, context: RunContext): AsyncGenerator<RowBatch> {
  const { picks } = plan
  const asTheyCome = picks.every((pick, index) => pick === index) && picks.length === plan.scans[0]!.columns.length
  for await (const page of pagesOf(plan.scans[0]!, context)) {
    yield asTheyCome
      ? page.rows
      : page.rows.map((row) => picks.map((pick) => (typeof pick === 'number' ? row[pick]! : pick.value)))
  }
}

/** Page by page through the local engine; reading ends with the last row that is wanted. */
async function* paged(plan: PagedPlan, context: RunContext): AsyncGenerator<RowBatch> {
  let skip = plan.offset
  let wanted = plan.limit ?? Infinity
  if (wanted === 0) return
  const [scan] = plan.scans as [PlannedScan]
  const engine = context.openEngine()
  try {
    let stage: StagedRows | undefined
    for await (const page of pagesOf(scan, context)) {
      if (stage) stage.clear()
      else stage = engine.stage([scan.relation], scan.columns)
      await stage.insert(page.rows)
      for await (const rows of engine.run(plan.residual)) {
        const kept = rows.slice(skip, skip + wanted)
        skip = Math.max(0, skip - rows.length)
        wanted -= kept.length
        if (kept.length > 0) yield kept
        if (wanted <= 0) return
      }
    }
  } finally {
    engine.close()
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

async function* staged(plan: StagedPlan, context: RunContext): AsyncGenerator<RowBatch> {
  const engine = context.openEngine()
  try {
    await new Staging(plan.scans, engine, context).finish()
    const { bytes, spilled } = await engine.size()
    if (spilled) context.meter.notices.push(`${megabytes(bytes)} of rows were put into a temporary file`)
    yield* engine.run(plan.residual)
  } finally {
    engine.close()
  }
}
