import type { JsonObject } from '../base/json.ts'
import { isObject } from './linked-service.ts'
import { refusedProperty } from './refuse.ts'

/** An ARM template, as Data Factory publishes a factory: its linked service of type Zoho is the connection. */

export const isArmTemplate = (document: JsonObject): boolean =>
  Array.isArray(document.resources) &&
  /deploymentTemplate\.json/i.test(String(document.$schema ?? 'deploymentTemplate.json'))

const isZoho = (resource: unknown): resource is JsonObject =>
  isObject(resource) &&
  /\/linkedservices$/i.test(String(resource.type)) &&
  isObject(resource.properties) &&
  /^zoho$/i.test(String(resource.properties.type))

/** @throws ZohoSqlError HY024 for none and for several */
export function linkedServiceOf(template: JsonObject): JsonObject {
  const found = (template.resources as readonly unknown[]).filter(isZoho)
  const names = found.map(({ name }) => nameOf(String(name)))
  if (found.length === 0) throw refusedProperty('The ARM template has no linked service of type Zoho.')
  if (found.length > 1) {
    throw refusedProperty(
      `The ARM template has several linked services of type Zoho: ${names.join(', ')}.`,
      'Save the one that is meant as a file of its own.',
    )
  }
  const parameters = isObject(template.parameters) ? template.parameters : {}
  return filled({ name: names[0], properties: found[0]!.properties }, parameters) as JsonObject
}

/** `[concat(parameters('factoryName'), '/Zoho')]` is called Zoho. */
const nameOf = (text: string): string => /\/([^/']+)'\s*\)\s*\]$/.exec(text)?.[1] ?? text

const parameterForm = /^\[parameters\('([^']+)'\)\]$/

/** With defaults in place of parameters; one without, as secrets are, is left out, for the environment to say. */
function filled(value: unknown, parameters: JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, parameters))
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, filled(item, parameters)] as const)
    if (value.type === 'SecureString' && entries.some(([key, item]) => key === 'value' && item === undefined))
      return undefined
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
  }
  const name = typeof value === 'string' ? parameterForm.exec(value)?.[1] : undefined
  if (name === undefined) return value
  const parameter = parameters[name]
  const preset = isObject(parameter) ? parameter.defaultValue : undefined
  return preset === '' ? undefined : preset
}
