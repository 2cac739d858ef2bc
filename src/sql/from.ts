import type { ZohoSqlError } from '../base/errors.ts'
import type { Name, Path, SqlAlias, SqlCall, SqlFrom, SqlJoin, SqlTypeName, TableRef } from './ast/index.ts'
import { readPlainCall, readSpecialCall } from './call.ts'
import { syntaxErrorAt, unsupported } from './errors.ts'
import { readExpression, readPath } from './expression.ts'
import { canNameColumn, canNameFunction } from './keywords.ts'
import type { Token } from './lex.ts'
import { readBracketedQuery } from './query.ts'
import type { TokenReader } from './reader.ts'
import { restoreSources } from './restore.ts'
import { type Qualification, Skeleton } from './skeleton.ts'
import { readType } from './type-name.ts'

/** FROM: the sources are masked, the chain of joins between them is left to node-sql-parser. */

export function maskFrom(r: TokenReader, s: Skeleton, token: Token | undefined): void {
  r.next()
  maskList(r, s, token)
}

/** What follows FROM or USING in a statement that is no query. */
export function readFromList(r: TokenReader): readonly SqlFrom[] {
  const skeleton = new Skeleton()
  const start = r.peek()
  skeleton.write(`SELECT ${skeleton.mask('list', { distinct: false, items: [], at: r.at })}`, start)
  maskList(r, skeleton, start)
  return restoreSources(skeleton, r)
}

function maskList(r: TokenReader, s: Skeleton, token: Token | undefined): void {
  s.write('FROM', token)
  maskJoins(r, s)
  while (r.sees(',')) {
    s.write(',', r.next())
    maskJoins(r, s)
  }
}

/** One element of the comma list: a source and the joins after it. */
function maskJoins(r: TokenReader, s: Skeleton): void {
  maskSource(r, s, '')
  let open = 0
  for (let join = readJoin(r); join; join = readJoin(r)) {
    maskSource(r, s, `${join.type} JOIN `)
    const list = join.by ? [join.by] : []
    open += join.by ? 0 : 1
    for (; r.sees('on') || r.sees('using'); open--) {
      if (open === 0) throw r.fail()
      list.push(readQualification(r))
    }
    // Written USING, since node-sql-parser reads a comma after ON as part of the condition.
    s.write(`USING (${s.mask('qualifications', { list, at: join.at })})`, undefined)
  }
  if (open > 0) throw r.fail()
}

function maskSource(r: TokenReader, s: Skeleton, join: string): void {
  const token = r.peek()
  s.write(`${join}${s.mask('source', readSource(r))}`, token)
}

interface JoinWords {
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL'
  readonly by?: Qualification
  readonly at: number
}

/** NATURAL and CROSS, which node-sql-parser takes for aliases, become a qualification. */
function readJoin(r: TokenReader): JoinWords | undefined {
  const at = r.at
  if (r.accept('cross')) {
    r.expect('join')
    return { type: 'INNER', by: { cross: true }, at }
  }
  const by: Qualification | undefined = r.accept('natural') ? { natural: true } : undefined
  const word = r.acceptOne('inner', 'left', 'right', 'full')
  if (word && word !== 'inner') r.accept('outer')
  if (!by && !word && !r.sees('join')) return undefined
  r.expect('join')
  return { type: (word ?? 'inner').toUpperCase() as JoinWords['type'], ...(by && { by }), at }
}

function readQualification(r: TokenReader): Qualification {
  if (r.next().key === 'on') return { on: readExpression(r) }
  const using = r.parenthesized(() => r.list(() => r.name()))
  return r.accept('as') ? { using, usingAlias: r.name() } : { using }
}

// ------------------------------------------------------------------------------------------------- sources

function readSource(r: TokenReader): SqlFrom {
  const at = r.at
  const lateral = r.accept('lateral')
  if (r.seesQuery()) {
    const query = readBracketedQuery(r)
    return withAlias({ kind: 'derived', query, lateral, at }, readAlias(r))
  }
  if (r.sees('(') && !lateral) return readBracketedJoin(r)
  const calls = r.accept('rows', 'from') ? r.parenthesized(() => r.list(() => readRowsOf(r))) : readOneCall(r)
  if (calls) return readFunction(r, calls, lateral, at)
  if (lateral) throw r.fail()
  return readTable(r, at)
}

const withAlias = <T extends SqlFrom>(source: T, alias: SqlAlias | undefined): T =>
  alias ? { ...source, alias } : source

function readTable(r: TokenReader, at: number): TableRef {
  const table = withAlias(readRelation(r, at), readAlias(r))
  if (r.sees('tablesample')) throw unsupported('TABLESAMPLE', r.at, 'Use LIMIT.')
  return table
}

