/** Stored cells as GET record and search answer them. COQL and bulk CSV have forms of their own. */
import { bare } from '../base/by-name.ts'
import { rawNumber } from './http.ts'
import type { LookupValue, SimField, SimModule, SimRecord, SimWorld } from './model.ts'
import { renderDatetime } from './zone.ts'

const textTypes = ['text', 'textarea', 'email', 'phone', 'website', 'picklist']

/** Zones datetimes may be written in. */
export const zonesOf = (world: SimWorld): { user: string; org: string } => ({
  user: world.currentUser.time_zone,
  org: world.org.time_zone,
})

/** The type that decides a cell's form: a formula's is that of its result. */
function resultType(field: SimField): string {
  if (field.data_type === 'formula') return field.formula.return_type ?? 'double'
  if (field.data_type === 'rollup_summary') return field.rollup_summary.return_type ?? 'double'
  return field.data_type
}

function emptyCell(field: SimField, { variants }: SimWorld): unknown {
  if (variants.emptyText === 'empty' && textTypes.includes(field.data_type) && field.json_type === 'string') return ''
  if (variants.emptyMultiselect === 'array' && field.data_type === 'multiselectpicklist') return []
  return null
}

/** Forms that all JSON answers share: emptiness, datetimes, big numbers, formula results. */
export function renderScalar(value: unknown, field: SimField, world: SimWorld): unknown {
  if (value === null || value === undefined) return emptyCell(field, world)
  const type = resultType(field)
  if (type === 'datetime') return renderDatetime(value as string, zonesOf(world), world.variants)
  if (type === 'bigint' && field.api_name !== 'id' && world.variants.bigintForm === 'number')
    return rawNumber(value as string)
  const computed = field.data_type === 'formula' || field.data_type === 'rollup_summary'
  return computed && world.variants.formulaForm === 'string' ? String(value) : value
}

function renderPolymorphic({ id, name, module }: LookupValue, field: SimField, world: SimWorld): unknown {
  // Appointments say the module within the value, activities next to it in `$se_module`.
  if (field.api_name !== 'Appointment_For') return { name, id }
  return { module: { api_name: module, id: world.modules.get(module ?? '')?.id }, name, id }
}

/** Characters of a rich text that a list shows. */
const listCut = 500

function renderCell(value: unknown, field: SimField, world: SimWorld, list: boolean): unknown {
  if (value === null || value === undefined) return emptyCell(field, world)
  if (field.data_type === 'multi_module_lookup') return renderPolymorphic(value as LookupValue, field, world)
  if (list && field.textarea?.type === 'rich_text') return String(value).slice(0, listCut)
  return renderScalar(value, field, world)
}

const polymorphicKeys = ['What_Id', 'Who_Id', 'Parent_Id']

/** `$se_module` stands next to What_Id: the module of that record. */
function seModule(record: SimRecord, names: ReadonlySet<string>): object {
  if (!polymorphicKeys.some((key) => names.has(key))) return {}
  const what = (record.What_Id ?? record.Who_Id ?? record.Parent_Id ?? null) as LookupValue | null
  return what !== null && what.module === undefined ? {} : { $se_module: what?.module ?? null }
}

/** The cells of a record a list shows: those asked for that are stored in the row, and `id`. */
export function renderListRow(record: SimRecord, fields: readonly SimField[], world: SimWorld): object {
  const row = bare<unknown>()
  for (const field of fields) row[field.api_name] = renderCell(record[field.api_name], field, world, true)
  row.id = record.id
  return Object.assign(row, seModule(record, new Set(fields.map((field) => field.api_name))))
}

/** Fields whose cells are in the row itself; Tag counts although it is called virtual. */
export const isListed = (field: SimField): boolean => !field.virtual_field || field.api_name === 'Tag'

function childRows(field: SimField, id: string, world: SimWorld): object[] | undefined {
  const name =
    field.subform?.module ?? field.multiselectlookup.linking_module ?? field.multiuserlookup.linking_module ?? undefined
  const module = name === undefined ? undefined : world.modules.get(name)
  if (!module) return undefined
  return [...module.rowsOf(id)].map((row) => renderChild(row, module, field, world))
}

/** A subform row in full; of a link its id and what it links to. */
function renderChild(row: SimRecord, module: SimModule, owner: SimField, world: SimWorld): object {
  const linked = (owner.multiselectlookup.connectedlookup_apiname ?? owner.multiuserlookup.connectedlookup_apiname) as
    | string
    | undefined
  const fields = module.fields.filter((field) => isListed(field) && (linked === undefined || field.api_name === linked))
  const cells = fields.map((field) => [field.api_name, renderCell(row[field.api_name], field, world, false)])
  return { ...Object.fromEntries(cells), id: row.id }
}

const approved = (record: SimRecord): unknown => record.$approval_state ?? 'approved'

function metaKeys(module: SimModule, record: SimRecord, world: SimWorld): object {
  const convertable = module.meta.convertable ? { $converted: record.Converted__s === true } : {}
  return {
    $currency_symbol: world.org.currency_symbol,
    $editable: true,
    $state: 'save',
    $approval_state: approved(record),
    $approved: approved(record) === 'approved',
    ...convertable,
    ...seModule(record, new Set(module.fields.map((field) => field.api_name))),
  }
}

/** A record as the single form answers it: every field, or those asked for, with subforms and links. */
export function renderSingle(
  module: SimModule,
  record: SimRecord,
  fields: readonly SimField[],
  world: SimWorld,
): object {
  const row = bare<unknown>()
  const hasMore = bare<boolean>()
  for (const field of fields) {
    const children = childRows(field, record.id as string, world)
    if (children !== undefined) hasMore[field.api_name] = false
    row[field.api_name] = children ?? renderCell(record[field.api_name], field, world, false)
  }
  return { ...row, $has_more: hasMore, ...metaKeys(module, record, world), id: record.id }
}
