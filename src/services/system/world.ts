import { foreignKeyName, primaryKeyName, shortName, shownColumns, uniqueName } from '../../base/names.ts'
import { type SqlType, text } from '../../base/types.ts'
import type { Procedure, Service, Table } from '../../source/index.ts'
import { type Definition, pgDefinitions, viewDefinitions } from './definitions.ts'
import { Oids } from './oids.ts'

/** All objects of the catalogue with their numbers, made of the tables that the services have. */

export interface Attribute {
  readonly name: string
  readonly type: SqlType
  readonly notNull: boolean
  readonly description: string | undefined
}

export interface CatalogueRelation {
  readonly oid: number
  readonly schema: string
  readonly name: string
  readonly kind: 'r' | 'v' | 'i'
  readonly attributes: readonly Attribute[]
  readonly description: string | undefined
  /** Of its rows' type and the array of it; 0 for indexes. */
  readonly type: number
  readonly arrayType: number
  /** Set for Zoho's tables. */
  readonly table?: Table
}

export interface Index extends CatalogueRelation {
  readonly of: CatalogueRelation
  readonly unique: boolean
  readonly primary: boolean
  /** Numbers of the columns, from 1. */
  readonly keys: readonly number[]
}

export interface CatalogueConstraint {
  readonly oid: number
  readonly kind: 'p' | 'u' | 'f'
  readonly name: string
  readonly of: CatalogueRelation
  readonly keys: readonly number[]
  readonly index: Index | undefined
  readonly target?: { readonly relation: CatalogueRelation; readonly keys: readonly number[] }
}

/** The ids that a table gives its rows by itself, as PostgreSQL knows such columns. */
export interface Identity {
  readonly oid: number
  readonly name: string
  readonly of: CatalogueRelation
  /** From 1. */
  readonly column: number
}

export interface CatalogueProcedure {
  readonly oid: number
  readonly schema: string
  readonly namespace: number
  readonly procedure: Procedure
}

export interface Namespace {
  readonly oid: number
  readonly name: string
}

const fixedNamespaces: readonly Namespace[] = [
  { oid: 11, name: 'pg_catalog' },
  { oid: 99, name: 'pg_toast' },
]

/** Who owns Zoho's tables, and PostgreSQL's own. */
export const ownerRole = 'zohosql'
export const rootRole = { oid: 10, name: 'postgres' }

const isColumn = (type: SqlType): SqlType => (type.name === 'unknown' || type.name === 'record' ? text : type)

export class CatalogueWorld {
  readonly oids = new Oids()
  readonly namespaces: readonly Namespace[]
  readonly tables: readonly CatalogueRelation[]
  readonly system: readonly CatalogueRelation[]
  readonly indexes: readonly Index[]
  readonly constraints: readonly CatalogueConstraint[]
  readonly identities: readonly Identity[]
  readonly procedures: readonly CatalogueProcedure[]
  readonly #namespaceOids: ReadonlyMap<string, number>

  readonly #show: (schema: string) => string

