import { failure } from '../fail.ts'
import { isArray, isNumber, kindOf, type PipelineJson } from '../values.ts'

export interface PipelineFunction {
  readonly least: number
  readonly most: number
  readonly apply: (args: readonly PipelineJson[], now: () => number) => PipelineJson
  /** Instead of `apply`, where not every argument is to be computed. */
  readonly lazy?: (args: readonly (() => PipelineJson)[]) => PipelineJson
}

/** A function of so many arguments; `most` is `least` where it is not given. */
export const row = (least: number, most: number, apply: PipelineFunction['apply']): PipelineFunction => ({
  least,
  most,
  apply,
})

export const lazy = (least: number, most: number, work: NonNullable<PipelineFunction['lazy']>): PipelineFunction => ({
  least,
  most,
  lazy: work,
  apply: (args) => work(args.map((arg) => () => arg)),
})

const wrong = (wanted: string, value: PipelineJson | undefined) =>
  failure(`A value of type ${value === undefined ? 'Null' : kindOf(value)} stands where ${wanted} is expected.`)

/** @throws {ZohoSqlError} EXPRESSION_FAILED for anything but a text */
export function asString(value: PipelineJson | undefined): string {
  if (typeof value === 'string') return value
  throw wrong('a String', value)
}

export function asArray(value: PipelineJson | undefined): readonly PipelineJson[] {
  if (value !== undefined && isArray(value)) return value
  throw wrong('an Array', value)
}

export function asBoolean(value: PipelineJson | undefined): boolean {
  if (typeof value === 'boolean') return value
  throw wrong('a Boolean', value)
}

export function asNumber(value: PipelineJson | undefined): number | bigint {
  if (value !== undefined && isNumber(value)) return value
  throw wrong('a number', value)
}

/** A whole number that counts or indexes something. */
export function asIndex(value: PipelineJson | undefined): number {
  const number = Number(asNumber(value))
  if (Number.isSafeInteger(number)) return number
  throw wrong('an Integer', value)
}
