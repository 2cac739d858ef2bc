/** Puts records and what they own into the store, and takes them out of it. */
import type { SimRecord, UserValue } from '../model.ts'
import { zonesOf } from '../render.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { renderDatetime, storedInstant } from '../zone.ts'
import { userValue } from './cells.ts'
import { type ChildChange, ownedBy } from './children.ts'
import type { TriggerKind, WriteVia } from './ledger.ts'
import { traitsOf } from './traits.ts'

/** How a write came and what runs after it. */
export interface Manner {
  readonly via: WriteVia
  readonly triggers: readonly TriggerKind[]
}

/** Cells that Zoho keeps by itself. */
function stamped(
  module: StoredModule,
  record: Record<string, unknown>,
  base: SimRecord | undefined,
  world: World,
): string {
  const now = storedInstant(world.now())
  const user = userValue(world.currentUser)
  const id = (base?.id as string | undefined) ?? module.nextId()
  record.id = id
  record.Created_Time = base?.Created_Time ?? now
  record.Modified_Time = now
  if (module.field('Modified_By')) record.Modified_By = user
  if (base === undefined && module.field('Created_By')) record.Created_By = user
  if (base === undefined) numberCells(module, record)
  module.derive(record)
  return id
}

function numberCells(module: StoredModule, record: Record<string, unknown>): void {
  for (const field of traitsOf(module).autoNumbers) record[field.api_name] = module.nextNumber(field)
}

/** Stores a record; gives it as it is stored. */
export function putRecord(
  module: StoredModule,
  record: Record<string, unknown>,
  base: SimRecord | undefined,
  world: World,
  { via, triggers }: Manner,
): SimRecord {
  const id = stamped(module, record, base, world)
  module.put(record, world.now())
  const operation = base ? 'update' : 'insert'
  const before = base ? { before: base } : {}
  world.ledger.note({ module: module.apiName, id, operation, via, at: world.now(), triggers, ...before, after: record })
  return record
}

const asPart: Manner = { via: 'parent', triggers: [] }

/** Rows of a record that was just stored. */
export function putChildren(
  owner: SimRecord,
  ownerModule: StoredModule,
  changes: readonly ChildChange[],
  world: World,
): void {
  const link = { id: owner.id as string, name: String(owner[ownerModule.nameField] ?? '') }
  for (const { module, puts, removals } of changes) {
    for (const id of removals) removeRecord(module, id, world, asPart)
    for (const row of puts) {
      const base = row.id === null || row.id === undefined ? undefined : module.get(row.id as string)
      if (module.parentField !== undefined) row[module.parentField] = link
      putRecord(module, row, base, world, asPart)
    }
  }
}

/**
 * Takes a record and the rows it owns out of the store; false when it is not there.
 * ASSUMPTION: lookups of other records that point to it stay as they are; no document says what becomes of them.
 */
export function removeRecord(module: StoredModule, id: string, world: World, manner: Manner): boolean {
  const before = module.get(id)
  if (!before) return false
  for (const field of traitsOf(module).owners) {
    const owned = ownedBy(field, world)
    const rows = owned ? [...owned.module.rowsOf(id)].map((row) => row.id as string) : []
    for (const row of rows) removeRecord(owned!.module, row, world, asPart)
  }
  const createdBy = (before.Created_By ?? null) as UserValue | null
  const displayName = String(before[module.nameField] ?? '')
  module.remove(id)
  const { ledger, currentUser, now } = world
  ledger.note({ module: module.apiName, id, operation: 'delete', at: now(), ...manner, before })
  if (manner.via === 'parent') return true
  ledger.throwAway({ module: module.apiName, id, displayName, createdBy, deletedBy: userValue(currentUser), at: now() })
  return true
}

/** `details` of a record that was written: no value of it is told. */
export function writtenDetails(record: SimRecord, world: World): object {
  const instant = (name: string): string => renderDatetime(record[name] as string, zonesOf(world), world.variants)
  const user = (name: string): object => {
    const { name: text, id } = (record[name] ?? userValue(world.currentUser)) as UserValue
    return { name: text, id }
  }
  return {
    Modified_Time: instant('Modified_Time'),
    Modified_By: user('Modified_By'),
    Created_Time: instant('Created_Time'),
    id: record.id,
    Created_By: user('Created_By'),
  }
}
