import type { JsonNode } from './node.ts'

/** What a factory is made of, by the names of its folders. */
export const kinds = ['pipeline', 'dataset', 'linkedService'] as const
export type ResourceKind = (typeof kinds)[number]

/** One resource: its name and its `properties`. */
export interface FactoryDocument {
  readonly name: string
  readonly properties: JsonNode
}

export type Documents = Readonly<Record<ResourceKind, ReadonlyMap<string, FactoryDocument>>>
