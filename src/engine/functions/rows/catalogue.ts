import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { findReference, formatType, isVisible, namesOf, readReference, showReference } from '../catalogue-names.ts'
import { type FunctionRow, fn, inSession, type Js, type SessionRef, setFn, sql } from '../row.ts'

/** Functions that read PostgreSQL's catalogues for a client: names, definitions and descriptions of objects. */

const named = { catalogue: true } as const

type References = (session: SessionRef) => Js

/** Casts from and to regclass and its like; the first argument says which. */
const references = [
  ...inSession(
    'reference of(text,text) oid',
    ({ current }) =>
      (label: string, name: string) =>
        readReference(label, name, current),
    named,
  ),
  ...inSession(
    'references of(text,text[]) oid[]',
    ({ current }) =>
      (label: string, names: readonly (string | null)[]) =>
        names.map((name) => (name === null ? null : readReference(label, name, current))),
    named,
  ),
  ...inSession(
    'reference text(text,oid) text',
    ({ current }) =>
      (label: string, oid: bigint) =>
        showReference(label, oid, current),
    named,
  ),
  ...inSession(
    'reference texts(text,oid[]) text[]',
    ({ current }) =>
      (label: string, oids: readonly (bigint | null)[]) =>
        oids.map((oid) => (oid === null ? null : showReference(label, BigInt(oid), current))),
    named,
  ),
  ...fn('vector lower(anyarray,integer) integer', (members: readonly unknown[], n: number) =>
    n === 1 && members.length > 0 ? 0 : null,
  ),
  ...fn('vector upper(anyarray,integer) integer', (members: readonly unknown[], n: number) =>
    n === 1 && members.length > 0 ? members.length - 1 : null,
  ),
  ...setFn('vector subscripts(anyarray,integer) integer', function* (members: readonly unknown[], n: number) {
    if (n === 1) for (let i = 0; i < members.length; i++) yield [i]
  }),
  ...fn('vector text(text[]) text', (members: readonly string[]) => members.join(' ')),
]

const lookups: readonly (readonly [string, string])[] = [
  ['to_regclass', 'regclass'],
  ['to_regtype', 'regtype'],
  ['to_regproc', 'regproc'],
  ['to_regprocedure', 'regprocedure'],
  ['to_regnamespace', 'regnamespace'],
  ['to_regrole', 'regrole'],
]
const toReferences = lookups.flatMap(([name, label]) => {
  const find: References =
    ({ current }) =>
    (wanted: string) =>
      findReference(label, wanted, current) ?? null
  return inSession(`${name}(text) ${label}`, find, named)
})

const visible =
  (kind: 'relations' | 'types' | 'functions'): References =>
  ({ current }) =>
  (oid: bigint) => {
    const all = namesOf(current)[kind]
    const found = all.get(Number(oid))
    // Types that are PostgreSQL's own have no other name.
    if (kind !== 'relations' && !found) return oid > 0n
    return isVisible(found, all.values(), current)
  }

const visibility = [
  ...inSession('pg_table_is_visible(oid) boolean', visible('relations'), named),
  ...inSession('pg_type_is_visible(oid) boolean', visible('types'), named),
  ...inSession('pg_function_is_visible(oid) boolean', visible('functions'), named),
  ...sql(
    'collation conversion operator opclass opfamily statistics_obj ts_config ts_dict ts_parser ts_template'
      .split(' ')
      .map((kind) => `pg_${kind}_is_visible(oid) boolean`),
    '($1 IS NOT NULL)',
  ),
]

const textOf =
  (key: (...args: readonly unknown[]) => string): References =>
  ({ current }) =>
  (...args: readonly unknown[]) =>
    namesOf(current).texts.get(key(...args)) ?? null

/** Numbers of the catalogues that objects are described under. */
const catalogues: Readonly<Record<string, number>> = byName({
  pg_class: 1259,
  pg_type: 1247,
  pg_proc: 1255,
  pg_namespace: 2615,
  pg_constraint: 2606,
  pg_database: 1262,
  pg_authid: 1260,
})

const descriptions = [
  ...inSession(
    'obj_description(oid) text',
    textOf((oid) => `comment 1259 ${oid} 0`),
    named,
  ),
  ...inSession(
    'obj_description(oid,name) text',
    textOf((oid, of) => `comment ${catalogues[String(of)]} ${oid} 0`),
    named,
  ),
  ...inSession(
    'shobj_description(oid,name) text',
    textOf((oid, of) => `comment ${catalogues[String(of)]} ${oid} 0`),
    named,
  ),
  ...inSession(
    'col_description(oid,integer) text',
    textOf((oid, n) => `comment 1259 ${oid} ${n}`),
    named,
  ),
]

/** `pg_get_indexdef(index, column, pretty)`: of a column its name alone. */
const indexDefinition = textOf((oid, column = 0) => `index ${oid} ${column}`)

