import { byName } from '../../../base/by-name.ts'
import { pgTypeNamed, typeLength, typeModifier, typeOid } from '../../../base/pg-types.ts'
import type { SqlType } from '../../../base/types.ts'
import { accessList } from '../rights.ts'
import {
  type Attribute,
  type CatalogueRelation,
  type CatalogueWorld,
  type Index,
  ownerOid,
  rootRole,
} from '../world.ts'
import { procedureDescriptions } from './procedures.ts'
import { arrayText, collations, type RowsOf, type Sight, type SystemRow } from './row.ts'

/** pg_class, pg_attribute, pg_index, pg_constraint and what else tells of tables and their columns. */

const ownerOf = (relation: CatalogueRelation, world: CatalogueWorld): number =>
  isSystem(relation) ? rootRole.oid : ownerOid(world)
const isSystem = ({ schema }: CatalogueRelation): boolean => schema === 'pg_catalog' || schema === 'information_schema'

const heap = 2
const btree = 403

function classRow(relation: CatalogueRelation, sight: Sight): SystemRow {
  const { world, expectedRows, writes } = sight
  const { oid, name, kind, attributes, type, table } = relation
  const index = kind === 'i'
  const rows = table ? expectedRows(table) : undefined
  const keys = table
    ? world.constraints.some(
        ({ of, kind: key, target }) => key === 'f' && (of === relation || target?.relation === relation),
      )
    : false
  return {
    oid,
    relname: name,
    relnamespace: world.namespaceOf(relation),
    reltype: type,
    reloftype: 0,
    relowner: ownerOf(relation, world),
    relam: index ? btree : kind === 'r' ? heap : 0,
    relfilenode: kind === 'v' ? 0 : oid,
    reltablespace: 0,
    relpages: index ? 1 : 0,
    reltuples: index || kind === 'v' ? 0 : (rows ?? -1),
    relallvisible: 0,
    reltoastrelid: 0,
    relhasindex: world.indexes.some(({ of }) => of === relation),
    relisshared: false,
    relpersistence: 'p',
    relkind: kind,
    relnatts: attributes.length,
    relchecks: 0,
    relhasrules: kind === 'v',
    relhastriggers: keys,
    relhassubclass: false,
    relrowsecurity: false,
    relforcerowsecurity: false,
    relispopulated: true,
    relreplident: index || isSystem(relation) ? 'n' : 'd',
    relispartition: false,
    relrewrite: 0,
    relfrozenxid: index || kind === 'v' ? 0 : 1,
    relminmxid: index || kind === 'v' ? 0 : 1,
    relacl: isSystem(relation) ? '{postgres=arwdDxt/postgres,=r/postgres}' : accessList(table, writes),
  }
}

const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'char'])
const collationOf = (type: SqlType): number =>
  type.label === 'name' ? collations.c : type.label === undefined && texts.has(type.name) ? collations.default : 0

function attributeRow(
  relation: CatalogueRelation,
  { name, type, notNull }: Attribute,
  index: number,
  identity: boolean,
): SystemRow {
  const oid = typeOid(type)
  const internal = pgTypeNamed((type.label ?? '').replaceAll('"', '')) ?? rowOfOid(oid)
  return {
    attrelid: relation.oid,
    attname: name,
    atttypid: oid,
    attstattarget: -1,
    attlen: typeLength(type),
    attnum: index + 1,
    attndims: type.name === 'array' && type.label === undefined ? 1 : 0,
    attcacheoff: -1,
    atttypmod: typeModifier(type),
    attbyval: internal?.byValue ?? false,
    attalign: internal?.align ?? 'i',
    attstorage: internal?.storage ?? 'x',
    attcompression: '',
    attnotnull: notNull,
    atthasdef: false,
    atthasmissing: false,
    attidentity: identity ? 'a' : '',
    attgenerated: '',
    attisdropped: false,
    attislocal: true,
    attinhcount: 0,
    attcollation: collationOf(type),
  }
}

const rowOfOid = (oid: number) => byOid.get(oid)
const byOid = new Map(
  'bool int2 int4 int8 float4 float8 numeric text varchar bpchar date time timestamp timestamptz interval json jsonb bytea'
    .split(' ')
    .map((name) => [pgTypeNamed(name)!.oid, pgTypeNamed(name)!]),
)

