/** From field metadata to the columns, lookups and handles of a table. Pure. */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { SqlType } from '../../../base/types.ts'
import { text, wideBigint } from '../../../base/types.ts'
import type { Column, ColumnRef, FieldPart, Lookup, Reference, Table, TableName } from '../../../source/index.ts'
import {
  type CoqlPowers,
  type CrmFieldType,
  emailPowers,
  type FieldShape,
  fieldTypeOf,
  namePowers,
  type Roads,
} from '../fields.ts'
import { type CrmFieldMeta, type CrmModuleMeta, plainField } from './metadata.ts'
import { actionsOf, changesOf, type RowsKind, rowsKindOf, settableOf } from './settable.ts'

export const schema = 'crm'
export const usersTable = 'Users'

/** What this service knows of a column beyond the contract; in {@link Column.handle}. */
export interface CrmColumnFacts {
  readonly shape: FieldShape
  readonly roads: Roads
  readonly coql: CoqlPowers
  /** Where COQL gets the name of a lookup. */
  readonly name?: CrmFieldType['name']
  /** Modules a lookup leads to. */
  readonly modules: readonly string[]
  /** COQL allows only a few of these in one query. */
  readonly dynamicFormula: boolean
  /** The search index has it. */
  readonly searchable: boolean
  /** Picklists whose shown values differ from the stored ones: stored by shown. */
  readonly stored?: ReadonlyMap<string, string>
}

export interface ModuleHandle {
  readonly kind: 'module'
  /** API name, as URLs and COQL have it. */
  readonly module: string
  /** The flag of converted records, where the module has it. */
  readonly convertedColumn: Column | undefined
}

/** Tables that are no modules: their rows are metadata, read whole. */
export interface ListHandle {
  readonly kind: 'users' | 'org'
}

export type CrmHandle = ModuleHandle | ListHandle

export const handleOf = (table: Table): CrmHandle => table.handle as CrmHandle

/** @throws {ZohoSqlError} `INTERNAL` for the tables that are no modules. */
export function moduleOf(table: Table): ModuleHandle {
  const handle = handleOf(table)
  if (handle?.kind === 'module') return handle
  throw new ZohoSqlError('INTERNAL', `${table.schema}.${table.name} is no module`)
}

/** @throws {ZohoSqlError} `INTERNAL` for columns of other services. */
export function factsOf(column: Column): CrmColumnFacts {
  if (column.handle !== undefined) return column.handle as CrmColumnFacts
  throw new ZohoSqlError('INTERNAL', `nothing is known of column ${column.name}`)
}

/** How a picklist's stored value may also be spelled in answers and literals: its shown text, where that differs. */
export const shownAs = (column: Column, actual: string): string[] =>
  [...(factsOf(column).stored ?? [])].flatMap(([shown, stored]) => (stored === actual ? [shown] : []))

const bothSpellings = (field: CrmFieldMeta): ReadonlyMap<string, string> | undefined => {
  const actual = new Set(field.picklist.map((value) => value.actual))
  const pairs = field.picklist.filter((v) => v.display !== v.actual && !actual.has(v.display))
  return pairs.length === 0 ? undefined : new Map(pairs.map((v) => [v.display, v.actual]))
}

/** One column to be: its part of the field, its name and type, and what COQL lets one do with it. */
interface CrmColumnDraft {
  readonly part: FieldPart
  readonly name: string
  readonly type: SqlType
  readonly description: string
  readonly coql: CoqlPowers
}

const valuePiece = (field: CrmFieldMeta, type: CrmFieldType): CrmColumnDraft => ({
  part: 'value',
  name: field.apiName,
  type: type.type(field),
  description: field.label,
  coql: type.coql,
})

function lookupPieces(field: CrmFieldMeta, type: CrmFieldType, taken: Set<string>): CrmColumnDraft[] {
  const generated = (suffix: string): string => {
    let name = `${field.apiName}_${suffix}`
    while (taken.has(name)) name += '_'
    taken.add(name)
    return name
  }
  const pieces: CrmColumnDraft[] = [
    { part: 'name', name: field.apiName, type: text, description: field.label, coql: namePowers(type) },
    { part: 'id', name: generated('id'), type: wideBigint, description: `${field.label} (id)`, coql: type.coql },
  ]
  if (type.shape !== 'user') return pieces
  const email = { name: generated('email'), type: text, description: `${field.label} (e-mail)` }
  return [...pieces, { part: 'email', ...email, coql: emailPowers }]
}

function piecesOf(field: CrmFieldMeta, type: CrmFieldType, taken: Set<string>): CrmColumnDraft[] {
  if (type.shape === 'none') return []
  return type.shape === 'lookup' || type.shape === 'user' ? lookupPieces(field, type, taken) : [valuePiece(field, type)]
}

/** The table that a lookup leads to, where there is exactly one and it is there. */
function targetOf(field: CrmFieldMeta, type: CrmFieldType, known: (module: string) => boolean): Reference | undefined {
  if (type.shape === 'user') return { schema, table: usersTable, column: 'id' }
  const [module, second] = field.modules
  if (type.shape !== 'lookup' || module === undefined || second !== undefined || !known(module)) return undefined
  return { schema, table: module, column: 'id' }
}

/** The tables that a lookup to several may lead to. */
const targetsOf = (
  field: CrmFieldMeta,
  type: CrmFieldType,
  known: (module: string) => boolean,
): readonly Reference[] =>
  type.shape === 'lookup' && field.modules.length > 1
    ? field.modules.filter(known).map((table) => ({ schema, table, column: 'id' }))
    : []

