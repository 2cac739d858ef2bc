import type { SqlExpr, SqlQuery } from './ast/index.ts'
import { syntaxErrorAt, unsupported } from './errors.ts'
import { readExpression } from './expression.ts'
import { level } from './operators.ts'
import { readPrimary } from './primary.ts'
import type { TokenReader } from './reader.ts'
import type { Tail } from './skeleton.ts'
import { readOrderBy } from './sort.ts'

/** What ends a query: ORDER BY, then LIMIT or FETCH, OFFSET and locking in any order. */

export const startsTail = (r: TokenReader): boolean => /^(order|limit|offset|fetch|for)$/.test(r.key())

interface QueryTail {
  orderBy: SqlQuery['orderBy']
  limit?: SqlExpr
  limited: boolean
  withTies: boolean
  offset?: SqlExpr
}

export function readTail(r: TokenReader): Tail {
  const draft: QueryTail = { orderBy: readOrderBy(r), limited: false, withTies: false }
  while (startsTail(r) && !r.sees('order')) parts[r.key() as keyof typeof parts](r, draft)
  const { orderBy, limit, withTies, offset } = draft
  return { orderBy, withTies, ...(limit && { limit }), ...(offset && { offset }) }
}

const parts = { limit: readLimit, offset: readOffset, fetch: readFetch, for: readLocking } as const

function once(already: unknown, what: string, at: number): void {
  if (already) throw syntaxErrorAt(at, `multiple ${what} clauses not allowed`)
}

function readLimit(r: TokenReader, draft: QueryTail): void {
  const at = r.next().start
  once(draft.limited, 'LIMIT', at)
  draft.limited = true
  if (!r.accept('all')) draft.limit = readExpression(r)
  if (r.sees(','))
    throw syntaxErrorAt(at, 'LIMIT #,# syntax is not supported', 'Use separate LIMIT and OFFSET clauses.')
}

function readOffset(r: TokenReader, draft: QueryTail): void {
  const at = r.next().start
  once(draft.offset, 'OFFSET', at)
  draft.offset = readExpression(r)
  r.acceptOne('row', 'rows')
}

function readFetch(r: TokenReader, draft: QueryTail): void {
  const at = r.next().start
  once(draft.limited, 'LIMIT', at)
  draft.limited = true
  if (!r.acceptOne('first', 'next')) throw r.fail()
  draft.limit = r.sees('row') || r.sees('rows') ? { kind: 'number', text: '1', at } : readFetchCount(r)
  if (!r.acceptOne('row', 'rows')) throw r.fail()
  if (r.accept('only')) return
  r.expect('with', 'ties')
  if (draft.orderBy.length === 0) throw syntaxErrorAt(at, 'WITH TIES cannot be specified without ORDER BY clause')
  draft.withTies = true
}

/** FETCH takes an operand, or a number with a sign; no other operators. */
function readFetchCount(r: TokenReader): SqlExpr {
  const signed = r.sees('+') || r.sees('-')
  if (signed && r.peek(1)?.kind !== 'number') {
    r.next()
    throw r.fail()
  }
  return signed ? readExpression(r, level.cast, true) : readPrimary(r, true)
}

/** Locks mean nothing to an API; only the clause that asks for none can be kept. */
function readLocking(r: TokenReader): void {
  if (r.accept('for', 'read', 'only')) return
  if (!/^(update|share|no|key)$/.test(r.key(1))) {
    r.next()
    throw r.fail()
  }
  throw unsupported(
    `FOR ${r.key(1).toUpperCase()}`,
    r.at,
    'Leave it out: reading takes no locks. postgres_fdw adds it where a value or condition of an UPDATE or DELETE ' +
      'cannot travel: plain comparisons and constants do.',
  )
}
