/**
 * What the world is as tables, worked out from the design and not from the driver: columns with PostgreSQL's types,
 * cells as PostgreSQL reads them. `test/oracle/catalog.test.ts` holds the driver's own catalogue against it.
 */
import type { FieldInput, GivenModule } from '../../src/simulator/index.ts'
import { type Row, users, world } from './world.ts'

export interface TableColumn {
  readonly name: string
  /** As DDL has it. */
  readonly type: string
  readonly read: (row: Row) => unknown
}

export interface TableLookup {
  readonly field: string
  readonly idColumn: string
  readonly target: string
}

export interface OracleTable {
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly lookups: readonly TableLookup[]
  readonly rows: readonly Row[]
}

/** What a field's type is when nothing of its own says more. */
const types: Readonly<Record<string, string>> = {
  text: 'varchar(255)',
  email: 'varchar(100)',
  phone: 'varchar(30)',
  website: 'varchar(255)',
  picklist: 'varchar(120)',
  autonumber: 'varchar(255)',
  textarea: 'text',
  multiselectpicklist: 'text',
  integer: 'integer',
  bigint: 'bigint',
  double: 'double precision',
  percent: 'double precision',
  currency: 'numeric(16,2)',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
}

/** Of formulas and roll-ups: by what they return. Their metadata says length 255, and clients take no more than 38. */
const returned: Readonly<Record<string, string>> = { ...types, string: 'text', currency: 'numeric(38,2)' }

function typeOf(field: FieldInput): string {
  const returns = field.formula?.return_type ?? field.rollup_summary?.return_type
  if (returns !== undefined) return returned[returns]!
  return field.data_type === 'text' && field.length !== undefined ? `varchar(${field.length})` : types[field.data_type]!
}

const text = (value: unknown): unknown => (value === '' || value === undefined ? null : value)
const cellOf = (field: string) => (row: Row) => {
  const value = row[field]
  return Array.isArray(value) ? value.join(';') : text(value)
}

const nameField = (module: GivenModule): string => module.fields.find((field) => field.display_field)!.api_name

/** Name of a record by its id, whatever module it is in: ids differ between modules. */
const recordNames: ReadonlyMap<string, unknown> = new Map(
  world.modules.flatMap((module) => module.rows.map((row) => [String(row.id), text(row[nameField(module)])] as const)),
)
const userOf = (id: unknown) => users.find((user) => user.id === id)
export const fullName = (id: unknown): string | null => {
  const user = userOf(id)
  return user ? [user.first_name, user.last_name].filter((part) => part !== null).join(' ') : null
}

const isUser = ({ data_type }: FieldInput): boolean => data_type === 'ownerlookup' || data_type === 'userlookup'
const isLookup = ({ data_type }: FieldInput): boolean => data_type === 'lookup' || data_type === 'multi_module_lookup'

/** A name that no field has. */
function free(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? free(`${name}_`, taken) : name
}

function columnsOf(field: FieldInput, taken: ReadonlySet<string>): TableColumn[] {
  const name = field.api_name
  if (!isUser(field) && !isLookup(field)) return [{ name, type: typeOf(field), read: cellOf(name) }]
  const show = isUser(field) ? fullName : (id: unknown) => recordNames.get(String(id)) ?? null
  const pair: TableColumn[] = [
    { name, type: 'text', read: (row) => show(row[name]) },
    { name: free(`${name}_id`, taken), type: 'bigint', read: cellOf(name) },
  ]
  if (!isUser(field)) return pair
  return [
    ...pair,
    { name: free(`${name}_email`, taken), type: 'text', read: (row) => userOf(row[name])?.email ?? null },
  ]
}

function lookupOf(field: FieldInput, taken: ReadonlySet<string>): TableLookup[] {
  const target = isUser(field) ? 'Users' : field.data_type === 'lookup' ? field.lookup?.module?.api_name : undefined
  return target ? [{ field: field.api_name, idColumn: free(`${field.api_name}_id`, taken), target }] : []
}

function tableOf(module: GivenModule): OracleTable {
  const taken = new Set(module.fields.map((field) => field.api_name))
  const fields = module.fields.filter((field) => field.data_type !== 'subform')
  const id: TableColumn = { name: 'id', type: 'bigint', read: (row) => row.id }
  return {
    name: module.api_name,
    columns: [id, ...fields.flatMap((field) => columnsOf(field, taken))],
    lookups: fields.flatMap((field) => lookupOf(field, taken)),
    rows: module.rows,
  }
}

const userTable: OracleTable = {
  name: 'Users',
  columns: [
    { name: 'id', type: 'bigint', read: (row) => row.id },
    ...['first_name', 'last_name', 'full_name', 'status'].map((name) => ({
      name,
      type: 'text',
      read: cellOf(name),
    })),
    { name: 'email', type: 'text', read: cellOf('email') },
  ],
  lookups: [],
  rows: users.map((user) => ({ ...user, full_name: fullName(user.id) })),
}

export const tables: readonly OracleTable[] = [...world.modules.map(tableOf), userTable]

export const tableNamed = (name: string): OracleTable => {
  const table = tables.find((candidate) => candidate.name === name)
  if (!table) throw new Error(`the oracle's world has no table ${name}`)
  return table
}

/** A column along lookups, under its dotted name. */
export interface PathColumn extends TableColumn {
  readonly steps: readonly string[]
}

const rowsById: ReadonlyMap<string, Row> = new Map(
  tables.flatMap((table) => table.rows.map((row) => [String(row.id), row] as const)),
)

/** Every column that a dotted path of at most `depth` lookups leads to, with the cell a left join would give. */
export function pathColumns(table: OracleTable, depth: number): PathColumn[] {
  return table.lookups.flatMap(({ field, target }) => {
    const next = tableNamed(target)
    const along = (column: TableColumn, steps: readonly string[]): PathColumn => ({
      name: `${field}.${column.name}`,
      type: column.type,
      steps: [field, ...steps],
      read: (row) => {
        const reached = rowsById.get(String(row[field]))
        return reached ? column.read(reached) : null
      },
    })
    const direct = next.columns.map((column) => along(column, []))
    const further = depth > 1 ? pathColumns(next, depth - 1).map((column) => along(column, column.steps)) : []
    return [...direct, ...further]
  })
}
