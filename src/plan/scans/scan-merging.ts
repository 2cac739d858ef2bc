/**
 * Scans of one table that can do with the same rows are one scan: a table that a query names several times is read
 * once, and all its names see the same state of it.
 */
import { type Conjunct, creditsFor, type Offer, type Price, refName, type Want } from '../../source/index.ts'
import { bindJoins } from './bind-join.ts'
import type { PlannedScan } from './planned-scan.ts'

/** @param offer what a service can do; scans that would cost more together stay apart. */
export function mergeScans(scans: readonly PlannedScan[], offer: (want: Want) => Offer): readonly PlannedScan[] {
  const waiting = bindJoins(scans)
  const awaited = new Set([...waiting.values()].flatMap(({ others }) => others))
  const merged: PlannedScan[] = []
  for (const scan of scans.toSorted((a, b) => sentBy(a).size - sentBy(b).size)) {
    // Those that wait for keys are read in part, each in its own; with more rows, others would wait for more keys.
    const needsOnly = (other: PlannedScan): boolean => awaited.has(scan.relation) && isNarrower(scan, other)
    const index = waiting.has(scan.relation)
      ? -1
      : merged.findIndex((other) => !waiting.has(other.relation) && canDoWith(scan, other) && !needsOnly(other))
    const one = index < 0 ? undefined : together(merged[index]!, scan, offer)
    if (one) merged[index] = one
    else merged.push(scan)
  }
  return scans.flatMap(({ relation }) => merged.find((scan) => scan.relation === relation) ?? [])
}

/** The rows of the other one are those of this scan, or more of which the query itself leaves out what is too many. */
const canDoWith = (scan: PlannedScan, other: PlannedScan): boolean =>
  scan.want.table === other.want.table &&
  isWhole(scan) &&
  isWhole(other) &&
  [...sentBy(other)].every((condition) => sentBy(scan).has(condition)) &&
  (scan.rechecked || !isNarrower(scan, other))

const isWhole = ({ want, offer, empty }: PlannedScan): boolean =>
  !empty && !offer.grouped && !want.orderBy?.length && want.limit === undefined && want.rowsHint === undefined

const isNarrower = (scan: PlannedScan, other: PlannedScan): boolean => sentBy(scan).size > sentBy(other).size

/** What is sent of the conditions, as texts. */
const sentBy = ({ want, offer }: PlannedScan): ReadonlySet<string> =>
  new Set(want.where.filter((_, i) => offer.verdicts[i]!.outcome !== 'local').map(conditionKey))

const conditionKey = ({ predicate }: Conjunct): string =>
  JSON.stringify(predicate, (name, value) => {
    if (name === 'column') return refName(value)
    return typeof value === 'bigint' ? `${value}n` : value
  })

function together(one: PlannedScan, other: PlannedScan, offer: (want: Want) => Offer): PlannedScan | undefined {
  const further = other.want.columns.filter((ref) => !one.want.columns.some((own) => refName(own) === refName(ref)))
  const local = other.want.where.filter((_, i) => other.offer.verdicts[i]!.outcome === 'local')
  const want: Want = {
    ...one.want,
    columns: [...one.want.columns, ...further],
    where: [...one.want.where, ...local],
  }
  const offered = offer(want)
  const types = new Map([...one.columns, ...other.columns].map(({ name, type }) => [name, type]))
  const merged: PlannedScan = {
    ...one,
    also: [...(one.also ?? []), { relation: other.relation, alias: other.alias }],
    want,
    offer: offered,
    columns: offered.scan.columns.map((name) => ({ name, type: types.get(name)! })),
    links: [],
  }
  const fits = offered.refusedPaths.length === 0 && sentBy(merged).size === sentBy(one).size
  return fits && isCheap(merged, one, other) ? merged : undefined
}

/** No more than both apart; of a wider scan as many pages are read, of a narrower one there may have been few. */
function isCheap({ offer: { price } }: PlannedScan, one: PlannedScan, other: PlannedScan): boolean {
  const spared = isNarrower(other, one) ? 0 : 1
  // What each page of rows costs beyond the first, and what is read by their ids.
  const more = (each: Price): number =>
    (each.perPage?.credits ?? 0) + creditsFor({ ...each, credits: 0, perPage: undefined }, each.perPage?.rows ?? 1)
  const first = one.offer.price.credits + spared * other.offer.price.credits
  return price.credits <= first && more(price) <= more(one.offer.price) + spared * more(other.offer.price)
}
