/**
 * Answers as text and as files, for every door: the command, the gateway's COPY, HTTP.
 *
 * `format/` makes text of rows, a small machine per format; `files/` writes whole files, Excel's, Parquet's and SQLite's
 * too. What is heavy is loaded when it is called for, so importing this costs nothing.
 *
 * Not here: where rows come from (an answer of the driver's is all that is seen) and which format is the right one.
 */
export {
  copyRows,
  type FileKind,
  fileEndings,
  fileKind,
  fileKindNames,
  formatByName,
  isBinary,
  loadParquet,
} from './files/index.ts'
export type { ParquetCodec } from './files/parquet.ts'
export { beginFile, fileError, wholeFile } from './files/whole.ts'
export type { RowWriter } from './files/writer.ts'
export { harmless, isNumber, plain, shown, visible } from './format/format.ts'
export {
  type Cell,
  type FormatColumn,
  type FormatName,
  type FormatOptions,
  type FormatRow,
  formatNames,
  isFormatName,
  isForPeople,
  loadFormat,
  wantsExactNumbers,
} from './format/index.ts'
export { type FileRow, readFileRows } from './read/index.ts'
