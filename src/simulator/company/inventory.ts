/** Products, vendors, price books; quotes, orders and invoices with the subform modules of their lines. */

import { moduleId } from '../fields.ts'
import { fraction, mix } from '../hash.ts'
import type { SimRecord } from '../model.ts'
import {
  type CellMaker,
  computed,
  days,
  doubles,
  integers,
  maybe,
  money,
  numbered,
  oddly,
  oneOf,
  yes,
} from './cells.ts'
import { systemColumns, timeColumns } from './common.ts'
import { oddAmounts, oddTexts } from './odd.ts'
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

const categories = ['Hardware', 'Software', 'CRM Applications', 'hardware']
const quoteStages = ['Draft', 'Negotiation', 'Delivered', 'On Hold', 'Confirmed', 'Closed Won', 'Closed Lost']
const orderStates = ['Created', 'Approved', 'Delivered', 'Cancelled']
const carriers = ['FedEX', 'UPS', 'USPS', 'DHL', 'BlueDart']

const description = (company: Company): ColumnSpec =>
  column('Description', 'textarea', maybe(0.6, oneOf(company.pools.paragraphs)), { textarea: { type: 'large' } })

const stored = (hash: number, extension: string): object => ({
  File_Id__s: `f${mix(hash, 1).toString(16)}`,
  File_Name__s: `O'File ${hash % 100}.${extension}`,
  Size__s: String(1000 + (hash % 90_000)),
  Extension__s: extension,
  id: `57257670009${String(hash % 100_000_000).padStart(8, '0')}`,
  Created_Time__s: '2026-01-15T10:00:00+01:00',
})
const files =
  (extension: string): CellMaker =>
  (hash) =>
    Array.from({ length: 1 + (hash % 2) }, (_, i) => stored(mix(hash, i), extension))

export const vendors: CompanyModuleSpec = {
  meta: { api_name: 'Vendors' },
  rows: 60,
  nameField: 'Vendor_Name',
  columns: (company) => [
    column('Vendor_Name', 'text', oneOf(company.pools.companies), { ...mandatory, display_field: true, length: 120 }),
    column('Phone', 'phone', maybe(0.2, oneOf(company.pools.phones))),
    column(
      'Email',
      'email',
      maybe(0.3, (_hash, index) => `vendor${index}@example.test`),
    ),
    column(
      'Website',
      'website',
      maybe(0.4, (_hash, index) => `https://vendor${index}.example`),
    ),
    column('Category', 'text', maybe(0.3, oneOf(company.pools.words)), { length: 100 }),
    column(
      'GL_Account',
      'picklist',
      maybe(0.5, oneOf(['Sales-Software', 'Sales-Hardware'])),
      optionalValues(['Sales-Software', 'Sales-Hardware']),
    ),
    description(company),
    ...systemColumns(company, 'Vendors'),
  ],
}

export const products: CompanyModuleSpec = {
  meta: { api_name: 'Products' },
  rows: 150,
  nameField: 'Product_Name',
  columns: (company) => [
    column('Product_Name', 'text', oneOf(company.pools.products), { ...mandatory, display_field: true, length: 200 }),
    column(
      'Product_Code',
      'text',
      maybe(0.1, (hash, index) => `P-${index}${hash % 3 === 0 ? 'x' : 'X'}`),
      { length: 40 },
    ),
    column('Product_Active', 'boolean', yes(0.8)),
    column('Product_Category', 'picklist', maybe(0.2, oneOf(categories)), optionalValues(categories)),
    column('Vendor_Name', 'lookup', maybe(0.2, company.link('Vendors')), to('Vendors', 'Products')),
    column('Unit_Price', 'currency', maybe(0.05, oddly(12, oddAmounts, money(4000)))),
    column(
      'Commission_Rate',
      'percent',
      maybe(0.4, (hash) => (mix(hash, 9) % 200) / 10),
    ),
    column('Qty_in_Stock', 'double', maybe(0.2, doubles(-5, 500, 3))),
    column('Reorder_Level', 'double', maybe(0.5, integers(0, 50))),
    column('Sales_Start_Date', 'date', maybe(0.3, days(-1500, 0))),
    column('Taxable', 'boolean', yes(0.7)),
    column(
      'Tax',
      'multiselectpicklist',
      maybe(0.5, (hash) => (hash % 2 ? ['Vat'] : ['Vat', 'Sales Tax'])),
      values(['Vat', 'Sales Tax', 'Common Tax']),
    ),
    custom('Datasheet', 'fileupload', maybe(0.6, files('pdf'))),
    custom('Photos', 'imageupload', maybe(0.7, files('png'))),
    description(company),
    ...systemColumns(company, 'Products'),
  ],
}

