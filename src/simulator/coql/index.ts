/**
 * COQL as the simulator understands it: `grammar/coql.peggy` reads the text, `form.ts` checks what needs no module,
 * `resolve.ts`, `operators.ts` and `operands.ts` check names, operators and literals, `run.ts` evaluates over the
 * records, `shape.ts` gives cells the form of the version. Limits are in `limits.ts`, refusals in `refusals.ts`.
 *
 * Not here: HTTP, tokens, credits and concurrency, keys shuffled or added: the server does that for all answers.
 */
import { type ApiVersion, atLeast, type SimWorld } from '../model.ts'
import { SimRefusal } from '../refusal.ts'
import type { CoqlSelect } from './ast.ts'
import { defaultLimit, since } from './limits.ts'
import { type ParseOptions, parseCoql } from './parse.ts'
import { type CoqlResult, runQuery } from './run.ts'

/** An answer to `POST /crm/{version}/coql`; `body` undefined: 204. */
export interface CoqlAnswer {
  readonly status: number
  readonly body?: unknown
  readonly rows: number
  /** LIMIT asked for, which the price goes by; the default where the query did not get so far. */
  readonly limit: number
  /** Why there are no rows, where Zoho answers an error; `body` is that error. */
  readonly refusal?: SimRefusal
}

/** Answers the body of a COQL call; refusals are answers too. */
export function answerCoql(world: SimWorld, version: ApiVersion, body: unknown): CoqlAnswer {
  let limit = defaultLimit
  try {
    const { text, withFields } = readBody(body, version)
    const query = parseCoql(text, parseOptions(world))
    limit = limitAsked(query)
    refuseForbidden(query, world)
    const result = runQuery(query, world, version)
    return answer(result, withFields ? fieldsOf(query, result) : {})
  } catch (error) {
    if (!(error instanceof SimRefusal)) throw error
    const refusal = inVariant(error, world)
    return { ...refusal.answer, rows: 0, limit, refusal }
  }
}

function answer({ rows, more, page }: CoqlResult, meta: object): CoqlAnswer {
  const { limit } = page
  if (rows.length === 0) return { status: 204, rows: 0, limit }
  const info = { count: rows.length, more_records: more }
  return { status: 200, body: { data: rows, info, ...meta }, rows: rows.length, limit }
}

const invalidBody = (details: object): SimRefusal => new SimRefusal(400, 'INVALID_DATA', details, 'invalid data')

function readBody(body: unknown, version: ApiVersion): { text: string; withFields: boolean } {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const text = given.select_query
  if (text === undefined) {
    throw new SimRefusal(400, 'MANDATORY_NOT_FOUND', { api_name: 'select_query' }, 'mandatory key not found')
  }
  if (typeof text !== 'string') {
    throw invalidBody({ api_name: 'select_query', expected_data_type: 'string', json_path: '$.select_query' })
  }
  return { text, withFields: atLeast(version, since.meta) && readMeta(given.include_meta) }
}

function readMeta(asked: unknown): boolean {
  if (asked === undefined) return false
  const list: readonly unknown[] = Array.isArray(asked) ? asked : [asked]
  const wrong = list.findIndex((name) => name !== 'fields')
  if (wrong === -1) return list.length > 0
  const path = `$.include_meta[${wrong}]`
  throw invalidBody({ api_name: 'include_meta', json_path: path, supported_values: ['fields'] })
}

const parseOptions = ({ variants }: SimWorld): ParseOptions => ({
  flatConditions: !variants.coqlStrictBrackets,
  backslashEscapes: variants.coqlBackslash === 'escape',
  lowerNullTest: variants.coqlUpperNullTest === 'refused',
})

function limitAsked({ limit }: CoqlSelect): number {
  const asked = Number(limit?.text ?? defaultLimit)
  return Number.isInteger(asked) && asked > 0 ? asked : defaultLimit
}

function refuseForbidden(query: CoqlSelect, { variants, modules }: SimWorld): void {
  if (variants.coqlForbidden === 'scope') {
    throw new SimRefusal(401, 'OAUTH_SCOPE_MISMATCH', {}, 'invalid oauth scope to access this URL')
  }
  const module = query.from?.module ?? ''
  if (variants.coqlForbidden === 'permission' || modules.get(module)?.meta.viewable === false) {
    const permissions = [`Crm_Implied_View_${module}`]
    throw new SimRefusal(403, 'NO_PERMISSION', { permissions }, 'permission denied')
  }
}

const atFault = ['SYNTAX_ERROR', 'INVALID_QUERY', 'INVALID_DATA']

/** The refusal with the code and the status that the variants give it. */
function inVariant(refusal: SimRefusal, { variants }: SimWorld): SimRefusal {
  const { code, status, details, message } = refusal
  if (code === 'DUPLICATE_DATA') return new SimRefusal(variants.coqlDuplicateStatus, code, details, message)
  if (variants.coqlErrorCode === null || !atFault.includes(code)) return refusal
  return new SimRefusal(status, variants.coqlErrorCode, details, message)
}

/** Metadata of the module's own columns that were selected. */
function fieldsOf(query: CoqlSelect, { module }: CoqlResult): object {
  const names = query.columns.flatMap((item) => module.field(item.ref.text) ?? [])
  return { fields: Object.fromEntries(names.map((field) => [field.api_name, field])) }
}
