import { failure } from '../fail.ts'
import {
  isArray,
  isNumber,
  isObject,
  jsonText,
  narrowed,
  type PipelineJson,
  type PipelineJsonObject,
  readJson,
} from '../values.ts'
import { asString, lazy, row } from './row.ts'

/** A value as a text: what `string()` and `@{…}` make of it. */
export function textOf(value: PipelineJson): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  // As .NET writes them.
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return isNumber(value) ? String(value) : jsonText(value)
}

const decode = (value: PipelineJson | undefined): string => Buffer.from(asString(value), 'base64').toString('utf8')
const encode = (value: PipelineJson | undefined): string => Buffer.from(asString(value), 'utf8').toString('base64')

const octets = 'application/octet-stream'

/** Data Factory's form of bytes. */
const binary = (base64: string, type = octets): PipelineJsonObject => ({ '$content-type': type, $content: base64 })

function bool(value: PipelineJson): boolean {
  if (typeof value === 'boolean') return value
  if (isNumber(value)) return Number(value) !== 0
  const word = asString(value).trim().toLowerCase()
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  throw failure(`bool() makes nothing of "${asString(value)}".`)
}

function int(value: PipelineJson): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  const digits = asString(value).trim()
  if (/^[-+]?\d+$/.test(digits)) return narrowed(BigInt(digits.replace(/^\+/, '')))
  throw failure(`int() makes nothing of "${digits}".`)
}

function float(value: PipelineJson): number {
  if (isNumber(value)) return Number(value)
  const digits = asString(value).trim()
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(digits)) return Number(digits)
  throw failure(`float() makes nothing of "${digits}".`)
}

function json(value: PipelineJson): PipelineJson {
  if (isObject(value) || isArray(value)) return value
  const text = asString(value)
  try {
    return readJson(text)
  } catch {
    throw failure('json() was given a text that is not valid JSON.')
  }
}

/** `data:text/plain;charset=utf-8;base64,aGVsbG8=` in its two parts. */
function dataUriParts(value: PipelineJson | undefined): { readonly type: string; readonly base64: string } {
  const found = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(asString(value))
  if (!found) throw failure('A data URI begins with "data:" and has a comma before its content.')
  const [, type = '', marked, content = ''] = found
  const base64 = marked ? content : Buffer.from(decodeURIComponent(content)).toString('base64')
  return { type: type || 'text/plain;charset=US-ASCII', base64 }
}

function dataUriBinary(value: PipelineJson | undefined): PipelineJsonObject {
  const { type, base64 } = dataUriParts(value)
  return binary(base64, type)
}

function decodeUri(value: PipelineJson | undefined): string {
  try {
    return decodeURIComponent(asString(value))
  } catch {
    throw failure('A text that should be decoded as part of a URI is none.')
  }
}

/** Escapes what .NET's EscapeDataString does. */
const encodeUri = (value: PipelineJson | undefined): string =>
  encodeURIComponent(asString(value)).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

const dataUri = (value: PipelineJson | undefined): string => `data:text/plain;charset=utf-8;base64,${encode(value)}`

export const conversions = {
  array: row(1, 1, ([value]) => (isArray(value!) ? value! : [value!])),
  base64: row(1, 1, ([value]) => encode(value)),
  base64ToBinary: row(1, 1, ([value]) => binary(asString(value))),
  base64ToString: row(1, 1, ([value]) => decode(value)),
  binary: row(1, 1, ([value]) => binary(encode(value))),
  bool: row(1, 1, ([value]) => bool(value!)),
  coalesce: lazy(1, Infinity, (args) => {
    for (const arg of args) {
      const value = arg()
      if (value !== null) return value
    }
    return null
  }),
  createArray: row(0, Infinity, (args) => args),
  dataUri: row(1, 1, ([value]) => dataUri(value)),
  dataUriToBinary: row(1, 1, ([value]) => dataUriBinary(value)),
  dataUriToString: row(1, 1, ([value]) => Buffer.from(dataUriParts(value).base64, 'base64').toString('utf8')),
  decodeBase64: row(1, 1, ([value]) => decode(value)),
  decodeDataUri: row(1, 1, ([value]) => dataUriBinary(value)),
  decodeUriComponent: row(1, 1, ([value]) => decodeUri(value)),
  encodeUriComponent: row(1, 1, ([value]) => encodeUri(value)),
  float: row(1, 1, ([value]) => float(value!)),
  int: row(1, 1, ([value]) => int(value!)),
  json: row(1, 1, ([value]) => json(value!)),
  string: row(1, 1, ([value]) => textOf(value!)),
  uriComponent: row(1, 1, ([value]) => encodeUri(value)),
  uriComponentToBinary: row(1, 1, ([value]) => binary(Buffer.from(decodeUri(value)).toString('base64'))),
  uriComponentToString: row(1, 1, ([value]) => decodeUri(value)),
}
