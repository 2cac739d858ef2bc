/**
 * The kinds of activities, a file each; `table` names them all. An activity is read from JSON once, with every name and
 * expression in it checked, and does its work as often as loops and retries ask for it.
 *
 * Not here: in which order activities run, retries and time limits (`../run`).
 */
export type {
  Activity,
  ActivityContext,
  ActivityEnvironment,
  ActivityReading,
  DependencyCondition,
  InnerRun,
  Pipeline,
  PipelineVariables,
} from './activity.ts'
export { readActivities } from './read.ts'
