/** Leads, Accounts, Contacts, Deals. */
import { fraction, mix } from '../hash.ts'
import type { SimRecord } from '../model.ts'
import {
  type CellMaker,
  computed,
  days,
  instants,
  integers,
  maybe,
  money,
  mostlyFirst,
  numbered,
  oddly,
  oneOf,
  someOf,
  yes,
} from './cells.ts'
import { systemColumns } from './common.ts'
import { oddAmounts, oddDays, oddInstants, oddIntegers, oddTexts } from './odd.ts'
import {
  type ColumnSpec,
  type Company,
  type CompanyModuleSpec,
  column,
  custom,
  mandatory,
  optionalValues,
  readOnly,
  to,
  values,
} from './spec.ts'

const industries = [
  'ASP',
  'Data/Telecom OEM',
  'ERP',
  'Government/Military',
  'Large Enterprise',
  'Small/Medium Enterprise',
  'Storage Equipment',
]
const leadSources = [
  'Advertisement',
  'Cold Call',
  'Employee Referral',
  'Trade Show',
  'Web Research',
  'Chat',
  'X (Twitter)',
]
const leadStatuses = ['Attempted to Contact', 'Contacted', 'Junk Lead', 'Lost Lead', 'Not Contacted', 'Pre-Qualified']
const stages = [
  'Qualification',
  'Needs Analysis',
  'Value Proposition',
  'Id. Decision Makers',
  'Proposal/Price Quote',
  'Negotiation/Review',
  'Closed Won',
  'Closed Lost',
]
const probabilities = [10, 20, 40, 60, 75, 90, 100, 0]
const languages = ['English', 'German', 'French', 'Español', '日本語', 'Brazilian, Portuguese']
const salutations = ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.']
const ratings = ['Acquired', 'Active', 'Market Failed', 'Project Cancelled', 'Shut Down']
const dealTypes = ['Existing Business', 'New Business']
const accountTypes = ['Analyst', 'Competitor', 'Customer', 'Distributor', 'Investor', 'Partner', 'Prospect']

const territories = [
  [{ name: 'EMEA', id: '5725767000000930001' }],
  [
    { name: 'EMEA', id: '5725767000000930001' },
    { name: "Côte d'Azur", id: '5725767000000930002' },
  ],
]

const fullName = computed((row) => [row.First_Name, row.Last_Name].filter((part) => part !== null).join(' '))

const ascii = (text: unknown): string =>
  String(text ?? '')
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()

/** Addresses that differ by row, some in capitals: uniqueness ignores case. */
const personEmail: CellMaker = (hash, index, row) => {
  const local = [ascii(row.First_Name), ascii(row.Last_Name)].filter(Boolean).join('.') || 'info'
  const address = `${local}${index}@example.${hash % 2 === 0 ? 'test' : 'org'}`
  return hash % 11 === 0 ? address.toUpperCase() : address
}

const website = (row: SimRecord, key: string): string => `https://www.${ascii(row[key]) || 'xn'}.example/?q=1&r=%20`

const addressColumns = (company: Company, prefix: string): readonly ColumnSpec[] => {
  const { streets, cities, states, zips, countries } = company.pools
  const part = (name: string, pool: readonly unknown[], share: number, length: number): ColumnSpec =>
    column(`${prefix}${name}`, 'text', maybe(share, oneOf(pool)), { length })
  return [
    part('Street', streets, 0.2, 250),
    part('City', cities, 0.1, 100),
    part('State', states, 0.4, 100),
    part('Code', zips, 0.3, 30),
    part('Country', countries, 0.15, 100),
  ]
}

const description = (company: Company): ColumnSpec =>
  column('Description', 'textarea', maybe(0.6, oneOf(company.pools.paragraphs)), { textarea: { type: 'large' } })

