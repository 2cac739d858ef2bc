import { ZohoSqlError } from '../../base/errors.ts'
import type { Raw } from './raw.ts'

/**
 * Arrays as SQLite keeps them: JSON text whose members are the stored values of the element type, so that SQLite's
 * own json_each and json_extract take them apart. Arrays of arrays are nested. Members that are integers stay exact.
 */
export type ArrayItem = Raw | readonly ArrayItem[]

// The reviver sees the source text of each number, which tells 9007199254740993 and 2.0 from what a double makes of them.
const keepIntegers = (_key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value !== 'number') return value
  const source = context?.source ?? String(value)
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}

export const readArray = (raw: string): readonly ArrayItem[] => JSON.parse(raw, keepIntegers) as ArrayItem[]

function writeItem(item: ArrayItem): string {
  if (item === null) return 'null'
  if (typeof item === 'bigint') return item.toString()
  if (typeof item === 'number') return writeNumber(item)
  if (typeof item === 'string') return JSON.stringify(item)
  if (item instanceof Uint8Array) throw new ZohoSqlError('NOT_SUPPORTED', 'arrays of bytea are not supported')
  return writeArray(item as readonly ArrayItem[])
}

// As SQLite's json_array: infinities as numbers too big for a double, whole doubles with `.0`.
const writeNumber = (value: number): string => {
  if (!Number.isFinite(value)) return value > 0 ? '9.0e+999' : '-9.0e+999'
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value)
}

export const writeArray = (items: readonly ArrayItem[]): string => `[${items.map(writeItem).join(',')}]`

const needsQuotes = /^$|^null$|[{}",\\\s]/i

const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text)

/** PostgreSQL's `{1,NULL,"a b"}`; `show` gives the text of one member. */
export function arrayText(items: readonly ArrayItem[], show: (raw: Exclude<Raw, null>) => string): string {
  const texts = items.map((item) => {
    if (item === null) return 'NULL'
    return Array.isArray(item) ? arrayText(item, show) : quoted(show(item as Exclude<Raw, null>))
  })
  return `{${texts.join(',')}}`
}

const malformed = (text: string): ZohoSqlError => new ZohoSqlError('INVALID_TEXT', `malformed array literal: "${text}"`)

/** Reads `{…}`; `read` makes the stored value of one member. Throws 22P02. */
export function parseArrayText(text: string, read: (member: string) => Raw): readonly ArrayItem[] {
  const bounds = /^((?:\[[+-]?\d+(?::[+-]?\d+)?\]\s*)+)=\s*/.exec(text.trim())
  const items = new ArrayParser(text.trim().slice(bounds?.[0].length ?? 0), read).parse() ?? raiseMalformed(text)
  if (bounds) checkBounds(bounds[1]!, items, text)
  return items
}

/** `[1:2]={a,b}`: says no more than the members do, or what no array here can be. */
function checkBounds(bounds: string, items: readonly ArrayItem[], text: string): void {
  let level: ArrayItem | undefined = items
  for (const [, first, last] of bounds.matchAll(/\[(?:([+-]?\d+):)?([+-]?\d+)\]/g)) {
    const from = Number(first ?? 1)
    if (!Array.isArray(level) || level.length !== Number(last) - from + 1) raiseMalformed(text)
    if (from !== 1)
      throw new ZohoSqlError('NOT_SUPPORTED', 'arrays that do not begin at 1 are not supported', {
        hint: 'Leave out the bounds in front of the members.',
      })
    level = (level as readonly ArrayItem[])[0]
  }
  if (Array.isArray(level)) raiseMalformed(text)
}

const raiseMalformed = (text: string): never => {
  throw malformed(text)
}

class ArrayParser {
  readonly #text: string
  readonly #read: (member: string) => Raw
  #at = 0
  constructor(text: string, read: (member: string) => Raw) {
    this.#text = text
    this.#read = read
  }

  parse(): readonly ArrayItem[] | undefined {
    const items = this.#list()
    return items && this.#at === this.#text.length && sameShape(items) ? items : undefined
  }

  #blank(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #list(): ArrayItem[] | undefined {
    if (this.#text[this.#at++] !== '{') return undefined
    const items: ArrayItem[] = []
    this.#blank()
    if (this.#text[this.#at] === '}') return this.#close(items)
    for (;;) {
      this.#blank()
      const item = this.#text[this.#at] === '{' ? this.#list() : this.#member()
      if (item === undefined) return undefined
      items.push(item)
      this.#blank()
      const next = this.#text[this.#at]
      if (next === '}') return this.#close(items)
      if (next !== ',') return undefined
      this.#at++
    }
  }

  #close(items: ArrayItem[]): ArrayItem[] {
    this.#at++
    return items
  }

  #member(): ArrayItem | undefined {
    if (this.#text[this.#at] === '"') {
      const match = /"((?:[^"\\]|\\.)*)"/sy
      match.lastIndex = this.#at
      const found = match.exec(this.#text)
      if (!found) return undefined
      this.#at += found[0].length
      return this.#read(found[1]!.replace(/\\(.)/gs, '$1'))
    }
    const match = /(?:[^{}",\\]|\\.)+/sy
    match.lastIndex = this.#at
    const found = match.exec(this.#text)
    if (!found) return undefined
    this.#at += found[0].length
    const word = found[0].trim()
    return word === '' ? undefined : /^null$/i.test(word) ? null : this.#read(word.replace(/\\(.)/gs, '$1'))
  }
}

/** Members are all arrays of one length or all none; only the whole may be empty. */
function sameShape(items: readonly ArrayItem[]): boolean {
  if (items.some((item) => Array.isArray(item) && item.length === 0)) return false
  const lengths = new Set(items.map((item) => (Array.isArray(item) ? item.length : -1)))
  return lengths.size <= 1 && items.every((item) => !Array.isArray(item) || sameShape(item))
}
