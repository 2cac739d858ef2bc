/** How a change travels: the requests and their price. Pure. */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Change, ChangeOffer, Column } from '../../../source/index.ts'
import { TICKET } from '../catalog/children.ts'
import { handleOf } from '../catalog/columns.ts'
import type { DeskKnowledge } from '../knowledge.ts'
import { writeLimits } from '../limits.ts'

/** What `send` makes requests of. */
export interface WriteRequest {
  /** Of the module; of comments the tickets' own. */
  readonly module: string
  readonly isComment: boolean
  /** Body key of `moveToTrash`. */
  readonly trash: string | undefined
  /** Batches set one column to one value. */
  readonly many: boolean
}

/** @throws {ZohoSqlError} 0A000 where Desk has no such operation */
export function offerChange(change: Change, knowledge: DeskKnowledge): ChangeOffer {
  const { table, action } = change
  if (action === 'upsert' || !table.changes?.actions.includes(action)) throw unsupported(change)
  const handle = handleOf(table)
  const isComment = handle.kind === 'child'
  const request: WriteRequest = {
    module: isComment ? 'tickets' : handle.spec.name,
    isComment,
    trash: isComment ? undefined : handle.spec.trash,
    many: isForMany(change, knowledge),
  }
  const inTrash = action === 'delete' && !isComment
  return {
    schema: table.schema,
    road: 'records',
    batchRows: inTrash || request.many ? writeLimits.rows : 1,
    price: (rows) => priceOf(rows, action, inTrash, request.many),
    text: [textOf(action, request)],
    notes: notesOf(change, request),
    request,
  }
}

function unsupported({ table, action }: Change): ZohoSqlError {
  return new ZohoSqlError(
    'NOT_SUPPORTED',
    `${action.toUpperCase()} of ${table.schema}.${table.name} is not supported.`,
    {
      hint: table.changes ? `Its rows can be written by ${table.changes.actions.join(', ').toUpperCase()}.` : undefined,
    },
  )
}

/** Columns that are set: neither the key nor the parent, which only say where. */
export const setColumns = ({ columns, table, action }: Change): readonly Column[] =>
  action === 'insert'
    ? columns
    : columns.filter(({ name }) => name !== table.primaryKey[0] && name !== table.changes?.within)

/** Closing tickets by `updateMany` cannot be kept from sending mail, as closing one by one can. */
const mayMail = (table: string, column: string): boolean => table === 'tickets' && column === 'status'

/** `updateMany` sets one column of many records to one value, and costs as much as 25 changes. */
function isForMany(change: Change, knowledge: DeskKnowledge): boolean {
  const { table, action, uniform, rows } = change
  const [column, second] = setColumns(change)
  if (action !== 'update' || uniform !== true || column === undefined || second !== undefined) return false
  if (table.changes?.within !== undefined || (rows ?? 0) <= writeLimits.manyCredits) return false
  return !mayMail(table.name, column.name) && !knowledge.of(table.name).paramsRefused.has(`many.${column.name}`)
}

function priceOf(rows: number, action: Change['action'], inTrash: boolean, many: boolean) {
  const credits = action === 'delete' ? writeLimits.deleteCredits * rows : rows
  if (inTrash) return { calls: Math.ceil(rows / writeLimits.rows), credits }
  if (!many) return { calls: rows, credits }
  const whole = Math.floor(rows / writeLimits.rows)
  const rest = rows % writeLimits.rows
  const isOne = rest > writeLimits.manyCredits
  return {
    calls: whole + (isOne ? 1 : rest),
    credits: whole * writeLimits.manyCredits + (isOne ? writeLimits.manyCredits : rest),
  }
}

function textOf(action: 'insert' | 'update' | 'delete', { module, isComment, trash, many }: WriteRequest): string {
  const verb = { insert: 'POST', update: 'PATCH', delete: 'DELETE' }[action]
  if (isComment) return `${verb} /tickets/{${TICKET}}/comments${action === 'insert' ? '' : '/{id}'}`
  if (action === 'delete') return `POST /${module}/moveToTrash {"${trash}":[… up to ${writeLimits.rows} ids]}`
  if (many) return `POST /${module}/updateMany {"ids":[… up to ${writeLimits.rows}], …}`
  return action === 'insert' ? `POST /${module}` : `PATCH /${module}/{id}`
}

function notesOf({ table, action }: Change, { isComment, many }: WriteRequest): string[] {
  const rules = 'rules of the desk may tell people of it by mail, which no call can keep them from'
  if (action === 'insert' && (isComment || table.name === 'tickets')) return [rules]
  if (action === 'update' && !many && !isComment)
    return ['one value for one column of many rows goes by updateMany, where that costs less']
  return []
}
