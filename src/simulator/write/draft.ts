/** A record as it would be after a write, and all that Zoho has against it. Nothing is stored here. */
import { bare } from '../../base/by-name.ts'
import type { JsonObject } from '../../base/json.ts'
import { isObject } from '../../base/json.ts'
import type { SimField, SimRecord } from '../model.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { isWritable, readCell, userValue } from './cells.ts'
import { invalidData, missing, type RowError } from './outcome.ts'
import { isOwner, traitsOf } from './traits.ts'

export interface Drafting {
  readonly world: World
  /** Where the record is in the body: `$.data[0]`. */
  readonly path: string
}

export interface RowDrafting extends Drafting {
  /** The record before; absent for a new one. */
  readonly base: SimRecord | undefined
  /** A field that is set elsewhere. */
  readonly skip?: string | undefined
}

export interface RowDraft {
  readonly record: Record<string, unknown>
  readonly errors: readonly RowError[]
}

/** What Zoho puts into a new record by itself. */
function emptyRecord(module: StoredModule, world: World): Record<string, unknown> {
  const record: Record<string, unknown> = Object.assign(bare(), traitsOf(module).blank)
  if (module.field('Owner')) record.Owner = userValue(world.currentUser)
  return record
}

const asSent = (name: string, path: string): object => ({ api_name: name, json_path: `${path}.${name}` })

/** Names that are no field, or none that a write may set. */
function unsettable(name: string, field: SimField | undefined, { world, path }: RowDrafting): RowError | undefined {
  const { writeUnknownField, writeReadOnly } = world.variants
  if (field === undefined) {
    if (writeUnknownField === 'ignore' || name.startsWith('$') || name === 'id' || name === '_delete') return undefined
    return invalidData({ ...asSent(name, path) }, 'the field api name given seems to be invalid')
  }
  // ASSUMPTION: what is computed or kept by Zoho itself is left out in silence, as unknown names are.
  return writeReadOnly === 'ignore' || name === 'id' ? undefined : invalidData({ ...asSent(name, path) })
}

const appends = (given: JsonObject, name: string): boolean =>
  isObject(given.$append_values) && given.$append_values[name] === true

function settled(value: unknown, before: unknown, append: boolean): unknown {
  if (!append || !Array.isArray(before)) return value
  return [...new Set([...before, ...((value as readonly unknown[] | null) ?? [])])]
}

/** Sets the plain cells of a record; rows it owns are not looked at here. */
export function draftRow(given: JsonObject, module: StoredModule, context: RowDrafting): RowDraft {
  const { base, world, path, skip } = context
  const record = base ? module.copy(base) : emptyRecord(module, world)
  const errors: RowError[] = []
  for (const [name, value] of Object.entries(given)) {
    const field = module.field(name)
    if (name === skip || (field && isOwner(field))) continue
    if (!field || !isWritable(field, base ? 'api_update' : 'api_create')) {
      const error = unsettable(name, field, context)
      if (error) errors.push(error)
      continue
    }
    const cell = readCell(value, { world, field, path: `${path}.${name}`, row: given })
    if ('error' in cell) errors.push(cell.error)
    else record[name] = settled(cell.value, record[name], appends(given, name))
  }
  errors.push(...missingCells(module, record, given, context, errors))
  errors.push(...duplicates(module, record, given, context))
  return { record, errors }
}

function missingCells(
  module: StoredModule,
  record: Readonly<Record<string, unknown>>,
  given: JsonObject,
  { base, path, skip }: RowDrafting,
  errors: readonly RowError[],
): RowError[] {
  const wrong = new Set(errors.map((error) => error.details.api_name))
  const wanted = traitsOf(module).mandatory.filter(
    (field) => field.api_name !== skip && !wrong.has(field.api_name) && (base === undefined || field.api_name in given),
  )
  const isMissing = ({ api_name, ...field }: SimField): boolean => {
    if (field.subform === null) return record[api_name] === null
    return !Array.isArray(given[api_name]) || (base === undefined && given[api_name].length === 0)
  }
  return wanted.filter(isMissing).map((field) => missing(field.api_name, path))
}

/** Records whose cell equals a value, by the field's own rule for case. */
export function sameValue(module: StoredModule, field: SimField, value: unknown): readonly string[] {
  const ids = module.withText(field.api_name, String(value))
  if (field.unique.case_sensitive !== true) return ids
  return ids.filter((id) => module.get(id)?.[field.api_name] === value)
}

function duplicates(
  module: StoredModule,
  record: Readonly<Record<string, unknown>>,
  given: JsonObject,
  { base, path }: RowDrafting,
): RowError[] {
  const set = traitsOf(module).unique.filter(
    ({ api_name }) => given[api_name] !== undefined && record[api_name] !== null,
  )
  return set.flatMap((field) => {
    const others = sameValue(module, field, record[field.api_name]).filter((id) => id !== base?.id)
    return others.length === 0 ? [] : [duplicate(module, field, others, path)]
  })
}

function duplicate(module: StoredModule, field: SimField, ids: readonly string[], path: string): RowError {
  const id = ids[0]!
  const { name, id: owner } = (module.get(id)?.Owner ?? {}) as { name?: string; id?: string }
  const duplicate_record = { id, Owner: { name, id: owner }, module: { api_name: module.apiName, id: module.id } }
  const details = { ...asSent(field.api_name, path), id, duplicate_record, more_records: ids.length > 1 }
  return { code: 'DUPLICATE_DATA', details, message: 'duplicate data' }
}
