/** The views of `information_schema`: their columns, and their rows made of the tables that the services have. */

import { byName } from '../../base/by-name.ts'
import { databaseName, foreignKeyName, primaryKeyName, shortName, shownColumns, uniqueName } from '../../base/names.ts'
import { bareTypeText, internalName, measures } from '../../base/odbc-types.ts'
import { integer, type SqlType, text } from '../../base/types.ts'
import type { Column, Procedure, Reference, Table, TableName } from '../../source/index.ts'
import { viewDefinitions } from './definitions.ts'
import { columnPrivileges, tablePrivileges } from './rights.ts'
import { parameterRows, routineRows } from './routines.ts'
import type { SystemRow } from './rows/row.ts'
import { ownerRole } from './world.ts'

export const schema = 'information_schema'

/** What a view is made from: the names of schemas, of tables, or tables with their columns. */
export type SystemView = {
  readonly description: string
  readonly columns: readonly ViewColumn[]
  /** Its columns that say from which schema and which table a row is made. */
  readonly made: { readonly schema?: string; readonly table?: string }
} & (
  | { readonly from: 'schemas'; readonly rows: (schema: string) => readonly SystemRow[] }
  | { readonly from: 'procedures'; readonly rows: (schema: string, procedure: Procedure) => readonly SystemRow[] }
  | { readonly from: 'names'; readonly rows: (table: TableName, writes: boolean) => readonly SystemRow[] }
  | { readonly from: 'tables'; readonly rows: (table: Table, writes: boolean) => readonly SystemRow[] }
)

interface ViewColumn {
  readonly name: string
  readonly type: SqlType
}

const numbers = /(position|length|precision|radix|scale|cardinality|_in_unique_constraint)$/
const columns = (names: string): ViewColumn[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, type: numbers.test(name) ? integer : text }))

const yesNo = (value: boolean): string => (value ? 'YES' : 'NO')

const tableOf = (table: TableName): SystemRow => ({
  table_catalog: databaseName,
  table_schema: table.schema,
  table_name: shortName(table.name),
})

const tables: SystemView = {
  description: 'Tables and views',
  columns: columns(`table_catalog table_schema table_name table_type self_referencing_column_name reference_generation
    user_defined_type_catalog user_defined_type_schema user_defined_type_name is_insertable_into is_typed commit_action`),
  made: { schema: 'table_schema', table: 'table_name' },
  from: 'names',
  rows: (table, writes) => [
    {
      ...tableOf(table),
      table_type: table.kind === 'system' ? 'VIEW' : 'BASE TABLE',
      is_insertable_into: yesNo(tablePrivileges(table, writes).includes('INSERT')),
      is_typed: 'NO',
    },
  ],
}

function columnRow(table: Table, column: Column, index: number, writes: boolean): SystemRow {
  const identity =
    writes && table.primaryKey[0] === column.name && !column.settable && !!table.changes?.actions.includes('insert')
  const { characters, octets, precision, radix, scale, datetimePrecision } = measures(column.type)
  return {
    ...tableOf(table),
    column_name: shownColumns(table).get(column.name)!,
    ordinal_position: index + 1,
    is_nullable: yesNo(column.nullable),
    data_type: bareTypeText(column.type),
    character_maximum_length: characters,
    character_octet_length: octets,
    numeric_precision: precision,
    numeric_precision_radix: radix,
    numeric_scale: scale,
    datetime_precision: datetimePrecision,
    udt_catalog: databaseName,
    udt_schema: 'pg_catalog',
    udt_name: internalName(column.type),
    dtd_identifier: String(index + 1),
    is_self_referencing: 'NO',
    is_identity: yesNo(identity),
    ...(identity && { identity_generation: 'ALWAYS', identity_start: '1', identity_increment: '1' }),
    identity_cycle: 'NO',
    is_generated: 'NEVER',
    is_updatable: yesNo(columnPrivileges(column, table, writes).includes('UPDATE')),
  }
}

