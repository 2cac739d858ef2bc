/** A company whose records own others: lines of quotes, links of leads, tasks about anything, tags. */
import type { FieldInput, GivenModule, GivenWorld, SimulatorOptions } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'

const to = (api_name: string): Partial<FieldInput> => ({ lookup: { module: { api_name, id: '1' } } })
const toAny = (...names: string[]): Partial<FieldInput> => ({
  multi_module_lookup: { api_name: 'list', modules: names.map((api_name) => ({ api_name, id: '1' })) },
})
const tag: FieldInput = {
  api_name: 'Tag',
  data_type: 'text',
  json_type: 'jsonarray',
  length: 2000,
  virtual_field: true,
}

/** Ids beyond what a double can hold. */
export const idOf = (kind: number, place: number): string =>
  String(9_100_000_000_000_000_000n + BigInt(kind * 1000 + place))

const named = (
  api_name: string,
  kind: number,
  names: readonly string[],
  more: readonly FieldInput[] = [],
): GivenModule => ({
  api_name,
  generated_type: 'custom',
  fields: [
    { api_name: 'Name', data_type: 'text', display_field: true, system_mandatory: true, length: 40 },
    { api_name: 'Created_By', data_type: 'ownerlookup', read_only: true },
    ...more,
  ],
  rows: names.map((Name, i) => ({ id: idOf(kind, i), Name })),
})

const accounts = named('Accounts', 1, ['Zuse AG', 'Twice', 'Everywhere'])
const deals = named('Deals', 2, ['Refit', 'Everywhere'])
const products = named('Products', 3, ['Valve', 'Pump', 'Pipe', 'Hose'])

const people = named('Contacts', 4, ['Ada', 'Eve'])

const leads = named(
  'Leads',
  5,
  ['Lang', 'Long', 'Ling'],
  [
    tag,
    { api_name: 'Company', data_type: 'text' },
    {
      api_name: 'Wishes',
      data_type: 'multiselectlookup',
      multiselectlookup: {
        linking_module: 'Leads_X_Products',
        lookup_apiname: 'Interested',
        connected_module: 'Products',
        connectedlookup_apiname: 'Wish',
      },
    },
  ],
)

const links: GivenModule = {
  api_name: 'Leads_X_Products',
  generated_type: 'linking',
  parentField: 'Interested',
  fields: [
    { api_name: 'Interested', data_type: 'lookup', ...to('Leads') },
    { api_name: 'Wish', data_type: 'lookup', ...to('Products') },
  ],
  rows: [
    { id: idOf(6, 0), Interested: idOf(5, 0), Wish: idOf(3, 0) },
    { id: idOf(6, 1), Interested: idOf(5, 0), Wish: idOf(3, 1) },
  ],
}

const tasks: GivenModule = {
  api_name: 'Tasks',
  fields: [
    { api_name: 'Subject', data_type: 'text', display_field: true, system_mandatory: true },
    { api_name: 'What_Id', data_type: 'multi_module_lookup', ...toAny('Accounts', 'Deals') },
    { api_name: 'Who_Id', data_type: 'multi_module_lookup', ...toAny('Contacts', 'Leads') },
  ],
  rows: [{ id: idOf(7, 0), Subject: 'old', What_Id: idOf(1, 0) }],
}

const quotes = named(
  'Quotes',
  8,
  ['Q0', 'Q1', 'Q2', 'Q3'],
  [
    { api_name: 'Total', data_type: 'currency', decimal_place: 2 },
    { api_name: 'Lines', data_type: 'subform', subform: { module: 'Quoted_Items', id: '1' } },
  ],
)

const lines: GivenModule = {
  api_name: 'Quoted_Items',
  generated_type: 'subform',
  parent_module: { api_name: 'Quotes', id: '1' },
  parentField: 'Parent_Id',
  fields: [
    { api_name: 'Parent_Id', data_type: 'lookup', ...to('Quotes') },
    { api_name: 'Product', data_type: 'lookup', ...to('Products') },
    { api_name: 'Note', data_type: 'text', display_field: true, length: 10 },
    { api_name: 'Quantity', data_type: 'integer' },
    { api_name: 'Price', data_type: 'currency', length: 16, decimal_place: 2 },
    { api_name: 'Sum', data_type: 'formula', formula: { return_type: 'double' } },
  ],
  derive: { Sum: (row) => Number(row.Quantity ?? 0) * Number(row.Price ?? 0) },
  rows: Array.from({ length: 6 }, (_, i) => ({
    id: idOf(9, i),
    Parent_Id: idOf(8, i % 3),
    Product: idOf(3, i % 2),
    Note: `line ${i}`,
    Quantity: i + 1,
    Price: 2.5,
  })),
}

const family: GivenWorld = {
  users: [{ id: '9007199254740995', first_name: 'Eve', last_name: 'Adams', email: 'eve@example.test' }],
  modules: [accounts, deals, products, people, leads, links, tasks, quotes, lines],
}

export const familyPlace = (properties = '', options: SimulatorOptions = {}): Promise<Place> =>
  openPlace({ data: family, ...options }, properties)
