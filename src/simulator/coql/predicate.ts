/** A WHERE clause as a function of records, and the bounds it puts on `id`. */
import type { SimColumn } from '../columns.ts'
import type { RecordTest } from '../matching.ts'
import type { SimRecord } from '../model.ts'
import { type Comparable, comparable, compare } from '../values.ts'
import {
  type BetweenTest,
  type ComparisonTest,
  type ConditionTest,
  type CoqlSelect,
  type InTest,
  type LikeTest,
  subqueryOf,
  testsOf,
  type WhereCondition,
} from './ast.ts'
import type { CoqlContext } from './context.ts'
import { type OperandRange, readOperand } from './operands.ts'
import { operatorOf, requireOperator } from './operators.ts'
import { notInThisVersion, subqueryValues, wrongOperator } from './refusals.ts'
import { resolveColumn } from './resolve.ts'

/** What a test says of values and of empty cells, before negation. */
interface ValueMatch {
  readonly values: (value: Comparable) => boolean
  /** True, false, or undefined: as the variant has it for empty cells. */
  readonly empty?: boolean
}

/** Ids outside of these bounds cannot be accepted. */
export interface IdBounds {
  readonly after?: string
  readonly before?: string
  readonly among?: readonly string[]
}

export interface RecordFilter {
  readonly accept: RecordTest
  readonly bounds: IdBounds
  /** Columns tested. */
  readonly columns: readonly SimColumn[]
}

/** Compiles a condition; throws the refusal of what its module and types do not allow. */
export function compileFilter(condition: WhereCondition, context: CoqlContext): RecordFilter {
  const tests = testsOf(condition)
  const columns = new Map<ConditionTest, SimColumn>(tests.map((test) => [test, resolveColumn(test.ref, context)]))
  for (const [test, column] of columns) requireOperator(column, operatorOf(test))
  if (context.variants.coqlRangePair === 'refused') refuseRangePairs(columns)
  const subqueries = tests.filter(subqueryOf)
  const accept = compileCondition(condition, (test) =>
    compileTest(test, columns.get(test)!, context, subqueries.indexOf(test) + 1),
  )
  return { accept, bounds: idBounds(condition, columns, context), columns: [...columns.values()] }
}

function compileCondition(condition: WhereCondition, compile: (test: ConditionTest) => RecordTest): RecordTest {
  if (!('left' in condition)) return compile(condition)
  const left = compileCondition(condition.left, compile)
  const right = compileCondition(condition.right, compile)
  return condition.kind === 'and'
    ? (record) => left(record) && right(record)
    : (record) => left(record) || right(record)
}

// ASSUMPTION: reported of one datetime column; taken for every ordered column but `id`, whose pairs BETWEEN cannot say.
function refuseRangePairs(columns: ReadonlyMap<ConditionTest, SimColumn>): void {
  const seen = new Set<string>()
  for (const [test, column] of columns) {
    if (test.kind !== 'compare' || column.kind === 'id' || !/[<>]/.test(test.op)) continue
    if (seen.has(column.text)) throw notInThisVersion(test.op)
    seen.add(column.text)
  }
}

function compileTest(test: ConditionTest, column: SimColumn, context: CoqlContext, sequence: number): RecordTest {
  const read = cellReader(column, context)
  if (test.kind === 'null') return (record) => (read(record) === null) !== test.negated
  const negated = test.kind === 'compare' ? test.op === '!=' : test.negated
  const match = matchOf(test, column, context, sequence)
  const keepsEmpty = negated && context.variants.coqlNotEqualKeepsNull
  const empty = match.empty === undefined ? keepsEmpty : match.empty !== negated
  return (record) => {
    const value = read(record)
    return value === null ? empty : match.values(value) !== negated
  }
}

function cellReader(column: SimColumn, { fold }: CoqlContext): (record: SimRecord) => Comparable | null {
  const { kind } = column
  if (kind !== 'text' && kind !== 'multi') return (record) => comparable(kind, column.read(record))
  return (record) => {
    const text = comparable(kind, column.read(record))
    return text === null ? null : fold(text as string)
  }
}

type ValueTest = ComparisonTest | InTest | BetweenTest | LikeTest

function matchOf(test: ValueTest, column: SimColumn, context: CoqlContext, sequence: number): ValueMatch {
  switch (test.kind) {
    case 'compare':
      return test.value.kind === 'query'
        ? matchScalar(test, context.subquery(test.value, sequence, column), context, sequence)
        : matchComparison(test.op, readOperand(column, test.value, context), context)
    case 'in':
      return Array.isArray(test.values)
        ? matchAny(
            test.values.map((literal) => readOperand(column, literal, context)),
            context,
          )
        : matchSet(context.subquery(test.values as CoqlSelect, sequence, column))
    case 'between':
      return matchBetween(readOperand(column, test.low, context)!, readOperand(column, test.high, context)!, context)
    case 'like':
      return matchLike(test, column, context)
  }
}

/** An empty literal: nothing is equal to it, or the empty cells are. */
const matchEmpty = ({ variants }: CoqlContext): ValueMatch =>
  variants.coqlEmptyLiteral === 'null' ? { values: () => false, empty: true } : { values: () => false }

