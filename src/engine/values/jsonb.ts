import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { decimalText, encodeDecimal, parseDecimal } from './numeric.ts'

/** jsonb: JSON taken apart, and put together again as PostgreSQL prints it. What SQLite keeps of it is that text. */

/** A number keeps the digits it was written with. */
export class JsonbNumber {
  readonly text: string
  constructor(source: string) {
    this.text = decimalText(parseDecimal(source))
  }
}
export type JsonbObject = ReadonlyMap<string, Jsonb>
export type Jsonb = null | boolean | string | JsonbNumber | readonly Jsonb[] | JsonbObject

/** Keys in the order of jsonb: shorter ones first. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length - right.length || Buffer.compare(left, right)
}

export const jsonbObject = (entries: Iterable<readonly [string, Jsonb]>): JsonbObject =>
  new Map([...new Map(entries)].sort(([a], [b]) => compareKeys(a, b)))

/** A string of JSON as a text may hold it: throws 22P05 for `\\u0000`, 22P02 for half of a surrogate pair. */
export function checkJsonString(text: string): string {
  if (text.includes('\0')) {
    throw new ZohoSqlError('UNTRANSLATABLE', 'unsupported Unicode escape sequence', {
      detail: '\\u0000 cannot be converted to text.',
    })
  }
  if (!text.isWellFormed()) {
    throw new ZohoSqlError('INVALID_TEXT', 'invalid input syntax for type json', {
      detail: 'Unicode high surrogate and low surrogate must come in pairs.',
    })
  }
  return text
}

const checkStrings = (key: string, value: unknown): unknown => {
  checkJsonString(key)
  return typeof value === 'string' ? checkJsonString(value) : value
}

/** JSON whose strings are to be read as texts; only escapes can hold what a text cannot. */
export function checkJsonStrings(text: string): string {
  if (text.includes('\\u')) JSON.parse(text, checkStrings)
  return text
}

// The reviver sees the source text of each number, which a double would not keep.
function revive(key: string, value: unknown, context?: { source?: string }): unknown {
  checkJsonString(key)
  if (typeof value === 'string') return checkJsonString(value)
  if (typeof value === 'number') return new JsonbNumber(context?.source ?? String(value))
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof JsonbNumber) return value
  return jsonbObject(Object.entries(value) as [string, Jsonb][])
}

/** Throws 22P02. */
export function parseJsonb(text: string): Jsonb {
  try {
    return JSON.parse(text, revive) as Jsonb
  } catch (cause) {
    if (isZohoSqlError(cause)) throw cause
    throw new ZohoSqlError('INVALID_TEXT', 'invalid input syntax for type json', { detail: (cause as Error).message })
  }
}

export const isJsonbObject = (node: Jsonb | undefined): node is JsonbObject => node instanceof Map
export const isJsonbArray = (node: Jsonb | undefined): node is readonly Jsonb[] => Array.isArray(node)

export function jsonbText(node: Jsonb): string {
  if (isJsonbArray(node)) return `[${node.map(jsonbText).join(', ')}]`
  if (isJsonbObject(node))
    return `{${[...node].map(([key, value]) => `${JSON.stringify(key)}: ${jsonbText(value)}`).join(', ')}}`
  return node instanceof JsonbNumber ? node.text : JSON.stringify(node)
}

/** JSON text as jsonb prints it. Throws 22P02. */
export const normalJsonb = (text: string): string => jsonbText(parseJsonb(text))

const ends = '\u0001'
const stringKey = (text: string): string => text.replaceAll(ends, `${ends}\u0002`) + ends + ends
const countKey = (count: number): string => String(count).padStart(9, '0')

/** A text whose byte order is jsonb's order; an empty array by itself comes before everything. */
export const jsonbKey = (node: Jsonb): string => (isJsonbArray(node) && node.length === 0 ? '0' : nodeKey(node))

/** null, strings, numbers, booleans, arrays, objects; shorter ones first. */
function nodeKey(node: Jsonb): string {
  if (node === null) return '1'
  if (typeof node === 'string') return `2${stringKey(node)}`
  if (node instanceof JsonbNumber) return `3${stringKey(encodeDecimal(parseDecimal(node.text)).trimEnd())}`
  if (typeof node === 'boolean') return node ? '5' : '4'
  if (isJsonbArray(node)) return `6${countKey(node.length)}${node.map(nodeKey).join('')}`
  const members = [...(node as JsonbObject)].map(([key, value]) => `2${stringKey(key)}${nodeKey(value)}`)
  return `7${countKey(members.length)}${members.join('')}`
}
