import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { SqlType } from '../../../base/types.ts'
import type { TypedSql } from './scope.ts'
import type { StatementParts } from './statement.ts'

/** A function of OData: its arguments in SQL, and the literals among them as they were written. */
interface ODataCall {
  readonly args: readonly TypedSql[]
  /** Texts of arguments that are literals. */
  readonly texts: readonly (string | undefined)[]
  readonly making: StatementParts
}

interface ODataFunction {
  /** How many arguments it takes, at least and at most. */
  readonly takes: readonly [number, number]
  readonly type: SqlType['name'] | ((args: readonly TypedSql[]) => SqlType['name'])
  readonly sql: (call: ODataCall) => string
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** LIKE where the text is known, which may travel; else SQL's own function. */
const like =
  (before: string, after: string, otherwise: (a: string, b: string) => string) =>
  ({ args: [of, part], texts, making }: ODataCall): string => {
    const text = texts[1]
    if (text === undefined) return otherwise(of!.sql, part!.sql)
    return `${of!.sql} LIKE ${making.bind(`${before}${escaped(text)}${after}`, 'text')}`
  }

/** Instants are shown in UTC, and so are their parts. */
const utc = ({ sql, type }: TypedSql): string => (type === 'timestamptz' ? `(${sql} AT TIME ZONE 'UTC')` : sql)

const part = (field: string): ODataFunction => ({
  takes: [1, 1],
  type: 'integer',
  sql: ({ args: [of] }) => `CAST(FLOOR(EXTRACT(${field} FROM ${utc(of!)})) AS integer)`,
})

const plain = (name: string, type: SqlType['name'], count: number): ODataFunction => ({
  takes: [count, count],
  type,
  sql: ({ args }) => `${name}(${args.map(({ sql }) => sql).join(', ')})`,
})

const numberType = ([of]: readonly TypedSql[]): SqlType['name'] => of!.type
const rounding = (name: string): ODataFunction => ({
  takes: [1, 1],
  type: numberType,
  sql: ({ args: [of] }) => `${name}(${of!.sql})`,
})

const rows: Readonly<Record<string, ODataFunction>> = byName({
  contains: { takes: [2, 2], type: 'boolean', sql: like('%', '%', (a, b) => `strpos(${a}, ${b}) > 0`) },
  startswith: { takes: [2, 2], type: 'boolean', sql: like('', '%', (a, b) => `starts_with(${a}, ${b})`) },
  endswith: { takes: [2, 2], type: 'boolean', sql: like('%', '', (a, b) => `right(${a}, char_length(${b})) = ${b}`) },
  matchespattern: { takes: [2, 2], type: 'boolean', sql: ({ args: [of, by] }) => `${of!.sql} ~ ${by!.sql}` },
  length: plain('char_length', 'integer', 1),
  indexof: { takes: [2, 2], type: 'integer', sql: ({ args: [of, by] }) => `(strpos(${of!.sql}, ${by!.sql}) - 1)` },
  substring: {
    takes: [2, 3],
    type: 'text',
    sql: ({ args: [of, from, length] }) =>
      `substr(${of!.sql}, GREATEST(CAST(${from!.sql} AS integer), 0) + 1${length ? `, CAST(${length.sql} AS integer)` : ''})`,
  },
  tolower: plain('lower', 'text', 1),
  toupper: plain('upper', 'text', 1),
  trim: plain('btrim', 'text', 1),
  concat: { takes: [2, 2], type: 'text', sql: ({ args: [left, right] }) => `(${left!.sql} || ${right!.sql})` },
  year: part('year'),
  month: part('month'),
  day: part('day'),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  fractionalseconds: {
    takes: [1, 1],
    type: 'numeric',
    sql: ({ args: [of] }) => `MOD(EXTRACT(second FROM ${utc(of!)}), 1)`,
  },
  date: { takes: [1, 1], type: 'date', sql: ({ args: [of] }) => `CAST(${utc(of!)} AS date)` },
  time: { takes: [1, 1], type: 'time', sql: ({ args: [of] }) => `CAST(${utc(of!)} AS time)` },
  now: plain('now', 'timestamptz', 0),
  mindatetime: { takes: [0, 0], type: 'timestamptz', sql: () => `TIMESTAMPTZ '0001-01-01 00:00:00+00'` },
  maxdatetime: { takes: [0, 0], type: 'timestamptz', sql: () => `TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'` },
  totaloffsetminutes: { takes: [1, 1], type: 'integer', sql: () => '0' },
  totalseconds: { takes: [1, 1], type: 'numeric', sql: ({ args: [of] }) => `EXTRACT(epoch FROM ${of!.sql})` },
  floor: rounding('floor'),
  ceiling: rounding('ceil'),
  // OData rounds a half away from zero, as decimals do.
  round: { takes: [1, 1], type: 'numeric', sql: ({ args: [of] }) => `round(CAST(${of!.sql} AS numeric))` },
})

/** Names of the functions, for whoever looks for the nearest. */
export const functionNames: readonly string[] = [...Object.keys(rows), 'cast']

/** @throws {ZohoSqlError} BAD_REQUEST a wrong number of arguments */
export function callFunction(name: string, call: ODataCall): TypedSql | undefined {
  const row = rows[name.toLowerCase()]
  if (!row) return undefined
  const [least, most] = row.takes
  const count = call.args.length
  if (count < least || count > most) {
    const wanted = least === most ? String(least) : `${least} or ${most}`
    throw new ZohoSqlError(
      'BAD_REQUEST',
      `${name} takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${count}.`,
    )
  }
  return {
    sql: row.sql(call),
    type: typeof row.type === 'string' ? row.type : row.type(call.args),
    nullable: call.args.some((each) => each.nullable),
  }
}

const castTypes: Readonly<Record<string, SqlType['name']>> = byName({
  'edm.boolean': 'boolean',
  'edm.int16': 'smallint',
  'edm.int32': 'integer',
  'edm.int64': 'bigint',
  'edm.decimal': 'numeric',
  'edm.single': 'real',
  'edm.double': 'double precision',
  'edm.string': 'text',
  'edm.date': 'date',
  'edm.timeofday': 'time',
  'edm.datetimeoffset': 'timestamptz',
  'edm.duration': 'interval',
})

/** @throws {ZohoSqlError} BAD_REQUEST no such type */
export function castTo(of: TypedSql, edm: string): TypedSql {
  const type = castTypes[edm.toLowerCase()]
  if (!type) throw new ZohoSqlError('BAD_REQUEST', `There is no type "${edm}" to cast to.`)
  return { sql: `CAST(${of.sql} AS ${type})`, type, nullable: of.nullable }
}
