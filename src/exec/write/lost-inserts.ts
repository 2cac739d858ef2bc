import type { Value } from '../../base/types.ts'
import { keyName } from './keys.ts'
import { quoted, tableName } from './reading.ts'
import { wasWritten } from './recent.ts'
import type { Work, WriteRow } from './rows.ts'
import { holds } from './same.ts'
import type { Look, Lost, Sending } from './sending.ts'

/** Clocks are told to the second, and so are records. */
const secondsMs = 2000

interface Candidate {
  readonly id: string
  readonly values: readonly Value[]
}

/**
 * INSERT: what this user has made since the batch was sent, and that is none of the records known by now. A record with
 * a row's unique value is that row; one that holds all that was sent is it too. While there is a record that no row
 * explains, no row is said to be missing: Zoho, or a workflow of it, may have changed what was sent.
 */
export async function findInserted(
  work: Work,
  lost: readonly Lost[],
  known: readonly string[],
  sending: Sending,
): Promise<Look> {
  const until = lost.every((one) => one.until !== undefined) ? Math.max(...lost.map((one) => one.until!)) : undefined
  const candidates = await madeSince(work, Math.min(...lost.map(({ began }) => began)), until, sending)
  if (!candidates) return { written: new Map(), missing: new Set() }
  const taken = new Set(known)
  const open = candidates.filter(({ id }) => !taken.has(id) && !wasWritten(sending.writer, id))
  const written = new Map<number, string>()
  const rows = lost.flatMap((one) => one.rows)
  for (const fits of [sameUnique(work), sameValues(work)]) match(rows, open, written, fits)
  const rest = open.filter(({ id }) => ![...written.values()].includes(id))
  const missing = rest.length > 0 ? [] : rows.flatMap(({ index }) => (written.has(index) ? [] : [index]))
  return { written, missing: new Set(missing) }
}

/** undefined: the table does not say who made its rows, and when. */
async function madeSince(
  work: Work,
  began: number,
  until: number | undefined,
  { reading, writer }: Sending,
): Promise<Candidate[] | undefined> {
  const { table, targets } = work
  const { createdBy, createdTime } = table.changes ?? {}
  if (createdBy === undefined || createdTime === undefined) return undefined
  // Asking for the user also tells how far Zoho's clock is from ours.
  const user = await writer.user(reading)
  const zohos = (ms: number): number => Math.floor((ms + writer.now() - Date.now()) / 1000) * 1000
  const times = [zohos(began) - secondsMs, ...(until === undefined ? [] : [zohos(until) + secondsMs])]
  const columns = [keyName(table), ...targets.map(({ sets }) => sets.name)].map(quoted).join(', ')
  const late = until === undefined ? '' : ` AND ${quoted(createdTime)} <= $3`
  const rows = await reading.ask(
    `SELECT ${columns} FROM ${tableName(table)} WHERE ${quoted(createdBy)} = $1 AND ${quoted(createdTime)} >= $2${late}`,
    [user, ...times.map((ms) => new Date(ms).toISOString())],
  )
  return rows.map(([id, ...values]) => ({ id: String(id), values }))
}

type Fits = (row: WriteRow, candidate: Candidate) => boolean

const sameUnique = ({ targets }: Work): Fits => {
  const places = targets.flatMap(({ sets }, i) => (sets.unique ? [i] : []))
  // Zoho's uniqueness mostly ignores case.
  const plain = (value: Value | undefined): string =>
    String(value ?? '')
      .trim()
      .toLowerCase()
  return (row, candidate) =>
    places.some((i) => plain(row.values[i]) !== '' && plain(row.values[i]) === plain(candidate.values[i]))
}

const sameValues = ({ targets }: Work): Fits => {
  const columns = targets.map(({ sets }) => sets)
  return (row, candidate) => holds(columns, row.values, candidate.values)
}

/** One record for one row: two rows that are the same need two records. */
function match(
  rows: readonly WriteRow[],
  candidates: readonly Candidate[],
  written: Map<number, string>,
  fits: Fits,
): void {
  const free = candidates.filter(({ id }) => ![...written.values()].includes(id))
  for (const row of rows) {
    if (written.has(row.index)) continue
    const at = free.findIndex((candidate) => fits(row, candidate))
    if (at < 0) continue
    written.set(row.index, free[at]!.id)
    free.splice(at, 1)
  }
}
