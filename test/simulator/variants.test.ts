import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  defaultVariants,
  deskVariantTable,
  startSimulator,
  type VariantName,
  variantTable,
} from '../../src/simulator/index.ts'
import { withSimulator } from './help.ts'

const fields = [
  { api_name: 'Text', data_type: 'text' },
  { api_name: 'Big', data_type: 'bigint' },
  { api_name: 'Pick', data_type: 'multiselectpicklist' },
  { api_name: 'Sum', data_type: 'formula', formula: { return_type: 'double' } },
]
const rows = [
  { id: '101', Text: 'x', Big: '9223372036854775807', Pick: ['a'], Sum: 1.5 },
  { id: '102', Text: null, Big: null, Pick: null, Sum: null },
]
const data = { modules: [{ api_name: 'Things', fields, rows }] }
const list = '/crm/v8/Things?fields=Text,Big,Pick,Sum&sort_order=asc'

describe('variants', () => {
  it('have a default that is one of their values, and each is read somewhere', () => {
    const folder = new URL('../../src/simulator/', import.meta.url)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const texts = files
      .filter((name) => !name.endsWith('variants.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    const source = texts.join('\n')
    const all = { ...variantTable, ...deskVariantTable }
    for (const [name, variant] of Object.entries(all)) {
      expect(variant.values).toContainEqual(variant.default)
      expect(source, name).toMatch(new RegExp(`\\b${name}\\b`))
    }
    expect(Object.keys(defaultVariants)).toEqual(Object.keys(all))
  })

  it('of unknown name are refused', async () => {
    await expect(startSimulator({ data: 'odd', variants: { nope: 1 } as object })).rejects.toThrow(
      'no variant is called nope',
    )
  })

  it('change while running, one by one', async () => {
    await withSimulator({ data }, async ({ get, simulator }) => {
      const cells = async (): Promise<unknown> => (await get(list)).body.data
      expect(await cells()).toEqual([
        { Text: 'x', Big: '9223372036854775807', Pick: ['a'], Sum: 1.5, id: '101' },
        { Text: null, Big: null, Pick: null, Sum: null, id: '102' },
      ])
      simulator.setVariants({ emptyText: 'empty', emptyMultiselect: 'array' })
      simulator.setVariants({ formulaForm: 'string' })
      expect(await cells()).toMatchObject([{ Sum: '1.5' }, { Text: '', Pick: [], Sum: null }])
    })
  })

  it('bigints as numbers keep every digit on the wire', async () => {
    await withSimulator({ data, variants: { bigintForm: 'number' } }, async ({ simulator }) => {
      const headers = { Authorization: `Bearer ${simulator.accessToken}` }
      const text = await (await fetch(simulator.url + list, { headers })).text()
      expect(text).toContain('"Big":9223372036854775807,')
    })
  })

  it('shuffle keys and add unknown ones without touching values', async () => {
    await withSimulator({}, async ({ coql, simulator }) => {
      const query = 'select Deal_Name, Amount, Stage, Closing_Date, Owner from Deals where id is not null limit 20'
      const before = (await coql(query)).body
      simulator.setVariants({ shuffledKeys: true })
      const shuffled = (await coql(query)).body
      expect(shuffled).toEqual(before)
      const orders = new Set(shuffled.data.map((row: object) => Object.keys(row).join()))
      expect(orders.size).toBeGreaterThan(5)
      simulator.setVariants({ extraKeys: true })
      const extended = (await coql(query)).body
      expect(extended).toMatchObject(before)
      expect(Object.keys(extended.data[0]).length).toBeGreaterThan(Object.keys(before.data[0]).length)
    })
  })

  it('wrap errors in data', async () => {
    await withSimulator({ variants: { errorEnvelope: 'data' } }, async ({ get, coql }) => {
      expect((await get('/crm/v8/Nope?fields=id')).body).toMatchObject({
        data: [{ code: 'INVALID_MODULE', status: 'error' }],
      })
      expect((await coql('select x')).body).toMatchObject({ data: [{ code: 'SYNTAX_ERROR' }] })
    })
  })

  it('wrap errors by resource, or hide them behind 200', async () => {
    await withSimulator({ variants: { errorEnvelope: 'resource' } }, async ({ get, simulator }) => {
      expect((await get('/crm/v8/settings/fields?module=Nope')).body).toMatchObject({
        fields: [{ code: 'INVALID_MODULE' }],
      })
      expect((await get('/crm/v8/users?type=Nobody')).body).toMatchObject({ users: [{ code: 'INVALID_DATA' }] })
      simulator.setVariants({ errorEnvelope: 'data-200' })
      const hidden = await get('/crm/v8/Nope?fields=id')
      expect([hidden.status, hidden.body.data[0].code]).toEqual([200, 'INVALID_MODULE'])
      expect((await get('/crm/v8/org', { Authorization: 'Bearer x' })).status).toBe(401)
    })
  })

  it('close COQL or records off', async () => {
    const refused: readonly [Partial<Record<VariantName, unknown>>, number, string][] = [
      [{ coqlForbidden: 'scope' }, 401, 'OAUTH_SCOPE_MISMATCH'],
      [{ coqlForbidden: 'permission' }, 403, 'NO_PERMISSION'],
      [{ coqlUnsupportedModules: ['Leads'] }, 400, 'INVALID_MODULE'],
    ]
    for (const [variants, status, code] of refused) {
      await withSimulator({ variants: variants as object }, async ({ coql }) => {
        const answer = await coql('select Last_Name from Leads where id is not null')
        expect([answer.status, answer.body.code]).toEqual([status, code])
      })
    }
    await withSimulator(
      { variants: { recordsUnsupportedModules: ['Leads'], notesAdminOnly: true } },
      async ({ get }) => {
        expect((await get('/crm/v8/Leads?fields=id')).body.code).toBe('INVALID_MODULE')
        expect((await get('/crm/v8/Notes?fields=id')).status).toBe(403)
      },
    )
  })
})
