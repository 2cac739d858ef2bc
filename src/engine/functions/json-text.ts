import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type SqlType, unknown } from '../../base/types.ts'
import { type ArrayItem, readArray } from '../values/array.ts'
import { timestampText, timestamptzText } from '../values/datetime.ts'
import { displayText, type Raw, type Session } from '../values/index.ts'
import { checkJsonString, checkJsonStrings } from '../values/jsonb.ts'

/** JSON as text: taken apart without rewriting it (numbers and blanks stay as written), and made from SQL values. */

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

const kinds: Readonly<Record<string, JsonKind>> = byName({
  '{': 'object',
  '[': 'array',
  '"': 'string',
  t: 'boolean',
  f: 'boolean',
  n: 'null',
})

export const jsonKind = (text: string): JsonKind => kinds[text.trimStart()[0] ?? ''] ?? 'number'

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

/** Members of an object (with keys) or an array (without), each as the text it was written in. */
export interface Member {
  readonly key?: string
  readonly text: string
}

/** Splits the outermost level; the text is valid JSON. Nothing for scalars. */
export function jsonMembers(text: string): readonly Member[] {
  const kind = jsonKind(text)
  return kind === 'object' || kind === 'array' ? [...members(text)] : []
}

function* members(text: string): Generator<Member> {
  let depth = 0
  let start = 0
  let key: string | undefined
  let last: { text: string; end: number } | undefined
  token.lastIndex = 0
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part, end] = [match[1]!, token.lastIndex]
    if (depth === 1 && (part === ',' || part === '}' || part === ']')) {
      if (last) yield { key, text: text.slice(start, last.end).trim() }
      ;[start, key, last] = [end, undefined, undefined]
    } else if (depth === 1 && part === ':') {
      key = JSON.parse(last!.text) as string
      start = end
    } else if (depth >= 1) last = { text: part, end }
    else start = end
    if (part === '{' || part === '[') depth++
    if (part === '}' || part === ']') {
      depth--
      if (depth >= 1) last = { text: part, end }
    }
  }
}

/** The member of that key (the last of several) or index (negative from the end). */
export function jsonMember(json: string, step: string | number): string | null {
  const text = checkJsonStrings(json)
  if (typeof step === 'string') {
    return jsonKind(text) === 'object' ? (jsonMembers(text).findLast(({ key }) => key === step)?.text ?? null) : null
  }
  return jsonKind(text) === 'array' ? (jsonMembers(text).at(step)?.text ?? null) : null
}

/** Along a path of keys and indexes. */
export function jsonAt(text: string, path: readonly (string | null)[]): string | null {
  let found: string | null = path.length === 0 ? text.trim() : text
  for (const step of path) {
    if (step === null || found === null) return null
    const index: string | number = jsonKind(found) === 'array' && /^-?\d+$/.test(step) ? Number(step) : step
    found = jsonMember(found, index)
  }
  return found
}

/** What `->>` gives: strings without quotes, null as NULL, all else as written. */
export function jsonScalar(text: string | null): string | null {
  if (text === null || jsonKind(text) === 'null') return null
  return jsonKind(text) === 'string' ? checkJsonString(JSON.parse(text) as string) : text
}

// ----------------------------------------------------------------------------------------- from SQL

const bare: ReadonlySet<SqlType['name']> = new Set([
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
])

/** A stored value as JSON. NULL is `null`. */
export function toJson(raw: Raw, type: SqlType, session: Session): string {
  if (raw === null) return 'null'
  if (type.name === 'array') return itemsToJson(readArray(raw as string), type.element ?? unknown, session)
  if (type.name === 'json' || type.name === 'jsonb') return raw as string
  if (type.name === 'record')
    throw new ZohoSqlError('NOT_SUPPORTED', 'rows inside of an array are not supported as JSON', {
      hint: 'Use json_agg or json_build_object.',
    })
  if (type.name === 'boolean') return Number(raw) ? 'true' : 'false'
  const text = jsonText(raw, type, session)
  return bare.has(type.name) && /^-?\d/.test(text) ? text : JSON.stringify(text)
}

const itemsToJson = (items: readonly ArrayItem[], element: SqlType, session: Session): string =>
  `[${items.map((item) => (Array.isArray(item) ? itemsToJson(item, element, session) : toJson(item as Raw, element, session))).join(',')}]`

function jsonText(raw: Exclude<Raw, null>, type: SqlType, session: Session): string {
  if (type.name === 'timestamp') return timestampText(BigInt(raw as bigint), 'T')
  if (type.name === 'timestamptz') return timestamptzText(BigInt(raw as bigint), session.zone, 'T')
  return displayText(raw, type, session)
}

/** `{"a" : 1, "b" : 2}` from keys and values in turn. */
export function jsonObject(parts: readonly (string | null)[], open = '{', close = '}'): string {
  const pairs: string[] = []
  for (let i = 0; i < parts.length; i += 2) pairs.push(`${jsonKey(parts[i] ?? null)} : ${parts[i + 1]}`)
  return open + pairs.join(', ') + close
}

export function jsonKey(key: string | null): string {
  if (key === null) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'null value not allowed for object key')
  return JSON.stringify(key)
}
