import { failure } from '../fail.ts'
import { isArray, isNumber, type Json, kindOf } from '../values.ts'

export interface FunctionRow {
  readonly least: number
  readonly most: number
  readonly apply: (args: readonly Json[], now: () => number) => Json
  /** Instead of `apply`, where not every argument is to be computed. */
  readonly lazy?: (args: readonly (() => Json)[]) => Json
}

/** A function of so many arguments; `most` is `least` where it is not given. */
export const row = (least: number, most: number, apply: FunctionRow['apply']): FunctionRow => ({ least, most, apply })

export const lazy = (least: number, most: number, work: NonNullable<FunctionRow['lazy']>): FunctionRow => ({
  least,
  most,
  lazy: work,
  apply: (args) => work(args.map((arg) => () => arg)),
})

const wrong = (wanted: string, value: Json | undefined) =>
  failure(`A value of type ${value === undefined ? 'Null' : kindOf(value)} stands where ${wanted} is expected.`)

/** @throws {ZohoSqlError} EXPRESSION_FAILED for anything but a text */
export function asString(value: Json | undefined): string {
  if (typeof value === 'string') return value
  throw wrong('a String', value)
}

export function asArray(value: Json | undefined): readonly Json[] {
  if (value !== undefined && isArray(value)) return value
  throw wrong('an Array', value)
}

export function asBoolean(value: Json | undefined): boolean {
  if (typeof value === 'boolean') return value
  throw wrong('a Boolean', value)
}

export function asNumber(value: Json | undefined): number | bigint {
  if (value !== undefined && isNumber(value)) return value
  throw wrong('a number', value)
}

/** A whole number that counts or indexes something. */
export function asIndex(value: Json | undefined): number {
  const number = Number(asNumber(value))
  if (Number.isSafeInteger(number)) return number
  throw wrong('an Integer', value)
}
