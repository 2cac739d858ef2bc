/** `/settings/modules`, `/settings/fields`, `/settings/layouts`, `/settings/related_lists`. */
import { layoutId } from './fields.ts'
import { noContent, type SimCall, type SimReply } from './http.ts'
import { systemId } from './ids.ts'
import { atLeast, type SimField, type SimModule, type SimWorld } from './model.ts'
import { choice, invalidParameter, missingParameter, modifiedSince } from './parameters.ts'
import { SimRefusal } from './refusal.ts'

const noModule = (): SimRefusal =>
  new SimRefusal(400, 'INVALID_MODULE', { resource_path_index: 0 }, 'the module name given seems to be invalid')

/** The module a call names, by API name or id. */
export function moduleOf(world: SimWorld, name: string | null): SimModule {
  const found = world.modules.get(name ?? '') ?? [...world.modules.values()].find((module) => module.id === name)
  if (!found) throw noModule()
  return found
}

const moduleStates = ['visible', 'user_hidden', 'system_hidden', 'scheduled_for_deletion']

/** `GET /settings/modules`. */
export function listModules(call: SimCall): SimReply {
  const wanted = call.query.get('status')?.split(',')
  if (wanted?.some((state) => !moduleStates.includes(state))) {
    throw invalidParameter('status', { supported_values: moduleStates })
  }
  // Nothing of a module's own metadata changes here while the simulator runs.
  if (modifiedSince(call) !== undefined) return { status: 304 }
  const all = [...call.world.modules.values()].map((module) => module.meta)
  const modules = wanted ? all.filter((meta) => wanted.includes(meta.status)) : all
  return { status: 200, body: { modules }, rows: modules.length }
}

/** `GET /settings/modules/{module}`. */
export function oneModule(call: SimCall): SimReply {
  const module = moduleOf(call.world, call.params.module!)
  const display = module.fields.find((field) => field.display_field)?.api_name ?? null
  const listed = module.fields.filter((field) => field.visible && !field.virtual_field).slice(0, 6)
  const properties = { sort_by: null, sort_order: null, fields: listed.map((field) => field.api_name) }
  const more = {
    display_field: display,
    search_layout_fields: properties.fields,
    related_list_properties: properties,
    $properties: [],
    per_page: 10,
    filter_status: true,
    territory: null,
    kanban_view: false,
    zia_view: false,
    default_mapping_fields: [],
  }
  return { status: 200, body: { modules: [{ ...module.meta, ...more }] }, rows: 1 }
}

const renamed = (object: object, from: string, to: string): object =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]))

/** v8 describes multi-select lookups by their linking module and its two lookups. */
function newMultiselect(field: SimField, world: SimWorld): object {
  const { linking_module, lookup_apiname, connectedlookup_apiname, connected_module } = field.multiselectlookup
  if (linking_module === undefined) return {}
  const linking = world.modules.get(linking_module)
  const connected = world.modules.get(connected_module ?? '')
  const lookup = (name: string | undefined): object => ({
    api_name: name,
    field_label: name,
    id: linking?.field(name ?? '')?.id ?? null,
  })
  return {
    linking_details: {
      module: { visibility: 0, plural_label: linking_module, api_name: linking_module, id: linking?.id ?? null },
      lookup_field: lookup(connectedlookup_apiname),
      connected_lookup_field: lookup(lookup_apiname),
    },
    connected_details: { module: { api_name: connected_module, id: connected?.id ?? null }, field: null, layouts: [] },
    related_list: null,
    record_access: false,
  }
}

function multiselectKey(field: SimField, call: SimCall): object {
  const form = call.world.variants.multiselectlookupForm
  const old = form === 'old' || (form === 'version' && !atLeast(call.version, 'v8'))
  return old ? field.multiselectlookup : newMultiselect(field, call.world)
}

