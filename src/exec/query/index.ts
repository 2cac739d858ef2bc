/**
 * Running the plan of a query: in one of its three ways, and with a new plan where a service takes an offer back (`run`);
 * scans that are read into the local engine, side by side or narrowed by another's keys (`staging`); whole answers that are
 * kept (`cache`). Not here: what a plan is, and how its text was understood.
 */
export { ScanCache } from './cache.ts'
export type { RowBatch, RunContext } from './context.ts'
export { type Avoid, execute } from './run.ts'