export const priceBooks: CompanyModuleSpec = {
  meta: { api_name: 'Price_Books' },
  rows: 12,
  nameField: 'Price_Book_Name',
  columns: (company) => [
    column('Price_Book_Name', 'text', oneOf(oddTexts), { ...mandatory, display_field: true, length: 120 }),
    column('Active', 'boolean', yes(0.7)),
    column(
      'Pricing_Model',
      'picklist',
      maybe(0.2, oneOf(['Flat', 'Differential'])),
      optionalValues(['Flat', 'Differential']),
    ),
    description(company),
    ...systemColumns(company, 'Price_Books'),
  ],
}

const lineTotal = (row: SimRecord): number =>
  Math.round(((row.Quantity as number) * (row.List_Price as number) - (row.Discount as number)) * 100) / 100

/** The subform module of a document's lines. */
function lines(name: string, parent: string, pattern: readonly number[]): CompanyModuleSpec {
  return {
    meta: {
      api_name: name,
      generated_type: 'subform',
      visible: false,
      parent_module: { api_name: parent, id: moduleId(parent) },
    },
    rows: 0,
    nameField: 'Product_Name',
    parent: { module: parent, field: 'Parent_Id', pattern },
    columns: (company) => [
      column('Parent_Id', 'lookup', company.linkParent(name), to(parent, name)),
      column('Product_Name', 'lookup', maybe(0.03, company.link('Products')), to('Products', name)),
      column('Quantity', 'double', integers(1, 40)),
      column('List_Price', 'currency', money(900)),
      column('Discount', 'currency', maybe0(0.6, money(20))),
      column('Total', 'formula', computed(lineTotal), {
        formula: { return_type: 'currency' },
        decimal_place: 2,
      }),
      column('Description', 'textarea', maybe(0.7, oneOf(company.pools.sentences)), { textarea: { type: 'small' } }),
      column('Sequence_Number', 'integer', (_hash, index) => (index % 7) + 1),
      ...timeColumns(company.count(name)),
    ],
  }
}

/** 0 in `share` of the rows. */
const maybe0 =
  (share: number, cell: CellMaker): CellMaker =>
  (hash, index, row) =>
    fraction(mix(hash, 1)) < share ? 0 : cell(hash, index, row)

const parties = (company: Company, list: string): readonly ColumnSpec[] => [
  column('Account_Name', 'lookup', maybe(0.1, company.link('Accounts')), to('Accounts', list)),
  column('Contact_Name', 'lookup', maybe(0.3, company.link('Contacts')), to('Contacts', list)),
  column('Deal_Name', 'lookup', maybe(0.4, company.link('Deals')), to('Deals', list)),
]

const sums = (): readonly ColumnSpec[] => [
  column('Sub_Total', 'formula', money(40_000), { formula: { return_type: 'currency' }, decimal_place: 2 }),
  column('Tax', 'currency', maybe0(0.3, money(2000))),
  column('Adjustment', 'currency', maybe0(0.8, oneOf([-5, 0.01, -0.01, 12.5]))),
  column('Grand_Total', 'formula', computed(grandTotal), { formula: { return_type: 'currency' }, decimal_place: 2 }),
]

const grandTotal = (row: SimRecord): number =>
  Math.round(((row.Sub_Total as number) + (row.Tax as number) + (row.Adjustment as number)) * 100) / 100

const terms = (company: Company): ColumnSpec =>
  column('Terms_and_Conditions', 'textarea', maybe(0.6, oneOf(company.pools.html)), { textarea: { type: 'rich_text' } })

const subject = (company: Company): ColumnSpec =>
  column('Subject', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 120 })

