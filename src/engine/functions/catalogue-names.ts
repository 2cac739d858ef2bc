import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type PgType, pgTypeNamed, pgTypes, sqlTypeOf, typeOid } from '../../base/pg-types.ts'
import { isMainSchema } from '../../base/schemas.ts'
import { type CatalogueNames, type NamedObject, noNames } from '../../base/session-state.ts'
import { arrayOf, type SqlType, typeText } from '../../base/types.ts'
import type { Session } from '../values/index.ts'
import { typeFromName } from './type-names.ts'

/** Names of the catalogue's objects and their numbers: what regclass, regtype and their like read and show. */

export const namesOf = ({ state }: Session): CatalogueNames => state.names ?? noNames

/** `$user` stands for a schema that nobody has. */
export const searchPath = ({ state }: Session): readonly string[] =>
  splitNames(state.settings.get('search_path') ?? '', ',').filter((schema) => schema !== '$user')

/** pg_catalog is looked in first unless the path says when. */
export function lookedIn(session: Session): readonly string[] {
  const path = searchPath(session)
  return path.includes('pg_catalog') ? path : ['pg_catalog', ...path]
}

const plainName = /^[a-z_][a-z0-9_$]*$/
export const quoteName = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`)

/** Names as SQL writes them, cut at a character; what is not quoted is in lower case. */
function splitNames(text: string, at: '.' | ','): string[] {
  const part = /\s*(?:"((?:[^"]|"")*)"|([^".,\s]+))\s*(?:([.,])|$)/gy
  const found: string[] = []
  let rest = text.trim() === '' ? '' : at
  for (let match = part.exec(text); match && rest === at; match = part.exec(text)) {
    found.push(match[1] === undefined ? match[2]!.toLowerCase() : match[1].replaceAll('""', '"'))
    rest = match[3] ?? ''
    if (part.lastIndex >= text.length) break
  }
  return found
}

export function isVisible(object: NamedObject | undefined, all: Iterable<NamedObject>, session: Session): boolean {
  if (!object) return false
  const path = lookedIn(session)
  const place = path.indexOf(object.schema)
  if (place < 0) return false
  for (const other of all)
    if (other.name === object.name && other.schema !== object.schema) {
      const before = path.indexOf(other.schema)
      if (before >= 0 && before < place) return false
    }
  return true
}

/** A name as it is shown: with its schema where it would not be found without. */
function shownName(object: NamedObject, all: ReadonlyMap<number, NamedObject>, session: Session): string {
  const bare = quoteName(object.name)
  return isVisible(object, all.values(), session) ? bare : `${quoteName(object.schema)}.${bare}`
}

function byNames(all: ReadonlyMap<number, NamedObject>, text: string, session: Session): number | undefined {
  const names = splitNames(text, '.').slice(-2)
  const wanted = names.at(-1)
  if (wanted === undefined) return undefined
  const schemas = names.length > 1 ? [names[0]!] : lookedIn(session)
  for (const spelling of [(name: string) => name, (name: string) => name.toLowerCase()]) {
    for (const schema of schemas)
      for (const [oid, object] of all)
        if (spelling(object.name) === spelling(wanted) && isSchema(object.schema, schema)) return oid
  }
  return undefined
}

const isSchema = (schema: string, wanted: string): boolean =>
  schema === wanted || (isMainSchema(schema) && isMainSchema(wanted))

const typesByOid: ReadonlyMap<number, { readonly type: PgType; readonly array: boolean }> = new Map(
  pgTypes.flatMap((type): [number, { type: PgType; array: boolean }][] => [
    [type.oid, { type, array: false }],
    ...(type.array ? ([[type.array, { type, array: true }]] as [number, { type: PgType; array: boolean }][]) : []),
  ]),
)

/** `numeric(16,2)`: a type with its modifier, as PostgreSQL's format_type has it; undefined for no type's number. */
export function formatType(oid: number, modifier: number | null, session: Session): string | undefined {
  const row = namesOf(session).types.get(oid)
  if (row) return shownName(row, namesOf(session).types, session)
  const found = typesByOid.get(oid)
  if (!found) return undefined
  return `${typeName(found.type.name, modifier)}${found.array ? '[]' : ''}`
}

function typeName(typname: string, modifier: number | null): string {
  const type = sqlTypeOf(typname)
  const limited = type && modifier !== null && modifier >= 0 ? withModifier(type, modifier) : type
  if (typname === 'char') return '"char"'
  if (limited?.name === 'char' && limited.length === undefined) return modifier === null ? 'character' : 'bpchar'
  const text = limited && !limited.label ? typeText(limited) : (otherNames[typname] ?? typname)
  const seconds = limited?.precision !== undefined && limited.name.startsWith('time') ? limited.precision : undefined
  return seconds === undefined ? text : text.replace(/^(time\w*)/, `$1(${seconds})`)
}

const otherNames: Readonly<Record<string, string>> = byName({
  timetz: 'time with time zone',
  varbit: 'bit varying',
})

function withModifier(type: SqlType, modifier: number): SqlType {
  if (type.name === 'numeric' && modifier >= 4)
    return { ...type, precision: ((modifier - 4) >> 16) & 0xffff, scale: (modifier - 4) & 0x7ff }
  if ((type.name === 'varchar' || type.name === 'char') && modifier >= 4) return { ...type, length: modifier - 4 }
  return type.name.startsWith('time') ? { ...type, precision: modifier } : type
}

function typeByName(text: string, session: Session): number | undefined {
  const dimensions = /\[\]\s*$/.test(text)
  const bare = text.replace(/\[\]\s*$/, '').trim()
  const named = bare.replace(/^(?:pg_catalog|"pg_catalog")\s*\.\s*/i, '')
  const plain = pgTypeNamed(named.toLowerCase() === '"char"' ? 'char' : named.replaceAll('"', '').toLowerCase())
  if (plain && plain.name !== 'char') return dimensions ? plain.array : plain.oid
  if (named === '"char"') return dimensions ? plain!.array : plain!.oid
  const type = typeWritten(named.toLowerCase())
  if (type) return typeOid(dimensions ? arrayOf(type) : type)
  const array = /^_/.test(named) ? pgTypeNamed(named.slice(1))?.array : undefined
  return array ?? byNames(namesOf(session).types, bare, session)
}

function typeWritten(name: string): SqlType | undefined {
  const bare = name.replace(/\s*\([^)]*\)/, '')
  if (bare === 'timetz' || bare === 'time with time zone') return undefined
  try {
    return typeFromName({ name: bare, modifiers: [], dimensions: 0 })
  } catch {
    return undefined
  }
}

/** How one kind of reference is read, by what it is called where it is not found, and shown. */
interface ReferenceKind {
  readonly noun: string
  readonly read: (text: string, session: Session) => number | undefined
  readonly show: (oid: number, session: Session) => string | undefined
}

const relation: ReferenceKind = {
  noun: 'relation',
  read: (text, session) => byNames(namesOf(session).relations, text, session),
  show: (oid, session) => shownIn('relations', oid, session),
}

function shownIn(kind: 'relations' | 'functions', oid: number, session: Session): string | undefined {
  const all: ReadonlyMap<number, NamedObject> = namesOf(session)[kind]
  const found = all.get(oid)
  return found && shownName(found, all, session)
}

const named = (noun: string, all: (names: CatalogueNames) => ReadonlyMap<number, string>): ReferenceKind => ({
  noun,
  read: (text, session) => {
    const [wanted] = splitNames(text, '.')
    for (const [oid, name] of all(namesOf(session))) if (name === wanted) return oid
    return undefined
  },
  show: (oid, session) => {
    const name = all(namesOf(session)).get(oid)
    return name === undefined ? undefined : quoteName(name)
  },
})

const type: ReferenceKind = { noun: 'type', read: typeByName, show: (oid, session) => formatType(oid, null, session) }

const fn: ReferenceKind = {
  noun: 'function',
  read: (text, session) => byNames(namesOf(session).functions, text.replace(/\(.*$/, ''), session),
  show: (oid, session) => shownIn('functions', oid, session),
}

const procedure: ReferenceKind = {
  ...fn,
  show: (oid, session) => {
    const found = namesOf(session).functions.get(oid)
    return found && `${fn.show(oid, session)}(${found.types})`
  },
}

const nothing = (noun: string): ReferenceKind => ({ noun, read: () => undefined, show: () => undefined })

const kinds: ReadonlyMap<string, ReferenceKind> = new Map([
  ['regclass', relation],
  ['regtype', type],
  ['regproc', fn],
  ['regprocedure', procedure],
  ['regnamespace', named('schema', ({ namespaces }) => namespaces)],
  ['regrole', named('role', ({ roles }) => roles)],
  ['regoper', nothing('operator')],
  ['regoperator', nothing('operator')],
  ['regcollation', nothing('collation')],
  ['regconfig', nothing('text search configuration')],
  ['regdictionary', nothing('text search dictionary')],
])

/** The number of what a text names; undefined where there is none. */
export function findReference(label: string, text: string, session: Session): bigint | undefined {
  const trimmed = text.trim()
  if (/^\d+$/.test(trimmed)) return BigInt(trimmed)
  if (trimmed === '-') return 0n
  const found = kinds.get(label)!.read(trimmed, session)
  return found === undefined ? undefined : BigInt(found)
}

const missing: Readonly<
  Record<string, 'UNDEFINED_TABLE' | 'UNDEFINED_TYPE' | 'UNDEFINED_FUNCTION' | 'UNDEFINED_SCHEMA'>
> = { relation: 'UNDEFINED_TABLE', function: 'UNDEFINED_FUNCTION', schema: 'UNDEFINED_SCHEMA' }

/** @throws {ZohoSqlError} 42P01, 42704, 42883 or 3F000 where nothing has that name */
export function readReference(label: string, text: string, session: Session): bigint {
  const found = findReference(label, text, session)
  if (found !== undefined) return found
  const { noun } = kinds.get(label)!
  throw new ZohoSqlError(missing[noun] ?? 'UNDEFINED_TYPE', `${noun} "${text}" does not exist`)
}

/** What has that number, by name; the number itself where nothing has it. */
export function showReference(label: string, oid: bigint, session: Session): string {
  if (oid === 0n) return '-'
  return kinds.get(label)!.show(Number(oid), session) ?? String(oid)
}
