import { ZohoSqlError } from '../../base/errors.ts'
import { type Decimal, decimal, decimalText, parseDecimal, powerOfTen, rescale } from '../values/numeric.ts'
import { multiply } from './decimal-math.ts'
import { ordinalSuffix } from './template.ts'

/**
 * to_char and to_number for numbers: PostgreSQL's NUM_processor, step by step, since its results follow from its steps
 * more than from any rule.
 */
type Part =
  | { readonly kind: 'key'; readonly key: string; readonly written: string }
  | { readonly kind: 'text'; readonly text: string }

interface Description {
  readonly parts: readonly Part[]
  pre: number
  post: number
  multi: number
  zeroStart: number
  zeroEnd: number
  sign: 'none' | 'before' | 'after'
  preAtSign: number
  readonly flags: Set<string>
}

const keys = [
  'EEEE',
  'FM',
  'MI',
  'PL',
  'PR',
  'RN',
  'SG',
  'SP',
  'TH',
  ',',
  '.',
  '0',
  '9',
  'B',
  'C',
  'D',
  'G',
  'L',
  'S',
  'V',
]

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('SYNTAX_ERROR', message)

function parseParts(template: string): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < template.length; ) {
    const key = keys.find((word) => template.slice(at, at + word.length).toUpperCase() === word)
    if (key !== undefined) {
      parts.push({ kind: 'key', key, written: template.slice(at, at + key.length) })
      at += key.length
    } else if (template[at] === '"') {
      const end = template.indexOf('"', at + 1)
      const stop = end < 0 ? template.length : end
      parts.push({ kind: 'text', text: template.slice(at + 1, stop) })
      at = stop + 1
    } else {
      const char = String.fromCodePoint(
        template.codePointAt(template[at] === '\\' && at + 1 < template.length ? ++at : at)!,
      )
      parts.push({ kind: 'text', text: char })
      at += char.length
    }
  }
  return parts
}

type Note = (d: Description) => void

const has = (d: Description, ...names: readonly string[]): boolean => names.some((name) => d.flags.has(name))

/** What each key says of the number as a whole. */
const notes: Readonly<Record<string, Note>> = {
  '9': (d) => {
    if (has(d, 'PR')) throw wrong('"9" must be ahead of "PR"')
    if (has(d, 'V')) d.multi++
    else if (has(d, '.')) d.post++
    else d.pre++
  },
  '0': (d) => {
    if (has(d, 'PR')) throw wrong('"0" must be ahead of "PR"')
    if (!has(d, '0', '.')) {
      d.flags.add('0')
      d.zeroStart = d.pre + 1
    }
    if (has(d, '.')) d.post++
    else d.pre++
    d.zeroEnd = d.pre + d.post
  },
  '.': (d) => {
    if (has(d, '.')) throw wrong('multiple decimal points')
    if (has(d, 'V')) throw wrong('cannot use "V" and decimal point together')
    d.flags.add('.')
  },
  D: (d) => notes['.']!(d),
  S: (d) => {
    if (has(d, 'S')) throw wrong('cannot use "S" twice')
    if (has(d, 'PL', 'MI', 'PR')) throw wrong('cannot use "S" and "PL"/"MI"/"SG"/"PR" together')
    d.flags.add('S')
    if (has(d, '.')) d.sign = 'after'
    else {
      d.sign = 'before'
      d.preAtSign = d.pre
    }
  },
  MI: (d) => addSign(d, 'MI'),
  PL: (d) => addSign(d, 'PL'),
  SG: (d) => {
    addSign(d, 'MI')
    addSign(d, 'PL')
  },
  PR: (d) => addSign(d, 'PR'),
  V: (d) => {
    if (has(d, '.')) throw wrong('cannot use "V" and decimal point together')
    d.flags.add('V')
  },
  EEEE: (d) => {
    if (has(d, 'FM', 'S', 'PR', 'MI', 'PL', 'RN', 'V')) throw wrong('"EEEE" is incompatible with other formats')
    d.flags.add('EEEE')
  },
}

function addSign(d: Description, name: string): void {
  if (has(d, 'S')) throw wrong(`cannot use "S" and "${name}" together`)
  d.flags.add(name)
}

function describe(template: string): Description {
  const parts = parseParts(template)
  const d: Description = {
    parts,
    pre: 0,
    post: 0,
    multi: 0,
    zeroStart: 0,
    zeroEnd: 0,
    sign: 'none',
    preAtSign: 0,
    flags: new Set(),
  }
  for (const part of parts) {
    if (part.kind !== 'key') continue
    const note = notes[part.key]
    if (note) note(d)
    else if (part.key === 'FM' || part.key === 'RN') d.flags.add(part.key)
  }
  // From here on places are counted from 0.
  if (d.zeroStart > 0) d.zeroStart--
  return d
}

/**
 * The number in a template; throws 42601 for a template that contradicts itself.
 * `digits`: how many a binary number of its type is good for; no more are shown.
 */
