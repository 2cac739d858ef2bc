import type { Column } from '../../../driver/inner.ts'
import { type EdmType, edmOf } from '../edm.ts'
import { type Entity, type Model, modifiedTime, type Navigation } from '../model.ts'

export const namespace = 'zoho'
export const containerName = 'Zoho'

/**
 * Terms that annotate the model, by their full names: references to the vocabularies would send clients that follow them
 * (Apache Olingo) out to the internet, which they may not reach.
 */
export const terms = {
  description: 'Org.OData.Core.V1.Description',
  concurrency: 'Org.OData.Core.V1.OptimisticConcurrency',
  values: 'Org.OData.Validation.V1.AllowedValues',
} as const

/** What no entity set allows: each term, and the property of it that is false. */
export const restrictions = [
  ['Org.OData.Capabilities.V1.InsertRestrictions', 'Insertable'],
  ['Org.OData.Capabilities.V1.UpdateRestrictions', 'Updatable'],
  ['Org.OData.Capabilities.V1.DeleteRestrictions', 'Deletable'],
] as const

export interface PropertyDescription {
  readonly name: string
  readonly edm: EdmType
  readonly nullable: boolean
  readonly label: string
  readonly values: readonly string[]
}

export interface TypeDescription {
  readonly entity: Entity
  readonly key: readonly string[]
  readonly properties: readonly PropertyDescription[]
  readonly ways: readonly Navigation[]
  /** The property that tells whether an entity has changed. */
  readonly changed: string | undefined
}

/** Reads all tables that the caller may see. */
export async function gather(model: Model): Promise<readonly TypeDescription[]> {
  const all = await model.all()
  const types: TypeDescription[] = []
  for (const entity of all) {
    const lookups = await model.lookups(entity)
    const children = all.flatMap((child) => model.children(entity, child))
    types.push(describe(entity, unique([...lookups, ...children])))
  }
  return types
}

/** Of ways with one name the first is told: it is the one that the name finds. */
const unique = (ways: readonly Navigation[]): readonly Navigation[] =>
  ways.filter(({ name }, i) => ways.findIndex((each) => each.name === name) === i)

function describe(entity: Entity, ways: readonly Navigation[]): TypeDescription {
  const { columns, primaryKey } = entity.table
  return {
    entity,
    key: primaryKey,
    properties: columns.filter(({ hidden }) => !hidden).map((column) => property(column, primaryKey)),
    ways,
    changed: modifiedTime(entity)?.name,
  }
}

const property = (column: Column, key: readonly string[]): PropertyDescription => ({
  name: column.name,
  edm: edmOf(column.type),
  nullable: column.nullable && !key.includes(column.name),
  label: column.description,
  values: column.picklist ?? [],
})

export const typeName = ({ set }: Entity): string => `${namespace}.${set}`
