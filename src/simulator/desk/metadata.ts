/** Modules, fields and layouts, with the defects that Desk's metadata is known for. */
import { hashText } from '../hash.ts'
import type { SimReply } from '../http.ts'
import { channels, priorities, statuses } from './company/tickets.ts'
import type { DeskField } from './fields.ts'
import type { DeskCall } from './http.ts'
import { deskId } from './ids.ts'
import { listOf } from './query.ts'
import { invalidValue, lacksParameter, noRecord } from './refusal.ts'
import type { CustomField, DeskModule } from './store.ts'
import { viewId } from './views.ts'

const fieldId = (module: string, name: string): string => deskId('fields', hashText(`${module}.${name}`) % 100_000_000)
const layoutId = (module: string): string => deskId('layouts', hashText(module) % 100_000)

const typeNames: Readonly<Record<DeskField['kind'], string>> = {
  id: 'Number',
  ref: 'LookUp',
  text: 'Text',
  html: 'Textarea',
  pick: 'Picklist',
  num: 'Number',
  dec: 'Currency',
  bool: 'Boolean',
  time: 'DateTime',
  date: 'Date',
  json: 'Text',
}

/** Types that a field's name says more of than its kind. */
const typesByName: Readonly<Record<string, string>> = {
  email: 'Email',
  secondaryEmail: 'Email',
  phone: 'Phone',
  mobile: 'Phone',
  website: 'URL',
  fax: 'Fax',
}

const lookups: Readonly<Record<string, string>> = {
  departmentId: 'departments',
  contactId: 'contacts',
  accountId: 'accounts',
  assigneeId: 'agents',
  ownerId: 'agents',
  teamId: 'teams',
  productId: 'products',
  ticketId: 'tickets',
}

function cased(type: string, { variants }: DeskCall): string {
  if (variants.deskTypeCase === 'lower') return type.toLowerCase()
  return variants.deskTypeCase === 'upper' ? type.toUpperCase() : type
}

/** Values that the records hold; a picklist that no record uses has none. */
function valuesOf(module: DeskModule, name: string): readonly string[] {
  const fixed: Readonly<Record<string, readonly string[]>> = { priority: priorities, channel: channels }
  const found = new Set<string>(module.table.name === 'tickets' ? fixed[name] : [])
  for (const record of module.all()) if (typeof record[name] === 'string') found.add(record[name])
  return [...found].sort()
}

/** The types of states are spelled otherwise here than in records. */
function allowedValues(module: DeskModule, name: string): object[] {
  if (module.table.name !== 'tickets' || name !== 'status') return valuesOf(module, name).map((value) => ({ value }))
  const known = new Set([...Object.keys(statuses), ...valuesOf(module, 'status')])
  const typeOf = (value: string): string => {
    for (const record of module.all()) if (record.status === value) return String(record.statusType)
    return statuses[value] ?? 'Open'
  }
  return [...known].map((value) => ({ value, statusType: typeOf(value).toUpperCase() }))
}

const shared = { isEncryptedField: false, toolTip: null, showToHelpCenter: true } as const

function lookupOf(name: string): object {
  const module = lookups[name]
  return module === undefined
    ? {}
    : { lookup: { module: { apiName: module, nameField: 'name', id: layoutId(module) } } }
}

function systemField(field: DeskField, module: DeskModule, call: DeskCall, inLayout: boolean): Record<string, unknown> {
  const { name, kind, maxLength, required } = field
  const defect = module.table.name === 'tickets' && name === 'status' && call.variants.deskStatusType === 'DateTime'
  const type = defect ? 'DateTime' : (typesByName[name] ?? typeNames[kind])
  const label = name.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase())
  const withValues = kind === 'pick' && (inLayout || call.variants.deskAllowedValues === 'fields')
  return {
    id: fieldId(module.table.name, name),
    apiName: name,
    displayLabel: label,
    i18NLabel: label,
    name,
    type: cased(type, call),
    maxLength: maxLength ?? (kind === 'text' || kind === 'pick' ? 255 : null),
    isMandatory: required,
    isCustomField: false,
    sourceType: 'SYSTEM',
    isSortable: module.table.sort.includes(name),
    isIndexed: false,
    isComputed: false,
    ...shared,
    ...lookupOf(name),
    ...(kind === 'pick' ? { allowedValues: withValues ? allowedValues(module, name) : [] } : {}),
  }
}

