import { byName } from '../../base/by-name.ts'
import { type Activity, type ActivityReading, type Pipeline, readActivities } from '../activities/index.ts'
import type { KnownNames, PipelineJson } from '../expression/index.ts'
import { type Factory, type FactoryLinkedService, type JsonNode, namesOf, readDeclared } from '../factory/index.ts'

const variableTypes = ['String', 'Boolean', 'Bool', 'Array', 'Integer', 'Int', 'Float', 'Object'] as const

const empty: Readonly<Record<string, PipelineJson>> = byName({
  String: '',
  Boolean: false,
  Bool: false,
  Array: [],
  Integer: 0,
  Int: 0,
  Float: 0,
  Object: {},
})

/** What is about Data Factory's house and changes nothing of a run. */
const harmless = ['annotations', 'description', 'folder', 'concurrency', 'policy', 'lastPublishTime', 'runDimensions']

/**
 * Reads a pipeline with everything that it leads to: datasets, linked services, other pipelines.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID whatever cannot be run as it stands
 */
export function readPipeline(factory: Factory, name: string): Pipeline {
  return read(factory, name, [], undefined)
}

function read(factory: Factory, wanted: string, around: readonly string[], from: JsonNode | undefined): Pipeline {
  const { name, properties } = factory.find('pipeline', wanted, from)
  if (around.includes(name)) {
    throw properties.refusal(`The pipelines ${[...around, name].join(', ')} run one another without an end.`)
  }
  const declared = readDeclared(properties.member('parameters'))
  const variables = readVariables(properties.member('variables'))
  const names: KnownNames = {
    words: new Set(['pipeline', 'activity', 'variables']),
    parameters: namesOf(declared),
    globalParameters: new Set(factory.globalParameters.members().map(([key]) => key)),
    variables: new Set(variables.keys()),
  }
  const reading: ActivityReading = {
    factory,
    names,
    variables,
    around: [],
    inside: () => [],
    pipeline: (inner, node) => read(factory, inner, [...around, name], node),
  }
  const activities = readActivities(properties.member('activities'), nested(reading))
  properties.done(harmless)
  return { name, declared, variables, activities }
}

/** Gives a reading the way to read what is inside of an activity. */
function nested(reading: ActivityReading): ActivityReading {
  const self: ActivityReading = {
    ...reading,
    inside(node, type, hasItem = false) {
      const words = hasItem ? new Set([...reading.names.words, 'item']) : reading.names.words
      return readActivities(
        node,
        nested({ ...self, around: [...reading.around, type], names: { ...this.names, words } }),
      )
    },
  }
  return self
}

function readVariables(node: JsonNode): Pipeline['variables'] {
  const found = new Map<string, { type: string; initial: PipelineJson }>()
  for (const [name, variable] of node.members()) {
    const type = variable.member('type').oneOf(variableTypes)
    const value = variable.member('defaultValue').value as PipelineJson | undefined
    variable.done(['description'])
    found.set(name, { type, initial: value ?? empty[type]! })
  }
  return found
}

/** Linked services that a pipeline, and what it leads to, will use. */
export function servicesOf(activities: readonly Activity[]): readonly FactoryLinkedService[] {
  return activities.flatMap(({ work, inactive }) =>
    inactive ? [] : [...(work.services ?? []), ...(work.inner ?? []).flatMap(([, inner]) => servicesOf(inner))],
  )
}
