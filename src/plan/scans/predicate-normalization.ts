import { category, type SqlType, type Value } from '../../base/types.ts'
import type { Case, Compare, Expr, InList, Like, TableRelation } from '../../engine/tree.ts'
import {
  type ColumnRef,
  type ComparisonOperator,
  type Constant,
  type LikePart,
  type Predicate,
  refName,
} from '../../source/index.ts'
import { refOf } from '../shape.ts'
import { monotone } from './monotone.ts'

/** What `normalize` must know of the statement beyond the expression. */
export interface NormalizeContext {
  readonly relation: TableRelation
  /** The value of an expression without columns; undefined when it has none before running (it fails, it is volatile). */
  readonly evaluate: (expr: Expr) => { readonly value: Value } | undefined
  /** The expression in PostgreSQL's spelling, for what stays local. */
  readonly describe: (expr: Expr) => string
}

const mirrored: Record<ComparisonOperator, ComparisonOperator> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}
const negation: Record<ComparisonOperator, ComparisonOperator> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

const never: Predicate = { kind: 'constant', value: false }

/**
 * A condition on one relation in the forms a service understands. Whatever fits none of them becomes `opaque`:
 * true to its meaning, but only for the local engine. A row passes when the condition is true, so NULL may be
 * written as false throughout.
 */
export function normalize(expr: Expr, context: NormalizeContext, negated = false): Predicate {
  switch (expr.kind) {
    case 'and':
    case 'or': {
      const terms = expr.terms.map((term) => normalize(term, context, negated))
      return (expr.kind === 'and') === negated ? anyOf(terms) : { kind: 'and', terms }
    }
    case 'not':
      return normalize(expr.operand, context, !negated)
    case 'compare':
      return comparison(expr.left, expr.op, expr.right, context, negated)
    case 'column':
      return truth(expr, !negated, context)
    case 'isNull': {
      const column = columnOf(expr.operand, context)
      return column ? { kind: 'null', column, negated: expr.negated !== negated } : opaque(expr, context)
    }
    case 'isTruth':
      return isTruth(expr.operand, expr.test, expr.negated !== negated, expr, context)
    case 'distinct':
      return distinct(expr.left, expr.right, expr.negated !== negated, expr, context)
    case 'inList':
      return inList(expr, negated, context)
    case 'like':
      return like(expr, expr.negated !== negated, context)
    case 'call':
      return hasValue(expr, negated, context)
    case 'case':
      return opaque(expr satisfies Case, context)
    default: {
      const constant = context.evaluate(expr)
      if (!constant) return opaque(expr, context)
      return { kind: 'constant', value: constant.value === !negated }
    }
  }
}

/** `a = 1 OR a = 2 OR a IN (3, 4)` is one list, as services count conditions. */
function anyOf(terms: readonly Predicate[]): Predicate {
  const lists = new Map<string, Predicate & { kind: 'in' }>()
  const others: Predicate[] = []
  for (const term of terms.flatMap((each) => (each.kind === 'or' ? each.terms : [each]))) {
    const list = asList(term)
    if (!list) {
      others.push(term)
      continue
    }
    const name = refName(list.column)
    const known = lists.get(name)
    lists.set(name, known ? { ...known, constants: unique([...known.constants, ...list.constants]) } : list)
  }
  const all = [...[...lists.values()].map(asTest), ...others]
  return all.length === 1 ? all[0]! : { kind: 'or', terms: all }
}

function asList(term: Predicate): (Predicate & { kind: 'in' }) | undefined {
  if (term.kind === 'in' && !term.negated) return term
  if (term.kind !== 'compare' || term.op !== '=') return undefined
  return { kind: 'in', column: term.column, constants: [term.constant], negated: false }
}

const asTest = (list: Predicate & { kind: 'in' }): Predicate =>
  list.constants.length > 1 ? list : { kind: 'compare', column: list.column, op: '=', constant: list.constants[0]! }

const opaque = (expr: Expr, context: NormalizeContext): Predicate => ({ kind: 'opaque', why: context.describe(expr) })

/** Conversions under which equality, order and NULL stay what they were. */
function keepsMeaning(from: SqlType, to: SqlType): boolean {
  if (category(from) === 'text') return category(to) === 'text' && to.name !== 'char' && to.length === undefined
  const ladder = ['smallint', 'integer', 'bigint', 'numeric']
  const [low, high] = [ladder.indexOf(from.name), ladder.indexOf(to.name)]
  if (low >= 0 && high >= low) {
    if (to.name !== 'numeric' || to.scale === undefined) return true
    // A numeric without a scale may have any number of places.
    return from.name === 'numeric' ? from.scale !== undefined && to.scale >= from.scale : true
  }
  return from.name === to.name && from.name !== 'numeric'
}

function bare(expr: Expr): Expr {
  return expr.kind === 'cast' && keepsMeaning(expr.operand.type, expr.type) ? bare(expr.operand) : expr
}

function columnOf(expr: Expr, context: NormalizeContext): ColumnRef | undefined {
  const inner = bare(expr)
  return inner.kind === 'column' ? refOf(inner, context.relation) : undefined
}

/** undefined: not a constant · null: NULL · else the constant. */
function constantOf(expr: Expr, context: NormalizeContext): Constant | null | undefined {
  const result = context.evaluate(expr)
  if (!result) return undefined
  return result.value === null ? null : { value: result.value, type: expr.type }
}

