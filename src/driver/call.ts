import { ZohoSqlError } from '../base/errors.ts'
import { parse } from '../sql/index.ts'
import type { CursorOptions, Parameters, QueryOptions, Sql } from './face/index.ts'

/** What `query` and `stream` were called with, in one form. */
export interface QueryCall {
  readonly sql: string
  readonly parameters: Parameters
  readonly options: Partial<CursorOptions>
}

const optionNames: ReadonlySet<string> = new Set([
  'cursor',
  'dryRun',
  'fetchSize',
  'initialBufferSize',
  'rowMode',
  'signal',
  'timeout',
] satisfies (keyof CursorOptions)[])

/**
 * A statement with its values and options, whichever of them were left out: npm `odbc`'s forms, and `{ text, values }`.
 *
 * @param otherwise the form of rows where nothing says
 * @throws {ZohoSqlError} 22023 no statement, or options that are none
 */
export function readCall(
  sql: Sql,
  parameters: unknown,
  options: Partial<CursorOptions> | null | undefined,
  otherwise: QueryOptions['rowMode'],
): QueryCall {
  const { text, values, rowMode = otherwise } = typeof sql === 'object' && sql !== null ? sql : { text: sql }
  refuseNoText(text, sql)
  if (options == null && isOptions(text, parameters)) return checked(text, values, { rowMode, ...parameters })
  return checked(text, parameters ?? values, { rowMode, ...options })
}

function checked(sql: string, parameters: unknown, options: Partial<CursorOptions>): QueryCall {
  const { timeout, rowMode = 'object' } = options
  if (timeout !== undefined && !(Number.isFinite(timeout) && timeout >= 0)) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `timeout is ${timeout} and must be a number of seconds.`)
  }
  if (rowMode !== 'object' && rowMode !== 'array') {
    throw new ZohoSqlError('INVALID_ARGUMENT', `rowMode is "${rowMode}" and must be object or array.`)
  }
  return { sql, parameters: (parameters ?? []) as Parameters, options: { ...options, rowMode } }
}

/** Options in the place of the values: all their names are options', and the statement has no names for values. */
function isOptions(sql: string, given: unknown): given is Partial<CursorOptions> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  return Object.keys(given).every((name) => optionNames.has(name)) && !hasNames(sql)
}

function hasNames(sql: string): boolean {
  try {
    return parse(sql).parameterStyle === 'named'
  } catch {
    // It is said when the statement runs.
    return false
  }
}

/** @throws {ZohoSqlError} 22023 a statement that is no text */
export function refuseNoText(text: unknown, given = text): asserts text is string {
  if (typeof text !== 'string') throw noStatement(given)
}

function noStatement(given: unknown): ZohoSqlError {
  const what = Array.isArray(given) ? 'a list' : given === null ? 'null' : typeof given
  return new ZohoSqlError('INVALID_ARGUMENT', `The statement must be a text and is ${what}.`, {
    hint: 'query(text, values), query({ text, values }) and sql`…` run statements.',
  })
}

/** A tagged template as a statement: its values are parameters. */
export const tagged = (texts: readonly string[], values: readonly unknown[]): { text: string; values: unknown[] } => ({
  text: texts.slice(1).reduce((sql, text, index) => `${sql}$${index + 1}${text}`, texts[0] ?? ''),
  values: [...values],
})
