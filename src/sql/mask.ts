import { byName } from '../base/by-name.ts'
import type { GroupItem, QueryBody, SelectItem, SqlCte, SqlQuery, SqlSetOperation } from './ast/index.ts'
import { unsupported } from './errors.ts'
import { readExpression } from './expression.ts'
import { maskFrom, readRelation } from './from.ts'
import { readGroupBy } from './group.ts'
import { canBeBareLabel } from './keywords.ts'
import type { Token } from './lex.ts'
import { readBracketedQuery } from './query.ts'
import type { TokenReader } from './reader.ts'
import { Skeleton } from './skeleton.ts'
import { readTail, startsTail } from './tail.ts'
import { readWindow } from './window.ts'

/**
 * Masking: reads a query clause by clause, keeps the clause words, and masks what they introduce. Whether the clauses
 * may stand in this order is not asked here: that is node-sql-parser's part.
 */
export function maskQuery(r: TokenReader): Skeleton {
  const skeleton = new Skeleton()
  while (!endsQuery(r)) {
    const token = r.peek()!
    const clause = Object.hasOwn(clauses, token.key) ? clauses[token.key] : undefined
    if (!clause || (token.key === 'values' && r.key(1) !== '(')) throw r.fail()
    clause(r, skeleton, token)
  }
  return skeleton
}

// The last two follow the query of an INSERT.
const endsQuery = (r: TokenReader): boolean =>
  r.atEnd || r.sees(')') || r.sees(';') || r.sees('returning') || r.sees('on', 'conflict')

type ClauseReader = (r: TokenReader, s: Skeleton, token: Token) => void

/** How each clause is masked, by the word that begins it. */
const clauses: Readonly<Record<string, ClauseReader>> = byName({
  with: maskWith,
  select: maskSelectList,
  from: maskFrom,
  where: maskCondition,
  having: maskCondition,
  group: maskGroupBy,
  window: maskWindows,
  union: maskSetOperator,
  intersect: maskSetOperator,
  except: maskSetOperator,
  values: (r, s, token) => maskOperand(r, s, token, readValues(r)),
  table: (r, s, token) => maskOperand(r, s, token, readTableCommand(r)),
  '(': maskBracketed,
  order: maskTail,
  limit: maskTail,
  offset: maskTail,
  fetch: maskTail,
  for: maskTail,
  into: refuseInto,
})

function refuseInto(r: TokenReader): never {
  throw unsupported('SELECT … INTO', r.at, 'Leave INTO out: no tables can be made here.')
}

// ------------------------------------------------------------------------------------------------ WITH

export type With = Pick<SqlQuery, 'with' | 'recursive'>

export function readWith(r: TokenReader): With {
  r.next()
  const named = r.key(1) === 'as' || r.key(1) === '('
  const recursive = !named && r.accept('recursive')
  return { with: r.list(() => readCte(r)), recursive }
}

function maskWith(r: TokenReader, s: Skeleton, token: Token): void {
  const { with: list, recursive } = readWith(r)
  const ctes = list.map((cte) => `${s.mask('cte', cte)} AS (SELECT 1)`)
  s.write(`WITH ${recursive ? 'RECURSIVE ' : ''}${ctes.join(', ')}`, token)
}

function readCte(r: TokenReader): SqlCte {
  const at = r.at
  const name = r.name()
  const columns = r.sees('(') ? r.parenthesized(() => r.list(() => r.name())) : []
  r.expect('as')
  // Whether it is computed once or merged makes no difference to the rows.
  if (r.accept('not')) r.expect('materialized')
  else r.accept('materialized')
  const verb = r.key(1)
  if (/^(insert|update|delete|merge)$/.test(verb))
    throw unsupported(`WITH … ${verb.toUpperCase()}`, r.at, 'Run it by itself.')
  if (!r.seesQuery()) {
    r.expect('(')
    throw r.fail()
  }
  const query = readBracketedQuery(r)
  if (r.sees('search') || r.sees('cycle')) {
    throw unsupported(`${r.key().toUpperCase()} in WITH`, r.at, 'Carry a path column along in the recursive query.')
  }
  return { name, columns, query, at }
}

// ---------------------------------------------------------------------------------------------- SELECT

