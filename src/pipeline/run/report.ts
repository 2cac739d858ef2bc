import type { PipelineJson, PipelineJsonObject } from '../expression/index.ts'

export type Status = 'Succeeded' | 'Failed' | 'Skipped' | 'Cancelled' | 'Inactive'

/** One run of an activity, as Data Factory's monitoring has it. */
export interface ActivityRun {
  readonly activityName: string
  readonly activityType: string
  readonly activityRunId: string
  readonly pipelineName: string
  readonly pipelineRunId: string
  readonly status: Status
  readonly activityRunStart: string
  readonly activityRunEnd: string
  readonly durationInMs: number
  /** Attempts after the first; null where there was none. */
  readonly retryAttempt: number | null
  readonly input: PipelineJsonObject
  readonly output: PipelineJsonObject
  readonly error: ActivityError
}

export interface ActivityError {
  readonly errorCode: string
  readonly message: string
  readonly failureType: string
  readonly target: string
}

export interface PipelineReport {
  readonly pipelineName: string
  readonly runId: string
  readonly status: Status
  readonly runStart: string
  readonly runEnd: string
  readonly durationInMs: number
  readonly message: string
  readonly parameters: PipelineJsonObject
  readonly activityRuns: readonly ActivityRun[]
}

export const noError = (target: string): ActivityError => ({ errorCode: '', message: '', failureType: '', target })

/** What Data Factory shows instead of what is secret. */
export const secured: PipelineJsonObject = { isSecure: true, value: '***' as PipelineJson }
