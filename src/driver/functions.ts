import { typeText } from '../base/types.ts'
import type { FunctionRow, Param } from '../engine/functions/row.ts'
import { functionNames, rowsNamed } from '../engine/functions/table.ts'

/** A function that SQL here may call, in words for a person. */
export interface FunctionSignature {
  readonly name: string
  readonly kind: FunctionRow['kind']
  /** `text, integer [, integer]`; `*` for `count(*)`. */
  readonly arguments: string
  readonly result: string
}

const paramText = (param: Param): string => (typeof param === 'string' ? param : typeText(param))

function argumentText({ params, required, variadic, star }: FunctionRow): string {
  if (star) return '*'
  const parts = params.map((param, index) => (index < required ? paramText(param) : `[${paramText(param)}]`))
  return variadic ? `${parts.join(', ')}, …` : parts.join(', ')
}

/** All functions, by name. */
export const functionSignatures = (): FunctionSignature[] =>
  functionNames()
    .toSorted()
    .flatMap((name) =>
      rowsNamed(name).map((row) => ({
        name,
        kind: row.kind,
        arguments: argumentText(row),
        result: paramText(row.result),
      })),
    )
