import { isZohoSqlError, type ZohoSqlError } from '../base/errors.ts'
import type { Value } from '../base/types.ts'
import { LocalEngine } from './engine.ts'
import type { Expr } from './tree.ts'
import type { Session } from './values/index.ts'

let scratch: LocalEngine | undefined

/**
 * The value of an expression without columns, computed as a query would: same functions, same meaning.
 *
 * @throws {ZohoSqlError} what the expression raises
 */
export function evaluate(expr: Expr, session: Session, parameters: readonly Value[] = []): Value {
  scratch ??= LocalEngine.open()
  scratch.useSession(session)
  return scratch.evaluate(expr, parameters)
}

export type Folded = { readonly value: Value } | { readonly error: ZohoSqlError }

/**
 * The same with the error as an answer: what is never evaluated may not fail a statement, so a planner that folds
 * leaves an expression with an error as it is.
 */
export function tryEvaluate(expr: Expr, session: Session, parameters: readonly Value[] = []): Folded {
  try {
    return { value: evaluate(expr, session, parameters) }
  } catch (error) {
    if (isZohoSqlError(error)) return { error }
    throw error
  }
}
