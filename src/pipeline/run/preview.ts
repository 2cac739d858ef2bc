import { isZohoSqlError } from '../../base/errors.ts'
import type { Activity, ActivityContext, ActivityEnvironment, Pipeline } from '../activities/index.ts'
import type { PipelineJsonObject } from '../expression/index.ts'
import { ActivityResults, scopeOf, variablesOf } from './scope.ts'

/**
 * What a run would do, a line each: activities in their order, expressions computed where they do not depend on what
 * an activity finds out, statements with their price. Nothing is asked but Zoho's metadata.
 */
export async function preview(
  { name, activities, ...pipeline }: Pipeline,
  parameters: PipelineJsonObject,
  environment: ActivityEnvironment,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const system = { Pipeline: name, RunId: 'RUN', DataFactory: '', parameters, globalParameters: {} }
  const variables = variablesOf({ name, activities, ...pipeline })
  const scope = scopeOf({
    pipeline: system,
    variables,
    results: new ActivityResults(),
    item: undefined,
    now: environment.now,
  })
  const running = (activity: Activity): ActivityContext => ({
    name: activity.name,
    runId: 'RUN',
    scope,
    variables,
    environment,
    signal,
    inside: async () => ({ succeeded: true, message: undefined }),
    execute: () => ({ runId: 'RUN', outcome: Promise.resolve({ succeeded: true, message: undefined }) }),
    progress: () => {},
  })
  const lines = async (list: readonly Activity[], depth: number): Promise<string[]> => {
    const found: string[] = []
    for (const activity of ordered(list)) {
      const indent = '  '.repeat(depth)
      found.push(
        `${indent}${activity.name} (${activity.type}${activity.inactive ? ', inactive' : ''})${afterText(activity)}`,
      )
      for (const line of await previewOne(activity, running(activity))) found.push(`${indent}  ${line}`)
      for (const [branch, inner] of activity.work.inner ?? []) {
        found.push(`${indent}  ${branch}:`, ...(await lines(inner, depth + 2)))
      }
    }
    return found
  }
  return lines(activities, 0)
}

async function previewOne({ work }: Activity, running: ActivityContext): Promise<readonly string[]> {
  try {
    if (work.preview) return await work.preview(running)
    const input = work.input?.(running.scope)
    return input && Object.keys(input).length > 0 ? [JSON.stringify(input)] : []
  } catch (error) {
    if (!isZohoSqlError(error) || error.code !== 'EXPRESSION_FAILED') throw error
    return ['depends on what activities before it find out']
  }
}

const afterText = ({ dependsOn }: Activity): string =>
  dependsOn.length === 0
    ? ''
    : `, after ${dependsOn.map(({ activity, conditions }) => `${activity} ${conditions.join(' or ')}`).join(', ')}`

/** Those that others depend on come first. */
function ordered(activities: readonly Activity[]): readonly Activity[] {
  const done = new Set<string>()
  const found: Activity[] = []
  while (found.length < activities.length) {
    for (const activity of activities) {
      if (done.has(activity.name) || !activity.dependsOn.every(({ activity: name }) => done.has(name))) continue
      done.add(activity.name)
      found.push(activity)
    }
  }
  return found
}
