/** Rows that are metadata: users, the organisation. */
import type { Page, ReadContext } from '../../../source/index.ts'
import { listRows } from '../catalog/lists.ts'
import type { ListRequest } from '../request/index.ts'
import type { Reader } from './reader.ts'

export async function* readList(
  { list, columns }: ListRequest,
  reader: Reader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const rows = await reader.list(list, context)
  const own = columns.map((ref) => ref.column)
  yield { rows: listRows(rows, own) }
}
