import { ZohoSqlError } from '../base/errors.ts'
import type { SqlTypeName, TypedLiteral } from './ast/index.ts'
import { syntaxError, unsupported } from './errors.ts'
import { canNameFunction, isReserved } from './keywords.ts'
import type { TokenReader } from './reader.ts'

/** Type names: those of one word, those of several, `(modifiers)`, interval fields and array bounds. */

/** Built-in types whose names are key words, so that no function may be called so. */
const oneWord: ReadonlySet<string> = new Set([
  'bigint',
  'boolean',
  'dec',
  'decimal',
  'float',
  'int',
  'integer',
  'numeric',
  'real',
  'smallint',
])
/** Of these PostgreSQL's grammar reads the modifiers as expressions. */
const numericWords: ReadonlySet<string> = new Set(['dec', 'decimal', 'numeric'])
const varyingWords: ReadonlySet<string> = new Set(['bit', 'char', 'character', 'nchar'])

/** The field words after INTERVAL, longest first. */
const intervalFields = [
  ['year', 'to', 'month'],
  ['day', 'to', 'hour'],
  ['day', 'to', 'minute'],
  ['day', 'to', 'second'],
  ['hour', 'to', 'minute'],
  ['hour', 'to', 'second'],
  ['minute', 'to', 'second'],
  ['year'],
  ['month'],
  ['day'],
  ['hour'],
  ['minute'],
  ['second'],
] as const

/** The type after `::` or in CAST. */
export function readType(r: TokenReader): SqlTypeName {
  if (r.sees('setof')) throw unsupported('SETOF', r.at, 'Name the type alone.')
  const at = r.at
  const base = readBuiltIn(r) ?? readPlain(r)
  const fields = base.name === 'interval' ? readIntervalFields(r, base.modifiers) : undefined
  const type: SqlTypeName = {
    name: base.name,
    modifiers: fields?.modifiers ?? base.modifiers,
    dimensions: readDimensions(r),
    at,
  }
  return fields?.words === undefined ? type : { ...type, fields: fields.words }
}

type NamedType = Pick<SqlTypeName, 'name' | 'modifiers'>

/** Types with a spelling of their own; undefined when the next word begins none. */
function readBuiltIn(r: TokenReader): NamedType | undefined {
  const word = r.key()
  if (word === 'double') return r.sees('double', 'precision') ? words(r, 2) : undefined
  if (word === 'national')
    return r.sees('national', 'character') || r.sees('national', 'char') ? varying(r, 2) : undefined
  if (varyingWords.has(word)) return varying(r, 1)
  if (word === 'timestamp' || word === 'time') return zoned(r)
  if (word === 'interval' || word === 'varchar' || oneWord.has(word)) return words(r, 1)
  return undefined
}

function words(r: TokenReader, count: number): NamedType {
  const name = Array.from({ length: count }, () => r.next().key).join(' ')
  return { name, modifiers: readModifiers(r, numericWords.has(name) ? noInteger : undefined) }
}

function varying(r: TokenReader, count: number): NamedType {
  return words(r, r.key(count) === 'varying' ? count + 1 : count)
}

function zoned(r: TokenReader): NamedType {
  const { name, modifiers } = words(r, 1)
  if (r.accept('with', 'time', 'zone')) return { name: `${name} with time zone`, modifiers }
  if (r.accept('without', 'time', 'zone')) return { name: `${name} without time zone`, modifiers }
  return { name, modifiers }
}

/** Any other type: `pg_catalog.int4`, `"char"`. */
function readPlain(r: TokenReader): NamedType {
  let name = r.name(canNameFunction)
  while (r.accept('.')) name = r.label()
  const modifiers = readModifiers(r)
  if (r.sees('(')) throw unsupported('type modifiers that are no numbers', r.at, 'Write a number.')
  return { name: plainTypeName(name.text, name.quoted), modifiers }
}

/** `"char"` is another type than `char`, so where a quoted name would read as a built-in, the quotes are part of it. */
export function plainTypeName(text: string, quoted: boolean): string {
  if (!quoted) return text.toLowerCase()
  return canNameFunction(text) || isReserved(text) ? text : `"${text}"`
}

function readModifiers(r: TokenReader, wrong?: WrongInteger): number[] {
  const numeric = r.peek(1)?.kind === 'number' || r.key(1) === '-'
  return r.sees('(') && numeric ? r.parenthesized(() => r.list(() => readInteger(r, wrong))) : []
}

type WrongInteger = (text: string, at: number) => ZohoSqlError
const greatestInteger = 2_147_483_647

/** Where PostgreSQL's grammar takes any expression, the type itself complains. */
const noInteger: WrongInteger = (text, at) =>
  /^\d+$/.test(text)
    ? new ZohoSqlError('OUT_OF_RANGE', `value "${text}" is out of range for type integer`, { position: at })
    : new ZohoSqlError('INVALID_TEXT', `invalid input syntax for type integer: "${text}"`, { position: at })

function readInteger(r: TokenReader, wrong?: WrongInteger): number {
  const sign = r.accept('-') ? -1 : 1
  const token = r.next()
  if (token.kind !== 'number') throw syntaxError(r.text, token)
  const value = Number(token.text)
  if (/^\d+$/.test(token.text) && value <= greatestInteger) return sign * value
  throw wrong?.(token.text, token.start) ?? syntaxError(r.text, token)
}

function readIntervalFields(
  r: TokenReader,
  modifiers: readonly number[],
): { words?: string; modifiers: readonly number[] } {
  const found = modifiers.length > 0 ? undefined : intervalFields.find((words) => r.accept(...words))
  if (!found) return { modifiers }
  const precision = found.at(-1) === 'second' ? readModifiers(r) : []
  return { words: found.join(' '), modifiers: precision }
}

/** `[]`, `[3][]`, `ARRAY`, `ARRAY[4]`: how many dimensions. */
function readDimensions(r: TokenReader): number {
  if (r.accept('array')) {
    if (r.accept('[')) {
      readInteger(r)
      r.expect(']')
    }
    return 1
  }
  let dimensions = 0
  while (r.accept('[')) {
    if (!r.sees(']')) readInteger(r)
    r.expect(']')
    dimensions++
  }
  return dimensions
}

/** `DATE '…'` and kin where the type is a key word: a type with a string right after it; undefined for anything else. */
export function readTypedLiteral(r: TokenReader): TypedLiteral | undefined {
  const at = r.at
  const base = r.attempt(() => {
    const found = readBuiltIn(r)
    return found && r.seesPlainString ? found : undefined
  })
  return base && typedLiteral(r, base, at)
}

/** The literal whose type was read: its string, and INTERVAL's fields. */
export function typedLiteral(r: TokenReader, base: NamedType, at: number): TypedLiteral {
  const value = r.string()
  const fields = base.name === 'interval' ? readIntervalFields(r, base.modifiers) : undefined
  const type: SqlTypeName = { name: base.name, modifiers: fields?.modifiers ?? base.modifiers, dimensions: 0, at }
  return fields?.words === undefined
    ? { kind: 'typed', type, value, at }
    : { kind: 'typed', type, value, fields: fields.words, at }
}
