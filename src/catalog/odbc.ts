import { databaseName, foreignKeyName, primaryKeyName } from '../base/names.ts'
import { bareTypeText, odbcType } from '../base/odbc-types.ts'
import * as sql from '../base/types.ts'
import { integer, type SqlType, smallint, text, type Value } from '../base/types.ts'
import type { Column, ReadContext, Reference, Table, TableName } from '../source/index.ts'
import { described, labelsOf } from '../source/index.ts'
import type { Catalog } from './catalog.ts'
import { fitting, type NamePattern, named } from './pattern.ts'

/** The answer of a catalogue function: rows as npm `odbc` gives them, and their columns. */
export interface CatalogRows {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  readonly rows: readonly Readonly<Record<string, Value>>[]
}

/** Whose keys: those that refer to the first table, made by the second; at least one is named. */
export interface ForeignKeyArguments {
  readonly pkCatalog?: NamePattern
  readonly pkSchema?: NamePattern
  readonly pkTable?: NamePattern
  readonly fkCatalog?: NamePattern
  readonly fkSchema?: NamePattern
  readonly fkTable?: NamePattern
}

type OdbcRow = CatalogRows['rows'][number]

/** A column of the answers: `NAME`, `NAME:integer`, `NAME:smallint`. */
function answer(layout: string, rows: readonly OdbcRow[]): CatalogRows {
  const types: Readonly<Record<string, SqlType>> = { integer, smallint }
  const columns = layout
    .trim()
    .split(/\s+/)
    .map((column) => column.split(':'))
    .map(([name, type]) => ({ name: name!, type: types[type ?? ''] ?? text }))
  return {
    columns,
    rows: rows.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]))),
  }
}

const tableType = (table: TableName): string => (table.kind === 'system' ? 'SYSTEM TABLE' : 'TABLE')

const place = (table: TableName): OdbcRow => ({
  TABLE_CAT: databaseName,
  TABLE_SCHEM: table.schema,
  TABLE_NAME: table.name,
})

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byPlace = (a: TableName, b: TableName): number => byText(a.schema, b.schema) || byText(a.name, b.name)

/** `TABLE`, `'TABLE','VIEW'`, `%`: types of tables wanted; undefined: all. */
function wantedTypes(type: NamePattern): ReadonlySet<string> | undefined {
  const types = (type ?? '').split(',').map((one) =>
    one
      .trim()
      .replace(/^'(.*)'$/, '$1')
      .toUpperCase(),
  )
  return types.includes('') || types.includes('%') ? undefined : new Set(types)
}

function columnRow(table: Table, column: Column, index: number): OdbcRow {
  const type = odbcType(column.type)
  return {
    ...place(table),
    COLUMN_NAME: column.name,
    DATA_TYPE: type.code,
    TYPE_NAME: bareTypeText(column.type),
    COLUMN_SIZE: type.columnSize,
    BUFFER_LENGTH: type.bufferLength,
    DECIMAL_DIGITS: type.decimalDigits,
    NUM_PREC_RADIX: type.radix,
    NULLABLE: column.nullable ? 1 : 0,
    REMARKS: column.description,
    SQL_DATA_TYPE: type.verboseCode,
    SQL_DATETIME_SUB: type.datetimeSub,
    CHAR_OCTET_LENGTH: type.octetLength,
    ORDINAL_POSITION: index + 1,
    IS_NULLABLE: column.nullable ? 'YES' : 'NO',
  }
}

interface ForeignKey {
  readonly table: Table
  readonly column: Column
  readonly target: Reference
}

const foreignKeysOf = (table: Table): ForeignKey[] =>
  table.columns.flatMap((column) => (column.references ? [{ table, column, target: column.references }] : []))

/** `SQL_NO_ACTION`, `SQL_NOT_DEFERRABLE` */
const noAction = 3
const notDeferrable = 7

