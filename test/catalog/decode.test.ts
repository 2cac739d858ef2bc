import { describe, expect, it } from 'vitest'
import type { Value } from '../../src/base/types.ts'
import { typeText } from '../../src/base/types.ts'
import { columnsOf, factsOf } from '../../src/services/crm/catalog/columns.ts'
import { readFields } from '../../src/services/crm/catalog/metadata.ts'
import { decoderOf } from '../../src/services/crm/decode.ts'
import type { PersonNames } from '../../src/services/kit/people.ts'
import type { Column } from '../../src/source/index.ts'
import { field, to, values } from './answers.ts'

function columnOf(dataType: string, more: object = {}, name = 'F'): Column {
  const fields = readFields({ fields: [field('F', dataType, more)] })
  const column = columnsOf(fields, () => true).columns.find((each) => each.name === name)
  if (!column) throw new Error(`${dataType} has no column ${name}`)
  return column
}

const decode = (dataType: string, json: unknown, more: object = {}, name = 'F'): Value =>
  decoderOf(columnOf(dataType, more, name))(json)

const id = '5725767000000900001'

describe('cells are read in every form Zoho sends', () => {
  it.each<[string, unknown, Value]>([
    ['text', 'a', 'a'],
    ['text', '', null],
    ['text', null, null],
    ['text', undefined, null],
    ['text', ' a ', ' a '],
    ['text', 7, '7'],
    ['text', 'a\0c', 'a\ufffdc'],
    ['text', 'half \ud83d', 'half \ufffd'],
    ['text', 'whole 😀', 'whole 😀'],
    ['textarea', 'a\nb', 'a\nb'],
    ['integer', 7, 7],
    ['integer', '7', 7],
    ['integer', '007', 7],
    ['bigint', id, id],
    ['bigint', 7, '7'],
    ['bigint', '007', '7'],
    ['bigint', '-9007199254740993', '-9007199254740993'],
    ['currency', 12500.5, 12500.5],
    ['currency', '12500.50', 12500.5],
    ['currency', '12345678901234.56', '12345678901234.56'],
    ['currency', '+0.10', 0.1],
    ['currency', 0, 0],
    ['double', '1e-9', 1e-9],
    ['double', '0.30000000000000004', 0.30000000000000004],
    ['currency', '+0012345678901234567.50', '12345678901234567.5'],
    ['currency', '12345678901234567.00', '12345678901234567'],
    ['percent', '15', 15],
    ['boolean', true, true],
    ['boolean', 'true', true],
    ['boolean', 'FALSE', false],
    ['boolean', '1', true],
    ['boolean', 0, false],
    ['date', '2026-03-09', '2026-03-09'],
    ['date', '2026-03-09T00:00:00+05:30', '2026-03-09'],
    ['datetime', '2026-03-09T14:05:00+05:30', Date.UTC(2026, 2, 9, 8, 35)],
    ['datetime', '2026-03-09T14:05:00-08:00', Date.UTC(2026, 2, 9, 22, 5)],
    ['datetime', '0050-01-01T00:00:00+00:00', Date.parse('0050-01-01T00:00:00Z')],
    ['datetime', '1969-12-31T23:59:59-01:00', 3_599_000],
    ['datetime', '2026-03-09T14:05:00Z', Date.UTC(2026, 2, 9, 14, 5)],
    ['datetime', '2026-03-09T14:05:00.250+0000', Date.UTC(2026, 2, 9, 14, 5, 0, 250)],
    ['multiselectpicklist', ['B', 'A'], 'B;A'],
    ['multiselectpicklist', 'B;A', 'B;A'],
    ['multiselectpicklist', [], null],
    ['multiselectpicklist', null, null],
    ['fileupload', [{ b: 1, a: { d: 1, c: 2 } }], '[{"a":{"c":2,"d":1},"b":1}]'],
    ['fileupload', [], null],
    ['ALARM', { ACTION: 'EMAIL' }, '{"ACTION":"EMAIL"}'],
  ])('%s %j', (dataType, json, expected) => {
    const more = dataType === 'ALARM' ? { json_type: 'jsonobject' } : {}
    expect(decode(dataType, json, more)).toBe(expected)
  })

  it.each<[unknown, Value, Value]>([
    [{ name: 'Zuse AG', id }, 'Zuse AG', id],
    [{ id }, null, id],
    [{ module: { api_name: 'Deals', id: '1' }, id }, null, id],
    [id, null, id],
    [null, null, null],
    [{ name: '', id }, null, id],
  ])('lookup %j', (json, name, expected) => {
    expect(decode('lookup', json, to('Accounts'))).toBe(name)
    expect(decode('lookup', json, to('Accounts'), 'F_id')).toBe(expected)
  })

  it('translated picklist values become the stored ones', () => {
    const more = {
      pick_list_values: [
        { actual_value: 'Won', display_value: 'Gewonnen' },
        { actual_value: 'Lost', display_value: 'Lost' },
      ],
    }
    expect(decode('picklist', 'Gewonnen', more)).toBe('Won')
    expect(decode('picklist', 'Won', more)).toBe('Won')
    expect(decode('picklist', 'Neither', more)).toBe('Neither')
    expect(decode('multiselectpicklist', 'Lost;Gewonnen', more)).toBe('Lost;Won')
    expect(decode('multiselectpicklist', ['Gewonnen', 'x'], more)).toBe('Won;x')
  })

  it('a shown value that is another’s stored one stays as it is', () => {
    const more = {
      pick_list_values: [
        { actual_value: 'A', display_value: 'B' },
        { actual_value: 'B', display_value: 'C' },
      ],
    }
    expect(decode('picklist', 'B', more)).toBe('B')
    expect(decode('picklist', 'C', more)).toBe('B')
  })

  it('users go by their full name where the list is at hand', () => {
    const users: PersonNames = new Map([['1', { name: 'Ada Moss', email: 'ada@example.test' }]])
    const name = decoderOf(columnOf('ownerlookup'), users)
    expect(name({ name: 'Moss', id: '1' })).toBe('Ada Moss')
    expect(name('1')).toBe('Ada Moss')
    expect(name({ name: 'Roe', id: '2' })).toBe('Roe')
    expect(name(null)).toBeNull()
    expect(decode('ownerlookup', { name: 'Moss', id: '1' })).toBe('Moss')
  })
})

