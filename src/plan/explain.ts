import { isOpen, type Price, type Verdict } from '../source/index.ts'
import type { Plan } from './plan.ts'
import type { PlannedScan } from './scans/planned-scan.ts'

/** What really happened, for EXPLAIN ANALYZE. */
export interface Spent {
  readonly calls: number
  readonly credits: number
  readonly rowsFetched: number
  readonly bytes: number
  readonly rows: number
  readonly elapsedMs: number
  /** Of the calls, those for metadata and users, at a credit each: no price has them, as what they tell is remembered. */
  readonly metadataCalls: number
}

/** A plan as a value that prints; the members are for programs. */
export interface Explanation {
  readonly mode: 'direct' | 'paged' | 'staged'
  readonly scans: readonly ExplainedScan[]
  /** What the local engine runs over the scans' rows, in PostgreSQL's spelling; undefined: nothing. */
  readonly residual: string | undefined
  /** The least that the statement costs. */
  readonly calls: number
  readonly credits: number
  readonly notices: readonly string[]
  readonly spent: Spent | undefined
  toString(): string
}

export interface ExplainedScan {
  readonly table: string
  /** Its names in the query. */
  readonly alias: string
  readonly road: string
  /** The remote query as sent for the first page. */
  readonly text: readonly string[]
  readonly verdicts: readonly Verdict[]
  readonly notes: readonly string[]
  readonly price: Price
  /** A condition can never be true, or no row is wanted: nothing is sent. */
  readonly empty: boolean
  /** The scan waits for another one's keys: `Account_Name_id = a.id`. */
  readonly narrowedBy: string | undefined
}

export interface ExplainInput {
  readonly residual: string | undefined
  /** For each scan that waits: what it waits for. */
  readonly narrowed: ReadonlyMap<number, string>
  readonly notices: readonly string[]
  readonly spent?: Spent
}

export function explain(plan: Plan, input: ExplainInput): Explanation {
  const scans = plan.scans.map((scan) => explainScan(scan, input.narrowed.get(scan.relation)))
  // Without keys to wait for, nothing is asked.
  const certain = scans.filter((scan) => !scan.empty && scan.narrowedBy === undefined)
  const explanation = {
    mode: plan.mode,
    scans,
    residual: plan.mode === 'direct' ? undefined : input.residual,
    calls: sum(certain, (scan) => scan.price.calls),
    credits: sum(certain, (scan) => scan.price.credits),
    notices: input.notices,
    spent: input.spent,
  }
  return { ...explanation, toString: () => lines(explanation).join('\n') }
}

const sum = <T>(list: readonly T[], of: (item: T) => number): number =>
  list.reduce((total, item) => total + of(item), 0)

const explainScan = (
  { want, alias, also = [], offer, empty }: PlannedScan,
  narrowedBy: string | undefined,
): ExplainedScan => ({
  table: `${want.table.schema}.${want.table.name}`,
  alias: [alias, ...also.map((each) => each.alias)].join(', '),
  road: offer.scan.road,
  text: offer.scan.text,
  verdicts: offer.verdicts,
  notes: offer.notes,
  price: offer.price,
  empty,
  narrowedBy,
})

const modes: Record<Plan['mode'], string> = {
  direct: 'one scan answers all; its rows are handed on as they come',
  paged: 'one scan; each page is finished by the local engine, then handed on',
  staged: 'all scans are staged in the local engine, which answers',
}

type Printable = Omit<Explanation, 'toString'>

function lines(explanation: Printable): string[] {
  const { mode, scans, residual, notices, spent } = explanation
  return [
    `Plan: ${modes[mode]}`,
    ...scans.flatMap(scanLines),
    ...(residual ? ['  Stays here:', ...residual.split('\n').map((line) => `    ${line}`)] : []),
    `Price: ${priceText(explanation)}`,
    ...notices.map((notice) => `Notice: ${notice}`),
    ...(spent ? [spentText(spent)] : []),
  ]
}

function scanLines(scan: ExplainedScan): string[] {
  const name = scan.table.endsWith(`.${scan.alias}`) ? scan.table : `${scan.table} ${scan.alias}`
  if (scan.empty) return [`  Scan ${name}: nothing is asked, no row can be in the answer`]
  return [
    `  Scan ${name} by ${scan.road}: ${scanPrice(scan.price)}`,
    ...scan.text.map((text) => `    ${text}`),
    ...(scan.narrowedBy ? [`    narrowed to the keys of ${scan.narrowedBy}`] : []),
    ...scan.verdicts.map(({ sql, outcome, why }) => `    ${outcome.padEnd(8)} ${sql} (${why})`),
    ...scan.notes.map((note) => `    ${note}`),
  ]
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

function scanPrice({ calls, credits, perPage, details, rows }: Price): string {
  return [
    `${plural(calls, 'call')}, ${plural(credits, 'credit')}`,
    perPage ? `, and ${plural(perPage.credits, 'credit')} for each further page of ${perPage.rows} rows` : '',
    details?.rows === undefined ? '' : `, and 1 credit for each ${details.rows} rows to read what is not in a page`,
    details?.singly ? ', and 1 credit for each row of which a value was left out or cut' : '',
    rows === undefined ? '' : `; about ${plural(rows, 'row')} expected`,
  ].join('')
}

const priceText = ({ calls, credits, scans }: Printable): string => {
  const open = scans.some((scan) => !scan.empty && (isOpen(scan.price) || scan.narrowedBy !== undefined))
  return `${open ? 'at least ' : ''}${plural(calls, 'call')}, ${plural(credits, 'credit')}`
}

function spentText({ calls, credits, metadataCalls, rowsFetched, bytes, rows, elapsedMs }: Spent): string {
  const own = `${plural(calls - metadataCalls, 'call')}, ${plural(credits - metadataCalls, 'credit')}`
  const metadata = `${plural(metadataCalls, 'call')}, ${plural(metadataCalls, 'credit')}`
  return (
    `Spent: ${own}${metadataCalls > 0 ? ` (besides ${metadata} for metadata, which is remembered)` : ''}, ` +
    `${plural(rowsFetched, 'row')} fetched (${bytes} bytes), ${plural(rows, 'row')} in the answer, ${Math.round(elapsedMs)} ms`
  )
}