  /**
   * @param tables those of the services
   * @param services with their schemas and procedures
   * @param show the name that a schema is shown by
   */
  constructor(
    tables: readonly Table[],
    services: readonly Pick<Service, 'schema' | 'procedures'>[],
    show: (schema: string) => string,
  ) {
    this.#show = show
    const sorted = tables.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    this.namespaces = [
      ...fixedNamespaces,
      { oid: this.oids.of('schema information_schema'), name: 'information_schema' },
      ...services.map(({ schema }) => ({ oid: this.oids.of(`schema ${schema}`), name: show(schema) })),
    ]
    this.#namespaceOids = new Map(this.namespaces.map(({ oid, name }) => [name, oid]))
    this.tables = sorted.map((table) => this.#relation(table))
    this.system = [...pgDefinitions, ...viewDefinitions].map((definition) => this.#defined(definition))
    const byKey = new Map(this.tables.map((relation) => [keyOf(relation.table!), relation]))
    this.indexes = this.tables.flatMap((relation) => this.#indexes(relation))
    this.identities = this.tables.flatMap((relation) => this.#identity(relation))
    this.procedures = services.flatMap((service) => this.#procedures(service))
    this.constraints = [
      ...this.indexes.map((index) => this.#key(index)),
      ...this.tables.flatMap((relation) => this.#foreignKeys(relation, byKey)),
    ]
  }

  namespaceOf({ schema }: CatalogueRelation): number {
    return this.#namespaceOids.get(schema) ?? 0
  }

  /** Tables, views and indexes. */
  get relations(): readonly CatalogueRelation[] {
    return [...this.tables, ...this.system, ...this.indexes]
  }

  #relation(table: Table): CatalogueRelation {
    const key = keyOf(table)
    const names = shownColumns(table)
    return {
      oid: this.oids.of(`table ${key}`),
      schema: this.#show(table.schema),
      name: shortName(table.name),
      kind: 'r',
      description: table.description || undefined,
      type: this.oids.of(`type ${key}`),
      arrayType: this.oids.of(`array ${key}`),
      table,
      attributes: table.columns.map((column) => ({
        name: names.get(column.name)!,
        type: isColumn(column.type),
        notNull: !column.nullable || table.primaryKey.includes(column.name),
        description: column.description === column.name ? undefined : column.description || undefined,
      })),
    }
  }

  #procedures({ schema, procedures = [] }: Pick<Service, 'schema' | 'procedures'>): CatalogueProcedure[] {
    const shown = this.#show(schema)
    return procedures.map((procedure) => ({
      oid: this.oids.of(`procedure ${shown}.${procedure.name}`),
      schema: shown,
      namespace: this.#namespaceOids.get(shown)!,
      procedure,
    }))
  }

  #identity(of: CatalogueRelation): Identity[] {
    const { primaryKey, columns, changes, schema, name } = of.table!
    const column = columns.findIndex((one) => one.name === primaryKey[0]) + 1
    if (primaryKey.length !== 1 || columns[column - 1]?.settable || !changes?.actions.includes('insert')) return []
    const oid = this.oids.of(`sequence ${schema}.${name}`)
    return [{ oid, name: shortName(`${name}_${primaryKey[0]}_seq`), of, column }]
  }

  #defined({ schema, name, kind, oid, columns }: Definition): CatalogueRelation {
    const key = `${schema}.${name}`
    return {
      oid: oid || this.oids.of(`table ${key}`),
      schema,
      name,
      kind,
      description: undefined,
      type: this.oids.of(`type ${key}`),
      arrayType: kind === 'r' ? 0 : this.oids.of(`array ${key}`),
      attributes: columns.map((column) => ({
        ...column,
        notNull: column.name === 'oid' || column.type.label === 'name',
        description: undefined,
      })),
    }
  }

  #indexes(of: CatalogueRelation): Index[] {
    const table = of.table!
    const place = (column: string): number => table.columns.findIndex(({ name }) => name === column) + 1
    const made = (name: string, columns: readonly string[], primary: boolean): Index => {
      const keys = columns.map(place)
      return {
        oid: this.oids.of(`index ${table.schema}.${name}`),
        schema: of.schema,
        name: shortName(name),
        kind: 'i',
        attributes: keys.map((key) => ({ ...of.attributes[key - 1]!, notNull: false, description: undefined })),
        description: undefined,
        type: 0,
        arrayType: 0,
        of,
        unique: true,
        primary,
        keys,
      }
    }
    const { primaryKey, columns } = table
    const unique = columns.filter((column) => column.unique && !column.references && !primaryKey.includes(column.name))
    return [
      ...(primaryKey.length > 0 ? [made(primaryKeyName(table.name), primaryKey, true)] : []),
      ...unique.map(({ name }) => made(uniqueName(table.name, name), [name], false)),
    ]
  }

  #key(index: Index): CatalogueConstraint {
    const { of, name, keys, primary } = index
    return {
      oid: this.oids.of(`constraint ${of.schema}.${of.name}.${name}`),
      kind: primary ? 'p' : 'u',
      name,
      of,
      keys,
      index,
    }
  }

  /** A key to a table that is not there, or to a column that is not its key, cannot be stated. */
  #foreignKeys(of: CatalogueRelation, byKey: ReadonlyMap<string, CatalogueRelation>): CatalogueConstraint[] {
    const table = of.table!
    return table.columns.flatMap(({ name, references }, place): CatalogueConstraint[] => {
      const relation = references && byKey.get(keyOf({ schema: references.schema, name: references.table }))
      const primaryKey = relation?.table?.primaryKey ?? []
      if (!relation || primaryKey.length !== 1 || primaryKey[0] !== references?.column) return []
      const index = this.indexes.find((each) => each.of === relation && each.primary)
      return [
        {
          oid: this.oids.of(`constraint ${table.schema}.${table.name}.${name}`),
          kind: 'f',
          name: shortName(foreignKeyName(table.name, name)),
          of,
          keys: [place + 1],
          index,
          target: { relation, keys: index!.keys },
        },
      ]
    })
  }
}

const keyOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string => `${schema}.${name}`

export const ownerOid = ({ oids }: CatalogueWorld): number => oids.of(`role ${ownerRole}`)
