import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { type Database, type DatabaseTableName, readTableName } from '../../output/databases/index.ts'
import type { FormatColumn } from '../../output/index.ts'
import { type ExpressionScope, type KnownNames, textOf } from '../expression/index.ts'
import { compile, type Dynamic, type JsonNode, resolve } from '../factory/index.ts'
import type { CopySink, CopyWriting } from './writing.ts'

/** Types of relational sinks. */
const types = [
  'AzurePostgreSqlSink',
  'PostgreSqlSink',
  'PostgreSqlV2Sink',
  'AzureSqlSink',
  'SqlSink',
  'SqlServerSink',
  'SqlMISink',
  'SqlDWSink',
  'AmazonRdsForSqlServerSink',
  'MySqlSink',
  'AzureMySqlSink',
  'OracleSink',
  'OdbcSink',
  'SnowflakeSink',
  'SnowflakeV2Sink',
  'LakeHouseTableSink',
  'WarehouseSink',
] as const

/** How Data Factory's own machines go about it; what the table holds afterwards does not depend on it. */
const harmless = [
  'writeBatchTimeout',
  'maxConcurrentConnections',
  'disableMetricsCollection',
  'sinkRetryCount',
  'sinkRetryWait',
  'sqlWriterUseTableLock',
  'allowCopyCommand',
  'allowPolyBase',
]

interface TableSinkSettings {
  readonly upsert: boolean
  readonly keys: Dynamic | undefined
  readonly mayCreate: boolean
  readonly before: Dynamic | undefined
}

/** @throws {ZohoSqlError} PIPELINE_INVALID */
export function readTableSink(node: JsonNode, names: KnownNames): CopySink {
  const type = node.member('type').oneOf(types)
  const settings = readSettings(node, names)
  return {
    type,
    target: async ({ dataset, properties, store }) => `${store.name}: ${nameText(tableOf(properties, dataset.name))}`,
    write: (writing) => write(writing, settings),
  }
}

function readSettings(node: JsonNode, names: KnownNames): TableSinkSettings {
  const upsert = readBehaviour(node)
  const settings = node.member('upsertSettings')
  const keys = settings.member('keys')
  settings.done(['useTempDB', 'interimSchemaName'])
  const option = node.member('tableOption')
  const before = node.member('preCopyScript')
  const size = node.member('writeBatchSize')
  if (size.isThere && typeof size.value === 'number') size.count()
  node.done(harmless)
  return {
    upsert,
    keys: keys.isThere ? compile(keys, names) : undefined,
    mayCreate: option.isThere && option.oneOf(['autoCreate', 'none']) === 'autoCreate',
    before: before.isThere ? compile(before, names) : undefined,
  }
}

/** `writeBehavior` of SQL Server's kin, `writeMethod` of PostgreSQL's. */
function readBehaviour(node: JsonNode): boolean {
  const [behaviour, method] = [node.member('writeBehavior'), node.member('writeMethod')]
  if (behaviour.isThere) return behaviour.oneOf(['insert', 'upsert']) === 'upsert'
  return method.isThere && method.oneOf(['CopyCommand', 'BulkInsert', 'Upsert']) === 'Upsert'
}

async function write({ dataset, rows, stores, scope, ...rest }: CopyWriting, settings: TableSinkSettings) {
  const database = await stores.database(dataset.store, dataset.storeProperties)
  const table = tableOf(dataset.properties, dataset.dataset.name)
  const before = settings.before && textOf(resolve(settings.before, scope)).trim()
  const there = await database.columns(table)
  const columns = there === undefined ? rows.columns : fitted(rows.columns, there, nameText(table))
  const keys = settings.upsert ? await keysOf(settings.keys, { columns, scope, database, table }) : undefined
  return database.load({
    table,
    columns,
    batches: rows.batches,
    mode: settings.upsert ? 'upsert' : 'append',
    mayCreate: settings.mayCreate,
    ...(keys && { keys }),
    ...(before && { before }),
    ...rest,
  })
}

/** The columns by the names that the table has: exactly, else ignoring case. */
function fitted(columns: readonly FormatColumn[], there: readonly string[], table: string): readonly FormatColumn[] {
  return columns.map((column) => {
    const name = found(column.name, there)
    if (name !== undefined) return { ...column, name }
    const [best] = nearest(column.name, there)
    throw new ZohoSqlError('UNDEFINED_COLUMN', `The table ${table} has no column "${column.name}".`, {
      hint: `${best ? `Perhaps ${best} is meant. ` : ''}A mapping says which columns are copied, and where to.`,
    })
  })
}

const found = (name: string, all: readonly string[]): string | undefined =>
  all.find((each) => each === name) ?? all.find((each) => each.toLowerCase() === name.toLowerCase())

interface SinkTarget {
  readonly columns: readonly FormatColumn[]
  readonly scope: ExpressionScope
  readonly database: Database
  readonly table: DatabaseTableName
}

/** What tells rows apart: the keys that are given, else the table's primary key. */
async function keysOf(
  given: Dynamic | undefined,
  { columns, scope, database, table }: SinkTarget,
): Promise<readonly string[]> {
  const value = given === undefined ? await database.primaryKey(table) : resolve(given, scope)
  const names = columns.map(({ name }) => name)
  const keys = [value].flat().map((key) => textOf(key as string))
  if (keys.length === 0) {
    throw new ZohoSqlError('PIPELINE_INVALID', `An upsert into ${nameText(table)} needs upsertSettings.keys.`, {
      hint: 'The table has no primary key that would tell.',
    })
  }
  return keys.map((key) => {
    const name = found(key, names)
    if (name !== undefined) return name
    throw new ZohoSqlError('UNDEFINED_COLUMN', `The key "${key}" is none of the columns that are copied.`, {
      hint: `Copied are ${names.join(', ')}.`,
    })
  })
}

/** `tableName` as `schema.table`, or `schema` and `table`; brackets are SQL Server's quotes. */
function tableOf(properties: JsonNode, dataset: string): DatabaseTableName {
  const whole = properties.member('tableName').optionalText()
  const [schema, table] = [properties.member('schema').optionalText(), properties.member('table').optionalText()]
  const plainly = (name: string): string => name.replaceAll('[', '"').replaceAll(']', '"')
  const named = whole === undefined ? undefined : readTableName(plainly(whole))
  if (named) return named
  if (table === undefined) throw properties.refusal(`The dataset ${dataset} names no table.`)
  const bare = (name: string): string => readTableName(plainly(name))?.name ?? name
  return schema ? { schema: bare(schema), name: bare(table) } : { name: bare(table) }
}

const nameText = ({ schema, name }: DatabaseTableName): string => (schema === undefined ? name : `${schema}.${name}`)