function matchComparison(op: ComparisonTest['op'], operand: OperandRange | null, context: CoqlContext): ValueMatch {
  if (operand === null) return matchEmpty(context)
  const { low, high } = operand
  switch (op) {
    case '>':
      return { values: (value) => compare(value, high) > 0 }
    case '>=':
      return { values: (value) => compare(value, low) >= 0 }
    case '<':
      return { values: (value) => compare(value, low) < 0 }
    case '<=':
      return { values: (value) => compare(value, high) <= 0 }
    default:
      return { values: low === high ? (value) => value === low : (value) => within(value, operand) }
  }
}

const within = (value: Comparable, { low, high }: OperandRange): boolean =>
  compare(value, low) >= 0 && compare(value, high) <= 0

const matchSet = (values: readonly Comparable[]): ValueMatch => {
  const set = new Set(values)
  return { values: (value) => set.has(value) }
}

function matchAny(operands: readonly (OperandRange | null)[], context: CoqlContext): ValueMatch {
  const given = operands.filter((operand) => operand !== null)
  const points = new Set(given.filter(({ low, high }) => low === high).map(({ low }) => low))
  const ranges = given.filter(({ low, high }) => low !== high)
  const values = (value: Comparable): boolean => points.has(value) || ranges.some((range) => within(value, range))
  return given.length < operands.length ? { ...matchEmpty(context), values } : { values }
}

function matchBetween(low: OperandRange, high: OperandRange, { variants }: CoqlContext): ValueMatch {
  if (variants.coqlBetweenInclusive) return { values: (value) => within(value, { low: low.low, high: high.high }) }
  return { values: (value) => compare(value, low.high) > 0 && compare(value, high.low) < 0 }
}

function matchLike(test: LikeTest, column: SimColumn, context: CoqlContext): ValueMatch {
  const pattern = context.fold(test.pattern.text)
  if (test.negated && !/^%.+%$/s.test(pattern)) throw wrongOperator(column.text, 'not like')
  if (readOperand(column, test.pattern, context) === null) return matchEmpty(context)
  const values = context.variants.coqlLikeWildcards === 'sql' ? likeAnywhere(pattern) : likeAtEnds(pattern)
  return { values: (value) => values(value as string) }
}

/** `%` counts at the ends only; all else stands for itself. */
function likeAtEnds(pattern: string): (text: string) => boolean {
  const open = pattern.startsWith('%')
  const tail = pattern.slice(open ? 1 : 0)
  const openEnd = tail.endsWith('%')
  const core = openEnd ? tail.slice(0, -1) : tail
  if (open && openEnd) return (text) => text.includes(core)
  if (open) return (text) => text.endsWith(core)
  return openEnd ? (text) => text.startsWith(core) : (text) => text === core
}

function likeAnywhere(pattern: string): (text: string) => boolean {
  const parts = [...pattern].map((sign) =>
    sign === '%' ? '.*' : sign === '_' ? '.' : sign.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  )
  const regexp = new RegExp(`^${parts.join('')}$`, 'su')
  return (text) => regexp.test(text)
}

function matchScalar(
  test: ComparisonTest,
  values: readonly Comparable[],
  context: CoqlContext,
  sequence: number,
): ValueMatch {
  if (values.length > 1) throw subqueryValues(sequence, test.op)
  const [value] = values
  // Nothing to compare with: no row is accepted, negated or not.
  if (value === undefined) return { values: () => test.op === '!=', empty: test.op === '!=' }
  return matchComparison(test.op, { low: value, high: value }, context)
}

/** Bounds that hold for the whole condition: those of tests which only ANDs join. */
function idBounds(
  condition: WhereCondition,
  columns: ReadonlyMap<ConditionTest, SimColumn>,
  context: CoqlContext,
): IdBounds {
  if (!('left' in condition)) return boundsOfTest(condition, columns.get(condition)!, context)
  if (condition.kind === 'or') return {}
  const left = idBounds(condition.left, columns, context)
  const right = idBounds(condition.right, columns, context)
  return {
    after: later(left.after, right.after),
    before: earlier(left.before, right.before),
    among: shorter(left.among, right.among),
  }
}

const later = (a?: string, b?: string): string | undefined => (a === undefined || (b !== undefined && b > a) ? b : a)
const earlier = (a?: string, b?: string): string | undefined => (a === undefined || (b !== undefined && b < a) ? b : a)
const shorter = (a?: readonly string[], b?: readonly string[]): readonly string[] | undefined =>
  a === undefined || (b !== undefined && b.length < a.length) ? b : a

function boundsOfTest(test: ConditionTest, column: SimColumn, context: CoqlContext): IdBounds {
  if (column.kind !== 'id' || column.via !== 'record') return {}
  if (test.kind === 'compare' && test.value.kind !== 'query') {
    const id = readOperand(column, test.value, context)!.low as string
    const bounds = { '>': { after: id }, '<': { before: id }, '=': { among: [id] } } as Record<string, IdBounds>
    return bounds[test.op] ?? {}
  }
  if (test.kind !== 'in' || test.negated || !Array.isArray(test.values)) return {}
  return { among: test.values.map((literal) => readOperand(column, literal, context)!.low as string) }
}
