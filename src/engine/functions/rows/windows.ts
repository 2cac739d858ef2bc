import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { integer, type SqlType } from '../../../base/types.ts'
import { commonType } from '../common-type.ts'
import type { PrintedCall } from '../contract.ts'
import { tail } from '../print-aggregate.ts'
import { type FunctionRow, windowFn } from '../row.ts'

/** Window functions: SQLite has them all, with the same meaning. */

const shift = (types: readonly SqlType[]) => {
  const type = types.length < 3 ? types[0]! : commonType([types[0]!, types[2]!], 'lag')
  return { args: [type, integer, type].slice(0, types.length), result: type }
}

/** The count is checked in PostgreSQL's words before SQLite sees it. */
const counted = (name: 'ntile' | 'nth_value', call: PrintedCall): string => `"${name}_count"(${call.args.at(-1)})`

const nthValue = (call: PrintedCall): string => `nth_value(${call.args[0]}, ${counted('nth_value', call)})${tail(call)}`

/** SQLite wants a number where PostgreSQL takes NULL for an answer. */
const ntile = (call: PrintedCall): string => {
  const count = counted('ntile', call)
  return `iif(${count} IS NULL, NULL, ntile(ifnull(${count}, 1))${tail(call)})`
}

/** What `ntile_count` and `nth_value_count` do. */
export const countCheckers: Readonly<Record<string, (count: bigint | null) => bigint | null>> = byName({
  ntile_count: (count) => {
    if (count === null || count > 0n) return count
    throw new ZohoSqlError('INVALID_NTILE', 'argument of ntile must be greater than zero')
  },
  nth_value_count: (count) => {
    // No row is that far: NULL, as for a count that is NULL.
    if (count === null) return 9_223_372_036_854_775_807n
    if (count > 0n) return count
    throw new ZohoSqlError('INVALID_NTH_VALUE', 'argument of nth_value must be greater than zero')
  },
})

export const windowRows: readonly FunctionRow[] = [
  ...windowFn(['row_number() bigint', 'rank() bigint', 'dense_rank() bigint'], {}),
  ...windowFn(['percent_rank() double', 'cume_dist() double'], {}),
  ...windowFn('ntile(integer) integer', { printAggregate: ntile }),
  ...windowFn(['first_value(anyelement) anyelement', 'last_value(anyelement) anyelement'], {}),
  ...windowFn('nth_value(anyelement,integer) anyelement', { printAggregate: nthValue }),
  ...windowFn(['lag(any,integer?,any?) anyelement', 'lead(any,integer?,any?) anyelement'], { choose: shift }),
]
