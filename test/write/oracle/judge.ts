/** The same statements by PostgreSQL and over the simulator: what each leaves in the table, and what each says. */
import { PGlite } from '@electric-sql/pglite'
import { isZohoSqlError } from '../../../src/base/errors.ts'
import type { GivenWorld } from '../../../src/simulator/index.ts'
import { openPlace, type Place } from '../../support/place.ts'

const others = ['Ada', 'Eve', 'Ida', 'Ola', 'Una'].map((Name, i) => ({
  id: String(9_200_000_000_000_000_000n + BigInt(i)),
  Name,
  Rank: i,
}))

/** Rows to begin with: every kind of column, gaps, texts that differ by case and blanks alone. */
const first = Array.from({ length: 14 }, (_, i) => ({
  id: String(9_200_000_000_000_001_000n + BigInt(i)),
  Name: ['alpha', 'Alpha', 'beta', 'beta ', 'gamma', 'δέλτα', '\u{1F600}'][i % 7]!,
  Code: i % 3 === 2 ? null : `c${i}`,
  Kind: ['A', 'B', null][i % 3]!,
  Count: i % 5 === 4 ? null : i * 3 - 7,
  Price: i % 4 === 3 ? null : i * 1.25 - 3,
  Ratio: i % 6 === 5 ? null : i / 8,
  Day: i % 4 === 1 ? null : `202${i % 10}-0${1 + (i % 9)}-1${i % 10}`,
  Moment: i % 5 === 2 ? null : `2024-0${1 + (i % 9)}-03T0${i % 10}:30:15Z`,
  Done: i % 2 === 0,
  Other: i % 4 === 2 ? null : others[i % 5]!.id,
}))

/** Records of a module, or lines that are parts of other records. */
export type Form = 'records' | 'lines'

const place = { records: 'Other', lines: 'Parent_Id' } as const
export const placeColumn = (form: Form): string => `${place[form]}_id`

const worldOf = (form: Form): GivenWorld => ({
  org: { time_zone: 'UTC' },
  modules: [
    {
      api_name: 'Others',
      generated_type: 'custom',
      fields: [
        { api_name: 'Name', data_type: 'text', display_field: true, system_mandatory: true, length: 40 },
        { api_name: 'Rank', data_type: 'integer' },
        ...(form === 'lines'
          ? [{ api_name: 'Lines', data_type: 'subform', subform: { module: 'Items', id: '1' } }]
          : []),
      ],
      rows: others,
    },
    {
      api_name: 'Items',
      ...(form === 'lines'
        ? {
            generated_type: 'subform' as const,
            parent_module: { api_name: 'Others', id: '1' },
            parentField: place[form],
          }
        : { generated_type: 'custom' as const }),
      fields: [
        { api_name: 'Name', data_type: 'text', display_field: true, system_mandatory: true, length: 40 },
        { api_name: 'Code', data_type: 'text', length: 20, unique: { case_sensitive: true } },
        { api_name: 'Kind', data_type: 'picklist', pick_list_values: ['A', 'B', 'C'] },
        { api_name: 'Count', data_type: 'integer' },
        { api_name: 'Price', data_type: 'currency', length: 16, decimal_place: 2 },
        { api_name: 'Ratio', data_type: 'double', decimal_place: 9 },
        { api_name: 'Day', data_type: 'date' },
        { api_name: 'Moment', data_type: 'datetime' },
        { api_name: 'Done', data_type: 'boolean' },
        { api_name: place[form], data_type: 'lookup', lookup: { module: { api_name: 'Others', id: '1' } } },
        { api_name: 'Created_By', data_type: 'ownerlookup', read_only: true },
      ],
      rows: rowsOf(form),
    },
  ],
})

/** A line is part of some record. */
const rowsOf = (form: Form) =>
  first.map(({ Other, ...row }, i) => ({
    ...row,
    [place[form]]: form === 'lines' ? (Other ?? others[i % 5]!.id) : Other,
  }))

