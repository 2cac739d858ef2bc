/** Rows of subforms and links of multi-select lookups, which are written through the record that owns them. */

import type { JsonObject } from '../../base/json.ts'
import { isObject } from '../../base/json.ts'
import type { LookupValue, SimField, SimRecord } from '../model.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { readCell } from './cells.ts'
import { type Drafting, draftRow } from './draft.ts'
import { invalidData, invalidId, type RowError } from './outcome.ts'

/** Where the rows of a field are; `link`: the one cell that a link has besides its owner. */
export interface Owned {
  readonly module: StoredModule
  readonly link?: string
}

/** What becomes of the rows one field owns. */
export interface ChildChange {
  readonly module: StoredModule
  /** Rows to put; those without an id are new. */
  readonly puts: readonly Record<string, unknown>[]
  readonly removals: readonly string[]
}

export function ownedBy(field: SimField, world: World): Owned | undefined {
  const { subform, multiselectlookup, multiuserlookup } = field
  const name = subform?.module ?? multiselectlookup.linking_module ?? multiuserlookup.linking_module
  const module = name === undefined ? undefined : world.modules.get(name)
  const link = multiselectlookup.connectedlookup_apiname ?? multiuserlookup.connectedlookup_apiname
  return module && { module, ...(typeof link === 'string' ? { link } : {}) }
}

interface ChildDraft extends Drafting {
  readonly owned: Owned
  readonly field: SimField
  readonly ownerId: string | undefined
  readonly errors: RowError[]
}

const idOf = (given: JsonObject): string | undefined => (given.id === undefined ? undefined : String(given.id))

function ownRow(id: string, { owned, ownerId }: ChildDraft): SimRecord | undefined {
  const { module } = owned
  const row = module.get(id)
  const owner = row?.[module.parentField ?? ''] as LookupValue | null | undefined
  return owner && owner.id === ownerId ? row : undefined
}

/** A link: nothing but the record it leads to, once for each owner. */
function linkRow(given: JsonObject, making: ChildDraft): Record<string, unknown> | undefined {
  const { owned, ownerId, world, path, errors } = making
  const field = owned.module.field(owned.link!)!
  const cell = readCell(given[owned.link!] ?? null, { world, field, path: `${path}.${owned.link}`, row: given })
  if ('error' in cell || cell.value === null) {
    const lost = {
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: owned.link, json_path: path },
      message: 'required field not found',
    }
    errors.push('error' in cell ? cell.error : lost)
    return undefined
  }
  const { id } = cell.value as LookupValue
  const known = ownerId === undefined ? [] : [...owned.module.rowsOf(ownerId)]
  if (!known.some((row) => (row[owned.link!] as LookupValue).id === id)) return { [owned.link!]: cell.value }
  const details = { api_name: making.field.api_name, json_path: path }
  errors.push({ code: 'DUPLICATE_LINKING_DATA', details, message: 'duplicate linking data' })
  return undefined
}

function childRow(given: JsonObject, making: ChildDraft): Record<string, unknown> | undefined {
  const { owned, path, errors } = making
  const id = idOf(given)
  const base = id === undefined ? undefined : ownRow(id, making)
  if (id !== undefined && !base) {
    errors.push(invalidId({ api_name: 'id', json_path: `${path}.id` }))
    return undefined
  }
  if (owned.link !== undefined) return linkRow(given, making)
  const draft = draftRow(given, owned.module, { ...making, base, skip: owned.module.parentField })
  errors.push(...draft.errors)
  return draft.record
}

const isRemoval = (given: JsonObject): boolean => '_delete' in given && given._delete === null && given.id !== undefined

/** What a field's array asks for: rows without an id are added, with one changed, with `_delete` taken away. */
export function draftChildren(
  value: unknown,
  field: SimField,
  owned: Owned,
  context: Drafting & { ownerId: string | undefined },
): ChildChange & { errors: RowError[] } {
  const errors: RowError[] = []
  const nothing = { module: owned.module, puts: [], removals: [], errors }
  if (!Array.isArray(value) || !value.every(isObject)) {
    errors.push(invalidData({ expected_data_type: 'jsonarray', api_name: field.api_name, json_path: context.path }))
    return nothing
  }
  const { ownerId, world } = context
  const present = ownerId === undefined ? [] : [...owned.module.rowsOf(ownerId)].map((row) => row.id as string)
  const puts: Record<string, unknown>[] = []
  const removals: string[] = []
  for (const [i, given] of value.entries()) {
    const making: ChildDraft = { ...context, owned, field, errors, path: `${context.path}[${i}]` }
    if (isRemoval(given) && ownRow(idOf(given)!, making)) removals.push(idOf(given)!)
    else {
      const row = childRow(given, making)
      if (row) puts.push(row)
    }
  }
  const kept = new Set(puts.map((row) => row.id))
  const replaces = value.length === 0 || world.variants.writeSubform === 'replace'
  if (replaces) removals.push(...present.filter((id) => !kept.has(id) && !removals.includes(id)))
  return { module: owned.module, puts, removals, errors }
}