describe('what cannot be read is an error, not a NULL', () => {
  it.each<[string, unknown]>([
    ['integer', 1.5],
    ['integer', 'seven'],
    ['bigint', 2 ** 60],
    ['bigint', '1.5'],
    ['currency', '12,500.00'],
    ['currency', true],
    ['boolean', 'maybe'],
    ['date', '09.03.2026'],
    ['datetime', '2026-03-09T14:05:00'],
    ['datetime', '2026-03-09T24:05:00+00:00'],
    ['datetime', '2026-03-09T14:0a:00+00:00'],
    ['datetime', '2026-03-09T14:05:00*00:00'],
    ['datetime', '2026-13-09T14:05:00Z'],
    ['datetime', '2026-03-09'],
  ])('%s %j', (dataType, json) => {
    expect(() => decode(dataType, json)).toThrow(/^Zoho sent a value for F that is no /)
  })
})

describe('types', () => {
  it.each<[string, object, string]>([
    ['text', { length: 80 }, 'character varying(80)'],
    ['text', { length: 0 }, 'text'],
    ['textarea', { length: 32_000 }, 'text'],
    ['picklist', values('a'), 'character varying(120)'],
    ['multiselectpicklist', {}, 'text'],
    ['currency', { length: 16, decimal_place: 2 }, 'numeric(16,2)'],
    ['currency', { length: 255, decimal_place: 2 }, 'numeric(38,2)'],
    ['currency', { length: 16, currency: { precision: 3 } }, 'numeric(16,3)'],
    ['currency', { length: 16 }, 'numeric'],
    ['percent', {}, 'double precision'],
    ['formula', { formula: { return_type: 'currency' }, decimal_place: 2, length: 16 }, 'numeric(16,2)'],
    ['formula', { formula: { return_type: 'string' } }, 'text'],
    ['formula', { formula: { return_type: 'datetime' } }, 'timestamp with time zone'],
    ['formula', { formula: { return_type: 'odd' }, json_type: 'double' }, 'double precision'],
    ['rollup_summary', { rollup_summary: { return_type: 'integer' } }, 'integer'],
    ['text', { json_type: 'jsonarray', virtual_field: true }, 'json'],
    ['something_new', { json_type: 'boolean' }, 'boolean'],
    ['something_new', { json_type: 'jsonobject' }, 'json'],
    ['layout', {}, 'text'],
  ])('%s %j is %s', (dataType, more, expected) => {
    expect(typeText(columnOf(dataType, more).type)).toBe(expected)
  })

  it.each([['subform', 'multiselectlookup', 'multiuserlookup', 'address']])('%s have no column', (...types) => {
    const fields = readFields({ fields: types.map((type) => field(type, type)) })
    expect(columnsOf(fields, () => true).columns).toEqual([])
  })

  it('a lookup to several modules has no target, whatever its type is called', () => {
    for (const dataType of ['lookup', 'multi_module_lookup']) {
      const modules = [{ api_name: 'Deals' }, { api_name: 'Leads' }]
      const fields = readFields({ fields: [field('What_Id', dataType, { multi_module_lookup: { modules } })] })
      const { columns, lookups } = columnsOf(fields, () => true)
      expect(columns.map((column) => column.name)).toEqual(['What_Id', 'What_Id_id'])
      expect(lookups).toEqual([{ field: 'What_Id', idColumn: 'What_Id_id', target: undefined }])
      expect(factsOf(columns[0]!)).toMatchObject({ name: 'none', modules: ['Deals', 'Leads'] })
    }
  })

  it('older versions name the module of a lookup as text', () => {
    expect(columnOf('lookup', { lookup: { module: 'Accounts' } }, 'F_id').references?.table).toBe('Accounts')
  })
})

