import { describe, expect, it } from 'vitest'
import { fieldTypes } from '../../src/simulator/field-types.ts'
import { type Client, withSimulator } from './help.ts'

interface Field {
  readonly api_name: string
  readonly data_type: string
  readonly [key: string]: unknown
}
async function field(client: Client, module: string, name: string, version = 'v8'): Promise<Field> {
  const { body } = await client.get(`/crm/${version}/settings/fields?module=${module}`)
  return body.fields.find((f: Field) => f.api_name === name)
}

describe('modules', () => {
  it('are listed with kind, parent and whether the API reads them', async () => {
    await withSimulator({}, async ({ get }) => {
      const { body } = await get('/crm/v8/settings/modules')
      const byName = new Map(body.modules.map((m: { api_name: string }) => [m.api_name, m]))
      expect(byName.get('Deals')).toMatchObject({
        module_name: 'Potentials',
        generated_type: 'default',
        api_supported: true,
      })
      expect(byName.get('Quoted_Items')).toMatchObject({
        generated_type: 'subform',
        parent_module: { api_name: 'Quotes' },
      })
      expect(byName.get('Machines')).toMatchObject({ generated_type: 'custom' })
      expect(byName.get('Leads_X_Products')).toMatchObject({ generated_type: 'linking', visible: false })
      expect(byName.get('Home')).toMatchObject({ api_supported: false })
    })
  })

  it('are found by name and by id, with more keys', async () => {
    await withSimulator({}, async ({ get }) => {
      const byName = await get('/crm/v8/settings/modules/Accounts')
      const byId = await get(`/crm/v8/settings/modules/${byName.body.modules[0].id}`)
      expect(byId.body).toEqual(byName.body)
      expect(byName.body.modules[0].display_field).toBe('Account_Name')
      expect((await get('/crm/v8/settings/modules/Nope')).body.code).toBe('INVALID_MODULE')
    })
  })

  it('answer 304 when nothing changed and refuse an unknown status', async () => {
    await withSimulator({}, async ({ get }) => {
      expect((await get('/crm/v8/settings/modules', { 'If-Modified-Since': '2026-01-01T00:00:00Z' })).status).toBe(304)
      expect((await get('/crm/v8/settings/modules?status=visible')).status).toBe(200)
      expect((await get('/crm/v8/settings/modules?status=gone')).body.code).toBe('INVALID_DATA')
    })
  })
})

