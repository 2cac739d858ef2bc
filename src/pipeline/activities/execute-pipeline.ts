import { ZohoSqlError } from '../../base/errors.ts'
import { compile, type JsonNode, resolve } from '../factory/index.ts'
import type { ActivityReading, Pipeline, ReadWork } from './activity.ts'
import { settled } from './inner.ts'

/** Runs another pipeline of the factory, and waits for its end unless it is told not to. */
export const readExecutePipeline: ReadWork = ({ properties, reading }) => {
  const reference = properties.member('pipeline')
  const named = reference.member('referenceName')
  const pipeline = reading.pipeline(named.text(), named)
  reference.member('type')
  reference.done(['name'])
  const parameters = readParameters(properties.member('parameters'), pipeline, reading)
  const waits = properties.member('waitOnCompletion')
  // Data Factory's default is not to wait: the other pipeline then goes its own way.
  const isAwaited = waits.isThere && waits.flag()
  properties.done()
  return {
    inner: [[pipeline.name, pipeline.activities]],
    input: (scope) => ({ pipeline: pipeline.name, parameters: resolve(parameters, scope) }),
    async run({ scope, execute }) {
      const given = resolve(parameters, scope)
      if (typeof given !== 'object' || given === null || Array.isArray(given)) {
        throw new ZohoSqlError('EXPRESSION_FAILED', 'The parameters of a pipeline are an object.')
      }
      const run = execute(pipeline, given as Parameters<typeof execute>[1])
      if (isAwaited) settled(await run.outcome)
      return { pipelineName: pipeline.name, pipelineRunId: run.runId }
    },
  }
}

function readParameters(node: JsonNode, { declared, name }: Pipeline, { names }: ActivityReading) {
  for (const [given, value] of node.members()) {
    if ([...declared.keys()].some((each) => each.toLowerCase() === given.toLowerCase())) continue
    throw value.refusal(`The pipeline ${name} has no parameter "${given}".`)
  }
  return compile(node.isThere ? node : node.emptied(), names)
}
