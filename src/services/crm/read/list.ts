/** Rows that are metadata: users, the organisation. */
import { ownValue } from '../../../base/by-name.ts'
import type { Page, ReadContext } from '../../../source/index.ts'
import { idsOf } from '../../kit/people.ts'
import { needsUsers } from '../catalog/columns.ts'
import { listRows } from '../catalog/lists.ts'
import type { ListRequest } from '../request/index.ts'
import type { CrmReader } from './reader.ts'

export async function* readList(
  { list, columns }: ListRequest,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const rows = await reader.list(list, context)
  const own = columns.map((ref) => ref.column)
  const people = columns.filter(needsUsers).map((ref) => ref.column.field)
  const ids = idsOf(rows.flatMap((row) => people.map((field) => ownValue(row, field))))
  yield { rows: listRows(rows, own, people.length > 0 ? await reader.users(ids, context) : undefined) }
}
