/**
 * PostgreSQL with what a simulated desk and its CRM hold, as their judge: every table of Desk with all its columns, what
 * belongs to tickets, and those tables of CRM that Desk is joined with.
 */
import { PGlite } from '@electric-sql/pglite'
import { typeText } from '../../src/base/types.ts'
import type { Connection, JsValue } from '../../src/driver/inner.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import type { Column, Table } from '../../src/source/index.ts'
import { difference } from '../oracle/compare.ts'
import { isOrdered } from '../postgres/compare.ts'

/** What the desk tells of a table. */
const owned: Readonly<Record<string, string>> = {
  ticket_comments: 'tickets/comments',
  ticket_threads: 'tickets/threads',
  ticket_tags: 'tickets/tags',
  ticket_time_entries: 'tickets/timeEntry',
  ticket_history: 'tickets/History',
}
const ofCrm = ['Accounts', 'Contacts']

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Part of an object that stands in a column of its own. */
function partOf(value: unknown, { part, name }: Column): unknown {
  if (!isRow(value)) return part === 'id' || part === 'value' ? value : null
  if (name.endsWith('_type')) return value.type
  if (part === 'id') return value.id
  if (part === 'email') return value.email ?? value.emailId
  return value.name ?? value.layoutName ?? [value.firstName, value.lastName].filter(Boolean).join(' ')
}

function deskValue(row: Row, column: Column): unknown {
  const { field, name, part } = column
  if (name.startsWith('cf_')) return isRow(row.cf) ? row.cf[name] : undefined
  if (['isTrashed', 'isDeleted'].includes(name)) return row[field] ?? false
  return part === 'value' ? row[field] : partOf(row[field], column)
}

/** As PostgreSQL reads it; a multi-select's members are joined. */
function textOf(value: unknown, type: string): string | null {
  if (value === null || value === undefined || value === '') return null
  if (/^jsonb?$/.test(type)) return JSON.stringify(value)
  if (Array.isArray(value)) return type.endsWith('[]') ? `{${value.join(',')}}` : value.join(';')
  return String(value)
}

/** A cell of COPY's text format. */
const copied = (text: string | null): string =>
  text === null
    ? '\\N'
    : text.replace(/[\\\n\r\t]/g, (sign) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign]!)

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** Binary order, and case as Unicode has it. */
const collated = (type: string): string => (/^(text|varchar|character)/.test(type) ? `${type} COLLATE pg_c_utf8` : type)

/** Nothing is converted: what is printed is compared. */
const asText = Object.fromEntries(Array.from({ length: 5000 }, (_, type) => [type, (text: string) => text]))

interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export class DeskJudge implements AsyncDisposable {
  readonly tables: readonly Table[]
  readonly #db: PGlite
  readonly #answers = new Map<string, Answer>()

  private constructor(db: PGlite, tables: readonly Table[]) {
    this.#db = db
    this.tables = tables
  }

  /** @param connection to the simulator, for types of columns: the rows are the simulator's own */
  static async open(simulator: Simulator, connection: Connection): Promise<DeskJudge> {
    const db = await PGlite.create()
    await db.exec(`SET TIME ZONE 'UTC'; CREATE SCHEMA desk; CREATE SCHEMA crm; SET extra_float_digits = 1`)
    const tables = (await connection.schema()).filter(
      ({ schema, name }) => schema === 'desk' || (schema === 'crm' && ofCrm.includes(name)),
    )
    const judge = new DeskJudge(db, tables)
    for (const table of tables) await judge.#fill(table, simulator)
    return judge
  }

  async #fill({ schema, name, columns }: Table, simulator: Simulator): Promise<void> {
    const isDesk = schema === 'desk'
    const rows = isDesk ? simulator.deskTold(owned[name] ?? name) : simulator.rows(name)
    const cellOf = isDesk ? deskValue : crmValue
    const list = columns.map((column) => `${quoted(column.name)} ${collated(typeText(column.type))}`).join(', ')
    await this.#db.exec(`CREATE TABLE ${schema}.${quoted(name)} (${list})`)
    const lines = rows.map((row) =>
      columns.map((column) => copied(textOf(cellOf(row, column), typeText(column.type)))).join('\t'),
    )
    const blob = new Blob([lines.map((line) => `${line}\n`).join('')])
    await this.#db.query(`COPY ${schema}.${quoted(name)} FROM '/dev/blob'`, [], { blob })
  }

  /** PostgreSQL's answer, asked once. */
  async answer(sql: string): Promise<Answer> {
    const known = this.#answers.get(sql)
    if (known) return known
    const { fields, rows } = await this.#db.query<(string | null)[]>(sql, [], { rowMode: 'array', parsers: asText })
    const answer = { columns: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows }
    this.#answers.set(sql, answer)
    return answer
  }

  /** Some values of each column of Desk's tables, by `table.column`. */
  async samples(): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>()
    for (const { schema, name, columns } of this.tables) {
      for (const column of columns) {
        const own = quoted(column.name)
        const { rows } = await this.#db.query<[string]>(
          `SELECT DISTINCT ${own}::text FROM ${schema}.${quoted(name)} WHERE ${own} IS NOT NULL ORDER BY 1 LIMIT 60`,
          [],
          { rowMode: 'array' },
        )
        found.set(`${name}.${column.name}`, rows.flat())
      }
    }
    return found
  }

  /** How the driver's answer differs, in words; undefined when it does not. */
  async disagreement(db: Connection, sql: string): Promise<string | undefined> {
    const expected = await this.answer(sql)
    try {
      const result = await db.open(sql, [])
      const rows: JsValue[][] = []
      for await (const batch of result) rows.push(...(batch as JsValue[][]))
      const got = { columns: result.columns, rows }
      return difference(expected, got, { ordered: isOrdered(sql), names: true })
    } catch (error) {
      return `${(error as Error).message}, expected ${expected.rows.length} rows`
    }
  }

  /** The disagreements of many questions, as lines. */
  async disagreements(db: Connection, questions: readonly string[]): Promise<string[]> {
    const wrong: string[] = []
    for (const sql of questions) {
      const difference = await this.disagreement(db, sql)
      if (difference) wrong.push(`${sql}\n    ${difference.slice(0, 600)}`)
    }
    return wrong
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close()
  }
}

/** A lookup of CRM is a name and an id. */
function crmValue(row: Row, { name, field, part }: Column): unknown {
  const value = row[field]
  if (!isRow(value)) return Array.isArray(value) ? value.join(';') : value
  if (part === 'id' || name === `${field}_id`) return value.id
  return part === 'email' ? value.email : value.name
}
