/** From the built-in fields and the metadata of an account to the columns, lookups and handles of a table. Pure. */
import type { Column, FieldPart, Lookup, Reference, Table } from '../../../source/index.ts'
import { type DeskFieldType, fieldTypes, metadataType, objectParts } from '../fields.ts'
import { type ChildSpec, TICKET } from './children.ts'
import type { DeskFieldMeta } from './metadata.ts'
import { changesOf, settableCustom, settableOf } from './settable.ts'
import type { AnswerKind, DeskModuleSpec, FieldSpec } from './spec.ts'

export const schema = 'desk'

/** What this service knows of a column beyond the contract; in {@link Column.handle}. */
export interface DeskColumnFacts {
  readonly read: DeskFieldType['read']
  /** Answers that are expected to carry it. */
  readonly places: ReadonlySet<AnswerKind>
  /** It stands below `cf`. */
  readonly custom: boolean
  /** `fields` may name it (facts 3.4: no text of many lines). */
  readonly namable: boolean
}

export type DeskHandle =
  | { readonly kind: 'module'; readonly spec: DeskModuleSpec }
  | { readonly kind: 'child'; readonly spec: ChildSpec }

export const handleOf = (table: Table): DeskHandle => table.handle as DeskHandle
export const factsOf = (column: Column): DeskColumnFacts => column.handle as DeskColumnFacts

/** What is known of an account when a table is built. */
export interface Around {
  /** Tables of Desk that references may lead to. */
  readonly isTable: (name: string) => boolean
  /** CRM is open as well. */
  readonly crm: boolean
}

const capital = (name: string): string =>
  name.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase())

interface DeskColumnDraft {
  readonly name: string
  readonly part: FieldPart
  readonly type: DeskFieldType
  readonly references?: Reference | undefined
}

const reference = (spec: FieldSpec, around: Around): Reference | undefined => {
  if (spec.target === undefined) return undefined
  if (spec.kind === 'crm') return around.crm ? { schema: 'crm', table: spec.target, column: 'id' } : undefined
  return around.isTable(spec.target) ? { schema, table: spec.target, column: 'id' } : undefined
}

/** The columns that a field becomes: of an object its parts. */
function piecesOf(spec: FieldSpec, around: Around): DeskColumnDraft[] {
  const references = reference(spec, around)
  const part = (name: keyof typeof objectParts, as: FieldPart): DeskColumnDraft => ({
    name: `${spec.name}_${name}`,
    part: as,
    type: objectParts[name],
    ...(name === 'id' ? { references } : {}),
  })
  switch (spec.kind) {
    case 'crm':
      return [part('id', 'id'), part('type', 'name')]
    case 'named':
      return [part('id', 'id'), part('name', 'name')]
    case 'person':
      return [part('id', 'id'), part('name', 'name'), part('email', 'email')]
    default:
      return [{ name: spec.name, part: 'value', type: fieldTypes[spec.kind], references }]
  }
}

const neverEmpty: ReadonlySet<string> = new Set(['id', 'createdTime', TICKET])

function builtIn(table: string, spec: FieldSpec, meta: DeskFieldMeta | undefined, around: Around): Column[] {
  return piecesOf(spec, around).map(({ name, part, type, references }): Column => {
    const label = meta?.label ?? capital(spec.name)
    const handle: DeskColumnFacts = {
      read: type.read,
      places: spec.places,
      custom: false,
      namable: !['long', 'json', 'crm', 'person', 'named'].includes(spec.kind),
    }
    const picklist = spec.kind === 'pick' && meta && meta.values.length > 0 ? meta.values : undefined
    return {
      name,
      type: type.type,
      nullable: !neverEmpty.has(name),
      description: part === 'value' ? label : `${label} (${name.split('_').at(-1)})`,
      field: spec.name,
      part,
      fieldType: meta?.type ?? spec.kind,
      ...(picklist ? { picklist } : {}),
      ...settableOf(table, { name, type: type.type }),
      ...(references ? { references } : {}),
      ...(name === 'id' ? { unique: true } : {}),
      handle,
    }
  })
}

const fromSearchOn: ReadonlySet<AnswerKind> = new Set(['search', 'single'])

/** A custom field; or one of Desk's own that is not built in. */
function further(table: string, meta: DeskFieldMeta, around: Around): Column {
  const type = metadataType(meta.type)
  const target = meta.type === 'lookup' && meta.target !== undefined && around.isTable(meta.target)
  return {
    name: meta.apiName,
    type: type.type,
    nullable: true,
    description: meta.label,
    field: meta.apiName,
    part: 'value',
    fieldType: meta.type,
    ...(meta.values.length > 0 ? { picklist: meta.values } : {}),
    ...settableCustom(table, meta),
    ...(target ? { references: { schema, table: meta.target!, column: 'id' } } : {}),
    handle: { read: type.read, places: fromSearchOn, custom: meta.custom, namable: false } satisfies DeskColumnFacts,
  }
}

const lookupsOf = (columns: readonly Column[]): Lookup[] =>
  columns.flatMap(({ name, field, references }) =>
    references ? [{ field, idColumn: name, target: { schema: references.schema, table: references.table } }] : [],
  )

/** Answers hold these as well: custom values as a whole, the older twin of them, and what stands in columns already. */
const ignored: ReadonlySet<string> = new Set(['cf', 'customFields'])

export function moduleTable(spec: DeskModuleSpec, metas: readonly DeskFieldMeta[], around: Around): Table {
  const byName = new Map(metas.map((meta) => [meta.apiName, meta]))
  const own = new Set(spec.fields.map(({ name }) => name))
  const columns = [
    ...spec.fields.flatMap((field) => builtIn(spec.name, field, byName.get(field.name), around)),
    ...metas
      .filter(({ apiName, custom }) => custom && !own.has(apiName) && !ignored.has(apiName))
      .map((meta) => further(spec.name, meta, around)),
  ]
  const handle: DeskHandle = { kind: 'module', spec }
  const { name, description, nameField } = spec
  const nameColumn = nameField === undefined ? {} : { nameColumn: nameField }
  const more = { ...nameColumn, primaryKey: ['id'], lookups: lookupsOf(columns), handle, ...changesOf(name, columns) }
  return { schema, name, kind: 'table', description, columns, ...more }
}

export function childTable(spec: ChildSpec, around: Around): Table {
  const columns = spec.fields.flatMap((field) => builtIn(spec.name, field, undefined, around))
  const { name, description, key: primaryKey } = spec
  const handle: DeskHandle = { kind: 'child', spec }
  const more = { primaryKey, lookups: lookupsOf(columns), handle, ...changesOf(name, columns) }
  return { schema, name, kind: 'table', description, columns, ...more }
}
