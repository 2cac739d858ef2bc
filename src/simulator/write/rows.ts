/** One record at a time: asked for, held against Zoho's rules, stored or refused, and told of. */

import type { JsonObject } from '../../base/json.ts'
import { isObject } from '../../base/json.ts'
import type { RowFault } from '../faults.ts'
import type { SimRecord } from '../model.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { type ChildChange, draftChildren, ownedBy } from './children.ts'
import { type Manner, putChildren, putRecord, removeRecord, writtenDetails } from './commit.ts'
import { draftRow } from './draft.ts'
import { failed, invalidData, invalidId, oneError, type RowError, type SimElement } from './outcome.ts'
import { traitsOf } from './traits.ts'

/** What the records of one call share. */
export interface RecordWriting {
  readonly world: World
  readonly module: StoredModule
  readonly manner: Manner
  /** Records changed after this instant are left alone. */
  readonly unmodifiedSince?: number | undefined
}

const faultError = ({ code, details = {}, message }: RowFault): RowError => ({
  code,
  details,
  message: message ?? code.toLowerCase().replaceAll('_', ' '),
})

const textOf = (given: unknown): string =>
  JSON.stringify(given, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))

function struck(
  given: unknown,
  operation: 'insert' | 'update' | 'delete',
  { world, module }: RecordWriting,
): RowError | undefined {
  if (!world.rowFaults.any) return undefined
  const text = typeof given === 'string' ? given : textOf(given)
  const fault = world.rowFaults.next({ module: module.apiName, operation, text })
  return fault && faultError(fault)
}

const notObject = (path: string): SimElement =>
  failed(invalidData({ expected_data_type: 'jsonobject', json_path: path }))

type ChildRows = readonly (ChildChange & { readonly errors: readonly RowError[] })[]

function childrenOf(
  given: JsonObject,
  ownerId: string | undefined,
  path: string,
  { world, module }: RecordWriting,
): ChildRows {
  return traitsOf(module).owners.flatMap((field) => {
    const owned = field.api_name in given ? ownedBy(field, world) : undefined
    if (!owned) return []
    const context = { world, path: `${path}.${field.api_name}`, ownerId }
    return [draftChildren(given[field.api_name], field, owned, context)]
  })
}

interface StoredRow {
  readonly record: SimRecord
}

/** Stores a record, new or changed, with the rows it owns; or tells why not. */
function store(
  given: JsonObject,
  base: SimRecord | undefined,
  path: string,
  writing: RecordWriting,
): StoredRow | { error: RowError } {
  const { world, module, manner } = writing
  const fault = struck(given, base ? 'update' : 'insert', writing)
  if (fault) return { error: fault }
  const draft = draftRow(given, module, { world, path, base })
  const children = childrenOf(given, base?.id as string | undefined, path, writing)
  const errors = [...draft.errors, ...children.flatMap((child) => child.errors)]
  if (errors.length > 0) return { error: oneError(errors, world.variants.writeErrors) }
  if (given.$approved === false) draft.record.$approval_state = 'approval_process_pending'
  const record = putRecord(module, draft.record, base, world, manner)
  putChildren(record, module, children, world)
  return { record }
}

const success = (record: SimRecord, world: World, message: string, more: object = {}): SimElement => ({
  code: 'SUCCESS',
  ...more,
  details: { ...writtenDetails(record, world), $approval_state: record.$approval_state ?? 'approved' },
  message,
  status: 'success',
})

export function insertRow(given: unknown, path: string, writing: RecordWriting, more: object = {}): SimElement {
  if (!isObject(given)) return notObject(path)
  const stored = store(given, undefined, path, writing)
  return 'error' in stored ? failed(stored.error) : success(stored.record, writing.world, 'record added', more)
}

const alreadyModified: RowError = {
  code: 'ALREADY_MODIFIED',
  details: {},
  message: 'Record updated time has already passed if-unmodified-since time',
}

/** Why a record that is there may not be changed. */
function barred(record: SimRecord, { world, module, unmodifiedSince }: RecordWriting): RowError | undefined {
  const held = world.ledger.heldBy(module.apiName, record.id as string)
  if (held) return held
  const modified = Date.parse(record.Modified_Time as string)
  return unmodifiedSince !== undefined && modified > unmodifiedSince ? alreadyModified : undefined
}

/** Changes the record with this id; `path` leads to where the id was given. */
export function updateRow(
  id: string,
  given: JsonObject,
  path: string,
  writing: RecordWriting,
  more: object = {},
): SimElement {
  const base = writing.module.get(id)
  if (!base) return failed(invalidId({ api_name: 'id', json_path: `${path}.id` }))
  const bar = barred(base, writing)
  if (bar) return failed(bar)
  const stored = store(given, base, path, writing)
  return 'error' in stored ? failed(stored.error) : success(stored.record, writing.world, 'record updated', more)
}

/** Changes the record whose id is among the cells. */
export function updateOwnId(given: unknown, path: string, writing: RecordWriting): SimElement {
  if (!isObject(given)) return notObject(path)
  if (given.id === undefined) {
    const details = { api_name: 'id', json_path: `${path}.id` }
    return failed({ code: 'MANDATORY_NOT_FOUND', details, message: 'required field not found' })
  }
  return updateRow(String(given.id), given, path, writing)
}

export function deleteRow(id: string, writing: RecordWriting): SimElement {
  const { module, world, manner } = writing
  const record = module.get(id)
  if (!record) return failed(invalidId({ id }))
  const fault = struck(id, 'delete', writing)
  if (fault) return failed(fault)
  if (barred(record, writing)) return failed(invalidData({ id }, 'record not deleted'))
  removeRecord(module, id, world, manner)
  return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }
}
