/** Zoho's criteria text as a tree of conditions. What fields and values are is told elsewhere. */

import { SyntaxError as GrammarError, parse } from '../../../grammar/criteria.peggy'
import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import type { Condition, ConditionOperator } from '../face/index.ts'
import { condition } from './condition.ts'

export type RecordCriteria =
  | Condition
  | { readonly kind: 'and' | 'or'; readonly left: RecordCriteria; readonly right: RecordCriteria }

type ParsedCriteria =
  | { readonly kind: 'and' | 'or'; readonly left: ParsedCriteria; readonly right: ParsedCriteria }
  | { readonly kind: 'test'; readonly field: string; readonly operator: string; readonly values: readonly string[] }

const operators: Readonly<Record<string, ConditionOperator>> = byName({
  equals: '=',
  not_equal: '!=',
  in: 'in',
  not_in: 'not in',
  starts_with: 'starts with',
  ends_with: 'ends with',
  contains: 'contains',
  greater_than: '>',
  greater_equal: '>=',
  less_than: '<',
  less_equal: '<=',
  between: 'between',
  not_between: 'not between',
})

/** @throws {ZohoSqlError} 42601 with the place · 22023 operators that there are not */
export function readCriteria(text: string): RecordCriteria {
  try {
    return treeOf(parse(text) as ParsedCriteria, text)
  } catch (error) {
    if (error instanceof RangeError) throw new ZohoSqlError('SYNTAX_ERROR', 'The criteria are too deeply nested.')
    if (!(error instanceof GrammarError)) throw error
    const { offset } = error.location.start
    throw new ZohoSqlError(
      'SYNTAX_ERROR',
      `The criteria "${text}" cannot be read at place ${offset + 1}: ${error.message}`,
      {
        hint: 'Criteria look like ((City:equals:Paris)and(Amount:greater_than:5)); a backslash goes before ( ) and , in values.',
      },
    )
  }
}

function treeOf(tree: ParsedCriteria, text: string): RecordCriteria {
  if (tree.kind !== 'test') return { kind: tree.kind, left: treeOf(tree.left, text), right: treeOf(tree.right, text) }
  const { field, values } = tree
  const operator = Object.hasOwn(operators, tree.operator) ? operators[tree.operator] : undefined
  if (!operator) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `Criteria have no operator "${tree.operator}".`, {
      hint: `There are ${Object.keys(operators).join(', ')}.`,
    })
  }
  // ASSUMPTION: what bulk reads call empty is empty here too.
  const isEmpty = values.length === 1 && /^(null|\$\{empty\})$/i.test(values[0]!.trim())
  if (isEmpty && operator === '=') return condition(field, 'is null')
  if (isEmpty && operator === '!=') return condition(field, 'is not null')
  const takesList = /in$|between$/.test(operator) && operator !== 'contains'
  if (!takesList && values.length !== 1)
    throw new ZohoSqlError(
      'INVALID_ARGUMENT',
      `${field}:${tree.operator} takes one value: a comma in it wants a backslash.`,
    )
  return condition(field, operator, takesList ? values : values[0]!)
}
