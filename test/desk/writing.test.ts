/** Records of Desk made, changed and thrown away: every table that can be written, what is sent, what is refused. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { condition } from '../../src/driver/index.ts'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { all } from './all.ts'

let simulator: Simulator
let db: Connection

async function open(options: SimulatorOptions = {}, properties = ''): Promise<void> {
  simulator = await startSimulator({ rows: 250, desk: { tickets: 60, credits: 1e9 }, ...options })
  db = await connect(`${simulator.connectionString};TokenStore=memory;Services=crm,desk;${properties}`)
}

async function close(): Promise<void> {
  await db.close()
  await simulator.close()
}

async function reopen(options: SimulatorOptions = {}, properties = ''): Promise<void> {
  await close()
  await open(options, properties)
}

beforeEach(() => open())
afterEach(close)

const rows = (sql: string): Promise<readonly (readonly unknown[])[]> => all(db, sql)
const held = (module: string, id: unknown) => simulator.deskRows(module).find((row) => row.id === id)
const some = (module: string, place = 0) => simulator.deskRows(module)[place]!
const sent = (path: RegExp) => simulator.calls().filter((call) => call.method !== 'GET' && path.test(call.path))

/** For each table: columns of a new record with what they then hold, and columns that change. */
const tables: Readonly<
  Record<string, { readonly made: Record<string, unknown>; readonly set: Record<string, unknown> }>
> = {
  tickets: {
    made: { subject: 'Broken pump', priority: 'High', cf_serial_no: 'PX-1', cf_machine_hours: '42', cf_warranty: true },
    set: { subject: 'Mended pump', status: 'Closed', cf_refund: 12.5, cf_purchase_date: '2026-02-03' },
  },
  contacts: {
    made: { lastName: 'Moss', firstName: 'Lena', email: 'lena@moss.example' },
    set: { title: 'Head of it', phone: null },
  },
  accounts: { made: { accountName: 'Moss & Sons', website: 'https://moss.example' }, set: { annualrevenue: 1200.5 } },
  tasks: {
    made: { subject: 'Call back', dueDate: '2026-12-01T10:00:00.123Z' },
    set: { priority: 'High', status: 'Completed' },
  },
  calls: {
    made: { subject: 'Rang', startTime: '2026-12-01T10:00:00.000Z', duration: '90', direction: 'inbound' },
    set: { description: 'Nobody was in' },
  },
  events: {
    made: { subject: 'Visit', startTime: '2026-12-02T10:00:00.000Z', duration: '3600' },
    set: { subject: 'Second visit' },
  },
  products: { made: { productName: 'Pump', unitPrice: 99.95 }, set: { productCode: 'P-1' } },
  cm_machines: {
    made: { name: 'Mill', cf_model: 'M1', cf_hours: '12', cf_in_use: true },
    set: { name: 'Old mill', cf_hours: '13', cf_in_use: false },
  },
  contracts: {
    made: { contractName: 'Gold', startDate: '2026-01-01', endDate: '2026-12-31' },
    set: { endDate: '2027-12-31' },
  },
}