export function formatNumber(value: Decimal, template: string, digits?: number): string {
  const d = describe(template)
  if (has(d, 'RN')) return formatRoman(value, d)
  if (has(d, 'EEEE')) return scientific(value, d, digits !== undefined)
  const scaled = has(d, 'V') ? multiply(value, decimal(powerOfTen(d.multi))) : value
  if (has(d, 'V')) d.pre += d.multi
  if (digits !== undefined) d.post = Math.max(0, Math.min(d.post, digits - wholeText(scaled).length))
  const text = decimalText(rescale(scaled, d.post))
  const shown = text.replace('-', '')
  const fits = shown.split('.')[0]!.length <= d.pre
  return new Writer(d, fits ? shown : `${'#'.repeat(d.pre)}.${'#'.repeat(d.post)}`, text.startsWith('-')).write()
}

const wholeText = (value: Decimal): string => decimalText(rescale(value, 0)).replace('-', '')

/** Writes the digits into the template. */
class Writer {
  readonly #d: Description
  readonly #number: string
  readonly #sign: '+' | '-'
  readonly #preBlanks: number
  readonly #fill: boolean
  #signDone = false
  #digitCount: number
  /** Index of the last digit that FM keeps; undefined: all. */
  readonly #lastKept: number | undefined
  #at = 0
  #place = 0
  #inNumber = false
  #out = ''