/** A table's name. ONLY and `*` are about inheritance, which no table here has. */
export function readRelation(r: TokenReader, at: number): TableRef {
  const only = r.accept('only')
  const name = only && r.sees('(') ? r.parenthesized(() => readPath(r)) : readPath(r)
  if (name.length > 3) throw tooManyNames(name)
  if (!only) r.accept('*')
  return { kind: 'table', name, at }
}

function tooManyNames(path: Path): ZohoSqlError {
  const dotted = path.map(({ text }) => text).join('.')
  return syntaxErrorAt(path[0]!.at, `improper qualified name (too many dotted names): ${dotted}`)
}

/** A call, if the name here is followed by a bracket or is a call without one. */
function readSourceCall(r: TokenReader): SqlCall | undefined {
  const at = r.at
  const special = r.peek()?.kind === 'word' ? readSpecialCall(r) : undefined
  if (special) return asCall(special.kind === 'call' ? special : undefined, at)
  if (r.sees('cast', '(')) return asCall(undefined, at)
  let last = 0
  while (r.key(last + 1) === '.') last += 2
  if (r.key(last + 1) !== '(') return undefined
  const path = [r.name(last > 0 ? canNameColumn : canNameFunction)]
  while (r.accept('.')) path.push(r.label())
  return readPlainCall(r, path, at)
}

const readOneCall = (r: TokenReader): readonly SqlCall[] | undefined => {
  const call = r.sees('only') ? undefined : readSourceCall(r)
  return call && [call]
}

/** A function of ROWS FROM. */
function readRowsOf(r: TokenReader): SqlCall {
  const call = readSourceCall(r)
  if (!call) throw r.fail()
  if (r.sees('as'))
    throw unsupported('a column definition list', r.at, 'Name the columns and cast them in the select list.')
  return call
}

function asCall(call: SqlCall | undefined, at: number): SqlCall {
  if (!call) throw unsupported('this expression as a table', at, 'Write (SELECT …) around it.')
  return call
}

function readFunction(r: TokenReader, calls: readonly SqlCall[], lateral: boolean, at: number): SqlFrom {
  const withOrdinality = r.accept('with', 'ordinality')
  const types: SqlTypeName[] = []
  const bare = r.accept('as') ? r.sees('(') : undefined
  const alias = bare ? undefined : readAlias(r, () => readDefined(r, types), bare === false)
  const names = bare ? r.parenthesized(() => r.list(() => readDefined(r, types))) : (alias?.columns ?? [])
  if (types.length !== (types.length > 0 || bare ? names.length : 0)) throw r.fail()
  const source = { kind: 'function', calls, withOrdinality, lateral, at } as const
  if (types.length === 0) return withAlias(source, alias)
  const definitions = names.map((name, i) => ({ name, type: types[i]! }))
  return { ...source, ...(alias && { alias: { ...alias, columns: [] } }), definitions }
}

/** `(a JOIN b …)`. With an alias it hides the names within, as a subquery does, so it becomes one. */
function readBracketedJoin(r: TokenReader): SqlFrom {
  const at = r.at
  const join: SqlFrom = r.parenthesized(() => {
    const inner = new Skeleton()
    const start = r.peek()
    inner.write(`SELECT ${inner.mask('list', { distinct: false, items: [], at })} FROM`, start)
    maskJoins(r, inner)
    const [source] = restoreSources(inner, r)
    if (source?.kind !== 'join') throw r.fail()
    return source
  })
  const alias = readAlias(r)
  return alias ? { kind: 'derived', query: selectAll(join, at), lateral: false, alias, at } : join
}

const selectAll = (from: SqlJoin | SqlFrom, at: number) =>
  ({
    kind: 'query',
    with: [],
    recursive: false,
    body: {
      kind: 'select',
      distinct: false,
      items: [{ expr: { kind: 'star', path: [], at } }],
      from: [from],
      groupBy: [],
      groupDistinct: false,
      windows: [],
      at,
    },
    orderBy: [],
    withTies: false,
    at,
  }) as const

// ------------------------------------------------------------------------------------------------- aliases

function readAlias(r: TokenReader, name = () => r.name(), announced = false): SqlAlias | undefined {
  const named = announced || r.accept('as')
  if (!named && !startsAlias(r)) return undefined
  return { name: r.name(), columns: r.sees('(') ? r.parenthesized(() => r.list(name)) : [] }
}

/** Words that may name a column may name a table without AS. */
function startsAlias(r: TokenReader): boolean {
  const token = r.peek()
  return token?.kind === 'quoted' || (token?.kind === 'word' && canNameColumn(token.key))
}

/** A name, or with a type after it the definition of a column. */
function readDefined(r: TokenReader, types: SqlTypeName[]): Name {
  const name = r.name()
  if (r.peek()?.kind === 'word' || r.peek()?.kind === 'quoted') types.push(readType(r))
  return name
}
