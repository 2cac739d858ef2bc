/** Names of layouts: their metadata is one call, whatever the number of rows that COQL gave with ids of layouts alone. */
import { ownValue } from '../../../base/by-name.ts'
import type { ReadContext } from '../../../source/index.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import type { CoqlCell } from '../request/index.ts'
import type { CrmReader } from './reader.ts'

const isLayoutName = ({ ref: { path, column } }: CoqlCell): boolean =>
  path.length === 0 && column.part === 'name' && column.fieldType === 'layout'

/** The id of a layout that came without its name. */
function nameless(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, 'name')) return undefined
  const { id } = value as AnswerRow
  return typeof id === 'string' ? id : undefined
}

/** The rows of a module with their layouts by name, as far as metadata tells. */
export async function withLayouts(
  rows: readonly AnswerRow[],
  module: string,
  cells: readonly CoqlCell[],
  reader: CrmReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const keys = cells.filter(isLayoutName).map(({ key }) => key)
  if (!rows.some((row) => keys.some((key) => nameless(ownValue(row, key)) !== undefined))) return rows
  const names = await reader.layouts(module, context)
  return rows.map((row) => {
    const named = keys.flatMap((key) => {
      const id = nameless(ownValue(row, key))
      const name = id === undefined ? undefined : names.get(id)
      return name === undefined ? [] : [[key, { id, name }] as const]
    })
    return named.length > 0 ? { ...row, ...Object.fromEntries(named) } : row
  })
}
