/**
 * What `settings/modules` and `settings/fields` answer, reduced to what this package uses. Zoho's keys differ by
 * version (`lookup.module` is a name or an object, `unique.casesensitive` has two spellings), so nothing is required
 * but the API name.
 */

import { ZohoSqlError } from '../../../base/errors.ts'
import { isObject, type JsonObject } from '../../../base/json.ts'

export interface CrmModuleMeta {
  readonly apiName: string
  readonly label: string
  /** The plural and singular labels, and the name that pages of old have. */
  readonly labels: readonly string[]
  readonly description: string | undefined
  readonly generatedType: string
  /** API name of the module whose subform this is. */
  readonly parent: string | undefined
  readonly creatable: boolean
  readonly editable: boolean
  readonly deletable: boolean
}

export interface PicklistValue {
  /** As records hold it. */
  readonly actual: string
  /** As the user's language shows it. */
  readonly display: string
}

export interface CrmFieldMeta {
  readonly apiName: string
  readonly label: string
  readonly dataType: string
  readonly jsonType: string
  readonly length: number | undefined
  readonly decimals: number | undefined
  /** Of a formula or roll-up. */
  readonly returnType: string | undefined
  readonly dynamicFormula: boolean
  readonly richText: boolean
  /** Not stored in the row itself. */
  readonly virtual: boolean
  /** The field that names a record of this module. */
  readonly display: boolean
  /** Usable in conditions. */
  readonly filterable: boolean
  readonly sortable: boolean
  readonly searchable: boolean
  readonly unique: boolean
  readonly encrypted: boolean
  /** No profile may see it. */
  readonly hidden: boolean
  /** May be given a value in a new record, in one that is there; and must be in a new one. */
  readonly creatable: boolean
  readonly updatable: boolean
  readonly mandatory: boolean
  /** Modules a lookup may lead to. */
  readonly modules: readonly string[]
  /** Module whose rows this field shows: lines of a subform, links of a multi-select lookup. */
  readonly rowsIn: string | undefined
  readonly picklist: readonly PicklistValue[]
}

/** A field of which nothing is known but that it is text. */
export const plainField: CrmFieldMeta = {
  apiName: '',
  label: '',
  dataType: 'text',
  jsonType: 'string',
  length: undefined,
  decimals: undefined,
  returnType: undefined,
  dynamicFormula: false,
  richText: false,
  virtual: false,
  display: false,
  filterable: true,
  sortable: true,
  searchable: true,
  unique: false,
  encrypted: false,
  hidden: false,
  creatable: true,
  updatable: true,
  mandatory: false,
  modules: [],
  rowsIn: undefined,
  picklist: [],
}

const object = (value: unknown): JsonObject => (isObject(value) ? value : {})
const list = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])
const words = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined
}

/** The list under `key` of an answer; no answer (204) is an empty list. */
export function listOf(answer: unknown, key: string): readonly JsonObject[] {
  if (answer === undefined || answer === null) return []
  const value = object(answer)[key]
  if (!Array.isArray(value)) throw new ZohoSqlError('REMOTE_ANSWER', `Zoho’s answer has no list "${key}"`)
  return list(value)
}

/**
 * True for modules whose records the user may read by API. A hidden tab (`user_hidden`, visibility 0 or 2) is no
 * hindrance; visibility -1 means the user does not have the module.
 */
const readable = (module: JsonObject): boolean =>
  module.api_supported !== false &&
  module.viewable !== false &&
  module.visibility !== -1 &&
  module.status !== 'scheduled_for_deletion'

const moduleMeta = (module: JsonObject, apiName: string): CrmModuleMeta => ({
  apiName,
  label: words(module.plural_label) ?? words(module.module_name) ?? apiName,
  labels: [module.plural_label, module.singular_label, module.module_name].flatMap((label) => words(label) ?? []),
  description: words(module.description),
  generatedType: words(module.generated_type) ?? 'default',
  parent: moduleName(module.parent_module),
  creatable: module.creatable !== false,
  editable: module.editable !== false,
  deletable: module.deletable !== false,
})

/** Modules that can be tables, in Zoho's order. */
export function readModules(answer: unknown): CrmModuleMeta[] {
  const modules = new Map<string, CrmModuleMeta>()
  for (const module of listOf(answer, 'modules')) {
    const apiName = words(module.api_name)
    if (apiName !== undefined && readable(module)) modules.set(apiName, moduleMeta(module, apiName))
  }
  return [...modules.values()]
}

