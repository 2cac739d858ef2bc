/** What Desk's tables look like to whoever asks for them: catalogues, ODBC, the gateway, OData, files, completion. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { complete } from '../../src/cli/prompt/complete/index.ts'
import { knowledgeOf } from '../../src/cli/prompt/complete/knowledge.ts'
import type { Shell } from '../../src/cli/prompt/shell.ts'
import { startGateway } from '../../src/gateway/index.ts'
import { zohosql } from '../cli/support.ts'
import { openDoor } from '../http/support.ts'
import { openPlace, type Place } from '../support/place.ts'
import { all } from './all.ts'

let at: Place
let connection: string
beforeAll(async () => {
  at = await openPlace({ rows: 60, desk: { tickets: 30, credits: 1e9 } }, 'Services=crm,desk')
  connection = `${at.simulator.connectionString};TokenStore=memory;Services=crm,desk`
})
afterAll(() => at[Symbol.asyncDispose]())

const rows = (sql: string) => all(at.db, sql)
/** Fields of every custom type, and what each is. */
const custom = [
  ['cf_serial_no', 'text'],
  ['cf_warranty', 'boolean'],
  ['cf_machine_hours', 'bigint'],
  ['cf_refund', 'numeric'],
  ['cf_purchase_date', 'date'],
  ['cf_next_visit', 'timestamp with time zone'],
]

describe('information_schema', () => {
  it('has columns of the documents and of the account, each in its type', async () => {
    const columns = await rows(`SELECT column_name, data_type FROM information_schema.columns
      WHERE table_schema = 'desk' AND table_name = 'tickets'`)
    for (const column of [...custom, ['ticketNumber', 'bigint'], ['threadCount', 'integer'], ['source', 'jsonb']])
      expect(columns).toContainEqual(column)
  })

  it('has keys of records, of their lookups and of what belongs to tickets', async () => {
    const keys = await rows(`SELECT table_name, column_name, constraint_name
      FROM information_schema.key_column_usage WHERE table_schema = 'desk'`)
    for (const key of [
      ['tickets', 'id', 'tickets_pkey'],
      ['tickets', 'contactId', 'tickets_contactId_fkey'],
      ['ticket_comments', 'ticketId', 'ticket_comments_ticketId_fkey'],
      ['ticket_tags', 'ticketId', 'ticket_tags_pkey'],
    ])
      expect(keys).toContainEqual(key)
  })

  it('has custom modules, whose references are columns for each part', async () => {
    const columns = await rows(`SELECT column_name FROM information_schema.columns
      WHERE table_schema = 'desk' AND table_name = 'cm_machines'`)
    for (const name of ['owner_id', 'owner_name', 'owner_email', 'department_id', 'cf_hours'])
      expect(columns).toContainEqual([name])
  })
})

describe('npm odbc', () => {
  it('tells tables, columns with their labels, and keys', async () => {
    const tables = await at.db.tables(null, 'desk', null, null)
    expect(tables.map(({ TABLE_NAME }) => TABLE_NAME)).toContain('ticket_comments')
    const columns = await at.db.columns(null, 'desk', 'tickets', null)
    const number = columns.find(({ COLUMN_NAME }) => COLUMN_NAME === 'ticketNumber')
    expect(number).toMatchObject({ TABLE_SCHEM: 'desk', TYPE_NAME: 'bigint', REMARKS: 'Ticket Number' })
    expect(await at.db.primaryKeys(null, 'desk', 'ticket_tags')).toHaveLength(2)
    const exported = await at.db.foreignKeys(null, 'desk', 'contacts', null, null, null)
    expect(exported.map(({ FKTABLE_NAME }) => FKTABLE_NAME)).toContain('tickets')
  })
})

it('paths lead along lookups, three steps far', async () => {
  const [[path, joined]] = (await rows(`SELECT
    (SELECT count(t.contactId.accountId.accountName) FROM desk.tickets t),
    (SELECT count(a."accountName") FROM desk.tickets t JOIN desk.contacts c ON c.id = t."contactId"
      JOIN desk.accounts a ON a.id = c."accountId")`)) as [[number, number]]
  expect(path).toBeGreaterThan(0)
  expect(path).toBe(joined)
})

it('the gateway tells clients of PostgreSQL the same', async () => {
  const gateway = await startGateway({ connection, port: 0 })
  const client = new Client({ host: '127.0.0.1', port: gateway.port, user: 'me', database: 'zoho' })
  try {
    await client.connect()
    // What pgJDBC's getColumns asks for.
    const columns = await client.query(`SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type, dsc.description
      FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON (c.relnamespace = n.oid)
      JOIN pg_catalog.pg_attribute a ON (a.attrelid = c.oid)
      LEFT JOIN pg_catalog.pg_description dsc ON (c.oid = dsc.objoid AND a.attnum = dsc.objsubid)
      WHERE n.nspname LIKE 'desk' AND c.relname LIKE 'tickets' AND a.attnum > 0 AND NOT a.attisdropped`)
    const told = columns.rows.map(({ attname, type }) => [attname, type])
    for (const column of custom) expect(told).toContainEqual(column)
    expect(columns.rows).toContainEqual({
      attname: 'dueDate',
      type: 'timestamp with time zone',
      description: 'Due Date',
    })
    const { rows: found } = await client.query('SELECT id FROM desk.tickets WHERE id > $1 ORDER BY id LIMIT 2', [0])
    expect(found).toHaveLength(2)
  } finally {
    await client.end()
    await gateway.close(0)
  }
})

it('OData has a set for each table, with what its lookups lead to', async () => {
  await using door = await openDoor(connection)
  const metadata = await door.ask('/odata/$metadata')
  expect(metadata.text).toContain('<EntityType Name="desk_tickets"')
  const found = await door.ask('/odata/desk_tickets?$top=1&$select=id&$expand=_contactId($select=lastName)')
  expect(found.body.value).toMatchObject([{ id: expect.any(Number), _contactId: { lastName: expect.any(String) } }])
})

it('the command describes tables and copies them into files', async () => {
  const ran = await zohosql(['-c', connection, '\\d desk.ticket_comments'])
  expect(ran.stdout).toMatch(/ticketId +\| bigint +\| not null \| → tickets\.id/)
  const path = join(mkdtempSync(join(tmpdir(), 'desk-')), 'tickets.csv')
  const copied = await zohosql(['-c', connection, 'copy', 'desk.tickets', path])
  expect(copied).toMatchObject({ code: 0, stderr: expect.stringContaining('30 rows') })
})

describe('completion', () => {
  const shell = { session: { db: undefined as unknown }, history: () => [], last: undefined }
  const offered = async (marked: string): Promise<string[]> => {
    shell.session.db = at.db
    const knowledge = knowledgeOf(shell as unknown as Shell)(new AbortController().signal)
    const line = marked.replace('|', '')
    const { candidates } = await complete(line, marked.indexOf('|'), { variables: new Map() }, knowledge)
    return candidates.map(({ text }) => text)
  }

  it.each([
    ['SELECT * FROM desk.ticket_c|', 'ticket_comments'],
    ['SELECT * FROM cm_m|', 'cm_machines'],
    ['SELECT t.ticketN| FROM desk.tickets t', '"ticketNumber"'],
    ['SELECT t.contactId.lastN| FROM desk.tickets t', '"lastName"'],
    [`SELECT * FROM desk.tickets WHERE priority = 'H|`, `'High'`],
  ])('%s', async (marked, wanted) => {
    const texts = (await offered(marked)).map((text) => text.trim())
    expect(texts.map((text) => text.replaceAll('"', ''))).toContain(wanted.replaceAll('"', ''))
  })
})
