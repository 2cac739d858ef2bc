import type { Database } from '../../output/databases/index.ts'
import type { ExpressionScope, PipelineJson, PipelineJsonObject } from '../expression/index.ts'
import { type JsonNode, readReference, resolveLinkedService } from '../factory/index.ts'
import type { ActivityReading, ReadWork } from './activity.ts'
import { bound } from './bound.ts'
import { type DynamicProperty, needed, textIn, valueIn, wanted } from './values.ts'

interface Block {
  readonly text: DynamicProperty
  readonly isQuery: boolean
  readonly parameters: readonly { readonly name: string; readonly value: DynamicProperty }[]
}

/** Runs SQL texts in a database, as they are, with their parameters bound. */
export const readScript: ReadWork = ({ properties, activity, reading }) => {
  const reference = readReference(reading.factory, activity.member('linkedServiceName'), reading.names)
  if (!['postgres', 'database'].includes(reference.service.role)) {
    throw activity
      .member('linkedServiceName')
      .refusal(`A script does not run in a linked service of type ${reference.service.type}.`)
  }
  const blocks = properties
    .member('scripts')
    .elements()
    .map((node) => readBlock(node, reading))
  const log = properties.member('logSettings')
  log.member('logDestination').isThere && log.member('logDestination').oneOf(['ActivityOutput'])
  log.done()
  properties.done(['scriptBlockExecutionTimeout', 'returnMultistatementResult'])
  return {
    services: [reference.service],
    input: (scope) => ({ scripts: blocks.map(({ text }) => ({ text: textIn(text, scope) })) }),
    async preview({ scope }) {
      return blocks.map(({ text }) => `runs ${textIn(text, scope)}`)
    },
    async run({ scope, environment, signal }) {
      const database = await environment.stores.database(reference.service, resolveLinkedService(reference, scope))
      const sets: PipelineJsonObject[] = []
      let affected = 0
      for (const block of blocks) {
        const answer = await runBlock(block, database, scope, signal)
        if (!block.isQuery) affected += answer.count
        else sets.push({ rowCount: answer.rows.length, rows: answer.rows.map((row) => objectOf(answer.columns, row)) })
      }
      return {
        resultSetCount: sets.length,
        recordsAffected: affected,
        resultSets: sets,
        outputParameters: {},
        outputLogs: '',
      }
    },
  }
}

function readBlock(node: JsonNode, reading: ActivityReading): Block {
  const type = node.member('type')
  const parameters = node
    .member('parameters')
    .elements()
    .map((each) => {
      const direction = each.member('direction')
      if (direction.isThere) direction.oneOf(['Input'])
      const found = { name: each.member('name').text(), value: wanted(each.member('value'), reading) }
      each.done(['type', 'size'])
      return found
    })
  const block = {
    text: needed(node.member('text'), reading),
    isQuery: !type.isThere || type.oneOf(['Query', 'NonQuery']) === 'Query',
    parameters,
  }
  node.done()
  return block
}

function runBlock({ text, parameters }: Block, database: Database, scope: ExpressionScope, signal: AbortSignal) {
  const values = new Map(parameters.map(({ name, value }) => [name, valueIn(value, scope)] as const))
  const { sql, given } = bound(textIn(text, scope), values, database.kind)
  return database.run(sql, given, signal)
}

const objectOf = (columns: readonly string[], row: readonly PipelineJson[]): PipelineJsonObject =>
  Object.fromEntries(row.map((value, i) => [columns[i]!, value]))
