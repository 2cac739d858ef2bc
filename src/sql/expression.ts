import { byName } from '../base/by-name.ts'
import type { Binary, IsTest, Path, SqlExpr, SqlLike, SqlQuantified } from './ast/index.ts'
import { syntaxError, tooDeep, unsupported } from './errors.ts'
import { canonical, type Level, level, operatorLevel } from './operators.ts'
import { readPrimary } from './primary.ts'
import { readBracketedQuery } from './query.ts'
import type { TokenReader } from './reader.ts'
import { readType } from './type-name.ts'

/**
 * Expressions, by operator precedence: operands come from primary.ts, and each operator takes the operands that
 * PostgreSQL's table gives it.
 */

/** A chain makes a tree as deep as it is long, and whoever walks the tree has a call stack of limited size. */
const maxChain = 2_500

/** An infix or postfix operator at the reader's place. */
interface Infix {
  readonly level: Level
  /** Reads from the operator on. */
  readonly read: (r: TokenReader, left: SqlExpr, restricted: boolean) => SqlExpr
}

/**
 * Reads an expression of operators that bind at least as tightly as `min`.
 *
 * `restricted` is PostgreSQL's `b_expr`: no AND, NOT, LIKE, IN, BETWEEN, IS NULL, which would swallow what belongs to
 * the construct around (`BETWEEN a AND b`, `POSITION(a IN b)`).
 */
export function readExpression(r: TokenReader, min: Level = level.any, restricted = false): SqlExpr {
  return r.nested(() => {
    let left = readPrefixed(r, restricted)
    let barred: Level | undefined
    let length = 0
    for (let infix = findInfix(r, restricted); infix && infix.level >= min; infix = findInfix(r, restricted)) {
      if (infix.level === barred) throw r.fail()
      if (++length > maxChain) throw tooDeep(r.at, 'Use IN (…) or = ANY (…).')
      left = infix.read(r, left, restricted)
      barred = barsItsLike(left, infix.level) ? infix.level : undefined
    }
    return left
  })
}

/** `a = b = c` is an error, `a IS NULL IS NULL` is none: only operators that end in an operand bar their like. */
function barsItsLike(expr: SqlExpr, own: Level): boolean {
  if (expr.kind === 'binary') return own === level.comparison
  return expr.kind === 'like' || expr.kind === 'between' || (expr.kind === 'is' && expr.test === 'distinct')
}

/** The next level up: what an operator that groups to the left takes on its right. */
const tighter = (of: Level): Level => (of + 1) as Level

function readPrefixed(r: TokenReader, restricted: boolean): SqlExpr {
  const at = r.at
  if (r.sees('not') && !restricted) {
    r.next()
    return { kind: 'unary', op: 'not', operand: readExpression(r, level.not), at }
  }
  const sign = r.acceptOne('+', '-')
  if (sign) return { kind: 'unary', op: sign, operand: readExpression(r, level.sign, restricted), at }
  if (r.peek()?.kind === 'operator' && operatorLevel(r.key()) === level.other && r.key() !== '=>') {
    return { kind: 'unary', op: r.next().key, operand: readExpression(r, tighter(level.other), restricted), at }
  }
  if (r.sees('operator', '(')) {
    return { kind: 'unary', op: readQualified(r), operand: readExpression(r, tighter(level.other), restricted), at }
  }
  return readPrimary(r, restricted)
}

// ------------------------------------------------------------------------------------------ infix operators

const word = (own: Level, read: Infix['read']): Infix => ({ level: own, read })

/** The words that may follow an operand and need no look further ahead. */
const wordOperators: Readonly<Record<string, Infix>> = byName({
  or: word(level.or, (r, left) => readBinary(r, left, level.or, false)),
  and: word(level.and, (r, left) => readBinary(r, left, level.and, false)),
  isnull: word(level.is, (r, left) => nullTest(r, left, false)),
  notnull: word(level.is, (r, left) => nullTest(r, left, true)),
  between: word(level.like, (r, left) => readMatch(r, left)),
  in: word(level.like, (r, left) => readMatch(r, left)),
  like: word(level.like, (r, left) => readMatch(r, left)),
  ilike: word(level.like, (r, left) => readMatch(r, left)),
  at: word(level.at, readAtTimeZone),
  collate: word(level.collate, readCollate),
})