const keyRow = ({ table, column, target }: ForeignKey): OdbcRow => ({
  PKTABLE_CAT: databaseName,
  PKTABLE_SCHEM: target.schema,
  PKTABLE_NAME: target.table,
  PKCOLUMN_NAME: target.column,
  FKTABLE_CAT: databaseName,
  FKTABLE_SCHEM: table.schema,
  FKTABLE_NAME: table.name,
  FKCOLUMN_NAME: column.name,
  KEY_SEQ: 1,
  UPDATE_RULE: noAction,
  DELETE_RULE: noAction,
  FK_NAME: foreignKeyName(table.name, column.name),
  PK_NAME: primaryKeyName(target.table),
  DEFERRABILITY: notDeferrable,
})

/** The catalogue functions of npm `odbc`. Patterns know `%`, `_` and `\`. */
export class OdbcCatalog {
  readonly #catalog: Catalog

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  async tables(
    catalog: NamePattern,
    schema: NamePattern,
    table: NamePattern,
    type: NamePattern,
    context: ReadContext,
    { labels = false }: { readonly labels?: boolean } = {},
  ): Promise<CatalogRows> {
    const types = wantedTypes(type)
    const find = labels ? this.#labelled(catalog, schema, table, context) : this.#names(catalog, schema, table, context)
    const found = (await find)
      .filter((name) => types === undefined || types.has(tableType(name)))
      .toSorted((a, b) => byText(tableType(a), tableType(b)) || byPlace(a, b))
    return answer(
      'TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS',
      found.map((name) => ({ ...place(name), TABLE_TYPE: tableType(name), REMARKS: name.description })),
    )
  }

  async columns(
    catalog: NamePattern,
    schema: NamePattern,
    table: NamePattern,
    column: NamePattern,
    context: ReadContext,
  ): Promise<CatalogRows> {
    const tables = await this.#read(await this.#names(catalog, schema, table, context), context)
    const rows = tables.flatMap((each) => each.columns.map((one, index) => columnRow(each, one, index)))
    return answer(
      `TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:smallint TYPE_NAME COLUMN_SIZE:integer
       BUFFER_LENGTH:integer DECIMAL_DIGITS:smallint NUM_PREC_RADIX:smallint NULLABLE:smallint REMARKS COLUMN_DEF
       SQL_DATA_TYPE:smallint SQL_DATETIME_SUB:smallint CHAR_OCTET_LENGTH:integer ORDINAL_POSITION:integer IS_NULLABLE`,
      fitting(rows, (row) => String(row.COLUMN_NAME), column),
    )
  }

  async primaryKeys(
    catalog: NamePattern,
    schema: NamePattern,
    table: NamePattern,
    context: ReadContext,
  ): Promise<CatalogRows> {
    const tables = await this.#read(await this.#named(catalog, schema, table, context), context)
    const rows = tables.flatMap((each) =>
      each.primaryKey.map((column, index) => ({
        ...place(each),
        COLUMN_NAME: column,
        KEY_SEQ: index + 1,
        PK_NAME: primaryKeyName(each.name),
      })),
    )
    return answer('TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:smallint PK_NAME', rows)
  }

  /** With only the referred-to table given, the columns of all tables are read. */
  async foreignKeys(wanted: ForeignKeyArguments, context: ReadContext): Promise<CatalogRows> {
    const { pkCatalog, pkSchema, pkTable, fkCatalog, fkSchema, fkTable } = wanted
    const from = await this.#read(await this.#named(fkCatalog, fkSchema, fkTable, context), context)
    const targets = await this.#named(pkCatalog, pkSchema, pkTable, context)
    const isTarget = ({ target }: ForeignKey): boolean =>
      targets.some(({ schema, name }) => schema === target.schema && name === target.table)
    const keys = from.flatMap(foreignKeysOf).filter(isTarget).map(keyRow)
    return answer(
      `PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME
       KEY_SEQ:smallint UPDATE_RULE:smallint DELETE_RULE:smallint FK_NAME PK_NAME DEFERRABILITY:smallint`,
      keys,
    )
  }

