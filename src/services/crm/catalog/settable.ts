/** Which columns and tables may be written, from metadata. Pure. */
import { byName } from '../../../base/by-name.ts'
import type { ChangeAction, Column, FieldPart, Settable, Table } from '../../../source/index.ts'
import type { CrmFieldType } from '../fields.ts'
import type { CrmFieldMeta, CrmModuleMeta } from './metadata.ts'

/** Zoho computes or keeps these itself, whatever their metadata says; files have an API of their own. */
const neverSet: ReadonlySet<string> = new Set([
  'autonumber',
  'formula',
  'rollup_summary',
  'fileupload',
  'imageupload',
  'profileimage',
  'territories',
  'consent_lookup',
  'event_reminder',
  'ALARM',
  'RRULE',
  'multireminder',
])

/** What a record may not be told about itself. */
const stamps =
  /^(id|Created_(By|Time)|Modified_(By|Time)|Last_Activity_Time|Change_Log_Time__s|Converted(__s|_.*)|Locked__s)$/

/** Digits before the point that Zoho stores (facts 9.3), where the type does not say. */
const digits: Readonly<Record<string, number>> = byName({
  integer: 9,
  bigint: 18,
  double: 16,
  currency: 16,
  percent: 5,
})

/** Zoho gives these a value of its own: the user who writes, the first layout, no. */
const hasDefault = ({ dataType }: CrmFieldMeta): boolean => /^(ownerlookup|layout|boolean)$/.test(dataType)

/** Tags have calls of their own, whatever metadata says of the field (facts 3.3). */
const isTags = ({ apiName, jsonType }: CrmFieldMeta): boolean => apiName === 'Tag' && jsonType === 'jsonarray'

/** What a module's rows are: records, lines of a subform, links of a multi-select lookup. */
export type RowsKind = 'record' | 'line' | 'link'

export const rowsKindOf = ({ generatedType, parent }: CrmModuleMeta): RowsKind =>
  generatedType === 'linking' ? 'link' : generatedType === 'subform' || parent !== undefined ? 'line' : 'record'

/** Where a row belongs is said when it is made, and never again; of a link nothing else is. */
function placeOf(field: CrmFieldMeta, { shape }: CrmFieldType, part: FieldPart, kind: RowsKind): Settable | undefined {
  const isPlace = kind === 'link' ? isLinkEnd(field, shape) : kind === 'line' && field.apiName === 'Parent_Id'
  return isPlace ? { insert: true, update: false, ...(part !== 'email' && { mandatory: true as const }) } : undefined
}

const isLinkEnd = ({ apiName }: CrmFieldMeta, shape: CrmFieldType['shape']): boolean =>
  (shape === 'lookup' || shape === 'user') && apiName !== 'Owner' && apiName !== 'Layout' && !stamps.test(apiName)

export function settableOf(
  field: CrmFieldMeta,
  type: CrmFieldType,
  part: FieldPart,
  kind: RowsKind = 'record',
): { readonly settable?: Settable } {
  const place = placeOf(field, type, part, kind)
  if (place || kind === 'link') return place ? { settable: place } : {}
  if (isTags(field)) return { settable: { insert: true, update: true, form: 'tags' } }
  if (type.shape === 'none' || type.shape === 'json') return {}
  if (neverSet.has(field.dataType) || stamps.test(field.apiName) || field.encrypted) return {}
  if (!field.creatable && !field.updatable) return {}
  const most = digits[field.dataType]
  return {
    settable: {
      insert: field.creatable,
      update: field.updatable,
      ...(field.mandatory && !hasDefault(field) && part !== 'email' && { mandatory: true as const }),
      ...(part === 'value' && field.length && { length: field.length }),
      ...(most !== undefined && { digits: most, ...(field.decimals !== undefined && { decimals: field.decimals }) }),
    },
  }
}

/** Modules whose records are made otherwise, or not at all. */
const otherwise: ReadonlySet<string> = new Set(['field_tracker'])

/**
 * Rows of subforms and linking modules go by their parents. ASSUMPTION: so that the parents' rights decide, not what the
 * module says of itself.
 */
const ownedActions: Readonly<Record<Exclude<RowsKind, 'record'>, readonly ChangeAction[]>> = {
  line: ['insert', 'update', 'delete'],
  link: ['insert', 'delete'],
}

/** What may be done with a module's rows: the list of modules tells. */
export function actionsOf(module: CrmModuleMeta): readonly ChangeAction[] {
  if (otherwise.has(module.generatedType)) return []
  const kind = rowsKindOf(module)
  if (kind !== 'record') return ownedActions[kind]
  const rights = { insert: module.creatable, update: module.editable, delete: module.deletable } as const
  return (['insert', 'update', 'delete'] as const).filter((action) => rights[action])
}

/** The changes that a module's records may have. */
export function changesOf(module: CrmModuleMeta, columns: readonly Column[]): Pick<Table, 'changes'> {
  const actions = actionsOf(module)
  if (actions.length === 0) return {}
  if (rowsKindOf(module) !== 'record') return { changes: { actions, owned: true } }
  const has = (name: string): string | undefined => columns.find((column) => column.name === name)?.name
  const changes = {
    actions,
    createdBy: has('Created_By_id'),
    createdTime: has('Created_Time'),
    modifiedTime: has('Modified_Time'),
  }
  return { changes }
}
