/** Criteria of a bulk-read job: a JSON tree of `{field, comparator, value}` and `{group_operator, group}`. */
import { isObject, type JsonObject } from '../base/json.ts'
import { type PathHop, resolvePath, type SimColumn } from './columns.ts'
import { both, type MatcherName, matchers, type RecordTest } from './matching.ts'
import type { ApiVersion, SimModule, SimWorld } from './model.ts'
import { SimRefusal } from './refusal.ts'
import { type Comparable, comparable, kindOf, readLiteral, type ValueKind } from './values.ts'

const bulkCriteriaLimits = { tests: 25, values: 200, text: 255 } as const

/** Stands for "no value". */
const emptyValue = '$' + '{EMPTY}'

interface Comparator {
  readonly matcher: MatcherName
  readonly negated: boolean
  /** How many values: one, two or a list. */
  readonly takes: 'one' | 'two' | 'list'
}

const comparator = (matcher: MatcherName, negated = false, takes: Comparator['takes'] = 'one'): Comparator => ({
  matcher,
  negated,
  takes,
})

const comparators: Readonly<Record<string, Comparator>> = {
  equal: comparator('equal'),
  not_equal: comparator('equal', true),
  in: comparator('in', false, 'list'),
  not_in: comparator('in', true, 'list'),
  less_than: comparator('less'),
  less_equal: comparator('lessEqual'),
  greater_than: comparator('greater'),
  greater_equal: comparator('greaterEqual'),
  between: comparator('between', false, 'two'),
  not_between: comparator('between', true, 'two'),
  contains: comparator('contains'),
  not_contains: comparator('contains', true),
  starts_with: comparator('startsWith'),
  ends_with: comparator('endsWith'),
}

const equality = ['equal', 'not_equal', 'in', 'not_in']
const order = ['less_than', 'less_equal', 'greater_than', 'greater_equal']
const numbers = [...equality, ...order]
const texts = [...equality, 'contains', 'not_contains', 'starts_with', 'ends_with']
const times = [...equality, 'between', 'not_between', ...order]

const byKind: Readonly<Record<ValueKind, readonly string[]>> = {
  text: texts,
  multi: texts,
  number: numbers,
  integer: numbers,
  bigint: numbers,
  id: numbers,
  date: times,
  datetime: times,
  boolean: ['equal'],
  reference: equality,
  opaque: [],
}

interface CriteriaContext {
  readonly world: SimWorld
  readonly module: SimModule
  readonly version: ApiVersion
}

const refuse = (code: string, details: object = {}): SimRefusal =>
  new SimRefusal(400, code, details, code.toLowerCase().replaceAll('_', ' '))

/** The records that criteria accept; throws the refusal of criteria that are not allowed. */
export function bulkCriteria(criteria: unknown, module: SimModule, world: SimWorld, version: ApiVersion): RecordTest {
  if (countTests(criteria) > bulkCriteriaLimits.tests) {
    throw refuse('CRITERIA_LIMIT_EXCEEDED', { max_limit: bulkCriteriaLimits.tests })
  }
  return compile(criteria, { world, module, version })
}

function countTests(node: unknown): number {
  if (!isObject(node) || !Array.isArray(node.group)) return 1
  return node.group.reduce((sum: number, part) => sum + countTests(part), 0)
}

function compile(node: unknown, context: CriteriaContext): RecordTest {
  if (!isObject(node)) throw refuse('INVALID_CRITERIA')
  if ('group' in node && 'comparator' in node) throw refuse('AMBIGUOUS_CRITERIA')
  return 'group' in node || 'group_operator' in node ? compileGroup(node, context) : compileTest(node, context)
}

function compileGroup({ group, group_operator: operator }: JsonObject, context: CriteriaContext): RecordTest {
  if (operator !== 'and' && operator !== 'or') throw refuse('GROUP_OPERATOR_NOT_SUPPORTED')
  if (!Array.isArray(group) || group.length === 0) throw refuse('AMBIGUOUS_GROUP_IN_CRITERIA')
  return both(
    operator,
    group.map((part) => compile(part, context)),
  )
}

