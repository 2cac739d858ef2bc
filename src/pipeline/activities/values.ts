import { ZohoSqlError } from '../../base/errors.ts'
import { type ExpressionScope, type PipelineJson, textOf } from '../expression/index.ts'
import { type At, compile, type Dynamic, type JsonNode, resolve } from '../factory/index.ts'
import type { ActivityReading } from './activity.ts'

/** A property whose value may be an expression: read, and checked, before anything runs. */
export interface DynamicProperty {
  readonly dynamic: Dynamic
  readonly at: At
}

export const wanted = (node: JsonNode, { names }: Pick<ActivityReading, 'names'>): DynamicProperty => ({
  dynamic: compile(node, names),
  at: node.at,
})

/** @throws {ZohoSqlError} PIPELINE_INVALID there is nothing */
export function needed(node: JsonNode, reading: Pick<ActivityReading, 'names'>): DynamicProperty {
  if (!node.isThere) throw node.wrong('a value')
  return wanted(node, reading)
}

const unfit = ({ file, path }: At, what: string): ZohoSqlError =>
  new ZohoSqlError('EXPRESSION_FAILED', `The value is not ${what}. (${file}, ${path})`)

export const valueIn = ({ dynamic }: DynamicProperty, scope: ExpressionScope): PipelineJson => resolve(dynamic, scope)

export function textIn(one: DynamicProperty, scope: ExpressionScope): string {
  const value = valueIn(one, scope)
  if (value === null) throw unfit(one.at, 'a text')
  return textOf(value)
}

export function arrayIn(one: DynamicProperty, scope: ExpressionScope): readonly PipelineJson[] {
  const value = valueIn(one, scope)
  if (!Array.isArray(value)) throw unfit(one.at, 'an array')
  return value
}

export function booleanIn(one: DynamicProperty, scope: ExpressionScope): boolean {
  const value = valueIn(one, scope)
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw unfit(one.at, 'true or false')
}

export function numberIn(one: DynamicProperty, scope: ExpressionScope): number {
  const value = valueIn(one, scope)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) throw unfit(one.at, 'a number')
  return number
}
