import { type CoqlCondition, type CoqlTest, isLogic } from '../../query.ts'
import type { BulkCriteria } from '../../request/index.ts'

const comparators = {
  '=': 'equal',
  '!=': 'not_equal',
  '>': 'greater_than',
  '>=': 'greater_equal',
  '<': 'less_than',
  '<=': 'less_equal',
} as const

/** Stands for an empty value. */
const EMPTY = '$' + '{EMPTY}'

/** Longest text that a test may hold. */
const TEXT_MAX = 255

/**
 * A condition of COQL's in the words of a bulk read job: the same tests under other names. undefined where a job has
 * no word for it.
 */
export function bulkCriteria(condition: CoqlCondition): BulkCriteria | undefined {
  if (!isLogic(condition)) return test(condition)
  const group = condition.terms.map(bulkCriteria)
  return group.every((term) => term !== undefined) ? { group_operator: condition.kind, group } : undefined
}

function test(condition: CoqlTest): BulkCriteria | undefined {
  const field = { api_name: condition.column }
  // Numbers have no `between`; both bounds alone are known by every type that has an order.
  if (condition.kind === 'between') return bounds(condition)
  const tested = tests(condition)
  // No comparators are given for ids.
  if (!tested || /(^|\.)id$/.test(condition.column)) return undefined
  const values = typeof tested.value === 'string' ? [tested.value] : tested.value
  return values.some((value) => value.length > TEXT_MAX) ? undefined : { field, ...tested }
}

function bounds({ column, low, high }: CoqlTest & { kind: 'between' }): BulkCriteria | undefined {
  const parts = [
    test({ kind: 'compare', column, op: '>=', value: low }),
    test({ kind: 'compare', column, op: '<=', value: high }),
  ]
  return parts.every((part) => part !== undefined) ? { group_operator: 'and', group: parts } : undefined
}

type CoqlWords = Exclude<CoqlTest, { kind: 'between' }>

function tests(condition: CoqlWords): { comparator: string; value: string | readonly string[] } | undefined {
  switch (condition.kind) {
    case 'compare':
      return { comparator: comparators[condition.op], value: condition.value.text }
    case 'in':
      return { comparator: condition.negated ? 'not_in' : 'in', value: condition.values.map((value) => value.text) }
    case 'null':
      return { comparator: condition.negated ? 'not_equal' : 'equal', value: EMPTY }
    case 'like':
      return pattern(condition.pattern)
  }
}

function pattern(text: string): { comparator: string; value: string } | undefined {
  const [start, end] = [text.startsWith('%'), text.endsWith('%')]
  const value = text.slice(start ? 1 : 0, end ? -1 : undefined)
  if (start && end) return { comparator: 'contains', value }
  if (end) return { comparator: 'starts_with', value }
  return start ? { comparator: 'ends_with', value } : undefined
}
