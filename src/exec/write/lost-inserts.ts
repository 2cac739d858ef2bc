import { keyName } from './keys.ts'
import { ledgerOf, type Making } from './ledger.ts'
import { fittedRows, isDistinct, ownersOf, type RecordCandidate } from './owners.ts'
import { withinOf } from './parents.ts'
import { placesOf, quoted, tableName } from './reading.ts'
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
  const mine = candidates.filter(({ isMine }) => isMine)
  const owners = ownersOf(columns, own, ledger.others(name, new Set(own.map(({ row }) => row))), mine)
  if (table.changes?.createdBy === undefined) return ofAnybody(owners, work)
  // What bears another name may be ours where the service does not say whose it writes.
  const doubtful = fittedRows(
    columns,
    own,
    candidates.filter(({ isMine }) => !isMine),
  )
  return { ...owners, missing: new Set([...owners.missing].filter((index) => !doubtful.has(index))) }
}

/** A record made since, and whether it bears this user's name as its maker's. */
interface MadeRecord extends RecordCandidate {
  readonly isMine: boolean
}

/** Where nobody says who made a record, only a value that no other may hold tells that it is ours. */
function ofAnybody(owners: LookResult, { targets, rows }: WriteWork): LookResult {
  const places = targets.flatMap(({ sets }, i) => (isDistinct(sets) ? [i] : []))
  const told = new Set(
    rows.flatMap(({ index, values }) => (places.some((place) => (values[place] ?? null) !== null) ? [index] : [])),
  )
  return { ...owners, written: new Map([...owners.written].filter(([index]) => told.has(index))) }
}

/** undefined: the table does not say when its rows were made. */
async function madeSince(
  work: WriteWork,
  began: number,
  until: number | undefined,
  { reading, writer }: SendContext,
): Promise<MadeRecord[] | undefined> {
  const { table, targets } = work
  const { createdBy, createdTime, isMakerUnsure } = table.changes ?? {}
  if (createdTime === undefined) return undefined
  const user = createdBy === undefined ? undefined : await writer.user(reading)
  const by = user === undefined || isMakerUnsure ? [] : [[createdBy!, '=', user] as const]
  const clock = writer.now()
  if (clock === undefined) return undefined
  const zohos = (ms: number): number => Math.floor((ms + clock - Date.now()) / 1000) * 1000
  const from = zohos(began)
  const at = (ms: number): string => new Date(ms).toISOString()
  const maker = user !== undefined && isMakerUnsure ? createdBy! : createdTime
  const columns = [keyName(table), createdTime, maker, ...targets.map(({ sets }) => sets.name)].map(quoted).join(', ')
  const conditions = [
    ...by,
    [createdTime, '>=', at(from - secondsMs)] as const,
    ...(until === undefined ? [] : [[createdTime, '<=', at(zohos(until) + secondsMs)] as const]),
  ]
  const where = conditions.map(([column, operator], i) => `${quoted(column)} ${operator} $${i + 1}`)
  const values = conditions.map(([, , value]) => value)
  const within = withinOf(work, work.rows)
  if (within) where.push(`${quoted(within.column)} IN ${placesOf(within.values, values.length + 1)}`)
  const rows = await reading.ask(`SELECT ${columns} FROM ${tableName(table)} WHERE ${where.join(' AND ')}`, [
    ...values,
    ...(within?.values ?? []),
  ])
  return rows.map(([id, made, name, ...values]) => ({
    id: String(id),
    values,
    isSure: Number(made) >= from,
    isMine: maker !== createdBy || String(name) === user,
  }))
}
