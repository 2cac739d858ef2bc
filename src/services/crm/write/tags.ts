/** Tags of records: all records of one call get the same ones, in place of those that they have. */
import { chunks } from '../../../base/chunks.ts'
import {
  type Change,
  type ChangeOffer,
  type ChangeRow,
  type Sent,
  tagNames,
  type WriteContext,
} from '../../../source/index.ts'
import type { AskService } from '../../kit/calls.ts'
import { answers } from '../answers.ts'
import { tagLimits as limits } from '../limits.ts'
import { outcomesOf } from './answer.ts'
import { type CrmSending, exchange } from './send.ts'
import { namesOf, type TagsRequest } from './tags-offer.ts'

const idOf = ({ values }: ChangeRow): string => String(values[0])

interface TagSending extends CrmSending {
  readonly ask: AskService
}

/** @throws {ZohoSqlError} where nothing of the batch was looked at by Zoho */
export async function sendTags(
  sending: TagSending,
  offer: ChangeOffer,
  change: Change,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<Sent> {
  const { path } = offer.request as TagsRequest
  const names = namesOf(rows[0]!)
  const call = (verb: 'add' | 'remove', some: readonly string[], more: object) => {
    const body = { tags: some.map((name) => ({ name })), ids: rows.map(idOf), ...more }
    const request = {
      method: 'POST' as const,
      path: `${path}/actions/${verb}_tags`,
      body: new TextEncoder().encode(JSON.stringify(body)),
      headers: { 'content-type': 'application/json' },
      heavy: false,
      credits: Math.ceil(rows.length / limits.recordsPerCredit),
    }
    const outcomes: Parameters<typeof exchange>[1]['outcomes'] = (all) => outcomesOf(change, rows, all)
    return exchange(sending, { request, elements: rows.length, outcomes }, context)
  }
  if (names.length > 0) return call('add', names, { over_write: true })
  const present = await presentTags(sending.ask, path, rows, context)
  let sent = withoutCall(rows)
  for (const some of chunks(present, limits.removed)) {
    if (sent.kind !== 'answered') break
    sent = worse(sent, await call('remove', some, {}))
  }
  return sent
}

/** No tags are taken away by their names only. */
async function presentTags(
  ask: AskService,
  path: string,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<readonly string[]> {
  const query = { fields: 'Tag', ids: rows.map(idOf).join(',') }
  const answer = await ask({ method: 'GET', path, query, whole: answers.records }, context)
  const { data = [] } = (answer ?? {}) as { readonly data?: readonly { readonly Tag?: unknown }[] }
  return tagNames(JSON.stringify(data.flatMap(({ Tag }) => (Array.isArray(Tag) ? Tag : [])))) ?? []
}

const withoutCall = (rows: readonly ChangeRow[]): Sent => ({
  kind: 'answered',
  outcomes: rows.map((row) => ({
    index: row.index,
    outcome: 'written',
    id: idOf(row),
    code: 'SUCCESS',
    message: null,
    column: null,
  })),
})

/** A row is written when all calls for it have been good. */
function worse(before: Sent, after: Sent): Sent {
  if (before.kind !== 'answered' || after.kind !== 'answered') return after
  const outcomes = after.outcomes.map((outcome, i) => {
    const old = before.outcomes[i]!
    return old.outcome === 'written' ? outcome : old
  })
  return { kind: 'answered', outcomes }
}
