import { randomUUID } from 'node:crypto'
import { byName } from '../../base/by-name.ts'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { redact, Secret } from '../../base/secret.ts'
import type { Activity, ActivityContext, ActivityEnvironment, InnerRun, Pipeline } from '../activities/index.ts'
import type { PipelineJson, PipelineJsonObject } from '../expression/index.ts'
import { textOf } from '../expression/index.ts'
import type { DeclaredParameters, Factory } from '../factory/index.ts'
import { type ActivityError, type ActivityRun, noError, type PipelineReport, secured } from './report.ts'
import { schedule } from './schedule.ts'
import { ActivityResults, type ScopeParts, scopeOf, variablesOf } from './scope.ts'

export interface RunOptions {
  readonly factory: Factory
  readonly environment: ActivityEnvironment
  readonly signal: AbortSignal
  /** Told of each activity that begins and ends. */
  readonly watch?: (event: { readonly name: string; readonly run?: ActivityRun; readonly rows?: number }) => void
}

/**
 * Runs a pipeline to its end, whatever becomes of its activities.
 *
 * @throws nothing that an activity runs into: that is in the report
 */
export async function runPipeline(
  pipeline: Pipeline,
  parameters: PipelineJsonObject,
  options: RunOptions,
): Promise<PipelineReport> {
  const run = new PipelineRun(pipeline, parameters, options, undefined)
  return run.perform()
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** One run of one pipeline. */
class PipelineRun {
  readonly #pipeline: Pipeline
  readonly #options: RunOptions
  readonly #parameters: PipelineJsonObject
  readonly #id = randomUUID()
  readonly #system: PipelineJsonObject
  readonly #variables
  readonly #runs: ActivityRun[]
  readonly #others: Promise<InnerRun>[] = []

  constructor(
    pipeline: Pipeline,
    parameters: PipelineJsonObject,
    options: RunOptions,
    parent: { readonly run: PipelineRun; readonly runs: ActivityRun[] } | undefined,
  ) {
    this.#pipeline = pipeline
    this.#options = options
    this.#parameters = parameters
    this.#variables = variablesOf(pipeline)
    this.#runs = parent?.runs ?? []
    this.#system = {
      DataFactory: options.factory.name,
      Pipeline: pipeline.name,
      RunId: this.#id,
      GroupId: this.#id,
      TriggerType: parent ? 'PipelineActivity' : 'Manual',
      TriggerId: this.#id,
      TriggerName: 'Manual',
      TriggerTime: iso(options.environment.now()),
      TriggeredByPipelineName: parent ? parent.run.#pipeline.name : null,
      TriggeredByPipelineRunId: parent ? parent.run.#id : null,
      parameters,
      globalParameters: globalsOf(options.factory),
    }
  }

  get id(): string {
    return this.#id
  }

  async perform(): Promise<PipelineReport> {
    const { environment, signal } = this.#options
    const begun = environment.now()
    const { succeeded, message } = await this.#all(this.#pipeline.activities, new ActivityResults(), undefined, signal)
    // Pipelines that nobody waited for: the process does not end before them.
    await Promise.all(this.#others)
    const ended = environment.now()
    return {
      pipelineName: this.#pipeline.name,
      runId: this.#id,
      status: signal.aborted ? 'Cancelled' : succeeded ? 'Succeeded' : 'Failed',
      runStart: iso(begun),
      runEnd: iso(ended),
      durationInMs: ended - begun,
      message: signal.aborted ? 'The run was cancelled.' : (message ?? ''),
      parameters: shownParameters(this.#parameters, this.#pipeline.declared),
      activityRuns: this.#runs,
    }
  }

  async #all(
    activities: readonly Activity[],
    results: ActivityResults,
    item: ScopeParts['item'],
    signal: AbortSignal,
  ): Promise<InnerRun> {
    const { succeeded, message } = await schedule(
      activities,
      (activity) => this.#one(activity, results, item, signal),
      (activity) => this.#skipped(activity),
    )
    return { succeeded, message }
  }

  /** An activity whose conditions were not met is reported too. */
  #skipped({ name, type }: Activity): void {
    const at = iso(this.#options.environment.now())
    this.#runs.push({
      activityName: name,
      activityType: type,
      activityRunId: randomUUID(),
      pipelineName: this.#pipeline.name,
      pipelineRunId: this.#id,
      status: 'Skipped',
      activityRunStart: at,
      activityRunEnd: at,
      durationInMs: 0,
      retryAttempt: null,
      input: {},
      output: {},
      error: noError(name),
    })
  }

  async #one(activity: Activity, results: ActivityResults, item: ScopeParts['item'], signal: AbortSignal) {
    const { environment, watch } = this.#options
    watch?.({ name: activity.name })
    const id = randomUUID()
    const begun = environment.now()
    const { output, error, attempts, isCancelled } = await this.#attempts(activity, { results, item, id }, signal)
    const ended = environment.now()
    const end = endOf(activity, error)
    const run: ActivityRun = {
      activityName: activity.name,
      activityType: activity.type,
      activityRunId: id,
      pipelineName: this.#pipeline.name,
      pipelineRunId: this.#id,
      status: isCancelled ? 'Cancelled' : activity.inactive ? 'Inactive' : end,
      activityRunStart: iso(begun),
      activityRunEnd: iso(ended),
      durationInMs: ended - begun,
      retryAttempt: attempts > 1 ? attempts - 1 : null,
      input: activity.policy?.secureInput ? secured : this.#input(activity, results, item),
      output: activity.policy?.secureOutput ? secured : output,
      error: error ?? noError(activity.name),
    }
    this.#runs.push(run)
    results.set(activity.name, {
      status: end,
      output,
      error: { ...(error ?? noError(activity.name)) },
      run: {
        ActivityRunId: id,
        Duration: `${(ended - begun) / 1000}`,
        ExecutionStartTime: iso(begun),
        ExecutionEndTime: iso(ended),
      },
    })
    watch?.({ name: activity.name, run })
    return { end, ...(error && { message: `${activity.name}: ${error.message}` }) }
  }

  /** The activity's work, again as often as its policy says. */
  async #attempts(activity: Activity, place: ListContext, signal: AbortSignal): Promise<Attempted> {
    if (activity.inactive) return { output: {}, error: undefined, attempts: 1, isCancelled: false }
    const { environment } = this.#options
    const tries = 1 + (activity.policy?.retries ?? 0)
    for (let attempts = 1; ; attempts++) {
      try {
        signal.throwIfAborted()
        return { output: await this.#attempt(activity, place, signal), error: undefined, attempts, isCancelled: false }
      } catch (thrown) {
        const error = errorOf(thrown, activity)
        if (attempts >= tries || signal.aborted)
          return { output: outputOf(error), error, attempts, isCancelled: signal.aborted }
        environment.note(
          `${activity.name}: ${error.message} Tried again in ${activity.policy!.retryIntervalMs / 1000} s.`,
        )
        await environment.sleep(activity.policy!.retryIntervalMs, signal).catch(() => undefined)
      }
    }
  }

  async #attempt(activity: Activity, place: ListContext, signal: AbortSignal): Promise<PipelineJsonObject> {
    const { timeoutMs } = activity.policy ?? {}
    if (timeoutMs === undefined) return activity.work.run(this.#running(activity, place, signal))
    const late = new AbortController()
    const timer = setTimeout(
      () => {
        late.abort(new ZohoSqlError('TIMEOUT', `The activity did not end within its ${timeoutMs / 1000} s.`))
      },
      Math.min(timeoutMs, 2 ** 31 - 1),
    )
    try {
      return await activity.work.run(this.#running(activity, place, AbortSignal.any([signal, late.signal])))
    } catch (error) {
      throw late.signal.aborted ? late.signal.reason : error
    } finally {
      clearTimeout(timer)
    }
  }

  #running(activity: Activity, { results, item, id }: ListContext, signal: AbortSignal): ActivityContext {
    const { environment, watch } = this.#options
    return {
      name: activity.name,
      runId: id,
      scope: this.#scope(results, item),
      variables: this.#variables,
      environment,
      signal,
      inside: (activities, inner = item, within = signal) => {
        // What runs inside of Until is asked for by its expression: its results are the container's too.
        const own = activity.type === 'Until' ? results : new ActivityResults(results)
        return this.#all(activities, own, inner, within)
      },
      execute: (pipeline, given) => {
        const parent = { run: this, runs: this.#runs }
        const run = new PipelineRun(
          pipeline,
          parametersOf(pipeline.declared, given),
          { ...this.#options, signal },
          parent,
        )
        const outcome = run.perform().then(({ status, message }) => ({ succeeded: status === 'Succeeded', message }))
        this.#others.push(outcome)
        return { runId: run.id, outcome }
      },
      progress: (rows) => watch?.({ name: activity.name, rows }),
    }
  }

  #scope(results: ActivityResults, item: ScopeParts['item']) {
    const { now } = this.#options.environment
    return scopeOf({ pipeline: this.#system, variables: this.#variables, results, item, now })
  }

  /** As far as it can be told: an activity may have failed of it. */
  #input({ work }: Activity, results: ActivityResults, item: ScopeParts['item']): PipelineJsonObject {
    try {
      return work.input?.(this.#scope(results, item)) ?? {}
    } catch {
      return {}
    }
  }
}

interface ListContext {
  readonly results: ActivityResults
  readonly item: ScopeParts['item']
  readonly id: string
}

interface Attempted {
  readonly output: PipelineJsonObject
  readonly error: ActivityError | undefined
  readonly attempts: number
  readonly isCancelled: boolean
}

const endOf = ({ inactive }: Activity, error: ActivityError | undefined) =>
  inactive ?? (error ? ('Failed' as const) : ('Succeeded' as const))

/** Errors of the pipeline's own making have a code of their own; others an SQLSTATE. */
function errorOf(thrown: unknown, { name, type }: Activity): ActivityError {
  const message = redact(thrown instanceof Error ? thrown.message : String(thrown))
  if (!isZohoSqlError(thrown)) return { errorCode: 'HY000', message, failureType: 'SystemError', target: name }
  const hint = thrown.hint === undefined ? '' : ` ${redact(thrown.hint)}`
  const errorCode = type === 'Fail' ? (thrown.zohoCode ?? thrown.sqlState) : thrown.sqlState
  return { errorCode, message: type === 'Fail' ? message : `${message}${hint}`, failureType: 'UserError', target: name }
}

/** A copy that failed says so in its output too, as Data Factory's does. */
const outputOf = ({ errorCode, message }: ActivityError): PipelineJsonObject => ({
  errors: [{ Code: errorCode, Message: message, Category: 0 }],
})

function globalsOf({ globalParameters }: Factory): PipelineJsonObject {
  return Object.fromEntries(
    globalParameters.members().map(([name, node]) => [name, (node.member('value').value ?? null) as PipelineJson]),
  )
}

/**
 * Values of a pipeline's parameters: what is given, turned into the parameter's type, else its default.
 *
 * @throws {ZohoSqlError} USAGE for one that is unknown, missing or of another type
 */
export function parametersOf(declared: DeclaredParameters, given: PipelineJsonObject): PipelineJsonObject {
  for (const name of Object.keys(given)) {
    if (find(declared, name) !== undefined) continue
    const [best] = nearest(name, declared.keys())
    const all = [...declared.keys()].join(', ')
    const hint = best ? `Perhaps ${best} is meant.` : all === '' ? 'It has none.' : `There are ${all}.`
    throw new ZohoSqlError('USAGE', `The pipeline has no parameter "${name}".`, { hint })
  }
  const values = [...declared].map(([name, { type, fallback }]) => {
    const key = Object.keys(given).find((each) => each.toLowerCase() === name.toLowerCase())
    const value = key === undefined ? fallback : given[key]
    if (value === undefined)
      throw new ZohoSqlError('USAGE', `The parameter "${name}" has no value.`, {
        hint: `Give it: --parameter ${name}=…`,
      })
    if (type === 'SecureString') new Secret(textOf(value))
    return [name, typed(name, type, value)] as const
  })
  return Object.fromEntries(values)
}

const find = (declared: DeclaredParameters, name: string): string | undefined =>
  [...declared.keys()].find((each) => each.toLowerCase() === name.toLowerCase())

const readers: Readonly<Record<string, (text: string) => PipelineJson | undefined>> = byName({
  Int: (text) => (/^[-+]?\d+$/.test(text) ? Number(text) : undefined),
  Float: (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
  Bool: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined),
  Array: (text) => jsonOf(text, Array.isArray),
  Object: (text) => jsonOf(text, (value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
})

function typed(name: string, type: string, value: PipelineJson): PipelineJson {
  const reader = readers[type]
  if (!reader || typeof value !== 'string') return value
  const found = reader(value)
  if (found === undefined)
    throw new ZohoSqlError('USAGE', `The parameter "${name}" is of type ${type}, which "${value}" is not.`)
  return found
}

function jsonOf(text: string, fits: (value: unknown) => boolean): PipelineJson | undefined {
  try {
    const value = JSON.parse(text)
    return fits(value) ? value : undefined
  } catch {
    return undefined
  }
}

const shownParameters = (values: PipelineJsonObject, declared: DeclaredParameters): PipelineJsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, declared.get(name)?.type === 'SecureString' ? '***' : value]),
  )
