/**
 * The judge: PostgreSQL in this process, with the world's rows in it. Schema `crm` holds the tables, `paths` the same
 * tables with every dotted path written out as a column (`"Account_Name.Industry"`); `crm_include`, `paths_only`
 * … have another `Leads`, for the readings of `convertedLeads`.
 */
import { PGlite } from '@electric-sql/pglite'
import { type OracleTable, pathColumns, type TableColumn, tableNamed, tables } from './tables.ts'
import type { Row } from './world.ts'

/** Values as PostgreSQL prints them, with the number of each column's type. */
export interface PostgresRows {
  readonly columns: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export class PostgresError extends Error {
  readonly sqlState: string

  constructor(sqlState: string, message: string) {
    super(message)
    this.sqlState = sqlState
  }
}

/** Nothing is converted: what is printed is compared. Numbers of types are below 5,000. */
const asText = Object.fromEntries(Array.from({ length: 5000 }, (_, type) => [type, (text: string) => text]))

/** A cell of COPY's text format. */
const copied = (cell: unknown): string =>
  cell === null || cell === undefined
    ? '\\N'
    : String(cell).replace(/[\\\n\r\t]/g, (sign) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign]!)

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Binary order, and case as Unicode has it: PGlite's own C library knows a capital ß that PostgreSQL's others do not. */
const collated = (type: string): string => (/^(text|varchar)/.test(type) ? `${type} COLLATE pg_c_utf8` : type)

/** The one function that PostgreSQL does not have. */
const hasValue = `CREATE FUNCTION pg_catalog.has_value(text, text) RETURNS boolean IMMUTABLE LANGUAGE sql
  AS $$ SELECT $2 = ANY (string_to_array($1, ';')) $$`

export class Postgres {
  readonly #db: PGlite
  #path = ''
  #last: Promise<unknown> = Promise.resolve()

  private constructor(db: PGlite) {
    this.#db = db
  }

  static async open(timeZone: string): Promise<Postgres> {
    const db = await PGlite.create()
    await db.exec(`SET TIME ZONE '${timeZone}'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1`)
    const judge = new Postgres(db)
    await db.exec(hasValue)
    await judge.#fill()
    return judge
  }

  async #fill(): Promise<void> {
    for (const table of tables) await this.#createBoth('', table, (row) => row.Converted__s !== true)
    const leads = tableNamed('Leads')
    await this.#createBoth('_include', leads, () => true)
    await this.#createBoth('_only', leads, (row) => row.Converted__s === true)
  }

  async #createBoth(suffix: string, table: OracleTable, keep: (row: Row) => boolean): Promise<void> {
    await this.#create(`crm${suffix}`, table, table.columns, keep)
    await this.#create(`paths${suffix}`, table, [...table.columns, ...pathColumns(table, 3)], keep)
  }

  async #create(
    schema: string,
    table: OracleTable,
    columns: readonly TableColumn[],
    keep: (row: Row) => boolean,
  ): Promise<void> {
    const name = `${schema}.${quote(table.name)}`
    const list = columns.map((column) => `${quote(column.name)} ${collated(column.type)}`).join(', ')
    const lines = table.rows.filter(keep).map((row) => columns.map((column) => copied(column.read(row))).join('\t'))
    await this.#db.exec(`CREATE SCHEMA IF NOT EXISTS ${schema}; CREATE TABLE ${name} (${list})`)
    await this.#db.query(`COPY ${name} FROM '/dev/blob'`, [], { blob: new Blob([lines.map((l) => `${l}\n`).join('')]) })
  }

  /** @throws {PostgresError} */
  query(sql: string, parameters: readonly unknown[], schemas: readonly string[]): Promise<PostgresRows> {
    // One after the other: the search path is the session's.
    const rows = this.#last.then(() => this.#query(sql, parameters, schemas.join(', ')))
    this.#last = rows.catch(() => undefined)
    return rows
  }

  async #query(sql: string, parameters: readonly unknown[], path: string): Promise<PostgresRows> {
    try {
      if (path !== this.#path) await this.#db.exec(`SET search_path TO ${path}`)
      this.#path = path
      const { fields, rows } = await this.#db.query<(string | null)[]>(sql, [...parameters], {
        rowMode: 'array',
        parsers: asText,
      })
      return { columns: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows }
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      throw code ? new PostgresError(code, message) : error
    }
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}