/** Lookups that a new record of the table must have, by what tells the record. */
const lookups: Readonly<Record<string, () => Record<string, unknown>>> = {
  tickets: () => ({ departmentId: 'Service', contactId: some('contacts').email }),
  tasks: () => ({ departmentId: 'Billing' }),
  calls: () => ({ departmentId: some('departments').id }),
  events: () => ({ departmentId: 'Service', ownerId: some('agents').emailId }),
  contracts: () => ({ accountId: some('accounts').accountName }),
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
const shown = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

describe.each(Object.entries(tables))('%s', (table, { made, set }) => {
  it('are made, changed and thrown away, and are then read as they are', async () => {
    const all = { ...made, ...lookups[table]?.() }
    const insert = `INSERT INTO desk.${table} (${quoted(Object.keys(all))})
      VALUES (${Object.values(all).map(literal).join(', ')}) RETURNING id, ${quoted(Object.keys(made))}`
    const [[id, ...values] = []] = await rows(insert)
    expect(values.map(shown)).toEqual(Object.values(made))
    const sets = Object.entries(set).map(([name, value]) => `"${name}" = ${literal(value)}`)
    const update = `UPDATE desk.${table} SET ${sets.join(', ')} WHERE id = ${id} RETURNING ${quoted(Object.keys(set))}`
    expect((await rows(update)).map((row) => row.map(shown))).toEqual([Object.values(set)])
    await rows(`DELETE FROM desk.${table} WHERE id = ${id}`)
    expect(await rows(`SELECT id FROM desk.${table} WHERE id = ${id}`)).toEqual([])
    expect(held(table, id)).toBeUndefined()
    expect(simulator.breaches()).toEqual([])
  })
})

describe('comments', () => {
  it('are made, changed and deleted below their ticket, and no other ticket is asked for', async () => {
    const { id: ticket } = some('tickets', 3)
    simulator.resetStats()
    const insert = `INSERT INTO desk.ticket_comments (content, "ticketId") VALUES ('Noted', ${ticket})`
    const [[id, isPublic] = []] = await rows(`${insert} RETURNING id, "isPublic"`)
    expect(isPublic).toBe(false)
    const of = `"ticketId" = ${ticket} AND id = ${id}`
    expect(await rows(`UPDATE desk.ticket_comments SET content = 'Noted again' WHERE ${of} RETURNING content`)).toEqual(
      [['Noted again']],
    )
    expect(await rows(`DELETE FROM desk.ticket_comments WHERE ${of} RETURNING content`)).toEqual([['Noted again']])
    expect(await rows(`SELECT id FROM desk.ticket_comments WHERE ${of}`)).toEqual([])
    const asked = simulator.calls().filter(({ path }) => path.endsWith('/comments'))
    expect(asked.every(({ path }) => path.includes(`/${ticket}/`))).toBe(true)
    await expect(rows(`UPDATE desk.ticket_comments SET "isPublic" = true WHERE ${of}`)).rejects.toMatchObject({
      sqlState: '428C9',
    })
  })
})

describe('one column of many records', () => {
  const title = `UPDATE desk.contacts SET title = 'Customer' WHERE id IS NOT NULL`

  it('gets one value by few calls, priced so beforehand', async () => {
    await rows('SELECT count(*) FROM desk.contacts')
    simulator.resetStats()
    await rows(title)
    const contacts = simulator.deskRows('contacts')
    expect(contacts.every((contact) => contact.title === 'Customer')).toBe(true)
    const whole = Math.floor(contacts.length / 50)
    const isOne = contacts.length % 50 > 25
    expect(sent(/updateMany$/)).toHaveLength(whole + Number(isOne))
    expect(sent(/contacts\/\d+$/)).toHaveLength(isOne ? 0 : contacts.length % 50)
  })

  it('is read row by row: what Desk refused is told, the others are written', async () => {
    await reopen(
      { faults: { rows: [{ code: 'FORBIDDEN', module: 'desk/contacts', nth: 3, times: 1 }] } },
      'OnWriteError=continue',
    )
    const result = await db.query(title)
    const refused = result.outcomes!.filter(({ outcome }) => outcome === 'rejected')
    expect(refused).toHaveLength(1)
    const left = simulator.deskRows('contacts').filter((contact) => contact.title !== 'Customer')
    expect(left.map(({ id }) => id)).toEqual([refused[0]!.id])
  })

  const refusal = (path: RegExp) => ({
    script: [
      { kind: 'status', path, status: 422, body: { errorCode: 'INVALID_DATA', message: 'One is wrong.' } },
    ] as const,
  })

  it('goes one by one where Desk refuses all together, and is not asked together again', async () => {
    await reopen({ faults: refusal(/updateMany$/) })
    for (const value of ['Customer', 'Client']) {
      await rows(title.replace('Customer', value))
      expect(simulator.deskRows('contacts').every((contact) => contact.title === value)).toBe(true)
    }
    expect(sent(/updateMany$/)).toHaveLength(1)
  })

  it('and so do records for the trash', async () => {
    await reopen({ faults: refusal(/moveToTrash$/) })
    const ids = simulator
      .deskRows('accounts')
      .slice(0, 3)
      .map(({ id }) => id)
    const result = await db.query(`DELETE FROM desk.accounts WHERE id IN (${ids.join(', ')})`)
    expect(result.count).toBe(3)
    expect(ids.filter((id) => held('accounts', id))).toEqual([])
    expect(sent(/moveToTrash$/)).toHaveLength(4)
  })

  it('is looked for where the answer leaves one of them out', async () => {
    const body = {
      results: simulator
        .deskRows('contacts')
        .slice(1)
        .map(({ id }) => ({ id, success: true, errors: null })),
    }
    await reopen({ faults: { script: [{ kind: 'status', when: 'after', path: /updateMany$/, status: 200, body }] } })
    const result = await db.query(title)
    expect(result.count).toBe(simulator.deskRows('contacts').length)
    expect(simulator.deskRows('contacts').every((contact) => contact.title === 'Customer')).toBe(true)
  })
})

describe('nothing sends a mail', () => {
  it('by closing tickets, one or many', async () => {
    await rows(`UPDATE desk.tickets SET status = 'Open' WHERE status = 'Closed'`)
    simulator.resetStats()
    await rows(`UPDATE desk.tickets SET status = 'Closed' WHERE status = 'Open'`)
    expect(simulator.deskRows('tickets').filter(({ status }) => status === 'Closed').length).toBeGreaterThan(25)
    expect(sent(/updateMany$/)).toEqual([])
    expect(simulator.breaches()).toEqual([])
  })

  it('and EXPLAIN says that the rules of the desk may', async () => {
    const insert = `INSERT INTO desk.tickets (subject, "departmentId", "contactId") VALUES ('x', 'Service', 'a@b.example')`
    expect((await rows(`EXPLAIN ${insert}`)).join('\n')).toContain('by mail')
  })
})

describe('before the first call is said', () => {
  const ticket = (columns: string, values: string) => `INSERT INTO desk.tickets (${columns}) VALUES (${values})`
  it.each([
    ['23502', ticket('subject, "departmentId"', `'x', 'Service'`), 'what is missing'],
    ['23503', ticket('subject, "departmentId", "contactId"', `'x', 'Nowhere', 1`), 'a name that nothing has'],
    ['23503', ticket('subject, "departmentId", "contactId"', `'x', 'Service', 17`), 'an id that nothing has'],
    [
      '23514',
      `UPDATE desk.tickets SET priority = 'Utmost' WHERE id = 1 OR "ticketNumber" > 0`,
      'a value of no picklist',
    ],
    ['22001', `UPDATE desk.contacts SET city = repeat('x', 31) WHERE id IS NOT NULL`, 'a text that is too long'],
    ['22007', `UPDATE desk.tickets SET "dueDate" = 'some day' WHERE id = 1`, 'a time that is none'],
    ['428C9', 'UPDATE desk.tickets SET "threadCount" = 1 WHERE id = 1', 'a counter'],
    ['428C9', `UPDATE desk.tickets SET "statusType" = 'Closed' WHERE id = 1`, 'what follows from another column'],
    ['0A000', `INSERT INTO desk.agents (name) VALUES ('x')`, 'a table that is Desk’s own'],
    ['0A000', `INSERT INTO desk.ticket_threads (content) VALUES ('x')`, 'a table whose rows are mail'],
  ])('%s of %s: %s', async (sqlState, sql) => {
    await db.explain('SELECT id FROM desk.tickets')
    simulator.resetStats()
    await expect(rows(sql)).rejects.toMatchObject({ sqlState })
    expect(sent(/./)).toEqual([])
  })

  it('and what Desk refuses afterwards is told by its kind, with column and row', async () => {
    const twins = `INSERT INTO desk.contacts ("lastName", email) VALUES ('One', 'twin@x.example'), ('Two', 'twin@x.example')`
    await expect(rows(twins)).rejects.toMatchObject({
      sqlState: '23505',
      outcomes: [{ outcome: 'written' }, { outcome: 'rejected', column: 'email', code: 'INVALID_DATA' }],
    })
    expect(simulator.deskRows('contacts').filter(({ email }) => email === 'twin@x.example')).toHaveLength(1)
    await expect(
      rows(`INSERT INTO desk.contracts ("contractName", "accountId") VALUES ('x', ${some('accounts').id})`),
    ).rejects.toMatchObject({
      sqlState: '23502',
    })
  })
})

describe('credits that are used up', () => {
  it('end a statement at the record that met it: nothing was looked at, and nothing is looked for', async () => {
    const body = { errorCode: 'THRESHOLD_EXCEEDED', message: 'Used up.' }
    const fault = { kind: 'status', path: /accounts$/, containing: 'accountName', nth: 2, status: 429, body } as const
    await reopen({ faults: { script: [{ ...fault, headers: { 'Retry-After': '3600' } }] } })
    await expect(rows(`INSERT INTO desk.accounts ("accountName") VALUES ('a'), ('b')`)).rejects.toMatchObject({
      sqlState: '53400',
      outcomes: [{ outcome: 'written' }, { outcome: 'notSent' }],
    })
    expect(sent(/accounts$/)).toHaveLength(2)
  })
})

describe('rows of a program', () => {
  it('are loaded with their outcomes: lookups by name, lists of a picklist, instants', async () => {
    const lookup = { departmentId: 'Service', contactId: some('contacts').email }
    const given = [
      { ...lookup, subject: 'one', cf_symptoms: ['Noise'], dueDate: new Date('2026-12-24T00:00:00.5Z') },
      { ...lookup, subject: 'two', contactId: 'nobody@nowhere.example' },
      { ...lookup, subject: 'three' },
    ]
    const { rows: told } = await db.load('desk.tickets', given, { action: 'insert', onError: 'continue' })
    expect(told.map(({ outcome }) => outcome)).toEqual(['written', 'rejected', 'written'])
    expect(held('tickets', told[0]!.id)).toMatchObject({
      dueDate: '2026-12-24T00:00:00.500Z',
      cf: { cf_symptoms: ['Noise'] },
    })
  })

  it('go one by one through records()', async () => {
    const contacts = db.records('desk.contacts')
    const before = await contacts.count()
    const { id } = await contacts.create({ lastName: 'Rec', email: 'rec@x.example' })
    await contacts.integrate({ lastName: 'Rec2', email: 'rec@x.example' }, 'email')
    expect(held('contacts', id)).toMatchObject({ lastName: 'Rec2' })
    const filter = condition('email', '=', 'rec@x.example')
    expect(await contacts.read({ filter, fields: ['id', 'lastName'] })).toEqual([{ id, lastName: 'Rec2' }])
    await contacts.delete(id!)
    expect(await contacts.count()).toBe(before)
  })
})

describe('a journal', () => {
  it('takes back changes, new records and comments, the newest first', async () => {
    const journal = join(mkdtempSync(join(tmpdir(), 'desk-')), 'journal.ndjson')
    await reopen({}, `Journal=${journal}`)
    const { id, title } = some('contacts')
    const { id: ticket } = some('tickets', 5)
    await rows(`UPDATE desk.contacts SET title = 'Journal' WHERE id = ${id}`)
    const insert = `INSERT INTO desk.ticket_comments ("ticketId", content) VALUES (${ticket}, 'Journal')`
    const [[comment] = []] = await rows(`${insert} RETURNING id`)
    const of = `"ticketId" = ${ticket} AND id = ${comment}`
    await rows(`UPDATE desk.ticket_comments SET content = 'Changed' WHERE ${of}`)
    await rows(`INSERT INTO desk.accounts ("accountName") VALUES ('Journal')`)
    simulator.resetStats()
    const undone = await db.undo(journal)
    expect(undone.map(({ result }) => result)).toEqual(Array(4).fill('undone'))
    expect(held('contacts', id)!.title).toBe(title)
    expect(await rows(`SELECT id FROM desk.ticket_comments WHERE ${of}`)).toEqual([])
    const asked = simulator.calls().filter(({ path }) => path.includes('/comments'))
    expect(asked.every(({ path }) => path.includes(`/${ticket}/`))).toBe(true)
  })
})

describe('ON CONFLICT', () => {
  it('finds the record by its key, also one made a moment ago', async () => {
    const upsert = (name: string) => `INSERT INTO desk.contacts ("lastName", email) VALUES ('${name}', 'up@x.example')
      ON CONFLICT (email) DO UPDATE SET "lastName" = excluded."lastName" RETURNING "lastName"`
    expect(await rows(upsert('First'))).toEqual([['First']])
    expect(await rows(upsert('Second'))).toEqual([['Second']])
    expect(simulator.deskRows('contacts').filter(({ email }) => email === 'up@x.example')).toHaveLength(1)
  })
})