describe('powers', () => {
  it('of encrypted fields are equality for numbers and emptiness for text', () => {
    const powers = (dataType: string): string[] => [...factsOf(columnOf(dataType, { crypt: { mode: 'x' } })).coql.where]
    expect(powers('integer')).toEqual(['=', '!=', 'is null', 'is not null'])
    expect(powers('text')).toEqual(['is null', 'is not null'])
  })

  it('of virtual fields are none, and only the single record has them; tags are in every row', () => {
    const virtual = { virtual_field: true }
    expect(factsOf(columnOf('text', virtual))).toMatchObject({ roads: { coql: false, records: 'single' } })
    const tag = factsOf(columnOf('text', { ...virtual, json_type: 'jsonarray' }))
    expect(tag).toMatchObject({ roads: { coql: true, records: 'list' }, coql: { select: true, where: new Set() } })
  })

  it('of multi-line fields are to be shown; rich text is whole in COQL only', () => {
    const small = factsOf(columnOf('textarea', { textarea: { type: 'small' } }))
    expect(small.coql).toMatchObject({ select: true, where: new Set() })
    expect(small.roads.records).toBe('list')
    expect(factsOf(columnOf('textarea', { textarea: { type: 'rich_text' } })).roads.records).toBe('single')
    expect(factsOf(columnOf('textarea', { length: 50_000 })).roads.records).toBe('single')
  })

  it('follow what metadata says of sorting', () => {
    expect(factsOf(columnOf('integer')).coql.orderBy).toBe(true)
    expect(factsOf(columnOf('integer', { sortable: false })).coql.orderBy).toBe(false)
  })
})