/** Zoho's own rules in PostgreSQL's words: times to the second, a box that is never empty, a picklist. */
const schemaOf = (form: Form): string => `
  SET TIME ZONE 'UTC';
  CREATE TABLE "Others" (id bigint PRIMARY KEY, "Name" varchar(40) COLLATE pg_c_utf8 NOT NULL, "Rank" integer);
  CREATE SEQUENCE made START 1;
  CREATE TABLE "Items" (
    id bigint PRIMARY KEY DEFAULT nextval('made'), "Name" varchar(40) COLLATE pg_c_utf8 NOT NULL,
    "Code" varchar(20) COLLATE pg_c_utf8 UNIQUE, "Kind" varchar(120) COLLATE pg_c_utf8 CHECK ("Kind" IN ('A', 'B', 'C')),
    "Count" integer CHECK (abs("Count") <= 999999999), "Price" numeric(16, 2), "Ratio" double precision, "Day" date CHECK ("Day" <= DATE '9999-12-31'), "Moment" timestamptz(0),
    "Done" boolean DEFAULT false, "${placeColumn(form)}" bigint ${form === 'lines' ? 'NOT NULL' : ''} REFERENCES "Others" (id))`

const plain = ['Name', 'Code', 'Kind', 'Count', 'Price', 'Ratio', 'Day', 'Moment', 'Done'] as const

/** What a statement gives: rows as texts in an order of their own, or an error's SQLSTATE. */
export interface Given {
  readonly state: string
  readonly count: number
  readonly rows: readonly string[]
}

/** Days as days. */
const asDays = { parsers: { 1082: (text: string): string => text } }

type Row = Readonly<Record<string, unknown>>

/** Numbers by value, instants by instant. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '∅'
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number') return String(Math.round(value * 1e9) / 1e9)
  return String(value)
}

const numbers = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/
const shown = (value: unknown): string => {
  const text = cell(value)
  return numbers.test(text) && text.length < 17 ? String(Math.round(Number(text) * 1e9) / 1e9) : text
}

const asTexts = (rows: readonly Row[]): string[] => rows.map((row) => Object.values(row).map(shown).join(' | ')).sort()

export class WriteJudge implements AsyncDisposable {
  readonly #postgres: PGlite
  readonly #place: Place
  readonly #form: Form

  private constructor(postgres: PGlite, at: Place, form: Form) {
    this.#postgres = postgres
    this.#place = at
    this.#form = form
  }

  static async open(form: Form): Promise<WriteJudge> {
    const postgres = await PGlite.create()
    await postgres.exec(schemaOf(form))
    for (const { id, Name, Rank } of others)
      await postgres.query('INSERT INTO "Others" VALUES ($1, $2, $3)', [id, Name, Rank])
    const names = ['id', ...plain, placeColumn(form)].map((name) => `"${name}"`).join(', ')
    for (const row of rowsOf(form) as readonly Row[]) {
      const values = ['id', ...plain, place[form]].map((name) => row[name])
      await postgres.query(`INSERT INTO "Items" (${names}) VALUES (${values.map((_, i) => `$${i + 1}`)})`, values)
    }
    // Lines that a call does not mention go: the harder one of the two readings.
    return new WriteJudge(
      postgres,
      await openPlace({ data: worldOf(form), variants: { writeSubform: 'replace' } }),
      form,
    )
  }

  async postgres(sql: string): Promise<Given> {
    try {
      const { rows, affectedRows } = await this.#postgres.query<Row>(sql, [], asDays)
      return { state: '00000', count: affectedRows ?? 0, rows: asTexts(rows) }
    } catch (error) {
      return { state: (error as { code?: string }).code ?? 'XX000', count: 0, rows: [] }
    }
  }

  async ours(sql: string): Promise<Given> {
    try {
      const rows = await this.#place.db.query(sql)
      return { state: '00000', count: rows.count ?? 0, rows: asTexts([...rows] as Row[]) }
    } catch (error) {
      if (!isZohoSqlError(error)) throw error
      return { state: error.sqlState, count: 0, rows: [] }
    }
  }

  /** Both tables as they are now, without ids. */
  async tables(): Promise<readonly [readonly string[], readonly string[]]> {
    const names = [...plain, placeColumn(this.#form)].map((name) => `"${name}"`)
    const { rows } = await this.#postgres.query<Row>(`SELECT ${names} FROM "Items"`, [], asDays)
    const stored = this.#place.simulator.rows('Items').map((row): Row => {
      const link = row[place[this.#form]] as { readonly id: string } | null
      const cells = plain.map((name) => [name, row[name]])
      const moment = row.Moment === null ? null : new Date(String(row.Moment))
      return { ...Object.fromEntries(cells), Moment: moment, place: link?.id }
    })
    return [asTexts(rows), asTexts(stored)]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#postgres.close()
    await this.#place[Symbol.asyncDispose]()
  }
}
