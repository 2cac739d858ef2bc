/** Whose desk it is, where it is, and what a token that lacks something can and cannot do. */
import { describe, expect, it } from 'vitest'
import { defaultScopes } from '../../src/simulator/index.ts'
import { openPlace } from '../support/place.ts'
import { all } from './all.ts'

const desk = { tickets: 20, credits: 1e9 }
const granted = (wanted: (scope: string) => boolean) => ({ rows: 50, desk, scopes: defaultScopes.filter(wanted) })

describe('a token without scopes of Desk', () => {
  it('reads CRM; of Desk an error names the scope', async () => {
    await using at = await openPlace(
      granted((scope) => !scope.startsWith('Desk')),
      'Services=crm,desk',
    )
    expect(await all(at.db, 'SELECT count(*) > 0 FROM Leads')).toEqual([[true]])
    await expect(all(at.db, 'SELECT id FROM desk.tickets')).rejects.toMatchObject({
      sqlState: '42501',
      hint: expect.stringContaining('Desk.basic.READ'),
    })
  })

  it('says which scope a single table wants', async () => {
    await using at = await openPlace(
      granted((scope) => !scope.startsWith('Desk.contacts')),
      'Services=desk',
    )
    expect(await all(at.db, 'SELECT count(*) > 0 FROM tickets')).toEqual([[true]])
    await expect(all(at.db, 'SELECT id FROM accounts')).rejects.toMatchObject({
      sqlState: '42501',
      hint: expect.stringContaining('Desk.contacts.READ'),
    })
  })
})

describe('the organisation', () => {
  it('is listed where there are several, and chosen by orgId', async () => {
    const options = { rows: 50, desk: { ...desk, organizations: 2 } }
    await using at = await openPlace(options, 'Services=crm,desk')
    for (const asked of [all(at.db, 'SELECT id FROM desk.tickets'), at.db.about()]) {
      await expect(asked).rejects.toMatchObject({
        sqlState: 'HY024',
        message: expect.stringMatching(/60019283746 .*, 60019283747 /),
        hint: expect.stringContaining('orgId'),
      })
    }
    expect(await all(at.db, 'SELECT count(*) > 0 FROM crm.Leads')).toEqual([[true]])
    await using named = await openPlace(options, 'Services=desk;OrgId=60019283746')
    expect(await all(named.db, 'SELECT count(*) FROM tickets')).toEqual([[20]])
  })

  it('need not be asked for where it is named', async () => {
    const only = { rows: 50, desk, scopes: ['Desk.tickets.READ'] }
    await using at = await openPlace(only, 'Services=desk;OrgId=60019283746')
    expect(await all(at.db, 'SELECT count(*) FROM tickets')).toEqual([[20]])
    expect((await at.db.about()).usable).toBe(true)
    await using unnamed = await openPlace(only, 'Services=desk')
    await expect(all(unnamed.db, 'SELECT id FROM tickets')).rejects.toMatchObject({
      sqlState: '42501',
      hint: expect.stringMatching(/Desk\.basic\.READ.*orgId/),
    })
  })
})

describe('about', () => {
  it('tells of both services', async () => {
    await using at = await openPlace({ rows: 50, desk }, 'Services=crm,desk')
    const { service, path, features, others, usable } = await at.db.about()
    expect([service, path, usable]).toEqual(['crm', '/crm/v8', true])
    expect(features.map(({ scope }) => scope)).toContain('Desk.custommodule.READ')
    expect(others).toMatchObject([
      { service: 'desk', path: '/api/v1', organisation: { id: '60019283746', edition: 'ENTERPRISE' } },
    ])
    expect(others![0]!.departments).toContain('Service')
    await using alone = await openPlace({ rows: 50, desk }, 'Services=desk')
    expect(await alone.db.about()).toMatchObject({
      service: 'desk',
      path: '/api/v1',
      user: { email: expect.any(String) },
    })
  })
})

describe('a schema that is not open', () => {
  it.each([
    ['crm', 'desk.tickets'],
    ['desk', 'crm.Leads'],
    ['desk', 'public.Leads'],
  ])('is hinted at: with %s, %s', async (services, table) => {
    await using at = await openPlace({ rows: 50, desk }, `Services=${services}`)
    await expect(all(at.db, `SELECT id FROM ${table}`)).rejects.toMatchObject({
      sqlState: '42P01',
      hint: expect.stringContaining('services=crm,desk'),
    })
  })
})
