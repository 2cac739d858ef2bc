import { keyName } from './keys.ts'
import { ledgerOf, type Making } from './ledger.ts'
import { ownersOf, type RecordCandidate } from './owners.ts'
import { quoted, tableName } from './reading.ts'
import type { WriteWork } from './rows.ts'
import type { LookResult, Lost, SendContext } from './sending.ts'

/** Clocks are told to the second, and so are records. */
const secondsMs = 2000

/**
 * INSERT: what this user has made since the batch was sent, and that is none of the records known by now. A record with
 * a row's unique value is that row's; one that holds all that was sent is it too, unless another row may have made it.
 */
export async function findInserted(
  work: WriteWork,
  lost: readonly Lost[],
  known: readonly string[],
  sending: SendContext,
): Promise<LookResult> {
  const until = lost.every((one) => one.until !== undefined) ? Math.max(...lost.map((one) => one.until!)) : undefined
  const began = Math.min(...lost.map((one) => one.began))
  const found = await madeSince(work, began, until, sending)
  if (!found) return { written: new Map(), missing: new Set(), awaited: [] }
  const { table, targets } = work
  const columns = targets.map(({ sets }) => sets)
  const name = `${table.schema}.${table.name}`
  const own = lost.flatMap(({ rows, mayArrive }) =>
    rows.map((row): Making => ({ row, table: name, columns, standing: mayArrive ? 'open' : 'ended' })),
  )
  const ledger = ledgerOf(sending.writer)
  const taken = new Set(known)
  const candidates = found.filter(({ id }) => !taken.has(id) && !ledger.isKnown(id, began - 2 * secondsMs))
  return ownersOf(columns, own, ledger.others(name, new Set(own.map(({ row }) => row))), candidates)
}

/** undefined: the table does not say who made its rows, and when. */
async function madeSince(
  work: WriteWork,
  began: number,
  until: number | undefined,
  { reading, writer }: SendContext,
): Promise<RecordCandidate[] | undefined> {
  const { table, targets } = work
  const { createdBy, createdTime } = table.changes ?? {}
  if (createdBy === undefined || createdTime === undefined) return undefined
  const user = await writer.user(reading)
  const clock = writer.now()
  if (clock === undefined) return undefined
  const zohos = (ms: number): number => Math.floor((ms + clock - Date.now()) / 1000) * 1000
  const from = zohos(began)
  const times = [from - secondsMs, ...(until === undefined ? [] : [zohos(until) + secondsMs])]
  const columns = [keyName(table), createdTime, ...targets.map(({ sets }) => sets.name)].map(quoted).join(', ')
  const late = until === undefined ? '' : ` AND ${quoted(createdTime)} <= $3`
  const rows = await reading.ask(
    `SELECT ${columns} FROM ${tableName(table)} WHERE ${quoted(createdBy)} = $1 AND ${quoted(createdTime)} >= $2${late}`,
    [user, ...times.map((ms) => new Date(ms).toISOString())],
  )
  return rows.map(([id, made, ...values]) => ({ id: String(id), values, isSure: Number(made) >= from }))
}
