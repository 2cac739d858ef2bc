import type { ExpressionScope, KnownNames, PipelineJson } from '../expression/index.ts'
import { compile, type Dynamic, resolve } from './dynamic.ts'
import type { JsonNode } from './node.ts'

/** Parameters of a pipeline, dataset or linked service: their types and default values. */
export type DeclaredParameters = ReadonlyMap<
  string,
  { readonly type: string; readonly fallback: PipelineJson | undefined }
>

const parameterTypes = ['String', 'Int', 'Float', 'Bool', 'Array', 'Object', 'SecureString'] as const

export function readDeclared(node: JsonNode): DeclaredParameters {
  const found = new Map<string, { type: string; fallback: PipelineJson | undefined }>()
  for (const [name, parameter] of node.members()) {
    const type = parameter.member('type').oneOf(parameterTypes)
    const value = parameter.member('defaultValue').value as PipelineJson | undefined
    parameter.done(['metadata', 'description'])
    found.set(name, { type, fallback: value === null ? undefined : value })
  }
  return found
}

export const namesOf = (declared: DeclaredParameters): ReadonlySet<string> => new Set(declared.keys())

/** Values that a reference gives to the parameters of what it refers to. */
export type ArgumentValues = ReadonlyMap<string, Dynamic>

/** @throws {ZohoSqlError} PIPELINE_INVALID a parameter that is not declared, or one without a value */
export function readGiven(node: JsonNode, declared: DeclaredParameters, names: KnownNames): ArgumentValues {
  const given = new Map<string, Dynamic>()
  for (const [name, value] of node.members()) {
    const known = [...declared.keys()].find((each) => each.toLowerCase() === name.toLowerCase())
    if (known === undefined) throw value.refusal(`There is no parameter "${name}" where this leads.`, list(declared))
    given.set(known, compile(value, names))
  }
  const missing = [...declared].find(([name, { fallback }]) => fallback === undefined && !given.has(name))
  if (missing) throw node.refusal(`The parameter "${missing[0]}" is given no value.`)
  return given
}

const list = (declared: DeclaredParameters): string =>
  declared.size === 0 ? 'It has no parameters.' : `Its parameters are ${[...declared.keys()].join(', ')}.`

/** What `dataset()` or `linkedService()` gives inside. */
export function resolveGiven(
  given: ArgumentValues,
  declared: DeclaredParameters,
  scope: ExpressionScope,
): Readonly<Record<string, PipelineJson>> {
  const values = [...declared].map(([name, { fallback }]) => {
    const value = given.get(name)
    return [name, value === undefined ? (fallback ?? null) : resolve(value, scope)] as const
  })
  return Object.fromEntries(values)
}

/** A scope in which one word alone means something. */
export const scopeWith = (word: string, value: PipelineJson, { now }: ExpressionScope): ExpressionScope => ({
  now,
  lookUp: (name) => (name === word ? value : undefined),
})
