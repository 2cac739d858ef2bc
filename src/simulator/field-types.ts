/**
 * What Zoho's field metadata says for each data type unless a field says otherwise: one row per type.
 * Letters of `can`: f filterable, s sortable, w found by search words.
 */
import type { SimField } from './model.ts'

export interface SimFieldType {
  readonly json: SimField['json_type']
  readonly length: number
  readonly ui: number
  readonly can: string
  readonly decimals?: number
  readonly virtual?: true
  readonly readOnly?: true
}

export const fieldTypes = {
  text: { json: 'string', length: 255, ui: 1, can: 'fsw' },
  textarea: { json: 'string', length: 2000, ui: 110, can: 'fw' },
  email: { json: 'string', length: 100, ui: 25, can: 'fsw' },
  phone: { json: 'string', length: 30, ui: 33, can: 'fsw' },
  website: { json: 'string', length: 255, ui: 21, can: 'fsw' },
  picklist: { json: 'string', length: 120, ui: 2, can: 'fsw' },
  multiselectpicklist: { json: 'jsonarray', length: 1000, ui: 100, can: 'fsw' },
  integer: { json: 'integer', length: 9, ui: 32, can: 'fsw' },
  bigint: { json: 'string', length: 18, ui: 32, can: 'fsw' },
  double: { json: 'double', length: 16, ui: 38, can: 'fsw', decimals: 9 },
  currency: { json: 'double', length: 16, ui: 36, can: 'fsw', decimals: 2 },
  percent: { json: 'double', length: 5, ui: 34, can: 'fsw', decimals: 2 },
  boolean: { json: 'boolean', length: 5, ui: 301, can: 'fsw' },
  date: { json: 'string', length: 20, ui: 24, can: 'fsw' },
  datetime: { json: 'string', length: 120, ui: 200, can: 'fsw' },
  lookup: { json: 'jsonobject', length: 120, ui: 133, can: 'fsw' },
  ownerlookup: { json: 'jsonobject', length: 120, ui: 8, can: 'fsw' },
  userlookup: { json: 'jsonobject', length: 120, ui: 8, can: 'fsw' },
  multi_module_lookup: { json: 'jsonobject', length: 120, ui: 786, can: 'fw' },
  consent_lookup: { json: 'jsonobject', length: 120, ui: 786, can: '' },
  multiselectlookup: { json: 'jsonarray', length: 120, ui: 444, can: '', virtual: true },
  multiuserlookup: { json: 'jsonarray', length: 120, ui: 445, can: '', virtual: true },
  subform: { json: 'jsonarray', length: 255, ui: 500, can: '', virtual: true },
  autonumber: { json: 'string', length: 255, ui: 109, can: 'fsw', readOnly: true },
  formula: { json: 'double', length: 255, ui: 116, can: 'fs', readOnly: true },
  rollup_summary: { json: 'double', length: 255, ui: 118, can: 'f', readOnly: true },
  fileupload: { json: 'jsonarray', length: 2000, ui: 555, can: '', virtual: true },
  imageupload: { json: 'jsonarray', length: 2000, ui: 556, can: '', virtual: true },
  profileimage: { json: 'string', length: 255, ui: 66, can: '' },
  layout: { json: 'jsonobject', length: 255, ui: 208, can: 'f' },
  territories: { json: 'jsonarray', length: 255, ui: 999, can: '' },
  address: { json: 'jsonobject', length: 255, ui: 999, can: '', virtual: true },
  event_reminder: { json: 'jsonobject', length: 255, ui: 786, can: '' },
  ALARM: { json: 'jsonobject', length: 255, ui: 786, can: '' },
  RRULE: { json: 'jsonobject', length: 255, ui: 786, can: '' },
  multireminder: { json: 'jsonarray', length: 255, ui: 786, can: '' },
} as const satisfies Record<string, SimFieldType>

export type DataType = keyof typeof fieldTypes

export const fieldType = (dataType: string): SimFieldType | undefined =>
  Object.hasOwn(fieldTypes, dataType) ? fieldTypes[dataType as DataType] : undefined

/** JSON type of a formula's or roll-up's result. */
export function returnJson(returnType: string | undefined): SimField['json_type'] {
  if (returnType === 'boolean') return 'boolean'
  const numeric = ['currency', 'double', 'percent', 'integer', 'bigint', 'number', 'decimal']
  return returnType === undefined || numeric.includes(returnType) ? 'double' : 'string'
}
