/**
 * Runs a pipeline: `definition` reads it with all it leads to, `scope` is what its expressions see, `schedule` runs
 * activities in the order of their dependencies, `attempt` one of them with its retries and time limit, `report` says
 * what became of each; `preview` tells what would run, and its price.
 */
export { readPipeline, servicesOf } from './definition.ts'
export { preview } from './preview.ts'
export type { PipelineReport } from './report.ts'
export { parametersOf, runPipeline } from './run.ts'