function renderField(field: SimField, call: SimCall): object {
  const { variants } = call.world
  const { lookup, unique, auto_number } = field
  const shown: Record<string, unknown> = {
    ...field,
    multiselectlookup: multiselectKey(field, call),
    lookup:
      variants.lookupModuleForm === 'string' && lookup.module ? { ...lookup, module: lookup.module.api_name } : lookup,
    unique: variants.uniqueForm === 'casesensitive' ? renamed(unique, 'case_sensitive', 'casesensitive') : unique,
  }
  if (field.data_type === 'multi_module_lookup') shown.data_type = variants.polymorphicType
  if (variants.autoNumberForm === 'auto_number') return shown
  return { ...renamed(shown, 'auto_number', 'autonumber'), autonumber: auto_number }
}

const listedFields = (module: SimModule, { variants }: SimWorld): readonly SimField[] =>
  variants.idField === 'listed' ? module.fields : module.fields.filter((field) => field.api_name !== 'id')

function fieldsModule(call: SimCall): SimModule {
  const name = call.query.get('module')
  if (name === null || name === '') throw missingParameter('module')
  return moduleOf(call.world, name)
}

/** `GET /settings/fields?module=`. */
export function listFields(call: SimCall): SimReply {
  const module = fieldsModule(call)
  const kind = choice(call, 'type', 'used', ['used', 'unused', 'all'])
  const fields = listedFields(module, call.world).filter((field) => kind === 'all' || field.type === kind)
  if (fields.length === 0) return noContent
  return { status: 200, body: { fields: fields.map((field) => renderField(field, call)) }, rows: fields.length }
}

/** `GET /settings/fields/{id}?module=`. */
export function oneField(call: SimCall): SimReply {
  const field = listedFields(fieldsModule(call), call.world).find((f) => f.id === call.params.id)
  if (!field) throw new SimRefusal(400, 'INVALID_DATA', { resource_path_index: 0 }, 'the id given seems to be invalid')
  return { status: 200, body: { fields: [renderField(field, call)] }, rows: 1 }
}

/** `GET /settings/layouts?module=`: every module has one layout of one section. */
export function listLayouts(call: SimCall): SimReply {
  const module = fieldsModule(call)
  const fields = listedFields(module, call.world).map((field, i) => ({
    ...renderField(field, call),
    required: field.system_mandatory,
    sequence_number: i + 1,
  }))
  const section = {
    api_name: `${module.apiName}_Information`,
    display_label: 'Information',
    type: 'used',
    column_count: 2,
  }
  const layout = {
    id: layoutId(module.apiName),
    name: 'Standard',
    display_label: 'Standard',
    api_name: 'Standard',
    status: 'active',
    visible: true,
    has_more_profiles: false,
    profiles: [{ default: true, name: 'Administrator', id: systemId(26_011) }],
    sections: [{ ...section, sequence_number: 1, isSubformSection: false, properties: null, fields }],
    actions_allowed: { edit: true, rename: true },
  }
  return { status: 200, body: { layouts: [layout] }, rows: 1 }
}

/** `GET /settings/related_lists?module=`: one list for each lookup that points to the module. */
export function listRelated(call: SimCall): SimReply {
  const target = fieldsModule(call)
  const lists = [...call.world.modules.values()].flatMap((module) =>
    module.fields
      .filter((field) => field.lookup.module?.api_name === target.apiName)
      .map((field) => ({ module, api_name: field.lookup.api_name ?? module.apiName, id: field.id })),
  )
  if (lists.length === 0) return noContent
  const related_lists = lists.map(({ module, api_name, id }, i) => ({
    id,
    api_name,
    name: api_name,
    display_label: api_name.replaceAll('_', ' '),
    sequence_number: String(i + 1),
    module: { api_name: module.apiName, id: module.id },
    href: `${target.apiName}/{ENTITYID}/${api_name}`,
    type: 'default',
    action: null,
    status: 'visible',
  }))
  return { status: 200, body: { related_lists }, rows: lists.length }
}
