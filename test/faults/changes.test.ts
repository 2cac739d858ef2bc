/** What Zoho may change while a statement runs: tokens, limits, page tokens, fields, records. */
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { hurry } from '../support/hurry.ts'
import { contactsBy, contactsOf, contactsQuery, expectNoSecret, outcome, site } from './help.ts'

hurry()

const byId = (a: Record<string, unknown>, b: Record<string, unknown>): number => (String(a.id) < String(b.id) ? -1 : 1)

describe.each(['coql', 'records'] as const)('by %s', (road) => {
  it('a token that expires between two pages is made anew once, and the scan goes on', async () => {
    await using place = await site(road)
    const { db, simulator } = place
    const rows: Record<string, unknown>[] = []
    for await (const row of db.stream(contactsQuery)) {
      if (rows.length === 150) simulator.expireTokens()
      rows.push(row)
    }
    expect(rows).toEqual(contactsOf(simulator))
    expect(simulator.stats().byRoad.token.calls).toBe(2)
    expect(simulator.breaches()).toEqual([])
  })

  it('a refresh token that is revoked in mid-scan ends the statement with the reason', async () => {
    await using place = await site(road)
    const { db, simulator } = place
    const { error } = await outcome(async () => {
      for await (const row of db.stream(contactsQuery)) {
        simulator.expireTokens()
        simulator.revoke()
        void row
      }
    })
    expect(error).toMatchObject({ sqlState: '28000', code: 'AUTHENTICATION_FAILED' })
    expectNoSecret(error, simulator)
  })

  it('a column that vanished before the statement is NULL, and a notice names it', async () => {
    await using place = await site(road)
    const { db, simulator } = place
    await db.query('SELECT Last_Name, Email FROM Contacts LIMIT 1')
    simulator.dropField('Contacts', 'Email')
    const rows = await db.query('SELECT Last_Name, Email FROM Contacts LIMIT 3')
    const names = contactsOf(simulator).map(({ Last_Name }) => Last_Name)
    expect([...rows]).toEqual(names.slice(0, 3).map((Last_Name) => ({ Last_Name, Email: null })))
    expect(rows.stats.notices).toContain('Zoho gives no Email of Contacts any more: it is shown as NULL')
  })

  it('the credits of the day end: so many rows were read, and the error says what was spent', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 500, credits: 6 })
    await using db = await connect(
      `${simulator.connectionString};TokenStore=memory;Road=${road};Prefer=credits;MaxRetries=2`,
    )
    const { error } = await outcome(async () => {
      for (let i = 0; i < 4; i++) await db.query(contactsQuery)
    })
    expect(error).toMatchObject({ sqlState: '53400' })
    expect(String((error as { hint?: string }).hint)).toMatch(/used \d+ calls/)
  })
})

