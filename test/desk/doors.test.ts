/** Desk by the other doors: a burst of sessions of the gateway, OData, and copies into files. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { parquetReadObjects } from 'hyparquet'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gateway, startGateway } from '../../src/gateway/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { zohosql } from '../cli/support.ts'
import { openDoor, type TestDoor } from '../http/support.ts'

const TICKETS = 2600

let simulator: Simulator
let connection: string
beforeAll(async () => {
  simulator = await startSimulator({ rows: 250, credits: 1e9, desk: { tickets: TICKETS, credits: 1e9 } })
  connection = `${simulator.connectionString};TokenStore=memory;Services=crm,desk`
})
afterAll(() => simulator.close())

describe('the gateway', () => {
  let gateway: Gateway
  beforeAll(async () => {
    gateway = await startGateway({ connection, port: 0 })
  })
  afterAll(() => gateway.close(0))

  const session = async (): Promise<Client> => {
    const db = new Client({ host: '127.0.0.1', port: gateway.port!, database: 'zoho', user: 'zoho' })
    await db.connect()
    return db
  }

  it('answers a burst of sessions within Desk’s concurrency, each with all rows', async () => {
    const open = simulator.deskRows('tickets').filter(({ status }) => status === 'Open').length
    const ask = async (index: number): Promise<void> => {
      const db = await session()
      try {
        const { rows } = await db.query('SELECT status, count(*)::int AS n FROM desk.tickets GROUP BY status')
        expect(rows.reduce((sum: number, { n }) => sum + n, 0)).toBe(TICKETS)
        const counted = await db.query('SELECT count(*)::int AS n FROM desk.tickets WHERE status = $1', ['Open'])
        expect(counted.rows[0].n).toBe(open)
        if (index % 4 === 0) expect((await db.query('SELECT id, subject FROM desk.tickets')).rows).toHaveLength(TICKETS)
      } finally {
        await db.end()
      }
    }
    await Promise.all(Array.from({ length: 12 }, (_, index) => ask(index)))
    expect(simulator.breaches().filter(({ kind }) => kind === 'concurrency')).toEqual([])
  })

  it('joins with CRM, and explains', async () => {
    const db = await session()
    const joined = `SELECT a."Account_Name", d.id FROM crm."Accounts" a JOIN desk.accounts d ON d."accountName" = a."Account_Name"`
    const names = new Set(simulator.rows('Accounts').map((row) => row.Account_Name))
    const own = simulator.deskRows('accounts').filter((row) => names.has(row.accountName))
    expect((await db.query(joined)).rows.length).toBeGreaterThanOrEqual(own.length)
    const { rows } = await db.query(`EXPLAIN SELECT id, "accountId" FROM desk.tickets WHERE status = 'Open'`)
    expect(rows.map((row) => Object.values(row)[0]).join('\n')).toMatch(/records.*credits.*search.*single/s)
    await db.end()
  })
})

describe('OData', () => {
  let door: TestDoor
  beforeAll(async () => {
    door = await openDoor(connection)
  })
  afterAll(() => door[Symbol.asyncDispose]())

  it('filters, counts and expands Desk’s sets', async () => {
    const open = simulator.deskRows('tickets').filter(({ status }) => status === 'Open')
    const counted = await door.ask(`/odata/desk_tickets/$count?$filter=${encodeURIComponent(`status eq 'Open'`)}`)
    expect([counted.status, Number(counted.text)]).toEqual([200, open.length])
    const some = await door.ask(
      `/odata/desk_tickets?$filter=${encodeURIComponent(`status eq 'Open'`)}&$select=ticketNumber,subject&$count=true&$top=5&$expand=_contactId($select=id,lastName)`,
    )
    expect(some.body['@odata.count']).toBe(open.length)
    expect(some.body.value).toHaveLength(5)
    for (const { ticketNumber, _contactId } of some.body.value) {
      const ticket = open.find((row) => row.ticketNumber === Number(ticketNumber))!
      const contact = simulator.deskRows('contacts').find((row) => row.id === ticket.contactId)
      expect(_contactId?.lastName ?? null).toBe(contact?.lastName ?? null)
    }
  })
})

describe('copy', () => {
  it('writes all tickets into csv, parquet and sqlite', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zohosql-desk-'))
    const sql = 'SELECT id, subject, "createdTime" FROM desk.tickets'
    try {
      for (const name of ['tickets.csv', 'tickets.parquet', 'tickets.sqlite']) {
        const ran = await zohosql(['-c', connection, 'copy', sql, join(folder, name)])
        expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('2,600 rows') })
      }
      const csv = await readFile(join(folder, 'tickets.csv'), 'utf8')
      expect(csv.split('\n').filter((line) => /^\d{18},/.test(line))).toHaveLength(TICKETS)
      const bytes = await readFile(join(folder, 'tickets.parquet'))
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
      const ids = (await parquetReadObjects({ file, columns: ['id'] })).map(({ id }) => String(id))
      expect(new Set(ids)).toEqual(new Set(simulator.deskRows('tickets').map(({ id }) => id)))
      const db = new Sqlite(join(folder, 'tickets.sqlite'), { readonly: true })
      const [table] = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
      expect(db.prepare(`SELECT count(DISTINCT id) FROM "${table}"`).pluck().get()).toBe(TICKETS)
      db.close()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
