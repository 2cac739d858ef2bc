import * as types from '../../base/types.ts'
import { boolean, text, typeText } from '../../base/types.ts'
import type { Expr, Like } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { bindArray, bindSubscript } from './arrays.ts'
import type { ExprEnv } from './binding.ts'
import { and, call, isAbsent, isPresent, negatedIf, or } from './build.ts'
import { bindCall } from './calls.ts'
import { bindCase } from './case.ts'
import { asBoolean, coerce } from './coerce.ts'
import { bindColumn } from './columns.ts'
import { between, compare, distinctFrom, isComparison, operate } from './comparison.ts'
import { refuse } from './errors.ts'
import { bindIn } from './in.ts'
import { constant, literal, numberLiteral } from './literals.ts'
import { startOf } from './position.ts'
import { bindQuantified } from './quantified.ts'
import { bindField, bindRow, checkNoRow, wholeRowValue } from './record.ts'
import { givenReference } from './references.ts'
import { again } from './repeat.ts'
import { bindRowComparison, bindRowNullTest, rowItems, wholeRow } from './rows.ts'
import { bindArrayQuery, bindExists, bindScalar } from './subquery.ts'
import { functionFor, typeNamed } from './typing.ts'

type Binder<N> = (env: ExprEnv, node: N) => Expr
type Binders = { readonly [K in Ast.SqlExpr['kind']]: Binder<Extract<Ast.SqlExpr, { readonly kind: K }>> }

/**
 * An expression with its names and types resolved. Constants and parameters of unknown type stay so until what they
 * stand with gives them one.
 */
export function bindExpr(env: ExprEnv, node: Ast.SqlExpr): Expr {
  const bind = binders[node.kind] as Binder<Ast.SqlExpr>
  return env.binding.place(bind(env, node), startOf(node))
}

const binders: Binders = {
  null: ({ binding }, node) => literal(binding, null, types.unknown, node.at),
  boolean: ({ binding }, node) => literal(binding, node.value, boolean, node.at),
  number: ({ binding }, node) => numberLiteral(binding, node.text, node.at),
  string: ({ binding }, node) => literal(binding, node.value, types.unknown, node.at),
  typed: bindTyped,
  parameter: ({ binding }, node) => {
    const { parameters } = binding
    const index = parameters.indexOf(node)
    return givenReference(binding, { kind: 'parameter', index, type: parameters.typeOf(index) })
  },
  column: bindColumn,
  star: (env, node) => {
    const item = wholeRow(env, node)
    if (item) return wholeRowValue(env, item, node.at)
    return refuse('SYNTAX_ERROR', 'a row of a table can be used here by the name of the table only', node.at)
  },
  unary: bindUnary,
  binary: bindBinary,
  is: bindIs,
  between: bindBetween,
  in: bindIn,
  like: bindLike,
  quantified: bindQuantified,
  exists: bindExists,
  subquery: bindScalar,
  case: bindCase,
  cast: bindCast,
  call: bindCall,
  extract: (env, node) => {
    const field = literal(env.binding, node.field, text, node.at)
    return apply(env, 'extract', [field, bindExpr(env, node.operand)], node.at)
  },
  atTimeZone: (env, node) => apply(env, 'timezone', [bindExpr(env, node.zone), bindExpr(env, node.operand)], node.at),
  collate: bindCollate,
  array: bindArray,
  arraySubquery: bindArrayQuery,
  subscript: bindSubscript,
  field: bindField,
  row: bindRow,
}

/** A function that a construct of the grammar stands for. */
function apply(env: ExprEnv, name: string, args: readonly Expr[], at: number): Expr {
  const fn = functionFor(
    name,
    args.map((arg) => arg.type),
    at,
  )
  return call(
    fn,
    args.map((arg, i) => coerce(env.binding, arg, fn.args[i]!)),
  )
}

function bindTyped({ binding }: ExprEnv, node: Ast.TypedLiteral): Expr {
  const type = typeNamed(node.type)
  return constant(binding, node.value, type, node.at, type.name === 'interval' ? node.fields : undefined)
}

