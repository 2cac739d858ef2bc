/** Which columns may be written (facts 7.4, 8 to 12): metadata does not tell of Desk's own fields. Pure. */
import { byName } from '../../../base/by-name.ts'
import type { ChangeAction, Column, Settable, TableChanges } from '../../../source/index.ts'
import type { DeskFieldMeta } from './metadata.ts'

/** Columns as `name`, with `!` where a new record must have it, and `:length`. */
const written: Readonly<Record<string, string>> = byName({
  tickets: `subject!:1000 departmentId! contactId! description:65535 status priority category subCategory classification
    channel language dueDate email:150 phone:120 assigneeId teamId productId accountId layoutId resolution`,
  contacts: `lastName!:200 firstName:100 email:255 secondaryEmail:255 phone:50 mobile:50 accountId ownerId street:250
    city:30 state:30 country:30 zip title:100 type description twitter facebook`,
  accounts: `accountName! email website phone fax code:30 street city state country:100 industry annualrevenue ownerId
    description`,
  tasks: `subject!:300 departmentId! description status priority category dueDate ownerId contactId ticketId teamId`,
  calls: `subject!:300 departmentId! startTime! duration! direction! description status priority ownerId contactId
    ticketId teamId`,
  events: `subject!:300 departmentId! startTime! duration! description status priority category ownerId contactId
    ticketId teamId`,
  products: `productName!:200 productCode unitPrice description ownerId departmentIds manufacturer`,
  contracts: `contractName! accountId! startDate! endDate! ownerId departmentId associatedSLAId description`,
  ticket_comments: `ticketId! content!:32000 isPublic contentType`,
})

const parsed = (text: string): ReadonlyMap<string, Pick<Settable, 'mandatory' | 'length'>> =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map((one) => {
        const [name = '', length] = one.split(':')
        const limits = length === undefined ? {} : { length: Number(length) }
        return [name.replace('!', ''), { ...(name.endsWith('!') ? { mandatory: true as const } : {}), ...limits }]
      }),
  )

const byTable: ReadonlyMap<string, ReturnType<typeof parsed>> = new Map(
  Object.entries(written).map(([name, text]) => [name, parsed(text)]),
)

/** Computed by Desk, whatever the record. */
const computed: ReadonlySet<string> = new Set(['formula', 'autonumber', 'lookup', 'multilookup'])

/** How a column of a table is written, where it is. */
export function settableOf(
  table: string,
  { name, picklist }: Pick<Column, 'name' | 'picklist'>,
): { settable?: Settable } {
  const limits = byTable.get(table)?.get(name)
  if (!limits) return {}
  const update = table !== 'ticket_comments'
  return { settable: { insert: true, update, ...limits, ...(picklist ? { closed: true as const } : {}) } }
}

/** Characters of a custom value: more of tickets than of others (facts 7.4, 9). */
export function settableCustom(table: string, meta: DeskFieldMeta): { settable?: Settable } {
  if (!byTable.has(table) || !meta.custom || computed.has(meta.type)) return {}
  const length = meta.length ?? (table === 'tickets' ? 255 : 100)
  const isPick = meta.type === 'picklist' && meta.values.length > 0
  // Whether it must be given is up to the layout (facts 13).
  return { settable: { insert: true, update: true, length, ...(isPick ? { closed: true as const } : {}) } }
}

/** What may be done with rows of a table; comments are changed in Desk alone. */
export function changesOf(table: string, columns: readonly Column[]): { changes?: TableChanges } {
  if (!byTable.has(table)) return {}
  const actions: readonly ChangeAction[] = table === 'ticket_comments' ? ['insert'] : ['insert', 'update', 'delete']
  const has = (name: string): string | undefined => columns.find((column) => column.name === name)?.name
  const names = {
    createdBy: has('createdBy') ?? has('creatorId') ?? has('commenterId'),
    createdTime: has('createdTime') ?? has('commentedTime'),
    modifiedTime: has('modifiedTime'),
  }
  const known = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
  return { changes: { actions, ...known } }
}
