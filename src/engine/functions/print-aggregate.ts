import { ZohoSqlError } from '../../base/errors.ts'
import type { SqlType } from '../../base/types.ts'
import { comparisonKey } from './comparable.ts'
import type { PrintedCall } from './contract.ts'
import type { Row } from './row.ts'

/** Aggregate and window calls as SQLite text. */

/** Name under which the form of an aggregate that can forget rows is registered. */
export const slidingName = (key: string): string => `${key} over`

/** SQLite's own where the row has no JavaScript. */
export function aggregateName(row: Row, call: PrintedCall): string {
  if (!row.aggregate) return row.name
  return `"${call.over !== undefined && row.sliding ? slidingName(row.key) : row.key}"`
}

// Equal values that differ in form are taken once; with a scale of its own, a type has one form for each value. An
// interval's key is not an interval, so it stays.
const distinctArg = (text: string, type: SqlType | undefined): string =>
  (type?.name === 'numeric' && type.scale === undefined) || type?.name === 'char' ? comparisonKey(text, type) : text

/** `name(DISTINCT args ORDER BY …) FILTER (…) OVER …`; a `list` of distinct values comes out sorted. */
export function callText(name: string, args: readonly string[], call: PrintedCall, list = false): string {
  if (call.distinct && args.length !== 1) {
    throw new ZohoSqlError('NOT_SUPPORTED', `DISTINCT in an aggregate of ${args.length} arguments is not supported`, {
      hint: 'Select the distinct rows in a subquery.',
    })
  }
  const given = call.distinct ? `DISTINCT ${distinctArg(args[0]!, call.argTypes[0])}` : args.join(', ')
  const terms =
    list && call.distinct && call.orderBy.length === 0 ? distinctOrder(call) : call.orderBy.map((key) => key.term)
  const order = terms.length > 0 && call.over === undefined ? ` ORDER BY ${terms.join(', ')}` : ''
  return `${name}(${given}${order})${tail(call)}`
}

/** FILTER and OVER. */
export const tail = ({ filter, over }: PrintedCall): string =>
  (filter === undefined ? '' : ` FILTER (WHERE ${filter})`) + (over === undefined ? '' : ` OVER ${over}`)

// PostgreSQL finds the distinct values by sorting, so lists of them come out sorted.
const distinctOrder = ({ args, argTypes }: PrintedCall): readonly string[] => [
  `${comparisonKey(args[0]!, argTypes[0]!)} ASC NULLS LAST`,
]
