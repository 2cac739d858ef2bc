import type { ExpressionScope, PipelineJson } from '../expression/index.ts'
import type { Factory } from './documents.ts'
import { compile, type Dynamic, resolvedNode } from './dynamic.ts'
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

/** What a linked service is for. */
export type Role = 'zoho' | 'postgres' | 'database' | 'files'

/** Types of linked services, by what they are here. */
const roles: Readonly<Record<Role, readonly string[]>> = {
  zoho: ['Zoho'],
  postgres: ['AzurePostgreSql', 'PostgreSql', 'PostgreSqlV2'],
  database: [
    'AzureSqlDatabase',
    'AzureSqlMI',
    'AzureSqlDW',
    'SqlServer',
    'AmazonRdsForSqlServer',
    'MySql',
    'AzureMySql',
    'MariaDB',
    'AzureMariaDB',
    'Oracle',
    'Odbc',
    'Snowflake',
    'SnowflakeV2',
    'LakeHouse',
    'Warehouse',
  ],
  files: [
    'FileServer',
    'AzureBlobStorage',
    'AzureBlobFS',
    'AzureFileStorage',
    'AzureDataLakeStore',
    'AmazonS3',
    'AmazonS3Compatible',
    'GoogleCloudStorage',
    'OracleCloudStorage',
    'Sftp',
    'FtpServer',
    'HdfsServer',
  ],
}

export interface FactoryLinkedService {
  readonly name: string
  readonly type: string
  readonly role: Role
  readonly at: At
  readonly declared: DeclaredParameters
  readonly properties: Dynamic
}

/** A linked service with values for its parameters. */
export interface LinkedServiceReference {
  readonly service: FactoryLinkedService
  readonly given: ArgumentValues
}

const harmless = ['annotations', 'description', 'connectVia', 'version', 'folder'] as const

/** @throws {ZohoSqlError} PIPELINE_INVALID */
function readLinkedService(factory: Factory, name: string, from: JsonNode): FactoryLinkedService {
  const { properties, name: found } = factory.find('linkedService', name, from)
  const type = properties.member('type').text()
  const role = (Object.keys(roles) as Role[]).find((each) => roles[each].includes(type))
  if (!role) {
    throw properties
      .member('type')
      .refusal(
        `Linked services of type "${type}" are not supported.`,
        `Supported are ${Object.values(roles).flat().join(', ')}.`,
      )
  }
  const declared = readDeclared(properties.member('parameters'))
  const own = properties.member('typeProperties')
  const dynamic = compile(own, { words: new Set(['linkedservice']), own: namesOf(declared) })
  properties.done(harmless)
  return { name: found, type, role, at: own.at, declared, properties: dynamic }
}

/** Reads `{ "referenceName": …, "type": "LinkedServiceReference", "parameters": … }`. */
export function readReference(
  factory: Factory,
  node: JsonNode,
  names: Parameters<typeof readGiven>[2],
): LinkedServiceReference {
  const type = node.member('type')
  if (type.isThere) type.oneOf(['LinkedServiceReference'])
  const service = readLinkedService(factory, node.member('referenceName').text(), node.member('referenceName'))
  const given = readGiven(node.member('parameters'), service.declared, names)
  node.done()
  return { service, given }
}

/** The linked service's `typeProperties` with all expressions computed. */
export function resolveLinkedService({ service, given }: LinkedServiceReference, scope: ExpressionScope): JsonNode {
  const values = resolveGiven(given, service.declared, scope)
  return resolvedNode(service.properties, scopeWith('linkedservice', values as PipelineJson, scope), service.at)
}