export const accounts: CompanyModuleSpec = {
  meta: { api_name: 'Accounts' },
  rows: 400,
  nameField: 'Account_Name',
  columns: (company) => [
    column('Account_Name', 'text', oneOf(company.pools.companies), { ...mandatory, display_field: true, length: 200 }),
    column(
      'Account_Number',
      'bigint',
      maybe(
        0.5,
        oddly(9, ['0', '9007199254740993'], (h, i) => String(h * 1000 + i)),
      ),
    ),
    column('Account_Type', 'picklist', maybe(0.2, oneOf(accountTypes)), optionalValues(accountTypes)),
    column('Parent_Account', 'lookup', maybe(0.7, company.linkBefore('Accounts')), to('Accounts', 'Child_Accounts')),
    column('Industry', 'picklist', maybe(0.15, mostlyFirst(industries)), optionalValues(industries)),
    column('Annual_Revenue', 'currency', maybe(0.2, oddly(15, oddAmounts, money(5_000_000)))),
    column('Employees', 'integer', maybe(0.2, oddly(25, oddIntegers, integers(1, 5000)))),
    column('Rating', 'picklist', maybe(0.5, oneOf(ratings)), optionalValues(ratings)),
    column('Ownership', 'picklist', maybe(0.5, oneOf(['Private', 'Public'])), optionalValues(['Private', 'Public'])),
    column('Phone', 'phone', maybe(0.2, oneOf(company.pools.phones))),
    column('Fax', 'phone', maybe(0.9, oneOf(company.pools.phones))),
    column(
      'Website',
      'website',
      maybe(
        0.3,
        computed((row) => website(row, 'Account_Name')),
      ),
    ),
    column('Ticker_Symbol', 'text', maybe(0.8, oneOf(company.pools.words)), { length: 30 }),
    column('SIC_Code', 'integer', maybe(0.6, integers(100, 9999))),
    column('Account_Site', 'text', maybe(0.7, oneOf(oddTexts)), { length: 80 }),
    custom('Territories', 'territories', maybe(0.5, oneOf(territories))),
    custom('Open_Deals', 'rollup_summary', integers(0, 30), { rollup_summary: { return_type: 'integer' } }),
    ...addressColumns(company, 'Billing_'),
    ...addressColumns(company, 'Shipping_'),
    description(company),
    ...systemColumns(company, 'Accounts'),
  ],
}

const consent: CellMaker = (_hash, index) => ({
  id: `572576700000095${String(index).padStart(4, '0')}`,
  name: 'Consent',
})

export const contacts: CompanyModuleSpec = {
  meta: { api_name: 'Contacts' },
  rows: 1200,
  nameField: 'Full_Name',
  columns: (company) => [
    column('Salutation', 'picklist', maybe(0.5, oneOf(salutations)), optionalValues(salutations)),
    column('First_Name', 'text', maybe(0.1, oneOf(company.pools.firstNames)), { length: 40 }),
    column('Last_Name', 'text', oneOf(company.pools.lastNames), { ...mandatory, length: 80 }),
    column('Full_Name', 'text', fullName, { ...readOnly, display_field: true, length: 120 }),
    column('Account_Name', 'lookup', maybe(0.1, company.link('Accounts')), to('Accounts', 'Contacts')),
    column('Reporting_To', 'lookup', maybe(0.8, company.linkBefore('Contacts')), to('Contacts', 'Reports')),
    column('Email', 'email', maybe(0.15, personEmail), { unique: { case_sensitive: false } }),
    column('Secondary_Email', 'email', maybe(0.9, personEmail)),
    column('Phone', 'phone', maybe(0.3, oneOf(company.pools.phones))),
    column('Mobile', 'phone', maybe(0.5, oneOf(company.pools.phones))),
    column('Title', 'text', maybe(0.3, oneOf(company.pools.jobs)), { length: 100 }),
    column('Department', 'text', maybe(0.5, oneOf(['Sales', 'sales', 'SALES', 'R&D', 'Finance', 'IT'])), {
      length: 50,
    }),
    column('Lead_Source', 'picklist', maybe(0.3, oneOf(leadSources)), optionalValues(leadSources)),
    column('Date_of_Birth', 'date', maybe(0.4, oddly(30, oddDays, days(-30_000, -7000)))),
    column('Email_Opt_Out', 'boolean', yes(0.1)),
    custom('Languages', 'multiselectpicklist', maybe(0.4, someOf(languages)), values(languages)),
    custom('Loyalty_Points', 'integer', maybe(0.5, oddly(40, oddIntegers, integers(0, 20_000)))),
    column('Data_Processing_Basis_Details', 'consent_lookup', maybe(0.9, consent)),
    ...addressColumns(company, 'Mailing_'),
    description(company),
    ...systemColumns(company, 'Contacts'),
  ],
}

