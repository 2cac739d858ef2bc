/**
 * A custom module as customers make them: wider than one call may read, every field type, names that are SQL words or
 * differ only in case; with a subform of its own, and the linking modules of the multi-select lookups of Leads.
 */
import { moduleId } from '../fields.ts'
import { fraction, mix } from '../hash.ts'
import { storedInstant } from '../zone.ts'
import {
  always,
  type CellMaker,
  computed,
  days,
  doubles,
  instants,
  integers,
  maybe,
  money,
  numbered,
  oddly,
  oneOf,
  someOf,
  yes,
} from './cells.ts'
import { systemColumns, timeColumns } from './common.ts'
import {
  oddAmounts,
  oddBigints,
  oddDays,
  oddDoubles,
  oddInstants,
  oddIntegers,
  oddParagraphs,
  oddTexts,
} from './odd.ts'
import {
  type ColumnSpec,
  type Company,
  type CompanyModuleSpec,
  column,
  custom,
  mandatory,
  optionalValues,
  readOnly,
  rowsIn,
  to,
  values,
} from './spec.ts'

const states = ['Running', 'Stopped', 'running', 'Under Repair', 'Scrapped']
const features = ['A', 'B', 'C,D', 'a', 'Ünïcode', "O'Clock"]

/** Fields named like words of SQL. */
const reserved: readonly [name: string, type: string, cell: CellMaker][] = [
  ['Order', 'text', maybe(0.2, oneOf(['1st', '2nd', "3rd's"]))],
  ['Group', 'picklist', maybe(0.2, oneOf(['Alpha', 'Beta']))],
  ['Limit', 'integer', maybe(0.2, integers(0, 100))],
  ['From', 'date', maybe(0.2, days(-400, 0))],
  ['To', 'date', maybe(0.2, days(0, 400))],
  ['Start', 'datetime', maybe(0.2, instants(-300, 0))],
  ['End', 'datetime', maybe(0.2, instants(0, 300))],
  ['Select', 'boolean', yes(0.4)],
  ['User', 'text', maybe(0.5, oneOf(['root', 'Root', 'guest']))],
  ['Table', 'text', maybe(0.5, oneOf(['T1', 't1', 'T2']))],
]

/** Ordinary fields by type, as many as make the module wide. */
const plenty = (company: Company): readonly [stem: string, type: string, count: number, cell: CellMaker][] => [
  ['Text', 'text', 14, maybe(0.3, oddly(6, oddTexts, oneOf(company.pools.words)))],
  ['Sparse', 'text', 6, maybe(0.97, oneOf(oddTexts))],
  ['Number', 'integer', 10, maybe(0.3, oddly(10, oddIntegers, integers(-50, 50)))],
  [
    'Long',
    'bigint',
    4,
    maybe(
      0.3,
      oddly(2, oddBigints, (hash) => String(hash)),
    ),
  ],
  ['Double', 'double', 8, maybe(0.3, oddly(5, oddDoubles, doubles(-1000, 1000, 4)))],
  ['Money', 'currency', 8, maybe(0.3, oddly(5, oddAmounts, money(9000)))],
  ['Percent', 'percent', 4, maybe(0.3, (hash) => (mix(hash, 9) % 2001) / 10 - 100)],
  ['Day', 'date', 6, maybe(0.3, oddly(4, oddDays, days(-2000, 400)))],
  ['Moment', 'datetime', 6, maybe(0.3, oddly(3, oddInstants, instants(-900, 300)))],
  ['Flag', 'boolean', 5, yes(0.3)],
  ['Mail', 'email', 3, maybe(0.4, (hash, i) => `M.${i}@${hash % 2 ? 'Example' : 'example'}.test`)],
  ['Phone', 'phone', 2, maybe(0.4, oneOf(company.pools.phones))],
  ['Link', 'website', 2, maybe(0.5, (hash) => `https://m.example/?a=${hash % 50}&b=%25`)],
  ['Note', 'textarea', 4, maybe(0.6, oneOf(oddParagraphs))],
]

