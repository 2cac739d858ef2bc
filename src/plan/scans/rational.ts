import type { Constant } from '../../source/index.ts'

/** A number without rounding: `over / under`, the lower one positive. */
export interface Rational {
  readonly over: bigint
  readonly under: bigint
}

/** The number that a constant is; undefined: it is none, or not written in plain digits. */
export function rationalOf({ value }: Pick<Constant, 'value' | 'type'>): Rational | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? []
  if (whole === undefined) return undefined
  return { over: BigInt(`${sign}${whole}${fraction}`), under: 10n ** BigInt(fraction.length) }
}

export const floorOf = ({ over, under }: Rational): bigint => {
  const quotient = over / under
  return quotient * under > over ? quotient - 1n : quotient
}

export const ceiling = ({ over, under }: Rational): bigint => -floorOf({ over: -over, under })

/** Divided by a positive number, or multiplied. */
export const scaled = (number: Rational, by: Rational, divide: boolean): Rational =>
  divide
    ? { over: number.over * by.under, under: number.under * by.over }
    : { over: number.over * by.over, under: number.under * by.under }
