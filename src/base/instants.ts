/** Instants as values: see the table of types.ts. Between microseconds, which are exact, and that form. */

/** The ends of time, PostgreSQL's `infinity` and `-infinity`. */
export const infiniteTimestamp = 9_223_372_036_854_775_807n
export const minusInfiniteTimestamp = -9_223_372_036_854_775_808n

/**
 * The `Value` of an instant: milliseconds, fractions down to a microsecond; as decimal text where a double, some 285
 * years from 1970, has no room for the microseconds.
 */
export function instantValue(micros: bigint): number | string {
  if (micros === infiniteTimestamp) return Infinity
  if (micros === minusInfiniteTimestamp) return -Infinity
  const plain = Number(micros)
  if (Number.isSafeInteger(plain)) return plain / 1000
  const positive = micros < 0n ? -micros : micros
  const fraction = positive % 1000n
  // Beyond 64 bits SQLite has a double already.
  if (fraction === 0n || positive > infiniteTimestamp) return Number(micros / 1000n)
  return `${micros < 0n ? '-' : ''}${positive / 1000n}.${String(fraction).padStart(3, '0')}`
}

const farInstant = /^(-?)(\d{13,})\.(\d{3})$/

/** Microseconds of {@link instantValue}; undefined for any other text. */
export function instantMicros(value: number | string): bigint | undefined {
  if (typeof value === 'string') {
    const match = farInstant.exec(value)
    return match ? BigInt(`${match[1]}${match[2]}${match[3]}`) : undefined
  }
  if (!Number.isFinite(value)) return value > 0 ? infiniteTimestamp : minusInfiniteTimestamp
  const micros = Math.round(value * 1000)
  if (Number.isSafeInteger(micros)) return BigInt(micros)
  // Far from 1970 a double has no room for microseconds; whole milliseconds stay exact.
  const whole = Math.floor(value)
  return BigInt(whole) * 1000n + BigInt(Math.round((value - whole) * 1000))
}
