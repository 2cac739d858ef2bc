/**
 * The settings of a session that clients of PostgreSQL read and set: their names, types, limits and first values in one
 * table. Which of them have an effect is said where they are used; the others are kept, so that a client finds again
 * what it has set.
 */
import { byName } from './by-name.ts'
import { ZohoSqlError } from './errors.ts'

export interface Setting {
  readonly name: string
  readonly type: 'bool' | 'integer' | 'real' | 'string' | 'enum'
  /** `internal` and `postmaster`: nobody sets it. */
  readonly context: string
  readonly unit: string
  readonly initial: string
  readonly min: string
  readonly max: string
  readonly allowed: readonly string[]
}

/** The version that PostgreSQL's clients are told: the statements of all of them work with it. */
export const reportedVersion = '14.18'

// name, type, context, unit, initial value, least, most, allowed values
const rows = `
application_name|string|user
array_nulls|bool|user||on
backslash_quote|enum|user||safe_encoding|||safe_encoding,on,off
block_size|integer|internal||8192|8192|8192
bytea_output|enum|user||hex|||escape,hex
check_function_bodies|bool|user||on
client_connection_check_interval|integer|user|ms|0|0|2147483647
client_encoding|string|user||UTF8
client_min_messages|enum|user||notice|||debug5,debug4,debug3,debug2,debug1,log,notice,warning,error
constraint_exclusion|enum|user||partition|||partition,on,off
cpu_index_tuple_cost|real|user||0.005|0|1.79769e+308
cpu_operator_cost|real|user||0.0025|0|1.79769e+308
cpu_tuple_cost|real|user||0.01|0|1.79769e+308
cursor_tuple_fraction|real|user||0.1|0|1
data_directory_mode|integer|internal||0700|0|511
DateStyle|string|user||ISO, MDY
default_statistics_target|integer|user||100|1|10000
default_table_access_method|string|user||heap
default_tablespace|string|user
default_text_search_config|string|user||pg_catalog.simple
default_toast_compression|enum|user||pglz|||pglz,lz4
default_transaction_deferrable|bool|user||off
default_transaction_isolation|enum|user||read committed|||serializable,repeatable read,read committed,read uncommitted
default_transaction_read_only|bool|user||on
effective_cache_size|integer|user|8kB|524288|1|2147483647
effective_io_concurrency|integer|user||1|0|1000
enable_async_append|bool|user||on
enable_bitmapscan|bool|user||on
enable_gathermerge|bool|user||on
enable_hashagg|bool|user||on
enable_hashjoin|bool|user||on
enable_incremental_sort|bool|user||on
enable_indexonlyscan|bool|user||on
enable_indexscan|bool|user||on
enable_material|bool|user||on
enable_memoize|bool|user||on
enable_mergejoin|bool|user||on
enable_nestloop|bool|user||on
enable_parallel_append|bool|user||on
enable_parallel_hash|bool|user||on
enable_partition_pruning|bool|user||on
enable_partitionwise_aggregate|bool|user||off
enable_partitionwise_join|bool|user||off
enable_seqscan|bool|user||on
enable_sort|bool|user||on
enable_tidscan|bool|user||on
escape_string_warning|bool|user||on
exit_on_error|bool|user||off
extra_float_digits|integer|user||1|-15|3
force_parallel_mode|enum|user||off|||off,on,regress
from_collapse_limit|integer|user||8|1|2147483647
geqo|bool|user||on
geqo_effort|integer|user||5|1|10
geqo_generations|integer|user||0|0|2147483647
geqo_pool_size|integer|user||0|0|2147483647
geqo_seed|real|user||0|0|1
geqo_selection_bias|real|user||2|1.5|2
geqo_threshold|integer|user||12|2|2147483647
hash_mem_multiplier|real|user||2|1|1000
idle_in_transaction_session_timeout|integer|user|ms|0|0|2147483647
idle_session_timeout|integer|user|ms|0|0|2147483647
in_hot_standby|bool|internal||off
integer_datetimes|bool|internal||on
IntervalStyle|enum|user||postgres|||postgres,postgres_verbose,sql_standard,iso_8601
is_superuser|bool|internal||off
jit|bool|user||on
jit_above_cost|real|user||100000|-1|1.79769e+308
jit_expressions|bool|user||on
jit_inline_above_cost|real|user||500000|-1|1.79769e+308
jit_optimize_above_cost|real|user||500000|-1|1.79769e+308
jit_tuple_deforming|bool|user||on
join_collapse_limit|integer|user||8|1|2147483647
lc_collate|string|internal||C
lc_ctype|string|internal||C.UTF-8
lc_messages|string|superuser||C
lc_monetary|string|user||C
lc_numeric|string|user||C
lc_time|string|user||C
listen_addresses|string|postmaster||localhost
lock_timeout|integer|user|ms|0|0|2147483647
log_min_duration_statement|integer|superuser|ms|-1|-1|2147483647
log_statement|enum|superuser||none|||none,ddl,mod,all
maintenance_io_concurrency|integer|user||10|0|1000
maintenance_work_mem|integer|user|kB|65536|1024|2147483647
max_connections|integer|postmaster||100|1|262143
max_function_args|integer|internal||100|100|100
max_identifier_length|integer|internal||63|63|63
max_index_keys|integer|internal||32|32|32
max_locks_per_transaction|integer|postmaster||64|10|2147483647
max_parallel_maintenance_workers|integer|user||2|0|1024
max_parallel_workers|integer|user||8|0|1024
max_parallel_workers_per_gather|integer|user||2|0|1024
max_prepared_transactions|integer|postmaster||0|0|262143
min_parallel_index_scan_size|integer|user|8kB|64|0|715827882
min_parallel_table_scan_size|integer|user|8kB|1024|0|715827882
parallel_leader_participation|bool|user||on
parallel_setup_cost|real|user||1000|0|1.79769e+308
parallel_tuple_cost|real|user||0.1|0|1.79769e+308
password_encryption|enum|user||scram-sha-256|||md5,scram-sha-256
plan_cache_mode|enum|user||auto|||auto,force_generic_plan,force_custom_plan
port|integer|postmaster||5432|1|65535
quote_all_identifiers|bool|user||off
random_page_cost|real|user||4|0|1.79769e+308
recursive_worktable_factor|real|user||10|0.001|1e+06
role|string|user||none
row_security|bool|user||on
search_path|string|user||crm
segment_size|integer|internal|8kB|131072|131072|131072
seq_page_cost|real|user||1|0|1.79769e+308
server_encoding|string|internal||UTF8
server_version|string|internal||14.18
server_version_num|integer|internal||140018|150018|150018
session_authorization|string|user
shared_buffers|integer|postmaster|8kB|16384|16|1073741823
ssl|bool|sighup||off
standard_conforming_strings|bool|user||on
statement_timeout|integer|user|ms|0|0|2147483647
superuser_reserved_connections|integer|postmaster||3|0|262143
synchronize_seqscans|bool|user||on
synchronous_commit|enum|user||on|||local,remote_write,remote_apply,on,off
temp_buffers|integer|user|8kB|1024|100|1073741823
temp_tablespaces|string|user
TimeZone|string|user||UTC
timezone_abbreviations|string|user
trace_notify|bool|user||off
track_activities|bool|superuser||on
track_counts|bool|superuser||on
track_io_timing|bool|superuser||off
transaction_deferrable|bool|user||off
transaction_isolation|enum|user||read committed|||serializable,repeatable read,read committed,read uncommitted
transaction_read_only|bool|user||on
transform_null_equals|bool|user||off
work_mem|integer|user|kB|4096|64|2147483647
xmlbinary|enum|user||base64|||base64,hex
xmloption|enum|user||content|||content,document
`