const wideColumns = (company: Company): readonly ColumnSpec[] =>
  plenty(company).flatMap(([stem, type, count, cell]) =>
    Array.from({ length: count }, (_, i) => custom(`${stem}_${i + 1}`, type, cell)),
  )

const age = computed((row) => {
  const bought = row.Bought as string | null
  return bought === null ? null : 2026 - Number(bought.slice(0, 4))
})

/** A formula of each kind of result. */
const formulas: readonly ColumnSpec[] = [
  custom('Age_in_Years', 'formula', age, { formula: { return_type: 'double' } }),
  custom('Net_Value', 'formula', maybe(0.2, money(50_000)), { formula: { return_type: 'currency' }, decimal_place: 2 }),
  custom(
    'Label',
    'formula',
    computed((row) => `${String(row.Name)} (${String(row.Serial)})`),
    { formula: { return_type: 'string' }, length: 300 },
  ),
  custom(
    'Is_Old',
    'formula',
    computed((row) => Number(row.Age_in_Years ?? 0) > 3),
    { formula: { return_type: 'boolean' } },
  ),
  custom('Warranty_End', 'formula', maybe(0.3, days(-300, 900)), { formula: { return_type: 'date' } }),
  custom('Next_Check', 'formula', maybe(0.3, instants(0, 90)), { formula: { return_type: 'datetime' } }),
  custom('Repairs', 'rollup_summary', integers(0, 9), { rollup_summary: { return_type: 'integer' } }),
  custom('Repair_Costs', 'rollup_summary', maybe(0.2, money(3000)), {
    rollup_summary: { return_type: 'currency' },
    decimal_place: 2,
  }),
  custom('Last_Repair', 'rollup_summary', maybe(0.4, instants(-500, 0)), {
    rollup_summary: { return_type: 'datetime' },
  }),
]

const addressParts: readonly ColumnSpec[] = [
  custom('Site', 'address'),
  custom('Site_Street', 'text', maybe(0.4, oneOf(["5 O'Connell St", '1 Main St']))),
  custom('Site_City', 'text', maybe(0.3, oneOf(['Köln', 'koln', 'KÖLN', 'Berlin']))),
  custom('Site_Coordinates_Latitude', 'double', maybe(0.5, doubles(-90, 90, 6))),
]

export const machines: CompanyModuleSpec = {
  meta: { api_name: 'Machines', module_name: 'CustomModule1', generated_type: 'custom' },
  rows: 350,
  nameField: 'Name',
  columns: (company) => [
    column('Name', 'text', oddly(3, oddTexts, oneOf(company.pools.products)), {
      ...mandatory,
      display_field: true,
      length: 120,
    }),
    custom('Serial', 'autonumber', numbered('M/', 5), {
      auto_number: { prefix: 'M/', start_number: '000005', suffix: null },
    }),
    custom('Account', 'lookup', maybe(0.15, company.link('Accounts')), to('Accounts', 'Machines')),
    // The name that a driver might give to the id of the lookup before.
    custom('Account_id', 'text', maybe(0.5, oneOf(company.pools.words))),
    custom('Product', 'lookup', maybe(0.15, company.link('Products')), to('Products', 'Machines')),
    custom('Parent_Machine', 'lookup', maybe(0.6, company.linkBefore('Machines')), to('Machines', 'Parts')),
    custom('Technician', 'userlookup', maybe(0.3, company.user)),
    custom('State', 'picklist', maybe(0.1, oneOf(states)), optionalValues(states)),
    custom('STATE', 'text', maybe(0.5, oneOf(['x', 'X']))),
    custom('Features', 'multiselectpicklist', maybe(0.3, someOf(features)), values(features)),
    custom('Bought', 'date', maybe(0.1, days(-3000, 0))),
    custom('Small_Text', 'textarea', maybe(0.4, oneOf(oddParagraphs)), { textarea: { type: 'small' } }),
    custom('Large_Text', 'textarea', maybe(0.4, oneOf(oddParagraphs)), { textarea: { type: 'large' } }),
    custom('Rich_Text', 'textarea', maybe(0.4, oneOf(company.pools.html)), { textarea: { type: 'rich_text' } }),
    custom(
      'Secret_Code',
      'text',
      maybe(0.5, (hash) => `k${hash}`),
      { crypt: { mode: 'decryption', status: 1 } },
    ),
    custom('Hidden_Old', 'text', always(null), { type: 'unused', visible: false }),
    custom('Service_Log', 'subform', undefined, rowsIn('Service_Log')),
    ...reserved.map(([name, type, cell]) =>
      custom(name, type, cell, type === 'picklist' ? values(['Alpha', 'Beta']) : {}),
    ),
    ...addressParts,
    ...formulas,
    ...wideColumns(company),
    ...systemColumns(company, 'Machines'),
  ],
}

