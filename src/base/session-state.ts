import { databaseName } from './names.ts'
import { settingDefaults } from './settings.ts'
import type { SqlType, Value } from './types.ts'

/**
 * Whose statement it is, as far as statements may ask: `current_user`, `current_setting`, `pg_backend_pid`, and the names
 * of the catalogue. Nothing but values, for it travels to other threads.
 */
export interface SessionState {
  readonly user: string
  readonly pid: number
  /** Values of settings by their names in lower case; `set_config` changes them. */
  readonly settings: Map<string, string>
  /** What `set_config` changed, for whoever keeps the session. */
  readonly changes: SettingChange[]
  /** `*` names columns as the catalogue does: none too long, none that differ in case only. */
  readonly clientNames?: boolean
  /** Its statements may write. */
  readonly writes?: boolean
  /** Names and texts of the catalogue, where the statement needs them. */
  names?: CatalogueNames
}

export interface SettingChange {
  readonly name: string
  readonly value: string
  /** Until the end of the transaction only. */
  readonly local: boolean
}

/** A session of nobody in particular. */
export const newSessionState = (given: Partial<SessionState> = {}): SessionState => ({
  user: databaseName,
  pid: process.pid,
  settings: new Map(settingDefaults),
  changes: [],
  ...given,
})

/** What a session tells of itself and of others while a statement runs: rows of pg_stat_activity and its like. */
export interface LiveSession {
  readonly activity: () => readonly Readonly<Record<string, unknown>>[]
  readonly statements: () => readonly Readonly<Record<string, unknown>>[]
  readonly cursors: () => readonly Readonly<Record<string, unknown>>[]
  /** Tables that the session made for itself. */
  readonly temporary?: () => readonly TemporaryTable[]
}

export interface TemporaryTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  readonly rows: readonly Readonly<Record<string, Value>>[]
}

/** An object of the catalogue, as regclass and its like name it. */
export interface NamedObject {
  readonly schema: string
  readonly name: string
}

/** A function or procedure, as the functions that tell of them print it. */
export interface FunctionNames extends NamedObject {
  /** Types of its arguments. */
  readonly types: string
  /** All that is known of them, and the same without defaults. */
  readonly args: string
  readonly identity: string
  /** Null of a procedure. */
  readonly result: string | null
}

/** What functions such as `obj_description`, `format_type` and the casts of regclass know of the catalogue. */
export interface CatalogueNames {
  /** By oid: tables, views and indexes. */
  readonly relations: ReadonlyMap<number, NamedObject>
  /** By oid: types that are none of PostgreSQL's own, which are those of the rows of tables. */
  readonly types: ReadonlyMap<number, NamedObject>
  /** By oid; several may have one name. */
  readonly functions: ReadonlyMap<number, FunctionNames>
  readonly namespaces: ReadonlyMap<number, string>
  readonly roles: ReadonlyMap<number, string>
  /** By kind, oid and number: `comment 1259 16385 0`, `constraint 17001`, `index 17002 0`, `view 13000`. */
  readonly texts: ReadonlyMap<string, string>
  /** Names of columns by relation, in their order. */
  readonly columns: ReadonlyMap<number, readonly string[]>
  /** Of tables that can be written: who may write at all may do this. */
  readonly rights: ReadonlyMap<number, WriteRights>
  /** Columns that fill themselves: the sequence by `relation column`. */
  readonly sequences: ReadonlyMap<string, number>
}

/** Names of privileges: `INSERT`, `UPDATE`, `DELETE`. */
export interface WriteRights {
  readonly table: readonly string[]
  /** In the order of the columns. */
  readonly columns: readonly (readonly string[])[]
}

/** Of a catalogue with nothing in it. */
export const noNames: CatalogueNames = {
  relations: new Map(),
  types: new Map(),
  functions: new Map(),
  namespaces: new Map(),
  roles: new Map(),
  texts: new Map(),
  columns: new Map(),
  rights: new Map(),
  sequences: new Map(),
}
