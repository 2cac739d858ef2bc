import type { ArrayLiteral, FieldAccess, Path, SqlCall, SqlCase, SqlExpr, Star, Subscript } from './ast/index.ts'
import { readCallOf, readSpecialCall } from './call.ts'
import { readExpression } from './expression.ts'
import { canNameColumn, canNameFunction } from './keywords.ts'
import { readBracketedQuery } from './query.ts'
import type { TokenReader } from './reader.ts'
import { plainTypeName, readType, readTypedLiteral, typedLiteral } from './type-name.ts'

/** Operands: literals, columns, calls, brackets and everything with words of its own. */

/** `restricted`: as in readExpression; here it bars OVERLAPS. */
export function readPrimary(r: TokenReader, restricted = false): SqlExpr {
  const token = r.peek()
  switch (token?.kind) {
    case 'number':
      r.next()
      return { kind: 'number', text: token.text, at: token.start }
    case 'string':
      return readString(r)
    case 'parameter':
      return readIndirection(r, r.parameter())
    case 'quoted':
      return readNamed(r)
    case 'word':
      return readWord(r, restricted)
    default:
      if (token?.key === '(') return readBracketed(r, restricted)
      throw r.fail()
  }
}

/** `N'…'` has a type, all other strings have none yet. */
function readString(r: TokenReader): SqlExpr {
  const { text, start: at } = r.peek()!
  const national = /^n/i.test(text)
  const value = r.string()
  if (!national) return { kind: 'string', value, at }
  return { kind: 'typed', type: { name: 'nchar', modifiers: [], dimensions: 0, at }, value, at }
}

const constants = {
  null: (at: number): SqlExpr => ({ kind: 'null', at }),
  true: (at: number): SqlExpr => ({ kind: 'boolean', value: true, at }),
  false: (at: number): SqlExpr => ({ kind: 'boolean', value: false, at }),
} as const

/** Constructs that a word announces, with what must follow the word so that it is no name. */
const announced: Readonly<
  Record<string, readonly [follower: string, read: (r: TokenReader, restricted: boolean) => SqlExpr]>
> = {
  case: ['', readCase],
  cast: ['(', readCast],
  exists: ['(', readExists],
  array: ['', readArray],
  row: ['(', readRow],
}

function readWord(r: TokenReader, restricted: boolean): SqlExpr {
  const { key, start: at } = r.peek()!
  if (key === 'null' || key === 'true' || key === 'false') {
    r.next()
    return constants[key](at)
  }
  const construct = Object.hasOwn(announced, key) ? announced[key] : undefined
  if (construct && (construct[0] === '' || r.key(1) === construct[0])) return construct[1](r, restricted)
  return readTypedLiteral(r) ?? readSpecialCall(r) ?? readNamed(r)
}

/** A column, a call or a literal of a named type, whichever the tokens after the name say. */
function readNamed(r: TokenReader): SqlExpr {
  const at = r.at
  const first = r.peek()!
  const word = first.kind === 'word' ? first.key : ''
  const path = [r.name((key) => canNameColumn(key) || canNameFunction(key))]
  while (r.sees('.') && r.key(1) !== '*') {
    if (word !== '' && !canNameColumn(word)) throw r.fail()
    r.next()
    path.push(r.label())
  }
  const free = path.length > 1 || word === '' || canNameFunction(word)
  if (free && r.sees('(')) return readCallOrTyped(r, path, at)
  if (free && r.seesPlainString) return typedLiteral(r, { name: lastName(path), modifiers: [] }, at)
  if (word !== '' && !canNameColumn(word)) throw r.fail()
  return r.accept('.') ? readStar(r, path, at) : readIndirection(r, { kind: 'column', path, at })
}

const lastName = (path: Path): string => plainTypeName(path.at(-1)!.text, path.at(-1)!.quoted)

function readStar(r: TokenReader, path: Path, at: number): Star {
  r.expect('*')
  return { kind: 'star', path, at }
}

/** `bpchar(3) 'abc'` begins like a call. */
function readCallOrTyped(r: TokenReader, path: Path, at: number): SqlExpr {
  const call: SqlCall = readCallOf(r, path, at)
  if (!r.seesPlainString) return call
  const modifiers = call.args.map((arg) => (arg.kind === 'number' ? Number(arg.text) : Number.NaN))
  if (modifiers.length === 0 || modifiers.some(Number.isNaN) || call.over || call.filter) throw r.fail()
  return typedLiteral(r, { name: lastName(path), modifiers }, at)
}

// ------------------------------------------------------------------------------------------------- brackets

