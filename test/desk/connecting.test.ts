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
