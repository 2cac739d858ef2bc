import { byName } from '../../base/by-name.ts'
import { type Amount, BadFormat, FieldOverflow, IntervalSum, type Unit } from './interval-sum.ts'

/** Intervals as ISO 8601 writes them: `P1Y2M3DT4H5M6S`, and its alternative forms `P0001-02-03T04:05:06`, `P00010203`. */

const dateUnits: Readonly<Record<string, Unit>> = byName({ Y: 'year', M: 'month', W: 'week', D: 'day' })
const timeUnits: Readonly<Record<string, Unit>> = byName({ H: 'hour', M: 'minute', S: 'second' })

/** Throws {@link BadFormat} or {@link FieldOverflow}. */
export function parseIsoInterval(text: string): IntervalSum {
  if (text.length < 2 || text[0] !== 'P') throw new BadFormat()
  const reader = new IsoReader(text.slice(1))
  const time = text.indexOf('T')
  reader.part(dateUnits, time < 0 ? text.length - 1 : time - 1)
  if (time >= 0) {
    reader.skip()
    reader.part(timeUnits, text.length - 1)
  }
  return reader.sum
}

class IsoReader {
  readonly #text: string
  #at = 0
  readonly sum = new IntervalSum()
  constructor(text: string) {
    this.#text = text
  }

  skip(): void {
    this.#at++
  }

  /** The date or the time, up to `end`. */
  part(units: Readonly<Record<string, Unit>>, end: number): void {
    for (let first = true; this.#at < end; first = false) {
      const from = this.#at
      const amount = this.#number()
      if (this.#at < end) {
        const unit = units[this.#text[this.#at]!]
        if (unit !== undefined) {
          this.skip()
          this.sum.add(amount, unit)
          continue
        }
      }
      if (!first) throw new BadFormat()
      this.#alternative(amount, this.#text.slice(from, this.#at), units === dateUnits, end)
    }
  }

  /** Numbers without units: eight or six digits in a row, or parted by `-` or `:`. */
  #alternative(amount: Amount, written: string, isDate: boolean, end: number): void {
    const digits = /^-?(\d*)/.exec(written)![1]!.length
    const order: readonly Unit[] = isDate ? ['year', 'month', 'day'] : ['hour', 'minute', 'second']
    if (this.#at === end && digits === (isDate ? 8 : 6)) {
      this.#packed(amount, order)
      return
    }
    this.sum.add(amount, order[0]!)
    for (const unit of order.slice(1)) {
      if (this.#at === end) return
      if (this.#text[this.#at] !== (isDate ? '-' : ':')) throw new BadFormat()
      this.skip()
      this.sum.add(this.#number(), unit)
    }
    if (this.#at !== end) throw new BadFormat()
  }

  #packed({ whole, fraction }: Amount, [large, middle, small]: readonly Unit[]): void {
    this.sum.add({ whole: whole / 10_000n, fraction: 0 }, large!)
    this.sum.add({ whole: (whole / 100n) % 100n, fraction: 0 }, middle!)
    this.sum.add({ whole: whole % 100n, fraction: small === 'day' ? fraction : 0 }, small!)
    if (small !== 'day') this.sum.add({ whole: 0n, fraction }, 'microsecond')
  }

  #number(): Amount {
    const match = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
    match.lastIndex = this.#at
    const written = match.exec(this.#text)?.[0]
    if (written === undefined) throw new BadFormat()
    this.#at += written.length
    const value = Number(written)
    if (Math.abs(value) > 1e15) throw new FieldOverflow()
    return { whole: BigInt(Math.trunc(value)), fraction: value - Math.trunc(value) }
  }
}
