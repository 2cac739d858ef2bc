/**
 * Search: criteria, e-mail, phone and word against the search index, which is no database: text is compared by words.
 * Paging, the delay of the index and what the answer looks like are not here.
 */
import { SyntaxError as GrammarError, parse } from '../../grammar/criteria.peggy'
import { both, type MatcherName, matchers, type RecordTest } from './matching.ts'
import type { SimField, SimModule, SimRecord, SimWorld, Variants } from './model.ts'
import { SimRefusal } from './refusal.ts'
import { type Comparable, comparable, kindOf, readLiteral, type ValueKind } from './values.ts'

type CriteriaTree = CriteriaJunction | CriteriaTest

interface CriteriaJunction {
  readonly kind: 'and' | 'or'
  readonly left: CriteriaTree
  readonly right: CriteriaTree
}

interface CriteriaTest {
  readonly kind: 'test'
  readonly field: string
  readonly operator: string
  readonly values: readonly string[]
}

const searchLimits = { length: 3000, inValues: 100, word: 2 } as const

const operators: Readonly<Record<string, MatcherName>> = {
  equals: 'equal',
  not_equal: 'equal',
  in: 'in',
  starts_with: 'startsWith',
  greater_than: 'greater',
  greater_equal: 'greaterEqual',
  less_than: 'less',
  less_equal: 'lessEqual',
  between: 'between',
}

const sets = {
  text: ['equals', 'not_equal', 'starts_with', 'in'],
  textarea: ['equals', 'not_equal', 'starts_with'],
  exact: ['equals', 'not_equal', 'in'],
  ordered: ['equals', 'not_equal', 'greater_than', 'greater_equal', 'less_than', 'less_equal', 'between', 'in'],
  boolean: ['equals', 'not_equal'],
  encrypted: ['equals'],
  none: [],
} as const satisfies Record<string, readonly string[]>

const byKind: Readonly<Record<ValueKind, keyof typeof sets>> = {
  text: 'text',
  multi: 'text',
  number: 'ordered',
  integer: 'ordered',
  bigint: 'ordered',
  id: 'none',
  date: 'ordered',
  datetime: 'ordered',
  reference: 'exact',
  boolean: 'boolean',
  opaque: 'none',
}

function operatorsOf(field: SimField, kind: ValueKind): readonly string[] {
  if (field.crypt) return sets.encrypted
  if (field.data_type === 'textarea') return sets.textarea
  if (field.data_type === 'picklist' || field.data_type === 'autonumber') return sets.exact
  return field.data_type === 'layout' ? [] : sets[byKind[kind]]
}

const invalid = (details: object): SimRefusal => new SimRefusal(400, 'INVALID_QUERY', details, 'Invalid query formed')

/** The records that criteria accept; throws the refusal of criteria that are not allowed. */
export function searchCriteria(text: string, module: SimModule, { variants }: SimWorld): RecordTest {
  if (text.length > searchLimits.length) {
    throw new SimRefusal(400, 'INVALID_DATA', { param_name: 'criteria' }, 'the criteria given is too long')
  }
  const tree = readCriteria(text)
  const limit = variants.searchCriteriaMax
  if (countTests(tree) > limit) {
    const message = `no of criterium that can be given exceed the limit ${limit}`
    throw new SimRefusal(400, 'CRITERIA_LIMIT_EXCEEDED', { limit }, message)
  }
  return compile(tree, module, variants)
}

function readCriteria(text: string): CriteriaTree {
  try {
    return parse(text) as CriteriaTree
  } catch (error) {
    if (error instanceof GrammarError || error instanceof RangeError) throw invalid({})
    throw error
  }
}

const countTests = (tree: CriteriaTree): number =>
  tree.kind === 'test' ? 1 : countTests(tree.left) + countTests(tree.right)

function compile(tree: CriteriaTree, module: SimModule, variants: Variants): RecordTest {
  if (tree.kind === 'test') return compileTest(tree, module, variants)
  return both(tree.kind, [compile(tree.left, module, variants), compile(tree.right, module, variants)])
}

function compileTest(test: CriteriaTest, module: SimModule, variants: Variants): RecordTest {
  const field = module.field(test.field)
  const kind = field && kindOf(field)
  if (!field || !kind || !field.searchable) {
    throw invalid({ reason: 'the field is not available for search', api_name: test.field })
  }
  const reason = 'the operator is not supported for the field'
  if (!operatorsOf(field, kind).includes(test.operator)) {
    throw invalid({ reason, api_name: test.field, operator: test.operator })
  }
  checkCount(test)
  const matches = compileMatch(test, field, kind, variants)
  const negated = test.operator === 'not_equal'
  const empty = negated && variants.searchNotEqualKeepsNull
  return (record) => {
    const cell = record[field.api_name] ?? null
    return cell === null ? empty : matches(cell) !== negated
  }
}

