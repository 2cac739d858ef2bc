import { ZohoSqlError } from '../../base/errors.ts'
import { type Decimal, decimal, parseDecimal } from '../values/numeric.ts'
import { describe, has } from './number-template.ts'

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
    else if (/[^-+<>.,]/.test(this.#char)) this.#at++
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
