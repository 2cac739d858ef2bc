import { type Decimal, decimal, decimalText, powerOfTen, rescale, rescaleEven } from '../values/numeric.ts'
import { multiply } from './decimal-math.ts'
import { type Description, describe, has } from './number-template.ts'
import { ordinalSuffix } from './template.ts'

/**
 * to_char for numbers: PostgreSQL's NUM_processor, step by step, since its results follow from its steps more than from
 * any rule.
 */

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
  const text = decimalText(digits === undefined ? rescale(scaled, d.post) : rescaleEven(scaled, d.post))
  const shown = text.replace('-', '')
  // A double keeps its sign even where it is rounded to 0.
  const negative = digits === undefined ? text.startsWith('-') : value.coef < 0n || value.special === '-Infinity'
  const fits = shown.split('.')[0]!.length <= d.pre
  return new NumberWriter(d, fits ? shown : `${'#'.repeat(d.pre)}.${'#'.repeat(d.post)}`, negative).write()
}

const wholeText = (value: Decimal): string => decimalText(rescale(value, 0)).replace('-', '')

/** Writes the digits into the template. */
class NumberWriter {
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
  #end: number | undefined

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
    return this.#out.slice(0, this.#end)
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
    // PostgreSQL writes the NUL after its digits here, which ends the text.
    if (char === '') this.#end ??= this.#out.length
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

// biome-ignore format: a table
const romans: readonly (readonly [number, string])[] = [
  [1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'],
  [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I'],
]

function formatRoman(value: Decimal, d: Description): string {
  const number = value.special === '' ? Number(rescale(value, 0).coef) : 0
  const written = d.parts.find((part) => part.kind === 'key' && part.key === 'RN')
  let text = number < 1 || number > 3999 ? '#'.repeat(15) : ''
  let rest = number
  if (text === '') for (const [size, letters] of romans) for (; rest >= size; rest -= size) text += letters
  if (written?.kind === 'key' && written.written === 'rn') text = text.toLowerCase()
  return has(d, 'FM') ? text : text.padStart(15)
}
