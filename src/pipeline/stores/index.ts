/**
 * Where data comes from and goes to: what a linked service is on this machine. `mapping` reads `--target` and
 * `--secret`; `stores` opens Zoho accounts, databases and folders, each once a run; `check` finds before anything runs
 * what has no place here.
 */
export { type Mapping, readMapping } from './mapping.ts'
export { type ReadOptions, type Rows, Stores, type StoresOptions } from './stores.ts'
