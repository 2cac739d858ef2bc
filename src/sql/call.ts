import { byName } from '../base/by-name.ts'
import type { Name, Path, SortItem, SqlCall, SqlExpr } from './ast/index.ts'
import { syntaxErrorAt, unsupported } from './errors.ts'
import { readExpression } from './expression.ts'
import { canNameColumn, canNameFunction } from './keywords.ts'
import { level } from './operators.ts'
import type { TokenReader } from './reader.ts'
import { readOrderBy } from './sort.ts'
import { readOver } from './window.ts'

/** Calls: ordinary ones with all that may hang on them, and the functions that have a syntax of their own. */

type CallArguments = Pick<SqlCall, 'args' | 'names' | 'star' | 'distinct' | 'orderBy'>

const nothing: CallArguments = { args: [], star: false, distinct: false, orderBy: [] }

/** The call of a built-in function, from its name and arguments. */
const callOf = (name: string, args: readonly SqlExpr[], at: number): SqlCall => ({
  kind: 'call',
  name: [{ text: name, quoted: false, at }],
  ...nothing,
  args,
  withinGroup: [],
  at,
})

/** A call whose name was read: `(…)`, WITHIN GROUP, FILTER, OVER. */
export function readCallOf(r: TokenReader, name: Path, at: number): SqlCall {
  const call = readPlainCall(r, name, at)
  const withinGroup = readWithinGroup(r, call)
  const filter = readFilter(r)
  const over = r.accept('over') ? readOver(r) : undefined
  return { ...call, withinGroup, ...(filter && { filter }), ...(over && { over }) }
}

/** The same without what only aggregates and window functions have after their brackets. */
export function readPlainCall(r: TokenReader, name: Path, at: number): SqlCall {
  const inner = r.parenthesized(() => readArguments(r))
  return { kind: 'call', name, ...inOurOrder(name, inner), withinGroup: [], at }
}

/** `POSITION(a IN b)` is a call of `position` with the part first; the function written as one has it last. */
function inOurOrder(name: Path, inner: CallArguments): CallArguments {
  const swapped = name.at(-1)!.text.toLowerCase() === 'position' && inner.args.length === 2
  return swapped ? { ...inner, args: inner.args.toReversed() } : inner
}

function readArguments(r: TokenReader): CallArguments {
  if (r.sees(')')) return nothing
  if (r.accept('*')) return { ...nothing, star: true }
  const distinct = r.acceptOne('distinct', 'all') === 'distinct'
  const given = r.list(() => readNamedArgument(r))
  const args = given.map((argument) => argument.value)
  const names = given.map((argument) => argument.name)
  const unnamed = names.lastIndexOf(undefined)
  if (names.some((name, i) => name && i < unnamed))
    throw syntaxErrorAt(args[unnamed]!.at, 'positional argument cannot follow named argument')
  const named = names.some(Boolean) ? { names } : {}
  return { args, ...named, star: false, distinct, orderBy: readOrderBy(r) }
}

interface Argument {
  readonly name?: Name
  readonly value: SqlExpr
}

const namesArgument = (r: TokenReader): boolean => r.key(1) === '=>' || r.key(1) === ':='

function readNamedArgument(r: TokenReader): Argument {
  if (!namesArgument(r)) return { value: readArgument(r) }
  // Any word: `table => 'Leads'` is what procedures call it.
  const name = r.label()
  r.next()
  return { name, value: readExpression(r) }
}

function readArgument(r: TokenReader): SqlExpr {
  if (r.sees('variadic')) throw unsupported('VARIADIC', r.at, 'Write the arguments one by one.')
  if (namesArgument(r)) throw unsupported('named arguments', r.at, 'Give the arguments by position.')
  return readExpression(r)
}

function readWithinGroup(r: TokenReader, inner: CallArguments): readonly SortItem[] {
  const at = r.at
  if (!r.accept('within', 'group')) return []
  if (inner.orderBy.length > 0) throw syntaxErrorAt(at, 'cannot use multiple ORDER BY clauses with WITHIN GROUP')
  if (inner.distinct) throw syntaxErrorAt(at, 'cannot use DISTINCT with WITHIN GROUP')
  return r.parenthesized(() => {
    if (!r.sees('order')) throw r.fail()
    return readOrderBy(r)
  })
}

function readFilter(r: TokenReader): SqlExpr | undefined {
  if (!r.accept('filter')) return undefined
  return r.parenthesized(() => {
    r.expect('where')
    return readExpression(r)
  })
}

// ----------------------------------------------------------------------------- functions with their own syntax

/** Key words that are calls without brackets; those of the second list take a precision. */
const bareCalls: ReadonlySet<string> = new Set([
  'current_date',
  'current_role',
  'current_user',
  'session_user',
  'user',
  'current_catalog',
  'current_schema',
])
const preciseCalls: ReadonlySet<string> = new Set(['current_time', 'current_timestamp', 'localtime', 'localtimestamp'])

type SpecialReader = (r: TokenReader, at: number) => SqlExpr

/** What follows the bracket of each function that has a syntax of its own. */
const specials: Readonly<Record<string, SpecialReader>> = byName({
  coalesce: (r, at) => callOf('coalesce', readExpressions(r), at),
  greatest: (r, at) => callOf('greatest', readExpressions(r), at),
  least: (r, at) => callOf('least', readExpressions(r), at),
  grouping: (r, at) => callOf('grouping', readExpressions(r), at),
  nullif: readNullif,
  extract: readExtract,
  substring: readSubstring,
  position: readPosition,
  overlay: readOverlay,
  trim: readTrim,
  normalize: readNormalize,
})
const refused = /^(treat|xml(?:concat|element|exists|forest|parse|pi|root|serialize|table))$/

