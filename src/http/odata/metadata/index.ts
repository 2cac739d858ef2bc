/**
 * What the service is made of: `schema` gathers entity types with their keys, properties and ways to others; `xml` and
 * `json` write it as CSDL.
 */
export { metadataJson } from './json.ts'
export { gather } from './schema.ts'
export { metadataXml } from './xml.ts'