/** Only `in` and `between` take lists: elsewhere a comma should have been escaped. */
function checkCount({ operator, values, field }: CriteriaTest): void {
  if (operator === 'in') {
    const message = `Only ${searchLimits.inValues} values are allowed in "IN" criteria`
    if (values.length > searchLimits.inValues) throw new SimRefusal(400, 'INVALID_QUERY', { api_name: field }, message)
  } else if (values.length !== (operator === 'between' ? 2 : 1)) {
    throw invalid({ reason: 'wrong number of values', api_name: field, operator })
  }
}

function compileMatch(
  { operator, values }: CriteriaTest,
  field: SimField,
  kind: ValueKind,
  variants: Variants,
): (cell: unknown) => boolean {
  const operands = values.map((value) => readValue(value, field, kind))
  const matcher = operators[operator]!
  if (kind === 'multi') return matchMembers(matcher, operands)
  const isExact = kind !== 'text' || ['picklist', 'autonumber'].includes(field.data_type)
  if (!isExact) return matchText(matcher, operands as string[], variants)
  const matches = matchers[matcher](operands)
  return (cell) => matches(comparable(kind, cell)!)
}

function readValue(text: string, field: SimField, kind: ValueKind): Comparable {
  const value = readLiteral(kind, text)
  if (value === undefined) throw invalid({ expected_data_type: field.data_type, api_name: field.api_name })
  if (value === '') throw invalid({ api_name: field.api_name })
  return value
}

/** ASSUMPTION: a test on a multi-select picklist holds when it holds for a member. */
function matchMembers(matcher: MatcherName, operands: readonly Comparable[]): (cell: unknown) => boolean {
  const matches = matchers[matcher](operands)
  return (cell) => (cell as readonly string[]).some(matches)
}

/** Text of the index: in lower case, and by words unless the variant has whole values. */
function matchText(matcher: MatcherName, operands: readonly string[], variants: Variants): (cell: unknown) => boolean {
  const wanted = operands.map((operand) => operand.toLowerCase())
  const byWords = variants.searchEquals === 'words'
  if (matcher === 'startsWith') return (cell) => startsWith(String(cell).toLowerCase(), wanted[0]!, byWords)
  const words = wanted.map(wordsOf)
  return (cell) => {
    const text = String(cell).toLowerCase()
    return wanted.includes(text) || (byWords && words.some((some) => hasWords(wordsOf(text), some)))
  }
}

const startsWith = (text: string, start: string, byWords: boolean): boolean =>
  text.startsWith(start) || (byWords && wordsOf(text).some((word) => word.startsWith(start)))

/** Blanks and `{ } [ ] ^ : - / ! ? * _ @` stand between words. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s{}[\]^:\-/!?*_@]+/)
    .filter((word) => word !== '')

/** True when the words stand one after another within the others. */
function hasWords(words: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0) return false
  return words.some((_, start) => wanted.every((word, i) => words[start + i] === word))
}

const textTypes = ['text', 'textarea', 'email', 'phone', 'website', 'picklist', 'autonumber']

/** Records with a word (or several in a row) in any searchable text. */
export function searchWord(word: string, module: SimModule): RecordTest {
  const wanted = wordsOf(word)
  if (word.trim().length < searchLimits.word || wanted.length === 0) {
    throw new SimRefusal(400, 'INVALID_DATA', { param_name: 'word' }, 'the word given seems to be invalid')
  }
  const fields = module.fields.filter((field) => field.searchable && textTypes.includes(field.data_type))
  const names = fields.filter((field) => kindOf(field) === 'text').map((field) => field.api_name)
  return (record) => names.some((name) => hasWords(wordsOf(String(record[name] ?? '')), wanted))
}

/** Records with the value in any field of the type; throws when the module has none. */
export function searchByType(type: 'email' | 'phone', value: string, module: SimModule): RecordTest {
  const names = module.fields.filter((field) => field.data_type === type).map((field) => field.api_name)
  if (names.length === 0) {
    throw new SimRefusal(400, 'FIELD_TYPE_UNAVAILABLE', {}, 'this data type is not found in this module')
  }
  const wanted = value.trim().toLowerCase()
  const holds = (record: SimRecord, name: string): boolean => String(record[name] ?? '').toLowerCase() === wanted
  return (record) => names.some((name) => holds(record, name))
}