const readExpressions = (r: TokenReader): SqlExpr[] => r.list(() => readExpression(r))

/** A function with a syntax of its own; undefined when the next word begins none. */
export function readSpecialCall(r: TokenReader): SqlExpr | undefined {
  const { key, start: at, text } = r.peek()!
  if (preciseCalls.has(key)) return readPrecise(r)
  if (bareCalls.has(key) && !(key === 'current_schema' && r.key(1) === '(')) {
    r.next()
    return callOf(key, [], at)
  }
  if (key === 'collation' && r.key(1) === 'for') return readCollationFor(r)
  if (r.key(1) !== '(') return undefined
  if (refused.test(key)) throw unsupported(text.toUpperCase(), at, 'There is no value of such a type here.')
  if (key === 'unique') throw unsupported('UNIQUE (query)', at, 'Compare count(*) with count(DISTINCT …).')
  const read = Object.hasOwn(specials, key) ? specials[key] : undefined
  if (!read) return undefined
  r.next()
  return r.parenthesized(() => read(r, at))
}

function readPrecise(r: TokenReader): SqlCall {
  const { key, start: at } = r.next()
  if (!r.sees('(')) return callOf(key, [], at)
  return r.parenthesized(() => {
    const token = r.peek()
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) throw r.fail()
    r.next()
    return callOf(key, [{ kind: 'number', text: token.text, at: token.start }], at)
  })
}

function readCollationFor(r: TokenReader): SqlCall {
  const at = r.next().start
  r.expect('for')
  return callOf('pg_collation_for', [r.parenthesized(() => readExpression(r))], at)
}

function readNullif(r: TokenReader, at: number): SqlCall {
  const left = readExpression(r)
  r.expect(',')
  return callOf('nullif', [left, readExpression(r)], at)
}

/** The field is a word or a string. */
function readExtract(r: TokenReader, at: number): SqlExpr {
  const field =
    r.peek()?.kind === 'string' ? r.string() : r.name((word) => canNameColumn(word) && canNameFunction(word)).text
  r.expect('from')
  return { kind: 'extract', field: field.toLowerCase(), operand: readExpression(r), at }
}

/** FROM and FOR in either order, SIMILAR … ESCAPE, or plain arguments. */
function readSubstring(r: TokenReader, at: number): SqlCall {
  const nothingInside = r.sees(')')
  if (nothingInside) return callOf('substring', [], at)
  const text = readArgument(r)
  if (r.accept('similar')) {
    const pattern = readExpression(r)
    r.expect('escape')
    return callOf('substring_similar', [text, pattern, readExpression(r)], at)
  }
  if (!r.sees('from') && !r.sees('for')) return callOf('substring', [text, ...restOfArguments(r)], at)
  const parts: Partial<Record<string, SqlExpr>> = {}
  for (let word = r.acceptOne('from', 'for'); word; word = nextPart(r, parts)) parts[word] = readExpression(r)
  return callOf('substring', [text, ...substringRange(parts, at)], at)
}

const nextPart = (r: TokenReader, seen: Partial<Record<string, SqlExpr>>): string | undefined =>
  r.acceptOne(...['from', 'for'].filter((word) => !seen[word]))

function substringRange(parts: Partial<Record<string, SqlExpr>>, at: number): SqlExpr[] {
  if (!parts.for) return [parts.from!]
  if (parts.from) return [parts.from, parts.for]
  // PostgreSQL casts here and only here, lest FOR alone be taken for the pattern form.
  const type = { name: 'int4', modifiers: [], dimensions: 0, at }
  return [
    { kind: 'number', text: '1', at },
    { kind: 'cast', operand: parts.for, type, at },
  ]
}

const restOfArguments = (r: TokenReader): SqlExpr[] => (r.accept(',') ? r.list(() => readArgument(r)) : [])

/** The operands of POSITION may hold no IN of their own. */
function readPosition(r: TokenReader, at: number): SqlCall {
  const part = readExpression(r, level.any, true)
  r.expect('in')
  return callOf('position', [part, readExpression(r, level.any, true)], at)
}

function readOverlay(r: TokenReader, at: number): SqlCall {
  if (r.sees(')')) return callOf('overlay', [], at)
  const text = readArgument(r)
  if (!r.accept('placing')) return callOf('overlay', [text, ...restOfArguments(r)], at)
  const args = [text, readExpression(r)]
  r.expect('from')
  args.push(readExpression(r))
  if (r.accept('for')) args.push(readExpression(r))
  return callOf('overlay', args, at)
}

const trimSides: Readonly<Record<string, string>> = byName({ both: 'btrim', leading: 'ltrim', trailing: 'rtrim' })

/** `trim([side] [what] FROM text)`, `trim([side] text, what)`. */
function readTrim(r: TokenReader, at: number): SqlCall {
  const name = trimSides[r.acceptOne('both', 'leading', 'trailing') ?? 'both']!
  if (r.accept('from')) return callOf(name, readExpressions(r), at)
  const first = readExpression(r)
  if (r.accept('from')) return callOf(name, [...readExpressions(r), first], at)
  return callOf(name, [first, ...(r.accept(',') ? readExpressions(r) : [])], at)
}

function readNormalize(r: TokenReader, at: number): SqlCall {
  const text = readExpression(r)
  if (!r.accept(',')) return callOf('normalize', [text], at)
  const form = r.peek()
  if (!form || !/^nfk?[cd]$/.test(form.key)) throw r.fail()
  r.next()
  return callOf('normalize', [text, { kind: 'string', value: form.text.toUpperCase(), at: form.start }], at)
}
