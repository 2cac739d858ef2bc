/**
 * The readings of what Zoho leaves open, one table: name, default, what else it may be, the number of the open point
 * in the project's fact sheet (section 11) and what it switches. The default is the likelier reading.
 */
import { type DeskVariants, defaultDeskVariants } from './desk/variants.ts'

interface Variant<T> {
  readonly default: T
  /** Values to try; where any value of the type is allowed (names, limits) these are the telling ones. */
  readonly values: readonly T[]
  /** Number in section 11 of the fact sheet; absent: its section is in the text. */
  readonly fact?: number
  readonly means: string
}

const one = <const T>(values: readonly [T, ...T[]], means: string, fact?: number): Variant<T> => ({
  default: values[0],
  values,
  means,
  ...(fact === undefined ? {} : { fact }),
})
const flag = (initial: boolean, means: string, fact?: number): Variant<boolean> =>
  one<boolean>([initial, !initial], means, fact)
const limit = (values: readonly (number | null)[], means: string, fact?: number): Variant<number | null> => ({
  default: null,
  values: [null, ...values],
  means: `${means}; null: as the API version has it`,
  ...(fact === undefined ? {} : { fact }),
})
const names = (telling: readonly string[], means: string, fact?: number): Variant<readonly string[]> => ({
  default: [],
  values: [[], telling],
  means,
  ...(fact === undefined ? {} : { fact }),
})