function comparison(
  left: Expr,
  op: ComparisonOperator,
  right: Expr,
  context: NormalizeContext,
  negated: boolean,
): Predicate {
  const whole: Compare = { kind: 'compare', op, left, right, type: { name: 'boolean' } }
  const [column, other, operator] = columnOf(left, context)
    ? [columnOf(left, context), right, op]
    : [columnOf(right, context), left, mirrored[op]]
  if (!column) return constantOrMonotone(whole, negated, context)
  const constant = constantOf(other, context)
  if (constant === undefined) return opaque(whole, context)
  if (constant === null) return never
  return { kind: 'compare', column, op: negated ? negation[operator] : operator, constant }
}

function constantOrOpaque(expr: Expr, negated: boolean, context: NormalizeContext): Predicate {
  const constant = context.evaluate(expr)
  return constant ? { kind: 'constant', value: constant.value === !negated } : opaque(expr, context)
}

/** Both sides constant, or one of them a function of a column that never falls. */
function constantOrMonotone(expr: Compare, negated: boolean, context: NormalizeContext): Predicate {
  const [left, right] = [constantOf(expr.left, context), constantOf(expr.right, context)]
  if (left === undefined && right === undefined) return constantOrOpaque(expr, negated, context)
  if (left !== undefined && right !== undefined) return constantOrOpaque(expr, negated, context)
  const op = left === undefined ? expr.op : mirrored[expr.op]
  const constant = left ?? right
  const monotoneContext = { evaluate: context.evaluate, columnOf: (part: Expr) => columnOf(part, context) }
  const found =
    constant &&
    monotone(left === undefined ? expr.left : expr.right, negated ? negation[op] : op, constant, monotoneContext)
  return found ?? opaque(expr, context)
}

function truth(expr: Expr, value: boolean, context: NormalizeContext): Predicate {
  const column = columnOf(expr, context)
  if (!column || expr.type.name !== 'boolean') return opaque(expr, context)
  return { kind: 'compare', column, op: '=', constant: { value, type: expr.type } }
}

function isTruth(
  operand: Expr,
  test: 'true' | 'false' | 'unknown',
  negated: boolean,
  whole: Expr,
  context: NormalizeContext,
): Predicate {
  const column = columnOf(operand, context)
  if (!column) return opaque(whole, context)
  if (test === 'unknown') return { kind: 'null', column, negated }
  const plain = truth(operand, (test === 'true') !== negated, context)
  return negated ? { kind: 'or', terms: [plain, { kind: 'null', column, negated: false }] } : plain
}

/** `same`: IS NOT DISTINCT FROM. */
function distinct(left: Expr, right: Expr, same: boolean, whole: Expr, context: NormalizeContext): Predicate {
  const [column, other] = columnOf(left, context) ? [columnOf(left, context), right] : [columnOf(right, context), left]
  const constant = column && constantOf(other, context)
  if (!column || constant === undefined) return opaque(whole, context)
  if (constant === null) return { kind: 'null', column, negated: !same }
  if (same) return { kind: 'compare', column, op: '=', constant }
  return {
    kind: 'or',
    terms: [
      { kind: 'compare', column, op: '<>', constant },
      { kind: 'null', column, negated: false },
    ],
  }
}

function inList(whole: InList, outerNegated: boolean, context: NormalizeContext): Predicate {
  const column = columnOf(whole.operand, context)
  if (!column) return constantOrOpaque(whole, outerNegated, context)
  const negated = whole.negated !== outerNegated
  const constants: Constant[] = []
  for (const item of whole.items) {
    const constant = constantOf(item, context)
    if (constant === undefined) return opaque(whole, context)
    if (constant !== null) constants.push(constant)
    // x NOT IN (…, NULL) is never true.
    else if (negated) return never
  }
  return constants.length === 0 ? never : { kind: 'in', column, constants: unique(constants), negated }
}

const unique = (constants: readonly Constant[]): Constant[] => [
  ...new Map(constants.map((constant) => [constant.value, constant])).values(),
]

function like(expr: Like, negated: boolean, context: NormalizeContext): Predicate {
  const column = columnOf(expr.operand, context)
  const pattern = constantOf(expr.pattern, context)
  const escaped = expr.escape ? constantOf(expr.escape, context) : { value: '\\' }
  if (!column || pattern === undefined || escaped === undefined || expr.op === 'similar') return opaque(expr, context)
  if (pattern === null || escaped === null) return never
  const parts = likeParts(String(pattern.value), String(escaped.value))
  if (!parts) return opaque(expr, context)
  return { kind: 'like', column, pattern: parts, ignoreCase: expr.op === 'ilike', negated }
}

/** The pattern taken apart; undefined when it ends in its escape character, which is an error when it is run. */
function likeParts(pattern: string, escapeCharacter: string): LikePart[] | undefined {
  const parts: LikePart[] = []
  let run = ''
  const flush = (): void => {
    if (run) parts.push({ text: run })
    run = ''
  }
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string
    if (character === escapeCharacter) {
      const next = characters[++i]
      if (next === undefined) return undefined
      run += next
    } else if (character === '%' || character === '_') {
      flush()
      if (character === '_' || parts.at(-1) !== '%') parts.push(character)
    } else run += character
  }
  flush()
  return parts
}

function hasValue(expr: Expr & { kind: 'call' }, negated: boolean, context: NormalizeContext): Predicate {
  const [operand, value] = expr.args
  if (expr.fn.name !== 'has_value' || !operand || !value) return constantOrOpaque(expr, negated, context)
  const column = columnOf(operand, context)
  const constant = constantOf(value, context)
  if (!column || constant === undefined) return opaque(expr, context)
  return constant === null ? never : { kind: 'has', column, constant, negated }
}
