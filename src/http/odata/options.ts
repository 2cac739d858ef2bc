import { SyntaxError as GrammarError, parse } from '../../../grammar/odata.peggy'
import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import type { List, ODataExpression, PathSegment, QueryOption, QueryOptionValues } from './tree.ts'

/** What stands after `?`, read. */
export type ODataOptions = Partial<QueryOptionValues> & {
  readonly format?: string
  readonly skiptoken?: string
  readonly aliases: ReadonlyMap<string, ODataExpression | List>
}

const parsed = ['filter', 'orderby', 'select', 'expand', 'compute', 'search', 'apply', 'top', 'skip', 'count'] as const
const plain = ['format', 'skiptoken'] as const
const nestedOnly = ['levels'] as const

/** Names of the options that there are, as they are written. */
const known: readonly string[] = [...parsed, ...plain].map((name) => `$${name}`)

const wrong = (message: string, hint?: string, position?: number): ZohoSqlError =>
  new ZohoSqlError('BAD_REQUEST', message, {
    ...(hint !== undefined && { hint }),
    ...(position !== undefined && { position }),
  })

/** @param shown how the text is called in a complaint; @param before characters that are not the client's own */
function read(text: string, shown: string, before: number): unknown {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof RangeError) throw wrong(`${shown} is nested too deeply.`)
    if (!(error instanceof GrammarError)) throw error
    const at = Math.max(error.location.start.offset - before, 0)
    const rest = text.slice(error.location.start.offset, error.location.start.offset + 20)
    throw wrong(
      `${shown} cannot be read at character ${at + 1}: ${rest === '' ? 'it ends there' : `"${rest}"`}.`,
      undefined,
      at,
    )
  }
}

/** @throws {ZohoSqlError} BAD_REQUEST */
export function readPath(path: string): readonly PathSegment[] {
  return read(`/${path.replace(/^\/+/, '')}`, 'The path', 1) as readonly PathSegment[]
}

/** @throws {ZohoSqlError} BAD_REQUEST with the nearest names */
function unknownOption(name: string): ZohoSqlError {
  const names = [...known, ...nestedOnly.map((each) => `$${each}`)]
  const meant = nearest(name.startsWith('$') ? name : `$${name}`, names)
  return wrong(
    `There is no query option "${name}".`,
    meant.length > 0 ? `Perhaps ${meant.join(' or ')} is meant.` : `There are ${known.join(', ')}.`,
  )
}

/** `+` is a blank here, as forms and most clients write it. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw wrong(`"${text.slice(0, 40)}" is not a text in the encoding of URLs.`)
  }
}

/**
 * Reads the options of a request. Their names may go without `$`, in any case, as 4.01 has it.
 *
 * @param query what stands after `?`, as it came
 * @throws {ZohoSqlError} BAD_REQUEST unknown, doubled or unreadable
 */
export function readOptions(query: string): ODataOptions {
  const found: Record<string, unknown> = {}
  const aliases = new Map<string, ODataExpression | List>()
  for (const part of query.split('&')) {
    if (part === '') continue
    const [first, ...rest] = part.split('=')
    const name = decoded(first!)
    const value = decoded(rest.join('='))
    if (name.startsWith('@')) aliases.set(name.slice(1), aliasValue(name, value))
    else add(found, name, value)
  }
  return { ...found, aliases } as ODataOptions
}

const aliasValue = (name: string, value: string): ODataExpression | List =>
  (read(`alias=${value}`, name, 'alias='.length) as { readonly value: ODataExpression }).value

function add(found: Record<string, unknown>, name: string, value: string): void {
  const key = name.replace(/^\$/, '').toLowerCase()
  if (key in found) throw wrong(`The query option $${key} stands twice.`)
  if (plain.includes(key as (typeof plain)[number])) found[key] = value
  else if (parsed.includes(key as (typeof parsed)[number]))
    found[key] = (read(`${key}=${value}`, `$${key}`, key.length + 1) as QueryOption).value
  else throw unknownOption(name)
}

/** The options in the brackets of an expansion. */
export function nestedOptions(
  list: readonly (QueryOption | { readonly name: string; readonly unknown: true })[],
): Partial<QueryOptionValues> {
  const found: Record<string, unknown> = {}
  for (const option of list) {
    if ('unknown' in option) {
      if (known.includes(`$${option.name}`)) throw wrong(`The value of $${option.name} in $expand cannot be read.`)
      throw unknownOption(option.name)
    }
    found[option.name] = option.value
  }
  return found
}
