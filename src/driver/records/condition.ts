import { ZohoSqlError } from '../../base/errors.ts'
import type { Condition, ConditionOperator, ConditionOptions, ConditionValue } from '../face/index.ts'

/** How many values an operator takes. */
type Takes = 'one' | 'two' | 'list' | 'none'

/** Every operator, once. */
const operators: Readonly<Record<ConditionOperator, Takes>> = {
  '=': 'one',
  '!=': 'one',
  '<>': 'one',
  '<': 'one',
  '<=': 'one',
  '>': 'one',
  '>=': 'one',
  in: 'list',
  'not in': 'list',
  between: 'two',
  'not between': 'two',
  like: 'one',
  'not like': 'one',
  'starts with': 'one',
  'ends with': 'one',
  contains: 'one',
  'is null': 'none',
  'is not null': 'none',
}

/**
 * A test of one column, for the filters of `db.records`.
 *
 * @example
 * await db.records('Deals').read({ filter: [condition('Amount', '>=', 1000), condition('Stage', 'in', ['Won', 'Lost'])] })
 * @param field a column, or a path along lookups: `Account_Name.Industry`
 * @param value `between` takes two, `in` a list, `is null` none; `=` and `!=` take null for `is null` and `is not null`
 * @throws {ZohoSqlError} 22023 no such operator, or values that it does not take
 */
export function condition(
  field: string,
  operator: ConditionOperator | Uppercase<ConditionOperator>,
  value?: ConditionValue | readonly ConditionValue[],
  { format, utc = true }: ConditionOptions = {},
): Condition {
  const word = String(operator)
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
  if (!Object.hasOwn(operators, word)) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `There is no operator "${operator}".`, {
      hint: `There are ${Object.keys(operators).join(', ')}.`,
    })
  }
  if (typeof field !== 'string' || field === '') throw wrong('The field must be the name of a column.')
  const takes = operators[word as ConditionOperator]
  refuseValue(word, takes, value)
  return Object.freeze({ field, operator: word as ConditionOperator, value, format, utc })
}

function refuseValue(word: string, takes: Takes, value: unknown): void {
  const isList = Array.isArray(value)
  if (takes === 'list' && !isList) throw wrong(`"${word}" takes a list of values.`)
  if (takes === 'two' && !(isList && value.length === 2)) throw wrong(`"${word}" takes a list of two values.`)
  if (takes === 'one' && (isList || value === undefined)) throw wrong(`"${word}" takes one value.`)
  if (takes === 'none' && value !== undefined && value !== null) throw wrong(`"${word}" takes no value.`)
}

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)
