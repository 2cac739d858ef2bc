/** Cells as COQL answers them: what differs from other answers is lookups, users and multi-select picklists. */
import type { SimColumn } from '../columns.ts'
import { atLeast, type LookupValue } from '../model.ts'
import { renderScalar } from '../render.ts'
import type { CoqlContext } from './context.ts'

export type Render = (cell: unknown) => unknown

type LookupShape = 'name+id' | 'id' | 'flat'

/** How a column's cells are rendered. */
export function renderer(column: SimColumn, context: CoqlContext): Render {
  const { field } = column
  if (!field) return (cell) => cell
  if (column.kind === 'reference') return orNull(renderReference(column, context))
  const scalar: Render = (cell) => renderScalar(cell, field, context.world)
  if (column.kind !== 'multi' || context.variants.coqlMultiselect === 'array') return scalar
  return (cell) => {
    const members = scalar(cell)
    return Array.isArray(members) ? members.join(';') : members
  }
}

const orNull =
  (render: Render): Render =>
  (cell) =>
    cell === null ? null : render(cell)

function renderReference(column: SimColumn, context: CoqlContext): Render {
  const type = column.field?.data_type
  const shape = shapeOf(column, context)
  if (shape === 'flat') return (cell) => (cell as LookupValue).id
  if (type === 'multi_module_lookup') return renderAnyModule(column, context)
  if (shape === 'id' || type === 'consent_lookup') return (cell) => ({ id: (cell as LookupValue).id })
  const users = type === 'ownerlookup' || type === 'userlookup' ? lastNames(context) : undefined
  return (cell) => {
    const { id, name } = cell as LookupValue
    return { name: users?.get(id) ?? name, id }
  }
}

function shapeOf(column: SimColumn, { variants, version }: CoqlContext): LookupShape {
  if (variants.coqlLookupShape !== 'version') return variants.coqlLookupShape
  // A lookup reached through a lookup shows its id only.
  return atLeast(version, 'v7') && column.via === 'record' ? 'name+id' : 'id'
}

/** COQL gives users by last name only. */
const lastNames = ({ world, variants }: CoqlContext): ReadonlyMap<string, string> | undefined =>
  variants.coqlUserName === 'full' ? undefined : new Map(world.users.map((user) => [user.id, user.last_name]))

/** What_Id and Who_Id show the id only, the others the module too. */
function renderAnyModule(column: SimColumn, { world, variants }: CoqlContext): Render {
  const activity = ['What_Id', 'Who_Id'].includes(column.field?.api_name ?? '')
  const bare = variants.coqlLookupShape === 'id' || (activity && variants.coqlLookupShape === 'version')
  return (cell) => {
    const { id, module = '' } = cell as LookupValue
    return bare ? { id } : { module: { api_name: module, id: world.modules.get(module)?.id ?? '' }, id }
  }
}
