/** Columns by what can be done with them, and literals that meet their values, nearly meet them, or never do. */
import type { Chance } from './chance.ts'
import { type OracleTable, pathColumns, type TableColumn, tables } from './tables.ts'

export type Kind = 'text' | 'integer' | 'numeric' | 'double' | 'boolean' | 'date' | 'datetime' | 'id'

/** A column as it is written in a query. */
export interface Term {
  readonly text: string
  readonly kind: Kind
  /** Values that rows have, NULLs left out. */
  readonly values: readonly unknown[]
}

function kindOf({ name, type }: TableColumn): Kind {
  if (type === 'bigint') return name.endsWith('id') || name.endsWith('_id_') ? 'id' : 'integer'
  if (type === 'integer') return 'integer'
  if (type.startsWith('numeric')) return 'numeric'
  if (type === 'double precision') return 'double'
  if (type === 'boolean' || type === 'date') return type
  return type === 'timestamptz' ? 'datetime' : 'text'
}

const valuesOf = (table: OracleTable, column: TableColumn): unknown[] => {
  const values = new Set(table.rows.slice(0, 150).map(column.read))
  return [...values].filter((value) => value !== null && value !== undefined)
}

type Columns = readonly { readonly name: string; readonly kind: Kind; readonly values: readonly unknown[] }[]
const described = (table: OracleTable, columns: readonly TableColumn[]): Columns =>
  columns.map((column) => ({ name: column.name, kind: kindOf(column), values: valuesOf(table, column) }))

const own: ReadonlyMap<string, Columns> = new Map(
  tables.map((table) => [table.name, described(table, table.columns)] as const),
)
const paths: ReadonlyMap<string, Columns> = new Map(
  tables.map((table) => [table.name, described(table, pathColumns(table, 3))] as const),
)

/** All columns of a table under an alias. */
export const termsOf = (table: string, alias: string): Term[] =>
  own.get(table)!.map(({ name, kind, values }) => ({ text: `${alias}."${name}"`, kind, values }))

/** Columns along lookups. */
export const pathTermsOf = (table: string, alias: string): Term[] =>
  paths.get(table)!.map(({ name, kind, values }) => ({ text: `${alias}.«${name}»`, kind, values }))

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const strays: Readonly<Record<Kind, readonly string[]>> = {
  text: ["''", "'no such text'", "'%'", "'ALPHA'", "'\\'", "'Zoe'", "' '"],
  integer: ['0', '-1', '7', '1000000', '2147483647', '7.5'],
  numeric: ['0', '-0.01', '100', '99999.99', '0.005', '1e3'],
  double: ['0', '0.1', '-2.5', '1e10', '50'],
  boolean: ['true', 'false'],
  date: ["'2026-01-01'", "'2024-02-29'", "'1970-01-01'", "DATE '2025-06-15'"],
  datetime: ["'2026-01-01'", "'2025-12-31 23:59:59.5+00'", "'2025-03-09 02:30'", "TIMESTAMPTZ '2026-01-01 00:00Z'"],
  id: ['0', '-5', '5725767000000100001', '5725767000000200001', '411001', '9223372036854775807'],
}

function written(value: unknown, kind: Kind, random: Chance): string {
  switch (kind) {
    case 'text':
      return quoted(random.odds(0.1) ? String(value).toUpperCase() : String(value))
    case 'date':
      return quoted(random.odds(0.3) ? shifted(String(value), random.whole(-2, 2)) : String(value))
    case 'datetime':
      return quoted(random.odds(0.3) ? String(value).slice(0, 10) : String(value))
    default:
      return String(value)
  }
}

/** A literal for comparing with the term. */
export function literalFor(term: Term, random: Chance): string {
  const met = term.values.length > 0 && random.odds(0.75)
  return met ? written(random.pick(term.values), term.kind, random) : random.pick(strays[term.kind])
}

/** A LIKE pattern made of a value's pieces. */
export function patternFor(term: Term, random: Chance): string {
  const characters = [...String(term.values.length > 0 ? random.pick(term.values) : 'abc')]
  const from = random.whole(0, Math.max(0, characters.length - 1))
  const plain = (sign: string): string => (/[%_\\]/.test(sign) ? `\\${sign}` : sign)
  const piece = characters.slice(from, from + random.whole(1, 5)).map(plain)
  const core = random.odds(0.15) ? ['_', ...piece.slice(1)] : piece
  const form = random.pick(['x%', '%x', '%x%', 'x', 'x%y'])
  return quoted(form.replace('x', () => core.join('')).replace('y', () => plain(characters.at(-1) ?? '')))
}
