import { beforeAll, describe, expect, it } from 'vitest'
import { searchByType, searchCriteria, searchWord } from '../../src/simulator/criteria.ts'
import type { GivenWorld } from '../../src/simulator/given.ts'
import type { Variants } from '../../src/simulator/model.ts'
import { SimRefusal } from '../../src/simulator/refusal.ts'
import { makeWorld, type World } from '../../src/simulator/world.ts'

const given: GivenWorld = {
  modules: [
    {
      api_name: 'Contacts',
      fields: [
        { api_name: 'Company', data_type: 'text', display_field: true },
        { api_name: 'Email', data_type: 'email' },
        { api_name: 'Phone', data_type: 'phone' },
        { api_name: 'Source', data_type: 'picklist' },
        { api_name: 'Tags', data_type: 'multiselectpicklist' },
        { api_name: 'Size', data_type: 'integer' },
        { api_name: 'Born', data_type: 'date' },
        { api_name: 'Seen', data_type: 'datetime' },
        { api_name: 'Active', data_type: 'boolean' },
        { api_name: 'Account', data_type: 'lookup' },
        { api_name: 'Owner', data_type: 'ownerlookup' },
        { api_name: 'Notes', data_type: 'textarea' },
        { api_name: 'Code', data_type: 'text', crypt: {} },
        { api_name: 'Rich', data_type: 'textarea', textarea: { type: 'rich_text' } },
      ],
      rows: [
        {
          id: '1',
          Company: 'ABC Inc',
          Email: 'Ada@example.test',
          Phone: '+49 30 1',
          Source: 'Web',
          Tags: ['a', 'b'],
          Size: 5,
          Born: '2000-01-02',
          Seen: '2026-03-09T12:00:00Z',
          Active: true,
          Account: '77',
          Owner: '9',
          Notes: 'many words',
          Code: 'x1',
        },
        { id: '2', Company: 'abc', Source: 'web', Tags: ['b'], Size: 10, Seen: '2026-03-10T12:00:00Z', Active: false },
        { id: '3', Company: 'Xabc (India), Ltd', Size: -1 },
        { id: '4', Company: 'x-ABC/inc', Email: 'bo@example.test' },
        { id: '5' },
      ],
    },
    { api_name: 'Bare', fields: [{ api_name: 'Name', data_type: 'text' }], rows: [] },
  ],
}

const worlds = new Map<string, World>()
const worldWith = async (variants: Partial<Variants> = {}): Promise<World> => {
  const key = JSON.stringify(variants)
  const world = worlds.get(key) ?? (await makeWorld({ data: given, seed: 1, rows: 0, variants, clock: () => 0 }))
  worlds.set(key, world)
  return world
}

let world: World
beforeAll(async () => {
  world = await worldWith()
})

function found(text: string, within = world): string {
  const module = within.modules.get('Contacts')!
  const accept = searchCriteria(text, module, within)
  return [...module.scan()]
    .filter(accept)
    .map((record) => record.id)
    .join(' ')
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof SimRefusal) return `${error.code} ${JSON.stringify(error.details)}`
    throw error
  }
  return 'accepted'
}

