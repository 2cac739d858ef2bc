import { ZohoSqlError } from '../../base/errors.ts'
import type {
  Aggregate,
  ArrayQuery,
  Case,
  Compare,
  Distinct,
  Expr,
  InList,
  InQuery,
  IsTruth,
  Literal,
  Logic,
  Query,
  Scalar,
} from '../tree.ts'
import type { OfKind } from '../walk.ts'
import { likeText } from './like.ts'
import { literalText, longListText } from './literal.ts'
import type { Printer } from './printer.ts'
import { quantifiedText } from './quantified.ts'
import { givesOneRow } from './shape.ts'
import { comparableText, printedKey } from './sort.ts'
import { windowCallText } from './window.ts'

/** `AND`s and `OR`s of thousands of terms: a balanced tree stays below SQLite's limit of depth. */
function balanced(terms: readonly string[], word: string): string {
  if (terms.length <= 2) return `(${terms.join(word)})`
  const middle = terms.length >> 1
  return `(${balanced(terms.slice(0, middle), word)}${word}${balanced(terms.slice(middle), word)})`
}

function logicText(e: Logic, p: Printer): string {
  if (e.terms.length === 0) return e.kind === 'and' ? '1' : '0'
  return balanced(e.terms.map(p.expr), e.kind === 'and' ? ' AND ' : ' OR ')
}

const sides = (e: Compare | Distinct, op: string, p: Printer): string =>
  `(${comparableText(e.left, p)} ${op} ${comparableText(e.right, p)})`

function truthText(e: IsTruth, p: Printer): string {
  const word = e.negated ? 'IS NOT' : 'IS'
  const value = { true: '1', false: '0', unknown: 'NULL' }[e.test]
  return `(${p.expr(e.operand)} ${word} ${value})`
}

const isLiteral = (expr: Expr): expr is Literal => expr.kind === 'literal'

function inListText(e: InList, p: Printer): string {
  const plain = p.functions.comparisonKey('x', e.operand.type) === 'x'
  const long = plain && e.items.every(isLiteral) ? longListText(e.items, p) : undefined
  const list = long ?? `(${e.items.map((item) => comparableText(item, p)).join(', ')})`
  return `(${comparableText(e.operand, p)} ${e.negated ? 'NOT IN' : 'IN'} ${list})`
}

function inQueryText(e: InQuery, p: Printer): string {
  const keys = e.operands.map((operand) => comparableText(operand, p))
  const columns = e.operands.map((operand, i) => p.functions.comparisonKey(`q.c${i}`, operand.type))
  const plain = columns.every((column, i) => column === `q.c${i}`)
  const query = plain ? p.query(e.query) : `SELECT ${columns.join(', ')} FROM (${p.query(e.query)}) AS q`
  const left = keys.length === 1 ? keys[0] : `(${keys.join(', ')})`
  return `(${left} ${e.negated ? 'NOT IN' : 'IN'} (${query}))`
}

/** SQLite takes the first row of a scalar subquery in silence; PostgreSQL refuses a second one. */
function scalarText(e: Scalar, p: Printer): string {
  if (givesOneRow(e.query)) return `(${p.query(e.query)})`
  const two = `SELECT q.c0 AS c0 FROM (${p.query(e.query)}) AS q LIMIT 2`
  return `(SELECT CASE WHEN count(*) > 1 THEN zohosql_second_row() ELSE max(q.c0) END FROM (${two}) AS q)`
}

function arrayQueryText(e: ArrayQuery, p: Printer): string {
  return `(SELECT ${p.functions.printArrayAggregate('q.c0', columnType(e.query))} FROM (${p.query(e.query)}) AS q)`
}

const columnType = (query: Query) => query.columns[0]!.type

function caseText(e: Case, p: Printer): string {
  const branches = e.branches.map((branch) => ` WHEN ${p.expr(branch.when)} THEN ${p.expr(branch.then)}`)
  return `(CASE${branches.join('')}${e.otherwise ? ` ELSE ${p.expr(e.otherwise)}` : ''} END)`
}

const aggregateText = (e: Aggregate, p: Printer): string =>
  p.functions.printAggregate(e.fn, {
    args: e.args.map(p.expr),
    argTypes: e.args.map((arg) => arg.type),
    distinct: e.distinct,
    orderBy: e.orderBy.map((key) => printedKey(key, p)),
    withinGroup: e.withinGroup.map((key) => printedKey(key, p)),
    filter: e.filter && p.expr(e.filter),
  })

const misplaced = (what: string): never => {
  throw new ZohoSqlError('INTERNAL', `${what} stands where none may`)
}

const printers: { readonly [K in Expr['kind']]: (expr: OfKind<Expr, K>, p: Printer) => string } = {
  literal: literalText,
  parameter: (e, p) => p.binds.parameter(e.index, e.type),
  column: (e, p) => p.names.column(e.relation, e.name),
  output: () => misplaced('a reference to a result column'),
  and: logicText,
  or: logicText,
  not: (e, p) => `(NOT ${p.expr(e.operand)})`,
  compare: (e, p) => sides(e, e.op, p),
  isNull: (e, p) => `(${p.expr(e.operand)} IS ${e.negated ? 'NOT ' : ''}NULL)`,
  isTruth: truthText,
  distinct: (e, p) => sides(e, e.negated ? 'IS' : 'IS NOT', p),
  inList: inListText,
  inQuery: inQueryText,
  quantified: quantifiedText,
  exists: (e, p) => `(EXISTS (${p.query(e.query)}))`,
  scalar: scalarText,
  arrayQuery: arrayQueryText,
  like: likeText,
  case: caseText,
  cast: (e, p) => p.functions.printCast(p.expr(e.operand), e.operand.type, e.type),
  call: (e, p) => p.functions.printCall(e.fn, e.args.map(p.expr)),
  aggregate: aggregateText,
  window: windowCallText,
  // Several grouping sets have been lowered away: in the only one, every key is grouped by.
  grouping: () => '0',
  arrayItems: (e, p) => p.functions.printArray(e.items.map(p.expr), e.items[0]?.type ?? e.type),
}

export const exprText = (expr: Expr, p: Printer): string =>
  (printers as unknown as Record<string, (expr: Expr, p: Printer) => string>)[expr.kind]!(expr, p)
