import { ZohoSqlError } from '../../base/errors.ts'
import { matching, nearest } from '../../base/names.ts'
import type { Column, Table } from '../../driver/inner.ts'
import { lex } from '../../sql/lex.ts'
import type { PagePosition } from './page-token.ts'

export interface SortColumn {
  readonly column: Column
  readonly descending: boolean
}

/** What a page is made of. */
export interface PageQuery {
  readonly table: Table
  readonly columns: readonly Column[]
  readonly sort: readonly SortColumn[]
  readonly filter: string | undefined
  readonly limit: number
  /** Rows before the page; a place where the page before ended wins over it. */
  readonly offset: number
  readonly after: PagePosition | undefined
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * The statement of a page, and one row more that tells whether there is a next one. Its last columns are those that rows
 * are sorted by.
 */
export function pageStatement({ table, columns, sort, filter, limit, offset, after }: PageQuery) {
  const parameters: unknown[] = []
  const conditions = [
    ...(filter === undefined ? [] : [`(${filter}\n)`]),
    ...(after === undefined ? [] : [`(${beyond(sort, after.values, parameters)})`]),
  ]
  const list = [...columns, ...sort.map(({ column }) => column)].map(({ name }) => quoted(name))
  const order = sort.map(({ column, descending }) => `${quoted(column.name)}${descending ? ' DESC' : ''}`)
  const sql = [
    `SELECT ${list.join(', ')} FROM ${quoted(table.schema)}.${quoted(table.name)}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join(' AND ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    `LIMIT ${limit + 1}`,
    ...(after === undefined && offset > 0 ? [`OFFSET ${offset}`] : []),
  ].join(' ')
  return { sql, parameters }
}

/**
 * Rows that come after a place in an order: equal in the first keys and after it in the next one. NULLs come last
 * ascending and first descending.
 */
function beyond(sort: readonly SortColumn[], values: PagePosition['values'], parameters: unknown[]): string {
  const parameter = (value: unknown): string => `$${parameters.push(value)}`
  const terms: string[] = []
  for (const [i, key] of sort.entries()) {
    const further = after(key, values[i]!, parameter)
    if (further === undefined) continue
    const same = sort.slice(0, i).map(({ column }, n) => equal(column, values[n]!, parameter))
    terms.push(`(${[...same, further].join(' AND ')})`)
  }
  return terms.join(' OR ') || 'false'
}

type AddParameter = (value: unknown) => string

const equal = ({ name }: Column, value: PagePosition['values'][number], parameter: AddParameter): string =>
  value === null ? `${quoted(name)} IS NULL` : `${quoted(name)} = ${parameter(value)}`

function after(
  { column, descending }: SortColumn,
  value: PagePosition['values'][number],
  parameter: AddParameter,
): string | undefined {
  const name = quoted(column.name)
  if (descending) return value === null ? `${name} IS NOT NULL` : `${name} < ${parameter(value)}`
  if (value === null) return undefined
  return column.nullable ? `(${name} > ${parameter(value)} OR ${name} IS NULL)` : `${name} > ${parameter(value)}`
}

/** @throws {ZohoSqlError} UNDEFINED_COLUMN with the nearest names */
export function columnOf(table: Table, wanted: string): Column {
  const [found] = matching(table.columns, ({ name }) => name, wanted)
  if (found) return found
  const names = table.columns.map(({ name }) => name)
  throw new ZohoSqlError('UNDEFINED_COLUMN', `column "${wanted}" does not exist in ${table.name}`, {
    hint: `Perhaps ${nearest(wanted, names).join(' or ') || 'one of /api/tables'} is meant.`,
  })
}

/** `-Amount,id`; the primary key comes last, so that every row has one place. */
export function sortKeys(table: Table, text: string | undefined): readonly SortColumn[] {
  const given = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(
      (part): SortColumn => ({ column: columnOf(table, part.replace(/^[-+]/, '')), descending: part.startsWith('-') }),
    )
  const names = new Set(given.map(({ column }) => column.name))
  const key = table.primaryKey
    .filter((name) => !names.has(name))
    .map((name) => ({ column: columnOf(table, name), descending: false }))
  return [...given, ...key]
}

/**
 * A filter is one condition of SQL and stays one: its brackets close, and no statement follows.
 *
 * @throws {ZohoSqlError} SYNTAX_ERROR
 */
export function checkFilter(filter: string): string {
  let depth = 0
  for (const token of lex(filter)) {
    if (token.key === '(') depth += 1
    if (token.key === ')') depth -= 1
    if (depth < 0 || token.key === ';' || token.kind === 'error' || token.kind === 'parameter')
      throw wrongFilter(token.text)
  }
  if (depth !== 0) throw wrongFilter('(')
  return filter
}

const wrongFilter = (at: string): ZohoSqlError =>
  new ZohoSqlError('SYNTAX_ERROR', `syntax error in the filter at or near "${at}"`, {
    hint: "A filter is one condition, such as Amount > 1000 AND Stage = 'Closed Won'.",
  })
