/**
 * Runs scans: one file for each road (`coql`, `group`, `records`, `search`, `bulk`), whose twin in `offer/` made them. A
 * reader gives all rows or an error; where Zoho refuses what was offered, it says so (`ScanRefused`) and the statement is
 * planned again. Nothing is decided here about what to ask.
 */
import type { Page, ReadContext, Scan } from '../../../source/index.ts'
import type { Ask } from '../../kit/calls.ts'
import type { Names } from '../../kit/people.ts'
import type { RawRow } from '../catalog/lists.ts'
import type { CrmKnowledge } from '../knowledge.ts'
import type { CrmVersion } from '../limits.ts'
import type { CrmRequest, ListRequest } from '../request/index.ts'
import { readBulk } from './bulk.ts'
import { readCoql } from './coql.ts'
import { readGroups } from './group.ts'
import { readList } from './list.ts'
import { readRecords } from './records.ts'
import { readSearch } from './search.ts'

/** What reading needs of the service. */
export interface Reader {
  readonly ask: Ask
  /** GET of a file, into a file. */
  readonly download: (path: string, file: string, context: ReadContext) => Promise<void>
  readonly version: CrmVersion
  readonly knowledge: CrmKnowledge
  /** The users' full names; `ids` must be in it if Zoho knows them. */
  readonly users: (ids: Iterable<string>, context: ReadContext) => Promise<Names>
  readonly list: (list: ListRequest['list'], context: ReadContext) => Promise<readonly RawRow[]>
  /** The module has a field of this name, as far as is known. */
  readonly hasField: (module: string, field: string) => boolean
}

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