const columnsView: SystemView = {
  description: 'Columns of all tables',
  columns: columns(`table_catalog table_schema table_name column_name ordinal_position column_default is_nullable
    data_type character_maximum_length character_octet_length numeric_precision numeric_precision_radix numeric_scale
    datetime_precision interval_type interval_precision character_set_catalog character_set_schema character_set_name
    collation_catalog collation_schema collation_name domain_catalog domain_schema domain_name udt_catalog udt_schema
    udt_name scope_catalog scope_schema scope_name maximum_cardinality dtd_identifier is_self_referencing is_identity
    identity_generation identity_start identity_increment identity_maximum identity_minimum identity_cycle is_generated
    generation_expression is_updatable`),
  made: { schema: 'table_schema', table: 'table_name' },
  from: 'tables',
  rows: (table, writes) => table.columns.map((column, index) => columnRow(table, column, index, writes)),
}

interface ViewConstraint {
  readonly kind: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY'
  readonly name: string
  readonly columns: readonly string[]
  readonly references?: Reference
}

function constraintsOf(table: Table): ViewConstraint[] {
  const { name, primaryKey } = table
  const key: ViewConstraint[] =
    primaryKey.length > 0 ? [{ kind: 'PRIMARY KEY', name: primaryKeyName(name), columns: primaryKey }] : []
  const others = table.columns.flatMap((column): ViewConstraint[] => {
    if (column.references) {
      const { references } = column
      return [{ kind: 'FOREIGN KEY', name: foreignKeyName(name, column.name), columns: [column.name], references }]
    }
    if (!column.unique || primaryKey.includes(column.name)) return []
    return [{ kind: 'UNIQUE', name: uniqueName(name, column.name), columns: [column.name] }]
  })
  return [...key, ...others]
}

const constraintOf = (schemaName: string, name: string): SystemRow => ({
  constraint_catalog: databaseName,
  constraint_schema: schemaName,
  constraint_name: shortName(name),
})

const tableConstraints: SystemView = {
  description: 'Primary keys, unique and foreign keys',
  columns: columns(`constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name
    constraint_type is_deferrable initially_deferred enforced nulls_distinct`),
  made: { schema: 'table_schema', table: 'table_name' },
  from: 'tables',
  rows: (table) =>
    constraintsOf(table).map(({ kind, name }) => ({
      ...constraintOf(table.schema, name),
      ...tableOf(table),
      constraint_type: kind,
      is_deferrable: 'NO',
      initially_deferred: 'NO',
      enforced: 'YES',
      nulls_distinct: kind === 'UNIQUE' ? 'YES' : null,
    })),
}

const keyColumnUsage: SystemView = {
  description: 'Columns of primary, unique and foreign keys',
  columns: columns(`constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name
    column_name ordinal_position position_in_unique_constraint`),
  made: { schema: 'table_schema', table: 'table_name' },
  from: 'tables',
  rows: (table) =>
    constraintsOf(table).flatMap(({ kind, name, columns: names }) =>
      names.map((column, index) => ({
        ...constraintOf(table.schema, name),
        ...tableOf(table),
        column_name: shownColumns(table).get(column) ?? column,
        ordinal_position: index + 1,
        position_in_unique_constraint: kind === 'FOREIGN KEY' ? index + 1 : null,
      })),
    ),
}

const referentialConstraints: SystemView = {
  description: 'Foreign keys and the keys they refer to',
  columns: columns(`constraint_catalog constraint_schema constraint_name unique_constraint_catalog
    unique_constraint_schema unique_constraint_name match_option update_rule delete_rule`),
  made: { schema: 'constraint_schema' },
  from: 'tables',
  rows: (table) =>
    constraintsOf(table).flatMap(({ name, references }) =>
      references === undefined
        ? []
        : [
            {
              ...constraintOf(table.schema, name),
              unique_constraint_catalog: databaseName,
              unique_constraint_schema: references.schema,
              unique_constraint_name: shortName(primaryKeyName(references.table)),
              match_option: 'NONE',
              update_rule: 'NO ACTION',
              delete_rule: 'NO ACTION',
            },
          ],
    ),
}

