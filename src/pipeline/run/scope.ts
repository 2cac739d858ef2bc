import { ZohoSqlError } from '../../base/errors.ts'
import type { Pipeline, PipelineVariables } from '../activities/index.ts'
import { type ExpressionScope, type PipelineJson, type PipelineJsonObject, textOf } from '../expression/index.ts'

/** What became of an activity, as `activity('x')` shows it. */
export interface ActivityResult {
  readonly status: string
  readonly output: PipelineJsonObject
  readonly error: PipelineJsonObject
  readonly run: PipelineJsonObject
}

/** Results of the activities of one list, and of those around it. */
export class ActivityResults {
  readonly #own = new Map<string, ActivityResult>()
  readonly #around: ActivityResults | undefined

  constructor(around?: ActivityResults) {
    this.#around = around
  }

  set(name: string, result: ActivityResult): void {
    this.#own.set(name.toLowerCase(), result)
  }

  get(name: string): ActivityResult | undefined {
    return this.#own.get(name.toLowerCase()) ?? this.#around?.get(name)
  }
}

/** The variables of a run, with the values they begin with. */
export function variablesOf({ variables }: Pipeline): PipelineVariables {
  const values = new Map([...variables].map(([name, { initial }]) => [name.toLowerCase(), initial]))
  return {
    get: (name) => values.get(name.toLowerCase())!,
    set: (name, value) => values.set(name.toLowerCase(), value),
  }
}

export interface ScopeParts {
  /** What `pipeline()` gives. */
  readonly pipeline: PipelineJsonObject
  readonly variables: PipelineVariables
  readonly results: ActivityResults
  readonly item: { readonly value: PipelineJson } | undefined
  readonly now: () => number
}

export function scopeOf({ pipeline, variables, results, item, now }: ScopeParts): ExpressionScope {
  return {
    now,
    lookUp(name, args) {
      if (name === 'pipeline') return pipeline
      if (name === 'variables') return variables.get(textOf(args[0] ?? null))
      if (name === 'activity') return resultOf(textOf(args[0] ?? null), results)
      return name === 'item' ? item?.value : undefined
    },
  }
}

function resultOf(name: string, results: ActivityResults): PipelineJsonObject {
  const found = results.get(name)
  if (found) return { ...found.run, output: found.output, Status: found.status, Error: found.error }
  throw new ZohoSqlError('EXPRESSION_FAILED', `The output of activity '${name}' can't be referenced: it has not run.`, {
    hint: 'Let the activity that asks for it depend on it.',
  })
}
