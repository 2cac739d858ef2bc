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
import type { Reader } from './reader.ts'
import { readRecords } from './records.ts'
import { readSearch } from './search.ts'

/** Reads the requests of one road. */
type Read<R> = (request: R, reader: Reader, context: ReadContext) => AsyncGenerator<Page>

type Kind = CrmRequest['kind']

const readers: { readonly [K in Kind]: Read<Extract<CrmRequest, { readonly kind: K }>> } = {
  coql: readCoql,
  group: readGroups,
  records: readRecords,
  search: readSearch,
  bulk: readBulk,
  list: readList,
}

/** The rows of a scan, page by page: complete, or an error. */
export function read(scan: Scan, reader: Reader, context: ReadContext): AsyncIterable<Page> {
  const request = scan.request as CrmRequest
  return (readers[request.kind] as Read<CrmRequest>)(request, reader, context)
}
