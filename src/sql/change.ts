import type {
  Assignment,
  Conflict,
  Delete,
  GivenValue,
  Insert,
  InsertSource,
  Name,
  SelectItem,
  SqlChange,
  TableRef,
  Update,
} from './ast/index.ts'
import { syntaxErrorAt, unsupported } from './errors.ts'
import { readExpression } from './expression.ts'
import { readFromList, readRelation } from './from.ts'
import { canNameColumn } from './keywords.ts'
import { readSelectItem, readWith, type With } from './mask.ts'
import { readBracketedQuery, readQuery } from './query.ts'
import type { TokenReader } from './reader.ts'

/** INSERT, UPDATE and DELETE: read here clause by clause; the queries within go the way of all queries. */

const verbs = { insert: readInsert, update: readUpdate, delete: readDelete } as const

type Verb = keyof typeof verbs

export const isChangeVerb = (word: string): word is Verb => Object.hasOwn(verbs, word)

/** One statement that writes, from its WITH or its verb on. */
export function readChange(r: TokenReader): SqlChange {
  return r.nested(() => {
    const ctes = r.sees('with') ? readWith(r) : { with: [], recursive: false }
    const verb = r.key()
    if (!isChangeVerb(verb)) throw r.fail()
    return verbs[verb](r, ctes)
  })
}

// -------------------------------------------------------------------------------------------------- INSERT

function readInsert(r: TokenReader, ctes: With): Insert {
  const { start: at } = r.next()
  r.expect('into')
  const name = readRelation(r, r.at)
  const table = r.accept('as') ? aliased(name, r.name()) : name
  const columns = r.sees('(') && !r.seesQuery() ? r.parenthesized(() => r.list(() => readTarget(r))) : []
  if (r.sees('overriding')) throw unsupported('OVERRIDING', r.at, 'Leave it out: an id is always the service’s own.')
  const source = readSource(r)
  const conflict = readConflict(r)
  const returning = readReturning(r)
  return { kind: 'insert', ...ctes, table, columns, source, ...(conflict && { conflict }), ...returning, at }
}

function readSource(r: TokenReader): InsertSource {
  const { at } = r
  if (r.accept('default')) {
    r.expect('values')
    return { kind: 'defaults', at }
  }
  if (r.sees('values', '(') && endsAfterRows(r)) {
    r.next()
    return { kind: 'rows', rows: r.list(() => r.parenthesized(() => r.list(() => readGiven(r)))), at }
  }
  if (!r.seesQuery() && !/^(select|with|table)$/.test(r.key()) && !r.sees('values', '(')) throw r.fail()
  return readQuery(r)
}

/** True where VALUES is all there is, and not the first operand of a larger query. */
function endsAfterRows(r: TokenReader): boolean {
  let ahead = 1
  for (;;) {
    const after = r.afterBracket(ahead)
    if (after === undefined) return true
    if (r.key(after) !== ',') return !/^(union|intersect|except|order|limit|offset|fetch|for)$/.test(r.key(after))
    ahead = after + 1
  }
}

const readGiven = (r: TokenReader): GivenValue => {
  const { at } = r
  return r.accept('default') ? { kind: 'default', at } : readExpression(r)
}

// --------------------------------------------------------------------------------------------- ON CONFLICT

function readConflict(r: TokenReader): Conflict | undefined {
  const { at } = r
  if (!r.accept('on', 'conflict')) return undefined
  const columns = readConflictTarget(r)
  r.expect('do')
  const target = columns && { columns }
  if (r.accept('nothing')) return { ...target, action: 'nothing', set: [], at }
  r.expect('update', 'set')
  const set = r.list(() => readAssignment(r)).flat()
  const where = readWhere(r)
  if (!columns) {
    throw syntaxErrorAt(
      at,
      'ON CONFLICT DO UPDATE requires inference specification or constraint name',
      'For example, ON CONFLICT (column_name).',
    )
  }
  return { ...target, action: 'update', set, ...where, at }
}

function readConflictTarget(r: TokenReader): readonly Name[] | undefined {
  if (r.sees('on', 'constraint')) {
    throw unsupported('ON CONFLICT ON CONSTRAINT', r.at, 'Name the columns: ON CONFLICT (Email).')
  }
  if (!r.sees('(')) return undefined
  const columns = r.parenthesized(() => r.list(() => r.name()))
  if (r.sees('where')) throw unsupported('ON CONFLICT (…) WHERE', r.at, 'Leave the condition of the key out.')
  return columns
}

// -------------------------------------------------------------------------------------- UPDATE and DELETE

function readUpdate(r: TokenReader, ctes: With): Update {
  const { start: at } = r.next()
  const table = readTargetTable(r)
  r.expect('set')
  const set = r.list(() => readAssignment(r)).flat()
  const from = r.accept('from') ? readFromList(r) : []
  const where = readWhere(r)
  return { kind: 'update', ...ctes, table, set, from, ...where, ...readReturning(r), at }
}

function readDelete(r: TokenReader, ctes: With): Delete {
  const { start: at } = r.next()
  r.expect('from')
  const table = readTargetTable(r)
  const using = r.accept('using') ? readFromList(r) : []
  const where = readWhere(r)
  return { kind: 'delete', ...ctes, table, using, ...where, ...readReturning(r), at }
}

/** After a table SET begins the assignments, though it may name a column elsewhere. */
function readTargetTable(r: TokenReader): TableRef {
  const table = readRelation(r, r.at)
  if (r.accept('as')) return aliased(table, r.name())
  const token = r.peek()
  const named = token?.kind === 'quoted' || (token?.kind === 'word' && canNameColumn(token.key) && token.key !== 'set')
  return named ? aliased(table, r.name()) : table
}

const aliased = (table: TableRef, name: Name): TableRef => ({ ...table, alias: { name, columns: [] } })

function readWhere(r: TokenReader): { readonly where?: ReturnType<typeof readExpression> } {
  if (!r.accept('where')) return {}
  if (r.sees('current', 'of')) throw unsupported('WHERE CURRENT OF', r.at, 'Name the row by its id.')
  return { where: readExpression(r) }
}

function readReturning(r: TokenReader): { readonly returning?: readonly SelectItem[] } {
  return r.accept('returning') ? { returning: r.list(() => readSelectItem(r)) } : {}
}

// ------------------------------------------------------------------------------------------- assignments

function readTarget(r: TokenReader): Name {
  const name = r.name()
  if (r.sees('[') || r.sees('.')) {
    throw unsupported('assigning to a part of a column', r.at, 'Give the whole value of the column.')
  }
  return name
}

function readAssignment(r: TokenReader): readonly Assignment[] {
  if (!r.sees('(')) {
    const column = readTarget(r)
    r.expect('=')
    return [{ kind: 'one', column, value: readGiven(r) }]
  }
  const { at } = r
  const columns = r.parenthesized(() => r.list(() => readTarget(r)))
  r.expect('=')
  if (r.seesQuery()) return [{ kind: 'several', columns, query: readBracketedQuery(r), at }]
  const values = readRow(r)
  if (values.length !== columns.length) {
    throw syntaxErrorAt(at, 'number of columns does not match number of values')
  }
  return columns.map((column, i) => ({ kind: 'one', column, value: values[i]! }))
}

function readRow(r: TokenReader): readonly GivenValue[] {
  const named = r.accept('row')
  if (!named && !r.sees('(')) {
    throw unsupported('this source of several columns', r.at, 'Write (a, b) = (1, 2) or (a, b) = (SELECT …).')
  }
  return r.parenthesized(() => r.list(() => readGiven(r)))
}