const integerOperators = { class: 3124, collation: 0 }
const textOperators = { class: 3126, collation: collations.default }

function indexRow(index: Index): SystemRow {
  const operators = index.attributes.map(({ type }) => (texts.has(type.name) ? textOperators : integerOperators))
  return {
    indexrelid: index.oid,
    indrelid: index.of.oid,
    indnatts: index.keys.length,
    indnkeyatts: index.keys.length,
    indisunique: index.unique,
    indnullsnotdistinct: false,
    indisprimary: index.primary,
    indisexclusion: false,
    indimmediate: true,
    indisclustered: false,
    indisvalid: true,
    indcheckxmin: false,
    indisready: true,
    indislive: true,
    indisreplident: false,
    indkey: arrayText(index.keys),
    indcollation: arrayText(operators.map(({ collation }) => collation)),
    indclass: arrayText(operators.map(({ class: operatorClass }) => operatorClass)),
    indoption: arrayText(index.keys.map(() => 0)),
  }
}

/** `=` of two bigints. */
const equality = 410

const constraintRows: RowsOf = ({ world }) =>
  world.constraints.map(({ oid, kind, name, of, keys, index, target }) => ({
    oid,
    conname: name,
    connamespace: world.namespaceOf(of),
    contype: kind,
    condeferrable: false,
    condeferred: false,
    convalidated: true,
    conrelid: of.oid,
    contypid: 0,
    conindid: index?.oid ?? 0,
    conparentid: 0,
    confrelid: target?.relation.oid ?? 0,
    confupdtype: target ? 'a' : ' ',
    confdeltype: target ? 'a' : ' ',
    confmatchtype: target ? 's' : ' ',
    conislocal: true,
    coninhcount: 0,
    connoinherit: true,
    conkey: arrayText(keys),
    confkey: target ? arrayText(target.keys) : null,
    ...(target && {
      conpfeqop: arrayText([equality]),
      conppeqop: arrayText([equality]),
      conffeqop: arrayText([equality]),
    }),
  }))

const classOid = 1259

const descriptionRows: RowsOf = ({ world }) =>
  world.tables.flatMap(({ oid, description, attributes }) => [
    ...(description === undefined ? [] : [{ objoid: oid, classoid: classOid, objsubid: 0, description }]),
    ...attributes.flatMap((attribute, index) =>
      attribute.description === undefined
        ? []
        : [{ objoid: oid, classoid: classOid, objsubid: index + 1, description: attribute.description }],
    ),
  ])

export const relationRows: Readonly<Record<string, RowsOf>> = byName({
  pg_class: (sight) => sight.world.relations.map((relation) => classRow(relation, sight)),
  pg_attribute: (sight) => {
    // Who only reads needs no word on how rows come by their ids.
    const identities = new Map((sight.writes ? sight.world.identities : []).map(({ of, column }) => [of, column]))
    return sight.world.relations.flatMap((relation) =>
      relation.attributes.map((attribute, index) =>
        attributeRow(relation, attribute, index, identities.get(relation) === index + 1),
      ),
    )
  },
  pg_sequence: ({ world, writes }) =>
    (writes ? world.identities : []).map(({ oid }) => ({
      seqrelid: oid,
      seqtypid: 20,
      seqstart: 1,
      seqincrement: 1,
      seqmax: '9223372036854775807',
      seqmin: 1,
      seqcache: 1,
      seqcycle: false,
    })),
  pg_index: ({ world }) => world.indexes.map(indexRow),
  pg_constraint: constraintRows,
  pg_description: (sight) => [...descriptionRows(sight), ...procedureDescriptions(sight.world)],
  pg_namespace: ({ world }) =>
    world.namespaces.map(({ oid, name }) => ({
      oid,
      nspname: name,
      nspowner: name.startsWith('pg_') || name === 'information_schema' ? rootRole.oid : ownerOid(world),
      nspacl:
        name === 'pg_toast'
          ? null
          : name.startsWith('pg_') || name === 'information_schema'
            ? '{postgres=UC/postgres,=U/postgres}'
            : null,
    })),
})
