import { isObject } from '../expression/index.ts'
import { invalid, type JsonNode } from '../factory/index.ts'
import { type Mapping, variableOf } from './mapping.ts'

/** Data Factory shows, and some exports write, a secret as stars. */
const masked = /^\*{3,}$/

/**
 * A value of a linked service in plain: of a SecureString, of a Key Vault reference (by `--secret` or the environment),
 * or as it stands.
 *
 * @param service the linked service's name
 * @throws {ZohoSqlError} PIPELINE_INVALID a secret that is nowhere to be had, and where to give it
 */
function plainValue(node: JsonNode, service: string, key: string, { secret }: Mapping): unknown {
  const { value } = node
  if (isObject(value) && value.type === 'AzureKeyVaultSecret') {
    const name = node.member('secretName').text()
    return secret(name) ?? missing(node, `Its value is the Key Vault secret "${name}".`, name)
  }
  const inner = isObject(value) && value.type === 'SecureString' ? value.value : value
  if (typeof inner !== 'string' || !masked.test(inner)) return inner
  const name = `${service}.${key}`
  return secret(name) ?? missing(node, `The value of ${key} is masked: Data Factory does not give it away.`, name)
}

function missing(node: JsonNode, what: string, name: string): never {
  throw invalid(what, node.at, `Give it by --secret ${name}=… or by ${variableOf(name)}.`)
}

/** All members of a linked service's properties, in plain. */
export function plainMembers(node: JsonNode, service: string, mapping: Mapping): Readonly<Record<string, unknown>> {
  const entries = node.members().map(([key, each]): [string, unknown] => {
    if (key !== 'connectionProperties') return [key, plainValue(each, service, key, mapping)]
    return [key, plainMembers(each, service, mapping)]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null))
}
