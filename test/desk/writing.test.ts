/** Records of Desk made, changed and thrown away: what is sent, what is refused, what becomes of a lost answer. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { all } from './all.ts'

let simulator: Simulator
let db: Connection
beforeEach(async () => {
  simulator = await startSimulator({ rows: 250, desk: { tickets: 60, credits: 1e9 } })
  db = await connect(`${simulator.connectionString};TokenStore=memory;Services=crm,desk`)
})
afterEach(async () => {
  await db.close()
  await simulator.close()
})

const rows = (sql: string): Promise<readonly (readonly unknown[])[]> => all(db, sql)
const newTicket = `INSERT INTO desk.tickets (subject, "departmentId", "contactId", priority)
  SELECT 'Broken pump', d.id, c.id, 'High' FROM desk.departments d, desk.contacts c ORDER BY d.id, c.id LIMIT 1`

describe('writing', () => {
  it('makes, changes and throws away records, and reads them as they are', async () => {
    const [[id]] = (await rows(`${newTicket} RETURNING id`)) as [[string]]
    expect(await rows(`SELECT subject, priority, status FROM desk.tickets WHERE id = ${id}`)).toEqual([
      ['Broken pump', 'High', 'Open'],
    ])
    await rows(`UPDATE desk.tickets SET priority = 'Low', subject = 'Mended' WHERE id = ${id}`)
    expect(simulator.deskRows('tickets').find((row) => row.id === id)).toMatchObject({
      priority: 'Low',
      subject: 'Mended',
    })
    await rows(`INSERT INTO desk.ticket_comments ("ticketId", content) VALUES (${id}, 'Noted')`)
    expect(await rows(`SELECT content FROM desk.ticket_comments WHERE "ticketId" = ${id}`)).toEqual([['Noted']])
    await rows(`DELETE FROM desk.tickets WHERE id = ${id}`)
    expect(await rows(`SELECT id FROM desk.tickets WHERE id = ${id}`)).toEqual([])
    expect(simulator.deskRows('tickets').some((row) => row.id === id)).toBe(false)
    expect(simulator.breaches()).toEqual([])
  })

  it('gives one column of many records one value by few calls', async () => {
    await db.explain('SELECT id FROM desk.contacts')
    simulator.resetStats()
    await rows(`UPDATE desk.contacts SET title = 'Customer' WHERE id IS NOT NULL`)
    const contacts = simulator.deskRows('contacts')
    expect(contacts.every(({ title }) => title === 'Customer')).toBe(true)
    const many = simulator.calls().filter(({ path }) => path.endsWith('/updateMany'))
    expect(many).toHaveLength(Math.ceil((contacts.length - 25) / 50) || 1)
  })

  it('refuses before the first call what Desk would refuse, and tells what it did refuse', async () => {
    await expect(rows(`INSERT INTO desk.accounts (website) VALUES ('x')`)).rejects.toMatchObject({ sqlState: '23502' })
    await expect(rows(`UPDATE desk.tickets SET "threadCount" = 1 WHERE id = 1`)).rejects.toMatchObject({
      sqlState: '428C9',
    })
    await expect(rows(`INSERT INTO desk.agents (name) VALUES ('x')`)).rejects.toMatchObject({
      sqlState: expect.stringMatching(/0A000|428C9/),
    })
    const twins = `INSERT INTO desk.contacts ("lastName", email) VALUES ('One', 'twin@x.example'), ('Two', 'twin@x.example')`
    await expect(rows(twins)).rejects.toMatchObject({ sqlState: '23505' })
    expect(simulator.deskRows('contacts').filter(({ email }) => email === 'twin@x.example')).toHaveLength(1)
  })
})
