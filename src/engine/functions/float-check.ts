import { ZohoSqlError } from '../../base/errors.ts'

/** Overflow is an error unless an infinity was given; so is a number too small for a real. */
export function checkFloat(value: number, type: 'real' | 'double', ...given: readonly number[]): number {
  const rounded = type === 'real' ? Math.fround(value) : value
  if (rounded === 0 && value !== 0) throw new ZohoSqlError('OUT_OF_RANGE', 'value out of range: underflow')
  if (Number.isFinite(rounded) || !given.every(Number.isFinite)) return rounded
  throw new ZohoSqlError('OUT_OF_RANGE', 'value out of range: overflow')
}

/** A product or quotient that vanishes is an error unless it had to. */
export function checkUnderflow(value: number, mayVanish: boolean): number {
  if (value === 0 && !mayVanish) throw new ZohoSqlError('OUT_OF_RANGE', 'value out of range: underflow')
  return value
}