function read(line: string): Setting {
  const [name, type, context, unit = '', initial = '', min = '', max = '', allowed = ''] = line.split('|')
  return {
    name: name!,
    type: type as Setting['type'],
    context: context!,
    unit,
    initial,
    min,
    max,
    allowed: allowed === '' ? [] : allowed.split(','),
  }
}

export const settings: readonly Setting[] = rows.trim().split('\n').map(read)

const settingOf: ReadonlyMap<string, Setting> = new Map(
  settings.map((setting) => [setting.name.toLowerCase(), setting]),
)

/** First values by names in lower case. */
export const settingDefaults: ReadonlyMap<string, string> = new Map(
  settings.map(({ name, initial }) => [name.toLowerCase(), initial]),
)

export const settingNamed = (name: string): Setting | undefined => settingOf.get(name.toLowerCase())

/** Reading is all there is, and answers have one form: what a client declares of it changes nothing. */
const always: ReadonlySet<string> = new Set(
  'default_transaction_read_only transaction_read_only transaction_isolation default_transaction_isolation'.split(' '),
)

/** Forms of answers that there is no other of. */
const forms: ReadonlyMap<string, readonly [RegExp, string]> = new Map([
  ['datestyle', [/^(iso(,\s*mdy)?|default)$/i, 'ISO, MDY']],
  ['intervalstyle', [/^(postgres|default)$/i, 'postgres']],
  ['client_encoding', [/^(utf-?8|unicode|default)$/i, 'UTF8']],
  ['bytea_output', [/^(hex|default)$/i, 'hex']],
  ['standard_conforming_strings', [/^(on|true|yes|1|default)$/i, 'on']],
])