describe('limits that are lower than documented', () => {
  it('200 rows a call: noticed, obeyed, remembered', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 1000, variants: { coqlLimitMax: 200 } })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const rows = await db.query(contactsQuery)
    expect(rows.toSorted(byId)).toEqual(contactsOf(simulator))
    expect(rows.stats.notices.join()).toMatch(/limit/)
    simulator.resetStats()
    await db.query('SELECT Email FROM Contacts')
    expect(simulator.stats().statuses).toEqual({ 200: 3 })
    expect(simulator.breaches()).toEqual([])
  })

  it('met by several scans at the same time', async () => {
    await using simulator = await startSimulator({
      data: 'odd',
      rows: 1000,
      latency: 20,
      variants: { coqlLimitMax: 200 },
    })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const sql = 'SELECT count(*) AS n FROM Deals d JOIN Tasks t ON t.Subject = d.Deal_Name JOIN Notes n ON n.id <> t.id'
    const [first, second] = await Promise.all([db.query(sql), db.query('SELECT count(Deal_Name) AS n FROM Deals')])
    expect(simulator.breaches()).toEqual([])
    await using here = await connect(`${simulator.connectionString};TokenStore=memory;Pushdown=false`)
    expect([...first]).toEqual([...(await here.query(sql))])
    expect([...second]).toEqual([{ n: simulator.rows('Deals').filter((row) => row.Deal_Name !== null).length }])
  })

  it('the limit falls in mid-scan', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 1000 })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory;Prefer=credits`)
    const rows: Record<string, unknown>[] = []
    for await (const row of db.stream(contactsQuery)) {
      if (rows.length === 0) simulator.setVariants({ coqlLimitMax: 200 })
      rows.push(row)
    }
    expect(rows).toEqual(contactsOf(simulator))
  })

  it('two joins a query: the third is made here', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 300, variants: { coqlJoinMax: 2 } })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const sql = 'SELECT id, Account_Name.Industry, Contact_Name.Email, Campaign_Source.Status FROM Deals ORDER BY id'
    const rows = await db.query(sql)
    await using here = await connect(`${simulator.connectionString};TokenStore=memory;Pushdown=false`)
    expect([...rows]).toEqual([...(await here.query(sql))])
    expect(rows.stats.notices.join()).toMatch(/joins/)
  })

  it('offsets end earlier', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 300, variants: { coqlOffsetMax: 100 } })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const sql = 'SELECT id, Deal_Name FROM Deals ORDER BY id LIMIT 20 OFFSET 150'
    const rows = await db.query(sql)
    expect(rows.map((row) => row.id)).toEqual(
      simulator
        .rows('Deals')
        .slice(150, 170)
        .map((row) => row.id),
    )
  })

  it('COQL is closed in mid-session: the list of records takes over, once and for all', async () => {
    await using place = await site('coql', 'Road=auto')
    const { db, simulator } = place
    await db.query('SELECT count(*) FROM Contacts')
    simulator.setVariants({ coqlForbidden: 'scope' })
    const rows = await db.query(contactsQuery)
    expect(rows.toSorted(byId)).toEqual(contactsOf(simulator))
    expect(rows.stats.notices.join()).toMatch(/scope/)
    simulator.resetStats()
    await db.query('SELECT Email FROM Contacts')
    expect(simulator.stats().byRoad.coql.calls).toBe(0)
  })
})

describe('a module that neither COQL nor lists are for', () => {
  it('is read by jobs, and no refusal is met twice', async () => {
    const variants = { coqlForbidden: 'scope', recordsUnsupportedModules: ['Contacts'] } as const
    await using place = await site('coql', 'Road=auto', { variants })
    const { db, simulator } = place
    for (let i = 0; i < 2; i++) expect((await db.query(contactsQuery)).toSorted(byId)).toEqual(contactsOf(simulator))
    expect(simulator.calls().filter(({ status }) => status >= 400)).toHaveLength(2)
    expect(simulator.breaches()).toEqual([])
  })
})

describe('page tokens of record lists', () => {
  // Each look at the simulator's clock takes longer than a token lives.
  const clock = (): (() => number) => {
    let now = Date.now()
    return () => {
      now += 5
      return now
    }
  }

  it('that expire: the list is read on by page numbers', async () => {
    await using place = await site('records', '', { variants: { pageTokenTtl: 1 }, clock: clock() })
    const { db, simulator } = place
    const rows = await db.query(contactsQuery)
    expect([...rows]).toEqual(contactsOf(simulator))
    expect(simulator.calls().filter(({ code }) => code === 'EXPIRED_VALUE')).toHaveLength(1)
  })

  it('that expire where numbers reach no farther end in an error that says how much was read', async () => {
    await using place = await site('records', '', { rows: 22_000, variants: { pageTokenTtl: 1 }, clock: clock() })
    const { error } = await outcome(() => place.db.query('SELECT id FROM Contacts'))
    expect(error).toMatchObject({
      sqlState: '54000',
      message: expect.stringMatching(/^\d+ rows of Contacts were read/),
    })
  })
})

describe('records that change while they are read', () => {
  it.each([
    ['coql', ''],
    ['records', ''],
    // Lists of this version go on by page numbers.
    ['records', 'ApiVersion=v2'],
    ['search', ''],
    ['bulk', ''],
  ] as const)('by %s %s: none that stays is missed, none comes twice', async (road, properties) => {
    const variants = { coqlLimitMax: 200, bulkPageSize: 200 }
    // Before each answer something goes and something comes, early rows for the most part.
    let calls = 0
    const latency = (kind: string): number => {
      if (/coql|records|search|bulk/.test(kind) && ++calls > 1) stir()
      return 0
    }
    await using place = await site(road, properties, { rows: 2500, variants, latency })
    const { db, simulator } = place
    const before = simulator.rows('Contacts').map((row) => String(row.id))
    const removed = new Set<string>()
    const stir = (): void => {
      const id = before[calls * 3]!
      simulator.remove('Contacts', id)
      removed.add(id)
      simulator.insert('Contacts', { Last_Name: `New ${calls}` })
    }
    const rows = await db.query(contactsBy(road))
    const seen = new Set(rows.map((row) => String(row.id)))
    expect(seen.size).toBe(rows.length)
    expect(removed.size).toBeGreaterThan(2)
    expect(before.filter((id) => !removed.has(id) && !seen.has(id))).toEqual([])
  })
})

describe('columns that one road has not, by ids from another', () => {
  // The name of a consent is in lists alone.
  const consent = { name: 'Given', id: '5725767000000700001' }
  const sql = 'SELECT id, Last_Name, Data_Processing_Basis_Details FROM Contacts'

  it.each(['coql', 'bulk'] as const)('by %s: records that lists hide are asked for one by one', async (road) => {
    const variants = { coqlPending: 'include', bulkPending: 'include' } as const
    await using place = await site(road, '', { rows: 60, variants })
    const { db, simulator } = place
    const id = simulator.insert('Contacts', {
      Last_Name: 'Waiting',
      Data_Processing_Basis_Details: consent,
      $approval_state: 'approval_process_pending',
    })
    const rows = await db.query(`${sql} WHERE Last_Name LIKE 'W%'`)
    expect(rows.find((row) => row.id === id)).toMatchObject({
      Last_Name: 'Waiting',
      Data_Processing_Basis_Details: 'Given',
    })
  })
})
