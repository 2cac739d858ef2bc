/**
 * Runs scans: `rows` by lists and searches (`windows` of time, `instant`s that hold too much), `details` for what an answer
 * left out, `children`, `count`. A reader gives all rows or an error; where Desk refuses what was offered, it says so
 * (`ScanRefused`) and the statement is planned again.
 */
import type { Page, ReadContext, Scan } from '../../../source/index.ts'
import type { DeskRequest, IdsRequest } from '../request.ts'
import { rowDecoder } from './cells.ts'
import { readChildren } from './children.ts'
import { readCount } from './count.ts'
import { recordsOf } from './details.ts'
import type { DeskReader } from './reader.ts'
import { readRows } from './rows.ts'

async function* readIds(request: IdsRequest, reader: DeskReader, context: ReadContext): AsyncGenerator<Page> {
  const { columns } = request
  const rows = await recordsOf(
    request,
    columns.map(({ column }) => column),
    reader,
    context,
  )
  if (rows.length > 0) yield { rows: rows.map(rowDecoder(columns)) }
}

/** Reads the requests of one kind. */
type DeskRead<R> = (request: R, reader: DeskReader, context: ReadContext) => AsyncGenerator<Page>
type DeskRequestKind = DeskRequest['kind']

const readers: { readonly [K in DeskRequestKind]: DeskRead<Extract<DeskRequest, { readonly kind: K }>> } = {
  rows: readRows,
  ids: readIds,
  children: readChildren,
  count: readCount,
}

/** The rows of a scan, page by page: complete, or an error. */
export function read(scan: Scan, reader: DeskReader, context: ReadContext): AsyncIterable<Page> {
  const request = scan.request as DeskRequest
  return (readers[request.kind] as DeskRead<DeskRequest>)(request, reader, context)
}