describe('search criteria', () => {
  it.each([
    ['(Company:equals:ABC)', '1 2 4'],
    ['(Company:equals:abc inc)', '1 4'],
    ['(Company:equals:ab)', ''],
    ['(Company:not_equal:ABC)', '3'],
    ['(Company:starts_with:ab)', '1 2 4'],
    ['(Company:starts_with:x)', '3 4'],
    ['(Company:in:nothing,xabc \\(india\\)\\, ltd)', '3'],
    ['(Email:equals:ada@example.test)', '1'],
    ['(Source:equals:Web)', '1'],
    ['(Source:not_equal:Web)', '2'],
    ['(Source:in:Web,web)', '1 2'],
    ['(Tags:equals:b)', '1 2'],
    ['(Tags:starts_with:a)', '1'],
    ['(Size:equals:5)', '1'],
    ['(Size:greater_than:5)', '2'],
    ['(Size:greater_equal:5)', '1 2'],
    ['(Size:less_than:5)', '3'],
    ['(Size:less_equal:5)', '1 3'],
    ['(Size:between:-1,5)', '1 3'],
    ['(Size:in:5,10)', '1 2'],
    ['(Size:not_equal:5)', '2 3'],
    ['(Born:equals:2000-01-02)', '1'],
    ['(Seen:greater_than:2026-03-09T13:00:00+01:00)', '2'],
    ['(Seen:between:2026-03-09T13:00:00+01:00,2026-03-11T00:00:00Z)', '1 2'],
    ['(Active:equals:true)', '1'],
    ['(Account:equals:77)', '1'],
    ['(Owner:in:9,10)', '1'],
    ['(Notes:equals:words)', '1'],
    ['(Code:equals:x1)', '1'],
    ['((Company:equals:abc)and(Size:greater_than:5))', '2'],
    ['((Size:equals:5)or(Size:equals:10))and(Active:equals:false)', '2'],
  ])('%s', (text, ids) => {
    expect(found(text)).toBe(ids)
  })

  it('compare whole texts, and keep empty ones, where the variants say so', async () => {
    expect(found('(Company:equals:ABC)', await worldWith({ searchEquals: 'exact' }))).toBe('2')
    expect(found('(Company:not_equal:ABC)', await worldWith({ searchNotEqualKeepsNull: true }))).toBe('3 5')
  })

  const chain = (count: number): string => Array(count).fill('(Size:equals:1)').join('or')

  it.each([
    ['(Nope:equals:1)', 'INVALID_QUERY {"reason":"the field is not available for search","api_name":"Nope"}'],
    ['(Rich:equals:1)', 'INVALID_QUERY {"reason":"the field is not available for search","api_name":"Rich"}'],
    ['(Source:starts_with:W)', '"operator":"starts_with"'],
    ['(Notes:in:a)', '"operator":"in"'],
    ['(Code:not_equal:a)', '"operator":"not_equal"'],
    ['(Company:greater_than:a)', '"operator":"greater_than"'],
    ['(Born:equals:yesterday)', 'INVALID_QUERY {"expected_data_type":"date","api_name":"Born"}'],
    ['(Seen:equals:2026-03-09)', '"expected_data_type":"datetime"'],
    ['(Size:equals:x)', '"expected_data_type":"integer"'],
    ['(Size:between:1)', 'wrong number of values'],
    ['(Company:equals:a,b)', 'wrong number of values'],
    ['(Company:equals:)', 'INVALID_QUERY {"api_name":"Company"}'],
    ['(Company:equals:a', 'INVALID_QUERY {}'],
    [chain(11), 'CRITERIA_LIMIT_EXCEEDED {"limit":10}'],
    [`(Size:in:${Array(101).fill(1).join(',')})`, 'INVALID_QUERY {"api_name":"Size"}'],
    [`(Company:equals:${'x'.repeat(3000)})`, 'INVALID_DATA {"param_name":"criteria"}'],
  ])('refuses %s', (text, expected) => {
    expect(refusal(() => found(text))).toContain(expected)
  })

  it('takes as many conditions as the variant has it', async () => {
    const more = await worldWith({ searchCriteriaMax: 15 })
    expect(refusal(() => found(chain(10)))).toBe('accepted')
    expect(refusal(() => found(chain(15), more))).toBe('accepted')
  })
})

describe('word, email and phone', () => {
  const ids = (accept: (record: never) => boolean): unknown[] =>
    [...world.modules.get('Contacts')!.scan()].filter((record) => accept(record as never)).map((record) => record.id)
  const contacts = () => world.modules.get('Contacts')!

  it('find words of any text, whatever their case', () => {
    expect(ids(searchWord('INC', contacts()))).toEqual(['1', '4'])
    expect(ids(searchWord('many words', contacts()))).toEqual(['1'])
    expect(ids(searchWord('inco', contacts()))).toEqual([])
  })

  it('find an address or a number in any field of its type', () => {
    expect(ids(searchByType('email', 'ADA@example.test', contacts()))).toEqual(['1'])
    expect(ids(searchByType('phone', '+49 30 1', contacts()))).toEqual(['1'])
  })

  it('refuse what cannot be looked for', () => {
    const bare = world.modules.get('Bare')!
    expect(refusal(() => searchWord('x', contacts()))).toBe('INVALID_DATA {"param_name":"word"}')
    expect(refusal(() => searchWord('-/!', contacts()))).toBe('INVALID_DATA {"param_name":"word"}')
    expect(refusal(() => searchByType('email', 'x', bare))).toContain('FIELD_TYPE_UNAVAILABLE')
  })
})