const laterDay: CellMaker = (hash, _index, row) =>
  storedInstant(Date.parse(row.Started as string) + Math.floor(fraction(hash) * 86_400) * 1000)

export const serviceLog: CompanyModuleSpec = {
  meta: {
    api_name: 'Service_Log',
    module_name: 'SubformModule1',
    generated_type: 'subform',
    visible: false,
    parent_module: { api_name: 'Machines', id: moduleId('Machines') },
  },
  rows: 0,
  nameField: 'Work_Done',
  parent: { module: 'Machines', field: 'Parent_Id', pattern: [0, 4, 1, 0, 2] },
  columns: (company) => [
    column('Parent_Id', 'lookup', company.linkParent('Service_Log'), to('Machines', 'Service_Log')),
    custom('Work_Done', 'text', maybe(0.2, oneOf(company.pools.sentences))),
    custom('Engineer', 'userlookup', maybe(0.2, company.user)),
    custom('Started', 'datetime', oddly(7, oddInstants, instants(-700, 0))),
    custom('Finished', 'datetime', laterDay),
    custom('Hours', 'double', doubles(0, 9, 2)),
    custom('Part', 'lookup', maybe(0.6, company.link('Products')), to('Products', 'Service_Log')),
    ...timeColumns(company.count('Service_Log')),
  ],
}

const linking = (name: string, number: number, parent: string, field: string, pattern: readonly number[]) => ({
  meta: {
    api_name: name,
    module_name: `LinkingModule${number}`,
    generated_type: 'linking' as const,
    visible: false,
    parent_module: {},
  },
  rows: 0,
  parent: { module: parent, field, pattern },
})

export const leadsAndProducts: CompanyModuleSpec = {
  ...linking('Leads_X_Products', 1, 'Leads', 'Interested_Leads', [0, 2, 0, 1, 3]),
  nameField: 'id',
  columns: (company) => [
    column('Interested_Leads', 'lookup', company.linkParent('Leads_X_Products'), to('Leads', 'Interested_Products')),
    column('Interested_Products', 'lookup', company.link('Products'), to('Products', 'Interested_Leads')),
    ...timeColumns(company.count('Leads_X_Products')),
  ],
}

export const leadsAndUsers: CompanyModuleSpec = {
  ...linking('Leads_X_Users', 2, 'Leads', 'Leads_Team', [1, 0, 0, 2]),
  nameField: 'id',
  columns: (company) => [
    column('Leads_Team', 'lookup', company.linkParent('Leads_X_Users'), to('Leads', 'Sales_Team')),
    column('Sales_Team', 'userlookup', company.user, readOnly),
    ...timeColumns(company.count('Leads_X_Users')),
  ],
}

/** Modules that Zoho lists and does not let anyone read. */
export const closedModules: readonly CompanyModuleSpec[] = ['Home', 'Documents', 'Forecasts'].map((api_name) => ({
  meta: { api_name, api_supported: false },
  rows: 0,
  fixed: true,
  nameField: 'id',
  columns: () => [],
}))
