/** Orders of lists and searches. */
import { compareIds } from '../ids.ts'
import type { SimDeskOrder } from './query.ts'
import type { DeskModule, DeskRecord } from './store.ts'
import type { DeskWorld } from './world.ts'

/** Sort names that are called otherwise than the field they mean. */
const aliases: Readonly<Record<string, string>> = {
  recentThread: 'customerResponseTime',
  contractStartDate: 'startDate',
  contractEndDate: 'endDate',
  account: 'accountName',
}

function keyOf(record: DeskRecord, by: string, desk: DeskWorld): string | number | null {
  const name = aliases[by] ?? by
  if (name === 'accountName' && record.accountName === undefined) {
    const account = desk.modules.get('accounts')?.get(String(record.accountId))
    return account ? String(account.accountName).toLowerCase() : null
  }
  const value = record[name]
  if (typeof value === 'number') return value
  return value === null || value === undefined ? null : String(value).toLowerCase()
}

type CompareRecords = (a: DeskRecord, b: DeskRecord) => number

/** Equal rows ascend by id, in a descending order too. ASSUMPTION: empty values come last, whatever the order. */
export function comparer({ by, descending }: SimDeskOrder, desk: DeskWorld): CompareRecords {
  return (a, b) => {
    const x = keyOf(a, by, desk)
    const y = keyOf(b, by, desk)
    if (x === y) return compareIds(a.id, b.id)
    if (x === null || y === null) return x === null ? 1 : -1
    const order = x < y ? -1 : 1
    return descending ? -order : order
  }
}

/** All records of a module in an order. */
export const inOrder = (module: DeskModule, order: SimDeskOrder, desk: DeskWorld): readonly DeskRecord[] =>
  module.sorted(`${order.by} ${order.descending}`, comparer(order, desk))
