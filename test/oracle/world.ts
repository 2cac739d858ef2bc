/**
 * The company that the oracle asks about: small, so that joins meet and groups have several rows, and full of values
 * that break clients. The same for everybody: chance comes from one seed.
 */
import {
  oddAmounts,
  oddBigints,
  oddDays,
  oddDoubles,
  oddInstants,
  oddIntegers,
  oddParagraphs,
  oddTexts,
} from '../../src/simulator/company/odd.ts'
import type { FieldInput, GivenModule, GivenWorld } from '../../src/simulator/index.ts'
import { type Chance, chance } from './chance.ts'

export type Row = Readonly<Record<string, unknown>>
type Make = (random: Chance, index: number, row: Row) => unknown
/** A field and how its cells are made. */
interface Spec extends FieldInput {
  readonly make: Make
}

const field = (api_name: string, data_type: string, make: Make, more: Partial<FieldInput> = {}): Spec => ({
  api_name,
  data_type,
  make,
  ...more,
})

const maybe =
  (share: number, make: Make): Make =>
  (random, index, row) =>
    random.next() < share ? null : make(random, index, row)
const oneOf =
  (values: readonly unknown[]): Make =>
  (random) =>
    random.pick(values)
/** Mostly from `usual`, now and then from `odd`. */
const oddly =
  (odd: readonly unknown[], usual: Make, share = 0.12): Make =>
  (random, index, row) =>
    random.next() < share ? random.pick(odd) : usual(random, index, row)
const whole =
  (from: number, to: number): Make =>
  (random) =>
    random.whole(from, to)
const decimals =
  (from: number, to: number, places: number): Make =>
  (random) =>
    Number((from + random.next() * (to - from)).toFixed(places))
const yes =
  (share: number): Make =>
  (random) =>
    random.next() < share

const day = (days: number): string => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)
const days =
  (from: number, to: number): Make =>
  (random) =>
    day(random.whole(from, to))
const moments =
  (from: number, to: number): Make =>
  (random) =>
    new Date(Date.UTC(2026, 0, 1) + random.whole(from * 24, to * 24) * 3_600_000 + random.whole(0, 3) * 900_000)
      .toISOString()
      .replace('.000', '')

