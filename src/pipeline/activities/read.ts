import { type At, invalid, type JsonNode } from '../factory/index.ts'
import { type Activity, type ActivityReading, conditions, type Dependency, type Policy } from './activity.ts'
import { durationOf } from './duration.ts'
import { isControlFlow, table } from './table.ts'

/**
 * Reads a list of activities.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID with file and path
 */
export function readActivities(node: JsonNode, reading: ActivityReading): readonly Activity[] {
  const nodes = node.elements()
  const names = nodes.map((each) => each.member('name').text())
  const seen = new Set<string>()
  for (const [i, name] of names.entries()) {
    if (seen.has(name.toLowerCase())) throw nodes[i]!.refusal(`There are two activities "${name}".`)
    seen.add(name.toLowerCase())
  }
  const all = new Set([...(reading.names.activities ?? []), ...names])
  const inner: ActivityReading = { ...reading, names: { ...reading.names, activities: all } }
  const activities = nodes.map((each) => readActivity(each, names, inner))
  refuseCircle(activities, node.at)
  return activities
}

function readActivity(node: JsonNode, siblings: readonly string[], reading: ActivityReading): Activity {
  const type = node.member('type').oneOf(Object.keys(table))
  refuseNesting(type, node, reading.around)
  const policy = node.member('policy')
  const activity: Activity = {
    name: node.member('name').text(),
    type,
    at: node.at,
    dependsOn: node
      .member('dependsOn')
      .elements()
      .map((each) => readDependency(each, siblings)),
    policy: isControlFlow(type) ? undefined : readPolicy(policy),
    inactive: readState(node),
    work: table[type]!({ properties: node.member('typeProperties'), activity: node, reading }),
  }
  node.done(['description', 'userProperties'])
  return activity
}

const loops = ['ForEach', 'Until']
const branches = ['IfCondition', 'Switch']

/** As Data Factory has it: no loop inside a container, no branch inside a branch. */
function refuseNesting(type: string, node: JsonNode, around: readonly string[]): void {
  const outer = around.at(-1)
  if (outer === undefined) return
  const isRefused =
    loops.includes(type) ||
    (branches.includes(type) && branches.includes(outer)) ||
    (around.length > 1 && branches.includes(type))
  if (!isRefused) return
  throw node.refusal(
    `${type} cannot stand inside ${outer}.`,
    'Put it into a pipeline of its own, run by ExecutePipeline.',
  )
}

function readDependency(node: JsonNode, siblings: readonly string[]): Dependency {
  const named = node.member('activity')
  const lower = named.text().toLowerCase()
  const activity = siblings.find((each) => each.toLowerCase() === lower)
  if (activity === undefined) throw named.refusal(`There is no activity "${named.text()}" to depend on.`)
  const wanted = node
    .member('dependencyConditions')
    .elements()
    .map((each) => each.oneOf(conditions))
  node.done()
  return { activity, conditions: wanted.length === 0 ? ['Succeeded'] : wanted }
}

const defaults = { timeoutMs: 12 * 3_600_000, retryIntervalMs: 30_000 }

function readPolicy(node: JsonNode): Policy {
  const [timeout, retry, interval] = [
    node.member('timeout'),
    node.member('retry'),
    node.member('retryIntervalInSeconds'),
  ]
  const [secureInput, secureOutput] = [node.member('secureInput'), node.member('secureOutput')]
  node.done()
  return {
    timeoutMs: timeout.isThere ? durationOf(timeout) : defaults.timeoutMs,
    retries: retry.isThere ? retry.count() : 0,
    retryIntervalMs: interval.isThere ? interval.count() * 1000 : defaults.retryIntervalMs,
    secureInput: secureInput.isThere && secureInput.flag(),
    secureOutput: secureOutput.isThere && secureOutput.flag(),
  }
}

function readState(node: JsonNode): Activity['inactive'] {
  const state = node.member('state')
  const mark = node.member('onInactiveMarkAs')
  if (!state.isThere || state.oneOf(['Active', 'Inactive']) === 'Active') return undefined
  return mark.isThere ? mark.oneOf(['Succeeded', 'Failed', 'Skipped'] as const) : 'Succeeded'
}

/** Activities that wait for one another would never begin. */
function refuseCircle(activities: readonly Activity[], at: At): void {
  const done = new Set<string>()
  let left = [...activities]
  while (left.length > 0) {
    const ready = left.filter(({ dependsOn }) => dependsOn.every(({ activity }) => done.has(activity)))
    if (ready.length === 0)
      throw invalid(`These activities wait for one another: ${left.map(({ name }) => name).join(', ')}.`, at)
    for (const { name } of ready) done.add(name)
    left = left.filter(({ name }) => !done.has(name))
  }
}
