import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { useSimulator } from '../cli/support.ts'
import { openDoor, type TestDoor } from './support.ts'

const { connection, simulator } = useSimulator({ rows: 120 })

let door: TestDoor
beforeAll(async () => {
  door = await openDoor(connection())
})
afterAll(() => door[Symbol.asyncDispose]())

describe('the export of CRM data', () => {
  it('gives ten records of the first page by default, as Zoho’s list has them', async () => {
    const { status, body } = await door.ask('/v1/e/zoho/export/deals')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      message: 'Received Information',
      pagination: { page: 1, per_page: 10, count: 10, more_records: true, sort_by: 'id' },
    })
    expect(body.data).toHaveLength(10)
    expect(body.data[0].Account_Name).toEqual({ name: expect.any(String), id: expect.any(String) })
    expect(body.data[0].Owner).toMatchObject({ name: expect.any(String), id: expect.any(String) })
  })

  it('asks one page of Zoho for each, and no token again', async () => {
    await door.ask('/v1/e/zoho/export/contacts')
    const before = simulator().stats().calls
    const { body } = await door.ask('/v1/e/zoho/export/contacts?page=2&limit=20')
    expect(body.pagination).toMatchObject({ page: 2, per_page: 20, count: 20 })
    expect(simulator().stats().calls - before).toBe(1)
  })

  it('has an empty page where there is nothing', async () => {
    const { status, body } = await door.ask('/v1/e/zoho/export/accounts?page=9')
    expect(status).toBe(200)
    expect(body).toEqual({
      success: true,
      message: 'Received Information',
      data: [],
      pagination: { page: 9, per_page: 10, count: 0, more_records: false },
    })
  })

  it('knows its types alone', async () => {
    const { status, body } = await door.ask('/v1/e/zoho/export/leads')
    expect([status, body]).toEqual([404, { success: false, errno: 400, message: 'Type is not Selected yet' }])
    expect((await door.ask('/v1/e/zoho/export/Contacts')).status).toBe(404)
    expect((await door.ask('/v1/e/zoho/export/contacts?limit=0')).status).toBe(400)
    expect((await door.ask('/v1/e/zoho/export/contacts?page=x')).status).toBe(400)
  })

  it('says so where a profile holds no token', async () => {
    await using without = await openDoor('', {
      open: () => connect({ endpoint: '127.0.0.1:9', useEncryptedEndpoints: 'false' }),
    })
    const { status, body } = await without.ask('/v1/e/zoho/export/contacts')
    expect([status, body]).toEqual([404, { success: false, errno: 400, message: 'Access Token is not Found' }])
  })

  it('says when a refresh token was revoked, and asks nothing more', async () => {
    const revoked = connection().replace(
      /RefreshToken=[^;]*/i,
      'RefreshToken=1000.00000000000000000000000000000000.00000000000000000000000000000000',
    )
    await using other = await openDoor(revoked)
    const first = await other.ask('/v1/e/zoho/export/contacts')
    expect([first.status, first.body]).toEqual([
      401,
      { success: false, errno: 401, message: 'TOKEN_INVALIDATED', token_invalidated: true },
    ])
    const before = simulator().stats()
    expect((await other.ask('/v1/e/zoho/export/contacts')).body.token_invalidated).toBe(true)
    const sql = await other.ask('/api/sql', { json: { sql: 'SELECT id FROM Leads LIMIT 1' } })
    expect([sql.status, sql.body.token_invalidated]).toEqual([401, true])
    expect(simulator().stats()).toEqual(before)
  })
})
