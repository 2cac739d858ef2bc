import { labelledType } from '../../base/pg-types.ts'
import type { SqlType } from '../../base/types.ts'
import type { FunctionKind } from './contract.ts'
import type { Param } from './row.ts'
import { allRows } from './table.ts'

/** A function or operator as a catalogue lists it. */
export interface CatalogueFunction {
  readonly key: string
  readonly name: string
  readonly kind: FunctionKind
  readonly args: readonly SqlType[]
  readonly result: SqlType
  readonly volatile: boolean
  /** Called with NULLs too. */
  readonly nulls: boolean
}

const pseudo = (name: string): SqlType => labelledType(name) ?? { name: 'text', label: name }
const typeOf = (param: Param): SqlType => (typeof param === 'string' ? pseudo(param) : param)

/** Functions of the table that statements can name; those of our own making have a blank in theirs. */
export const functionSignatures = (): readonly CatalogueFunction[] => {
  listed ??= allRows
    .filter(({ name }) => !name.includes(' '))
    .map(({ key, name, kind, params, result, volatile = false, nulls = false }) => ({
      key,
      name,
      kind,
      args: params.map(typeOf),
      result: typeOf(result),
      volatile,
      nulls,
    }))
  return listed
}
let listed: readonly CatalogueFunction[] | undefined
