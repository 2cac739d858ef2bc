import type { WriteRights } from '../../base/session-state.ts'
import type { ChangeAction, Column, Table, TableName } from '../../source/index.ts'
import { ownerRole } from './world.ts'

/** Privileges as catalogues show them: everybody may read, and who may write at all what the metadata allows. */

const privileges = { insert: 'INSERT', update: 'UPDATE', delete: 'DELETE' } as const
const letters = { SELECT: 'r', INSERT: 'a', UPDATE: 'w', DELETE: 'd' } as const
type Privilege = keyof typeof letters

const writesOf = (actions: readonly ChangeAction[]): Privilege[] =>
  (['insert', 'update', 'delete'] as const).filter((one) => actions.includes(one)).map((one) => privileges[one])

/** On a table. @param writes whether the session may write at all */
export const tablePrivileges = ({ actions = [] }: Pick<TableName, 'actions'>, writes: boolean): Privilege[] => [
  ...(writes ? writesOf(actions) : []),
  'SELECT',
]

const columnWrites = ({ settable }: Column, { changes }: Table): Privilege[] =>
  (['insert', 'update'] as const)
    .filter((action) => settable?.[action] && changes?.actions.includes(action))
    .map((action) => privileges[action])

export const columnPrivileges = (column: Column, table: Table, writes: boolean): Privilege[] => [
  ...(writes ? columnWrites(column, table) : []),
  'SELECT',
]

export const rightsOf = (table: Table): WriteRights => ({
  table: writesOf(table.changes?.actions ?? []),
  columns: table.columns.map((column) => columnWrites(column, table)),
})

/** `{zohosql=arwd/zohosql,=arwd/zohosql}`: the owner, and everybody. */
export function accessList(table: Table | undefined, writes: boolean): string {
  const own = tablePrivileges({ actions: table?.changes?.actions }, writes)
  const text = (Object.keys(letters) as Privilege[])
    .filter((privilege) => own.includes(privilege))
    .map((privilege) => letters[privilege])
    .toSorted((a, b) => 'arwd'.indexOf(a) - 'arwd'.indexOf(b))
    .join('')
  return `{${ownerRole}=${text}/${ownerRole},=${text}/${ownerRole}}`
}
