/** Hand-made answers of Zoho's metadata endpoints, and a `get` that serves and counts them. */
import { ZohoSqlError } from '../../src/base/errors.ts'
import { Remembered, type RememberOptions } from '../../src/base/remembered.ts'
import { CrmCatalog, type GetMetadata } from '../../src/services/crm/catalog/index.ts'
import { newMeter, type ReadContext, type Service } from '../../src/source/index.ts'

export type Answers = Record<string, unknown>

export const field = (apiName: string, dataType: string, more: object = {}): object => ({
  api_name: apiName,
  field_label: apiName.replaceAll('_', ' '),
  data_type: dataType,
  json_type: 'string',
  length: 120,
  decimal_place: null,
  virtual_field: false,
  sortable: true,
  unique: {},
  lookup: {},
  multi_module_lookup: {},
  crypt: null,
  pick_list_values: [],
  ...more,
})

export const values = (...texts: string[]): object => ({
  pick_list_values: texts.map((text, index) => ({
    actual_value: text,
    display_value: text,
    sequence_number: index + 1,
    type: 'used',
  })),
})

export const to = (module: string): object => ({ lookup: { module: { api_name: module, id: '1' } } })

export const answers = (): Answers => ({
  'settings/modules': {
    modules: [
      { api_name: 'Deals', plural_label: 'Deals', api_supported: true, viewable: true, status: 'visible' },
      { api_name: 'Accounts', plural_label: 'Firmen', api_supported: true, viewable: true },
      { api_name: 'Home', api_supported: false, viewable: true },
      { api_name: 'Secret', api_supported: true, viewable: false },
      { api_name: 'Gone', api_supported: true, viewable: true, status: 'scheduled_for_deletion' },
      {
        api_name: 'Deal_Items',
        api_supported: true,
        viewable: true,
        generated_type: 'subform',
        parent_module: { api_name: 'Deals', id: '1' },
      },
      { api_name: 'Users', api_supported: true, viewable: true },
    ],
  },
  'settings/fields?module=Deals': {
    fields: [
      field('Deal_Name', 'text', { display_field: true, system_mandatory: true }),
      field('Owner', 'ownerlookup', { field_label: 'Deal Owner' }),
      field('Account_Name', 'lookup', to('Accounts')),
      field('Amount', 'currency', { length: 16, decimal_place: 2 }),
      field('Stage', 'picklist', values('-None-', 'Won', 'Lost')),
      field('Items', 'subform', { virtual_field: true }),
    ],
  },
  'settings/fields?module=Accounts': { fields: [field('Account_Name', 'text', { display_field: true })] },
  'settings/fields?module=Deal_Items': { fields: [field('Quantity', 'integer')] },
  org: {
    org: [{ id: '77', company_name: 'N', time_zone: 'Europe/Berlin', license_details: { paid_type: 'enterprise' } }],
  },
  'users?type=AllUsers&page=1&per_page=200': {
    users: [{ id: '1', first_name: 'Ada', last_name: 'Moss', full_name: 'Ada Moss', email: 'ada@example.test' }],
    info: { more_records: true },
  },
  'users?type=AllUsers&page=2&per_page=200': {
    users: [{ id: '2', first_name: null, last_name: 'Roe', email: '' }],
    info: { more_records: false },
  },
  'users?type=DeletedUsers&page=1&per_page=200': {
    users: [{ id: '3', full_name: 'Gone Girl', email: 'g@example.test' }],
    info: { more_records: false },
  },
})

export interface Harness {
  readonly catalog: CrmCatalog
  readonly calls: string[]
  readonly answers: Answers
  readonly context: ReadContext
  /** Lets time pass, in ms. */
  pass(ms: number): void
}

export const newContext = (signal = new AbortController().signal): ReadContext => ({ signal, meter: newMeter() })

export function harness(options: Partial<RememberOptions> = {}): Harness {
  const calls: string[] = []
  const served = answers()
  let now = 1_000_000
  const get: GetMetadata = async (path, query) => {
    const key = [path.replace('/crm/v8/', ''), new URLSearchParams(query).toString()].filter(Boolean).join('?')
    calls.push(key)
    await Promise.resolve()
    if (!(key in served)) throw new ZohoSqlError('REMOTE_REFUSED', key, { zohoCode: 'INVALID_MODULE' })
    if (served[key] instanceof Error) throw served[key]
    return structuredClone(served[key])
  }
  const remembered = new Remembered({ ttlMs: 3_600_000, now: () => now, ...options })
  return {
    catalog: new CrmCatalog({ get, remembered }),
    calls,
    answers: served,
    context: newContext(),
    pass: (ms) => {
      now += ms
    },
  }
}

const noRead = (): never => {
  throw new Error('no rows are read in these tests')
}

/** The catalog of CRM as a service, for those who read no rows. */
export const crmService = (catalog: CrmCatalog): Service => ({
  schema: 'crm',
  roads: {},
  tables: (context) => catalog.tables(context),
  table: (name, context) => catalog.table(name, context),
  forget: (table) => catalog.forget(table),
  offer: noRead,
  read: noRead,
})
