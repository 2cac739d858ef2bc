import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { SqlType } from '../../../base/types.ts'
import type { LiteralType, ODataLiteral } from '../tree.ts'
import type { TypedSql } from './scope.ts'
import type { StatementParts } from './statement.ts'

const types: Partial<Readonly<Record<LiteralType, SqlType['name']>>> = {
  decimal: 'numeric',
  double: 'double precision',
  string: 'text',
  enum: 'text',
  guid: 'text',
  date: 'date',
  datetime: 'timestamptz',
  time: 'time',
  duration: 'interval',
}

const bigintMax = 9_223_372_036_854_775_807n

/** Whole numbers beyond 64 bits are decimals. */
const wholeType = (value: string): SqlType['name'] =>
  BigInt(value) > bigintMax || BigInt(value) < -bigintMax ? 'numeric' : 'bigint'

const special: Readonly<Record<string, string>> = byName({ INF: 'Infinity', '-INF': '-Infinity' })

/** @throws {ZohoSqlError} NOT_SUPPORTED */
export function literal(node: ODataLiteral, making: StatementParts): TypedSql {
  const { type, value } = node
  if (type === 'null') return { sql: 'NULL', type: 'unknown', nullable: true, isNull: true }
  if (type === 'boolean')
    return { sql: value === true ? 'TRUE' : 'FALSE', type: 'boolean', nullable: false, constant: true }
  const text = String(value)
  const name = type === 'integer' ? wholeType(text.replace(/^\+/, '')) : types[type]
  if (name === undefined) throw new ZohoSqlError('NOT_SUPPORTED', `Literals of the type ${type} are not supported.`)
  return { sql: making.bind(special[text] ?? text, name), type: name, nullable: false, constant: true }
}
