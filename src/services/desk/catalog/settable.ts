/** Which columns may be written (facts 7.4, 8 to 12): metadata does not tell of Desk's own fields. Pure. */
import { byName } from '../../../base/by-name.ts'
import type { ChangeAction, Column, Settable, TableChanges } from '../../../source/index.ts'
import { TICKET } from './children.ts'
import type { DeskFieldMeta } from './metadata.ts'

/**
 * Columns as `name`, with `!` where a new record must have it, `+` where it is settled when the record is made, and
 * `:length`. What else a layout wants of a new record (facts 13), Desk says itself.
 */
const written: Readonly<Record<string, string>> = byName({
  tickets: `subject!:1000 departmentId! contactId! description:65535 status priority category subCategory classification
    channel language dueDate email:150 phone:120 assigneeId teamId productId accountId layoutId resolution`,
  contacts: `lastName!:200 firstName:100 email:255 secondaryEmail:255 phone:50 mobile:50 accountId ownerId street:250
    city:30 state:30 country:30 zip title:100 type description twitter facebook`,
  accounts: `accountName! email website phone fax code:30 street city state country:100 industry annualrevenue ownerId
    description`,
  tasks: `subject!:300 departmentId! description status priority category dueDate ownerId contactId ticketId teamId`,
  calls: `subject!:300 departmentId startTime! duration! direction! description status priority ownerId contactId
    ticketId teamId`,
  events: `subject!:300 departmentId startTime! duration! description status priority category ownerId contactId
    ticketId teamId`,
  products: `productName!:200 productCode unitPrice description ownerId departmentIds manufacturer`,
  contracts: `contractName! accountId startDate endDate ownerId departmentId associatedSLAId description`,
  ticket_comments: `ticketId!+ content!:32000 isPublic+ contentType`,
  // What a new record of a custom module takes is not told; a name it must have.
  cm_: 'name! department_id owner_id',
})

const settable = (one: string): readonly [string, Settable] => {
  const [, name = '', marks = '', length] = /^(\w+)([!+]*)(?::(\d+))?$/.exec(one)!
  const limits = length === undefined ? {} : { length: Number(length) }
  const mandatory = marks.includes('!') ? { mandatory: true as const } : {}
  return [name, { insert: true, update: !marks.includes('+'), ...mandatory, ...limits }]
}

const parsed = (text: string): ReadonlyMap<string, Settable> => new Map(text.trim().split(/\s+/).map(settable))

const byTable: ReadonlyMap<string, ReturnType<typeof parsed>> = new Map(
  Object.entries(written).map(([name, text]) => [name, parsed(text)]),
)

/** All custom modules are written alike. */
const fieldsOf = (table: string): ReadonlyMap<string, Settable> | undefined =>
  byTable.get(table.startsWith('cm_') ? 'cm_' : table)

/** Computed by Desk, whatever the record; or of a form that nobody has written down. */
const computed: ReadonlySet<string> = new Set(['formula', 'autonumber', 'multilookup'])

/** No two records hold the same: Desk refuses the second as a duplicate (facts 8). */
const distinct: Readonly<Record<string, string>> = byName({ contacts: 'email' })

/** How a column of a table is written, where it is. */
export function settableOf(table: string, { name, type }: Pick<Column, 'name' | 'type'>): { settable?: Settable } {
  const limits = fieldsOf(table)?.get(name)
  if (!limits) return {}
  const millis = type.name === 'timestamptz' ? { millis: true as const } : {}
  return { settable: { ...limits, ...millis, ...(distinct[table] === name ? { distinct: true as const } : {}) } }
}

/** Characters of a custom value: more of tickets than of others (facts 7.4, 9). */
const customLength = (table: string): number => (table === 'tickets' ? 255 : 100)

/** Whether it must be given is up to the layout (facts 13). */
export function settableCustom(table: string, meta: DeskFieldMeta): { settable?: Settable } {
  if (!fieldsOf(table) || !meta.custom || computed.has(meta.type)) return {}
  const length = meta.length ?? customLength(table)
  const decimals = meta.decimals === undefined ? {} : { decimals: meta.decimals }
  const millis = meta.type === 'datetime' ? { millis: true as const } : {}
  return { settable: { insert: true, update: true, length, ...decimals, ...millis } }
}

/** What may be done with rows of a table. */
export const actionsOf = (table: string): readonly ChangeAction[] =>
  fieldsOf(table) ? ['insert', 'update', 'delete'] : []

/** The same, and what stamps the rows. */
export function changesOf(table: string, columns: readonly Column[]): { changes?: TableChanges } {
  const actions = actionsOf(table)
  if (actions.length === 0) return {}
  const has = (name: string): string | undefined => columns.find((column) => column.name === name)?.name
  const names = {
    createdBy: has('createdBy') ?? has('createdBy_id') ?? has('creatorId') ?? has('commenterId'),
    createdTime: has('createdTime') ?? has('commentedTime'),
    modifiedTime: has('modifiedTime'),
    within: table === 'ticket_comments' ? TICKET : undefined,
  }
  const known = Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
  // ASSUMPTION: `createdBy` may be the contact that a ticket is of (facts 6.3 has such a one), or be left empty.
  return { changes: { actions, ...known, isMakerUnsure: true } }
}
