import { byName } from '../../base/by-name.ts'
import type { ExpressionScope, KnownNames, PipelineJson } from '../expression/index.ts'
import type { Factory } from './documents.ts'
import { compile, type Dynamic, resolvedNode } from './dynamic.ts'
import { type LinkedServiceReference, type Role, readReference, resolveLinkedService } from './linked-services.ts'
import type { At, JsonNode } from './node.ts'
import {
  type ArgumentValues,
  type DeclaredParameters,
  namesOf,
  readDeclared,
  readGiven,
  resolveGiven,
  scopeWith,
} from './parameters.ts'

export type DatasetKind = 'zoho' | 'table' | 'delimited' | 'json' | 'parquet'

interface DatasetType {
  readonly kind: DatasetKind
  /** The properties that are honoured; their meaning is with whoever reads or writes. */
  readonly properties: readonly string[]
  readonly harmless?: readonly string[]
}

const table: DatasetType = { kind: 'table', properties: ['schema', 'table', 'tableName'] }

/** Types of datasets, and which of their properties are honoured. */
const types: Readonly<Record<string, DatasetType>> = byName({
  ZohoObject: { kind: 'zoho', properties: ['tableName'] },
  DelimitedText: {
    kind: 'delimited',
    properties: [
      'location',
      'columnDelimiter',
      'rowDelimiter',
      'quoteChar',
      'escapeChar',
      'firstRowAsHeader',
      'nullValue',
      'encodingName',
      'compressionCodec',
      'compressionLevel',
    ],
  },
  Json: {
    kind: 'json',
    properties: ['location', 'encodingName', 'compression', 'compressionCodec', 'compressionLevel'],
  },
  Parquet: { kind: 'parquet', properties: ['location', 'compressionCodec'] },
  AzurePostgreSqlTable: table,
  PostgreSqlTable: table,
  PostgreSqlV2Table: table,
  AzureSqlTable: table,
  AzureSqlMITable: table,
  AzureSqlDWTable: table,
  SqlServerTable: table,
  AmazonRdsForSqlServerTable: table,
  MySqlTable: table,
  AzureMySqlTable: table,
  MariaDBTable: table,
  AzureMariaDBTable: table,
  OracleTable: table,
  OdbcTable: table,
  RelationalTable: table,
  SnowflakeTable: table,
  SnowflakeV2Table: table,
  LakeHouseTable: table,
  WarehouseTable: table,
})

const rolesOf: Readonly<Record<DatasetKind, readonly Role[]>> = {
  zoho: ['zoho'],
  table: ['postgres', 'database'],
  delimited: ['files'],
  json: ['files'],
  parquet: ['files'],
}

export interface Dataset {
  readonly name: string
  readonly type: string
  readonly kind: DatasetKind
  readonly at: At
  readonly declared: DeclaredParameters
  readonly properties: Dynamic
  readonly store: LinkedServiceReference
}

/** A dataset with values for its parameters. */
export interface DatasetReference {
  readonly dataset: Dataset
  readonly given: ArgumentValues
}

const harmless = ['annotations', 'description', 'folder', 'schema', 'structure'] as const

/** @throws {ZohoSqlError} PIPELINE_INVALID */
function readDataset(factory: Factory, name: string, from: JsonNode): Dataset {
  const { properties, name: found } = factory.find('dataset', name, from)
  const type = properties.member('type').oneOf(Object.keys(types))
  const { kind, properties: honoured } = types[type]!
  const declared = readDeclared(properties.member('parameters'))
  const names: KnownNames = { words: new Set(['dataset']), own: namesOf(declared) }
  const store = readReference(factory, properties.member('linkedServiceName'), names)
  if (!rolesOf[kind].includes(store.service.role)) {
    throw properties
      .member('type')
      .refusal(`A dataset of type ${type} does not lie in a linked service of type ${store.service.type}.`)
  }
  const own = properties.member('typeProperties')
  for (const key of honoured) own.member(key)
  own.done()
  properties.done(harmless)
  return { name: found, type, kind, at: own.at, declared, properties: compile(own, names), store }
}

/** Reads `{ "referenceName": …, "type": "DatasetReference", "parameters": … }`. */
export function readDatasetReference(factory: Factory, node: JsonNode, names: KnownNames): DatasetReference {
  const type = node.member('type')
  if (type.isThere) type.oneOf(['DatasetReference'])
  const dataset = readDataset(factory, node.member('referenceName').text(), node.member('referenceName'))
  const given = readGiven(node.member('parameters'), dataset.declared, names)
  node.done()
  return { dataset, given }
}

/** A dataset as an activity uses it: every expression computed. */
export interface ResolvedDataset {
  readonly dataset: Dataset
  /** `typeProperties` of the dataset. */
  readonly properties: JsonNode
  readonly store: LinkedServiceReference['service']
  /** `typeProperties` of its linked service. */
  readonly storeProperties: JsonNode
}

export function resolveDataset({ dataset, given }: DatasetReference, scope: ExpressionScope): ResolvedDataset {
  const inner = scopeWith('dataset', resolveGiven(given, dataset.declared, scope) as PipelineJson, scope)
  return {
    dataset,
    properties: resolvedNode(dataset.properties, inner, dataset.at),
    store: dataset.store.service,
    storeProperties: resolveLinkedService(dataset.store, inner),
  }
}
