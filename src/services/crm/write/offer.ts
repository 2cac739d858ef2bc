/** How a change travels: the road, the request, the price. Pure. */
import { ZohoSqlError } from '../../../base/errors.ts'
import { urlPath } from '../../../net/index.ts'
import type { Change, ChangeAction, ChangeOffer, ChangeOptions } from '../../../source/index.ts'
import { moduleOf } from '../catalog/columns.ts'
import { bulkWriteLimits, recordsWriteLimits as limits } from '../limits.ts'
import { bulkPrice, bulkRefusal } from './bulk-offer.ts'
import { offerOwned } from './owned-offer.ts'
import { creditsOf, type RecordsWriteRequest, triggersOf } from './request.ts'
import { offerTags, setsTags } from './tags-offer.ts'

const verbs: Readonly<Record<Exclude<ChangeAction, 'upsert'>, RecordsWriteRequest['method']>> = {
  insert: 'POST',
  update: 'PUT',
  delete: 'DELETE',
}

/** @throws {ZohoSqlError} 42501 where the user may not do this to any record of the module */
export function offerChange(change: Change, options: ChangeOptions, version: string): ChangeOffer {
  const { table, action } = change
  if (action === 'upsert' || !table.changes?.actions.includes(action)) throw refused(change)
  const { module } = moduleOf(table)
  if (table.changes.owned) return offerOwned(change, options, version)
  if (setsTags(change)) return offerTags(change, version)
  const { road } = options
  const refusal = bulkRefusal(change, options)
  const isCheaper = bulkPrice(change.rows ?? 0).credits < priceOf(action, change.rows ?? 0).credits
  if (road === 'bulk' && refusal !== undefined) throw noJob(change, refusal)
  if (refusal === undefined && (road === 'bulk' || (road === 'auto' && isCheaper)))
    return jobOffer(change, module, version)
  const request: RecordsWriteRequest = {
    method: verbs[action],
    path: urlPath`/crm/${version}/${module}`,
    triggers: triggersOf(options),
  }
  return {
    schema: table.schema,
    road: 'records',
    batchRows: limits.rows,
    price: (rows) => priceOf(action, rows),
    text: [textOf(request, action)],
    notes: road === 'auto' && isCheaper ? [`bulk write is not taken: ${refusal}`] : [],
    request,
  }
}

const noJob = ({ table }: Change, why: string): ZohoSqlError =>
  new ZohoSqlError('NOT_SUPPORTED', `writeRoad=bulk cannot write these rows of "${table.name}": ${why}.`, {
    hint: 'writeRoad=auto takes jobs where they can.',
  })

const jobOffer = ({ table, action }: Change, module: string, version: string): ChangeOffer => ({
  schema: table.schema,
  road: 'bulk',
  batchRows: bulkWriteLimits.rows,
  price: bulkPrice,
  text: [
    `POST ${urlPath`/crm/${version}/upload`} (a ZIP with up to ${bulkWriteLimits.rows} records)`,
    `POST ${urlPath`/crm/bulk/${version}/write`} {"operation":"${action}","resource":[{"module":{"api_name":"${module}"} …}]}`,
  ],
  notes: [],
  request: undefined,
})

function refused({ table, action }: Change): ZohoSqlError {
  const name = `${table.schema}.${table.name}`
  const doing = { insert: 'INSERT into', update: 'UPDATE of', delete: 'DELETE from', upsert: 'Upsert into' }[action]
  if (!table.changes) {
    return new ZohoSqlError(
      'NOT_SUPPORTED',
      `${doing} ${name} is not supported: its rows cannot be written by themselves.`,
    )
  }
  return new ZohoSqlError('PERMISSION_DENIED', `${doing} ${name} is not allowed to this user.`, {
    hint: 'Zoho’s metadata of the module says so; the profile of the user decides.',
  })
}

/** Calls and credits of so many rows, in batches as large as they may be. */
function priceOf(action: ChangeAction, rows: number): { readonly calls: number; readonly credits: number } {
  const full = Math.floor(rows / limits.rows)
  const rest = rows % limits.rows
  const credits = full * creditsOf(action, limits.rows) + (rest > 0 ? creditsOf(action, rest) : 0)
  return { calls: full + (rest > 0 ? 1 : 0), credits }
}

function textOf({ method, path, triggers }: RecordsWriteRequest, action: ChangeAction): string {
  const all = `up to ${limits.rows} records`
  if (action === 'delete') return `${method} ${path}?ids=… (${all})${triggers?.length === 0 ? '&wf_trigger=false' : ''}`
  return `${method} ${path} {"data":[… ${all}]${triggers ? `,"trigger":${JSON.stringify(triggers)}` : ''}}`
}