  constructor(d: Description, number: string, negative: boolean) {
    this.#d = d
    this.#number = number
    this.#sign = negative ? '-' : '+'
    this.#fill = has(d, 'FM')
    const before = number.split('.')[0]!.length
    this.#preBlanks = Math.max(0, d.pre - before)
    this.#prepareSign()
    this.#digitCount = d.post + d.pre - 1
    this.#lastKept = this.#fill && has(d, '.') ? this.#lastRelevant() : undefined
    if (!this.#signDone && this.#preBlanks === 0) this.#digitCount++
  }

  #prepareSign(): void {
    const d = this.#d
    if (has(d, 'PL', 'MI')) {
      this.#signDone = !(has(d, 'PL') && !has(d, 'MI'))
      return
    }
    if (this.#sign !== '-' && this.#fill) d.flags.delete('PR')
    this.#signDone = this.#sign === '+' && this.#fill && !has(d, 'S')
    if (d.sign === 'before' && d.pre === d.preAtSign) d.sign = 'after'
  }

  #lastRelevant(): number | undefined {
    const point = this.#number.indexOf('.')
    if (point < 0) return undefined
    let last = point
    for (let i = point + 1; i < this.#number.length; i++) if (this.#number[i] !== '0') last = i
    if (this.#d.zeroEnd <= this.#preBlanks) return last
    return Math.max(last, Math.min(this.#number.length - 1, this.#d.zeroEnd - this.#preBlanks))
  }

  write(): string {
    for (const part of this.#d.parts) {
      if (part.kind === 'text') this.#out += part.text
      else this.#key(part.key, part.written)
    }
    return this.#out
  }

  #key(key: string, written: string): void {
    if (key === '9' || key === '0' || key === '.' || key === 'D') this.#digit(key)
    else if (key === ',' || key === 'G') this.#out += this.#inNumber ? ',' : this.#fill ? '' : ' '
    else if (key === 'L') this.#out += ' '
    else if (key === 'SG') this.#out += this.#sign
    else if (key === 'MI') this.#out += this.#sign === '-' ? '-' : this.#fill ? '' : ' '
    else if (key === 'PL') this.#out += this.#sign === '+' ? '+' : this.#fill ? '' : ' '
    else if (key === 'TH') this.#ordinal(written)
  }

  #ordinal(written: string): void {
    if (this.#number.startsWith('#') || this.#sign === '-' || has(this.#d, '.')) return
    const suffix = ordinalSuffix(this.#number)
    this.#out += written === 'TH' ? suffix.toUpperCase() : suffix
  }

  /** `0.5` under `9.9`: the zero in front of the point is left out. */
  get #zeroBeforePoint(): boolean {
    return !has(this.#d, '0') && this.#at === 0 && this.#number[0] === '0' && this.#d.post !== 0
  }

  get #endsAtPoint(): boolean {
    return this.#lastKept !== undefined && this.#number[this.#lastKept] === '.'
  }

  #digit(key: string): void {
    const d = this.#d
    this.#inNumber = false
    this.#writeSign()
    const waiting = this.#place < this.#preBlanks
    if (waiting && (d.zeroStart > this.#place || !has(d, '0'))) this.#out += this.#fill ? '' : ' '
    else if (waiting && has(d, '0')) {
      this.#out += '0'
      this.#inNumber = true
    } else {
      this.#writeChar(key)
      if (this.#at < this.#number.length) this.#at++
    }
    const pointAndBlank = (this.#preBlanks ? 1 : 0) + (has(d, '.') ? 1 : 0)
    const end =
      this.#lastKept !== undefined && this.#lastKept === this.#at ? this.#place : this.#digitCount + pointAndBlank
    if (this.#place + 1 === end) this.#closeSign()
    this.#place++
  }

  #writeSign(): void {
    const d = this.#d
    const reached = this.#place >= this.#preBlanks || (has(d, '0') && d.zeroStart === this.#place)
    if (this.#signDone || !reached || (this.#zeroBeforePoint && !this.#endsAtPoint)) return
    if (has(d, 'S')) {
      if (d.sign !== 'before') return
      this.#out += this.#sign
    } else if (has(d, 'PR')) this.#out += this.#sign === '+' ? ' ' : '<'
    else if (this.#sign === '-') this.#out += '-'
    else if (!this.#fill) this.#out += ' '
    this.#signDone = true
  }

  #writeChar(key: string): void {
    const char = this.#number[this.#at] ?? ''
    if (char === '.') {
      this.#out += '.'
      return
    }
    if (this.#lastKept !== undefined && this.#at > this.#lastKept && key !== '0') return
    if (this.#zeroBeforePoint) {
      this.#out += this.#fill ? (this.#endsAtPoint ? '0' : '') : ' '
      return
    }
    this.#out += char
    this.#inNumber = true
  }

  #closeSign(): void {
    const d = this.#d
    if (this.#signDone && has(d, 'PR')) this.#out += this.#sign === '+' ? ' ' : '>'
    else if (has(d, 'S') && d.sign === 'after') this.#out += this.#sign
  }
}

/** Like C's `%e`; a numeric is not carried over from 9.99 to 1.0e+01 but shown as 10.0e+00, as in PostgreSQL. */
function scientific(value: Decimal, d: Description, carries: boolean): string {
  if (value.special !== '') return ` ${'#'.repeat(d.pre)}.${'#'.repeat(d.post + 4)}`
  const negative = value.coef < 0n
  const digits = (negative ? -value.coef : value.coef).toString()
  const exponent = value.coef === 0n ? 0 : digits.length - 1 - value.scale
  const mantissa = rescale(decimal(BigInt(digits), digits.length - 1), d.post)
  const carried = carries && mantissa.coef >= 10n * powerOfTen(d.post)
  const shown = decimalText(carried ? rescale(decimal(mantissa.coef, d.post + 1), d.post) : mantissa)
  const power = exponent + (carried ? 1 : 0)
  return `${negative ? '-' : ' '}${shown}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

const romans: readonly (readonly [number, string])[] = [
  [1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'],
  [5, 'V'], [4, 'IV'], [1, 'I'],
] // biome-ignore format: a table

function formatRoman(value: Decimal, d: Description): string {
  const number = value.special === '' ? Number(rescale(value, 0).coef) : 0
  const written = d.parts.find((part) => part.kind === 'key' && part.key === 'RN')
  let text = number < 1 || number > 3999 ? '#'.repeat(15) : ''
  let rest = number
  if (text === '') for (const [size, letters] of romans) for (; rest >= size; rest -= size) text += letters
  if (written?.kind === 'key' && written.written === 'rn') text = text.toLowerCase()
  return has(d, 'FM') ? text : text.padStart(15)
}

// ----------------------------------------------------------------------------------------- to_number

/** Reads a number by a template: what the template does not ask for is passed over. Throws 22P02. */
export function readNumber(text: string, template: string): Decimal {
  const d = describe(template)
  if (has(d, 'EEEE')) throw new ZohoSqlError('NOT_SUPPORTED', '"EEEE" not supported for input')
  const reader = new NumberReader(text)
  for (const part of d.parts) {
    if (part.kind === 'text') reader.skip([...part.text].length)
    else reader.take(part.key)
  }
  const value = reader.value(text)
  return has(d, 'V') ? decimal(value.coef, value.scale + d.multi) : value
}

class NumberReader {
  readonly #text: string
  #at = 0
  #digits = ''
  #negative = false
  constructor(text: string) {
    this.#text = text
  }

  get #char(): string {
    return this.#text[this.#at] ?? ''
  }

  skip(count: number): void {
    this.#at += count
  }

  take(key: string): void {
    if (key === '9' || key === '0') this.#digit()
    else if (key === '.' || key === 'D') this.#point()
    else if (key === ',' || key === 'G') this.#at += this.#char === ',' ? 1 : 0
    else if (key === 'S' || key === 'MI' || key === 'PL' || key === 'SG' || key === 'PR') this.#sign()
    else if (key === 'L' || key === 'TH') this.#at += key.length
  }

  #sign(): void {
    while (this.#char === ' ') this.#at++
    if (this.#char === '-' || this.#char === '<') this.#negative = true
    if (/[-+<>]/.test(this.#char)) this.#at++
  }

  #digit(): void {
    if (this.#digits === '') this.#sign()
    if (/\d/.test(this.#char)) {
      this.#digits += this.#char
      this.#at++
    } else if (this.#char === '.' && !this.#digits.includes('.')) this.#point()
  }

  #point(): void {
    if (this.#digits.includes('.') || this.#char !== '.') return
    this.#digits += '.'
    this.#at++
  }

  value(source: string): Decimal {
    if (/[->]/.test(this.#text.slice(this.#at, this.#at + 1)) && this.#text[this.#at] === '-') this.#negative = true
    if (!/\d/.test(this.#digits))
      throw new ZohoSqlError('INVALID_TEXT', `invalid input syntax for type numeric: "${source}"`)
    return parseDecimal((this.#negative ? '-' : '') + this.#digits)
  }
}