function findInfix(r: TokenReader, restricted: boolean): Infix | undefined {
  const token = r.peek()
  if (token?.kind === 'operator' && token.key !== '=>') return symbolInfix(token.key)
  if (token?.kind === 'parameter' && token.text === '?') return jsonOperator
  if (token?.key === '::') return castInfix
  if (token?.kind !== 'word') return undefined
  if (token.key === 'operator' && r.key(1) === '(') return qualifiedInfix
  if (token.key === 'is') return isInfix
  if (restricted) return undefined
  if (token.key === 'not') return matchAfterNot(r)
  if (token.key === 'similar') return r.key(1) === 'to' ? wordOperators.like : undefined
  if (token.key === 'at') return r.sees('at', 'time', 'zone') ? wordOperators.at : undefined
  return Object.hasOwn(wordOperators, token.key) ? wordOperators[token.key] : undefined
}

function symbolInfix(symbol: string): Infix {
  const own = operatorLevel(symbol)
  return { level: own, read: (r, left, restricted) => readBinary(r, left, own, restricted) }
}

/** `?`, `?|`, `?&` of jsonb: a question mark where an operator must stand is no parameter. */
const jsonOperator: Infix = {
  level: level.other,
  read(r, left, restricted) {
    const { start: at, end } = r.next()
    const second = r.peek()
    const glued = second?.start === end && (second.key === '|' || second.key === '&') ? r.next().key : ''
    return readRight(r, left, `?${glued}`, at, level.other, restricted)
  },
}

const castInfix: Infix = {
  level: level.cast,
  read(r, operand) {
    const at = r.next().start
    return { kind: 'cast', operand, type: readType(r), at }
  },
}

const isInfix: Infix = { level: level.is, read: readIs }

const qualifiedInfix: Infix = {
  level: level.other,
  read(r, left, restricted) {
    const at = r.at
    return readRight(r, left, readQualified(r), at, level.other, restricted)
  },
}

function readBinary(r: TokenReader, left: SqlExpr, own: Level, restricted: boolean): SqlExpr {
  const { key, start: at } = r.next()
  return readRight(r, left, canonical(key), at, own, restricted)
}

function readRight(r: TokenReader, left: SqlExpr, op: string, at: number, own: Level, restricted: boolean): SqlExpr {
  const quantified = own === level.or || own === level.and || restricted ? undefined : readQuantified(r, left, op, at)
  if (quantified) return quantified
  const right = readExpression(r, tighter(own), restricted)
  return { kind: 'binary', op, left, right, at } satisfies Binary
}

/** `OPERATOR(pg_catalog.~)`: the operator without its schema. */
function readQualified(r: TokenReader): string {
  r.expect('operator', '(')
  while (r.peek()?.kind === 'word' || r.peek()?.kind === 'quoted') {
    const schema = r.name()
    if (schema.text.toLowerCase() !== 'pg_catalog')
      throw unsupported('operators of other schemas', schema.at, 'Use pg_catalog.')
    r.expect('.')
  }
  const token = r.next()
  if (token.kind !== 'operator' && token.text !== '?') throw syntaxError(r.text, token)
  r.expect(')')
  return canonical(token.text)
}

/** `ANY (…)`, `SOME (…)`, `ALL (…)` after an operator. */
function readQuantified(r: TokenReader, left: SqlExpr, op: string, at: number): SqlQuantified | undefined {
  const found = r.acceptOne('any', 'some', 'all')
  if (!found) return undefined
  const quantifier = found === 'all' ? 'all' : 'any'
  const right = r.seesQuery() ? readBracketedQuery(r) : r.parenthesized(() => readExpression(r))
  return { kind: 'quantified', op, quantifier, left, right, at }
}