const isConverted: CellMaker = (hash) => fraction(hash) < 0.12
const whenConverted =
  (cell: CellMaker): CellMaker =>
  (hash, index, row) =>
    row.Converted__s === true ? cell(hash, index, row) : null

const convertedLookup = (module: string): Partial<ColumnSpec['field']> => ({ ...readOnly, ...to(module, 'Leads') })

const conversionColumns = (company: Company): readonly ColumnSpec[] => [
  column('Converted__s', 'boolean', isConverted, readOnly),
  column('Converted_Date_Time', 'datetime', whenConverted(computed((row) => row.Modified_Time)), readOnly),
  column('Converted_Account', 'lookup', whenConverted(company.link('Accounts')), convertedLookup('Accounts')),
  column('Converted_Contact', 'lookup', whenConverted(company.link('Contacts')), convertedLookup('Contacts')),
  column('Converted_Deal', 'lookup', whenConverted(maybe(0.5, company.link('Deals'))), convertedLookup('Deals')),
]

/** Lookups whose links are modules of their own. */
const linkColumns: readonly ColumnSpec[] = [
  custom('Interested_Products', 'multiselectlookup', undefined, {
    multiselectlookup: {
      display_label: 'Leads',
      linking_module: 'Leads_X_Products',
      lookup_apiname: 'Interested_Leads',
      connected_module: 'Products',
      connectedlookup_apiname: 'Interested_Products',
      connectedfield_apiname: 'Interested_Leads',
      id: '5725767000000810001',
    },
  }),
  custom('Sales_Team', 'multiuserlookup', undefined, {
    multiuserlookup: {
      display_label: 'Users',
      linking_module: 'Leads_X_Users',
      lookup_apiname: 'Leads_Team',
      connected_module: null,
      connectedlookup_apiname: 'Sales_Team',
      api_name: 'Users5',
      id: '5725767000000810002',
    },
  }),
]

