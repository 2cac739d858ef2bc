import type { Json, Names, Scope } from '../expression/index.ts'
import { compile, type Dynamic, resolve } from './dynamic.ts'
import type { JsonNode } from './node.ts'

/** Parameters of a pipeline, dataset or linked service: their types and default values. */
export type Declared = ReadonlyMap<string, { readonly type: string; readonly fallback: Json | undefined }>

const parameterTypes = ['String', 'Int', 'Float', 'Bool', 'Array', 'Object', 'SecureString'] as const

export function readDeclared(node: JsonNode): Declared {
  const found = new Map<string, { type: string; fallback: Json | undefined }>()
  for (const [name, parameter] of node.members()) {
    const type = parameter.member('type').oneOf(parameterTypes)
    const value = parameter.member('defaultValue').value as Json | undefined
    parameter.done(['metadata', 'description'])
    found.set(name, { type, fallback: value === null ? undefined : value })
  }
  return found
}

export const namesOf = (declared: Declared): ReadonlySet<string> => new Set(declared.keys())

/** Values that a reference gives to the parameters of what it refers to. */
export type Given = ReadonlyMap<string, Dynamic>

/** @throws {ZohoSqlError} PIPELINE_INVALID a parameter that is not declared, or one without a value */
export function readGiven(node: JsonNode, declared: Declared, names: Names): Given {
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

const list = (declared: Declared): string =>
  declared.size === 0 ? 'It has no parameters.' : `Its parameters are ${[...declared.keys()].join(', ')}.`

/** What `dataset()` or `linkedService()` gives inside. */
export function resolveGiven(given: Given, declared: Declared, scope: Scope): Readonly<Record<string, Json>> {
  const values = [...declared].map(([name, { fallback }]) => {
    const value = given.get(name)
    return [name, value === undefined ? (fallback ?? null) : resolve(value, scope)] as const
  })
  return Object.fromEntries(values)
}

/** A scope in which one word alone means something. */
export const scopeWith = (word: string, value: Json, { now }: Scope): Scope => ({
  now,
  lookUp: (name) => (name === word ? value : undefined),
})
