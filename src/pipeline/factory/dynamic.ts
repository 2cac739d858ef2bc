import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import {
  checkExpression,
  type ExpressionScope,
  evaluate,
  isObject,
  type KnownNames,
  type PipelineJson,
  parseTemplate,
  type Template,
} from '../expression/index.ts'
import { type At, JsonNode } from './node.ts'

/** A value of a document whose texts may hold expressions: compiled, and checked, before anything runs. */
export type Dynamic =
  | { readonly kind: 'template'; readonly template: Template; readonly at: At }
  | { readonly kind: 'array'; readonly elements: readonly Dynamic[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Dynamic])[] }
  | { readonly kind: 'plain'; readonly value: PipelineJson }

const plainDynamic = (value: PipelineJson): Dynamic => ({ kind: 'plain', value })

/**
 * Compiles a value: texts, objects and arrays at any depth, and Data Factory's `{ "value": "@…", "type": "Expression" }`.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID with file and path
 */
export function compile(node: JsonNode, names: KnownNames): Dynamic {
  const { value } = node
  if (typeof value === 'string') return template(value, node, names)
  if (Array.isArray(value)) return { kind: 'array', elements: node.elements().map((each) => compile(each, names)) }
  if (!isObject(value)) return plainDynamic((value ?? null) as PipelineJson)
  if (isExpression(value)) return template(value.value as string, node.member('value'), names)
  return { kind: 'object', members: node.members().map(([key, each]) => [key, compile(each, names)] as const) }
}

const isExpression = (value: Readonly<Record<string, unknown>>): boolean =>
  value.type === 'Expression' && typeof value.value === 'string'

function template(text: string, { at }: JsonNode, names: KnownNames): Dynamic {
  return located(at, () => {
    const read = parseTemplate(text)
    checkExpression(read, names)
    return 'text' in read ? plainDynamic(read.text) : ({ kind: 'template', template: read, at } as const)
  })
}

/**
 * The value that an activity is given.
 *
 * @throws {ZohoSqlError} EXPRESSION_FAILED with file and path
 */
export function resolve(dynamic: Dynamic, scope: ExpressionScope): PipelineJson {
  switch (dynamic.kind) {
    case 'plain':
      return dynamic.value
    case 'array':
      return dynamic.elements.map((each) => resolve(each, scope))
    case 'object':
      return Object.fromEntries(dynamic.members.map(([key, each]) => [key, resolve(each, scope)]))
    default:
      return located(dynamic.at, () => evaluate(dynamic.template, scope))
  }
}

/** A resolved value, to be read member by member. */
export const resolvedNode = (dynamic: Dynamic, scope: ExpressionScope, at: At): JsonNode =>
  new JsonNode(resolve(dynamic, scope), at)

/** What can be told of an object before anything runs: its members that are not computed. */
export function knownNode(dynamic: Dynamic, at: At): JsonNode {
  const members = dynamic.kind === 'object' ? dynamic.members : []
  return new JsonNode(
    Object.fromEntries(members.flatMap(([key, each]) => (each.kind === 'plain' ? [[key, each.value]] : []))),
    at,
  )
}

/** Errors of expressions say where the expression stands. */
function located<T>(at: At, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isZohoSqlError(error) || !['PIPELINE_INVALID', 'EXPRESSION_FAILED'].includes(error.code)) throw error
    throw new ZohoSqlError(error.code, `${error.message} (${at.file}, ${at.path})`, { hint: error.hint })
  }
}
