/** Whole Zoho metadata of fields and modules from the few words that matter of each. */
import { fieldType, returnJson } from './field-types.ts'
import { hashText } from './hash.ts'
import { systemId } from './ids.ts'
import type { ModuleMeta, PickListValue, SimField } from './model.ts'

/** What a field must say of itself; every key of {@link SimField} may be given too and wins over the type's default. */
export type FieldInput = Partial<Omit<SimField, 'pick_list_values'>> & {
  readonly api_name: string
  readonly data_type: string
  /** Values, or only their texts. */
  readonly pick_list_values?: readonly (string | PickListValue)[]
}

export type ModuleInput = Partial<ModuleMeta> & { readonly api_name: string }

/** Ids of metadata stay the same from run to run: they are made from names. */
const metaId = (kind: string, name: string): string => systemId(1_000_000 + (hashText(`${kind}:${name}`) % 900_000_000))

export const moduleId = (apiName: string): string => metaId('module', apiName)
export const layoutId = (apiName: string): string => metaId('layout', apiName)
const labelOf = (apiName: string): string => apiName.replace(/__s$/, '').replaceAll('_', ' ')

function pickListValue(value: string | PickListValue, index: number, owner: string): PickListValue {
  if (typeof value !== 'string') return value
  return {
    display_value: value,
    sequence_number: index + 1,
    reference_value: value,
    colour_code: null,
    actual_value: value,
    id: metaId('value', `${owner}.${value}`),
    type: 'used',
  }
}

const writable = (can: boolean): object => ({ web_update: can, api_create: can, web_create: can, api_update: can })

const administrators = [{ permission_type: 'read_write', name: 'Administrator', id: systemId(26_011) }]

/** Keys whose value is the same for nearly every field and that nothing here reads. */
const constantKeys = {
  webhook: true,
  crypt: null,
  tooltip: null,
  created_source: 'default',
  customizable_properties: [],
  validation_rule: null,
  refer_from_field: null,
  external: null,
  private: null,
  hipaa_compliance: null,
  hipaa_compliance_enabled: false,
  history_tracking: null,
  convert_mapping: null,
  mass_update: true,
  email_parser: { fields_update_supported: true, record_operations_supported: true },
  global_picklist: null,
  pick_list_values_sorted_lexically: false,
  number_separator: false,
  display_type: -1,
  default_value: null,
  blueprint_supported: true,
  view_type: { view: true, edit: true, quick_create: false, create: true },
  profiles: administrators,
} as const

const referenceKeys = {
  unique: {},
  lookup: {},
  multi_module_lookup: {},
  multiselectlookup: {},
  multiuserlookup: {},
  associated_module: null,
  subform: null,
  formula: {},
  rollup_summary: {},
  auto_number: {},
  currency: {},
} as const

function typeKeys(input: FieldInput): object {
  const type = fieldType(input.data_type)
  if (!type) throw new TypeError(`field ${input.api_name}: no data type is called ${input.data_type}`)
  const returns = input.formula?.return_type ?? input.rollup_summary?.return_type
  const readOnly = input.read_only ?? type.readOnly ?? false
  return {
    json_type: returns === undefined ? type.json : returnJson(returns),
    length: type.length,
    decimal_place: type.decimals ?? null,
    ui_type: type.ui,
    filterable: type.can.includes('f'),
    sortable: type.can.includes('s'),
    searchable: type.can.includes('w'),
    virtual_field: type.virtual ?? false,
    read_only: readOnly,
    field_read_only: readOnly,
    operation_type: writable(!readOnly),
  }
}

/** Multi-line fields: only the small ones can be filtered by, and each kind has its own length. */
function textareaKeys(input: FieldInput): object {
  if (input.data_type !== 'textarea') return {}
  const type = input.textarea?.type ?? 'small'
  const length = { small: 2000, large: 32_000, rich_text: 50_000 }[type]
  const ui = { small: 110, large: 3, rich_text: 250 }[type]
  return { textarea: { type }, length, ui_type: ui, filterable: type === 'small', searchable: type !== 'rich_text' }
}

/** Whole metadata of a field of module `owner`. */
export function makeField(input: FieldInput, owner: string): SimField {
  const { pick_list_values: values = [], ...given } = input
  const label = input.field_label ?? labelOf(input.api_name)
  return {
    ...constantKeys,
    ...referenceKeys,
    id: metaId('field', `${owner}.${input.api_name}`),
    field_label: label,
    display_label: label,
    system_mandatory: false,
    visible: true,
    type: 'used',
    custom_field: false,
    display_field: false,
    quick_sequence_number: null,
    ...typeKeys(input),
    ...textareaKeys(input),
    ...given,
    pick_list_values: values.map((value, index) => pickListValue(value, index, `${owner}.${input.api_name}`)),
  } as SimField
}

const constantModuleKeys = {
  global_search_supported: true,
  deletable: true,
  description: null,
  creatable: true,
  editable: true,
  inventory_template_supported: false,
  modified_time: null,
  presence_sub_menu: true,
  triggers_supported: true,
  isBlueprintSupported: true,
  convertable: false,
  emailTemplate_support: true,
  filter_supported: true,
  web_link: null,
  quick_create: true,
  access_type: 'org_based',
  modified_by: null,
  feeds_required: false,
  recycle_bin_on_delete: true,
  profile_count: 1,
  profiles: [{ name: 'Administrator', id: systemId(26_011) }],
  business_card_field_limit: 5,
  arguments: [],
} as const

/** Whole metadata of a module. */
export function makeModule(input: ModuleInput, sequence: number): ModuleMeta {
  const label = labelOf(input.api_name)
  const visible = input.visible ?? true
  const plural = input.plural_label ?? label
  const singular = input.singular_label ?? label.replace(/ies$/, 'y').replace(/s$/, '')
  return {
    ...constantModuleKeys,
    id: moduleId(input.api_name),
    module_name: input.api_name,
    generated_type: 'default',
    api_supported: true,
    viewable: true,
    visible,
    visibility: visible ? 1 : 0,
    show_as_tab: visible,
    status: 'visible',
    sequence_number: sequence,
    parent_module: {},
    singular_label: singular,
    plural_label: plural,
    actual_singular_label: singular,
    actual_plural_label: plural,
    ...input,
  } as ModuleMeta
}
