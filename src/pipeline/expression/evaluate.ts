import { nearest } from '../../base/names.ts'
import { failure } from './fail.ts'
import { textOf } from './functions/conversions.ts'
import { functions } from './functions/index.ts'
import type { PipelineExpression, Template } from './tree.ts'
import { isArray, isNumber, isObject, kindOf, type PipelineJson } from './values.ts'

/** What an expression can see: `pipeline()`, `activity('x')`, `variables('x')`, `item()`, `dataset()`, `linkedService()`. */
export interface ExpressionScope {
  /** Its value, or undefined where there is no such thing here. @throws {ZohoSqlError} what it is asked for is not there */
  lookUp(name: string, args: readonly PipelineJson[]): PipelineJson | undefined
  /** Milliseconds since 1970, for `utcNow()` and kin. */
  readonly now: () => number
}

/**
 * The value of a template: of any kind for one expression, else a text.
 *
 * @throws {ZohoSqlError} EXPRESSION_FAILED
 */
export function evaluate(template: Template, scope: ExpressionScope): PipelineJson {
  if ('text' in template) return template.text
  if ('expression' in template) return compute(template.expression, scope)
  return template.parts
    .map((part) => (typeof part === 'string' ? part : textOf(compute(part.expression, scope))))
    .join('')
}

function compute(expression: PipelineExpression, scope: ExpressionScope): PipelineJson {
  if (expression.kind === 'literal') return expression.value
  if (expression.kind === 'property') return property(expression, scope)
  const name = expression.name.toLowerCase()
  const found = functions.get(name)
  if (found?.lazy) return found.lazy(expression.args.map((arg) => () => compute(arg, scope)))
  const args = expression.args.map((arg) => compute(arg, scope))
  if (found) return found.apply(args, scope.now)
  const value = scope.lookUp(name, args)
  if (value === undefined) throw failure(`The template function '${expression.name}' is not defined or not valid here.`)
  return value
}

function property(
  { of, key: keyed, optional }: PipelineExpression & { kind: 'property' },
  scope: ExpressionScope,
): PipelineJson {
  const target = compute(of, scope)
  const key = compute(keyed, scope)
  if (target === null) {
    if (optional) return null
    throw failure(`The expression cannot be evaluated because '${textOf(key)}' is asked of a value that is null.`)
  }
  const value = isArray(target) ? element(target, key) : member(target, key)
  if (value !== undefined) return value
  if (optional) return null
  throw missing(target, key)
}

const element = (target: readonly PipelineJson[], key: PipelineJson): PipelineJson | undefined =>
  isNumber(key) ? target[Number(key)] : undefined

/** Names are found exactly, else ignoring case, as Data Factory does. */
function member(target: PipelineJson, key: PipelineJson): PipelineJson | undefined {
  if (!isObject(target) || typeof key !== 'string') return undefined
  if (Object.hasOwn(target, key)) return target[key]
  const lower = key.toLowerCase()
  const found = Object.keys(target).find((name) => name.toLowerCase() === lower)
  return found === undefined ? undefined : target[found]
}

function missing(target: PipelineJson, key: PipelineJson) {
  if (isArray(target)) {
    return failure(`The array index '${textOf(key)}' is outside the bounds (0, ${target.length - 1}) of the array.`)
  }
  if (!isObject(target)) return failure(`A value of type ${kindOf(target)} has no property '${textOf(key)}'.`)
  const names = Object.keys(target)
  const [best] = nearest(textOf(key), names)
  return failure(
    `The expression cannot be evaluated because property '${textOf(key)}' doesn't exist, available properties are '${names.join(', ')}'.`,
    best && `Perhaps ${best} is meant.`,
  )
}