/** A module given by name or as an object. */
const moduleName = (value: unknown): string | undefined => words(value) ?? words(object(value).api_name)

function lookupModules(field: JsonObject): string[] {
  const many = list(object(field.multi_module_lookup).modules).map(moduleName)
  const all = many.length > 0 ? many : [moduleName(object(field.lookup).module)]
  return all.filter((name) => name !== undefined)
}

/** `linking_module` of old, `linking_details` of v8. */
function rowsModule(field: JsonObject): string | undefined {
  const links = [field.multiselectlookup, field.multiuserlookup].map(object)
  const linking = links.map(
    (link) => moduleName(link.linking_module) ?? moduleName(object(link.linking_details).module),
  )
  const subform = moduleName(object(field.subform).module) ?? moduleName(object(field.associated_module).module)
  return field.data_type === 'subform' ? subform : linking.find((name) => name !== undefined)
}

/** All values, also those no longer offered: old records still hold them. `-None-` stands for empty. */
function picklistOf(field: JsonObject): PicklistValue[] {
  const values = list(field.pick_list_values)
    .map((value, index) => ({ value, at: count(value.sequence_number) ?? index }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ value }) => {
      const actual = words(value.actual_value) ?? words(value.reference_value) ?? words(value.display_value)
      return actual === undefined ? [] : [{ actual, display: words(value.display_value) ?? actual }]
    })
  return values.filter(({ actual }, index) => !(index === 0 && actual === '-None-'))
}

/** Profiles that say `hidden` hide the field from their users; whose profile is ours is not known here. */
function hiddenFromAll(field: JsonObject): boolean {
  const profiles = list(field.profiles)
  return profiles.length > 0 && profiles.every((profile) => profile.permission_type === 'hidden')
}

// `textarea.type` came with v6; before, only rich text is longer than 32,000 characters.
const isRichText = (field: JsonObject): boolean => {
  const kind = object(field.textarea).type
  return (
    field.data_type === 'textarea' && (kind === undefined ? (count(field.length) ?? 0) > 32_000 : kind === 'rich_text')
  )
}

const isReadOnly = (field: JsonObject): boolean => field.read_only === true || field.field_read_only === true

const fieldMeta = (field: JsonObject, apiName: string): CrmFieldMeta => ({
  apiName,
  label: words(field.display_label) ?? words(field.field_label) ?? apiName,
  dataType: words(field.data_type) ?? 'text',
  jsonType: words(field.json_type) ?? 'string',
  length: count(field.length),
  decimals: count(field.decimal_place) ?? count(object(field.currency).precision),
  returnType: words(object(field.formula).return_type) ?? words(object(field.rollup_summary).return_type),
  dynamicFormula: object(field.formula).dynamic === true,
  richText: isRichText(field),
  virtual: field.virtual_field === true,
  display: field.display_field === true,
  filterable: field.filterable !== false,
  sortable: field.sortable !== false,
  searchable: field.searchable !== false,
  unique: Object.keys(object(field.unique)).length > 0,
  encrypted: isObject(field.crypt),
  hidden: hiddenFromAll(field),
  creatable: !isReadOnly(field) && object(field.operation_type).api_create !== false,
  updatable: !isReadOnly(field) && object(field.operation_type).api_update !== false,
  mandatory: field.system_mandatory === true,
  modules: lookupModules(field),
  rowsIn: rowsModule(field),
  picklist: picklistOf(field),
})

/** Fields of a module in Zoho's order, without those that nobody may see. */
export function readFields(answer: unknown): CrmFieldMeta[] {
  const fields = new Map<string, CrmFieldMeta>()
  for (const field of listOf(answer, 'fields')) {
    const apiName = words(field.api_name)
    if (apiName !== undefined) fields.set(apiName, fieldMeta(field, apiName))
  }
  return [...fields.values()].filter((field) => !field.hidden)
}

/** Layouts of a module: what records call them is their name (facts 3.3). */
export const readLayouts = (answer: unknown): JsonObject[] =>
  listOf(answer, 'layouts').map(({ id, name }) => ({ id, name }))