function customField(
  field: CustomField,
  module: DeskModule,
  call: DeskCall,
  inLayout: boolean,
): Record<string, unknown> {
  const { apiName, label, type, values, maxLength } = field
  const withValues = inLayout || call.variants.deskAllowedValues === 'fields'
  return {
    id: fieldId(module.table.name, apiName),
    apiName,
    displayLabel: label,
    i18NLabel: label,
    name: apiName,
    type: cased(type, call),
    maxLength: maxLength ?? null,
    isMandatory: false,
    isCustomField: true,
    sourceType: 'USERDEFINED',
    isSortable: false,
    isIndexed: false,
    isComputed: type === 'Formula',
    ...shared,
    createdTime: '2025-09-01T10:00:00.000Z',
    ...(type === 'Decimal' || type === 'Currency' ? { decimalPlaces: 2 } : {}),
    ...(values ? { allowedValues: withValues ? values.map((value) => ({ value })) : [] } : {}),
  }
}

/** Fields that metadata names; many that records have are not among them. */
function fieldsOf(module: DeskModule, call: DeskCall, inLayout: boolean): Record<string, unknown>[] {
  const system = module.table.fields.filter((field) => field.listed)
  return [
    ...system.map((field) => systemField(field, module, call, inLayout)),
    ...module.custom.map((field) => customField(field, module, call, inLayout)),
  ]
}

function namedModule(call: DeskCall): DeskModule {
  const name = call.query.get('module')
  if (name === null) throw lacksParameter('module')
  const module = call.desk.modules.get(name)
  if (!module) throw invalidValue('module')
  return module
}

const oldKeys = ['isIndexed', 'isSortable', 'isComputed']

/** `GET /fields?module=`. */
export function listFields(call: DeskCall): SimReply {
  const module = namedModule(call)
  const names = listOf(call, 'apiNames', 300)
  const data = fieldsOf(module, call, false).filter((field) => names?.includes(String(field.apiName)) ?? true)
  return { status: 200, body: { data }, rows: data.length }
}

/** `GET /organizationFields?module=`: the older form. */
export function listOldFields(call: DeskCall): SimReply {
  const data = fieldsOf(namedModule(call), call, false).map((field) =>
    Object.fromEntries(Object.entries(field).filter(([key]) => !oldKeys.includes(key))),
  )
  return { status: 200, body: { data }, rows: data.length }
}

/** `GET /organizationModules` and, as it was called before, `GET /modules`. */
export function listModules(call: DeskCall): SimReply {
  const data = [...call.desk.modules.values()].map(({ table: { name, label } }) => ({
    id: layoutId(name),
    apiName: name,
    displayLabel: label,
    pluralLabel: label,
    singularLabel: label.replace(/s$/, ''),
    nameField: name.startsWith('cm_') ? 'name' : null,
    isCustomModule: name.startsWith('cm_'),
    isEnabled: true,
  }))
  return { status: 200, body: { data }, rows: data.length }
}

/** `GET /layouts?module=`: one for each module. */
export function listLayouts(call: DeskCall): SimReply {
  const { table } = namedModule(call)
  const data = [
    {
      id: layoutId(table.name),
      layoutName: table.label,
      module: table.name,
      isDefaultLayout: true,
      viewId: viewId(table.name),
    },
  ]
  return { status: 200, body: { data }, rows: 1 }
}

/** `GET /layouts/{id}`. */
export function oneLayout(call: DeskCall): SimReply {
  const module = [...call.desk.modules.values()].find(({ table }) => layoutId(table.name) === call.params.id)
  if (!module) throw noRecord(call.variants.deskMissing)
  const section = {
    name: `${module.table.label} information`,
    isCustomSection: false,
    fields: fieldsOf(module, call, true),
  }
  const { name, label } = module.table
  return { status: 200, body: { id: layoutId(name), layoutName: label, module: name, sections: [section] } }
}
