import { byName } from '../../base/by-name.ts'
import type { Connection } from '../../driver/inner.ts'
import type { ExpressionScope, KnownNames } from '../expression/index.ts'
import { textOf } from '../expression/index.ts'
import { compile, type Dynamic, type JsonNode, type ResolvedDataset, resolve } from '../factory/index.ts'
import type { Stores } from '../stores/index.ts'
import { rowsOf, type StoreRows } from '../stores/stores.ts'
import { type Additional, readAdditional, withAdditional } from './additional.ts'
import { rowsOfAnswer } from './answer.ts'

/** Reads the rows of a source. */
export interface SourceReader {
  readonly type: string
  /** The statement that a scope makes of it, for reports. */
  query(dataset: ResolvedDataset, scope: ExpressionScope): string
  open(dataset: ResolvedDataset, stores: Stores, scope: ExpressionScope, signal: AbortSignal): Promise<StoreRows>
  /** What reading would cost: text and credits; undefined for what costs nothing. */
  price(dataset: ResolvedDataset, stores: Stores, scope: ExpressionScope): Promise<string | undefined>
}

interface SourceType {
  /** What its dataset is: an account of Zoho's or a database's table. */
  readonly kind: 'zoho' | 'table'
  readonly query: string
  /** Reading is the same without them: they are about Data Factory's own machines. */
  readonly harmless: readonly string[]
}

const usual = [
  'queryTimeout',
  'maxConcurrentConnections',
  'disableMetricsCollection',
  'sourceRetryCount',
  'sourceRetryWait',
]
const database = (query: string): SourceType => ({ kind: 'table', query, harmless: usual })

/** Types of sources, and the property that holds their statement. */
const types: Readonly<Record<string, SourceType>> = byName({
  ZohoSource: { kind: 'zoho', query: 'query', harmless: usual },
  AzurePostgreSqlSource: database('query'),
  PostgreSqlSource: database('query'),
  PostgreSqlV2Source: database('query'),
  AzureSqlSource: database('sqlReaderQuery'),
  SqlSource: database('sqlReaderQuery'),
  SqlServerSource: database('sqlReaderQuery'),
  SqlMISource: database('sqlReaderQuery'),
  SqlDWSource: database('sqlReaderQuery'),
  AmazonRdsForSqlServerSource: database('sqlReaderQuery'),
  MySqlSource: database('query'),
  AzureMySqlSource: database('query'),
  MariaDBSource: database('query'),
  AzureMariaDBSource: database('query'),
  OracleSource: database('oracleReaderQuery'),
  OdbcSource: database('query'),
  SnowflakeSource: database('query'),
  SnowflakeV2Source: database('query'),
  RelationalSource: database('query'),
})

/** Of `partitionOption`, the one value that changes nothing. */
const whole = ['None'] as const

/** @throws {ZohoSqlError} PIPELINE_INVALID */
export function readSource(node: JsonNode, names: KnownNames, datasetKind: string, from: JsonNode): SourceReader {
  const type = node.member('type').oneOf(Object.keys(types))
  const row = types[type]!
  if (row.kind !== datasetKind) throw from.refusal(`A source of type ${type} does not read this dataset.`)
  const statement = node.member(row.query)
  const text = statement.isThere ? compile(statement, names) : undefined
  const partition = node.member('partitionOption')
  if (partition.isThere) partition.oneOf(whole)
  const additional = readAdditional(node.member('additionalColumns'), names)
  node.done(row.harmless)
  return row.kind === 'zoho' ? zohoSource(type, text, additional) : databaseSource(type, text, additional)
}

const queryOf = (text: Dynamic | undefined, dataset: ResolvedDataset, scope: ExpressionScope): string => {
  const given = text === undefined ? '' : textOf(resolve(text, scope)).trim()
  return given === '' ? `SELECT * FROM ${tableOf(dataset)}` : given
}

/** `tableName`, or `schema` and `table`, quoted for SQL. */
function tableOf({ properties, dataset }: ResolvedDataset): string {
  const named = properties.member('tableName').optionalText()
  if (named !== undefined) return named.split('.').map(quotedName).join('.')
  const table = properties.member('table').optionalText()
  if (table === undefined)
    throw properties.refusal(`The dataset ${dataset.name} names no table, and the source has no query.`)
  const schema = properties.member('schema').optionalText()
  return [schema, table]
    .filter((part) => part !== undefined)
    .map(quotedName)
    .join('.')
}

/** As it stands where it is quoted already, in SQL's way or in SQL Server's. */
const quotedName = (name: string): string => {
  const bare = /^\[(.*)\]$/.exec(name)?.[1] ?? /^"(.*)"$/.exec(name)?.[1] ?? name
  return `"${bare.replaceAll('"', '""')}"`
}

const account = ({ store, storeProperties }: ResolvedDataset, stores: Stores): Promise<Connection> =>
  stores.zoho(store, storeProperties)

function zohoSource(type: string, text: Dynamic | undefined, additional: readonly Additional[]): SourceReader {
  const query = (dataset: ResolvedDataset, scope: ExpressionScope): string => queryOf(text, dataset, scope)
  return {
    type,
    query,
    async open(dataset, stores, scope, signal) {
      const db = await account(dataset, stores)
      const answer = await db.open(query(dataset, scope), [], {
        signal,
        forms: { exactNumbers: true, dates: 'string' },
      })
      return withAdditional(rowsOf(answer), additional, scope)
    },
    async price(dataset, stores, scope) {
      const db = await account(dataset, stores)
      const lines = String(await db.explain(query(dataset, scope))).split('\n')
      return lines.find((line) => line.startsWith('Price:')) ?? lines.at(-1)
    },
  }
}

function databaseSource(type: string, text: Dynamic | undefined, additional: readonly Additional[]): SourceReader {
  const query = (dataset: ResolvedDataset, scope: ExpressionScope): string => queryOf(text, dataset, scope)
  return {
    type,
    query,
    async open(dataset, stores, scope, signal) {
      const database = await stores.database(dataset.store, dataset.storeProperties)
      const answer = await database.run(query(dataset, scope), [], signal)
      return withAdditional(rowsOfAnswer(answer), additional, scope)
    },
    price: async () => undefined,
  }
}
