/**
 * Where data comes from and goes to: what a linked service is on this machine. `mapping` reads `--target` and
 * `--secret`; `stores` opens Zoho accounts, databases and folders, each once a run; `check` finds before anything runs
 * what has no place here.
 */
export { readMapping } from './mapping.ts'
export { Stores } from './stores.ts'
