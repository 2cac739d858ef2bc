/** Filters as SQL with parameters. */
import { ZohoSqlError } from '../../base/errors.ts'
import { matching, nearest } from '../../base/names.ts'
import { quoted } from '../../exec/write/reading.ts'
import type { Column, Table } from '../../source/index.ts'
import type { Condition, ConditionValue, Filter } from '../face/index.ts'
import { type RecordCriteria, readCriteria } from './criteria.ts'

export interface RecordsWhere {
  /** With ` WHERE ` before it; empty where nothing is tested. */
  readonly text: string
  readonly values: readonly unknown[]
}

/** @throws {ZohoSqlError} 42601, 22023 · 42703 no such column */
export function whereOf(filter: Filter | undefined, table: Table): RecordsWhere {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${values.push(value)}`
  const tests = treesOf(filter).map((tree) => textOf(tree, table, place))
  return { text: tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`, values }
}

function treesOf(filter: Filter | undefined): readonly RecordCriteria[] {
  if (filter === undefined || filter === null || filter === '') return []
  if (typeof filter === 'string') return [readCriteria(filter)]
  const list = (Array.isArray(filter) ? filter : [filter]) as readonly Condition[]
  if (list.every((one) => typeof one === 'object' && one !== null && 'operator' in one && 'field' in one)) return list
  throw new ZohoSqlError('INVALID_ARGUMENT', 'A filter is a condition, a list of them, or Zoho’s criteria text.', {
    hint: "condition('City', '=', 'Paris') makes one.",
  })
}

type AddValue = (value: unknown) => string

function textOf(tree: RecordCriteria, table: Table, place: AddValue): string {
  if (!('kind' in tree)) return testOf(tree, table, place)
  const parts = [textOf(tree.left, table, place), textOf(tree.right, table, place)]
  return `(${parts.join(tree.kind === 'and' ? ' AND ' : ' OR ')})`
}

function testOf(test: Condition, table: Table, place: AddValue): string {
  const { operator, value } = test
  const column = columnOf(test, table)
  const name = column ? quoted(column.name) : pathOf(test.field)
  if (operator === 'is null' || (operator === '=' && value === null)) return `${name} IS NULL`
  if (operator === 'is not null' || (/^(!=|<>)$/.test(operator) && value === null)) return `${name} IS NOT NULL`
  const operand = (one: unknown): string => operandOf(one as ConditionValue, test, column, place)
  if (operator === 'in' || operator === 'not in') {
    const list = value as readonly ConditionValue[]
    if (list.length === 0) return operator === 'in' ? 'false' : 'true'
    return `${name} ${operator.toUpperCase()} (${list.map(operand).join(', ')})`
  }
  if (operator === 'between' || operator === 'not between') {
    const [low, high] = value as readonly ConditionValue[]
    return `${name} ${operator.toUpperCase()} ${operand(low)} AND ${operand(high)}`
  }
  const pattern = patternOf(operator, String(value))
  return pattern === undefined
    ? `${name} ${operator.toUpperCase()} ${operand(value)}`
    : `${name} LIKE ${place(pattern)}`
}

function patternOf(operator: string, value: string): string | undefined {
  const literal = value.replace(/[\\%_]/g, '\\$&')
  if (operator === 'starts with') return `${literal}%`
  if (operator === 'ends with') return `%${literal}`
  return operator === 'contains' ? `%${literal}%` : undefined
}

/** A path along lookups. */
export const pathOf = (field: string): string => field.split('.').map(quoted).join('.')

/** undefined: it is a path. @throws {ZohoSqlError} 42703, 42702 */
export function namedColumn(name: string, { columns, name: table }: Table): Column | undefined {
  const found = matching(columns, (column) => column.name, name)
  if (found.length === 1) return found[0]
  if (found.length > 1) throw new ZohoSqlError('AMBIGUOUS_COLUMN', `column reference "${name}" is ambiguous`)
  if (name.includes('.')) return undefined
  const near = nearest(
    name,
    columns.map((column) => column.name),
  )
  throw new ZohoSqlError('UNDEFINED_COLUMN', `column "${name}" does not exist in "${table}"`, {
    ...(near.length > 0 && { hint: `Perhaps you meant ${near.map((one) => `"${one}"`).join(', ')}.` }),
  })
}

/** A lookup that is compared with ids means the record, as Zoho has it. */
function columnOf({ field, value }: Condition, table: Table): Column | undefined {
  const column = namedColumn(field, table)
  if (column?.part !== 'name') return column
  const given = (Array.isArray(value) ? value : [value]) as readonly unknown[]
  const isId = given.length > 0 && given.every((one) => /^\d{10,19}$/.test(String(one)))
  return (isId && table.columns.find((other) => other.field === column.field && other.part === 'id')) || column
}

// ---------------------------------------------------------------------------------------------------- times

const localTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/

function operandOf(value: ConditionValue, test: Condition, column: Column | undefined, place: AddValue): string {
  const type = column?.type.name
  if (test.format !== undefined) return formatted(String(value), test, type, place)
  if (type === 'date' && value instanceof Date && test.utc) return place(value.toISOString().slice(0, 10))
  if (type === 'date' && value instanceof Date) return `${place(value)}::timestamptz::date`
  if (type === 'timestamptz' && typeof value === 'string' && test.utc) {
    const [, day, time = '00:00:00'] = localTime.exec(value) ?? []
    return place(day === undefined ? value : `${day}T${time}Z`)
  }
  return place(value)
}

/** @throws {ZohoSqlError} 22023 */
function formatted(
  value: string,
  { field, format, utc }: Condition,
  type: string | undefined,
  place: AddValue,
): string {
  if (type === 'date') return `to_date(${place(value)}, ${place(format)})`
  if (type !== 'timestamptz')
    throw new ZohoSqlError('INVALID_ARGUMENT', `"format" is for columns of dates and times; "${field}" is none.`)
  const time = `to_timestamp(${place(value)}, ${place(format)})`
  return utc ? `(${time}::timestamp AT TIME ZONE 'UTC')` : time
}