function compileTest(node: JsonObject, context: CriteriaContext): RecordTest {
  const column = columnOf(node, context)
  const name = String(node.comparator)
  const test = comparators[name]
  const known = { api_name: column.text, comparator: name }
  if (!test) throw refuse('FIELD_COMPARATOR_IN_CRITERIA_NOT_SUPPORTED', known)
  const supported = byKind[column.kind]
  if (!supported.includes(name)) {
    throw refuse('FIELD_AND_COMPARATOR_IN_CRITERIA_NOT_COMPATIBLE', { ...known, supported })
  }
  return acceptance(column, name, test, node.value, context)
}

function columnOf(node: JsonObject, { world, module, version }: CriteriaContext): SimColumn {
  // The first version had the name in the test itself.
  const name = isObject(node.field) ? node.field.api_name : version === 'v2' ? node.api_name : undefined
  if (typeof name !== 'string') throw refuse('INVALID_CRITERIA')
  const hops = name.split('.').map((part): PathHop => ({ name: part, arrow: null }))
  const column = resolvePath(world, module, name, hops)
  if (!column) throw refuse('FIELD_IN_CRITERIA_NOT_AVAILABLE', { api_name: name })
  const { field, kind } = column
  const wrongType = field && (kindOf(field) === undefined || field.data_type === 'textarea' || field.crypt)
  if (wrongType || (field?.filterable === false && kind !== 'id')) {
    throw refuse('FIELD_IN_CRITERIA_NOT_SUPPORTED', { api_name: name })
  }
  return column
}

function acceptance(
  column: SimColumn,
  name: string,
  test: Comparator,
  given: unknown,
  context: CriteriaContext,
): RecordTest {
  const { negated, matcher } = test
  if (given === emptyValue && matcher === 'equal') return (record) => (column.read(record) === null) !== negated
  const values = valuesOf(given, test, column, name)
  const fold = folding(column, context)
  const matches = matchers[matcher](values.map((value) => fold(readValue(value, column))))
  // Bulk has no reading of its own for empty cells under a negation: that of COQL holds.
  const empty = negated && context.world.variants.coqlNotEqualKeepsNull
  return (record) => {
    const value = comparable(column.kind, column.read(record))
    return value === null ? empty : matches(fold(value)) !== negated
  }
}

function folding({ kind }: SimColumn, { world }: CriteriaContext): (value: Comparable) => Comparable {
  const folds = (kind === 'text' || kind === 'multi') && world.variants.coqlTextCompare === 'insensitive'
  return folds ? (value) => (value as string).toLowerCase() : (value) => value
}

function valuesOf(given: unknown, { takes }: Comparator, column: SimColumn, name: string): readonly unknown[] {
  const list = Array.isArray(given) ? given : undefined
  const fits = takes === 'one' ? !list : takes === 'two' ? list?.length === 2 : list !== undefined && list.length > 0
  if (!fits) {
    throw refuse('COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE', { api_name: column.text, comparator: name })
  }
  if (list && list.length > bulkCriteriaLimits.values) {
    throw refuse('VALUE_LIMIT_EXCEEDED_IN_CRITERIA', { max_limit: bulkCriteriaLimits.values })
  }
  return list ?? [given]
}

function readValue(given: unknown, { kind, text }: SimColumn): Comparable {
  if (!['string', 'number', 'boolean'].includes(typeof given)) throw refuse('VALUE_TYPE_NOT_SUPPORTED')
  const isText = kind === 'text' || kind === 'multi'
  const fits = isText ? typeof given === 'string' && given !== '' : typeof given !== 'boolean' || kind === 'boolean'
  const value = fits ? readLiteral(kind, String(given)) : undefined
  if (value === undefined) throw refuse('FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE', { api_name: text, value: given })
  if (isText && String(value).length > bulkCriteriaLimits.text) {
    throw refuse('VALUE_LIMIT_EXCEEDED_IN_CRITERIA', { max_limit: bulkCriteriaLimits.text })
  }
  return value
}
