import { describe, expect, it } from 'vitest'
import { withSimulator } from './help.ts'

describe('the simulator, end to end', () => {
  it('gives a token, metadata, records and COQL rows', async () => {
    await withSimulator({}, async ({ refresh, get, coql, simulator }) => {
      const token = await refresh()
      expect(token.body).toMatchObject({ api_domain: simulator.url, token_type: 'Bearer', expires_in: 3600 })
      const modules = await get('/crm/v8/settings/modules')
      expect(modules.body.modules.map((m: { api_name: string }) => m.api_name)).toContain('Deals')
      const list = await get('/crm/v8/Deals?fields=Deal_Name,Amount,Account_Name,Owner&per_page=2&sort_order=asc')
      expect(list.body.info).toMatchObject({ count: 2, more_records: true, sort_by: 'id' })
      const rows = await coql(
        'select Deal_Name, Amount, Account_Name from Deals where id is not null order by id asc limit 0, 2',
      )
      expect(rows.body.data.map((row: { id: string }) => row.id)).toEqual(
        list.body.data.map((row: { id: string }) => row.id),
      )
      expect(simulator.breaches()).toEqual([])
      expect(simulator.stats()).toMatchObject({ calls: 4, credits: 3 })
    })
  })
})
