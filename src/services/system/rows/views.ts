import { byName } from '../../../base/by-name.ts'
import { databaseName } from '../../../base/names.ts'
import { settings } from '../../../base/settings.ts'
import { keyWords } from '../../../sql/keywords.ts'
import { indexDefinition } from '../texts.ts'
import { ownerRole, rootRole } from '../world.ts'
import { databaseOid, roleOid } from './fixed.ts'
import type { RowsOf, SystemRow } from './row.ts'

/** Views over the tables of pg_catalog, as PostgreSQL has them, and what tells of sessions. */

const tableRows: RowsOf = ({ world }) =>
  [...world.tables, ...world.system]
    .filter(({ kind }) => kind === 'r')
    .map((relation) => ({
      schemaname: relation.schema,
      tablename: relation.name,
      tableowner: relation.table ? ownerRole : rootRole.name,
      hasindexes: world.indexes.some(({ of }) => of === relation),
      hasrules: false,
      hastriggers: world.constraints.some(
        ({ of, kind, target }) => kind === 'f' && (of === relation || target?.relation === relation),
      ),
      rowsecurity: false,
    }))

const viewRows: RowsOf = ({ world }) =>
  world.system
    .filter(({ kind }) => kind === 'v')
    .map(({ schema, name }) => ({ schemaname: schema, viewname: name, viewowner: rootRole.name, definition: '' }))

const indexRows: RowsOf = ({ world }) =>
  world.indexes.map((index) => ({
    schemaname: index.schema,
    tablename: index.of.name,
    indexname: index.name,
    indexdef: indexDefinition(index),
  }))

const statistics: RowsOf = ({ world, expectedRows }) =>
  world.tables.map(({ oid, schema, name, table }) => ({
    relid: oid,
    schemaname: schema,
    relname: name,
    seq_scan: 0,
    seq_tup_read: 0,
    n_tup_ins: 0,
    n_tup_upd: 0,
    n_tup_del: 0,
    n_tup_hot_upd: 0,
    n_live_tup: expectedRows(table!) ?? 0,
    n_dead_tup: 0,
    n_mod_since_analyze: 0,
    n_ins_since_vacuum: 0,
    vacuum_count: 0,
    autovacuum_count: 0,
    analyze_count: 0,
    autoanalyze_count: 0,
  }))

const indexStatistics: RowsOf = ({ world }) =>
  world.indexes.map(({ oid, of, schema, name }) => ({
    relid: of.oid,
    indexrelid: oid,
    schemaname: schema,
    relname: of.name,
    indexrelname: name,
    idx_scan: 0,
    idx_tup_read: 0,
    idx_tup_fetch: 0,
  }))

const settingRows: RowsOf = ({ session }) =>
  settings.map(({ name, type, context, unit, initial, min, max, allowed }): SystemRow => {
    const value = session.settings.get(name.toLowerCase()) ?? initial
    return {
      name,
      setting: value,
      unit: unit || null,
      category: 'Client Connection Defaults',
      short_desc: name.replaceAll('_', ' '),
      context,
      vartype: type,
      source: value === initial ? 'default' : 'session',
      min_val: min || null,
      max_val: max || null,
      enumvals:
        allowed.length === 0 ? null : `{${allowed.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(',')}}`,
      boot_val: initial,
      reset_val: initial,
      pending_restart: false,
    }
  })

const activityRows: RowsOf = ({ live, world }) =>
  (live?.activity() ?? []).map(
    (row): SystemRow => ({
      ...(row as SystemRow),
      datid: databaseOid,
      datname: databaseName,
      usesysid: roleOid(String(row.usename), world),
      backend_type: 'client backend',
      state_change: (row.query_start ?? null) as SystemRow[string],
    }),
  )

/** Where the categories of PostgreSQL's key words stand. */
const categories = {
  C: 'unreserved (cannot be function or type name)',
  T: 'reserved (can be function or type name)',
  R: 'reserved',
}

export const viewRowsOf: Readonly<Record<string, RowsOf>> = byName({
  pg_tables: tableRows,
  pg_views: viewRows,
  pg_indexes: indexRows,
  pg_stat_all_tables: statistics,
  pg_stat_user_tables: statistics,
  pg_stat_all_indexes: indexStatistics,
  pg_stat_user_indexes: indexStatistics,
  pg_settings: settingRows,
  pg_stat_activity: activityRows,
  pg_prepared_statements: ({ live }) => (live?.statements() ?? []) as readonly SystemRow[],
  pg_cursors: ({ live }) => (live?.cursors() ?? []) as readonly SystemRow[],
  pg_keywords: () =>
    keyWords().map(({ word, category }) => ({
      word,
      catcode: category,
      barelabel: true,
      catdesc: categories[category],
      baredesc: 'can be bare label',
    })),
})
