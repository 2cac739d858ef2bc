import { ZohoSqlError } from '../../base/errors.ts'
import type { Pipeline, Variables } from '../activities/index.ts'
import { type Json, type JsonObject, type Scope, textOf } from '../expression/index.ts'

/** What became of an activity, as `activity('x')` shows it. */
export interface Result {
  readonly status: string
  readonly output: JsonObject
  readonly error: JsonObject
  readonly run: JsonObject
}

/** Results of the activities of one list, and of those around it. */
export class Results {
  readonly #own = new Map<string, Result>()
  readonly #around: Results | undefined

  constructor(around?: Results) {
    this.#around = around
  }

  set(name: string, result: Result): void {
    this.#own.set(name.toLowerCase(), result)
  }

  get(name: string): Result | undefined {
    return this.#own.get(name.toLowerCase()) ?? this.#around?.get(name)
  }
}

/** The variables of a run, with the values they begin with. */
export function variablesOf({ variables }: Pipeline): Variables {
  const values = new Map([...variables].map(([name, { initial }]) => [name.toLowerCase(), initial]))
  return {
    get: (name) => values.get(name.toLowerCase())!,
    set: (name, value) => values.set(name.toLowerCase(), value),
  }
}

export interface ScopeParts {
  /** What `pipeline()` gives. */
  readonly pipeline: JsonObject
  readonly variables: Variables
  readonly results: Results
  readonly item: { readonly value: Json } | undefined
  readonly now: () => number
}

export function scopeOf({ pipeline, variables, results, item, now }: ScopeParts): Scope {
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

function resultOf(name: string, results: Results): JsonObject {
  const found = results.get(name)
  if (found) return { ...found.run, output: found.output, Status: found.status, Error: found.error }
  throw new ZohoSqlError('EXPRESSION_FAILED', `The output of activity '${name}' can't be referenced: it has not run.`, {
    hint: 'Let the activity that asks for it depend on it.',
  })
}
