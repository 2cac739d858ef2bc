import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import type { MetadataLevel } from './json.ts'

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

export const headerOf = (headers: Headers, name: string): string | undefined => {
  const found = headers[name]
  return typeof found === 'string' ? found : found?.[0]
}

interface MediaRange {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly q: number
}

function rangesOf(accept: string): readonly MediaRange[] {
  return accept
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .map(([type = '', ...rest]) => {
      const parameters = Object.fromEntries(
        rest.map((each) =>
          each
            .toLowerCase()
            .split('=')
            .map((side) => side.trim()),
        ),
      )
      return { type: type.toLowerCase(), parameters, q: Number(parameters.q ?? 1) }
    })
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q)
}

/** Short names that `$format` may have instead of a media type. */
const shortFormats: Readonly<Record<string, string>> = byName({ json: 'application/json', xml: 'application/xml' })

const accepted = (headers: Headers, format: string | undefined): string =>
  format === undefined ? (headerOf(headers, 'accept') ?? '*/*') : (shortFormats[format.toLowerCase()] ?? format)

export interface ODataFormat {
  readonly metadata: MetadataLevel
  readonly ieee754: boolean
}

/** @throws {ZohoSqlError} WRONG_MEDIA_TYPE JSON is not among what the client takes */
export function jsonFormat(headers: Headers, format: string | undefined): ODataFormat {
  const text = accepted(headers, format)
  const range = rangesOf(text).find(({ type }) => ['application/json', 'application/*', '*/*', 'text/*'].includes(type))
  if (!range)
    throw new ZohoSqlError('WRONG_MEDIA_TYPE', 'Answers are application/json, which the request does not take.')
  const { parameters } = range
  const level = parameters['odata.metadata'] ?? parameters.metadata ?? 'minimal'
  if (level !== 'none' && level !== 'minimal' && level !== 'full')
    throw new ZohoSqlError('WRONG_MEDIA_TYPE', `odata.metadata is none, minimal or full, not "${level}".`)
  return { metadata: level, ieee754: parameters.ieee754compatible === 'true' }
}

/** Metadata are XML, unless JSON alone is asked for. */
export function wantsJson(headers: Headers, format: string | undefined): boolean {
  const types = rangesOf(accepted(headers, format)).map(({ type }) => type)
  return types.includes('application/json') && !types.some((type) => type.endsWith('xml'))
}

/** The version of OData that an answer speaks: the newest one that the client takes. */
export const versionOf = (headers: Headers): '4.0' | '4.01' =>
  headerOf(headers, 'odata-maxversion')?.trim() === '4.0' ? '4.0' : '4.01'

/** Rows of a page, as `Prefer: odata.maxpagesize=500` has it. */
export function maxPageSize(headers: Headers): number | undefined {
  const found = /(?:^|[,;\s])(?:odata\.)?maxpagesize\s*=\s*"?(\d{1,9})"?/i.exec(headerOf(headers, 'prefer') ?? '')
  const size = Number(found?.[1])
  return size > 0 ? size : undefined
}

export const jsonType = ({ metadata, ieee754 }: ODataFormat): string =>
  `application/json;odata.metadata=${metadata};odata.streaming=true;IEEE754Compatible=${ieee754};charset=utf-8`
