import { byName } from '../../../base/by-name.ts'
import { type PgType, pgTypes, typeOid } from '../../../base/pg-types.ts'
import { ownerOid, rootRole } from '../world.ts'
import { collations, type RowsOf, type SystemRow } from './row.ts'

/** pg_type: PostgreSQL's own types, the arrays of them, and those of the rows of tables. */

const pgCatalog = 11
const base: SystemRow = {
  typnamespace: pgCatalog,
  typowner: rootRole.oid,
  typisdefined: true,
  typdelim: ',',
  typrelid: 0,
  typsubscript: 0,
  typelem: 0,
  typarray: 0,
  typmodin: 0,
  typmodout: 0,
  typanalyze: 0,
  typnotnull: false,
  typbasetype: 0,
  typtypmod: -1,
  typndims: 0,
  typcollation: 0,
}

const collated: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'pg_node_tree'])

/** Members of types that PostgreSQL lets be subscripted. */
const elements: Readonly<Record<string, number>> = byName({
  name: 18,
  point: 701,
  lseg: 600,
  int2vector: 21,
  oidvector: 26,
})

function plainRow(type: PgType): SystemRow {
  const [input, output, receive, send] = type.functions
  return {
    ...base,
    oid: type.oid,
    typname: type.name,
    typlen: type.length,
    typbyval: type.byValue,
    typtype: type.kind,
    typcategory: type.category,
    typispreferred: type.preferred,
    typdelim: type.name === 'box' ? ';' : ',',
    typelem: elements[type.name] ?? 0,
    typarray: type.array,
    typinput: input!.oid,
    typoutput: output!.oid,
    typreceive: receive!.oid,
    typsend: send!.oid,
    typalign: type.align,
    typstorage: type.storage,
    typcollation: collated.has(type.name) ? collations.default : type.name === 'name' ? collations.c : 0,
  }
}

/** Numbers of array_in, array_out, array_recv, array_send, and of those of rows. */
export const arrayFunctions = [
  { oid: 750, name: 'array_in' },
  { oid: 751, name: 'array_out' },
  { oid: 2400, name: 'array_recv' },
  { oid: 2401, name: 'array_send' },
]
export const recordFunctions = [
  { oid: 2290, name: 'record_in' },
  { oid: 2291, name: 'record_out' },
  { oid: 2402, name: 'record_recv' },
  { oid: 2403, name: 'record_send' },
]
const io = (functions: typeof arrayFunctions): SystemRow => ({
  typinput: functions[0]!.oid,
  typoutput: functions[1]!.oid,
  typreceive: functions[2]!.oid,
  typsend: functions[3]!.oid,
})

const array = (name: string, oid: number, element: number, more: SystemRow = {}): SystemRow => ({
  ...base,
  ...io(arrayFunctions),
  oid,
  typname: `_${name}`,
  typlen: -1,
  typbyval: false,
  typtype: 'b',
  typcategory: 'A',
  typispreferred: false,
  typelem: element,
  typanalyze: 3816,
  typsubscript: 6179,
  typalign: 'i',
  typstorage: 'x',
  ...more,
})

export const typeRows: Readonly<Record<string, RowsOf>> = byName({
  pg_type: ({ world }) => [
    ...pgTypes.map(plainRow),
    ...pgTypes.flatMap((type) =>
      type.array === 0
        ? []
        : [array(type.name, type.array, type.oid, { typcollation: collated.has(type.name) ? collations.default : 0 })],
    ),
    ...[...world.tables, ...world.system].flatMap((relation) => {
      const owned = relation.table
        ? { typnamespace: world.namespaceOf(relation), typowner: ownerOid(world) }
        : { typnamespace: world.namespaceOf(relation), typowner: rootRole.oid }
      const row: SystemRow = {
        ...base,
        ...io(recordFunctions),
        ...owned,
        oid: relation.type,
        typname: relation.name,
        typlen: -1,
        typbyval: false,
        typtype: 'c',
        typcategory: 'C',
        typispreferred: false,
        typrelid: relation.oid,
        typarray: relation.arrayType,
        typalign: 'd',
        typstorage: 'x',
      }
      return relation.arrayType === 0
        ? [row]
        : [row, array(relation.name, relation.arrayType, relation.type, { ...owned, typalign: 'd' })]
    }),
  ],
  pg_range: () =>
    [
      ['int4range', 'int4'],
      ['int8range', 'int8'],
      ['numrange', 'numeric'],
      ['daterange', 'date'],
      ['tsrange', 'timestamp'],
      ['tstzrange', 'timestamptz'],
    ].map(([range, subtype]) => ({
      rngtypid: oidNamed(range!),
      rngsubtype: oidNamed(subtype!),
      rngmultitypid: 0,
      rngcollation: 0,
      rngsubopc: 0,
      rngcanonical: 0,
      rngsubdiff: 0,
    })),
})

const oidNamed = (name: string): number => pgTypes.find((type) => type.name === name)?.oid ?? typeOid({ name: 'text' })
