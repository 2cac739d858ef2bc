/**
 * What the simulated company is made of: modules, fields, records, users. Every part of the simulator reads this and
 * nothing else about the data; where rows come from (a seed, files, a test's arrays) is {@link SimModule}'s matter.
 */
import type { Variants } from './variants.ts'

export type { Variants } from './variants.ts'

export interface PickListValue {
  readonly id: string
  readonly actual_value: string
  readonly display_value: string
  readonly reference_value: string
  readonly sequence_number: number
  readonly colour_code: string | null
  readonly type: 'used' | 'unused'
}

export interface ModuleRef {
  readonly api_name: string
  readonly id: string
}

/** Field metadata as `/settings/fields` answers it; there are more keys than the simulator itself reads. */
export interface SimField {
  readonly api_name: string
  readonly id: string
  readonly field_label: string
  readonly data_type: string
  readonly json_type: 'string' | 'integer' | 'double' | 'boolean' | 'jsonobject' | 'jsonarray'
  readonly length: number
  readonly ui_type: number
  readonly decimal_place: number | null
  readonly system_mandatory: boolean
  readonly read_only: boolean
  /** Which operations may set the field; absent: all, unless it is read-only. */
  readonly operation_type?: { readonly api_create?: boolean; readonly api_update?: boolean }
  readonly visible: boolean
  readonly type: 'used' | 'unused'
  readonly filterable: boolean
  readonly sortable: boolean
  readonly searchable: boolean
  /** Not stored in the row itself: absent from lists, COQL and bulk. */
  readonly virtual_field: boolean
  readonly display_field: boolean
  readonly custom_field: boolean
  readonly unique: { readonly case_sensitive?: boolean }
  readonly pick_list_values: readonly PickListValue[]
  /** `{}` unless the type is lookup (for user lookups too: they name no module). */
  readonly lookup: { readonly module?: ModuleRef; readonly display_label?: string; readonly api_name?: string }
  readonly multi_module_lookup: { readonly modules?: readonly ModuleRef[]; readonly api_name?: string }
  readonly multiselectlookup: {
    readonly linking_module?: string
    readonly lookup_apiname?: string
    readonly connected_module?: string
    readonly connectedlookup_apiname?: string
    readonly [more: string]: unknown
  }
  readonly multiuserlookup: { readonly linking_module?: string; readonly [more: string]: unknown }
  readonly associated_module: { readonly module: string; readonly id: string } | null
  readonly subform: { readonly module: string; readonly id: string } | null
  readonly formula: { readonly return_type?: string; readonly dynamic?: boolean; readonly expression?: string }
  readonly rollup_summary: { readonly return_type?: string; readonly [more: string]: unknown }
  readonly auto_number: {
    readonly prefix?: string | null
    readonly start_number?: string
    readonly suffix?: string | null
  }
  readonly textarea?: { readonly type: 'small' | 'large' | 'rich_text' }
  /** Encrypted fields have an object here. */
  readonly crypt: object | null
}

/** Module metadata as `/settings/modules` answers it. */
export interface ModuleMeta {
  readonly api_name: string
  readonly module_name: string
  readonly id: string
  readonly generated_type: 'default' | 'web' | 'custom' | 'linking' | 'subform' | 'field_tracker'
  readonly api_supported: boolean
  readonly viewable: boolean
  readonly visible: boolean
  readonly visibility: number
  readonly status: 'visible' | 'user_hidden' | 'system_hidden' | 'scheduled_for_deletion'
  readonly parent_module: Partial<ModuleRef>
  readonly convertable: boolean
  readonly singular_label: string
  readonly plural_label: string
}

