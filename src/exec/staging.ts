import type { Value } from '../base/types.ts'
import type { LocalEngine } from '../engine/index.ts'
import type { Link } from '../plan/conditions.ts'
import type { PlannedScan } from '../plan/planner.ts'
import { type ColumnRef, type Conjunct, type Offer, refName } from '../source/index.ts'
import type { RunContext } from './run.ts'

/**
 * Reads all scans of a plan into the local engine, side by side. A scan that nothing narrows waits for one that is
 * narrow and joined to it, and then asks only for the keys that came (a bind join).
 */
export class Staging {
  readonly #scans: readonly PlannedScan[]
  readonly #engine: LocalEngine
  readonly #context: RunContext
  readonly #links: ReadonlyMap<number, Link>
  readonly #done = new Map<number, Promise<void>>()
  readonly #stop = new AbortController()

  constructor(scans: readonly PlannedScan[], engine: LocalEngine, context: RunContext) {
    this.#scans = scans
    this.#engine = engine
    this.#context = context
    this.#links = bindJoins(scans)
  }

  /** @throws what the first scan that failed threw; the others have stopped by then. */
  async finish(): Promise<void> {
    const all = this.#scans.map((scan) => this.#start(scan.relation))
    try {
      await Promise.all(all)
    } catch (error) {
      this.#stop.abort()
      await Promise.allSettled(all)
      throw error
    }
  }

  #start(relation: number): Promise<void> {
    const running = this.#done.get(relation)
    if (running) return running
    const promise = this.#stage(this.#scans.find((scan) => scan.relation === relation)!)
    this.#done.set(relation, promise)
    return promise
  }

  async #stage(scan: PlannedScan): Promise<void> {
    const link = this.#links.get(scan.relation)
    if (link) await this.#start(link.other)
    const stage = this.#engine.stage(scan.relation, scan.columns)
    const offer = link ? this.#narrowed(scan, link) : scan.offer
    if (scan.empty || !offer) return
    const signal = AbortSignal.any([this.#context.signal, this.#stop.signal])
    for await (const page of this.#context.read(offer.scan, { signal, meter: this.#context.meter })) {
      stage.insert(page.rows)
    }
  }

  /** The scan's offer for the keys that the other side brought; undefined when it brought none. */
  #narrowed(scan: PlannedScan, link: Link): Offer | undefined {
    const keys = this.#engine.distinct(link.other, link.otherColumn, KEYS_MAX + 1)
    if (keys.length === 0) return undefined
    if (keys.length > KEYS_MAX) return scan.offer
    const column = linkedColumn(scan, link.column)!
    const offer = this.#context.offer({ ...scan.want, where: [...scan.want.where, keyCondition(column, keys)] })
    // The same columns in the same places, or the stage would not fit.
    return offer.scan.columns.join() === scan.offer.scan.columns.join() ? offer : scan.offer
  }
}

/** Keys that one query takes along: 50 in each of some twenty lists (facts 6.2). */
const KEYS_MAX = 1000

const keyCondition = (column: ColumnRef, keys: readonly Value[]): Conjunct => ({
  sql: `${refName(column)} IN (${keys.length} keys)`,
  predicate: {
    kind: 'in',
    column,
    constants: keys.map((value) => ({ value: value as Exclude<Value, null>, type: column.column.type })),
    negated: false,
  },
})

/** A key by which services filter exactly: the primary key, or the id of a lookup. */
function linkedColumn(scan: PlannedScan, name: string): ColumnRef | undefined {
  const ref = scan.want.columns.find((candidate) => refName(candidate) === name)
  if (!ref || ref.path.length > 0) return undefined
  return scan.want.table.primaryKey.includes(name) || ref.column.references ? ref : undefined
}

/** Something was sent that keeps rows away, or the rows are few by nature. */
const isNarrow = (scan: PlannedScan): boolean =>
  scan.empty ||
  scan.offer.grouped ||
  scan.want.limit !== undefined ||
  scan.offer.verdicts.some((verdict) => verdict.outcome !== 'local')

/** For each scan that should wait for another one's keys: the link to it. */
export function bindJoins(scans: readonly PlannedScan[]): ReadonlyMap<number, Link> {
  const chosen = new Map<number, Link>()
  const narrow = new Set(scans.filter(isNarrow).map((scan) => scan.relation))
  for (let found = true; found; ) {
    found = false
    for (const scan of scans) {
      if (narrow.has(scan.relation)) continue
      const link = scan.links.find(({ column, other }) => narrow.has(other) && linkedColumn(scan, column))
      if (!link) continue
      chosen.set(scan.relation, link)
      narrow.add(scan.relation)
      found = true
    }
  }
  return chosen
}
