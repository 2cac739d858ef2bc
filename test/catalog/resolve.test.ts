import { describe, expect, it } from 'vitest'
import { Catalog } from '../../src/catalog/index.ts'
import { SystemService } from '../../src/services/system/index.ts'
import type { Service, Table } from '../../src/source/index.ts'
import { crmService, field, type Harness, harness } from './answers.ts'

const table = (schema: string, name: string): Table => ({
  schema,
  name,
  kind: 'table',
  description: '',
  columns: [],
  primaryKey: [],
  lookups: [],
})

const tables = [table('desk', 'Tickets'), table('desk', 'Deals')]
const desk = {
  schema: 'desk',
  tables: async () => tables,
  table: async (name: string) => tables.find((each) => each.name === name),
} as unknown as Service

function merged(more: Partial<Parameters<typeof harness>[0]> = {}): Harness & { all: Catalog } {
  const parts = harness(more)
  const crm = crmService(parts.catalog)
  return { ...parts, all: new Catalog([crm, desk, new SystemService([crm, desk])]) }
}

const found = async (path: string): Promise<string | undefined> => {
  const { all, context } = merged()
  const table = await all.find(path.split('.'), context)
  return table && `${table.schema}.${table.name}`
}

describe('a name finds its table', () => {
  it.each([
    ['Deals', 'crm.Deals'],
    ['deals', 'crm.Deals'],
    ['DEAL_ITEMS', 'crm.Deal_Items'],
    ['desk.deals', 'desk.Deals'],
    ['Tickets', 'desk.Tickets'],
    ['CRM.Deals', 'crm.Deals'],
    ['public.Deals', 'crm.Deals'],
    ['zoho.crm.Deals', 'crm.Deals'],
    ['information_schema.tables', 'information_schema.tables'],
    ['tables', undefined],
    ['crm.Tickets', undefined],
    ['other.crm.Deals', undefined],
    ['a.zoho.crm.Deals', undefined],
    ['nosuch.Deals', undefined],
  ])('%s → %s', async (path, expected) => {
    expect(await found(path)).toBe(expected)
  })

  it('of two that differ in case only, the one spelt exactly', async () => {
    const { all, context, answers } = merged()
    answers['settings/modules'] = { modules: [{ api_name: 'Visits' }, { api_name: 'VISITS' }] }
    answers['settings/fields?module=Visits'] = { fields: [field('A', 'text')] }
    expect((await all.find(['Visits'], context))?.name).toBe('Visits')
    await expect(all.find(['visits'], context)).rejects.toMatchObject({
      sqlState: '42P09',
      hint: 'Write it exactly as one of "Visits", "VISITS".',
    })
  })
})

describe('a name that finds none', () => {
  it('is told the nearest ones and where it stands', async () => {
    const { all, context } = merged()
    await expect(all.table(['Deels'], context, 14)).rejects.toMatchObject({
      sqlState: '42P01',
      position: 14,
      message: 'relation "Deels" does not exist',
      hint: 'Perhaps you meant "Deals".',
    })
  })

  it('in a schema that is not there is told which there are', async () => {
    const { all, context } = merged()
    await expect(all.table(['nosuch', 'Deals'], context)).rejects.toMatchObject({
      sqlState: '3F000',
      hint: 'There are crm, desk, information_schema.',
    })
  })

  it('makes the list be read again once it is older than a minute', async () => {
    const { all, context, calls, pass, answers } = merged()
    expect(await all.find(['Leads'], context)).toBeUndefined()
    expect(calls).toHaveLength(1)
    pass(60_000)
    answers['settings/modules'] = { modules: [{ api_name: 'Leads' }] }
    answers['settings/fields?module=Leads'] = { fields: [field('Company', 'text')] }
    expect((await all.find(['leads'], context))?.name).toBe('Leads')
    expect(calls).toEqual(['settings/modules', 'settings/modules', 'settings/fields?module=Leads'])
  })
})

describe('a view', () => {
  it('asks for what it has not read, and then answers without waiting', async () => {
    const { all, context } = merged()
    const view = all.view()
    expect(view.find(['Deals'])).toBe('unread')
    await view.load([['Deals'], ['Nope']], context)
    expect(view.find(['Deals'])).toMatchObject({ name: 'Deals' })
    expect(view.find(['Nope'])).toBeUndefined()
    expect(view.tableOf('crm', 'Deals')).toBe(view.find(['Deals']))
    expect(view.tableOf('crm', 'deals')).toBeUndefined()
    expect([...view.names()]).toEqual(['Deals', 'Accounts', 'Deal_Items', 'Users', 'Org', 'Tickets', 'Deals'])
  })

  it('costs one call a module, and none the second time', async () => {
    const { all, context, calls } = merged()
    for (const _ of [1, 2]) await all.view().load([['Deals'], ['deals'], ['crm', 'Deals']], context)
    expect(calls).toEqual(['settings/modules', 'settings/fields?module=Deals'])
  })

  it('keeps an ambiguous name for when it is asked', async () => {
    const { all, context, answers } = merged()
    answers['settings/modules'] = { modules: [{ api_name: 'Visits' }, { api_name: 'VISITS' }] }
    const view = all.view()
    await view.load([['visits']], context)
    expect(() => view.find(['visits'])).toThrow('table name "visits" is ambiguous')
  })

  it('fails to load when Zoho does', async () => {
    const { all, context, answers } = merged()
    answers['settings/modules'] = new Error('down')
    await expect(all.view().load([['Deals']], context)).rejects.toThrow('down')
  })
})

it('columns are read again on demand, at most once a minute', async () => {
  const { all, context, calls, pass } = merged()
  const deals = await all.table(['Deals'], context)
  expect(all.forget([deals, tables[0]!])).toBe(false)
  pass(60_000)
  expect(all.forget([deals])).toBe(true)
  await all.table(['Deals'], context)
  expect(calls).toHaveLength(3)
})
