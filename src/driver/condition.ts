/** Conditions as values: `condition('Amount', '>=', 1000)`, several of them, or Zoho's criteria text, made SQL. */
import { SyntaxError as GrammarError, parse } from '../../grammar/criteria.peggy'
import { ZohoSqlError } from '../base/errors.ts'
import type { Condition, Filter } from './face/index.ts'

/** SQL with the values that its parameters have. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

interface ConditionOptions {
  /** How dates within the value are written, with `YYYY MM DD HH mm ss`; default: as ISO 8601 has it. */
  readonly format?: string
  /** Times without an offset are UTC, and not the connection's zone. */
  readonly utc?: boolean
}

type Write = (column: string, value: unknown, put: (value: unknown) => string) => string

const compare =
  (operator: string): Write =>
  (column, value, put) =>
    `${column} ${operator} ${put(value)}`

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const among =
  (operator: string): Write =>
  (column, value, put) =>
    `${column} ${operator} (${listOf(value).map(put).join(', ')})`

/** Text that a LIKE pattern takes for itself. */
const literal = (value: unknown): string => String(value).replace(/[\\%_]/g, '\\$&')

const like =
  (before: string, after: string): Write =>
  (column, value, put) =>
    `${column} LIKE ${put(`${before}${literal(value)}${after}`)}`

const test =
  (words: string): Write =>
  (column) =>
    `${column} ${words}`

const operators: Readonly<Record<string, Write>> = {
  '=': compare('='),
  '!=': compare('<>'),
  '<>': compare('<>'),
  '<': compare('<'),
  '<=': compare('<='),
  '>': compare('>'),
  '>=': compare('>='),
  in: among('IN'),
  'not in': among('NOT IN'),
  between: (column, value, put) => {
    const [low, high] = listOf(value)
    return `${column} BETWEEN ${put(low)} AND ${put(high)}`
  },
  like: compare('LIKE'),
  'starts with': like('', '%'),
  'ends with': like('%', ''),
  contains: like('%', '%'),
  'is null': test('IS NULL'),
  'is not null': test('IS NOT NULL'),
}

/**
 * A test of one column.
 *
 * @example
 * condition('Amount', '>=', 1000)
 * condition('Stage', 'in', ['Closed Won', 'Closed Lost'])
 * condition('Closing_Date', 'between', ['01.03.2026', '31.03.2026'], { format: 'DD.MM.YYYY' })
 * @throws {ZohoSqlError} 22023 no such operator
 */
export function condition(
  field: string,
  operator: string,
  value?: unknown,
  { format, utc = false }: ConditionOptions = {},
): Condition {
  const known = operator.trim().toLowerCase().replace(/\s+/g, ' ')
  if (!Object.hasOwn(operators, known)) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `"${operator}" is no operator of a condition.`, {
      hint: `There are ${Object.keys(operators).join(', ')}.`,
    })
  }
  if (known === 'between' && listOf(value).length !== 2) {
    throw new ZohoSqlError('INVALID_ARGUMENT', 'between takes two values, as a list.')
  }
  const read = (one: unknown): unknown => zoned(format === undefined ? one : fromFormat(one, format), utc)
  return { field, operator: known, value: Array.isArray(value) ? value.map(read) : read(value) }
}

const parts = {
  YYYY: '(\\d{4})',
  MM: '(\\d{1,2})',
  DD: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  mm: '(\\d{1,2})',
  ss: '(\\d{1,2})',
}

function fromFormat(value: unknown, format: string): unknown {
  if (typeof value !== 'string') return value
  const names = [...format.matchAll(/YYYY|MM|DD|HH|mm|ss/g)].map(([name]) => name as keyof typeof parts)
  const pattern = format
    .split(/(YYYY|MM|DD|HH|mm|ss)/)
    .map((part) => parts[part as keyof typeof parts] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('')
  const found = new RegExp(`^${pattern}$`).exec(value.trim())
  if (!found) throw new ZohoSqlError('INVALID_DATETIME', `"${value}" is not written as ${format}`)
  const of = (name: string, otherwise: string): string => {
    const at = names.indexOf(name as keyof typeof parts)
    return (at < 0 ? otherwise : found[at + 1]!).padStart(2, '0')
  }
  const day = `${of('YYYY', '1970')}-${of('MM', '1')}-${of('DD', '1')}`
  return names.includes('HH') ? `${day}T${of('HH', '0')}:${of('mm', '0')}:${of('ss', '0')}` : day
}

const zoned = (value: unknown, utc: boolean): unknown =>
  utc && typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value) ? `${value}Z` : value

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')

/** The SQL of a filter, its parameters numbered from `first` on. */
export function filterSql(filter: Filter, first = 1): Sql {
  const values: unknown[] = []
  const put = (value: unknown): string => {
    values.push(value)
    return `$${first + values.length - 1}`
  }
  const one = ({ field, operator, value }: Condition): string => operators[operator]!(quoted(field), value, put)
  if (typeof filter === 'string') return { text: criteriaSql(filter, one), values }
  const list = Array.isArray(filter) ? (filter as readonly Condition[]) : [filter as Condition]
  return { text: list.length === 0 ? 'true' : list.map((each) => `(${one(each)})`).join(' AND '), values }
}

// ------------------------------------------------------------------------------------------- Zoho's criteria

type Criteria =
  | { readonly kind: 'and' | 'or'; readonly left: Criteria; readonly right: Criteria }
  | { readonly kind: 'test'; readonly field: string; readonly operator: string; readonly values: readonly string[] }

/** Zoho's operators (facts 5.1), in the words of conditions. */
const zohoOperators: Readonly<Record<string, string>> = {
  equals: '=',
  not_equal: '!=',
  less_than: '<',
  less_equal: '<=',
  greater_than: '>',
  greater_equal: '>=',
  in: 'in',
  between: 'between',
  starts_with: 'starts with',
  ends_with: 'ends with',
  contains: 'contains',
}

function criteriaSql(text: string, one: (condition: Condition) => string): string {
  try {
    return walk(parse(text) as Criteria, one)
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error
    throw new ZohoSqlError('INVALID_ARGUMENT', `The criteria cannot be read: ${error.message}`, {
      hint: 'Such as (City:equals:Paris)and(Amount:greater_than:5).',
    })
  }
}

function walk(node: Criteria, one: (condition: Condition) => string): string {
  if (node.kind !== 'test') return `(${walk(node.left, one)} ${node.kind.toUpperCase()} ${walk(node.right, one)})`
  const { field, operator, values } = node
  const known = zohoOperators[operator]
  if (known === undefined) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `"${operator}" is no operator of criteria.`, {
      hint: `There are ${Object.keys(zohoOperators).join(', ')}.`,
    })
  }
  const isNull = values.length === 1 && /^(null|\$\{empty\})$/i.test(values[0]!.trim())
  if (isNull && (known === '=' || known === '!=')) {
    return one({ field, operator: known === '=' ? 'is null' : 'is not null', value: undefined })
  }
  return `(${one({ field, operator: known, value: values.length > 1 || known === 'in' ? values : values[0] })})`
}
