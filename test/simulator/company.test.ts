import { describe, expect, it } from 'vitest'
import { makeCompany } from '../../src/simulator/company/index.ts'
import type { SimModule, SimRecord } from '../../src/simulator/model.ts'

const plain = (module: SimModule, record: SimRecord): object =>
  Object.fromEntries(module.fields.map(({ api_name }) => [api_name, record[api_name]]))
const company = (seed: number, rows = 2500): Map<string, ReturnType<typeof makeCompany>[number]> =>
  new Map(makeCompany({ seed, rows }).map((module) => [module.apiName, module]))
const firstRows = (seed: number): object[] => {
  const contacts = company(seed).get('Contacts')!
  return [...contacts.scan()].slice(0, 50).map((record) => plain(contacts, record))
}

describe('the demo company', () => {
  it('is the same for the same seed and another for another', () => {
    expect(firstRows(3)).toEqual(firstRows(3))
    expect(firstRows(3)).not.toEqual(firstRows(4))
  })

  it('has unique ascending ids of 19 digits that lead back to their rows', () => {
    for (const module of company(1).values()) {
      let before = ''
      for (const record of module.scan()) {
        const id = record.id as string
        expect(id).toMatch(/^\d{19}$/)
        expect(id > before).toBe(true)
        before = id
      }
      if (before !== '') expect(module.get(before)?.id).toBe(before)
    }
  })

  it('keeps the storage forms of each type', () => {
    const forms: Readonly<Record<string, RegExp>> = {
      bigint: /^-?\d{1,19}$/,
      date: /^\d{4}-\d\d-\d\d$/,
      datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    }
    for (const module of company(1).values()) {
      for (const record of module.scan()) {
        for (const { api_name, data_type } of module.fields) {
          const value = record[api_name]
          expect(value).not.toBe('')
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          const form = forms[data_type]
          if (form && value !== null) expect(value).toMatch(form)
        }
      }
    }
  })

  it('has lookups that lead to a record of that name', () => {
    const modules = company(1)
    for (const module of modules.values()) {
      for (const field of module.fields.filter((f) => f.data_type === 'lookup')) {
        const target = modules.get(field.lookup.module!.api_name)!
        const nameField = target.fields.find((f) => f.display_field)?.api_name
        for (const record of [...module.scan()].slice(0, 40)) {
          const value = record[field.api_name] as { id: string; name: string } | null
          if (value !== null && nameField) expect(String(target.get(value.id)?.[nameField])).toBe(value.name)
        }
      }
    }
  })

  it('gives owners the rows that point to them', () => {
    const modules = company(1)
    for (const [child, parent, field] of [
      ['Quoted_Items', 'Quotes', 'Parent_Id'],
      ['Leads_X_Products', 'Leads', 'Interested_Leads'],
    ] as const) {
      const rows = modules.get(child)!
      const owned = [...modules.get(parent)!.scan()].flatMap((owner) =>
        [...rows.rowsOf(owner.id as string)].map((row) => [row.id, owner.id]),
      )
      expect(owned).toEqual([...rows.scan()].map((row) => [row.id, (row[field] as { id: string }).id]))
    }
  })

  it('holds what breaks clients: odd texts, edges, values that differ by case only, a wide module', () => {
    const modules = company(1)
    const cells = (module: string, field: string): unknown[] =>
      Array.from(modules.get(module)!.scan(), (row) => row[field])
    const machines = modules.get('Machines')!
    expect(machines.fields.length).toBeGreaterThan(120)
    const names = cells('Machines', 'Name')
    expect(names).toEqual(
      expect.arrayContaining(["O'Brien", 'back\\slash', '100% wool', '株式会社テスト', 'שלום עולם', ' leading']),
    )
    expect(names).toEqual(expect.arrayContaining(['ACME Ltd', 'Acme Ltd', 'acme ltd']))
    expect(cells('Machines', 'Long_1')).toEqual(expect.arrayContaining(['9223372036854775807', '-9223372036854775808']))
    expect(cells('Machines', 'Moment_1')).toEqual(
      expect.arrayContaining(['2026-03-08T10:00:00Z', '1969-12-31T23:59:59Z']),
    )
    expect(cells('Deals', 'Amount').filter((amount) => amount === null).length).toBeGreaterThan(100)
  })

  it('is scaled to millions without holding them', () => {
    const deals = company(1, 3_000_000).get('Deals')!
    expect(deals.count()).toBe(3_000_000)
    const before = process.memoryUsage().heapUsed
    const middle = deals.scan('5725767040010000000')[Symbol.iterator]().next().value as SimRecord
    expect(deals.get(middle.id as string)?.Deal_Name).toBe(middle.Deal_Name)
    let rows = 0
    for (const record of deals.scan(middle.id as string)) if (record.id && ++rows === 200_000) break
    expect(rows).toBe(200_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
  })

  it('takes changes over its rows, in both directions of a scan', () => {
    const module = company(1).get('Vendors')!
    const ids = Array.from(module.scan(), (row) => row.id as string)
    module.remove(ids[2]!)
    module.put({ id: ids[4], Vendor_Name: 'changed' })
    const fresh = module.nextId()
    module.put({ id: fresh, Vendor_Name: 'new' })
    const expected = [...ids.filter((id) => id !== ids[2]), fresh]
    expect(Array.from(module.scan(), (row) => row.id)).toEqual(expected)
    expect(Array.from(module.scanDown(), (row) => row.id)).toEqual([...expected].reverse())
    expect(Array.from(module.scan(ids[1]), (row) => row.id)).toEqual(expected.slice(2))
    expect(Array.from(module.scanDown(ids[5]), (row) => row.id)).toEqual([ids[4], ids[3], ids[1], ids[0]])
    expect([module.count(), module.get(ids[4]!)?.Vendor_Name, module.get(ids[2]!)]).toEqual([
      ids.length,
      'changed',
      undefined,
    ])
  })
})
