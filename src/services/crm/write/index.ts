/**
 * Writing CRM records: `encode` makes JSON of rows, `send` sends one batch once,
 * `answer` and `refusals` read what Zoho says of each row; `bulk` and its kin do the same by jobs, `tags` by calls for tags, `owned` by the records that
 * rows are parts of. Whether a lost batch may be sent again is decided above: it
 * takes reading, and reading takes a planner.
 */
import type { ZohoClient } from '../../../auth/index.ts'
import type { Change, ChangeOffer, ChangeOptions, ReadContext, Table, Writer } from '../../../source/index.ts'
import type { AskService } from '../../kit/calls.ts'
import { isGranted, refuseLacking } from '../../kit/scopes.ts'
import { moduleOf } from '../catalog/columns.ts'
import type { Owner } from '../catalog/index.ts'
import { features, writingScopes } from '../scopes.ts'
import { resumeBulk, sendBulk } from './bulk.ts'
import { offerChange } from './offer.ts'
import { sendOwned } from './owned.ts'
import { ownersOf } from './owned-offer.ts'
import { sendBatch } from './send.ts'
import { sendTags } from './tags.ts'
import { setsTags } from './tags-offer.ts'

interface CrmWriterOptions {
  readonly client: ZohoClient
  readonly ask: AskService
  readonly owner: (table: Table, context: ReadContext) => Promise<Owner | undefined>
  readonly version: string
  readonly user: (context: ReadContext) => Promise<string>
  readonly org: (context: ReadContext) => Promise<string>
}

/** What jobs take besides the scopes of their records. */
const jobScopes: readonly string[] = [features.jobs.scope, features.uploads.scope]

const verbs = { insert: 'INSERT into', update: 'UPDATE of', delete: 'DELETE from' } as const

export function openWriter({ client, ask, owner, version, user, org }: CrmWriterOptions): Writer {
  /** What the token is known to allow; undefined: nobody said. */
  let granted: readonly string[] | undefined
  return {
    allow: async ({ table, action }, { signal }) => {
      // The scopes of their owners are what rows of these take.
      if (action === 'upsert' || table.changes?.owned) return
      const { scopes } = await client.access(signal)
      granted = scopes
      const doing = `${verbs[action]} ${table.schema}.${table.name}`
      refuseLacking(doing, writingScopes(action, moduleOf(table).module, scopes ?? []), scopes)
    },
    offer: (change: Change, options: ChangeOptions): ChangeOffer => {
      const lacks =
        options.road === 'records' ? undefined : jobScopes.find((one) => granted && !isGranted(one, granted))
      if (lacks !== undefined && options.road === 'bulk') refuseLacking('writeRoad=bulk', [lacks], granted)
      return offerChange(change, lacks === undefined ? options : { ...options, road: 'records' }, version)
    },
    send: (offer, change, rows, context) => {
      if (offer.road === 'bulk') return sendBulk({ client, version, org }, change, rows, context)
      if (change.owners) return sendOwned({ client }, offer, change, rows, context)
      if (setsTags(change)) return sendTags({ client, ask }, offer, change, rows, context)
      return sendBatch({ client }, offer, change, rows, context)
    },
    owners: async (table, context) => {
      const found = await owner(table, context)
      const owners = ownersOf(table, found)
      const { scopes } = await client.access(context.signal)
      const doing = `Writing rows of ${table.schema}.${table.name}`
      refuseLacking(doing, writingScopes('update', found!.table.name, scopes ?? []), scopes)
      return owners
    },
    resume: (job, change, rows, context) => resumeBulk({ client, version, org }, change, rows, job, context),
    user,
    now: () => client.now(),
    account: client.account,
  }
}

export { openProcedures } from './procedures.ts'
