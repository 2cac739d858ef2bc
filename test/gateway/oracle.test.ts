import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isVector } from '../../src/base/pg-types.ts'
import { findZone, valueText } from '../../src/driver/inner.ts'
import { PgSettings } from '../../src/session/index.ts'
import { comparable, numbersSql, openMirror } from './oracle/compare.ts'
import type { Oracle } from './oracle/postgres.ts'
import { type Company, openCompany } from './support.ts'

/**
 * What clients ask of the catalogue gives the rows that PostgreSQL gives over the same tables, object by object: its own
 * relations, functions and types that are not here are left out.
 */

type Statement = readonly [extended: 0 | 1, sql: string]
const scripts = JSON.parse(
  readFileSync(new URL('./corpus/clients.json', import.meta.url), 'utf8').replaceAll(/Field_\d+/g, 'Description'),
) as Readonly<Record<string, { readonly statements: readonly Statement[] }>>

let company: Company
let oracle: Oracle
beforeAll(async () => {
  company = await openCompany(10)
  oracle = await openMirror(company.db)
})
afterAll(async () => {
  await oracle[Symbol.asyncDispose]()
  await company[Symbol.asyncDispose]()
})

type Row = (string | null)[]
const live = { activity: () => [], statements: () => [], cursors: () => [] }
const utc = findZone('UTC')!

async function ours(sql: string): Promise<Row[]> {
  const session = () => new PgSettings('me', 7, new Map([['search_path', 'crm']])).state({})
  const { columns } = await company.db.analyse(sql, { session: session(), live })
  const forms = { exactNumbers: true, dates: 'epoch' } as const
  const found: Row[] = []
  for await (const rows of await company.db.open(sql, [], { session: session(), live, forms }))
    for (const row of rows)
      found.push(
        row.map((value, i) => {
          const { sqlType } = columns[i]!
          if (value === null) return null
          return isVector(sqlType) ? String(value).slice(1, -1).replaceAll(',', ' ') : valueText(value, sqlType, utc)
        }),
      )
  return found
}

async function theirs(sql: string): Promise<Row[] | undefined> {
  await oracle.texts('SET search_path TO crm')
  const { rows, error } = await oracle.run(sql)
  return error ? undefined : rows.map((row) => row.map((value) => value?.toString() ?? null))
}

/** Statements that tell of PostgreSQL's own objects, versions and rights, of which there are others or none here. */
const ofTheServer =
  /version\(|server_version_num|pg_backend_pid|pg_roles|pg_proc|pg_operator|pg_opclass|pg_collation|pg_am$|pg_settings|pg_database|get_keywords|pg_table_size|table_privileges|acl|pg_description ORDER|pg_subscription|'pg_|relname='pg_|daticulocale|c\.oid = '1259'|pg_type a|t\.oid, t\.\*/

const zohoTable = /from\s+(only\s+)?("?zoho"?\.)?("?(crm|public)"?\.)?("[A-Z]\w+"|Deals|Leads|Accounts)/i

it('gives what PostgreSQL gives', async () => {
  const ourNames = new Map((await ours(numbersSql)) as [string, string][])
  const theirNames = new Map((await oracle.texts(numbersSql)) as [string, string][])
  const statements = new Set(Object.values(scripts).flatMap(({ statements: all }) => all.map(([, sql]) => sql)))
  const tally = { same: 0, within: 0, skipped: 0 }
  const different: string[] = []
  for (const sql of statements) {
    const isQuery = /^\s*(select|with)\b/i.test(sql) && !/\$1|\?|;\s*\S/.test(sql)
    const expected = isQuery && !zohoTable.test(sql) && !ofTheServer.test(sql) ? await theirs(sql) : undefined
    if (!expected) {
      tally.skipped++
      continue
    }
    const [found, wanted] = [comparable(await ours(sql), ourNames), comparable(expected, theirNames)]
    const known = new Set(wanted)
    const extra = found.filter((row) => !known.has(row))
    if (extra.length > 0)
      different.push(`${sql}\n ours: ${extra[0]}\n theirs: ${wanted.find((row) => !found.includes(row))}`)
    else tally[found.length === wanted.length ? 'same' : 'within']++
  }
  expect(different).toEqual([])
  expect(tally).toMatchObject({ same: 218, within: 2 })
})
