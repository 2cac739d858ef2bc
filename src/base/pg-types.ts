/**
 * PostgreSQL's types as its catalogues number and describe them, and those of them whose values are kept here as those
 * of another type: an oid is a bigint, a name a text. The numbers are PostgreSQL's own and never change.
 */
import { arrayOf, type SqlType, smallint, type TypeName } from './types.ts'

/** A row of pg_type, as far as it is not the same for all. */
export interface PgType {
  /** `int4`, as pg_type has it. */
  readonly name: string
  readonly oid: number
  /** Object id of the array of it; 0 where there is none. */
  readonly array: number
  /** Bytes of a value; -1 where it varies. */
  readonly length: number
  readonly byValue: boolean
  readonly kind: string
  readonly category: string
  readonly preferred: boolean
  readonly align: string
  readonly storage: string
  readonly functions: readonly { readonly oid: number; readonly name: string }[]
}

// name, oid, array, length, by value, kind, category, preferred, align, storage, and oid and name of in, out, recv, send
const rows = `
bool 16 1000 1 t b B t c p 1242 boolin 1243 boolout 2436 boolrecv 2437 boolsend
bytea 17 1001 -1 f b U f i x 1244 byteain 31 byteaout 2412 bytearecv 2413 byteasend
char 18 1002 1 t b Z f c p 1245 charin 33 charout 2434 charrecv 2435 charsend
name 19 1003 64 f b S f c p 34 namein 35 nameout 2422 namerecv 2423 namesend
int8 20 1016 8 t b N f d p 460 int8in 461 int8out 2408 int8recv 2409 int8send
int2 21 1005 2 t b N f s p 38 int2in 39 int2out 2404 int2recv 2405 int2send
int2vector 22 1006 -1 f b A f i p 40 int2vectorin 41 int2vectorout 2410 int2vectorrecv 2411 int2vectorsend
int4 23 1007 4 t b N f i p 42 int4in 43 int4out 2406 int4recv 2407 int4send
regproc 24 1008 4 t b N f i p 44 regprocin 45 regprocout 2444 regprocrecv 2445 regprocsend
text 25 1009 -1 f b S t i x 46 textin 47 textout 2414 textrecv 2415 textsend
oid 26 1028 4 t b N t i p 1798 oidin 1799 oidout 2418 oidrecv 2419 oidsend
tid 27 1010 6 f b U f s p 48 tidin 49 tidout 2438 tidrecv 2439 tidsend
xid 28 1011 4 t b U f i p 50 xidin 51 xidout 2440 xidrecv 2441 xidsend
cid 29 1012 4 t b U f i p 52 cidin 53 cidout 2442 cidrecv 2443 cidsend
oidvector 30 1013 -1 f b A f i p 54 oidvectorin 55 oidvectorout 2420 oidvectorrecv 2421 oidvectorsend
json 114 199 -1 f b U f i x 321 json_in 322 json_out 323 json_recv 324 json_send
xml 142 143 -1 f b U f i x 2893 xml_in 2894 xml_out 2898 xml_recv 2899 xml_send
pg_node_tree 194 0 -1 f b Z f i x 195 pg_node_tree_in 196 pg_node_tree_out 197 pg_node_tree_recv 198 pg_node_tree_send
point 600 1017 16 f b G f d p 117 point_in 118 point_out 2428 point_recv 2429 point_send
lseg 601 1018 32 f b G f d p 119 lseg_in 120 lseg_out 2480 lseg_recv 2481 lseg_send
path 602 1019 -1 f b G f d x 121 path_in 122 path_out 2482 path_recv 2483 path_send
box 603 1020 32 f b G f d p 123 box_in 124 box_out 2484 box_recv 2485 box_send
polygon 604 1027 -1 f b G f d x 347 poly_in 348 poly_out 2486 poly_recv 2487 poly_send
line 628 629 24 f b G f d p 1490 line_in 1491 line_out 2488 line_recv 2489 line_send
cidr 650 651 -1 f b I f i m 1267 cidr_in 1427 cidr_out 2498 cidr_recv 2499 cidr_send
float4 700 1021 4 t b N f i p 200 float4in 201 float4out 2424 float4recv 2425 float4send
float8 701 1022 8 t b N t d p 214 float8in 215 float8out 2426 float8recv 2427 float8send
unknown 705 0 -2 f p X f c p 109 unknownin 110 unknownout 2416 unknownrecv 2417 unknownsend
circle 718 719 24 f b G f d p 1450 circle_in 1451 circle_out 2490 circle_recv 2491 circle_send
macaddr8 774 775 8 f b U f i p 4110 macaddr8_in 4111 macaddr8_out 3446 macaddr8_recv 3447 macaddr8_send
money 790 791 8 t b N f d p 886 cash_in 887 cash_out 2492 cash_recv 2493 cash_send
macaddr 829 1040 6 f b U f i p 436 macaddr_in 437 macaddr_out 2494 macaddr_recv 2495 macaddr_send
inet 869 1041 -1 f b I t i m 910 inet_in 911 inet_out 2496 inet_recv 2497 inet_send
aclitem 1033 1034 12 f b U f i p 1031 aclitemin 1032 aclitemout 0 - 0 -
bpchar 1042 1014 -1 f b S f i x 1044 bpcharin 1045 bpcharout 2430 bpcharrecv 2431 bpcharsend
varchar 1043 1015 -1 f b S f i x 1046 varcharin 1047 varcharout 2432 varcharrecv 2433 varcharsend
date 1082 1182 4 t b D f i p 1084 date_in 1085 date_out 2468 date_recv 2469 date_send
time 1083 1183 8 t b D f d p 1143 time_in 1144 time_out 2470 time_recv 2471 time_send
timestamp 1114 1115 8 t b D f d p 1312 timestamp_in 1313 timestamp_out 2474 timestamp_recv 2475 timestamp_send
timestamptz 1184 1185 8 t b D t d p 1150 timestamptz_in 1151 timestamptz_out 2476 timestamptz_recv 2477 timestamptz_send
interval 1186 1187 16 f b T t d p 1160 interval_in 1161 interval_out 2478 interval_recv 2479 interval_send
timetz 1266 1270 12 f b D f d p 1350 timetz_in 1351 timetz_out 2472 timetz_recv 2473 timetz_send
bit 1560 1561 -1 f b V f i x 1564 bit_in 1565 bit_out 2456 bit_recv 2457 bit_send
varbit 1562 1563 -1 f b V t i x 1579 varbit_in 1580 varbit_out 2458 varbit_recv 2459 varbit_send
numeric 1700 1231 -1 f b N f i m 1701 numeric_in 1702 numeric_out 2460 numeric_recv 2461 numeric_send
refcursor 1790 2201 -1 f b U f i x 46 textin 47 textout 2414 textrecv 2415 textsend
regprocedure 2202 2207 4 t b N f i p 2212 regprocedurein 2213 regprocedureout 2446 regprocedurerecv 2447 regproceduresend
regoper 2203 2208 4 t b N f i p 2214 regoperin 2215 regoperout 2448 regoperrecv 2449 regopersend
regoperator 2204 2209 4 t b N f i p 2216 regoperatorin 2217 regoperatorout 2450 regoperatorrecv 2451 regoperatorsend
regclass 2205 2210 4 t b N f i p 2218 regclassin 2219 regclassout 2452 regclassrecv 2453 regclasssend
regtype 2206 2211 4 t b N f i p 2220 regtypein 2221 regtypeout 2454 regtyperecv 2455 regtypesend
record 2249 2287 -1 f p P f d x 2290 record_in 2291 record_out 2402 record_recv 2403 record_send
cstring 2275 1263 -2 f p P f c p 2292 cstring_in 2293 cstring_out 2500 cstring_recv 2501 cstring_send
any 2276 0 4 t p P f i p 2294 any_in 2295 any_out 0 - 0 -
anyarray 2277 0 -1 f p P f d x 2296 anyarray_in 2297 anyarray_out 2502 anyarray_recv 2503 anyarray_send
void 2278 0 4 t p P f i p 2298 void_in 2299 void_out 3120 void_recv 3121 void_send
trigger 2279 0 4 t p P f i p 2300 trigger_in 2301 trigger_out 0 - 0 -
internal 2281 0 8 t p P f d p 2304 internal_in 2305 internal_out 0 - 0 -
anyelement 2283 0 4 t p P f i p 2312 anyelement_in 2313 anyelement_out 0 - 0 -
anynonarray 2776 0 4 t p P f i p 2777 anynonarray_in 2778 anynonarray_out 0 - 0 -
uuid 2950 2951 16 f b U f c p 2952 uuid_in 2953 uuid_out 2961 uuid_recv 2962 uuid_send
pg_lsn 3220 3221 8 t b U f d p 3229 pg_lsn_in 3230 pg_lsn_out 3238 pg_lsn_recv 3239 pg_lsn_send
anyenum 3500 0 4 t p P f i p 3504 anyenum_in 3505 anyenum_out 0 - 0 -
tsvector 3614 3643 -1 f b U f i x 3610 tsvectorin 3611 tsvectorout 3639 tsvectorrecv 3638 tsvectorsend
tsquery 3615 3645 -1 f b U f i p 3612 tsqueryin 3613 tsqueryout 3641 tsqueryrecv 3640 tsquerysend
regconfig 3734 3735 4 t b N f i p 3736 regconfigin 3737 regconfigout 3738 regconfigrecv 3739 regconfigsend
regdictionary 3769 3770 4 t b N f i p 3771 regdictionaryin 3772 regdictionaryout 3773 regdictionaryrecv 3774 regdictionarysend
jsonb 3802 3807 -1 f b U f i x 3806 jsonb_in 3804 jsonb_out 3805 jsonb_recv 3803 jsonb_send
anyrange 3831 0 -1 f p P f d x 3832 anyrange_in 3833 anyrange_out 0 - 0 -
int4range 3904 3905 -1 f r R f i x 3834 range_in 3835 range_out 3836 range_recv 3837 range_send
numrange 3906 3907 -1 f r R f i x 3834 range_in 3835 range_out 3836 range_recv 3837 range_send
tsrange 3908 3909 -1 f r R f d x 3834 range_in 3835 range_out 3836 range_recv 3837 range_send
tstzrange 3910 3911 -1 f r R f d x 3834 range_in 3835 range_out 3836 range_recv 3837 range_send
daterange 3912 3913 -1 f r R f i x 3834 range_in 3835 range_out 3836 range_recv 3837 range_send
int8range 3926 3927 -1 f r R f d x 3834 range_in 3835 range_out 3836 range_recv 3837 range_send
jsonpath 4072 4073 -1 f b U f i x 4001 jsonpath_in 4003 jsonpath_out 4002 jsonpath_recv 4004 jsonpath_send
regnamespace 4089 4090 4 t b N f i p 4084 regnamespacein 4085 regnamespaceout 4087 regnamespacerecv 4088 regnamespacesend
regrole 4096 4097 4 t b N f i p 4098 regrolein 4092 regroleout 4094 regrolerecv 4095 regrolesend
regcollation 4191 4192 4 t b N f i p 4193 regcollationin 4194 regcollationout 4196 regcollationrecv 4197 regcollationsend
xid8 5069 271 8 t b U f d p 5070 xid8in 5081 xid8out 5082 xid8recv 5083 xid8send
anycompatible 5077 0 4 t p P f i p 5086 anycompatible_in 5087 anycompatible_out 0 - 0 -
anycompatiblearray 5078 0 -1 f p P f d x 5088 anycompatiblearray_in 5089 anycompatiblearray_out 5090 anycompatiblearray_recv 5091 anycompatiblearray_send
anycompatiblenonarray 5079 0 4 t p P f i p 5092 anycompatiblenonarray_in 5093 anycompatiblenonarray_out 0 - 0 -
anycompatiblerange 5080 0 -1 f p P f d x 5094 anycompatiblerange_in 5095 anycompatiblerange_out 0 - 0 -
`

