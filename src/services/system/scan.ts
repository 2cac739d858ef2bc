import type { SqlType, Value } from '../../base/types.ts'
import type { Column, Offer, Predicate, Table, Verdict, Want } from '../../source/index.ts'

/** Tables whose rows are made here: what they look like to the planner, and which rows a condition leaves. */

/** Only rows whose column has one of these texts. */
export interface ColumnFilter {
  readonly column: string
  readonly values: ReadonlySet<string>
}

export function systemTable(
  schema: string,
  name: string,
  description: string,
  columns: readonly { readonly name: string; readonly type: SqlType; readonly hidden?: boolean }[],
): Table {
  return {
    schema,
    name,
    kind: 'system',
    description,
    primaryKey: [],
    lookups: [],
    columns: columns.map(
      (column): Column => ({
        ...column,
        nullable: true,
        description: column.name.replaceAll('_', ' '),
        field: column.name,
        part: 'value',
        fieldType: 'metadata',
      }),
    ),
  }
}

/** What a column must be for the predicate to be true, where it says so. */
function filterOf(predicate: Predicate): ColumnFilter | undefined {
  if (predicate.kind === 'compare' && predicate.op === '=' && predicate.column.path.length === 0)
    return { column: predicate.column.column.name, values: new Set([String(predicate.constant.value)]) }
  if (predicate.kind === 'in' && !predicate.negated && predicate.column.path.length === 0) {
    const values = new Set(predicate.constants.map(({ value }) => String(value)))
    return { column: predicate.column.column.name, values }
  }
  return undefined
}

export interface LocalRequest {
  readonly table: string
  readonly filters: readonly ColumnFilter[]
  readonly columns: readonly string[]
}

/** Conditions that name values shrink what is made; all are checked again. */
export function localOffer(want: Want, pushdown: boolean): Offer {
  const { name } = want.table
  const found = want.where.map(({ predicate }) => (pushdown ? filterOf(predicate) : undefined))
  const verdicts = want.where.map(
    ({ sql }, i): Verdict =>
      found[i]
        ? { sql, outcome: 'superset', why: 'only these rows are made' }
        : { sql, outcome: 'local', why: 'says nothing of which rows are meant' },
  )
  const filters = found.filter((filter) => filter !== undefined)
  const columns = want.columns.map((ref) => ref.column.name)
  const words = filters.map(({ column, values }) => `${column} in (${[...values].join(', ')})`)
  const request: LocalRequest = { table: name, filters, columns }
  return madeHere(want, words.length === 0 ? name : `${name} where ${words.join(' and ')}`, verdicts, request)
}

/** Rows that are made here: at no cost, and nothing besides conditions is looked at. */
export const madeHere = <Request extends { readonly columns: readonly string[] }>(
  { table: { schema, name } }: Want,
  text: string,
  verdicts: readonly Verdict[],
  request: Request,
): Offer => ({
  scan: { schema, table: name, road: 'local', text: [text], columns: request.columns, request },
  verdicts,
  exact: verdicts.length === 0,
  grouped: false,
  ordered: false,
  limited: false,
  notes: [],
  refusedPaths: [],
  price: { calls: 0, credits: 0 },
})

/** The rows that pass, flat. */
export function localRows(
  rows: readonly Readonly<Record<string, Value>>[],
  { filters, columns }: LocalRequest,
): readonly (readonly Value[])[] {
  return rows
    .filter((row) => filters.every(({ column, values }) => values.has(String(row[column]))))
    .map((row) => columns.map((column) => row[column] ?? null))
}
