import { type CoqlCondition, type CoqlTest, isLogic } from '../../query.ts'

/** What the index has of a field: nothing, its words (text of any kind but values of a list), or its whole value. */
export type Indexed = (field: string) => 'words' | 'value' | undefined

/**
 * A condition of COQL's as search criteria (facts 5.1), where the search surely finds no less: equality and ranges, on
 * values without blanks at the ends. undefined: it has no words for it.
 */
export function searchCriteria(condition: CoqlCondition, indexed: Indexed): string | undefined {
  if (!isLogic(condition)) return test(condition, indexed)
  const terms = condition.terms
    .filter((term) => condition.kind === 'or' || !isPresence(term))
    .map((term) => searchCriteria(term, indexed))
  if (terms.length === 0 || terms.some((term) => term === undefined)) return undefined
  // Brackets around each pair, so that AND and OR never stand side by side.
  return terms.reduce((left, right) => `(${left}${condition.kind}${right})`)
}

/** A search has no null test; leaving `is not null` out of a conjunction finds more, not less. */
const isPresence = (condition: CoqlCondition): boolean => condition.kind === 'null' && condition.negated

const operators = {
  '=': 'equals',
  '>': 'greater_than',
  '>=': 'greater_equal',
  '<': 'less_than',
  '<=': 'less_equal',
} as const

function test(condition: CoqlTest, indexed: Indexed): string | undefined {
  const kind = indexed(condition.column)
  if (!kind || (kind === 'words' && !literals(condition).every(isFindable))) return undefined
  // Which rows without a value `not_equal` finds is told by one source only.
  if (condition.column === 'id' || condition.column.includes('.')) return undefined
  switch (condition.kind) {
    case 'compare':
      return condition.op === '!=' ? undefined : part(condition.column, operators[condition.op], [condition.value.text])
    case 'in':
      return condition.negated
        ? undefined
        : part(
            condition.column,
            'in',
            condition.values.map((value) => value.text),
          )
    case 'between':
      return part(condition.column, 'between', [condition.low.text, condition.high.text])
    default:
      return undefined
  }
}

const literals = (condition: CoqlTest): string[] => {
  if (condition.kind === 'compare') return [condition.value.text]
  return condition.kind === 'in' ? condition.values.map((value) => value.text) : []
}

/**
 * ASSUMPTION: an index of words has no word of a single letter and none of signs alone, as `word` takes neither
 * (facts 5): of such text nothing might be found.
 */
const isFindable = (text: string): boolean => /[\p{L}\p{N}]{2}/u.test(text)

const part = (column: string, operator: string, values: readonly string[]): string =>
  `(${column}:${operator}:${values.map(escaped).join(',')})`

/** Brackets and commas have a meaning of their own; so has the backslash before them. */
const escaped = (value: string): string => value.replace(/[\\(),]/g, '\\$&')