describe('fields', () => {
  it('cover every data type there is', async () => {
    await withSimulator({}, async ({ get }) => {
      const modules: { api_name: string }[] = (await get('/crm/v8/settings/modules')).body.modules
      const types = new Set<string>()
      for (const { api_name } of modules) {
        const { body } = await get(`/crm/v8/settings/fields?module=${api_name}&type=all`)
        for (const { data_type } of (body?.fields ?? []) as Field[]) types.add(data_type)
      }
      expect([...types].sort()).toEqual(Object.keys(fieldTypes).sort())
    })
  })

  it('say what the type of each needs', async () => {
    await withSimulator({}, async (client) => {
      expect(await field(client, 'Deals', 'Stage')).toMatchObject({
        json_type: 'string',
        length: 120,
        system_mandatory: true,
      })
      expect(await field(client, 'Deals', 'Amount')).toMatchObject({ json_type: 'double', decimal_place: 2 })
      expect(await field(client, 'Deals', 'Account_Name')).toMatchObject({
        lookup: { module: { api_name: 'Accounts' } },
      })
      expect(await field(client, 'Leads', 'Description')).toMatchObject({
        filterable: false,
        sortable: false,
        length: 32_000,
      })
      expect(await field(client, 'Machines', 'Label')).toMatchObject({
        data_type: 'formula',
        json_type: 'string',
        read_only: true,
      })
      expect(await field(client, 'Quotes', 'Quoted_Items')).toMatchObject({
        virtual_field: true,
        subform: { module: 'Quoted_Items' },
      })
      expect((await field(client, 'Leads', 'Lead_Source')).pick_list_values).toMatchObject([
        { actual_value: '-None-' },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ])
    })
  })

  it('have other forms by version and variant', async () => {
    await withSimulator({}, async (client) => {
      expect((await field(client, 'Leads', 'Interested_Products')).multiselectlookup).toHaveProperty('linking_details')
      expect((await field(client, 'Leads', 'Interested_Products', 'v7')).multiselectlookup).toHaveProperty(
        'linking_module',
      )
      expect(await field(client, 'Leads', 'id')).toBeUndefined()
      client.simulator.setVariants({
        lookupModuleForm: 'string',
        uniqueForm: 'casesensitive',
        autoNumberForm: 'autonumber',
        polymorphicType: 'lookup',
        idField: 'listed',
      })
      expect((await field(client, 'Deals', 'Account_Name')).lookup).toMatchObject({ module: 'Accounts' })
      expect((await field(client, 'Leads', 'Email')).unique).toEqual({ casesensitive: false })
      expect(await field(client, 'Deals', 'Deal_Number')).toMatchObject({ autonumber: { prefix: 'D-' } })
      expect((await field(client, 'Tasks', 'What_Id')).data_type).toBe('lookup')
      expect(await field(client, 'Leads', 'id')).toMatchObject({ data_type: 'bigint' })
    })
  })

  it('are used ones unless asked, need a module, and vanish when dropped', async () => {
    await withSimulator({}, async (client) => {
      const { get, simulator } = client
      expect(await field(client, 'Machines', 'Hidden_Old')).toBeUndefined()
      const unused = await get('/crm/v8/settings/fields?module=Machines&type=unused')
      expect(unused.body.fields.map((f: Field) => f.api_name)).toEqual(['Hidden_Old'])
      expect((await get('/crm/v8/settings/fields')).body).toMatchObject({
        code: 'REQUIRED_PARAM_MISSING',
        details: { param_name: 'module' },
      })
      expect((await get('/crm/v8/settings/fields?module=Nope')).body.code).toBe('INVALID_MODULE')
      expect((await get('/crm/v8/settings/fields?module=Leads&type=unused')).status).toBe(204)
      simulator.dropField('Leads', 'Rating')
      expect(await field(client, 'Leads', 'Rating')).toBeUndefined()
    })
  })

  it('are found one by one; layouts and related lists too', async () => {
    await withSimulator({}, async (client) => {
      const stage = await field(client, 'Deals', 'Stage')
      const one = await client.get(`/crm/v8/settings/fields/${stage.id}?module=Deals`)
      expect(one.body.fields).toEqual([stage])
      const layouts = await client.get('/crm/v8/settings/layouts?module=Deals')
      expect(layouts.body.layouts[0].sections[0].fields.find((f: Field) => f.api_name === 'Stage').required).toBe(true)
      const related = await client.get('/crm/v8/settings/related_lists?module=Accounts')
      expect(related.body.related_lists.map((list: { api_name: string }) => list.api_name)).toEqual(
        expect.arrayContaining(['Contacts', 'Deals', 'Child_Accounts']),
      )
    })
  })
})

describe('org and users', () => {
  it('org names its zone', async () => {
    await withSimulator({}, async ({ get }) => {
      expect((await get('/crm/v8/org')).body.org).toMatchObject([{ time_zone: 'Europe/Berlin', iso_code: 'EUR' }])
    })
  })

  it('users are paged and chosen by type', async () => {
    await withSimulator({}, async ({ get }) => {
      const all = await get('/crm/v8/users?per_page=4')
      expect(all.body.info).toEqual({ per_page: 4, count: 4, page: 1, more_records: true })
      const rest = await get('/crm/v8/users?per_page=4&page=3')
      expect(rest.body.info).toMatchObject({ count: 1, more_records: false })
      const current = await get('/crm/v8/users?type=CurrentUser')
      expect(current.body.users).toMatchObject([
        { full_name: 'Ada Moss', time_zone: 'America/Los_Angeles', profile: { name: 'Administrator' } },
      ])
      expect((await get('/crm/v8/users?type=DeletedUsers')).body.users).toHaveLength(1)
      expect((await get('/crm/v8/users?type=Nobody')).body.code).toBe('INVALID_DATA')
      const [{ id }] = current.body.users
      expect((await get(`/crm/v8/users/${id}`)).body.users).toEqual(current.body.users)
    })
  })

  it('users may lack full_name', async () => {
    await withSimulator({ variants: { usersFullName: 'absent' } }, async ({ get }) => {
      expect((await get('/crm/v8/users')).body.users[0]).not.toHaveProperty('full_name')
    })
  })
})