const constraintColumnUsage: SystemView = {
  description: 'Columns that keys are made of, of foreign keys those referred to',
  columns: columns(
    'table_catalog table_schema table_name column_name constraint_catalog constraint_schema constraint_name',
  ),
  // Its table_schema and table_name are those of the table referred to.
  made: { schema: 'constraint_schema' },
  from: 'tables',
  rows: (table) =>
    constraintsOf(table).flatMap(({ name, columns: names, references }) =>
      (references ? [references.column] : names).map((column) => ({
        table_catalog: databaseName,
        table_schema: references?.schema ?? table.schema,
        table_name: shortName(references?.table ?? table.name),
        column_name: references ? column : (shownColumns(table).get(column) ?? column),
        ...constraintOf(table.schema, name),
      })),
    ),
}

const schemata: SystemView = {
  description: 'Schemas',
  columns: columns(`catalog_name schema_name schema_owner default_character_set_catalog default_character_set_schema
    default_character_set_name sql_path`),
  made: { schema: 'schema_name' },
  from: 'schemas',
  rows: (name) => [{ catalog_name: databaseName, schema_name: name, schema_owner: databaseName }],
}

const viewColumns = (view: string): readonly ViewColumn[] => viewDefinitions.find(({ name }) => name === view)!.columns

const routines: SystemView = {
  description: 'Procedures, which CALL runs',
  columns: viewColumns('routines'),
  made: { schema: 'routine_schema' },
  from: 'procedures',
  rows: routineRows,
}

const parameters: SystemView = {
  description: 'Parameters of procedures',
  columns: viewColumns('parameters'),
  made: { schema: 'specific_schema' },
  from: 'procedures',
  rows: parameterRows,
}

const granted = (privilege: string): SystemRow => ({
  grantor: ownerRole,
  privilege_type: privilege,
  is_grantable: 'NO',
})

const tableGrants = (grantee: string, description: string): SystemView => ({
  description,
  columns: columns('grantor grantee table_catalog table_schema table_name privilege_type is_grantable with_hierarchy'),
  made: { schema: 'table_schema', table: 'table_name' },
  from: 'names',
  rows: (table, writes) =>
    tablePrivileges(table, writes).map((privilege) => ({
      ...tableOf(table),
      ...granted(privilege),
      grantee,
      with_hierarchy: yesNo(privilege === 'SELECT'),
    })),
})

const columnGrants = (grantee: string, description: string): SystemView => ({
  description,
  columns: columns('grantor grantee table_catalog table_schema table_name column_name privilege_type is_grantable'),
  made: { schema: 'table_schema', table: 'table_name' },
  from: 'tables',
  rows: (table, writes) =>
    table.columns.flatMap((column) =>
      columnPrivileges(column, table, writes).map((privilege) => ({
        ...tableOf(table),
        ...granted(privilege),
        grantee,
        column_name: shownColumns(table).get(column.name)!,
      })),
    ),
})

export const views: Readonly<Record<string, SystemView>> = byName({
  tables,
  columns: columnsView,
  table_constraints: tableConstraints,
  key_column_usage: keyColumnUsage,
  referential_constraints: referentialConstraints,
  constraint_column_usage: constraintColumnUsage,
  schemata,
  table_privileges: tableGrants('PUBLIC', 'What everybody may do with tables'),
  column_privileges: columnGrants('PUBLIC', 'What everybody may do with columns'),
  role_table_grants: tableGrants(ownerRole, 'What their owner may do with tables'),
  routines,
  parameters,
  role_column_grants: columnGrants(ownerRole, 'What their owner may do with columns'),
})