/** Zoho rounds to the field's places when it stores. */
const amounts = oddAmounts.filter((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6)

const words = ['Alpha', 'alpha', 'Beta', 'Gamma', 'Delta Corp', 'delta corp', 'Epsilon', 'Zeta GmbH', 'Eta', 'Theta_1']
const names = ['Moss', "O'Hara", 'moss', 'Núñez', 'NÚÑEZ', 'Smith', 'smith', 'Smithson', 'Li', '佐藤', 'de la Cruz']

export const users = [
  { id: '411001', first_name: 'Ada', last_name: 'Moss', email: 'ada@example.test', status: 'active' },
  { id: '411002', first_name: 'Grace', last_name: "O'Hara", email: 'grace@example.test', status: 'active' },
  { id: '411003', first_name: 'Linus', last_name: 'Moss', email: 'linus@example.test', status: 'active' },
  { id: '411004', first_name: null, last_name: 'Service Account', email: 'svc@example.test', status: 'active' },
  { id: '411005', first_name: '花子', last_name: '佐藤', email: 'hanako@example.test', status: 'disabled' },
] as const

const user: Make = (random) => random.pick(users).id
const owner = field('Owner', 'ownerlookup', user)
const times: readonly Spec[] = [
  field('Created_By', 'userlookup', user, { read_only: true }),
  field('Created_Time', 'datetime', oddly(oddInstants, moments(-700, 0)), { read_only: true }),
  field('Modified_Time', 'datetime', moments(0, 90), { read_only: true }),
]

const to = (module: string): Partial<FieldInput> => ({
  lookup: { module: { api_name: module, id: `9${module.length}` }, api_name: `${module}_list` },
})
const values = (...texts: string[]): Partial<FieldInput> => ({ pick_list_values: texts })
const display: Partial<FieldInput> = { display_field: true, system_mandatory: true }

/** Rows of a module and where their ids begin; ids have gaps and 19 digits, so that doubles would mix them up. */
const sizes = {
  Accounts: 310,
  Contacts: 340,
  Deals: 420,
  Leads: 330,
  Quotes: 90,
  Items: 260,
  Tasks: 300,
  Gadgets: 320,
  Visits: 2300,
}
const firstId = {
  Accounts: 5725767000000100001n,
  Contacts: 5725767000000200001n,
  Deals: 5725767000000300001n,
  Leads: 5725767000000400001n,
  Quotes: 5725767000000500001n,
  Items: 5725767000000600001n,
  Tasks: 5725767000000700001n,
  Gadgets: 5725767000000800001n,
  Visits: 5725767000000900001n,
} as const
type Module = keyof typeof sizes

const idOf = (module: Module, index: number): string => String(firstId[module] + BigInt(index * 3 + (index % 2)))
/** The first third of a module is what most lookups point at, so that joins fan out. */
const link =
  (module: Module): Make =>
  (random) =>
    idOf(module, Math.floor(random.next() ** 2 * sizes[module]))
/** A record of the same module that was made before. */
const before =
  (module: Module): Make =>
  (random, index) =>
    index === 0 ? null : idOf(module, random.whole(0, index - 1))

const industries = ['Energy', 'Banking', 'Retail', 'Data/Telecom', "Farmer's Market"]
const stages = ['Qualification', 'Needs Analysis', 'Closed Won', 'Closed Lost']
const segments = ['North', 'South', 'East', 'west', "Côte d'Or"]
const some =
  (members: readonly string[]): Make =>
  (random) => {
    const chosen = members.filter(() => random.next() < 0.4)
    return chosen.length ? chosen : null
  }

const accounts: readonly Spec[] = [
  field('Account_Name', 'text', oddly(oddTexts, oneOf(words), 0.3), { ...display, length: 200 }),
  field('Industry', 'picklist', maybe(0.15, oneOf(industries)), values('-None-', ...industries)),
  field('Rating', 'picklist', maybe(0.2, oneOf(['Hot', 'hot', 'Cold'])), values('Hot', 'hot', 'Cold')),
  field('Annual_Revenue', 'currency', maybe(0.2, oddly(amounts, decimals(-5000, 90_000, 2)))),
  field('Employees', 'integer', maybe(0.2, oddly(oddIntegers, whole(0, 40)))),
  field(
    'Website',
    'website',
    maybe(0.4, (random) => `https://${random.pick(words).toLowerCase()}.example/?q=%25`),
  ),
  field('Description', 'textarea', maybe(0.5, oneOf(oddParagraphs)), { textarea: { type: 'small' } }),
  field('Parent_Account', 'lookup', maybe(0.5, before('Accounts')), to('Accounts')),
  field('Segments', 'multiselectpicklist', maybe(0.2, some(segments)), values(...segments)),
  field('Is_Partner', 'boolean', yes(0.3)),
  field('Founded', 'date', maybe(0.2, oddly(oddDays, days(-4000, 0)))),
  field(
    'Account_Number',
    'bigint',
    maybe(
      0.2,
      oddly(oddBigints, (random) => String(random.whole(0, 60))),
    ),
  ),
  field('Score', 'double', maybe(0.2, oddly(oddDoubles, decimals(-10, 10, 3)))),
  field('Discount', 'percent', maybe(0.2, whole(0, 100))),
  owner,
  ...times,
]

const contacts: readonly Spec[] = [
  field('First_Name', 'text', maybe(0.3, oneOf(['Ada', 'ada', 'Zoë', 'Bo', 'A_B', '50%']))),
  field('Last_Name', 'text', oddly(oddTexts, oneOf(names), 0.2), { ...display, length: 80 }),
  field(
    'Email',
    'email',
    maybe(0.3, (random, i) => `${random.pick(['p', 'P', 'q.'])}${i % 40}@Example.test`),
  ),
  field('Account_Name', 'lookup', maybe(0.2, link('Accounts')), to('Accounts')),
  field('Reports_To', 'lookup', maybe(0.6, before('Contacts')), to('Contacts')),
  field('Date_of_Birth', 'date', maybe(0.3, days(-20_000, -7000))),
  field('Email_Opt_Out', 'boolean', yes(0.25)),
  field(
    'Lead_Source',
    'picklist',
    maybe(0.3, oneOf(['Web', 'Phone', 'Trade Show'])),
    values('Web', 'Phone', 'Trade Show'),
  ),
  field('Mobile', 'phone', maybe(0.4, oneOf(['+49 30 1234', '(030) 1234', '030-1234', '+1 555 0100']))),
  owner,
  ...times,
]

const deals: readonly Spec[] = [
  field('Deal_Name', 'text', oddly(oddTexts, oneOf(words), 0.2), display),
  field('Amount', 'currency', maybe(0.15, oddly(amounts, decimals(0, 20_000, 2)))),
  field('Stage', 'picklist', maybe(0.05, oneOf(stages)), values(...stages)),
  field('Closing_Date', 'date', maybe(0.1, days(-120, 120))),
  field('Account_Name', 'lookup', maybe(0.1, link('Accounts')), to('Accounts')),
  field('Contact_Name', 'lookup', maybe(0.3, link('Contacts')), to('Contacts')),
  field('Probability', 'percent', maybe(0.1, oneOf([0, 10, 25, 50, 75, 90, 100]))),
  field('Quantity', 'integer', maybe(0.2, whole(0, 9))),
  field('Next_Step', 'textarea', maybe(0.6, oneOf(oddParagraphs)), { textarea: { type: 'small' } }),
  field('Last_Activity_Time', 'datetime', maybe(0.2, oddly(oddInstants, moments(-60, 0)))),
  owner,
  ...times,
]

const leads: readonly Spec[] = [
  field('Last_Name', 'text', oddly(oddTexts, oneOf(names), 0.2), display),
  field('Company', 'text', maybe(0.1, oneOf(words))),
  field(
    'Lead_Source',
    'picklist',
    maybe(0.2, oneOf(['Web', 'Phone', 'Cold Call'])),
    values('Web', 'Phone', 'Cold Call'),
  ),
  field('Annual_Revenue', 'currency', maybe(0.3, oddly(amounts, decimals(0, 9000, 2)))),
  field('No_of_Employees', 'integer', maybe(0.3, whole(0, 500))),
  field('Website', 'website', maybe(0.3, oneOf(['https://a.example', 'HTTPS://A.EXAMPLE', 'b.example']))),
  field(
    'Email',
    'email',
    maybe(0.3, (random) => `l${random.whole(0, 50)}@example.test`),
  ),
  field('Converted__s', 'boolean', yes(0.3), { read_only: true }),
  field(
    'Converted_Account',
    'lookup',
    (random, i, row) => (row.Converted__s ? link('Accounts')(random, i, row) : null),
    to('Accounts'),
  ),
  field('Next_Call', 'datetime', maybe(0.4, moments(-30, 30))),
  owner,
  ...times,
]

const quotes: readonly Spec[] = [
  field('Subject', 'text', oneOf(words), display),
  field('Quote_Stage', 'picklist', maybe(0.1, oneOf(['Draft', 'Sent'])), values('Draft', 'Sent')),
  field('Account_Name', 'lookup', maybe(0.2, link('Accounts')), to('Accounts')),
  field('Deal_Name', 'lookup', maybe(0.4, link('Deals')), to('Deals')),
  field('Quoted_Items', 'subform', () => undefined, { subform: { module: 'Quoted_Items', id: '77' } }),
  field('Valid_Till', 'date', maybe(0.2, days(0, 60))),
  owner,
  ...times,
]

const items: readonly Spec[] = [
  field('Parent_Id', 'lookup', link('Quotes'), to('Quotes')),
  field('Product', 'text', oneOf(['Pump', 'pump', 'Valve', 'Pipe 2"']), display),
  field('Quantity', 'double', oneOf([1, 2, 2.5, 10, 0.1])),
  field('List_Price', 'currency', maybe(0.1, oneOf([0.1, 0.2, 19.99, 100, 1250.5]))),
  ...times.slice(1),
]

const many = (...modules: string[]): Partial<FieldInput> => ({
  multi_module_lookup: { modules: modules.map((api_name) => ({ api_name, id: `8${api_name.length}` })), api_name: 'x' },
})

const tasks: readonly Spec[] = [
  field('Subject', 'text', oddly(oddTexts, oneOf(['Call', 'call', 'Visit', 'E-mail'])), display),
  field(
    'What_Id',
    'multi_module_lookup',
    maybe(0.3, (random, i, row) => link(random.next() < 0.5 ? 'Accounts' : 'Deals')(random, i, row)),
    many('Accounts', 'Deals'),
  ),
  field('Who_Id', 'lookup', maybe(0.4, link('Contacts')), to('Contacts')),
  field('Due_Date', 'date', maybe(0.2, days(-20, 40))),
  field('Status', 'picklist', maybe(0.1, oneOf(['Open', 'Done'])), values('Open', 'Done')),
  field('Priority', 'picklist', maybe(0.1, oneOf(['High', 'Low'])), values('High', 'Low')),
  field('Send_Notification', 'boolean', yes(0.5)),
  owner,
  ...times,
]

/** More rows than one page of any API holds, and more keys than one query takes along. */
const visits: readonly Spec[] = [
  field('Name', 'text', (_random, i) => `Visit ${i}`, display),
  field('Account', 'lookup', maybe(0.05, link('Accounts')), to('Accounts')),
  field('Previous', 'lookup', maybe(0.1, before('Visits')), to('Visits')),
  field('Minutes', 'integer', maybe(0.1, whole(0, 5000))),
  field('Distance', 'double', maybe(0.1, decimals(0, 90, 2))),
  field('Cost', 'currency', maybe(0.1, decimals(0, 300, 2))),
  field('Kind', 'picklist', maybe(0.05, oneOf(['Sale', 'Service'])), values('Sale', 'Service')),
  field('Day', 'date', days(-900, 0)),
  owner,
  ...times,
]

const numbered = (stem: string, type: string, count: number, make: Make): Spec[] =>
  Array.from({ length: count }, (_, i) => field(`${stem}_${i + 1}`, type, make))

/** Every type, names that are words of SQL or collide with generated ones, and more columns than a call may carry. */
const gadgets: readonly Spec[] = [
  field('Name', 'text', oddly(oddTexts, oneOf(words), 0.5), display),
  field('Serial', 'autonumber', (_random, i) => `G/${String(i).padStart(4, '0')}`),
  field('Account', 'lookup', maybe(0.2, link('Accounts')), to('Accounts')),
  field('Account_id', 'text', maybe(0.5, oneOf(words))),
  field('Parent_Gadget', 'lookup', maybe(0.5, before('Gadgets')), to('Gadgets')),
  field('Technician', 'userlookup', maybe(0.3, user)),
  field(
    'State',
    'picklist',
    maybe(0.1, oneOf(['Running', 'running', 'Stopped'])),
    values('Running', 'running', 'Stopped'),
  ),
  field('STATE', 'text', maybe(0.5, oneOf(['x', 'X']))),
  field('Features', 'multiselectpicklist', maybe(0.2, some(['A', 'B', 'a', 'Ünï'])), values('A', 'B', 'a', 'Ünï')),
  field('Order', 'text', maybe(0.2, oneOf(['1st', '2nd', "3rd's"]))),
  field('Group', 'picklist', maybe(0.2, oneOf(['One', 'Two'])), values('One', 'Two')),
  field('Limit', 'integer', maybe(0.2, whole(0, 20))),
  field('From', 'date', maybe(0.2, days(-40, 0))),
  field('End', 'datetime', maybe(0.2, oddly(oddInstants, moments(0, 30)))),
  field('Select', 'boolean', yes(0.4)),
  field('Large_Text', 'textarea', maybe(0.5, oneOf(oddParagraphs)), { textarea: { type: 'large' } }),
  field('Rich_Text', 'textarea', maybe(0.7, oneOf(['<b>x</b>', `<p>${'long '.repeat(180)}</p>`])), {
    textarea: { type: 'rich_text' },
  }),
  field(
    'Secret_Code',
    'text',
    maybe(0.5, (random) => `k${random.whole(0, 9)}`),
    { crypt: { mode: 'decryption' } },
  ),
  field('Age', 'formula', maybe(0.2, decimals(0, 30, 1)), { formula: { return_type: 'double' } }),
  field('Net_Value', 'formula', maybe(0.2, decimals(0, 900, 2)), {
    formula: { return_type: 'currency' },
    decimal_place: 2,
  }),
  field('Label', 'formula', maybe(0.3, oneOf(words)), { formula: { return_type: 'string' }, length: 300 }),
  field('Is_Old', 'formula', maybe(0.2, yes(0.5)), { formula: { return_type: 'boolean' } }),
  field('Warranty_End', 'formula', maybe(0.2, days(-90, 90)), { formula: { return_type: 'date' } }),
  field('Next_Check', 'formula', maybe(0.2, moments(0, 30)), { formula: { return_type: 'datetime' } }),
  field('Repairs', 'rollup_summary', whole(0, 9), { rollup_summary: { return_type: 'integer' } }),
  field('Repair_Costs', 'rollup_summary', maybe(0.2, decimals(0, 300, 2)), {
    rollup_summary: { return_type: 'currency' },
    decimal_place: 2,
  }),
  ...numbered('Text', 'text', 8, maybe(0.3, oddly(oddTexts, oneOf(words), 0.4))),
  ...numbered('Number', 'integer', 6, maybe(0.3, oddly(oddIntegers, whole(-5, 5)))),
  ...numbered(
    'Long',
    'bigint',
    3,
    maybe(
      0.3,
      oddly(oddBigints, (random) => String(random.whole(-9, 9)), 0.5),
    ),
  ),
  ...numbered('Double', 'double', 4, maybe(0.3, oddly(oddDoubles, decimals(-9, 9, 4), 0.4))),
  ...numbered('Money', 'currency', 4, maybe(0.3, oddly(amounts, decimals(0, 900, 2), 0.4))),
  ...numbered('Percent', 'percent', 2, maybe(0.3, decimals(-100, 100, 1))),
  ...numbered('Day', 'date', 4, maybe(0.3, oddly(oddDays, days(-30, 30), 0.4))),
  ...numbered('Moment', 'datetime', 4, maybe(0.3, oddly(oddInstants, moments(-9, 9), 0.5))),
  ...numbered('Flag', 'boolean', 3, yes(0.3)),
  field(
    'Mail',
    'email',
    maybe(0.4, (random) => `M.${random.whole(0, 30)}@example.test`),
  ),
  owner,
  ...times,
]

function rowsOf(module: Module, specs: readonly Spec[]): Row[] {
  return Array.from({ length: sizes[module] }, (_, index) => {
    const row: Record<string, unknown> = { id: idOf(module, index) }
    for (const spec of specs) {
      // Each cell has a chance of its own, so that a new field does not change the others.
      row[spec.api_name] = spec.make(chance(`${module}.${spec.api_name}.${index}`), index, row)
    }
    return row
  })
}

const moduleOf = (api_name: string, key: Module, specs: readonly Spec[], more: Partial<GivenModule> = {}) => ({
  api_name,
  fields: specs.map(({ make: _, ...input }): FieldInput => input),
  rows: rowsOf(key, specs),
  ...more,
})

export const world: GivenWorld = {
  modules: [
    moduleOf('Accounts', 'Accounts', accounts),
    moduleOf('Contacts', 'Contacts', contacts),
    moduleOf('Deals', 'Deals', deals),
    moduleOf('Leads', 'Leads', leads),
    moduleOf('Quotes', 'Quotes', quotes),
    moduleOf('Quoted_Items', 'Items', items, {
      generated_type: 'subform',
      visible: false,
      parent_module: { api_name: 'Quotes', id: '99' },
      parentField: 'Parent_Id',
    }),
    moduleOf('Tasks', 'Tasks', tasks),
    moduleOf('Gadgets', 'Gadgets', gadgets, { generated_type: 'custom' }),
    moduleOf('Visits', 'Visits', visits, { generated_type: 'custom' }),
  ],
  users,
  org: { time_zone: 'America/New_York' },
}
