/**
 * A scan that nothing narrows waits for one that is narrow and joined to it, and then asks only for the keys that came
 * (a bind join): which waits for which.
 */
import { type ColumnRef, refName } from '../../source/index.ts'
import type { KeyLink, PlannedScan } from './planned-scan.ts'

/** The relations whose rows a scan brings. */
export const relationIds = ({ relation, also = [] }: PlannedScan): readonly number[] => [
  relation,
  ...also.map((each) => each.relation),
]

/** The column of the scan that the link narrows, where its service takes lists of such keys. */
export function linkedColumn({ want, offer: { keys } }: PlannedScan, link: KeyLink): ColumnRef | undefined {
  const takes = keys?.columns.includes(link.column) || (link.single && keys?.single.includes(link.column))
  return takes ? want.columns.find((ref) => refName(ref) === link.column) : undefined
}

/** Something was sent that keeps rows away, or the rows are few by nature. */
const isNarrow = (scan: PlannedScan): boolean =>
  scan.empty ||
  scan.offer.grouped ||
  scan.want.limit !== undefined ||
  scan.offer.verdicts.some((verdict) => verdict.outcome !== 'local')

/** So few rows that others had better wait for their keys, even those that something narrows already. */
const isSmall = ({ empty, offer: { price, grouped }, want, checks }: PlannedScan): boolean => {
  const isBounded = !price.perPage && !grouped && (want.limit !== undefined || checks.length > 0)
  return empty || isBounded || (price.rows ?? Infinity) <= SMALL
}
const SMALL = 200

/** What it refers to is worth waiting for: the one side of a join is mostly the smaller one. */
const refers = (scan: PlannedScan, scans: readonly PlannedScan[]): boolean =>
  scan.offer.keys?.patient === true && scan.links.some((link) => refersBy(scan, link, scans))

function refersBy(scan: PlannedScan, link: KeyLink, scans: readonly PlannedScan[]): boolean {
  const reference = linkedColumn(scan, link)?.column.references
  return link.others.some((id) => {
    const table = scans.find((other) => relationIds(other).includes(id))?.want.table
    return table !== undefined && table.schema === reference?.schema && table.name === reference.table
  })
}

/** For each scan that should wait for another one's keys: the link to it. */
export function bindJoins(scans: readonly PlannedScan[]): ReadonlyMap<number, KeyLink> {
  const chosen = new Map<number, KeyLink>()
  const settled = new Set<number>()
  const settle = (some: readonly PlannedScan[]): void => {
    for (const scan of some) for (const id of relationIds(scan)) settled.add(id)
    while (scans.some((scan) => waits(scan, settled, chosen)));
  }
  settle(scans.filter(isSmall))
  settle(scans.filter(isNarrow))
  settle(scans.filter((scan) => !refers(scan, scans)))
  return chosen
}

/** True when the scan was found to wait for one that is settled, which settles it as well. */
function waits(scan: PlannedScan, settled: Set<number>, chosen: Map<number, KeyLink>): boolean {
  if (settled.has(scan.relation)) return false
  const link = scan.links.find((each) => each.others.every((id) => settled.has(id)) && linkedColumn(scan, each))
  if (!link) return false
  chosen.set(scan.relation, link)
  settled.add(scan.relation)
  return true
}
