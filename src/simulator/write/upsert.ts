/** `POST /{module}/upsert`: which record each row means, by the fields that tell duplicates apart. */

import type { JsonObject } from '../../base/json.ts'
import { isObject } from '../../base/json.ts'
import type { SimField } from '../model.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import { sameValue } from './draft.ts'
import { failed, invalidData, type SimElement } from './outcome.ts'
import { insertRow, type RecordWriting, updateRow } from './rows.ts'
import { traitsOf } from './traits.ts'

/** Fields that Zoho itself tells duplicates by; custom modules by their name. */
const systemFields: Readonly<Record<string, string>> = {
  Leads: 'Email',
  Accounts: 'Account_Name',
  Contacts: 'Email',
  Deals: 'Deal_Name',
  Campaigns: 'Campaign_Name',
  Cases: 'Subject',
  Solutions: 'Solution_Title',
  Products: 'Product_Name',
  Vendors: 'Vendor_Name',
  Price_Books: 'Price_Book_Name',
  Quotes: 'Subject',
  Sales_Orders: 'Subject',
  Purchase_Orders: 'Subject',
  Invoices: 'Subject',
}
const withoutUpsert = ['Tasks', 'Events', 'Calls']

const systemField = (module: StoredModule): string => systemFields[module.apiName] ?? 'Name'

/** The fields to look by, in their order: those named, else the system's; then all unique ones of users'. */
export function checkedFields(module: StoredModule, whole: JsonObject): readonly SimField[] {
  if (withoutUpsert.includes(module.apiName)) {
    throw new SimRefusal(400, 'NOT_SUPPORTED', { module: module.apiName }, 'upsert is not supported for the module')
  }
  const unique = traitsOf(module).unique
  const named = namedFields(module, whole.duplicate_check_fields, unique)
  const first = named ?? [module.field(systemField(module))].filter((field) => field !== undefined)
  return [...first, ...unique.filter((field) => !first.includes(field))]
}

function namedFields(module: StoredModule, names: unknown, unique: readonly SimField[]): SimField[] | undefined {
  if (names === undefined) return undefined
  const details = { expected_data_type: 'jsonarray', api_name: 'duplicate_check_fields' }
  if (!Array.isArray(names)) throw new SimRefusal(400, 'INVALID_DATA', details, 'invalid data')
  const known = [...unique.map((field) => field.api_name), systemField(module)]
  // ASSUMPTION: a name that tells no duplicates apart is refused.
  const strange = names.find((name) => !known.includes(String(name)))
  if (strange !== undefined) {
    const wrong = { api_name: 'duplicate_check_fields', supported_values: known }
    throw new SimRefusal(400, 'INVALID_DATA', wrong, 'invalid data')
  }
  return names.map((name) => module.field(String(name))!)
}

interface UpsertMatch {
  readonly field: SimField
  readonly id: string
}

/** ASSUMPTION: of several records with the value, the first one made is taken. */
function matchOf(given: JsonObject, module: StoredModule, fields: readonly SimField[]): UpsertMatch | undefined {
  for (const field of fields) {
    const value = given[field.api_name]
    if (value === undefined || value === null || value === '' || isObject(value)) continue
    const [id] = sameValue(module, field, value)
    if (id !== undefined) return { field, id }
  }
  return undefined
}

export function upsertRow(
  given: unknown,
  path: string,
  fields: readonly SimField[],
  writing: RecordWriting,
): SimElement {
  if (!isObject(given)) return failed(invalidData({ expected_data_type: 'jsonobject', json_path: path }))
  const match = matchOf(given, writing.module, fields)
  if (!match) return insertRow(given, path, writing, { duplicate_field: null, action: 'insert' })
  const more = { duplicate_field: match.field.api_name, action: 'update' }
  return updateRow(match.id, given, path, writing, more)
}