  typeInfo(): CatalogRows {
    return answer(
      `TYPE_NAME DATA_TYPE:smallint COLUMN_SIZE:integer LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:smallint
       CASE_SENSITIVE:smallint SEARCHABLE:smallint UNSIGNED_ATTRIBUTE:smallint FIXED_PREC_SCALE:smallint
       AUTO_UNIQUE_VALUE:smallint LOCAL_TYPE_NAME MINIMUM_SCALE:smallint MAXIMUM_SCALE:smallint SQL_DATA_TYPE:smallint
       SQL_DATETIME_SUB:smallint NUM_PREC_RADIX:integer INTERVAL_PRECISION:smallint`,
      columnTypes.map(typeRow).toSorted((a, b) => Number(a.DATA_TYPE) - Number(b.DATA_TYPE)),
    )
  }

  async #names(
    catalog: NamePattern,
    schema: NamePattern,
    table: NamePattern,
    context: ReadContext,
  ): Promise<readonly TableName[]> {
    if (fitting([databaseName], String, catalog).length === 0) return []
    const services = fitting(this.#catalog.services, (service) => service.schema, schema)
    const lists = await Promise.all(services.map((service) => service.tables(context)))
    return fitting(lists.flat(), ({ name }) => name, table).toSorted(byPlace)
  }

  /** Those whose names or labels fit. */
  async #labelled(catalog: NamePattern, schema: NamePattern, table: NamePattern, context: ReadContext) {
    const all = await this.#names(catalog, schema, null, context)
    const called = all.flatMap((name) => [name.name, ...labelsOf(name)].map((label) => ({ name, label })))
    const found = new Set(fitting(called, ({ label }) => label, table).map(({ name }) => name))
    return all.filter((name) => found.has(name))
  }

  async #named(
    catalog: NamePattern,
    schema: NamePattern,
    table: NamePattern,
    context: ReadContext,
  ): Promise<readonly TableName[]> {
    if (named([databaseName], String, catalog).length === 0) return []
    const services = named(this.#catalog.services, (service) => service.schema, schema)
    const lists = await Promise.all(services.map((service) => service.tables(context)))
    return named(lists.flat(), ({ name }) => name, table).toSorted(byPlace)
  }

  async #read(names: readonly TableName[], context: ReadContext): Promise<Table[]> {
    return described(names, ({ schema, name }) => this.#catalog.service(schema).table(name, context), context)
  }
}

/** Types that columns have. */
const columnTypes: readonly SqlType[] = [
  sql.boolean,
  sql.smallint,
  sql.integer,
  sql.bigint,
  sql.numeric(),
  sql.double,
  sql.text,
  sql.varchar(),
  sql.date,
  sql.timestamptz,
  sql.json,
]

function typeRow(type: SqlType): OdbcRow {
  const described = odbcType(type)
  const isNumber = sql.category(type) === 'number'
  const quoted = !isNumber && type.name !== 'boolean'
  return {
    TYPE_NAME: bareTypeText(type),
    DATA_TYPE: described.code,
    COLUMN_SIZE: described.columnSize,
    LITERAL_PREFIX: quoted ? "'" : null,
    LITERAL_SUFFIX: quoted ? "'" : null,
    CREATE_PARAMS: type.name === 'numeric' ? 'precision,scale' : type.name === 'varchar' ? 'max length' : null,
    NULLABLE: 1,
    CASE_SENSITIVE: described.octetLength === null ? 0 : 1,
    // All comparisons and LIKE for texts, all but LIKE for the rest.
    SEARCHABLE: described.octetLength === null ? 2 : 3,
    UNSIGNED_ATTRIBUTE: isNumber ? 0 : null,
    FIXED_PREC_SCALE: 0,
    AUTO_UNIQUE_VALUE: isNumber ? 0 : null,
    LOCAL_TYPE_NAME: bareTypeText(type),
    MINIMUM_SCALE: described.decimalDigits === null ? null : 0,
    MAXIMUM_SCALE: described.decimalDigits,
    SQL_DATA_TYPE: described.verboseCode,
    SQL_DATETIME_SUB: described.datetimeSub,
    NUM_PREC_RADIX: described.radix,
    INTERVAL_PRECISION: null,
  }
}
