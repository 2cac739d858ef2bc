import { ZohoSqlError } from '../../base/errors.ts'
import { type SqlType, unknown } from '../../base/types.ts'
import { comparisonKey } from './comparable.ts'
import type { FunctionPrinter, PrintedCall, ResolvedFunction } from './contract.ts'
import { aggregateName, callText } from './print-aggregate.ts'
import { printCast } from './print-cast.ts'
import { castKey } from './resolve.ts'
import type { FunctionRow } from './row.ts'
import { rowOf } from './table.ts'
import { typeKey } from './type-key.ts'

/** Calls, aggregates and casts as SQLite text. Functions of our own are named by their keys, in quotes. */

/** Stand for NULL, and for one that was left out, among the arguments of a table-valued function. */
const nullBlob = "x'00'"
const leftOutBlob = "x'01'"

const quoted = (name: string): string => `"${name}"`

function rowFor(fn: ResolvedFunction): FunctionRow {
  const row = rowOf(fn.key)
  if (!row) throw new ZohoSqlError('INTERNAL', `no function has the key ${fn.key}`)
  return row
}

const fill = (template: string, args: readonly string[]): string =>
  template.replace(/\$(\d|\*)/g, (_, place: string) => (place === '*' ? args.join(', ') : args[Number(place) - 1]!))

function printCall(fn: ResolvedFunction, args: readonly string[]): string {
  if (fn.key === castKey) return printCast(args[0]!, fn.args[0]!, fn.result)
  const { sqlite, key, typed } = rowFor(fn)
  if (typeof sqlite === 'string') return fill(sqlite, args)
  if (sqlite) return sqlite(args, fn)
  const given = typed ? [`'${typeKey(fn.args[0]!)}'`, ...args] : args
  return `${quoted(key)}(${given.join(', ')})`
}

function printAggregate(fn: ResolvedFunction, call: PrintedCall): string {
  const row = rowFor(fn)
  return row.printAggregate ? row.printAggregate(call, fn) : callText(aggregateName(row, call), call.args, call)
}

function printLike(
  op: 'like' | 'ilike' | 'similar',
  value: string,
  pattern: string,
  escapeBy: string | undefined,
): string {
  return `"${op}(text,text,text?)"(${value}, ${pattern}${escapeBy === undefined ? '' : `, ${escapeBy}`})`
}

// SQLite drops a virtual table whose argument is NULL, so both travel as a blob.
function printSet(fn: ResolvedFunction, args: readonly string[]): string {
  const { key, params, required, nulls } = rowFor(fn)
  const given = params.map((_, i) => {
    const arg = args[i]
    if (arg === undefined) return leftOutBlob
    return nulls || i >= required ? `ifnull(${arg}, ${nullBlob})` : arg
  })
  return `${quoted(key)}(${given.join(', ')})`
}

/** Members that are arrays themselves are nested, not quoted. */
const item = (text: string, element: SqlType): string => (element.name === 'array' ? `json(${text})` : text)

/** Arrays of arrays are refused where their members do not fit one another. */
const checked = (how: 'nested' | 'accumulated', text: string, element: SqlType): string =>
  element.name === 'array' ? `"arrays ${how}(anyarray)"(${text})` : text

export const functionPrinter: FunctionPrinter = {
  printCall,
  printAggregate,
  printSet,
  printCast,
  printLike,
  printArray: (items, element) =>
    checked('nested', `json_array(${items.map((text) => item(text, element)).join(', ')})`, element),
  printArrayAggregate: (value, element) => checked('accumulated', `json_group_array(${item(value, element)})`, element),
  comparisonKey: (value, type) => comparisonKey(value, type ?? unknown),
}
