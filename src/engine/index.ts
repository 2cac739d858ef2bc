/**
 * The local engine: what stays local of a query runs here, in SQLite, with PostgreSQL's meaning.
 *
 * `tree.ts` is the bound query and `walk.ts` the ways through it; `lower/` rewrites what SQLite has no form for,
 * `print/` makes SQLite's text, `functions/` and `values/` say what functions and types mean there, `program.ts` is a query
 * ready to run and `store.ts` the SQLite that runs it: in this thread (`engine.ts`) or in another one (`worker/`), as
 * `workspace.ts` sees fit. Not here: names and types of what the user wrote (the binder), and what is fetched (the planner).
 */
export { explainText } from './describe/index.ts'
export { type EngineOptions, LocalEngine } from './engine.ts'
export { evaluate, type Folded, tryEvaluate } from './evaluate.ts'
export { assertRunnable } from './large.ts'
export type { StoreRow } from './store.ts'
export { type StagedRows, Workspace } from './workspace.ts'
