import { boolean, type SqlType, text } from '../../../base/types.ts'
import { commonType } from '../common-type.ts'
import { comparisonKey } from '../comparable.ts'
import type { ResolvedFunction } from '../contract.ts'
import { type FunctionRow, sql } from '../row.ts'

/** Comparison operators, and what chooses among its arguments. */

// biome-ignore format: a table
const comparable = [
  'boolean', 'smallint', 'integer', 'bigint', 'numeric', 'real', 'double', 'text', 'char', 'date', 'time',
  'timestamp', 'timestamptz', 'interval', 'bytea', 'jsonb',
]

/** PostgreSQL's operators between two types: both sides become the wider one. */
const mixed: readonly (readonly [string, string, SqlType['name']])[] = [
  ['smallint', 'integer', 'integer'],
  ['smallint', 'bigint', 'bigint'],
  ['integer', 'bigint', 'bigint'],
  ['real', 'double', 'double precision'],
  ['date', 'timestamp', 'timestamp'],
  ['date', 'timestamptz', 'timestamptz'],
  ['timestamp', 'timestamptz', 'timestamptz'],
]

const compared =
  (op: string) =>
  ([left, right]: readonly string[], { args: [a = text, b = text] }: ResolvedFunction): string =>
    `(${comparisonKey(left!, a)} ${op} ${comparisonKey(right!, b)})`

const mixedRows = (op: string): FunctionRow[] =>
  mixed.flatMap(([a, b, name]) =>
    sql([`${op}(${a},${b}) boolean`, `${op}(${b},${a}) boolean`], compared(op), {
      choose: () => ({ args: [{ name }, { name }], result: boolean }),
    }),
  )

const operators = ['=', '<>', '<', '<=', '>', '>='].flatMap((op) => [
  ...sql(
    comparable.map((type) => `${op}(${type},${type}) boolean`),
    compared(op),
  ),
  ...sql(`${op}(anyarray,anyarray) boolean`, compared(op)),
  ...mixedRows(op),
])

// The operand is compared more than once and computed once; the blank keeps the name out of statements.
const once = [
  // The first argument is there for the type of the result.
  ...sql('case of(anyelement,any,any,any...) anyelement', caseOf, {
    choose: (types) => ({ args: types, result: types[0]! }),
  }),
]

function caseOf([, value, ...rest]: readonly string[], { args: types }: ResolvedFunction): string {
  const type = types[1]!
  const branches: string[] = []
  for (let i = 0; i + 1 < rest.length; i += 2)
    branches.push(`WHEN ${comparisonKey(rest[i]!, type)} THEN ${rest[i + 1]}`)
  const otherwise = rest.length % 2 === 1 ? ` ELSE ${rest.at(-1)}` : ''
  return `(CASE ${comparisonKey(value!, type)} ${branches.join(' ')}${otherwise} END)`
}

/** All arguments become one type, which is the result's. */
const chooseCommon = (context: string) => (types: readonly SqlType[]) => {
  const type = commonType(types, context)
  return { args: types.map(() => type), result: type }
}

// NULLs are passed over, unlike in SQLite's own min and max.
const extreme = (name: 'greatest' | 'least'): FunctionRow[] =>
  sql(
    `${name}(any...) anyelement`,
    (args, { args: [type = text] }) => `"${name}_of"('${type.name}', ${args.join(', ')})`,
    { choose: chooseCommon(name.toUpperCase()) },
  )

const nullif = sql(
  'nullif(any,any) anyelement',
  ([a, b], { args: [type = text] }) =>
    `(CASE WHEN ${comparisonKey(a!, type)} = ${comparisonKey(b!, type)} THEN NULL ELSE ${a} END)`,
  { choose: chooseCommon('NULLIF') },
)

// SQLite's coalesce wants two arguments.
const coalesce = sql(
  'coalesce(any...) anyelement',
  (args) => (args.length === 1 ? args[0]! : `coalesce(${args.join(', ')})`),
  {
    choose: chooseCommon('COALESCE'),
  },
)

export const comparisonRows: readonly FunctionRow[] = [
  ...operators,
  ...extreme('greatest'),
  ...extreme('least'),
  ...nullif,
  ...coalesce,
  ...once,
]