function read(line: string): PgType {
  const [name, oid, array, length, byValue, kind, category, preferred, align, storage, ...io] = line.split(' ')
  const functions = [0, 2, 4, 6].map((at) => ({ oid: Number(io[at]), name: io[at + 1]! }))
  return {
    name: name!,
    oid: Number(oid),
    array: Number(array),
    length: Number(length),
    byValue: byValue === 't',
    kind: kind!,
    category: category!,
    preferred: preferred === 't',
    align: align!,
    storage: storage!,
    functions,
  }
}

export const pgTypes: readonly PgType[] = rows.trim().split('\n').map(read)

const labelled = (name: TypeName, labels: string): SqlType[] =>
  labels.split(' ').map((label) => Object.freeze({ name, label }))

/** Numbers that stand for an object: their text is its name. */
const references =
  'regclass regtype regproc regprocedure regoper regoperator regnamespace regrole regcollation regconfig regdictionary'

const all: readonly SqlType[] = [
  ...labelled('bigint', `oid xid cid xid8 ${references}`),
  ...labelled('text', 'name "char" tid inet cidr uuid aclitem pg_node_tree pg_lsn void cstring anyarray'),
]
const byLabel: ReadonlyMap<string, SqlType> = new Map(all.map((type) => [type.label!, type]))

