/**
 * Runs scans: one file for each road (`coql`, `group`, `records`, `search`, `bulk`), whose twin in `offer/` made them. A
 * reader gives all rows or an error; where Zoho refuses what was offered, it says so (`ScanRefused`) and the statement is
 * planned again. Nothing is decided here about what to ask.
 */
import type { Page, ReadContext, Scan } from '../../../source/index.ts'
import type { CrmRequest } from '../request/index.ts'
import { readBulk } from './bulk.ts'
import { readCoql } from './coql.ts'
import { readGroups } from './group.ts'
import { readList } from './list.ts'
import type { CrmReader } from './reader.ts'
import { readRecords } from './records.ts'
import { readSearch } from './search.ts'

/** Reads the requests of one road. */
type CrmRead<R> = (request: R, reader: CrmReader, context: ReadContext) => AsyncGenerator<Page>

type CrmRequestKind = CrmRequest['kind']

const readers: { readonly [K in CrmRequestKind]: CrmRead<Extract<CrmRequest, { readonly kind: K }>> } = {
  coql: readCoql,
  group: readGroups,
  records: readRecords,
  search: readSearch,
  bulk: readBulk,
  list: readList,
}

/** The rows of a scan, page by page: complete, or an error. */
export function read(scan: Scan, reader: CrmReader, context: ReadContext): AsyncIterable<Page> {
  const request = scan.request as CrmRequest
  return (readers[request.kind] as CrmRead<CrmRequest>)(request, reader, context)
}
