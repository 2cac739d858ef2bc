import { chunks } from '../../base/chunks.ts'
import { isZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import type { Workspace } from '../../engine/index.ts'
import { bindJoins, type KeyLink, linkedColumn, type PlannedScan, relationIds } from '../../plan/index.ts'
import { type ColumnRef, type Conjunct, creditsFor, type Offer, refName, ScanRefused } from '../../source/index.ts'
import type { RunContext } from './context.ts'

/**
 * Reads all scans of a plan into the local engine, side by side. A scan that nothing narrows waits for one that is
 * narrow and joined to it, and then asks only for the keys that came (a bind join).
 */
export class Staging {
  readonly #scans: readonly PlannedScan[]
  readonly #engine: Workspace
  readonly #context: RunContext
  readonly #links: ReadonlyMap<number, KeyLink>
  readonly #done = new Map<number, Promise<void>>()
  readonly #stop = new AbortController()
  #refused = false

  constructor(scans: readonly PlannedScan[], engine: Workspace, context: RunContext) {
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
      // After a refusal calls under way may end: what they teach is needed for the next plan.
      this.#refused = error instanceof ScanRefused
      if (!this.#refused) this.#stop.abort()
      await Promise.allSettled(all)
      throw error
    }
  }

  #start(relation: number): Promise<void> {
    const running = this.#done.get(relation)
    if (running) return running
    const scan = this.#scan(relation)
    const promise = this.#stage(scan)
    for (const id of relationIds(scan)) this.#done.set(id, promise)
    return promise
  }

  async #stage(scan: PlannedScan): Promise<void> {
    const link = this.#links.get(scan.relation)
    if (link) await Promise.all(link.others.map((other) => this.#start(other)))
    if (this.#refused) return
    const stage = this.#engine.stage(relationIds(scan), scan.columns)
    const offers = scan.empty ? [] : link ? await this.#narrowed(scan, link) : [scan.offer]
    const signal = AbortSignal.any([this.#context.signal, this.#stop.signal])
    const read = async ({ scan: remote }: Offer): Promise<void> => {
      for await (const page of this.#context.read(remote, { signal, meter: this.#context.meter })) {
        if (this.#refused) return
        await stage.insert(page.rows)
      }
    }
    await Promise.all(offers.map(read))
  }

  /** Offers for the keys that the other side brought, so many in each; none when it brought none. */
  async #narrowed(scan: PlannedScan, link: KeyLink): Promise<readonly Offer[]> {
    const { most, lists } = scan.offer.keys!
    const keys = await this.#keys(link, most * lists)
    if (!keys) return [scan.offer]
    const column = linkedColumn(scan, link)!
    const offers = chunks(keys, most).map((some) =>
      this.#context.offer({ ...scan.want, where: [...scan.want.where, keyCondition(column, some)] }),
    )
    // The same columns in the same places, or the stage would not fit; and rows by the keys alone, or they would double.
    const fits = offers.every(
      ({ scan: { columns }, verdicts }) =>
        columns.join() === scan.offer.scan.columns.join() && verdicts.at(-1)?.outcome === 'exact',
    )
    if (!fits) return [scan.offer]
    const { whole, rows } = await this.#weighed(scan, link, offers)
    return isCheaper(whole, offers, rows) ? [scan.offer] : offers
  }

  /** The whole with as many rows as there are, where keys cost more than counting them; and how many the keys may bring. */
  async #weighed(scan: PlannedScan, link: KeyLink, offers: readonly Offer[]): Promise<{ whole: Offer; rows: number }> {
    const whole = scan.offer
    const { keys, price } = whole
    if (!keys?.patient || !price.perPage) return { whole, rows: 0 }
    const rows = price.rows ?? (keyedCredits(offers, 0) > COUNT_WORTH ? await this.#size(scan) : undefined)
    if (rows === undefined) return { whole, rows: 0 }
    // Keys that nothing narrowed stand for nearly all rows.
    const isAll = link.others.every((id) => this.#scan(id).offer.verdicts.length === 0)
    return { whole: { ...whole, price: { ...price, rows } }, rows: isAll ? rows : 0 }
  }

  /** Rows of the table, if its service counts them. */
  async #size({ want: { table } }: PlannedScan): Promise<number | undefined> {
    const counting = { by: [], aggregates: [{ fn: 'count' as const }] }
    const offer = this.#context.offer({ table, columns: [], where: [], grouping: counting })
    if (!offer.grouped || offer.price.perPage) return undefined
    const signal = AbortSignal.any([this.#context.signal, this.#stop.signal])
    try {
      for await (const { rows } of this.#context.read(offer.scan, { signal, meter: this.#context.meter }))
        return Number(rows[0]?.[0])
    } catch (error) {
      if (!(error instanceof ScanRefused)) throw error
    }
    return undefined
  }

  /** undefined: too many, or not to be had before the statement runs. */
  async #keys({ keys }: KeyLink, most: number): Promise<readonly Value[] | undefined> {
    const found = new Set<Value>()
    try {
      for await (const rows of this.#engine.run(keys)) {
        for (const [key] of rows) {
          if (found.size === most) return undefined
          if (key !== null) found.add(key!)
        }
      }
    } catch (error) {
      // A condition that fails for some row fails in the answer as well, or is never reached there.
      if (isZohoSqlError(error) && (error.code === 'CANCELLED' || error.code === 'TIMEOUT')) throw error
      return undefined
    }
    return [...found]
  }

  #scan(relation: number): PlannedScan {
    return this.#scans.find((scan) => relationIds(scan).includes(relation))!
  }
}

/** Credits beyond which it is worth some to know how many rows a table has. */
const COUNT_WORTH = 12

const keyedCredits = (offers: readonly Offer[], rows: number): number =>
  offers.reduce((sum, { price }) => sum + creditsFor(price, price.rows ?? rows / offers.length), 0)

/** True where all rows are known to cost no more than those of the keys, which are `keyed` ones or more. */
function isCheaper({ price }: Offer, offers: readonly Offer[], keyed: number): boolean {
  if (price.rows === undefined && price.perPage) return false
  return creditsFor(price, price.rows ?? 0) <= keyedCredits(offers, keyed)
}

const keyCondition = (column: ColumnRef, keys: readonly Value[]): Conjunct => ({
  sql: `${refName(column)} IN (${keys.length} keys)`,
  predicate: {
    kind: 'in',
    column,
    constants: keys.map((value) => ({ value: value as Exclude<Value, null>, type: column.column.type })),
    negated: false,
  },
})