/** A subquery, a row, or an expression; brackets themselves leave no node. */
function readBracketed(r: TokenReader, restricted: boolean): SqlExpr {
  const at = r.at
  if (r.seesQuery()) return readIndirection(r, { kind: 'subquery', query: readBracketedQuery(r), at })
  const items = r.parenthesized(() => r.list(() => readExpression(r)))
  const inner: SqlExpr = items.length === 1 ? items[0]! : { kind: 'row', items, at }
  if (r.sees('overlaps') && inner.kind === 'row' && !restricted) return readOverlaps(r, inner)
  return items.length === 1 ? readIndirection(r, inner) : inner
}

function readRow(r: TokenReader, restricted: boolean): SqlExpr {
  const at = r.next().start
  const items = r.sees('(', ')') ? [] : r.parenthesized(() => r.list(() => readExpression(r)))
  if (items.length === 0) r.expect('(', ')')
  const row: SqlExpr = { kind: 'row', items, at }
  return r.sees('overlaps') && !restricted ? readOverlaps(r, row) : row
}

/** OVERLAPS stands between two rows and nothing else, so it needs no place in the table of precedence. */
function readOverlaps(r: TokenReader, left: SqlExpr): SqlExpr {
  const at = r.next().start
  const right = r.sees('row') ? readRow(r, true) : readBracketed(r, true)
  if (right.kind !== 'row') throw r.fail()
  return { kind: 'binary', op: 'overlaps', left, right, at }
}

/** Subscripts after an operand that takes them. */
function readIndirection(r: TokenReader, operand: SqlExpr): SqlExpr {
  let result = operand
  for (let further = false; r.sees('[') || r.sees('.'); further = result.kind === 'subscript')
    result = r.sees('.') ? readField(r, result) : readSubscript(r, result, further)
  return result
}

function readField(r: TokenReader, operand: SqlExpr): FieldAccess {
  const at = r.next().start
  return r.accept('*') ? { kind: 'field', operand, at } : { kind: 'field', operand, name: r.label(), at }
}

function readSubscript(r: TokenReader, operand: SqlExpr, further: boolean): Subscript {
  const at = r.next().start
  const place = further ? { further, at } : { at }
  const index = r.sees(':') ? firstPlace(r.at) : readExpression(r)
  if (r.accept(']')) return { kind: 'subscript', operand, index, ...place }
  r.expect(':')
  const upTo = r.sees(']') ? lastPlace(r.at) : readExpression(r)
  r.expect(']')
  return { kind: 'subscript', operand, index, upTo, ...place }
}

// An end of a slice that is left out: arrays begin at 1 here, and no array is longer than that.
const firstPlace = (at: number): SqlExpr => ({ kind: 'number', text: '1', at })
const lastPlace = (at: number): SqlExpr => ({ kind: 'number', text: '2147483647', at })

// ------------------------------------------------------------------------------------ constructs with words

function readCase(r: TokenReader): SqlCase {
  const at = r.next().start
  const operand = r.sees('when') ? undefined : readExpression(r)
  const branches: { when: SqlExpr; then: SqlExpr }[] = []
  do {
    r.expect('when')
    const when = readExpression(r)
    r.expect('then')
    branches.push({ when, then: readExpression(r) })
  } while (r.sees('when'))
  const otherwise = r.accept('else') ? readExpression(r) : undefined
  r.expect('end')
  return { kind: 'case', ...(operand && { operand }), branches, ...(otherwise && { otherwise }), at }
}

function readCast(r: TokenReader): SqlExpr {
  const at = r.next().start
  return r.parenthesized(() => {
    const operand = readExpression(r)
    r.expect('as')
    return { kind: 'cast', operand, type: readType(r), at }
  })
}

function readExists(r: TokenReader): SqlExpr {
  const at = r.next().start
  if (!r.seesQuery()) {
    r.expect('(')
    throw r.fail()
  }
  return { kind: 'exists', query: readBracketedQuery(r), at }
}

function readArray(r: TokenReader): SqlExpr {
  const at = r.next().start
  if (r.sees('[')) return readArrayItems(r, at)
  if (!r.seesQuery()) throw r.fail()
  return { kind: 'arraySubquery', query: readBracketedQuery(r), at }
}

/** `[1, 2]`, `[[1], [2]]`, `[]`. */
function readArrayItems(r: TokenReader, at: number): ArrayLiteral {
  r.expect('[')
  const item = r.sees('[') ? () => r.nested(() => readArrayItems(r, r.at)) : () => readExpression(r)
  const items = r.sees(']') ? [] : r.list<SqlExpr>(item)
  r.expect(']')
  return { kind: 'array', items, at }
}
