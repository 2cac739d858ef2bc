/** Rows of subforms and links of multi-select lookups travel within the records that they are parts of. Pure. */
import { ZohoSqlError } from '../../../base/errors.ts'
import { urlPath } from '../../../net/index.ts'
import type { Change, ChangeOffer, ChangeOptions, ChangeRow, Column, Owners, Table } from '../../../source/index.ts'
import { moduleOf } from '../catalog/columns.ts'
import type { Owner } from '../catalog/index.ts'
import { recordsWriteLimits as limits } from '../limits.ts'
import { creditsOf, type RecordsWriteRequest, triggersOf } from './request.ts'

export interface OwnedHandle {
  readonly module: string
  /** The owner's field that holds the rows. */
  readonly field: string
  /** A link has nothing but the lookup to its other end. */
  readonly link: Column | undefined
}

/** @throws {ZohoSqlError} 0A000 where no module is known to have such rows · 42501 */
export function ownersOf(table: Table, owner: Owner | undefined): Owners {
  const name = `${table.schema}.${table.name}`
  const column = owner && table.columns.find(({ field, part }) => field === owner.through && part === 'id')
  if (!column) {
    throw new ZohoSqlError(
      'NOT_SUPPORTED',
      `Rows of ${name} cannot be written: no module that the user may see has them.`,
    )
  }
  if (!owner.table.changes?.actions.includes('update')) {
    throw new ZohoSqlError(
      'PERMISSION_DENIED',
      `Rows of ${name} are parts of records of ${owner.table.name}, which this user may not change.`,
    )
  }
  const isLink = isLinkTable(table)
  const handle: OwnedHandle = {
    module: moduleOf(owner.table).module,
    field: owner.field,
    link: isLink ? otherEnd(table, column) : undefined,
  }
  // Rows that are not mentioned stay, says today's text, and went in v2 (facts 9.4); of links nothing such is told.
  return { column, namesAll: !isLink, handle }
}

const isLinkTable = ({ changes }: Table): boolean => !changes?.actions.includes('update')

const otherEnd = ({ columns }: Table, own: Column): Column | undefined =>
  columns.find(({ part, settable, field }) => part === 'id' && settable?.insert && field !== own.field)

/** Which records are meant is known later: until then each row is taken to have one of its own. */
export function offerOwned(change: Change, options: ChangeOptions, version: string): ChangeOffer {
  const { table, owners } = change
  const handle = owners?.handle as OwnedHandle | undefined
  const path = urlPath`/crm/${version}/${handle?.module ?? likelyOwner(table)}`
  const request: RecordsWriteRequest = { method: 'PUT', path, triggers: triggersOf(options) }
  const reads = isLinkTable(table) ? 0 : 1
  const price = (parents: number) => {
    const calls = Math.ceil(parents / limits.rows)
    return { calls: calls * (1 + reads), credits: creditsOf('update', parents) + calls * reads }
  }
  return {
    schema: table.schema,
    road: 'records',
    batchRows: limits.rows,
    batches: byOwners,
    price,
    text: [`PUT ${path} {"data":[… up to ${limits.rows} records, each with its rows of ${table.name}]}`],
    notes: ['the rows that a record has are read right before it is sent'].slice(0, reads),
    request,
  }
}

/** Before it is known, for what is shown: the first record that a row is made with. */
const likelyOwner = ({ columns, name }: Table): string =>
  columns.find(({ references, settable }) => references && settable?.insert && !settable.update)?.references?.table ??
  name

/** All rows of a record in one batch; so many records a batch. */
function byOwners(rows: readonly ChangeRow[], size: number): number[][] {
  const places = rows.map((_, place) => place)
  const groups = [...Map.groupBy(places, (place) => rows[place]!.owner ?? '').values()]
  return Array.from({ length: Math.ceil(groups.length / size) }, (_, i) =>
    groups.slice(i * size, (i + 1) * size).flat(),
  )
}
