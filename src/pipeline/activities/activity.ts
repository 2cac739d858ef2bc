import type { ExpressionScope, KnownNames, PipelineJson, PipelineJsonObject } from '../expression/index.ts'
import type { At, DeclaredParameters, Factory, FactoryLinkedService, JsonNode } from '../factory/index.ts'
import type { Stores } from '../stores/index.ts'

export const conditions = ['Succeeded', 'Failed', 'Skipped', 'Completed'] as const
export type DependencyCondition = (typeof conditions)[number]

export interface Dependency {
  readonly activity: string
  /** One of them is enough. */
  readonly conditions: readonly DependencyCondition[]
}

export interface Policy {
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number
  readonly retries: number
  readonly retryIntervalMs: number
  readonly secureInput: boolean
  readonly secureOutput: boolean
}

export interface Activity {
  readonly name: string
  readonly type: string
  readonly at: At
  readonly dependsOn: readonly Dependency[]
  /** Of activities that do something outside; control flow has none. */
  readonly policy: Policy | undefined
  /** Switched off: it does nothing and is said to have ended so. */
  readonly inactive: 'Succeeded' | 'Failed' | 'Skipped' | undefined
  readonly work: ActivityWork
}

export interface Pipeline {
  readonly name: string
  readonly declared: DeclaredParameters
  readonly variables: ReadonlyMap<string, { readonly type: string; readonly initial: PipelineJson }>
  readonly activities: readonly Activity[]
}

/** What an activity does. */
export interface ActivityWork {
  /** @returns the activity's output @throws {ZohoSqlError} what it failed of */
  run(running: ActivityContext): Promise<PipelineJsonObject>
  /** For the report: what it was given, its expressions computed. */
  input?(scope: ExpressionScope): PipelineJsonObject
  /** For dry runs: what a run would do and cost, asking nothing but metadata of Zoho. */
  preview?(running: ActivityContext): Promise<readonly string[]>
  /** Linked services that it uses. */
  readonly services?: readonly FactoryLinkedService[]
  /** Activities inside, by the name of the branch. */
  readonly inner?: readonly (readonly [branch: string, activities: readonly Activity[]])[]
}

/** Variables of one run of a pipeline. */
export interface PipelineVariables {
  get(name: string): PipelineJson
  set(name: string, value: PipelineJson): void
}

export interface InnerRun {
  readonly succeeded: boolean
  /** Of the activity that made it fail. */
  readonly message: string | undefined
}

/** What activities run in: stores, and how inner activities and other pipelines are run. */
export interface ActivityEnvironment {
  readonly stores: Stores
  /** Waits; ends early, with an error, when it is told to stop. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  readonly now: () => number
  /** For whoever watches. */
  note(text: string): void
}

export interface ActivityContext {
  readonly name: string
  readonly runId: string
  readonly scope: ExpressionScope
  readonly variables: PipelineVariables
  readonly environment: ActivityEnvironment
  readonly signal: AbortSignal
  /** Runs activities inside this one; `item` is what `item()` gives there. */
  inside(
    activities: readonly Activity[],
    item?: { readonly value: PipelineJson },
    signal?: AbortSignal,
  ): Promise<InnerRun>
  /** Begins another pipeline; the run of this one ends no earlier than it. */
  execute(
    pipeline: Pipeline,
    parameters: PipelineJsonObject,
  ): { readonly runId: string; readonly outcome: Promise<InnerRun> }
  progress(rows: number): void
}

/** Where an activity stands when it is read. */
export interface ActivityReading {
  readonly factory: Factory
  readonly names: KnownNames
  readonly variables: ReadonlyMap<string, { readonly type: string }>
  /** Containers around it, the outermost first. */
  readonly around: readonly string[]
  /** Reads activities inside this one; `item()` means something in loops. */
  inside(node: JsonNode, type: string, hasItem?: boolean): readonly Activity[]
  /** Another pipeline. @throws {ZohoSqlError} PIPELINE_INVALID one that leads back to this one */
  pipeline(name: string, from: JsonNode): Pipeline
}

/** Reads the part of an activity that is its type's own. */
export type ReadWork = (parts: {
  readonly properties: JsonNode
  readonly activity: JsonNode
  readonly reading: ActivityReading
}) => ActivityWork
