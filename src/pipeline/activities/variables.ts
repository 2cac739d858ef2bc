import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { isObject, type PipelineJson } from '../expression/index.ts'
import type { JsonNode } from '../factory/index.ts'
import type { ActivityReading, ReadWork } from './activity.ts'
import { needed, valueIn } from './values.ts'

/** The name of a variable that the pipeline declares, as it declares it. */
function variableName(node: JsonNode, { variables }: ActivityReading): string {
  const named = node.member('variableName')
  const lower = named.text().toLowerCase()
  const found = [...variables.keys()].find((name) => name.toLowerCase() === lower)
  if (found === undefined) throw named.refusal(`The pipeline declares no variable "${named.text()}".`)
  return found
}

/** Sets a variable of the pipeline's, or with `setSystemVariable` what the pipeline returns. */
export const readSetVariable: ReadWork = ({ properties, reading }) => {
  const system = properties.member('setSystemVariable')
  if (system.isThere && system.flag()) throw system.refusal('Return values of pipelines are not supported.')
  const name = variableName(properties, reading)
  const value = needed(properties.member('value'), reading)
  properties.done()
  const { type } = reading.variables.get(name)!
  return {
    input: (scope) => ({ variableName: name, value: valueIn(value, scope) }),
    async run({ scope, variables }) {
      const given = fitting(name, type, valueIn(value, scope))
      variables.set(name, given)
      return { name, value: given }
    },
  }
}

/** Adds an element to a variable of type Array. */
export const readAppendVariable: ReadWork = ({ properties, reading }) => {
  const name = variableName(properties, reading)
  if (reading.variables.get(name)!.type !== 'Array') {
    throw properties.member('variableName').refusal(`The variable "${name}" is no Array.`)
  }
  const value = needed(properties.member('value'), reading)
  properties.done()
  return {
    input: (scope) => ({ variableName: name, value: valueIn(value, scope) }),
    async run({ scope, variables }) {
      const given = valueIn(value, scope)
      variables.set(name, [...(variables.get(name) as readonly PipelineJson[]), given])
      return { name, value: given }
    },
  }
}

const fits: Readonly<Record<string, (value: PipelineJson) => boolean>> = byName({
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Bool: (value) => typeof value === 'boolean',
  Array: (value) => Array.isArray(value),
  Integer: (value) => typeof value === 'bigint' || Number.isInteger(value),
  Int: (value) => typeof value === 'bigint' || Number.isInteger(value),
  Float: (value) => typeof value === 'number',
  Object: (value) => isObject(value),
})

/** A value of the variable's type; Data Factory converts none. */
function fitting(name: string, type: string, value: PipelineJson): PipelineJson {
  if (fits[type]?.(value)) return value
  throw new ZohoSqlError(
    'EXPRESSION_FAILED',
    `The variable "${name}" is of type ${type} and is given another kind of value.`,
    {
      hint: type === 'String' ? 'string() makes a text of it, and so does @{…}.' : undefined,
    },
  )
}
