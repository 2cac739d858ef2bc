import type { SqlType } from '../base/types.ts'

/** Which part of a remote field a column shows: a lookup field gives its name, its id and (owners) its e-mail. */
export type FieldPart = 'value' | 'name' | 'id' | 'email'

export interface Reference {
  readonly schema: string
  readonly table: string
  readonly column: string
}

export type ChangeAction = 'insert' | 'update' | 'upsert' | 'delete'

/** How a column may be written. A column without it is the remote system's own affair. */
export interface Settable {
  readonly insert: boolean
  readonly update: boolean
  /** The remote system refuses a new row without a value here. */
  readonly mandatory?: true
  /** Characters at the most, where the type does not say. */
  readonly length?: number
  /** Digits before the point at the most, where the type does not say. */
  readonly digits?: number
  /** Digits after the point at the most, where the type does not say. */
  readonly decimals?: number
  /** Of an instant: thousandths of a second are kept; else seconds are. */
  readonly millis?: true
  /** The remote system refuses a value that another row holds. */
  readonly distinct?: true
  /** Names of tags, which are set by calls of their own once the record is there. */
  readonly form?: 'tags'
}

/** What may be done with the rows of a table, and what tells its rows apart when an answer was lost. */
export interface TableChanges {
  readonly actions: readonly ChangeAction[]
  /** Columns that are stamped when a row is made or changed, where the table has them. */
  readonly createdBy?: string
  /** Nobody says whom a record that a program made is stamped with: one of another maker may be its as well. */
  readonly isMakerUnsure?: true
  readonly createdTime?: string
  readonly modifiedTime?: string
  /** Rows are parts of other records, and are written through those. */
  readonly owned?: true
  /**
   * The column of the parent below which alone the remote system finds a row: questions for rows by their key say it as
   * well, and so does a change.
   */
  readonly within?: string
}

export interface Column {
  /** As SQL knows it: the field's API name, or a generated one such as `Account_Name_id`. */
  readonly name: string
  readonly type: SqlType
  readonly nullable: boolean
  /** The field's label, or what a generated column means. */
  readonly description: string
  /** API name of the field it is read from. */
  readonly field: string
  readonly part: FieldPart
  /** The service's own name of the field's type (`picklist`, `ownerlookup` …). */
  readonly fieldType: string
  /** Values of a picklist as records hold them, in the order the service shows them. */
  readonly picklist?: readonly string[]
  /** Set on the id part of a lookup. */
  readonly references?: Reference
  /** Set on the id part of a lookup that may lead to several tables: those that are there. */
  readonly referencesOneOf?: readonly Reference[]
  readonly unique?: boolean
  /** `*` and lists of columns leave it out: xmin of a table of PostgreSQL's. */
  readonly hidden?: boolean
  /** Absent: it cannot be written. */
  readonly settable?: Settable
  /** The service's own knowledge of the field; nobody else looks inside. */
  readonly handle?: unknown
}

/** Its values are several of a picklist, joined by semicolons in any order. */
export const isMultiple = ({ fieldType }: Pick<Column, 'fieldType'>): boolean =>
  fieldType === 'multiselectpicklist' || fieldType === 'multiselect'

/** A lookup as a step of a dotted path: `Account_Name.Industry`. */
export interface Lookup {
  /** API name of the lookup field, the step's name. */
  readonly field: string
  /** The column of this table that holds the id. */
  readonly idColumn: string
  /** The table it leads to; undefined where it may lead to several (What_Id). */
  readonly target: { readonly schema: string; readonly table: string } | undefined
}

export interface Table {
  readonly schema: string
  readonly name: string
  readonly kind: 'table' | 'system'
  readonly description: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  /** The column whose value names a row: what lookups to this table show. */
  readonly nameColumn?: string
  readonly lookups: readonly Lookup[]
  /** Its rows are known with the metadata: a join with it reads nothing. */
  readonly atHand?: true
  /** A path into it may find other rows than a join with it: paths that lead through it are written as joins. */
  readonly joinOnly?: true
  /** Absent: its rows cannot be written. */
  readonly changes?: TableChanges
  /** The service's own knowledge of the module; nobody else looks inside. */
  readonly handle?: unknown
}

/** A table as a list knows it, before its columns were read. */
export interface TableName {
  readonly schema: string
  readonly name: string
  readonly kind: 'table' | 'system'
  readonly description: string
  /** What the service's own pages call it, besides its description. */
  readonly labels?: readonly string[]
  /** What may be done with its rows, as far as the list tells; absent: they are only read. */
  readonly actions?: readonly ChangeAction[]
}

/** All that people may call a table by. */
export const labelsOf = ({ description, labels = [] }: TableName): readonly string[] => [description, ...labels]

/**
 * A column of a wanted row: of the table itself (`path` empty), or reached along lookups:
 * `{ path: ['Account_Name'], column: Industry of Accounts }`.
 */
export interface ColumnRef {
  readonly path: readonly string[]
  readonly column: Column
}

/** `Industry`, `Account_Name.Industry`: the name a wanted column goes by in rows, staging and plans. */
export const refName = (ref: ColumnRef): string => [...ref.path, ref.column.name].join('.')