const definitions = [
  ...inSession(
    'pg_get_constraintdef(oid,boolean?) text',
    textOf((oid) => `constraint ${oid}`),
    named,
  ),
  ...inSession('pg_get_indexdef(oid) text', indexDefinition, named),
  ...inSession('pg_get_indexdef(oid,integer,boolean) text', indexDefinition, named),
  ...inSession(
    ['pg_get_viewdef(oid) text', 'pg_get_viewdef(oid,boolean) text'],
    textOf((oid) => `view ${oid}`),
    named,
  ),
  ...inSession(
    ['pg_get_viewdef(oid,integer) text'],
    textOf((oid) => `view ${oid}`),
    named,
  ),
  // There are no defaults, rules, triggers, policies, partitions or sequences.
  ...sql(['pg_get_expr(pg_node_tree,oid) text', 'pg_get_expr(pg_node_tree,oid,boolean) text'], '$1'),
  ...sql(
    [
      'pg_get_ruledef(oid,boolean?) text',
      'pg_get_triggerdef(oid,boolean?) text',
      'pg_get_partkeydef(oid) text',
      'pg_get_partition_constraintdef(oid) text',
      'pg_get_statisticsobjdef(oid) text',
      'pg_get_statisticsobjdef_columns(oid) text',
      'pg_get_statisticsobjdef_expressions(oid) text[]',
      'pg_get_functiondef(oid) text',
      'pg_get_function_sqlbody(oid) text',
      'pg_get_function_arg_default(oid,integer) text',
      'pg_sequence_last_value(oid) bigint',
      'pg_tablespace_databases(oid) oid',
      'pg_get_replica_identity_index(oid) regclass',
    ],
    'NULL',
  ),
  ...sql('pg_tablespace_location(oid) text', "''"),
]

const ofFunction =
  (part: 'args' | 'identity' | 'result'): References =>
  ({ current }) =>
  (oid: bigint) =>
    namesOf(current).functions.get(Number(oid))?.[part] ?? null

const functions = [
  ...inSession('pg_get_function_arguments(oid) text', ofFunction('args'), named),
  ...inSession('pg_get_function_identity_arguments(oid) text', ofFunction('identity'), named),
  ...inSession('pg_get_function_result(oid) text', ofFunction('result'), named),
]

const types = [
  ...inSession(
    'format_type(oid,integer) text',
    ({ current }) =>
      (oid: bigint | null, modifier: number | null) =>
        oid === null ? null : oid === 0n ? '-' : (formatType(Number(oid), modifier, current) ?? '???'),
    { ...named, nulls: true },
  ),
  ...fn('nameconcatoid(name,oid) name', (name: string, oid: bigint) => `${name}_${oid}`),
  ...fn('oidvectortypes(oidvector) text', () => ''),
]

const owners = inSession(
  'pg_get_userbyid(oid) name',
  ({ current }) =>
    (oid: bigint) =>
      namesOf(current).roles.get(Number(oid)) ?? `unknown (OID=${oid})`,
  named,
)

const sizeUnits = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
function prettySize(bytes: bigint): string {
  let value = bytes < 0n ? -bytes : bytes
  let unit = 0
  while (value >= (unit === 0 ? 10_240n : 20_479n) && unit < sizeUnits.length - 1) {
    // PostgreSQL keeps one bit more, for rounding.
    value = unit === 0 ? value >> 9n : value >> 10n
    unit++
  }
  const shown = unit === 0 ? value : (value + 1n) >> 1n
  return `${bytes < 0n ? '-' : ''}${shown} ${sizeUnits[unit]}`
}

/** Nothing is stored here. */
const sizes = [
  ...sql(
    [
      'pg_relation_size(regclass) bigint',
      'pg_relation_size(regclass,text) bigint',
      'pg_table_size(regclass) bigint',
      'pg_indexes_size(regclass) bigint',
      'pg_total_relation_size(regclass) bigint',
      'pg_database_size(oid) bigint',
      'pg_database_size(name) bigint',
      'pg_tablespace_size(oid) bigint',
      'pg_tablespace_size(name) bigint',
    ],
    'CASE WHEN $1 IS NULL THEN NULL ELSE 0 END',
  ),
  ...fn('pg_size_pretty(bigint) text', prettySize),
  ...sql(
    'numscans tuples_returned tuples_fetched tuples_inserted tuples_updated tuples_deleted live_tuples dead_tuples blocks_fetched blocks_hit'
      .split(' ')
      .map((what) => `pg_stat_get_${what}(oid) bigint`),
    '0',
  ),
  ...sql(['age(xid) integer', 'mxid_age(xid) integer'], '0'),
]

const properties = [
  ...sql('pg_relation_is_publishable(regclass) boolean', '0'),
  ...sql(
    [
      'pg_index_column_has_property(regclass,integer,text) boolean',
      'pg_index_has_property(regclass,text) boolean',
      'pg_indexam_has_property(oid,text) boolean',
    ],
    'CASE WHEN $1 IS NULL THEN NULL ELSE 0 END',
  ),
]

