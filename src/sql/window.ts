import { ZohoSqlError } from '../base/errors.ts'
import type { Name, SqlFrame, SqlFrameBound, WindowDefinition } from './ast/index.ts'
import { readExpression } from './expression.ts'
import { canNameColumn } from './keywords.ts'
import type { TokenReader } from './reader.ts'
import { readOrderBy } from './sort.ts'

/** What stands after OVER: a window's name, or its definition in brackets. */
export function readOver(r: TokenReader): Name | WindowDefinition {
  return r.sees('(') ? readWindow(r) : r.name()
}

/** `([base] [PARTITION BY …] [ORDER BY …] [frame])`. */
export function readWindow(r: TokenReader): WindowDefinition {
  const at = r.at
  return r.parenthesized(() => {
    const base = startsBase(r) ? r.name() : undefined
    const partitionBy = r.accept('partition', 'by') ? r.list(() => readExpression(r)) : []
    const orderBy = readOrderBy(r)
    const frame = readFrame(r)
    return { ...(base && { base }), partitionBy, orderBy, ...(frame && { frame }), at }
  })
}

/** The words that begin a clause here cannot be a window's name, though they may name anything else. */
function startsBase(r: TokenReader): boolean {
  const token = r.peek()
  if (token?.kind === 'quoted') return true
  return token?.kind === 'word' && canNameColumn(token.key) && !/^(partition|range|rows|groups)$/.test(token.key)
}

function readFrame(r: TokenReader): SqlFrame | undefined {
  const at = r.at
  const unit = r.acceptOne('rows', 'range', 'groups') as SqlFrame['unit'] | undefined
  if (!unit) return undefined
  const [start, end] = r.accept('between') ? readBetween(r) : [readBound(r), { kind: 'current row' } as const]
  checkBounds(start, end, at)
  const exclude = readExclude(r)
  return { unit, start, end, ...(exclude && { exclude }) }
}

function readBetween(r: TokenReader): [SqlFrameBound, SqlFrameBound] {
  const start = readBound(r)
  r.expect('and')
  return [start, readBound(r)]
}

function readBound(r: TokenReader): SqlFrameBound {
  if (r.accept('current', 'row')) return { kind: 'current row' }
  if (r.accept('unbounded', 'preceding')) return { kind: 'unbounded preceding' }
  if (r.accept('unbounded', 'following')) return { kind: 'unbounded following' }
  const offset = readExpression(r)
  const kind = r.acceptOne('preceding', 'following') as 'preceding' | 'following' | undefined
  if (!kind) throw r.fail()
  return { kind, offset }
}

const rank = {
  'unbounded preceding': 0,
  preceding: 1,
  'current row': 2,
  following: 3,
  'unbounded following': 4,
} as const

/** The combinations that PostgreSQL refuses, in its words. */
function checkBounds(start: SqlFrameBound, end: SqlFrameBound, position: number): void {
  const refuse = (message: string): never => {
    throw new ZohoSqlError('WINDOW_ERROR', message, { position })
  }
  if (start.kind === 'unbounded following') refuse('frame start cannot be UNBOUNDED FOLLOWING')
  if (end.kind === 'unbounded preceding') refuse('frame end cannot be UNBOUNDED PRECEDING')
  if (rank[start.kind] <= rank[end.kind]) return
  refuse(
    start.kind === 'current row'
      ? 'frame starting from current row cannot have preceding rows'
      : `frame starting from following row cannot ${end.kind === 'current row' ? 'end with current row' : 'have preceding rows'}`,
  )
}

function readExclude(r: TokenReader): SqlFrame['exclude'] {
  if (!r.accept('exclude')) return undefined
  if (r.accept('no', 'others')) return undefined
  if (r.accept('current', 'row')) return 'current row'
  const what = r.acceptOne('group', 'ties') as 'group' | 'ties' | undefined
  if (!what) throw r.fail()
  return what
}
