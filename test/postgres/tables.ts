/** One description of tables and rows from which both sides are filled: a simulated company and PostgreSQL's tables. */
import type { Client } from 'pg'
import type { FieldInput, GivenModule, GivenWorld } from '../../src/simulator/index.ts'

/** What a cell is: Zoho's data type and the SQL columns it becomes. */
interface Kind {
  readonly zoho: string
  readonly sql: string
  readonly more?: Partial<FieldInput>
}

export const kinds = {
  text: { zoho: 'text', sql: 'varchar(255)' },
  email: { zoho: 'email', sql: 'varchar(100)' },
  phone: { zoho: 'phone', sql: 'varchar(30)' },
  textarea: { zoho: 'textarea', sql: 'text', more: { textarea: { type: 'small' } } },
  picklist: { zoho: 'picklist', sql: 'varchar(120)' },
  multiselect: { zoho: 'multiselectpicklist', sql: 'text' },
  integer: { zoho: 'integer', sql: 'integer' },
  bigint: { zoho: 'bigint', sql: 'bigint' },
  currency: { zoho: 'currency', sql: 'numeric(16,2)' },
  double: { zoho: 'double', sql: 'double precision' },
  percent: { zoho: 'percent', sql: 'double precision' },
  boolean: { zoho: 'boolean', sql: 'boolean' },
  date: { zoho: 'date', sql: 'date' },
  datetime: { zoho: 'datetime', sql: 'timestamptz' },
  lookup: { zoho: 'lookup', sql: 'text' },
  owner: { zoho: 'ownerlookup', sql: 'text' },
} as const satisfies Record<string, Kind>
export type KindName = keyof typeof kinds

/** Rows hold lookups and owners as ids, multi-selects as arrays, datetimes as ISO text with offset. */
export interface Column {
  readonly name: string
  readonly kind: KindName
  /** The record's own name, which lookups to it show. */
  readonly display?: boolean
  /** lookup: the table it points to. */
  readonly to?: string
  readonly values?: readonly string[]
}

export interface TableSpec {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface UserSpec {
  readonly id: string
  readonly first_name: string | null
  readonly last_name: string
  readonly email: string
}

export interface Company {
  readonly tables: readonly TableSpec[]
  readonly users: readonly UserSpec[]
  readonly timeZone: string
}

const fieldOf = ({ name, kind, display, to, values }: Column): FieldInput => {
  const { zoho, more = {} } = kinds[kind] as Kind
  return {
    api_name: name,
    data_type: zoho,
    ...more,
    ...(display ? { display_field: true } : {}),
    ...(to ? { lookup: { module: { api_name: to, id: '1' } } } : {}),
    ...(values ? { pick_list_values: values } : {}),
  }
}

const moduleOf = ({ name, columns, rows }: TableSpec): GivenModule => ({
  api_name: name,
  fields: columns.map(fieldOf),
  rows,
})

export const worldOf = ({ tables, users, timeZone }: Company): GivenWorld => ({
  modules: tables.map(moduleOf),
  users: users.map(({ first_name, ...user }) => (first_name === null ? user : { first_name, ...user })),
  org: { time_zone: timeZone },
})

type Read = (row: Readonly<Record<string, unknown>>) => unknown

interface SqlColumn {
  readonly name: string
  readonly type: string
  readonly read: Read
}

const fullName = ({ first_name, last_name }: UserSpec): string =>
  first_name === null ? last_name : `${first_name} ${last_name}`

function namesOf(company: Company, table: string): ReadonlyMap<string, unknown> {
  const spec = company.tables.find((candidate) => candidate.name === table)!
  const display = spec.columns.find((column) => column.display)!.name
  return new Map(spec.rows.map((row) => [String(row.id), row[display]]))
}

function lookupColumns({ name, to }: Column, company: Company): SqlColumn[] {
  const names = namesOf(company, to!)
  return [
    { name, type: 'text', read: (row) => names.get(String(row[name])) ?? null },
    { name: `${name}_id`, type: 'bigint', read: (row) => row[name] },
  ]
}

function ownerColumns({ name }: Column, { users }: Company): SqlColumn[] {
  const byId = new Map(users.map((user) => [user.id, user]))
  const of = (row: Readonly<Record<string, unknown>>) => byId.get(String(row[name]))
  return [
    { name, type: 'text', read: (row) => (of(row) ? fullName(of(row)!) : null) },
    { name: `${name}_id`, type: 'bigint', read: (row) => row[name] },
    { name: `${name}_email`, type: 'text', read: (row) => of(row)?.email ?? null },
  ]
}

function sqlColumns(column: Column, company: Company): SqlColumn[] {
  const { name, kind } = column
  if (kind === 'lookup') return lookupColumns(column, company)
  if (kind === 'owner') return ownerColumns(column, company)
  const joined: Read = (row) => (Array.isArray(row[name]) ? row[name].join(';') : row[name])
  return [{ name, type: kinds[kind].sql, read: joined }]
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A value as a literal; Zoho keeps no empty texts. */
const literal = (value: unknown): string =>
  value === null || value === undefined || value === '' ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`

const rowsPerInsert = 500

/**
 * Makes the company's tables in PostgreSQL: in schema `crm` and, as views, in `public`; each under its exact name and
 * under the name that PostgreSQL makes of it when it is not quoted, so that a statement may spell it either way.
 */
export async function fill(client: Client, company: Company): Promise<void> {
  await client.query(`CREATE SCHEMA IF NOT EXISTS crm; SET TIME ZONE '${company.timeZone}'`)
  for (const table of company.tables) {
    const columns = table.columns.flatMap((column) => sqlColumns(column, company))
    const list = columns.map(({ name, type }) => `${quote(name)} ${type}${name === 'id' ? ' PRIMARY KEY' : ''}`)
    const folded = columns.map(({ name }) => `${quote(name)} AS ${quote(name.toLowerCase())}`)
    const name = `crm.${quote(table.name)}`
    await client.query(`CREATE TABLE ${name} (${list.join(', ')})`)
    const low = quote(table.name.toLowerCase())
    if (low !== quote(table.name)) {
      await client.query(`CREATE VIEW crm.${low} AS SELECT ${folded.join(', ')} FROM ${name}`)
      await client.query(`CREATE VIEW public.${quote(table.name)} AS SELECT * FROM ${name}`)
    }
    await client.query(`CREATE VIEW public.${low} AS SELECT * FROM crm.${low}`)
    await insert(client, name, columns, table.rows)
  }
}

async function insert(
  client: Client,
  name: string,
  columns: readonly SqlColumn[],
  rows: TableSpec['rows'],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerInsert) {
    const values = rows
      .slice(from, from + rowsPerInsert)
      .map((row) => `(${columns.map((column) => literal(column.read(row))).join(', ')})`)
    await client.query(`INSERT INTO ${name} VALUES ${values.join(', ')}`)
  }
}
