import { readFileSync } from 'node:fs'
import { ZohoSqlError } from '../base/errors.ts'
import { redact } from '../base/secret.ts'
import { isArmTemplate, linkedServiceOf } from './arm-template.ts'
import { type Pairs, readConnectionString } from './connection-string.ts'
import { isLinkedService, isObject, readLinkedService } from './linked-service.ts'
import { normalName } from './property-types.ts'
import { refusedProperty } from './refuse.ts'

/**
 * What `connect` takes: a connection string, the text or the path of a linked-service JSON, such a document as an
 * object, or an object of properties (with `connectionString` in it, as npm `odbc` has it, if wanted).
 */
export type RawConnectionInput = string | Readonly<Record<string, unknown>> | undefined

/** Key and value pairs, whatever the form. @throws ZohoSqlError HY024, 58030 if a file cannot be read */
export function readInput(input: RawConnectionInput): Pairs {
  if (input === undefined) return []
  if (typeof input !== 'string') return readObject(input)
  const text = input.trim()
  if (text.startsWith('{')) return readObject(parseJson(text, 'The JSON text'))
  return isPath(text) ? readFile(text) : readConnectionString(text)
}

/** A path holds no `=`, or has a folder before the first one. */
const isPath = (text: string): boolean => text !== '' && !/^[^=/\\]*=/.test(text)

function readObject(document: Readonly<Record<string, unknown>>): Pairs {
  if (!isObject(document)) throw refusedProperty('A connection is a text or an object of properties.')
  if (isArmTemplate(document)) return readLinkedService(linkedServiceOf(document))
  if (isLinkedService(document)) return readLinkedService(document)
  const pairs = Object.entries(document)
  const inner = pairs.find(([key]) => normalName(key) === 'connectionstring')
  if (typeof inner?.[1] !== 'string') return pairs
  return [...pairs.filter((pair) => pair !== inner), ...readInput(inner[1])]
}

function readFile(path: string): Pairs {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ZohoSqlError('FILE', `"${redact(path)}" is neither a connection string nor a file that can be read.`, {
      hint: 'Give Key=Value;…, or the path of a linked-service JSON.',
      cause,
    })
  }
  return readObject(parseJson(text, path))
}

function parseJson(text: string, what: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // The parser's own message quotes the text, which may hold secrets.
    throw refusedProperty(`${what} is not valid JSON.`)
  }
}