export const oid: SqlType = byLabel.get('oid')!
/** `"char"`, one character. */
export const char1: SqlType = byLabel.get('"char"')!
/** Arrays that count from 0 and whose text has blanks between the members. */
export const int2vector: SqlType = Object.freeze({ ...arrayOf(smallint), label: 'int2vector' })
export const oidvector: SqlType = Object.freeze({ ...arrayOf(oid), label: 'oidvector' })
/** What `information_schema._pg_expandarray` gives: a member and its number. */
export const expanded: SqlType = Object.freeze({ ...arrayOf({ name: 'integer' }), label: 'record' })

/** A type of PostgreSQL's catalogues by its name; undefined for all others. */
export const labelledType = (label: string): SqlType | undefined =>
  label === 'int2vector' ? int2vector : label === 'oidvector' ? oidvector : byLabel.get(label)

const referring: ReadonlySet<string> = new Set(references.split(' '))
/** True of regclass and its like. */
export const isReference = (type: SqlType): boolean => type.name === 'bigint' && refers(type)
/** The same as a client sends and gets it: by name. */
export const isReferenceText = (type: SqlType): boolean => type.name === 'text' && refers(type)
const refers = ({ label }: SqlType): boolean => label !== undefined && referring.has(label)
export const isVector = (type: SqlType): boolean => type.label === 'int2vector' || type.label === 'oidvector'

