/** The catalog and the decoders over the simulator: every field type, under every reading of how Zoho may send it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Remembered } from '../../src/base/remembered.ts'
import type { Value } from '../../src/base/types.ts'
import { parseExactly } from '../../src/net/index.ts'
import { factsOf } from '../../src/services/crm/catalog/columns.ts'
import { CrmCatalog, type GetMetadata } from '../../src/services/crm/catalog/index.ts'
import { decoderOf } from '../../src/services/crm/decode.ts'
import { columnText } from '../../src/services/crm/query.ts'
import { defaultVariants, type Simulator, startSimulator, type Variants } from '../../src/simulator/index.ts'
import type { Column, Table } from '../../src/source/index.ts'
import { newContext } from './answers.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 120 })
})
afterAll(() => simulator.close())

async function call(path: string, query: Readonly<Record<string, string>>, body?: object): Promise<unknown> {
  const url = `${simulator.url}${path}?${new URLSearchParams(query)}`
  const headers = { authorization: `Zoho-oauthtoken ${simulator.accessToken}`, 'content-type': 'application/json' }
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  const response = await fetch(url, request)
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
  return text === '' ? undefined : parseExactly(text)
}

const get: GetMetadata = (endpoint, query) => call(`/crm/v8/${endpoint}`, query)
const opened = (): CrmCatalog => new CrmCatalog({ get, remembered: new Remembered({ ttlMs: 3_600_000 }) })
const paths = (): string[] => simulator.calls().map((each) => each.path)

type Row = Readonly<Record<string, unknown>>
const dataOf = (answer: unknown): readonly Row[] => (answer as { data: Row[] } | undefined)?.data ?? []

/** What a cell of the stored record is as a value of its column; the simulator's own forms are few. */
function expected(column: Column, stored: unknown, road: 'coql' | 'records'): Value {
  if (stored === null || stored === undefined) return null
  const { shape } = factsOf(column)
  if (shape === 'lookup' || shape === 'user') {
    const { id, name } = stored as { id: string; name?: string }
    if (column.part === 'id') return id
    return column.part === 'name' && road === 'records' ? (name ?? null) : null
  }
  if (shape === 'multiselect') return (stored as string[]).join(';')
  return shape === 'datetime' ? Date.parse(stored as string) : (stored as Value)
}

/** Of a lookup COQL is sure of the id only; JSON columns are compared elsewhere. */
const comparable = (column: Column, road: 'coql' | 'records'): boolean => {
  const { shape, roads, coql } = factsOf(column)
  if (shape === 'json' || column.part === 'email') return false
  return road === 'coql' ? roads.coql && coql.select && column.part !== 'name' : roads.records === 'list'
}

async function fetched(table: Table, columns: readonly Column[], road: 'coql' | 'records'): Promise<readonly Row[]> {
  const fields = [...new Set(columns.map((column) => column.field))]
  const rows = new Map<string, Row>()
  for (let at = 0; at < fields.length; at += 45) {
    const some = fields.slice(at, at + 45).filter((name) => name !== 'id')
    const answer =
      road === 'records'
        ? await call(`/crm/v8/${table.name}`, { fields: some.join(','), converted: 'both', approved: 'both' })
        : await call(
            '/crm/v8/coql',
            {},
            {
              select_query: `select ${some.map(columnText).join(', ')} from ${table.name} where id is not null limit 2000`,
            },
          )
    for (const row of dataOf(answer)) rows.set(String(row.id), { ...rows.get(String(row.id)), ...row })
  }
  return [...rows.values()]
}

/** Decodes every comparable cell of a module and gives those that differ from what is stored, and how many there were. */
async function differences(table: Table, road: 'coql' | 'records'): Promise<{ cells: number; wrong: unknown[] }> {
  const columns = table.columns.filter((column) => comparable(column, road))
  const rows = await fetched(table, columns, road)
  const stored = new Map(simulator.rows(table.name).map((row) => [String(row.id), row]))
  const wrong: unknown[] = []
  for (const column of columns) {
    const decode = decoderOf(column)
    for (const row of rows) {
      const is = decode(row[column.field])
      const should = expected(column, stored.get(String(row.id))![column.field], road)
      if (String(is) !== String(should)) wrong.push([column.name, is, should])
    }
  }
  return { cells: rows.length * columns.length, wrong }
}