function bindUnary(env: ExprEnv, node: Ast.Unary): Expr {
  if (node.op === '-' && node.operand.kind === 'number')
    return numberLiteral(env.binding, `-${node.operand.text}`, node.at)
  const operand = bindExpr(env, node.operand)
  if (node.op === 'not') return { kind: 'not', operand: asBoolean(env.binding, operand, 'NOT'), type: boolean }
  return operate(env.binding, node.op, undefined, operand, node.at)
}

function bindBinary(env: ExprEnv, node: Ast.Binary): Expr {
  const { op, at } = node
  if (op === 'and' || op === 'or') return bindLogic(env, node, op)
  if (op === 'overlaps') return apply(env, 'overlaps', [...pairOf(env, node.left), ...pairOf(env, node.right)], at)
  if (!isComparison(op)) return operate(env.binding, op, bindExpr(env, node.left), bindExpr(env, node.right), at)
  const rows = bindRowComparison(env, op, node)
  return rows ?? compare(env.binding, op, bindExpr(env, node.left), bindExpr(env, node.right), at)
}

/** AND and OR chains of any length without recursion along their left side. */
function bindLogic(env: ExprEnv, node: Ast.Binary, op: 'and' | 'or'): Expr {
  const written: Ast.SqlExpr[] = []
  let rest: Ast.SqlExpr = node
  while (rest.kind === 'binary' && rest.op === op) {
    written.push(rest.right)
    rest = rest.left
  }
  written.push(rest)
  const terms = written.reverse().map((term) => asBoolean(env.binding, bindExpr(env, term), op.toUpperCase()))
  return op === 'and' ? and(terms) : or(terms)
}

function pairOf(env: ExprEnv, node: Ast.SqlExpr): readonly Expr[] {
  const items = rowItems(env, node)
  if (items?.length !== 2)
    return refuse('SYNTAX_ERROR', 'wrong number of parameters on side of OVERLAPS expression', node.at)
  return items
}

function bindIs(env: ExprEnv, node: Ast.IsTest): Expr {
  const { binding } = env
  const { negated, test, at } = node
  if (test === 'distinct') return bindDistinct(env, node)
  if (test === 'null') return bindNullTest(env, node)
  const where = `IS${negated ? ' NOT' : ''} ${test.toUpperCase()}`
  const operand = asBoolean(binding, bindExpr(env, node.operand), where)
  return binding.place({ kind: 'isTruth', operand, test, negated, type: boolean }, at)
}

function bindNullTest(env: ExprEnv, node: Ast.IsTest): Expr {
  const row = bindRowNullTest(env, node)
  if (row) return row
  const test = node.negated ? isPresent : isAbsent
  return test(checkNoRow(settled(env, bindExpr(env, node.operand)), node.at))
}

// `$1 IS NULL` says nothing of the parameter's type, and need not.
const settled = (env: ExprEnv, expr: Expr): Expr =>
  expr.type.name === 'unknown' && expr.kind !== 'parameter' ? coerce(env.binding, expr, text) : expr

function bindDistinct(env: ExprEnv, node: Ast.IsTest): Expr {
  const { binding } = env
  const [left, right] = [rowItems(env, node.operand), rowItems(env, node.right!)]
  if (!left || !right)
    return distinctFrom(binding, bindExpr(env, node.operand), bindExpr(env, node.right!), node.negated, node.at)
  if (left.length !== right.length) refuse('SYNTAX_ERROR', 'unequal number of entries in row expressions', node.at)
  const each = left.map((item, i) => distinctFrom(binding, item, right[i]!, node.negated, node.at))
  return node.negated ? and(each) : or(each)
}

function bindBetween(env: ExprEnv, node: Ast.Between): Expr {
  const { binding } = env
  if (node.operand.kind === 'row' && !node.symmetric) return betweenRows(env, node)
  const value = bindExpr(env, node.operand)
  const [low, high] = [bindExpr(env, node.low), bindExpr(env, node.high)]
  if (!node.symmetric) return between(binding, value, low, high, node.negated, node.at)
  const twice = [value, low, high].map((part) => again(binding, part)) as [Expr, Expr, Expr]
  const either = or([
    between(binding, value, low, high, false, node.at),
    between(binding, twice[0], twice[2], twice[1], false, node.at),
  ])
  return negatedIf(node.negated, either)
}