export const leads: CompanyModuleSpec = {
  meta: { api_name: 'Leads', convertable: true },
  rows: 1500,
  nameField: 'Full_Name',
  columns: (company) => [
    column('Company', 'text', maybe(0.02, oneOf(company.pools.companies)), { length: 200 }),
    column('First_Name', 'text', maybe(0.15, oneOf(company.pools.firstNames)), { length: 40 }),
    column('Last_Name', 'text', oneOf(company.pools.lastNames), { ...mandatory, length: 80 }),
    column('Full_Name', 'text', fullName, { ...readOnly, display_field: true, length: 120 }),
    column('Designation', 'text', maybe(0.4, oneOf(company.pools.jobs)), { length: 100 }),
    column('Email', 'email', maybe(0.2, personEmail), { unique: { case_sensitive: false } }),
    column('Phone', 'phone', maybe(0.3, oneOf(company.pools.phones))),
    column('Mobile', 'phone', maybe(0.6, oneOf(company.pools.phones))),
    column(
      'Website',
      'website',
      maybe(
        0.5,
        computed((row) => website(row, 'Company')),
      ),
    ),
    column('Lead_Source', 'picklist', maybe(0.2, oneOf(leadSources)), optionalValues(leadSources)),
    column('Lead_Status', 'picklist', maybe(0.1, mostlyFirst(leadStatuses)), optionalValues(leadStatuses)),
    column('Industry', 'picklist', maybe(0.3, oneOf(industries)), optionalValues(industries)),
    column('No_of_Employees', 'integer', maybe(0.3, oddly(30, oddIntegers, integers(1, 10_000)))),
    column('Annual_Revenue', 'currency', maybe(0.3, oddly(20, oddAmounts, money(1_000_000)))),
    column('Rating', 'picklist', maybe(0.6, oneOf(ratings)), optionalValues(ratings)),
    column('Email_Opt_Out', 'boolean', yes(0.15)),
    column('Skype_ID', 'text', maybe(0.9, oneOf(company.pools.words)), { length: 50 }),
    column('Twitter', 'text', maybe(0.9, oneOf(company.pools.words)), { length: 50 }),
    custom('Languages_Known', 'multiselectpicklist', maybe(0.4, someOf(languages)), values(languages)),
    custom(
      'Score',
      'double',
      maybe(0.3, (hash) => Math.round(fraction(hash) * 1e6) / 1e4),
    ),
    custom('Follow_Up', 'datetime', maybe(0.5, oddly(10, oddInstants, instants(-400, 200)))),
    ...linkColumns,
    ...conversionColumns(company),
    ...addressColumns(company, ''),
    description(company),
    ...systemColumns(company, 'Leads'),
  ],
}

const stageNumber: CellMaker = (hash) => Math.floor(fraction(hash) ** 1.3 * stages.length)
const stage: CellMaker = (hash, index, row) => stages[stageNumber(hash, index, row) as number]

export const deals: CompanyModuleSpec = {
  meta: { api_name: 'Deals', module_name: 'Potentials' },
  rows: 2500,
  nameField: 'Deal_Name',
  columns: (company) => [
    column('Deal_Name', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 120 }),
    column('Account_Name', 'lookup', maybe(0.08, company.link('Accounts')), to('Accounts', 'Deals')),
    column('Contact_Name', 'lookup', maybe(0.25, company.link('Contacts')), to('Contacts', 'Deals')),
    column('Campaign_Source', 'lookup', maybe(0.7, company.link('Campaigns')), to('Campaigns', 'Deals')),
    column('Stage', 'picklist', stage, { ...mandatory, ...values(stages) }),
    column('Amount', 'currency', maybe(0.1, oddly(25, oddAmounts, money(250_000)))),
    column(
      'Probability',
      'integer',
      computed((row) => probabilities[stages.indexOf(row.Stage as string)]),
      { length: 3 },
    ),
    column('Expected_Revenue', 'currency', computed(expectedRevenue), readOnly),
    column('Closing_Date', 'date', maybe(0.05, oddly(60, oddDays, days(-900, 300)))),
    column('Type', 'picklist', maybe(0.3, oneOf(dealTypes)), optionalValues(dealTypes)),
    column('Lead_Source', 'picklist', maybe(0.3, oneOf(leadSources)), optionalValues(leadSources)),
    column('Next_Step', 'text', maybe(0.6, oneOf(company.pools.sentences)), { length: 100 }),
    column(
      'Pipeline',
      'picklist',
      oneOf(['Standard (Standard)', 'Enterprise']),
      values(['Standard (Standard)', 'Enterprise']),
    ),
    custom('Deal_Number', 'autonumber', numbered('D-'), {
      auto_number: { prefix: 'D-', start_number: '000001', suffix: null },
    }),
    custom(
      'Discount',
      'percent',
      maybe(0.5, (hash) => (mix(hash, 9) % 41) / 2),
    ),
    custom('Rank', 'integer', maybe(0.3, integers(1, 5))),
    description(company),
    ...systemColumns(company, 'Deals'),
  ],
}

function expectedRevenue(row: SimRecord): number | null {
  if (row.Amount === null) return null
  return Math.round((row.Amount as number) * (row.Probability as number)) / 100
}
