import * as types from '../../base/types.ts'
import { arrayOf, category, type SqlType } from '../../base/types.ts'
import type { SqlParameter } from '../../sql/ast/index.ts'
import type { ParsedStatement } from '../../sql/statement.ts'

/** The type of a JavaScript value, for parameters whose place in the statement tells nothing. */
function typeOfValue(value: unknown): SqlType | undefined {
  if (typeof value === 'boolean') return types.boolean
  if (typeof value === 'bigint') return types.bigint
  if (typeof value === 'string') return types.text
  if (value instanceof Date) return types.timestamptz
  if (typeof value === 'number') return typeOfNumber(value)
  if (Array.isArray(value)) return arrayOf(value.map(typeOfValue).find((type) => type !== undefined) ?? types.text)
  return undefined
}

function typeOfNumber(value: number): SqlType {
  if (!Number.isSafeInteger(value)) return types.double
  return Math.abs(value) > 0x7fffffff ? types.bigint : types.integer
}

const integers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint'])

/**
 * `type`, unless the value would not fit an integer type: `Employees > 2.5` means the comparison of numbers, as it
 * does when 2.5 is written out.
 */
function fitted(type: SqlType, value: unknown): SqlType {
  if (typeof value !== 'number' || !integers.has(type.name)) return type
  // A whole number of an id's size that a double cannot hold stays an id: it is refused as one.
  if (type.name === 'bigint' && Number.isInteger(value) && Math.abs(value) < 2 ** 63) return type
  if (!Number.isSafeInteger(value)) return types.numeric()
  return category(typeOfNumber(value)) === 'number' ? typeOfNumber(value) : type
}

const none: readonly unknown[] = []

/** The types of a statement's parameters: the first place that tells one decides. */
export class ParameterTypes {
  readonly #types: (SqlType | undefined)[]
  readonly #names: readonly string[]
  readonly #values: readonly unknown[]
  /** Values are known: the statement is about to run. */
  readonly #known: boolean

  constructor(
    parsed: Pick<ParsedStatement, 'parameterCount' | 'parameterNames'>,
    values: readonly unknown[] = none,
    declared: readonly (SqlType | undefined)[] = [],
  ) {
    this.#names = parsed.parameterNames
    this.#types = new Array<SqlType | undefined>(Math.max(parsed.parameterCount, parsed.parameterNames.length))
    this.#values = values
    this.#known = values !== none
    for (let i = 0; i < this.#types.length; i++) this.#types[i] = declared[i]
  }

  /** From 0. */
  indexOf(parameter: SqlParameter): number {
    return parameter.index === undefined ? this.#names.indexOf(parameter.name ?? '') : parameter.index - 1
  }

  typeOf(index: number): SqlType {
    return this.#types[index] ?? types.unknown
  }

  /** Takes `type` for the parameter, as nothing was known of it; answers what it was given. */
  infer(index: number, type: SqlType): SqlType {
    const known = this.#types[index]
    if (known) return known
    const taken = fitted(type, this.#values[index])
    this.#types[index] = taken
    return taken
  }

  /** NULL, as far as values are known by now. */
  mayBeNull(index: number): boolean {
    return !this.#known || (this.#values[index] ?? null) === null
  }

  /** The type of the value given, where there is one. */
  given(index: number): SqlType | undefined {
    return typeOfValue(this.#values[index])
  }

  /** All types; those that nothing told are taken from the values, else text. */
  finish(): readonly SqlType[] {
    return Array.from(this.#types, (type, index) => type ?? this.given(index) ?? types.text)
  }
}
