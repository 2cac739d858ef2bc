import { byName } from '../../base/by-name.ts'
import { invalid, type JsonNode } from '../factory/index.ts'
import type { Mapping } from './mapping.ts'
import { plainMembers } from './secrets.ts'

/** Words of connection strings of Npgsql and ODBC, and what they are in a URL. */
const words: Readonly<Record<string, string>> = byName({
  host: 'host',
  server: 'host',
  port: 'port',
  database: 'database',
  db: 'database',
  uid: 'user',
  user: 'user',
  username: 'user',
  'user id': 'user',
  pwd: 'password',
  password: 'password',
  encryptionmethod: 'encryption',
  sslmode: 'sslmode',
  'ssl mode': 'sslmode',
})

/**
 * The URL of the PostgreSQL server that a linked service of its own type names.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID
 */
export function postgresUrl(properties: JsonNode, service: string, mapping: Mapping): string {
  const { connectionString, authenticationType: _type, ...own } = plainMembers(properties, service, mapping)
  const parts = new Map<string, string>()
  if (typeof connectionString === 'string') {
    for (const pair of connectionString.split(';')) put(parts, pair.split('=')[0]!, pair.slice(pair.indexOf('=') + 1))
  }
  for (const [key, value] of Object.entries(own)) put(parts, key, String(value))
  const host = parts.get('host')
  const database = parts.get('database')
  if (host === undefined || database === undefined) {
    throw invalid(
      'The linked service names no server and database.',
      properties.at,
      `Map it: --target ${service}=postgres://…`,
    )
  }
  const url = new URL('postgres://localhost')
  url.hostname = host
  url.port = parts.get('port') ?? ''
  url.username = encodeURIComponent(parts.get('user') ?? '')
  url.password = encodeURIComponent(parts.get('password') ?? '')
  url.pathname = `/${encodeURIComponent(database)}`
  const mode = sslModeOf(parts)
  if (mode !== undefined) url.searchParams.set('sslmode', mode)
  return url.href
}

function put(parts: Map<string, string>, key: string, value: string): void {
  const word = words[key.trim().toLowerCase()]
  if (word !== undefined) parts.set(word, value.trim())
}

/** Npgsql counts its modes; ODBC's EncryptionMethod is 0, 1 or 6. */
function sslModeOf(parts: ReadonlyMap<string, string>): string | undefined {
  const mode = parts
    .get('sslmode')
    ?.toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  const modes: Readonly<Record<string, string>> = {
    0: 'disable',
    disable: 'disable',
    1: 'prefer',
    allow: 'prefer',
    2: 'prefer',
    prefer: 'prefer',
    3: 'no-verify',
    require: 'no-verify',
    4: 'verify-full',
    verifyca: 'verify-full',
    5: 'verify-full',
    verifyfull: 'verify-full',
  }
  if (mode !== undefined) return modes[mode]
  const encryption = parts.get('encryption')
  return encryption === undefined || encryption === '0' ? undefined : 'no-verify'
}
