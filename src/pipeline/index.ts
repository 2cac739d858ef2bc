/**
 * Data Factory's pipelines, run here: a factory's JSON as it lies in Git is read and checked as a whole, then run against
 * Zoho, databases and folders. What it is made of is told in README.md.
 */
export type { ActivityEnvironment } from './activities/index.ts'
export { readFactory } from './factory/index.ts'
export { type PipelineReport, parametersOf, preview, readPipeline, runPipeline, servicesOf } from './run/index.ts'
export { readMapping, Stores } from './stores/index.ts'
