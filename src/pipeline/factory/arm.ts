import { byName } from '../../base/by-name.ts'
import type { Documents, FactoryDocument, ResourceKind } from './document.ts'
import { invalid, JsonNode } from './node.ts'

/**
 * A factory exported as an ARM template: resources of type `Microsoft.DataFactory/factories/…` (Synapse:
 * `Microsoft.Synapse/workspaces/…`), with `[parameters('x')]` where the export took something out.
 */

const kindOf: Readonly<Record<string, ResourceKind>> = byName({
  pipelines: 'pipeline',
  datasets: 'dataset',
  linkedservices: 'linkedService',
})

export interface ArmTemplate {
  readonly name: string
  readonly documents: Documents
  readonly globalParameters: JsonNode
}

/** @param values the parameters' file that lies with the template, if there is one */
export function readTemplate(json: unknown, values: unknown, file: string): ArmTemplate {
  const root = new JsonNode(json, { file, path: '$' })
  const parameters = parametersOf(
    root.member('parameters'),
    new JsonNode(values, { file, path: '$' }).member('parameters'),
  )
  const documents = { pipeline: new Map(), dataset: new Map(), linkedService: new Map() } as Record<
    ResourceKind,
    Map<string, FactoryDocument>
  >
  let globalParameters = new JsonNode(undefined, { file, path: '$' })
  for (const resource of root.member('resources').elements()) {
    const [, type = '', kind = ''] = resource.member('type').text().toLowerCase().split('/')
    const properties = resource.member('properties')
    const replaced = new JsonNode(replace(properties.value, parameters, properties), properties.at)
    const known = kindOf[kind]
    if (known) {
      const name = nameOf(resource.member('name').text())
      documents[known].set(name, { name, properties: replaced })
    } else if (type === 'factories' && kind === '') globalParameters = replaced.member('globalParameters')
  }
  const name = parameters.get('factoryname') ?? parameters.get('workspacename')
  return { name: typeof name === 'string' ? name : 'factory', documents, globalParameters }
}

type ArmParameters = ReadonlyMap<string, unknown>

function parametersOf(declared: JsonNode, given: JsonNode): ArmParameters {
  const found = new Map<string, unknown>()
  for (const [name, parameter] of declared.members())
    found.set(name.toLowerCase(), parameter.member('defaultValue').value)
  for (const [name, parameter] of given.members()) found.set(name.toLowerCase(), parameter.member('value').value)
  return found
}

/** `[concat(parameters('factoryName'), '/CopyAccounts')]` names CopyAccounts. */
const nameOf = (text: string): string => /\/([^/']*)'\)\]$/.exec(text)?.[1] ?? text.replace(/^.*\//, '')

const reference = /^\[parameters\('([^']*)'\)\]$/i

function replace(value: unknown, parameters: ArmParameters, node: JsonNode): unknown {
  if (typeof value === 'string') return replaceText(value, parameters, node)
  if (Array.isArray(value)) return value.map((each) => replace(each, parameters, node))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replace(each, parameters, node)]))
}

/** `[[` at the start is one bracket of the text itself. */
function replaceText(text: string, parameters: ArmParameters, { at }: JsonNode): unknown {
  if (text.startsWith('[[')) return text.slice(1)
  if (!text.startsWith('[') || !text.endsWith(']')) return text
  const name = reference.exec(text)?.[1]
  if (name !== undefined) {
    const value = parameters.get(name.toLowerCase())
    // What the export left empty was a secret: it is said to be missing where it is needed.
    return value === undefined || value === '' ? undefined : value
  }
  if (/^\[(concat|parameters|variables|resourceId|reference|format)\(/i.test(text)) {
    throw invalid(
      `The template's expression ${text} cannot be computed here.`,
      at,
      'Give the factory as its Git folder.',
    )
  }
  return text
}
