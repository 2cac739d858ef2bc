import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type GivenWorld, startSimulator } from '../../src/simulator/index.ts'
import { withSimulator } from './help.ts'

const people: GivenWorld = {
  users: [{ id: '9001', first_name: 'Eve', last_name: 'Adams', time_zone: 'UTC' }],
  org: { time_zone: 'Asia/Tokyo' },
  modules: [
    {
      api_name: 'Accounts',
      fields: [{ api_name: 'Account_Name', data_type: 'text', display_field: true }],
      rows: [{ id: 11, Account_Name: 'Zuse AG' }],
    },
    {
      api_name: 'Leads',
      fields: [
        { api_name: 'Last_Name', data_type: 'text', display_field: true },
        { api_name: 'Account', data_type: 'lookup', lookup: { module: { api_name: 'Accounts', id: '' } } },
        { api_name: 'Owner', data_type: 'ownerlookup' },
        { api_name: 'Tags', data_type: 'multiselectpicklist', pick_list_values: ['a', 'b'] },
        { api_name: 'Seen', data_type: 'datetime' },
      ],
      rows: [
        { id: '21', Last_Name: 'Moss', Account: '11', Owner: '9001', Tags: 'a;b', Seen: '2026-01-01T09:00:00+09:00' },
        { id: '3', Last_Name: '', Account: null },
      ],
    },
  ],
}

describe('a company given as objects', () => {
  it('is completed: lookups and owners by id, empty text, zones, ids as numbers, default columns', async () => {
    await withSimulator({ data: people }, async ({ get }) => {
      const { body } = await get('/crm/v8/Leads?fields=Last_Name,Account,Owner,Tags,Seen,Created_Time&sort_order=asc')
      expect(body.data).toEqual([
        {
          Last_Name: null,
          Account: null,
          Owner: null,
          Tags: null,
          Seen: null,
          Created_Time: '2024-01-01T00:00:00+00:00',
          id: '3',
        },
        {
          Last_Name: 'Moss',
          Account: { name: 'Zuse AG', id: '11' },
          Owner: { name: 'Eve Adams', id: '9001', email: 'user9001@example.test' },
          Tags: ['a', 'b'],
          Seen: '2026-01-01T00:00:00+00:00',
          Created_Time: '2024-01-01T00:00:00+00:00',
          id: '21',
        },
      ])
    })
  })

  it('refuses what cannot be a company', async () => {
    const bad = (data: GivenWorld): Promise<unknown> => startSimulator({ data })
    const module = { api_name: 'Leads', fields: [{ api_name: 'X', data_type: 'colour' }], rows: [] }
    await expect(bad({ modules: [module] })).rejects.toThrow('no data type is called colour')
    const at = {
      api_name: 'Leads',
      fields: [{ api_name: 'At', data_type: 'datetime' }],
      rows: [{ id: '1', At: 'soon' }],
    }
    await expect(bad({ modules: [at] })).rejects.toThrow('no ISO 8601 time')
    await expect(bad({ modules: [], users: [] })).rejects.toThrow('at least one user')
    const twice = { ...at, rows: [{ id: '1' }, { id: '1' }] }
    await expect(bad({ modules: [twice] })).rejects.toThrow('two rows with the id 1')
    await expect(bad({ modules: [{ ...at, rows: [{ id: 'x' }] }] })).rejects.toThrow('needs an id of digits')
  })

  it.each([
    ['text', 7, '7 is not text'],
    ['picklist', true, 'true is not text'],
    ['textarea', { a: 1 }, '{"a":1} is not text'],
    ['integer', '7', '"7" is not a whole number'],
    ['currency', '1.5', '"1.5" is not a number'],
    ['boolean', 'yes', '"yes" is not true or false'],
    ['date', '9 March', '"9 March" is not a day'],
    ['multiselectpicklist', [1], '[1] is not text or an array'],
    ['bigint', 'x', '"x" is not a whole number'],
  ])('refuses a cell that is no %s, and says where it is', async (data_type, value, problem) => {
    const fields = [{ api_name: 'Cell', data_type }]
    const rows = [{ id: '1' }, { id: '2', Cell: value }]
    const starting = startSimulator({ data: { modules: [{ api_name: 'Things', fields, rows }] } })
    await expect(starting).rejects.toThrow(`Things, row 2, column Cell: ${problem}`)
  })

  it('is read from a directory', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'zohosql-data-'))
    const [accounts] = people.modules
    await writeFile(
      join(directory, 'Accounts.json'),
      JSON.stringify({ fields: accounts!.fields, rows: accounts!.rows }),
    )
    await writeFile(join(directory, 'users.json'), JSON.stringify(people.users))
    await writeFile(join(directory, 'org.json'), JSON.stringify(people.org))
    await withSimulator({ data: directory }, async ({ get }) => {
      expect((await get('/crm/v8/Accounts?fields=Account_Name')).body.data).toEqual([
        { Account_Name: 'Zuse AG', id: '11' },
      ])
      expect((await get('/crm/v8/org')).body.org[0].time_zone).toBe('Asia/Tokyo')
      expect((await get('/crm/v8/users')).body.users[0].full_name).toBe('Eve Adams')
    })
    const fields = [{ api_name: 'Name', data_type: 'text' }]
    const wrong = join(directory, 'Wrong.json')
    await writeFile(wrong, JSON.stringify({ fields, rows: [{ id: '1', Name: 5 }] }))
    await expect(startSimulator({ data: directory })).rejects.toThrow(`${wrong}, row 1, column Name: 5 is not text`)
    await rm(directory, { recursive: true })
    await expect(startSimulator({ data: directory })).rejects.toThrow(/ENOENT/)
  })
})

describe('a running company', () => {
  it('takes inserts, updates and removals', async () => {
    await withSimulator({ data: people }, async ({ coql, simulator }) => {
      const id = simulator.insert('Leads', { Last_Name: 'New', Account: '11' })
      expect(id).toBe('22')
      simulator.update('Leads', '3', { Last_Name: 'Changed' })
      simulator.remove('Leads', '21')
      const { body } = await coql('select Last_Name, Account from Leads where id is not null order by id asc')
      expect(body.data).toEqual([
        { Last_Name: 'Changed', Account: null, id: '3' },
        { Last_Name: 'New', Account: { name: 'Zuse AG', id: '11' }, id: '22' },
      ])
      expect(() => simulator.update('Leads', '21', {})).toThrow('Leads has no record 21')
      expect(() => simulator.insert('Nope', {})).toThrow('no module Nope')
    })
  })
})
