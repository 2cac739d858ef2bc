/** Templates of to_char, to_date and to_timestamp: cut into fields with their modifiers, and text between. */
import { TextCache } from '../../base/text-cache.ts'

export interface TemplateField {
  readonly kind: 'field'
  /** In upper case. */
  readonly name: string
  /** As written: the case of names and of `am` follows it. */
  readonly written: string
  /** FM */
  readonly fill: boolean
  /** TH or th */
  readonly ordinal: '' | 'TH' | 'th'
}
export interface TemplateText {
  readonly kind: 'text'
  readonly text: string
  /** Not in quotes, and a blank or punctuation. */
  readonly separator: boolean
}
export type TemplatePiece = TemplateField | TemplateText

// Longest first, for HH24 begins with HH.
// biome-ignore format: a table
const dateNames = [
  'SSSSS', 'SSSS', 'MONTH', 'YYYY', 'Y,YYY', 'IYYY', 'HH24', 'HH12', 'IDDD', 'A.D.', 'B.C.', 'A.M.', 'P.M.', 'DAY',
  'DDD', 'YYY', 'IYY', 'MON', 'TZH', 'TZM', 'FF1', 'FF2', 'FF3', 'FF4', 'FF5', 'FF6', 'AD', 'BC', 'AM', 'PM', 'CC',
  'DD', 'DY', 'HH', 'ID', 'IW', 'IY', 'MI', 'MM', 'MS', 'OF', 'RM', 'SS', 'TZ', 'US', 'WW', 'YY', 'D', 'I', 'J', 'Q',
  'W', 'Y', 'FX',
]
const sorted = dateNames.toSorted((a, b) => b.length - a.length)

/** Fields are written in one case; names of days and months may begin with a capital letter as well. */
const capitalized: ReadonlySet<string> = new Set(['MONTH', 'MON', 'DAY', 'DY'])

function startsAt(template: string, at: number, word: string): boolean {
  const written = template.slice(at, at + word.length)
  if (written === word || written === word.toLowerCase()) return true
  return capitalized.has(word) && written === word[0] + word.slice(1).toLowerCase()
}

interface Modifiers {
  fill: boolean
}

/** Modifiers in front of a field: FM counts, TM says nothing here. */
function prefixes(template: string, from: number): { readonly at: number } & Modifiers {
  let at = from
  let fill = false
  for (;;) {
    if (startsAt(template, at, 'FM')) fill = true
    else if (!startsAt(template, at, 'TM')) return { at, fill }
    at += 2
  }
}

function quotedText(template: string, at: number): { readonly text: string; readonly end: number } {
  let text = ''
  let i = at + 1
  for (; i < template.length && template[i] !== '"'; i++) {
    if (template[i] === '\\' && i + 1 < template.length) i++
    text += template[i]
  }
  return { text, end: i + 1 }
}

function fieldAt(template: string, from: number): { readonly piece: TemplateField; readonly end: number } | undefined {
  const { at, fill } = prefixes(template, from)
  const name = sorted.find((word) => startsAt(template, at, word))
  if (name === undefined) return undefined
  let end = at + name.length
  let ordinal: TemplateField['ordinal'] = ''
  const suffix = template.slice(end, end + 2)
  if (suffix === 'TH' || suffix === 'th') {
    ordinal = suffix
    end += 2
  }
  return { piece: { kind: 'field', name, written: template.slice(at, at + name.length), fill, ordinal }, end }
}

function textAt(template: string, at: number): { readonly piece: TemplateText; readonly end: number } {
  const char = template[at]!
  if (char === '"') {
    const { text, end } = quotedText(template, at)
    return { piece: { kind: 'text', text, separator: false }, end }
  }
  if (char === '\\' && template[at + 1] === '"')
    return { piece: { kind: 'text', text: '"', separator: true }, end: at + 2 }
  const text = String.fromCodePoint(template.codePointAt(at)!)
  return { piece: { kind: 'text', text, separator: /[\s!-/:-@[-`{-~]/.test(text) }, end: at + text.length }
}

const cache = new TextCache<readonly TemplatePiece[]>(200)

export const parseTemplate = (template: string): readonly TemplatePiece[] =>
  cache.find(template, () => piecesOf(template))

function piecesOf(template: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = []
  for (let at = 0; at < template.length; ) {
    const { piece, end } = fieldAt(template, at) ?? textOrPrefix(template, at)
    if (piece) pieces.push(piece)
    at = end
  }
  return pieces
}

// A modifier that no field follows is dropped.
function textOrPrefix(template: string, at: number): { readonly piece?: TemplateText; readonly end: number } {
  const after = prefixes(template, at).at
  return after > at ? { end: after } : textAt(template, at)
}

// biome-ignore format: a table
export const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December',
]
export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
export const romanMonths = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

/** `st`, `nd`, `rd`, `th` */
export function ordinalSuffix(digits: string): string {
  const [last, before] = [digits.at(-1), digits.at(-2)]
  if (before === '1') return 'th'
  return last === '1' ? 'st' : last === '2' ? 'nd' : last === '3' ? 'rd' : 'th'
}