// ------------------------------------------------------------------------------------------------ IS tests

function nullTest(r: TokenReader, operand: SqlExpr, negated: boolean): IsTest {
  return { kind: 'is', operand, test: 'null', negated, at: r.next().start }
}

function readIs(r: TokenReader, operand: SqlExpr, restricted: boolean): SqlExpr {
  const at = r.next().start
  const negated = r.accept('not')
  if (r.accept('distinct')) {
    r.expect('from')
    const right = readExpression(r, tighter(level.is), restricted)
    return { kind: 'is', operand, test: 'distinct', negated, right, at }
  }
  if (restricted) throw r.fail()
  const test = r.acceptOne('null', 'true', 'false', 'unknown') as 'null' | 'true' | 'false' | 'unknown' | undefined
  if (test) return { kind: 'is', operand, test, negated, at }
  const odd = r.peek()
  if (odd && /^(document|json|normalized|nf[kdc]+)$/.test(odd.key)) {
    throw unsupported(`IS ${odd.text.toUpperCase()}`, at, 'Test the value with a function or a regular expression.')
  }
  throw r.fail()
}

// ------------------------------------------------------------------------------------ LIKE, IN and BETWEEN

function matchAfterNot(r: TokenReader): Infix | undefined {
  const second = r.key(1)
  if (second === 'similar') return r.key(2) === 'to' ? wordOperators.like : undefined
  return second === 'between' || second === 'in' || second === 'like' || second === 'ilike'
    ? wordOperators[second]
    : undefined
}

function readMatch(r: TokenReader, operand: SqlExpr): SqlExpr {
  const at = r.at
  const negated = r.accept('not')
  const verb = r.next().key
  if (verb === 'in') return readIn(r, operand, negated, at)
  if (verb === 'between') return readBetween(r, operand, negated, at)
  if (verb === 'similar') r.expect('to')
  const op = verb as SqlLike['op']
  const quantified = op === 'similar' ? undefined : readQuantified(r, operand, negated ? `not ${op}` : op, at)
  return quantified ?? readLike(r, operand, op, negated, at)
}

function readLike(r: TokenReader, operand: SqlExpr, op: SqlLike['op'], negated: boolean, at: number): SqlLike {
  const pattern = readExpression(r, tighter(level.like))
  const mark = r.accept('escape') ? readExpression(r, tighter(level.like)) : undefined
  const like: SqlLike = { kind: 'like', op, operand, pattern, negated, at }
  return mark ? { ...like, escape: mark } : like
}

function readIn(r: TokenReader, operand: SqlExpr, negated: boolean, at: number): SqlExpr {
  const list = r.seesQuery() ? readBracketedQuery(r) : r.parenthesized(() => r.list(() => readExpression(r)))
  return { kind: 'in', operand, list, negated, at }
}

function readBetween(r: TokenReader, operand: SqlExpr, negated: boolean, at: number): SqlExpr {
  const symmetric = r.acceptOne('symmetric', 'asymmetric') === 'symmetric'
  const low = readExpression(r, level.any, true)
  r.expect('and')
  const high = readExpression(r, tighter(level.like))
  return { kind: 'between', operand, low, high, symmetric, negated, at }
}

// ------------------------------------------------------------------------------------------------ the rest

function readAtTimeZone(r: TokenReader, operand: SqlExpr): SqlExpr {
  const at = r.at
  r.expect('at', 'time', 'zone')
  return { kind: 'atTimeZone', operand, zone: readExpression(r, tighter(level.at)), at }
}

function readCollate(r: TokenReader, operand: SqlExpr): SqlExpr {
  const at = r.next().start
  return { kind: 'collate', operand, collation: readPath(r), at }
}

/** `a`, `a.b`, `a.b.c`: after a dot every word is a name. */
export function readPath(r: TokenReader): Path {
  const path = [r.name()]
  while (r.accept('.')) path.push(r.label())
  return path
}