// ASSUMPTION: Zoho stamps every record when it is made and changed; no document shows one without.
const isStamp = (field: CrmFieldMeta): boolean =>
  field.dataType === 'datetime' && /^(Created|Modified)_Time$/.test(field.apiName)

interface Targets {
  readonly one: Reference | undefined
  readonly several: readonly Reference[]
  readonly kind: RowsKind
}

function makeColumn(
  field: CrmFieldMeta,
  type: CrmFieldType,
  piece: CrmColumnDraft,
  { one, several, kind }: Targets,
): Column {
  const handle: CrmColumnFacts = {
    shape: type.shape,
    roads: type.roads,
    coql: piece.coql,
    name: type.name,
    modules: type.shape === 'user' ? [usersTable] : field.modules,
    dynamicFormula: field.dynamicFormula,
    searchable: field.searchable,
    stored: bothSpellings(field),
  }
  return {
    name: piece.name,
    type: piece.type,
    nullable: field.apiName !== 'id' && !isStamp(field),
    description: piece.description,
    field: field.apiName,
    part: piece.part,
    fieldType: field.dataType,
    ...(field.picklist.length > 0 ? { picklist: field.picklist.map((value) => value.actual) } : {}),
    ...(piece.part === 'id' && one ? { references: one } : {}),
    ...(piece.part === 'id' && several.length > 0 ? { referencesOneOf: several } : {}),
    ...(piece.part === 'value' && (field.unique || field.apiName === 'id') ? { unique: true } : {}),
    ...settableOf(field, type, piece.part, kind),
    handle,
  }
}

const idField: CrmFieldMeta = {
  ...plainField,
  apiName: 'id',
  label: 'Record Id',
  dataType: 'bigint',
  length: 19,
  unique: true,
}

const parentField = (parent: string, label: string): CrmFieldMeta => ({
  ...plainField,
  apiName: 'Parent_Id',
  label,
  dataType: 'lookup',
  jsonType: 'jsonobject',
  modules: [parent],
})

/** Every record has an `id` and every subform row a `Parent_Id`, whether metadata lists them (it depends on the version). */
function completed(module: CrmModuleMeta, listed: readonly CrmFieldMeta[]): CrmFieldMeta[] {
  const id = listed.find((field) => field.apiName === 'id')
  const fields = [{ ...idField, label: id?.label ?? idField.label }, ...listed.filter((field) => field !== id)]
  if (module.parent === undefined) return fields
  const at = fields.findIndex((field) => field.apiName === 'Parent_Id')
  if (at < 0) return fields.toSpliced(1, 0, parentField(module.parent, 'Parent'))
  if (fields[at]!.modules.length > 0) return fields
  return fields.with(at, parentField(module.parent, fields[at]!.label))
}

export interface FieldColumns {
  readonly columns: readonly Column[]
  readonly lookups: readonly Lookup[]
}

/** The columns of some fields. `known` tells which modules are tables, so that no foreign key leads nowhere. */
export function columnsOf(
  fields: readonly CrmFieldMeta[],
  known: (module: string) => boolean,
  kind: RowsKind = 'record',
): FieldColumns {
  const taken = new Set(fields.map((field) => field.apiName))
  const columns: Column[] = []
  const lookups: Lookup[] = []
  for (const field of fields) {
    const type = fieldTypeOf(field)
    const target = targetOf(field, type, known)
    const targets = { one: target, several: targetsOf(field, type, known), kind }
    const made = piecesOf(field, type, taken).map((piece) => makeColumn(field, type, piece, targets))
    columns.push(...made)
    // A layout is no table and nobody follows it.
    const id = field.dataType === 'layout' ? undefined : made.find((column) => column.part === 'id')
    if (id) lookups.push({ field: field.apiName, idColumn: id.name, target })
  }
  return { columns, lookups }
}

/** The table of a module. */
export function makeTable(
  module: CrmModuleMeta,
  listed: readonly CrmFieldMeta[],
  known: (module: string) => boolean,
): Table {
  const fields = completed(module, listed)
  const { columns, lookups } = columnsOf(fields, known, rowsKindOf(module))
  const handle: ModuleHandle = {
    kind: 'module',
    module: module.apiName,
    convertedColumn: columns.find((column) => column.name === 'Converted__s' && column.type.name === 'boolean'),
  }
  // What lookups to this module show.
  const naming = fields.find((field) => field.display)?.apiName
  const named = columns.find((column) => column.name === naming)
  const table: Table = {
    ...nameOf(module),
    columns,
    primaryKey: ['id'],
    ...(named && { nameColumn: named.name }),
    lookups,
    handle,
    ...changesOf(module, columns),
  }
  // COQL would find a converted lead, though the table does not have it.
  return module.apiName === 'Leads' ? { ...table, joinOnly: true } : table
}

export const nameOf = (
  module: CrmModuleMeta,
): Pick<TableName, 'schema' | 'name' | 'kind' | 'description' | 'labels' | 'actions'> => ({
  schema,
  name: module.apiName,
  kind: 'table',
  description: module.description ?? module.label,
  labels: module.labels,
  actions: actionsOf(module),
})

/** Names and e-mails of users come from the users list: COQL gives last names only (facts 11.23). */
export const needsUsers = (ref: ColumnRef): boolean =>
  ref.path.length === 0 && ref.column.part !== 'id' && factsOf(ref.column).shape === 'user'