/** Names that differ between SQL and pg_type. */
const internal: Readonly<Partial<Record<TypeName, string>>> = {
  boolean: 'bool',
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  char: 'bpchar',
  unknown: 'text',
}

const byName: ReadonlyMap<string, PgType> = new Map(pgTypes.map((type) => [type.name, type]))

/** The row of a type that is no array. */
export const pgTypeNamed = (typname: string): PgType | undefined => byName.get(typname)

function pgTypeOf(type: SqlType): PgType {
  const typname = type.label?.replaceAll('"', '') ?? internal[type.name] ?? type.name
  return byName.get(typname) ?? byName.get('text')!
}

/** A type's number in pg_type. */
export const typeOid = (type: SqlType): number =>
  type.name === 'array' && !isVector(type) && type.label === undefined
    ? pgTypeOf(type.element ?? { name: 'text' }).array
    : pgTypeOf(type).oid

/** Bytes of a value; -1 where it varies. */
export const typeLength = (type: SqlType): number =>
  type.name === 'array' && type.label === undefined ? -1 : pgTypeOf(type).length

/** A type's modifier as PostgreSQL packs it; -1 for none. */
export function typeModifier(type: SqlType): number {
  if ((type.name === 'varchar' || type.name === 'char') && type.length !== undefined) return type.length + 4
  if (type.name === 'numeric' && type.precision !== undefined) return ((type.precision << 16) | (type.scale ?? 0)) + 4
  if (type.precision !== undefined && ['time', 'timestamp', 'timestamptz'].includes(type.name)) return type.precision
  return -1
}

const sqlNames: ReadonlyMap<string, SqlType> = new Map(
  (
    [
      'boolean smallint integer bigint numeric real double_precision text varchar char date time timestamp timestamptz',
      'interval json jsonb bytea record',
    ]
      .join(' ')
      .split(' ')
      .map((word) => word.replace('_', ' ')) as TypeName[]
  ).map((typeName) => [internal[typeName] ?? typeName, { name: typeName }]),
)

/** The type that values of a row of pg_type have here; undefined where there are none. */
export const sqlTypeOf = (typname: string): SqlType | undefined =>
  sqlNames.get(typname) ?? labelledType(typname === 'char' ? '"char"' : typname)
