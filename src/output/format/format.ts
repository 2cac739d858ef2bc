import { byName } from '../../base/by-name.ts'
import { category, type SqlType } from '../../base/types.ts'

/** A value as the driver gives it with `dates=string`. */
export type Cell = null | boolean | number | string | Date

export type FormatRow = readonly Cell[]

export interface FormatColumn {
  readonly name: string
  readonly sqlType: SqlType
}

export interface FormatOptions {
  readonly header: boolean
  /** Tables: 0 no lines, 1 between columns, 2 around them too. Default 1. */
  readonly border?: number
  /** What NULL is shown as, where it is shown. */
  readonly nullText?: string
  /** Tables: characters of a cell before it is cut, to be seen. Default 0: never. */
  readonly cellMax?: number
  /** Between the fields of unaligned and CSV lines. */
  readonly separator?: string
}

/** Turns one answer into text, a part at a time. */
export interface Format {
  begin(): string
  rows(rows: readonly FormatRow[]): string
  end(): string
}

export const isNumber = ({ sqlType }: FormatColumn): boolean => category(sqlType) === 'number'

/** A value as text; empty for NULL. */
export function plain(value: Cell): string {
  if (value === null) return ''
  return value instanceof Date ? value.toISOString() : String(value)
}

const named: Readonly<Record<string, string>> = byName({
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
})

// Also what turns the direction of text around, and the separators that only some programs take for a line's end.
// And what has no width: two texts that look alike must not be taken for one. The joiners of emoji and scripts stay.
const unseen =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu

/** Data must not move the cursor, ring, or look like another line: such characters are written out. */
export const visible = (text: string): string =>
  text.replace(
    unseen,
    (character) => named[character] ?? `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )

/** The same for text of several lines, whose line ends and tabs are meant. */
export const harmless = (text: string): string =>
  text.replace(unseen, (character) => (character === '\n' || character === '\t' ? character : visible(character)))

/** A value for people; NULL is seen. */
export const shown = (value: Cell): string => (value === null ? 'NULL' : visible(plain(value)))
