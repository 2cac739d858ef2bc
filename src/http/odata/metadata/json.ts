import type { Navigation } from '../model.ts'
import {
  containerName,
  namespace,
  type PropertyDescription,
  restrictions,
  type TypeDescription,
  terms,
  typeName,
} from './schema.ts'

const readOnly = Object.fromEntries(restrictions.map(([term, name]) => [`@${term}`, { [name]: false }]))

/** CSDL in JSON. */
export function metadataJson(types: readonly TypeDescription[]): object {
  return {
    $Version: '4.01',
    $EntityContainer: `${namespace}.${containerName}`,
    [namespace]: {
      ...Object.fromEntries(types.map((type) => [type.entity.set, entityType(type)])),
      [containerName]: {
        $Kind: 'EntityContainer',
        ...Object.fromEntries(types.map((type) => [type.entity.set, entitySet(type)])),
      },
    },
  }
}

const entityType = ({ key, properties, ways }: TypeDescription) => ({
  $Kind: 'EntityType',
  ...(key.length > 0 && { $Key: key }),
  ...Object.fromEntries(properties.map((each) => [each.name, property(each)])),
  ...Object.fromEntries(ways.map((each) => [each.name, navigation(each)])),
})

const property = ({ edm, nullable, label, values }: PropertyDescription) => ({
  ...(edm.name !== 'Edm.String' && { $Type: edm.name }),
  ...(edm.collection && { $Collection: true }),
  ...(nullable && { $Nullable: true }),
  ...(edm.length !== undefined && { $MaxLength: edm.length }),
  ...(edm.precision !== undefined && { $Precision: edm.precision }),
  ...(edm.scale !== undefined && { $Scale: edm.scale }),
  ...(label !== '' && { [`@${terms.description}`]: label }),
  ...(values.length > 0 && { [`@${terms.values}`]: values.map((value) => ({ Value: value })) }),
})

const navigation = ({ kind, target, idColumn, key }: Navigation) => ({
  $Kind: 'NavigationProperty',
  $Type: typeName(target),
  ...(kind === 'many' ? { $Collection: true } : { $Nullable: true, $ReferentialConstraint: { [idColumn]: key } }),
})

const entitySet = ({ entity, ways, changed }: TypeDescription) => ({
  $Collection: true,
  $Type: typeName(entity),
  ...(ways.length > 0 && {
    $NavigationPropertyBinding: Object.fromEntries(ways.map(({ name, target }) => [name, target.set])),
  }),
  ...(entity.table.description !== '' && { [`@${terms.description}`]: entity.table.description }),
  ...readOnly,
  ...(changed !== undefined && { [`@${terms.concurrency}`]: [changed] }),
})
