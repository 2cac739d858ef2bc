import { integer, type SqlType } from '../../../base/types.ts'
import { commonType } from '../common-type.ts'
import { type Row, windowFn } from '../row.ts'

/** Window functions: SQLite has them all, with the same meaning. */

const shift = (types: readonly SqlType[]) => {
  const type = types.length < 3 ? types[0]! : commonType([types[0]!, types[2]!], 'lag')
  return { args: [type, integer, type].slice(0, types.length), result: type }
}

export const windowRows: readonly Row[] = [
  ...windowFn(['row_number() bigint', 'rank() bigint', 'dense_rank() bigint'], {}),
  ...windowFn(['percent_rank() double', 'cume_dist() double'], {}),
  ...windowFn('ntile(integer) integer', {}),
  ...windowFn(['first_value(anyelement) anyelement', 'last_value(anyelement) anyelement'], {}),
  ...windowFn('nth_value(anyelement,integer) anyelement', {}),
  ...windowFn(['lag(any,integer?,any?) anyelement', 'lead(any,integer?,any?) anyelement'], { choose: shift }),
]
