/** How a change travels: the requests and their price. Pure. */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Change, ChangeOffer } from '../../../source/index.ts'
import { handleOf } from '../catalog/columns.ts'
import { writeLimits } from '../limits.ts'

/** What `send` makes requests of. */
export interface WriteRequest {
  /** Of the module; undefined: comments of tickets. */
  readonly module: string | undefined
  /** Body key of `moveToTrash`. */
  readonly trash: string | undefined
}

/** @throws {ZohoSqlError} 0A000 where Desk has no such operation */
export function offerChange(change: Change): ChangeOffer {
  const { table, action } = change
  const name = `${table.schema}.${table.name}`
  if (action === 'upsert' || !table.changes?.actions.includes(action)) {
    throw new ZohoSqlError('NOT_SUPPORTED', `${action.toUpperCase()} of ${name} is not supported.`, {
      hint: table.changes ? `Its rows can be written by ${table.changes.actions.join(', ').toUpperCase()}.` : undefined,
    })
  }
  const handle = handleOf(table)
  const request: WriteRequest =
    handle.kind === 'module'
      ? { module: handle.spec.name, trash: handle.spec.trash }
      : { module: undefined, trash: undefined }
  const deletes = action === 'delete'
  const price = deletes
    ? (rows: number) => ({ calls: Math.ceil(rows / writeLimits.rows), credits: writeLimits.deleteCredits * rows })
    : (rows: number) => ({ calls: rows, credits: rows })
  return {
    schema: table.schema,
    road: 'records',
    batchRows: action === 'insert' ? 1 : writeLimits.rows,
    price,
    text: [textOf(action, request)],
    notes:
      action === 'update' ? ['one value for one column of many rows goes by updateMany, where that costs less'] : [],
    request,
  }
}

function textOf(action: 'insert' | 'update' | 'delete', { module, trash }: WriteRequest): string {
  if (module === undefined) return 'POST /tickets/{id}/comments'
  if (action === 'delete') return `POST /${module}/moveToTrash {"${trash}":[… up to ${writeLimits.rows} ids]}`
  return action === 'insert' ? `POST /${module}` : `PATCH /${module}/{id}`
}