/**
 * A stored record, read cell by cell (`record[apiName]`): records of the generated company compute a cell when it is
 * read, so never enumerate, spread or serialise one; walk the module's fields instead.
 *
 * | data_type | value, or null when empty |
 * | --- | --- |
 * | text kinds, picklist, autonumber, formula of string | string, never `''` |
 * | bigint, id | string of digits |
 * | integer, double, currency, percent, formula or rollup of a number | number |
 * | boolean | boolean |
 * | date | `YYYY-MM-DD` |
 * | datetime | `YYYY-MM-DDTHH:mm:ssZ`, in UTC |
 * | lookup | {@link LookupValue}; a multi-module lookup carries `module` |
 * | ownerlookup, userlookup | {@link UserValue} with the full name |
 * | multiselectpicklist | array of strings, not empty |
 * | layout | `{ id, name }`; territories, Tag, fileupload, imageupload: arrays of objects |
 * | subform, multiselectlookup, multiuserlookup | not in the record: rows of their own module |
 *
 * Every record has `id`, `Created_Time`, `Modified_Time`; Leads have `Converted__s`; `$approval_state` may be there.
 */
export type SimRecord = Readonly<Record<string, unknown>>

export interface LookupValue {
  readonly id: string
  readonly name: string
  /** API name of the module the record is in; multi-module lookups only. */
  readonly module?: string
}

export interface UserValue {
  readonly id: string
  readonly name: string
  readonly email: string
}

export interface SimModule {
  readonly apiName: string
  readonly id: string
  readonly meta: ModuleMeta
  /** All fields, `id` among them. */
  readonly fields: readonly SimField[]
  /** Exact name, as Zoho: `Id` is not `id`. */
  field(name: string): SimField | undefined
  /** Number of records now. */
  count(): number
  /** Records ascending by id (as numbers), those after `afterId` if given. Lazy: a scan of millions holds one record. */
  scan(afterId?: string): Iterable<SimRecord>
  get(id: string): SimRecord | undefined
  /** Subform rows or links of one parent, ascending by id; empty for modules without a parent. */
  rowsOf(parentId: string): Iterable<SimRecord>
}

/** A module that a test may change while the simulator runs. */
export interface MutableModule extends SimModule {
  /** `at`: when it is written, in ms; the search index lags behind it. */
  put(record: SimRecord, at?: number): void
  remove(id: string): boolean
  /** An id greater than every other one of the module. */
  nextId(): string
}

export interface SimUser {
  readonly id: string
  readonly zuid: string
  readonly first_name: string | null
  readonly last_name: string
  readonly full_name: string
  readonly email: string
  readonly status: 'active' | 'disabled' | 'deleted' | 'closed'
  readonly confirm: boolean
  readonly role: { readonly id: string; readonly name: string }
  readonly profile: { readonly id: string; readonly name: string }
  readonly time_zone: string
  readonly [more: string]: unknown
}

export interface SimOrg {
  readonly id: string
  readonly zgid: string
  readonly company_name: string
  readonly time_zone: string
  readonly [more: string]: unknown
}

export interface CustomView {
  readonly id: string
  readonly name: string
  readonly module: string
}

export interface SimWorld {
  readonly modules: ReadonlyMap<string, MutableModule>
  readonly users: readonly SimUser[]
  /** The user whom every token belongs to. */
  readonly currentUser: SimUser
  readonly org: SimOrg
  readonly views: readonly CustomView[]
  /** Which reading of each ambiguity holds now; replaced whole, so read it when you need it. */
  variants: Variants
  /** Milliseconds since the epoch, by the simulator's clock. */
  now(): number
}

/** CRM API versions the simulator serves. */
export const apiVersions = ['v2', 'v2.1', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'] as const
export type ApiVersion = (typeof apiVersions)[number]

/** True when `version` is `than` or later. */
export const atLeast = (version: ApiVersion, than: ApiVersion): boolean =>
  apiVersions.indexOf(version) >= apiVersions.indexOf(than)

/** An answer before it is written to the wire; `body` undefined means no content (204, 304). */
export interface SimAnswer {
  readonly status: number
  readonly body?: unknown
}

/** Zoho's error object. */
export interface ZohoErrorBody {
  readonly code: string
  readonly details: object
  readonly message: string
  readonly status: 'error'
}

export const zohoError = (code: string, details: object, message: string): ZohoErrorBody => ({
  code,
  details,
  message,
  status: 'error',
})