const invalid = (name: string, value: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "${name}": "${value}"`, hint ? { hint } : {})

export const unknownSetting = (name: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('UNDEFINED_SETTING', `unrecognized configuration parameter "${name}"`, hint ? { hint } : {})

const units: Readonly<Record<string, Readonly<Record<string, number>>>> = byName({
  ms: byName({ us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }),
  s: byName({ us: 0.000_001, ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 }),
  min: byName({ s: 1 / 60, min: 1, h: 60, d: 1440 }),
  kB: byName({ B: 1 / 1024, kB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 }),
  '8kB': byName({ B: 1 / 8192, kB: 1 / 8, MB: 128, GB: 128 * 1024, TB: 128 * 1024 ** 2 }),
})

function numberOf({ name, type, unit, min, max }: Setting, value: string): string {
  const [, digits, word = ''] = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-zA-Z]*)\s*$/i.exec(value) ?? []
  const factor = word === '' ? 1 : units[unit]?.[word]
  if (digits === undefined || factor === undefined) throw invalid(name, value)
  const number = type === 'integer' ? Math.round(Number(digits) * factor) : Number(digits) * factor
  if (number < Number(min) || number > Number(max)) {
    const range = `(${min}${unit && ` ${unit}`} .. ${max}${unit && ` ${unit}`})`
    throw new ZohoSqlError(
      'INVALID_ARGUMENT',
      `${number}${unit && ` ${unit}`} is outside the valid range for parameter "${name}" ${range}`,
    )
  }
  return String(number)
}

function booleanOf(name: string, value: string): string {
  const word = value.trim().toLowerCase()
  if (word === '1' || word === 'on') return 'on'
  if (word === '0' || word === 'off' || word === 'of') return 'off'
  if (word !== '' && ('true'.startsWith(word) || 'yes'.startsWith(word))) return 'on'
  if (word !== '' && ('false'.startsWith(word) || 'no'.startsWith(word))) return 'off'
  throw new ZohoSqlError('INVALID_ARGUMENT', `parameter "${name}" requires a Boolean value`)
}

function oneOf({ name, allowed }: Setting, value: string): string {
  const found = allowed.find((word) => word === value.trim().toLowerCase())
  if (found === undefined) throw invalid(name, value, `Available values: ${allowed.join(', ')}.`)
  return found
}

function checkedValue(setting: Setting, value: string): string {
  if (setting.type === 'bool') return booleanOf(setting.name, value)
  if (setting.type === 'enum') return oneOf(setting, value)
  return setting.type === 'string' ? value : numberOf(setting, value)
}

/** Names of others' making are theirs to choose, as in PostgreSQL; of ours there is one to set. */
function ownValue(name: string, value: string): string {
  if (!name.startsWith('zohosql.')) return value
  if (name === 'zohosql.max_credits' && /^(\d*|default)$/i.test(value)) return value.replace(/default/i, '')
  if (name === 'zohosql.max_credits') throw invalid(name, value)
  if (name === 'zohosql.calls' || name === 'zohosql.credits')
    throw new ZohoSqlError('INVALID_ARGUMENT', `parameter "${name}" cannot be changed`)
  throw new ZohoSqlError('INVALID_ARGUMENT', `unrecognized configuration parameter "${name}"`, {
    hint: 'zohosql.max_credits can be set; zohosql.calls and zohosql.credits can be shown.',
  })
}

/** Names and values that one session may keep are bounded. */
const textMax = 64 * 1024

function checkSize(name: string, value: string): void {
  if (name.length > 255 || value.length > textMax)
    throw new ZohoSqlError('RESOURCE_LIMIT', 'a setting is longer than a session keeps', {
      hint: `At most 255 characters of name and ${textMax} of value.`,
    })
}

/**
 * The value that a session keeps when a client sets one; undefined where setting it changes nothing.
 *
 * @param user who may be set as session_authorization and role: nobody else
 * @throws {ZohoSqlError} 42704 unknown · 22023 no value of it · 42501 another role · 0A000 a form answers cannot have
 * @example settingValue('statement_timeout', '5s', 'me') // '5000'
 */
export function settingValue(name: string, value: string, user: string): string | undefined {
  const lower = name.toLowerCase()
  checkSize(name, value)
  if (lower.includes('.')) return ownValue(lower, value)
  const setting = settingOf.get(lower)
  if (!setting) throw unknownSetting(name)
  if (lower === 'role' || lower === 'session_authorization') return identity(lower, value, user)
  if (always.has(lower)) return undefined
  const form = forms.get(lower)
  if (form && !form[0].test(value.trim()))
    throw new ZohoSqlError('NOT_SUPPORTED', `${setting.name} "${value}" is not supported`, {
      hint: `It is ${form[1]}.`,
    })
  if (setting.context === 'internal' || setting.context === 'postmaster')
    throw new ZohoSqlError('INVALID_ARGUMENT', `parameter "${setting.name}" cannot be changed`)
  if (/^default$/i.test(value)) return setting.initial
  return form ? form[1] : checkedValue(setting, value)
}

function identity(name: string, value: string, user: string): undefined {
  if (/^(none|default)$/i.test(value) || value === user || value === '') return undefined
  const what = name === 'role' ? `role "${value}"` : 'session authorization'
  throw new ZohoSqlError('PERMISSION_DENIED', `permission denied to set ${what}`)
}

/** `30000` of statement_timeout as SHOW has it: `30s`. */
export function shownSetting(name: string, value: string): string {
  const setting = settingOf.get(name.toLowerCase())
  const number = Number(value)
  const factors = setting?.unit ? units[setting.unit] : undefined
  if (!factors || !(number > 0)) return value
  const whole = Object.entries(factors).filter(([, factor]) => Number.isInteger(number / factor) && number >= factor)
  const [word, factor] = whole.reduce((best, each) => (each[1] > best[1] ? each : best))
  return `${number / factor}${word}`
}
