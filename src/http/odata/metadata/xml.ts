import { byName } from '../../../base/by-name.ts'
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

const entities: Readonly<Record<string, string>> = byName({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })

/** Characters that XML cannot hold are left out. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (char) => entities[char]!)

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** CSDL in XML. */
export function metadataXml(types: readonly TypeDescription[], version: string): string {
  const schema = element('Schema', { xmlns: 'http://docs.oasis-open.org/odata/ns/edm', Namespace: namespace }, [
    ...types.map(entityType),
    element('EntityContainer', { Name: containerName }, types.map(entitySet)),
  ])
  const edmx = { 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx', Version: version }
  const services = element('edmx:DataServices', {}, [schema])
  return `<?xml version="1.0" encoding="utf-8"?>\n${element('edmx:Edmx', edmx, [services])}`
}

function entityType({ entity, key, properties, ways }: TypeDescription): string {
  const keys = key.map((name) => element('PropertyRef', { Name: name }))
  return element('EntityType', { Name: entity.set }, [
    ...(keys.length > 0 ? [element('Key', {}, keys)] : []),
    ...properties.map(property),
    ...ways.map(navigation),
  ])
}

const text = (term: string, value: string): string => element('Annotation', { Term: term, String: value })

function property({ name, edm, nullable, label, values }: PropertyDescription): string {
  const attributes = {
    Name: name,
    Type: edm.collection ? `Collection(${edm.name})` : edm.name,
    Nullable: nullable ? undefined : false,
    MaxLength: edm.length,
    Precision: edm.precision,
    Scale: edm.scale,
  }
  const allowed = values.map((value) =>
    element('Record', {}, [element('PropertyValue', { Property: 'Value', String: value })]),
  )
  return element('Property', attributes, [
    ...(label === '' ? [] : [text(terms.description, label)]),
    ...(allowed.length === 0
      ? []
      : [element('Annotation', { Term: terms.values }, [element('Collection', {}, allowed)])]),
  ])
}

function navigation({ name, kind, target, idColumn, key }: Navigation): string {
  if (kind === 'many') return element('NavigationProperty', { Name: name, Type: `Collection(${typeName(target)})` })
  return element('NavigationProperty', { Name: name, Type: typeName(target) }, [
    element('ReferentialConstraint', { Property: idColumn, ReferencedProperty: key }),
  ])
}

function entitySet({ entity, ways, changed }: TypeDescription): string {
  return element('EntitySet', { Name: entity.set, EntityType: typeName(entity) }, [
    ...ways.map(({ name, target }) => element('NavigationPropertyBinding', { Path: name, Target: target.set })),
    ...(entity.table.description === '' ? [] : [text(terms.description, entity.table.description)]),
    ...restrictions.map(([term, name]) =>
      element('Annotation', { Term: term }, [
        element('Record', {}, [element('PropertyValue', { Property: name, Bool: false })]),
      ]),
    ),
    ...(changed === undefined
      ? []
      : [
          element('Annotation', { Term: terms.concurrency }, [
            element('Collection', {}, [`<PropertyPath>${escaped(changed)}</PropertyPath>`]),
          ]),
        ]),
  ])
}
