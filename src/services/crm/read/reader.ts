import type { ReadContext } from '../../../source/index.ts'
import type { AskService } from '../../kit/calls.ts'
import type { PersonNames } from '../../kit/people.ts'
import type { RawRow } from '../catalog/lists.ts'
import type { CrmKnowledge } from '../knowledge.ts'
import type { CrmVersion } from '../limits.ts'
import type { ListRequest } from '../request/index.ts'

/** What reading needs of the service. */
export interface CrmReader {
  readonly ask: AskService
  /** GET of a file, into a file. */
  readonly download: (path: string, file: string, context: ReadContext) => Promise<void>
  readonly version: CrmVersion
  readonly knowledge: CrmKnowledge
  /** The users' full names; `ids` must be in it if Zoho knows them. */
  readonly users: (ids: Iterable<string>, context: ReadContext) => Promise<PersonNames>
  /** Names of a module's layouts by their ids; none where the token may not read them. */
  readonly layouts: (module: string, context: ReadContext) => Promise<ReadonlyMap<string, string>>
  readonly list: (list: ListRequest['list'], context: ReadContext) => Promise<readonly RawRow[]>
  /** The module has a field of this name, as far as is known. */
  readonly hasField: (module: string, field: string) => boolean
}