/** `information_schema._pg_char_max_length(type, modifier)` and kin: what of a type's number and modifier a view shows. */
const measures = [
  ...fn('_pg_truetypid(oid) oid', (oid: bigint) => oid),
  ...fn('_pg_char_max_length(oid,integer) integer', (oid: bigint, modifier: number) =>
    modifier >= 4 && (oid === 1042n || oid === 1043n) ? modifier - 4 : null,
  ),
  ...fn('_pg_numeric_precision(oid,integer) integer', (oid: bigint, modifier: number) => {
    if (oid === 1700n) return modifier === -1 ? null : ((modifier - 4) >> 16) & 0xffff
    return binaryDigits.get(oid) ?? null
  }),
  ...fn('_pg_numeric_precision_radix(oid,integer) integer', (oid: bigint) =>
    oid === 1700n ? 10 : binaryDigits.has(oid) ? 2 : null,
  ),
  ...fn('_pg_numeric_scale(oid,integer) integer', (oid: bigint, modifier: number) => {
    if (oid === 1700n) return modifier === -1 ? null : (modifier - 4) & 0x7ff
    return [20n, 21n, 23n].includes(oid) ? 0 : null
  }),
  ...fn('_pg_datetime_precision(oid,integer) integer', (oid: bigint, modifier: number) => {
    if (oid === 1082n) return 0
    return [1083n, 1114n, 1184n, 1186n, 1266n].includes(oid) ? (modifier < 0 ? 6 : modifier) : null
  }),
]
const binaryDigits: ReadonlyMap<bigint, number> = new Map([
  [21n, 16],
  [23n, 32],
  [20n, 64],
  [700n, 24],
  [701n, 53],
])

/** Rights that PostgreSQL gives where nothing was granted, by the kind of object: of its owner, and of everybody. */
const defaultRights: Readonly<Record<string, readonly [own: string, all?: string]>> = byName({
  r: ['arwdDxt'],
  s: ['rwU'],
  d: ['CTc', 'Tc'],
  f: ['X', 'X'],
  l: ['U', 'U'],
  n: ['UC'],
  t: ['C'],
  T: ['U', 'U'],
  F: ['U'],
  S: ['U'],
  L: ['rw'],
  p: ['sA'],
})

const emptySet = function* (): Generator<readonly unknown[]> {}

function* numbered(items: readonly unknown[]): Generator<readonly unknown[]> {
  for (const [index, item] of items.entries()) yield [[item, BigInt(index + 1)]]
}

const sets = [
  // Their columns one by one: a call in FROM has one function for each.
  ...setFn(['pg_options_to_table name(text[]) text', 'pg_options_to_table value(text[]) text'], emptySet),
  ...setFn(['aclexplode grantor(aclitem[]) oid', 'aclexplode grantee(aclitem[]) oid'], emptySet),
  ...setFn('aclexplode privilege_type(aclitem[]) text', emptySet),
  ...setFn('aclexplode is_grantable(aclitem[]) boolean', emptySet),
  ...setFn(['pg_partition_ancestors(regclass) regclass', 'pg_partition_root(regclass) regclass'], emptySet),
  ...setFn('_pg_expandarray(anyarray) expanded', numbered),
  ...setFn('_pg_expandarray x(anyarray) anyelement', function* (items: readonly unknown[]) {
    for (const item of items) yield [item]
  }),
  ...setFn('_pg_expandarray n(anyarray) integer', function* (items: readonly unknown[]) {
    for (let n = 1; n <= items.length; n++) yield [n]
  }),
  ...inSession(
    'acldefault(char1,oid) aclitem[]',
    ({ current }) =>
      (kind: string, owner: bigint) => {
        const [own = '', all = ''] = defaultRights[kind] ?? []
        const role = namesOf(current).roles.get(Number(owner)) ?? String(owner)
        return [...(all ? [`=${all}/${role}`] : []), ...(own ? [`${role}=${own}/${role}`] : [])]
      },
    named,
  ),
]

/** What is done to a server, and what reads its files, is refused for what it is. */
const refused: Js = () => {
  throw new ZohoSqlError('PERMISSION_DENIED', 'permission denied: it would act on other sessions or on the server')
}
const refusals = fn(
  ['pg_terminate_backend(integer,bigint?) boolean', 'pg_cancel_backend(integer) boolean', 'pg_reload_conf() boolean'],
  refused,
  { volatile: true },
)

export const catalogueRows: readonly FunctionRow[] = [
  ...references,
  ...toReferences,
  ...visibility,
  ...descriptions,
  ...definitions,
  ...functions,
  ...types,
  ...owners,
  ...sizes,
  ...properties,
  ...measures,
  ...sets,
  ...refusals,
]
