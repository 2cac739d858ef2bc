import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType } from '../../base/types.ts'
import type { ResolvedFunction } from '../../engine/functions/contract.ts'
import {
  type CallShape,
  commonType,
  resolveFunction,
  resolveOperator,
  typeFromName,
} from '../../engine/functions/index.ts'
import type { Expr, Parameter } from '../../engine/tree.ts'
import type { SqlTypeName } from '../../sql/ast/index.ts'
import type { Binding } from './binding.ts'

/** The function table's answers, with the place in the text added to what it refuses. */

export function located<T>(at: number | undefined, fn: () => T): T {
  try {
    return fn()
  } catch (error) {
    if (!isZohoSqlError(error) || error.position !== undefined || at === undefined) throw error
    const { code, message, hint, detail } = error
    throw new ZohoSqlError(code, message, {
      position: at,
      cause: error,
      ...(hint ? { hint } : {}),
      ...(detail ? { detail } : {}),
    })
  }
}

export function functionFor(name: string, args: readonly SqlType[], at: number, shape?: CallShape): ResolvedFunction {
  if (comparing.has(name) && args.some(isRow)) refuseRows(at)
  return located(at, () => resolveFunction(name, args, shape))
}

export const operatorFor = (
  op: string,
  left: SqlType | undefined,
  right: SqlType,
  at: number | undefined,
): ResolvedFunction => {
  if (comparing.has(op) && [left, right].some(isRow)) refuseRows(at)
  return located(at, () => resolveOperator(op, left, right))
}

const comparing: ReadonlySet<string> = new Set(
  '= <> < <= > >= @> <@ && greatest least array_position array_positions array_remove array_replace'.split(' '),
)

const refuseRows = (at: number | undefined): never => {
  throw new ZohoSqlError('NOT_SUPPORTED', 'rows that were computed cannot be compared', {
    hint: 'Compare their members: (a, b) = (c, d).',
    ...(at === undefined ? {} : { position: at }),
  })
}

/** A row as one value, or an array of such. */
export const isRow = (type: SqlType | undefined): boolean =>
  type?.name === 'record' || (type?.name === 'array' && isRow(type.element))

export const typeNamed = (name: SqlTypeName): SqlType => located(name.at, () => typeFromName(name))

/**
 * What `resolve` finds for the types of `exprs`. Where it finds nothing, parameters without a type are given those of
 * their values: `date + ?` says nothing of the parameter, 7 does.
 */
export function withGiven(
  binding: Binding,
  exprs: readonly Expr[],
  resolve: (types: readonly SqlType[]) => ResolvedFunction,
): ResolvedFunction {
  const types = exprs.map((expr) => expr.type)
  try {
    return resolve(types)
  } catch (error) {
    const given = exprs.map((expr) => (isOpenParameter(expr) ? binding.parameters.given(expr.index) : undefined))
    if (!isZohoSqlError(error) || given.every((type) => type === undefined)) throw error
    return resolve(types.map((type, i) => given[i] ?? type))
  }
}

const isOpenParameter = (expr: Expr): expr is Parameter => expr.kind === 'parameter' && expr.type.name === 'unknown'

/** `what` names the construct in the refusal, which points to the first that does not fit: CASE, UNION, VALUES … */
export function common(binding: Binding, exprs: readonly Expr[], what: string): SqlType {
  const types = exprs.map((expr) => expr.type)
  if (commonOf(types)) return commonType(types, what)
  const culprit = exprs.find((_, i) => !commonOf(types.slice(0, i + 1)))
  return located(culprit && binding.at(culprit), () => commonType(types, what))
}

/** The type that all of `types` may become, or undefined. */
export function commonOf(types: readonly SqlType[]): SqlType | undefined {
  try {
    return commonType(types, '')
  } catch (error) {
    if (isZohoSqlError(error)) return undefined
    throw error
  }
}