function betweenRows(env: ExprEnv, node: Ast.Between): Expr {
  const compared = (op: '>=' | '<=', right: Ast.SqlExpr) =>
    bindBinary(env, { kind: 'binary', op, left: node.operand, right, at: node.at })
  return negatedIf(node.negated, and([compared('>=', node.low), compared('<=', node.high)]))
}

const likeOperators = { like: '~~', ilike: '~~*', similar: 'SIMILAR TO' } as const

function bindLike(env: ExprEnv, node: Ast.SqlLike): Expr {
  const like = likeOf(env, node.op, node.negated, bindExpr(env, node.operand), bindExpr(env, node.pattern), node.at)
  return node.escape ? { ...like, escape: likeText(env, node.op, bindExpr(env, node.escape), node.at) } : like
}

/** `operand LIKE pattern` of two bound values. */
export function likeOf(env: ExprEnv, op: Like['op'], negated: boolean, operand: Expr, pattern: Expr, at: number): Like {
  const [value, compared] = [likeText(env, op, operand, at), likeText(env, op, pattern, at)]
  return { kind: 'like', op, operand: value, pattern: compared, negated, type: boolean }
}

function likeText(env: ExprEnv, op: Like['op'], expr: Expr, at: number): Expr {
  if (expr.type.name === 'bytea')
    refuse('NOT_SUPPORTED', 'LIKE of type bytea is not supported', at, "Compare encode(…, 'escape').")
  if (!['text', 'varchar', 'char', 'unknown'].includes(expr.type.name))
    refuse(
      'UNDEFINED_FUNCTION',
      `operator does not exist: ${typeText(expr.type)} ${likeOperators[op]} unknown`,
      at,
      'No operator matches the given name and argument types. You might need to add explicit type casts.',
    )
  return coerce(env.binding, expr, text)
}

function bindCast(env: ExprEnv, node: Ast.SqlCast): Expr {
  if (isUnknown(node.type)) return openLiteral(env, node)
  const type = typeNamed(node.type)
  if (node.operand.kind === 'array' && node.operand.items.length === 0 && type.name === 'array')
    return { kind: 'arrayItems', items: [], type }
  const operand = bindExpr(env, node.operand)
  const { fields } = node.type
  if (fields !== undefined && operand.kind === 'literal' && operand.type.name === 'unknown' && operand.value !== null)
    return constant(env.binding, String(operand.value), type, node.at, fields)
  const cast = coerce(env.binding, operand, type, true, node.at)
  return fields === undefined
    ? cast
    : apply(env, 'interval fields', [cast, literal(env.binding, fields, text, node.at)], node.at)
}

const isUnknown = ({ name, dimensions }: Ast.SqlTypeName): boolean => name === 'unknown' && dimensions === 0

/** `NULL::unknown`: a constant whose type its surroundings tell, as it is without the cast. */
function openLiteral(env: ExprEnv, node: Ast.SqlCast): Expr {
  const operand = bindExpr(env, node.operand)
  if (operand.kind === 'literal' && operand.type.name === 'unknown') return operand
  return refuse('CANNOT_CAST', `cannot cast type ${typeText(operand.type)} to unknown`, node.at)
}

// Every text compares under the binary collation here, so only its names may be asked for.
const binaryCollations: ReadonlySet<string> = new Set(['c', 'posix', 'default', 'ucs_basic'])

function bindCollate(env: ExprEnv, node: Ast.Collate): Expr {
  const name = node.collation.at(-1)!
  if (!binaryCollations.has(name.text.toLowerCase()))
    refuse('NOT_SUPPORTED', `collation "${name.text}" is not supported`, name.at, 'Text compares as under COLLATE "C".')
  return settled(env, bindExpr(env, node.operand))
}