function maskSelectList(r: TokenReader, s: Skeleton, token: Token): void {
  const at = r.next().start
  const distinct = r.accept('distinct') ? readDistinctOn(r) : false
  if (distinct === false) r.accept('all')
  const items = distinct === false && endsList(r) ? [] : r.list(() => readSelectItem(r))
  s.write(`SELECT ${s.mask('list', { distinct, items, at })}`, token)
}

const readDistinctOn = (r: TokenReader) =>
  r.accept('on') ? r.parenthesized(() => r.list(() => readExpression(r))) : true

/** PostgreSQL allows a SELECT of no columns. */
const endsList = (r: TokenReader): boolean =>
  endsQuery(r) || (Object.hasOwn(clauses, r.key()) && !/^(\(|values)$/.test(r.key()))

export function readSelectItem(r: TokenReader): SelectItem {
  const at = r.at
  if (r.accept('*')) return { expr: { kind: 'star', path: [], at } }
  const expr = readExpression(r)
  if (r.accept('as')) return { expr, alias: r.label() }
  const token = r.peek()
  const bare = token?.kind === 'quoted' || (token?.kind === 'word' && canBeBareLabel(token.key))
  return bare ? { expr, alias: r.label() } : { expr }
}

function maskCondition(r: TokenReader, s: Skeleton, token: Token): void {
  r.next()
  s.write(`${token.key} ${s.mask('condition', readExpression(r))}`, token)
}

function maskGroupBy(r: TokenReader, s: Skeleton, token: Token): void {
  r.expect('group', 'by')
  const distinct = r.acceptOne('distinct', 'all') === 'distinct'
  const items: GroupItem[] = readGroupBy(r)
  s.write(`GROUP BY ${s.mask('grouping', { items, distinct })}`, token)
}

function maskWindows(r: TokenReader, s: Skeleton, token: Token): void {
  r.next()
  const windows = r.list(() => {
    const name = r.name()
    r.expect('as')
    return { name, definition: readWindow(r) }
  })
  s.write(`WINDOW w AS (PARTITION BY ${s.mask('windows', windows)})`, token)
}

// --------------------------------------------------------------------------------- operands and set operations

function maskSetOperator(r: TokenReader, s: Skeleton, token: Token): void {
  r.next()
  const op = token.key as SqlSetOperation['op']
  const all = r.acceptOne('all', 'distinct') === 'all'
  s.operators.push({ op, all, at: token.start })
  s.write('UNION', token)
}

/** An operand that is no plain SELECT looks like one in the skeleton, so that no clause may follow is checked here. */
function maskOperand(r: TokenReader, s: Skeleton, token: Token, body: QueryBody): void {
  s.write(`SELECT ${s.mask('operand', body)}`, token)
  if (!endsQuery(r) && !startsTail(r) && !/^(union|intersect|except)$/.test(r.key())) throw r.fail()
}

function maskBracketed(r: TokenReader, s: Skeleton, token: Token): void {
  if (!r.seesQuery()) {
    r.next()
    throw r.fail()
  }
  maskOperand(r, s, token, withoutShell(readBracketedQuery(r)))
}

/** A query that adds nothing to its body is its body. */
function withoutShell(query: SqlQuery): QueryBody {
  const plain = query.with.length === 0 && query.orderBy.length === 0 && !query.limit && !query.offset
  return plain ? query.body : query
}

function readValues(r: TokenReader): QueryBody {
  const at = r.next().start
  const rows = r.list(() => r.parenthesized(() => r.list(() => readExpression(r))))
  return { kind: 'values', rows, at }
}

/** `TABLE t` is short for `SELECT * FROM t`. */
function readTableCommand(r: TokenReader): QueryBody {
  const at = r.next().start
  const table = readRelation(r, r.at)
  return {
    kind: 'select',
    distinct: false,
    items: [{ expr: { kind: 'star', path: [], at } }],
    from: [table],
    groupBy: [],
    groupDistinct: false,
    windows: [],
    at,
  }
}

function maskTail(r: TokenReader, s: Skeleton, token: Token): void {
  s.write(`ORDER BY ${s.mask('tail', readTail(r))}`, token)
  if (!endsQuery(r)) throw r.fail()
}
