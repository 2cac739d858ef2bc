/**
 * The readings of what Desk's documents leave open; numbers are those of section 15 of Desk's fact sheet. The default is
 * what was seen at live portals, where anything was.
 */

interface DeskVariant<T> {
  readonly default: T
  readonly values: readonly T[]
  readonly fact?: number
  readonly means: string
}

const one = <const T>(values: readonly [T, ...T[]], means: string, fact?: number): DeskVariant<T> => ({
  default: values[0],
  values,
  means,
  ...(fact === undefined ? {} : { fact }),
})

export const deskVariantTable = {
  // who may call
  deskScopes: one(['any', 'all'], 'of several scopes of an operation one will do, or all are needed', 2),
  deskOrgId: one(['required', 'optional'], 'the header orgId', 3),
  deskOrgIdQuery: one(['refused', 'accepted'], 'orgId as a query parameter', 3),
  // lists
  deskTicketsLimit: one<number>([50, 100], 'greatest limit of GET /tickets', 4),
  deskFromBase: one(['spec', 'zero', 'one'], 'what `from` counts the first row of a list as', 5),
  deskFromZero: one(['taken', 'refused'], '`from=0` of a list that counts from 1', 5),
  deskFromCap: one(['tickets', 'all', 'none'], 'lists whose `from` ends at 4999', 6),
  deskFields: one(['supported', 'refused'], '`fields` on lists', 7),
  deskUnknownField: one<number>([500, 422], 'status for an unknown name in `fields`', 7),
  deskFieldsCustom: one(['cf', 'null'], 'custom fields named in `fields`: below cf, or cf comes back null (3.4)', 7),
  deskInclude: one(['many', 'one'], 'values of `include` in one call', 8),
  deskTicketsSort: one(
    ['wide', 'spec'],
    '`sortBy` of tickets: what was seen, or dueDate, createdTime, recentThread only',
    9,
  ),
  deskFilters: one(['refused', 'supported'], '`filters` on lists', 10),
  deskOrder: one(['newest', 'oldest'], 'order of a list without sortBy'),
  deskEmpty: one(['204', 'data'], 'an empty list: 204, or 200 with no rows (3)'),
  // search
  deskSearchFromMax: one<number>([4999, 999], 'greatest `from` of a search', 6),
  deskCustomSearch: one(
    ['supported', 'lower', 'refused'],
    'customField1 … of searches: as written, customfield1 …, or not there',
    11,
  ),
  deskBareText: one(['live', 'whole', 'prefix', 'substring'], 'a text without wildcards in a search', 12),
  deskRangeEnds: one(['inclusive', 'exclusive'], 'ends of time ranges', 21),
  deskSearchCount: one(['exact', 'capped'], '`count` of a search: exact, or 5000 at most', 22),
  deskIndexDelay: one<number>([0, 60_000], 'ms before the index of searches sees a write (6.2)'),
  // single reads
  deskMissing: one<number>([404, 422, 403], 'status for the id of no record', 15),
  deskTrashed: one(['flag', 'missing'], 'a record in the trash, read by id', 16),
  // values
  deskTimes: one(['millis', 'seconds', 'epoch'], 'times with milliseconds, without, or as 13 digits (3.1)'),
  deskStateForm: one(['words', 'capitals', 'joined'], 'statusType of records: On Hold, ON HOLD or ONHOLD', 18),
  deskCounters: one(['string', 'number'], 'counters as text or numbers (3)'),
  deskCustomNumbers: one(['string', 'number'], 'numbers in cf', 17),
  deskCustomBooleans: one(['string', 'boolean'], 'booleans in cf', 17),
  deskMultiselect: one(['joined', 'array'], 'multi-select values in cf: joined by ; or an array', 17),
  deskMaker: one(['agent', 'nobody'], 'createdBy and creatorId of what a token made: its agent, or empty (6.3)'),
  deskCommentTouches: one<boolean>([false, true], 'a comment moves the modifiedTime of its ticket (14)'),
  // metadata
  deskStatusType: one(['Picklist', 'DateTime'], 'type of the status of tickets in metadata (13)'),
  deskAllowedValues: one(['fields', 'layouts'], 'allowed values stand in /fields, or only in layouts (13)', 18),
  deskTypeCase: one(['mixed', 'lower', 'upper'], 'letter case of field types (13)'),
  // limits
  deskCreditReading: one(['A', 'B'], 'price of offsets beyond 2000', 13),
  deskUnknownIds: one(
    ['skipped', 'refused'],
    'ids of no record among those of moveToTrash and updateMany: passed over, or the whole call is refused',
    23,
  ),
  deskIdsMax: one<number>([50, 100], 'ids of moveToTrash and updateMany', 23),
} as const satisfies Record<string, DeskVariant<unknown>>

export type DeskVariantName = keyof typeof deskVariantTable
type DeskVariantValue<V> = V extends DeskVariant<infer T> ? T : never
export type DeskVariants = { readonly [Name in DeskVariantName]: DeskVariantValue<(typeof deskVariantTable)[Name]> }

export const defaultDeskVariants: DeskVariants = Object.freeze(
  Object.fromEntries(Object.entries(deskVariantTable).map(([name, variant]) => [name, variant.default])),
) as DeskVariants