const quotes: CompanyModuleSpec = {
  meta: { api_name: 'Quotes' },
  rows: 300,
  nameField: 'Subject',
  columns: (company) => [
    column('Quote_Number', 'bigint', (_hash, index) => `5725767000001${String(index).padStart(6, '0')}`, readOnly),
    subject(company),
    column('Quote_Stage', 'picklist', maybe(0.05, oneOf(quoteStages)), optionalValues(quoteStages)),
    column('Valid_Till', 'date', maybe(0.2, days(-300, 200))),
    column('Carrier', 'picklist', maybe(0.3, oneOf(carriers)), optionalValues(carriers)),
    ...parties(company, 'Quotes'),
    ...sums(),
    column('Quoted_Items', 'subform', undefined, { ...mandatory, ...rowsIn('Quoted_Items') }),
    terms(company),
    ...systemColumns(company, 'Quotes'),
  ],
}

const salesOrders: CompanyModuleSpec = {
  meta: { api_name: 'Sales_Orders' },
  rows: 150,
  nameField: 'Subject',
  columns: (company) => [
    column('SO_Number', 'bigint', (_hash, index) => `5725767000002${String(index).padStart(6, '0')}`, readOnly),
    subject(company),
    column('Status', 'picklist', maybe(0.05, oneOf(orderStates)), optionalValues(orderStates)),
    column('Due_Date', 'date', maybe(0.3, days(-300, 200))),
    column('Quote_Name', 'lookup', maybe(0.4, company.link('Quotes')), to('Quotes', 'Sales_Orders')),
    ...parties(company, 'SalesOrders'),
    ...sums(),
    column('Ordered_Items', 'subform', undefined, { ...mandatory, ...rowsIn('Ordered_Items') }),
    terms(company),
    ...systemColumns(company, 'Sales_Orders'),
  ],
}

const purchaseOrders: CompanyModuleSpec = {
  meta: { api_name: 'Purchase_Orders' },
  rows: 60,
  nameField: 'Subject',
  columns: (company) => [
    column('PO_Number', 'text', maybe(0.2, numbered('PO-')), { length: 50 }),
    subject(company),
    column('Vendor_Name', 'lookup', company.link('Vendors'), { ...mandatory, ...to('Vendors', 'Purchase_Orders') }),
    column('Status', 'picklist', maybe(0.05, oneOf(orderStates)), optionalValues(orderStates)),
    column('PO_Date', 'date', maybe(0.2, days(-700, 0))),
    ...sums(),
    column('Purchased_Items', 'subform', undefined, { ...mandatory, ...rowsIn('Purchased_Items') }),
    terms(company),
    ...systemColumns(company, 'Purchase_Orders'),
  ],
}

const invoices: CompanyModuleSpec = {
  meta: { api_name: 'Invoices' },
  rows: 200,
  nameField: 'Subject',
  columns: (company) => [
    column('Invoice_Number', 'autonumber', numbered('INV-'), {
      auto_number: { prefix: 'INV-', start_number: '000001', suffix: null },
    }),
    subject(company),
    column('Status', 'picklist', maybe(0.05, oneOf(orderStates)), optionalValues(orderStates)),
    column('Invoice_Date', 'date', maybe(0.1, days(-700, 0))),
    column('Due_Date', 'date', maybe(0.2, days(-600, 100))),
    column('Sales_Order', 'lookup', maybe(0.4, company.link('Sales_Orders')), to('Sales_Orders', 'Invoices')),
    ...parties(company, 'Invoices'),
    ...sums(),
    column('Invoiced_Items', 'subform', undefined, { ...mandatory, ...rowsIn('Invoiced_Items') }),
    terms(company),
    ...systemColumns(company, 'Invoices'),
  ],
}

/** Documents, each followed by the module of its lines. */
export const documents: readonly CompanyModuleSpec[] = [
  quotes,
  lines('Quoted_Items', 'Quotes', [1, 3, 0, 2, 5]),
  salesOrders,
  lines('Ordered_Items', 'Sales_Orders', [2, 1, 0]),
  purchaseOrders,
  lines('Purchased_Items', 'Purchase_Orders', [1, 4]),
  invoices,
  lines('Invoiced_Items', 'Invoices', [3, 0, 1, 1]),
]
