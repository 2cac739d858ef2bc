/**
 * What a Copy activity does: `source` reads rows, `mapping` names and converts columns, `additional` adds some, `sink`
 * writes them to a file or a table, `skipped` keeps a log of rows that were left out.
 */
export { readTranslator, translated } from './mapping.ts'
export { readSink } from './sink.ts'
export { readSkipping, SkippedRows } from './skipped.ts'
export { readSource } from './source.ts'
export type { CopyResult } from './writing.ts'
