import { ZohoSqlError } from '../../base/errors.ts'
import { constrain, type Decimal, decimal, parseDecimal } from '../values/numeric.ts'
import { type Description, describe, has } from './number-template.ts'

/**
 * Reads a number by a template as PostgreSQL's NUM_processor does, step by step: what the template does not ask for is
 * passed over. Null for an empty template; throws 22P02, 22003 or 0A000.
 */
export function readNumber(text: string, template: string): Decimal | null {
  if (template === '') return null
  const d = describe(template)
  for (const key of ['EEEE', 'RN'])
    if (has(d, key)) throw new ZohoSqlError('NOT_SUPPORTED', `"${key}" not supported for input`)
  const reader = new NumberReader(text, d)
  for (const part of d.parts) {
    if (reader.done) break
    if (part.kind === 'text') reader.skip([...part.text].length)
    else reader.take(part.key)
  }
  const value = parseDecimal(reader.written)
  const whole = constrain(value, Math.max(1, d.pre + d.multi + reader.decimals), reader.decimals)
  return has(d, 'V') ? decimal(whole.coef, whole.scale + d.multi) : whole
}

/** Characters that may be part of a number are not passed over. */
const isData = (char: string): boolean => /[\d.,+-]/.test(char)
const isDigit = (char: string | undefined): boolean => char !== undefined && /^\d$/.test(char)

class NumberReader {
  readonly #chars: readonly string[]
  readonly #d: Description
  #at = 0
  #digits = ''
  #sign = ''
  #point = false
  decimals = 0
  constructor(text: string, d: Description) {
    this.#chars = [...text]
    this.#d = d
  }

  get done(): boolean {
    return this.#at >= this.#chars.length
  }

  get #char(): string {
    return this.#chars[this.#at] ?? ''
  }

  get written(): string {
    return `${this.#sign || ' '}${this.#digits.replace(/\.$/, '')}`
  }

  skip(count: number): void {
    this.#at += count
  }

  #passOver(count: number): void {
    for (let i = 0; i < count && !this.done && !isData(this.#char); i++) this.#at++
  }

  take(key: string): void {
    if (key === '9' || key === '0' || key === '.' || key === 'D') this.#digit(key)
    else if (key === ',' || key === 'G') this.#at += this.#char === ',' && !has(this.#d, 'FM') ? 1 : 0
    else if (key === 'MI') this.#signAt('-')
    else if (key === 'PL') this.#signAt('+')
    else if (key === 'SG') this.#signAt('+-')
    else if (key === 'L') this.#passOver(1)
    else if (key === 'TH') this.#passOver(2)
  }

  #signAt(wanted: string): void {
    if (!this.done && wanted.includes(this.#char)) {
      this.#sign = this.#char
      this.#at++
    } else this.#passOver(1)
  }

  #digit(key: string): void {
    if (this.#char === ' ') this.#at++
    if (this.done) return
    if (this.#sign === '' && (key === '9' || key === '0') && /^\.?$/.test(this.#digits)) this.#signBefore()
    if (this.done) return
    const read = this.#digitOrPoint()
    if (read === 'full') this.#at++
    else {
      if (this.#sign === '' && /\d/.test(this.#digits)) this.#signAfter(read === 'read')
      this.#at++
    }
  }

  #signBefore(): void {
    const bracket = this.#char === '<' && has(this.#d, 'PR')
    const anywhere = !has(this.#d, 'S') || this.#d.sign === 'before'
    if (!anywhere || !(bracket || this.#char === '-' || this.#char === '+')) return
    this.#sign = bracket ? '-' : this.#char
    this.#at++
  }

  #digitOrPoint(): 'read' | 'nothing' | 'full' {
    if (isDigit(this.#char)) {
      if (this.#point && this.decimals === this.#d.post) return 'full'
      this.#digits += this.#char
      if (this.#point) this.decimals++
      return 'read'
    }
    if (this.#char !== '.' || this.#point || !has(this.#d, '.')) return 'nothing'
    this.#digits += '.'
    this.#point = true
    return 'read'
  }

  /** A sign that follows the last digit: its place cannot be told from the template. */
  #signAfter(read: boolean): void {
    const next = this.#chars[this.#at + 1]
    if (has(this.#d, 'S')) {
      if (!read || (next !== '-' && next !== '+')) return
      this.#sign = next
      this.#at++
    } else if (!read && (this.#char === '-' || this.#char === '+')) this.#sign = this.#char
  }
}