const otherForms: Partial<Variants> = {
  bigintForm: 'number',
  formulaForm: 'string',
  emptyText: 'empty',
  emptyMultiselect: 'array',
  datetimeForm: 'zulu',
  datetimeZone: 'org',
  shuffledKeys: true,
  extraKeys: true,
  coqlLookupShape: 'flat',
  coqlMultiselect: 'joined',
  coqlPending: 'include',
  lookupModuleForm: 'string',
  uniqueForm: 'casesensitive',
  autoNumberForm: 'autonumber',
  polymorphicType: 'lookup',
  multiselectlookupForm: 'old',
  idField: 'listed',
  usersFullName: 'absent',
}

const modules = [
  'Leads',
  'Contacts',
  'Products',
  'Tasks',
  'Events',
  'Quotes',
  'Quoted_Items',
  'Machines',
  'Leads_X_Products',
]

describe.each([
  ['as documented', {}],
  ['in every other form', otherForms],
] as const)('metadata and rows %s', (_name, variants) => {
  beforeAll(() => simulator.setVariants(variants))
  afterAll(() => simulator.setVariants(defaultVariants))

  it.each(modules)('%s: every cell is read as what is stored, by both roads', async (module) => {
    const table = (await opened().table(module, newContext()))!
    for (const road of ['records', 'coql'] as const) {
      const { cells, wrong } = await differences(table, road)
      expect(cells).toBeGreaterThan(50)
      expect(wrong).toEqual([])
    }
  })
})

it('metadata has the same tables whatever its form', async () => {
  const shapes = []
  for (const variants of [{}, otherForms]) {
    simulator.setVariants({ ...defaultVariants, ...variants })
    const catalog = opened()
    const context = newContext()
    const names = await catalog.tables(context)
    const tables = await Promise.all(names.map(({ name }) => catalog.table(name, context)))
    shapes.push(
      tables.map((table) => ({
        name: table?.name,
        columns: table?.columns.map(({ name, type, references, unique }) => ({ name, type, references, unique })),
        lookups: table?.lookups,
      })),
    )
    const directory = await catalog.userDirectory(context)
    shapes.push(simulator.rows('Deals').map((row) => directory.get((row.Owner as { id: string }).id)?.name))
  }
  simulator.setVariants(defaultVariants)
  expect(shapes[0]!.length).toBeGreaterThan(20)
  expect(shapes[2]).toEqual(shapes[0])
  expect(shapes[3]).toEqual(shapes[1])
  expect(shapes[1]).toEqual(simulator.rows('Deals').map((row) => (row.Owner as { name: string }).name))
})

it('a query on one module costs three metadata calls cold, none warm', async () => {
  simulator.resetStats()
  const catalog = opened()
  const context = newContext()
  for (const _ of [1, 2]) {
    await catalog.tables(context)
    await catalog.table('Deals', context)
    expect(await catalog.org(context)).toMatchObject({ edition: { concurrency: 20 } })
  }
  expect(paths()).toEqual(['/crm/v8/settings/modules', '/crm/v8/settings/fields', '/crm/v8/org'])
  expect(simulator.stats().credits).toBe(3)
  expect(simulator.breaches()).toEqual([])
})

it('subforms, linking modules and polymorphic lookups lead where they should', async () => {
  const catalog = opened()
  const context = newContext()
  const targets = async (name: string): Promise<unknown[]> =>
    (await catalog.table(name, context))!.lookups.map(({ field, target }) => [field, target?.table])
  expect(await targets('Quoted_Items')).toContainEqual(['Parent_Id', 'Quotes'])
  expect(await targets('Leads_X_Users')).toEqual(expect.arrayContaining([expect.arrayContaining(['Leads'])]))
  expect(await targets('Tasks')).toContainEqual(['What_Id', undefined])
  expect(await targets('Tasks')).toContainEqual(['Owner', 'Users'])
})

it('a column that vanished is gone after its table was forgotten', async () => {
  let now = 0
  const remembered = new Remembered({ ttlMs: 3_600_000, now: () => now })
  const catalog = new CrmCatalog({ get, remembered })
  const context = newContext()
  const has = async (): Promise<boolean> =>
    (await catalog.table('Vendors', context))!.columns.some((column) => column.name === 'Category')
  expect(await has()).toBe(true)
  simulator.dropField('Vendors', 'Category')
  now += 60_000
  expect(catalog.forget('Vendors')).toBe(true)
  expect(await has()).toBe(false)
})
