import { byName } from '../../../base/by-name.ts'
import { databaseName } from '../../../base/names.ts'
import { type CatalogueWorld, ownerOid, ownerRole, rootRole } from '../world.ts'
import { collations, type RowsOf, type Sight, type SystemRow } from './row.ts'

/** What every server has, or this one is said to have: its database, roles, access methods, collations, languages. */

const pgCatalog = 11
const database = 5
const tablespaces = [
  { oid: 1663, spcname: 'pg_default' },
  { oid: 1664, spcname: 'pg_global' },
]

/** The owner of the tables, PostgreSQL's own role, and whoever asks. */
export function roles({
  world,
  session,
}: Pick<Sight, 'world' | 'session'>): { oid: number; name: string; root: boolean }[] {
  const named = [rootRole.name, ownerRole, session.user].filter((name, index, all) => all.indexOf(name) === index)
  return named.map((name) => ({ oid: roleOid(name, world), name, root: name === rootRole.name }))
}

export const roleOid = (name: string, world: CatalogueWorld): number =>
  name === rootRole.name ? rootRole.oid : name === ownerRole ? ownerOid(world) : world.oids.of(`role ${name}`)

const roleRows: RowsOf = (sight) =>
  roles(sight).map(({ oid, name, root }) => ({
    rolname: name,
    rolsuper: root,
    rolinherit: true,
    rolcreaterole: root,
    rolcreatedb: root,
    rolcanlogin: name !== ownerRole,
    rolreplication: root,
    rolconnlimit: -1,
    rolpassword: '********',
    rolbypassrls: root,
    oid,
  }))

const userRows: RowsOf = (sight) =>
  roles(sight)
    .filter(({ name }) => name !== ownerRole)
    .map(({ oid, name, root }) => ({
      usename: name,
      usesysid: oid,
      usecreatedb: root,
      usesuper: root,
      userepl: root,
      usebypassrls: root,
      passwd: '********',
    }))

const databaseRow: SystemRow = {
  oid: database,
  datname: databaseName,
  datdba: rootRole.oid,
  encoding: 6,
  datlocprovider: 'c',
  datistemplate: false,
  datallowconn: true,
  datconnlimit: -1,
  datfrozenxid: 1,
  datminmxid: 1,
  dattablespace: 1663,
  datcollate: 'C',
  datctype: 'C.UTF-8',
}

const language = (oid: number, lanname: string, trusted: boolean): SystemRow => ({
  oid,
  lanname,
  lanowner: rootRole.oid,
  lanispl: false,
  lanpltrusted: trusted,
  lanplcallfoid: 0,
  laninline: 0,
  lanvalidator: 0,
})

const collation = (oid: number, collname: string, provider: string): SystemRow => ({
  oid,
  collname,
  collnamespace: pgCatalog,
  collowner: rootRole.oid,
  collprovider: provider,
  collisdeterministic: true,
  collencoding: -1,
  collcollate: provider === 'd' ? null : collname,
  collctype: provider === 'd' ? null : collname,
})

const method = (oid: number, amname: string, amtype: string): SystemRow => ({ oid, amname, amhandler: 0, amtype })
const operatorClass = (oid: number, opcname: string, type: number): SystemRow => ({
  oid,
  opcmethod: 403,
  opcname,
  opcnamespace: pgCatalog,
  opcowner: rootRole.oid,
  opcfamily: 0,
  opcintype: type,
  opcdefault: true,
  opckeytype: 0,
})

export const fixedRows: Readonly<Record<string, RowsOf>> = byName({
  pg_database: () => [databaseRow],
  pg_roles: roleRows,
  pg_user: userRows,
  pg_tablespace: () => tablespaces.map((space) => ({ ...space, spcowner: rootRole.oid })),
  pg_am: () => [
    method(2, 'heap', 't'),
    method(403, 'btree', 'i'),
    method(405, 'hash', 'i'),
    method(783, 'gist', 'i'),
    method(2742, 'gin', 'i'),
    method(4000, 'spgist', 'i'),
    method(3580, 'brin', 'i'),
  ],
  pg_collation: () => [
    collation(collations.default, 'default', 'd'),
    collation(collations.c, 'C', 'c'),
    collation(collations.posix, 'POSIX', 'c'),
  ],
  pg_language: () => [language(12, 'internal', false), language(13, 'c', false), language(14, 'sql', true)],
  pg_opclass: () => [operatorClass(3124, 'int8_ops', 20), operatorClass(3126, 'text_ops', 25)],
  pg_stat_database: () => [{ datid: database, datname: databaseName }],
})

export const databaseOid = database
