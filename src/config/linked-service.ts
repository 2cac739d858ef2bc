import type { JsonObject } from '../base/json.ts'
import { Secret } from '../base/secret.ts'
import type { Pairs } from './connection-string.ts'
import { refusedProperty } from './refuse.ts'

/**
 * Azure Data Factory's linked service of type Zoho: the whole document, its `properties`, its `typeProperties` (with
 * `connectionProperties`, or the older flat form), or the connection properties alone.
 */

const wrappers = ['properties', 'typeProperties', 'connectionProperties'] as const

// What the two outer levels of such a document may hold besides the connection; all of it is Data Factory's own.
const documentKeys = new Set([
  'name',
  'id',
  'etag',
  'type',
  'description',
  'annotations',
  'parameters',
  'connectVia',
  'version',
])

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Secret)

/** True if the object wraps its properties as Data Factory does. */
export const isLinkedService = (value: JsonObject): boolean => wrappers.some((key) => isObject(value[key]))

/** The properties of such a document. Unknown ones are kept, to be refused by name. */
export function readLinkedService(document: JsonObject): Pairs {
  const type = document.type
  if (typeof type === 'string' && isLinkedService(document) && /linkedservices$|^zoho$/i.test(type) === false) {
    throw refusedProperty(`The linked service is of type "${type}".`, 'Only type Zoho is understood.')
  }
  const key = wrappers.find((wrapper) => isObject(document[wrapper]))
  if (key === undefined) return Object.entries(document).filter(([name]) => name !== 'encryptedCredential')
  const extra = Object.entries(document).filter(
    ([name]) => name !== key && !documentKeys.has(name) && name !== 'encryptedCredential',
  )
  return [...readLinkedService(document[key] as JsonObject), ...extra]
}

/**
 * A plain value or the value of a SecureString.
 *
 * @throws ZohoSqlError HY024 for what only Data Factory itself can look up
 */
export function plainValue(name: string, value: unknown): unknown {
  if (!isObject(value)) return value
  if (value.type === 'SecureString' && typeof value.value === 'string') return value.value
  throw refusedProperty(
    `The value of ${name} is of the form ${typeof value.type === 'string' ? value.type : 'object'}.`,
    'Give a plain value or a SecureString; key vaults and expressions can only be looked up by Data Factory.',
  )
}
