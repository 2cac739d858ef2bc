/**
 * Loads: many rows of a program into a table, or out of it, some at a time. `load` drives them, `rows` makes rows of the
 * table of what is given, `options` checks what was asked for, `retrieve` reads.
 *
 * Not here: checking values, sending, finding out about lost answers (exec/write).
 */
export { Load, type LoadHooks, type OpenRow, type SentBatch } from './load.ts'
export { isWriting, readLoadOptions } from './options.ts'
export { loadResult, loadStream, messageOf } from './outcomes.ts'
