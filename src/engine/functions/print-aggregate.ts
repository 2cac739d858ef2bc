import { ZohoSqlError } from '../../base/errors.ts'
import type { SqlType } from '../../base/types.ts'
import { comparisonKey } from './comparable.ts'
import type { PrintedCall } from './contract.ts'
import type { FunctionRow } from './row.ts'

/** Aggregate and window calls as SQLite text. */

/** Name under which the form of an aggregate that can forget rows is registered. */
export const slidingName = (key: string): string => `${key} over`

/** Name under which the form of an aggregate is registered that takes equal values once. */
export const distinctName = (key: string): string => `${key} distinct`

/** SQLite's own where the row has no JavaScript. */
export function aggregateName(row: FunctionRow, call: PrintedCall): string {
  if (!row.aggregate) return row.name
  return `"${call.over !== undefined && row.sliding ? slidingName(row.key) : row.key}"`
}

/** Whether equal values may differ in form; with a scale of its own, a type has one form for each value. */
export const varies = (type: SqlType | undefined): boolean =>
  type !== undefined && type.scale === undefined && comparisonKey('x', type) !== 'x'

/** `name(DISTINCT args ORDER BY …) FILTER (…) OVER …`; a `list` of distinct values comes out sorted. */
export function callText(name: string, args: readonly string[], call: PrintedCall, list = false): string {
  if (call.distinct && args.length !== 1) {
    throw new ZohoSqlError('NOT_SUPPORTED', `DISTINCT in an aggregate of ${args.length} arguments is not supported`, {
      hint: 'Select the distinct rows in a subquery.',
    })
  }
  if (call.distinct && varies(call.argTypes[0])) return firstOfEqual(name, args[0]!, call)
  const given = call.distinct ? `DISTINCT ${args[0]!}` : args.join(', ')
  const terms =
    list && call.distinct && call.orderBy.length === 0 ? distinctOrder(call) : call.orderBy.map((key) => key.term)
  const order = terms.length > 0 && call.over === undefined ? ` ORDER BY ${terms.join(', ')}` : ''
  return `${name}(${given}${order})${tail(call)}`
}

// SQLite would tell forms apart, so the aggregate does it: the key of equality travels in front of the value.
function firstOfEqual(name: string, arg: string, call: PrintedCall): string {
  const order = call.orderBy.length > 0 ? call.orderBy.map((key) => key.term) : distinctOrder(call)
  const key = comparisonKey(call.args[0]!, call.argTypes[0]!)
  return `"${distinctName(name.replaceAll('"', ''))}"(${key}, ${arg} ORDER BY ${order.join(', ')})${tail(call)}`
}

/** FILTER and OVER. */
export const tail = ({ filter, over }: PrintedCall): string =>
  (filter === undefined ? '' : ` FILTER (WHERE ${filter})`) + (over === undefined ? '' : ` OVER ${over}`)

// PostgreSQL finds the distinct values by sorting, so lists of them come out sorted.
const distinctOrder = ({ args, argTypes }: PrintedCall): readonly string[] => [
  `${comparisonKey(args[0]!, argTypes[0]!)} ASC NULLS LAST`,
]