export const variantTable = {
  // COQL: comparison
  coqlTextCompare: one(['insensitive', 'sensitive'], 'case in =, !=, in and like on text', 1),
  coqlNotEqualKeepsNull: flag(false, '!=, not in, not like, not between also give empty values', 2),
  coqlLikeWildcards: one(['ends', 'sql'], 'inner % and _ of a pattern stand for themselves, or are wildcards', 10),
  coqlTrimsText: flag(false, 'blanks around text and literals do not count', 12),
  coqlEmptyLiteral: one(['nothing', 'null', 'error'], "= '' gives no row, the empty ones, or INVALID_QUERY", 13),
  coqlRangePair: one(['allowed', 'refused'], 'two comparisons on one column (a >= x and a < y): SYNTAX_ERROR', 16),
  coqlBetweenInclusive: flag(true, 'between gives its bounds too', 17),
  coqlDateOnDatetime: one(['midnight', 'day', 'error'], 'a bare date compared with a datetime column', 21),
  coqlZuluRefused: flag(false, 'datetime literals that end in Z are refused', 19),
  coqlBackslash: one(['plain', 'escape'], 'a backslash in a literal stands for itself, or escapes', 34),
  coqlPicklistDisplay: flag(false, 'picklist cells and literals are display values instead of actual ones', 38),
  // COQL: order and grouping
  coqlNullOrder: one(['smallest', 'largest', 'first', 'last'], 'where empty values stand in order by', 3),
  coqlTextOrder: one(['insensitive', 'binary', 'locale'], 'collation of order by on text', 4),
  coqlEmptyAggregate: one(['204', 'null', 'zero'], 'aggregates over no rows: 204, or a row with null or with 0', 5),
  coqlCountSkipsNull: flag(true, 'COUNT(column) leaves empty values out', 6),
  coqlGroupFoldsCase: flag(true, 'group by on text puts values together that differ by case only', 8),
  coqlGroupBy: one(['allowed', 'refused'], 'group by: INVALID_QUERY (fact sheet 6.8)'),
  coqlAggregates: one(['allowed', 'refused'], 'SUM, AVG …: INVALID_QUERY (fact sheet 6.8)'),
  // COQL: form of the text
  coqlStrictBrackets: flag(true, 'three tests side by side without brackets: SYNTAX_ERROR', 14),
  coqlSelectId: one(['allowed', 'refused'], 'id named in the select list', 31),
  coqlUpperNullTest: one(['allowed', 'refused'], 'IS NULL in capitals', 32),
  coqlErrorCode: one<string | null>(
    [null, 'SYNTAX_ERROR', 'INVALID_QUERY', 'INVALID_DATA'],
    'code for a query at fault',
    41,
  ),
  coqlDuplicateStatus: one([400, 401], 'HTTP status of DUPLICATE_DATA', 42),
  // COQL: limits
  coqlLimitMax: limit([2000, 200], 'greatest LIMIT', 27),
  coqlOffsetMax: limit([100_000, 10_000], 'greatest offset + limit', 28),
  coqlSelectMax: limit([500, 50], 'columns in a select list', 29),
  coqlInMax: limit([100, 50], 'values of an in list', 15),
  coqlJoinMax: limit([5, 2], 'distinct first-hop lookups', 30),
  // COQL: what is there and how it looks
  coqlForbidden: one(['no', 'scope', 'permission'], 'COQL answers 401 OAUTH_SCOPE_MISMATCH or 403 NO_PERMISSION'),
  coqlUnsupportedModules: names(['Leads'], 'modules COQL refuses: INVALID_MODULE (fact sheet 6.13)'),
  coqlRefusedColumns: names(['Leads.Website'], 'Module.Field that COQL refuses anywhere: INVALID_QUERY (6.13)'),
  coqlMissingColumns: names(['website'], 'data types, or Module.Field, silently absent from the rows', 37),
  coqlLookupShape: one(
    ['version', 'name+id', 'id', 'flat'],
    'lookups: by version, {name,id}, {id} or the id alone',
    22,
  ),
  coqlUserName: one(['last', 'full'], 'name of user lookups', 23),
  coqlMultiselect: one(['array', 'joined'], 'multi-select picklists: array or text joined by ;', 24),
  coqlConvertedLeads: one(['include', 'omit'], 'converted leads', 35),
  coqlConvertedColumn: one(['known', 'unknown'], 'Converted__s: INVALID_QUERY (fact sheet 6.12)', 35),
  coqlPending: one(['omit', 'include'], 'records that wait for approval', 36),
  // all roads
  bigintForm: one(['string', 'number'], 'bigint cells as text or as a JSON number', 25),
  formulaForm: one(['typed', 'string'], 'formula and rollup cells by their type or all as text', 25),
  emptyText: one(['null', 'empty'], 'empty text cells come as null or as ""', 13),
  emptyMultiselect: one(['null', 'array'], 'empty multi-select cells come as null or as []'),
  datetimeZone: one(['user', 'org'], 'time zone datetimes are rendered in', 20),
  datetimeForm: one(['offset', 'zulu'], 'datetimes as +05:30 in that zone, or in UTC with Z', 20),
  shuffledKeys: flag(false, 'keys of every row in another order'),
  extraKeys: flag(false, 'unknown keys in every answer'),
  errorEnvelope: one(
    ['object', 'data', 'resource', 'data-200'],
    'errors as an object, within {"data":[…]}, within {"fields":[…]} and kin, or as data with status 200 for 400',
    49,
  ),
  tooManyCode: one(
    ['TOO_MANY_REQUESTS', 'RATE_LIMIT_EXCEEDED', 'LIMIT_EXCEEDED', 'numeric'],
    'code in the body of 429',
    55,
  ),
  retryAfter: limit([0, 1], 'Retry-After of a 429, in seconds (null: none)'),
  // tokens
  tokenErrorStatus: one([200, 400], 'HTTP status of token errors', 46),
  tokenScope: one(['given', 'absent'], 'scope in the token answer (fact sheet 2.3)'),
  tokenExpiredCode: one(['INVALID_TOKEN', 'INVALID_OAUTHTOKEN'], 'code of 401 for a token that expired', 48),
  tokenActiveMax: one<number>([15, 10, 30], 'active access tokens of a refresh token', 68),
  // metadata
  lookupModuleForm: one(['object', 'string'], 'lookup.module in field metadata', 63),
  uniqueForm: one(['case_sensitive', 'casesensitive'], 'key of `unique`', 64),
  autoNumberForm: one(['auto_number', 'autonumber'], 'key of `auto_number`', 64),
  polymorphicType: one(['multi_module_lookup', 'lookup'], 'data_type of What_Id, Who_Id (fact sheet 3.2, 3.3)'),
  multiselectlookupForm: one(['version', 'old', 'new'], 'linking_module …, or linking_details … (fact sheet 3.2)'),
  idField: one(['absent', 'listed'], 'id among the fields of a module (fact sheet 3.4)'),
  usersFullName: one(['given', 'absent'], 'full_name of users'),
  // records
  unknownFields: one(['ignore', 'error'], 'unknown names in `fields`: left out, or 400 INVALID_DATA', 50),
  missingRecord: one([204, 400, 404], 'status for the id of no record', 54),
  pageTokenTtl: one<number>([86_400_000, 1], 'life of a page token in ms', 70),
  notesAdminOnly: flag(false, 'listing Notes: 403 NOT_SUPPORTED (fact sheet 4.3)'),
  recordsUnsupportedModules: names(['Leads'], 'modules that GET refuses: INVALID_MODULE'),
  // writes
  writeUnknownField: one(['ignore', 'error'], 'names that are no field: left out in silence, or INVALID_DATA', 51),
  writeReadOnly: one(['ignore', 'error'], 'fields that only Zoho sets: left out in silence, or INVALID_DATA'),
  writeAllFailedStatus: one<number>([400, 202, 207, 200], 'status when no record of a call was written', 52),
  writeUpsertStatus: one<number>([200, 201], 'status of an upsert', 53),
  writeErrors: one(['all', 'first'], 'several errors of a record: MULTIPLE_OR_MULTI_ERRORS, or the first (9.2)'),
  writePicklist: one(['accept', 'restricted'], 'values not in the picklist: stored, or INVALID_DATA (3.3)'),
  writeDecimals: one(['error', 'round'], 'more decimals than the field has: INVALID_DATA, or rounded (9.2)'),
  writeSubform: one(['merge', 'replace'], 'rows of a subform not mentioned stay, or go (9.4)'),
  bulkWriteOutcome: one(
    ['completed', 'failed', 'half'],
    'how jobs that write end; half: FAILED with half of the rows written',
  ),
  bulkWriteUrl: one(['relative', 'absolute'], 'download_url of a job that wrote (fact sheet 8.6)'),
  // search and count
  searchCriteriaMax: one<number>([10, 15], 'conditions of search criteria', 56),
  searchNotEqualKeepsNull: flag(false, 'not_equal also gives empty values (fact sheet 5.2)'),
  searchIndexDelay: one<number>([0, 60_000], 'ms before a write can be found (fact sheet 5.2)'),
  searchEquals: one(['words', 'exact'], 'equals on text: by words, or whole', 57),
  countDelay: one<number>([0, 600_000], 'ms for which a count stays the same (fact sheet 7)'),
  countCredits: one<number>([1, 50], 'credits of a count', 66),
  // bulk
  bulkIdHeader: one(['Id', 'id'], 'header of the id column', 58),
  bulkIdPosition: one(['first', 'last'], 'place of the id column', 58),
  bulkBoolean: one(['true', 'TRUE', '1'], 'booleans in CSV: true/false, TRUE/FALSE or 1/0', 59),
  bulkPageMode: one(['token', 'page'], 'further sets by page_token or by page', 60),
  bulkPageSize: one<number>([200_000, 1000], 'rows of one job; smaller ones make paging testable'),
  bulkState: one(['IN PROGRESS', 'IN_PROGRESS', 'INPROGRESS'], 'spelling of the state', 61),
  bulkFailure: one(['FAILURE', 'FAILED'], 'spelling of failure', 61),
  bulkDownloadMax: one<number>([10, 50], 'downloads a minute', 62),
  bulkConvertedLeads: one(['include', 'omit'], 'converted leads', 35),
  bulkPending: one(['omit', 'include'], 'records that wait for approval', 36),
  bulkPolls: one<number>([2, 0, 5], 'status calls before a job is done'),
  bulkDelay: one<number>([0, 3000], 'ms a job takes at least, one job after the other'),
  bulkOutcome: one(['completed', 'failure'], 'how jobs end'),
  bulkForbidden: one(['no', 'scope', 'permission'], 'bulk answers 401 or 403'),
} as const satisfies Record<string, Variant<unknown>>

export type VariantName = keyof typeof variantTable
type VariantValue<V> = V extends Variant<infer T> ? T : never
export type Variants = {
  readonly [Name in keyof typeof variantTable]: VariantValue<(typeof variantTable)[Name]>
} & DeskVariants

export const defaultVariants: Variants = Object.freeze({
  ...Object.fromEntries(Object.entries(variantTable).map(([name, variant]) => [name, variant.default])),
  ...defaultDeskVariants,
}) as Variants

/** The defaults with the given ones in their place; throws on a name that is in neither table. */
export function makeVariants(changes: Partial<Variants>): Variants {
  for (const name of Object.keys(changes)) {
    if (!(name in defaultVariants)) throw new TypeError(`no variant is called ${name}`)
  }
  return Object.freeze({ ...defaultVariants, ...changes })
}
