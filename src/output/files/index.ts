/**
 * Answers as files: a row of the table below per kind, a file of code per form. Writers are given all rows as a stream
 * and hold no more of them than their form demands; `whole` makes a file appear complete or not at all.
 *
 * The form is told by the name's end, or by a word. Text forms are those of `../format`; Excel files are written by hucre,
 * Parquet by hyparquet-writer, SQLite by better-sqlite3, each loaded when it is called for.
 */

import { extname } from 'node:path'
import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import type { ResultRows, ValueForms } from '../../driver/inner.ts'
import { type FormatName, type FormatOptions, formatNames, isFormatName, wantsExactNumbers } from '../format/index.ts'
import type { ParquetCodec } from './parquet.ts'
import { wholeFile } from './whole.ts'
import type { RowWriter } from './writer.ts'

interface FileFormat {
  readonly endings: readonly string[]
  readonly forms: ValueForms
  readonly load: (options: FormatOptions) => Promise<RowWriter>
}

const text = (format: FormatName, ...endings: readonly string[]): FileFormat => ({
  endings,
  forms: { exactNumbers: wantsExactNumbers(format), dates: 'string' },
  load: async (options) => (await import('./text.ts')).textWriter(format, options),
})

const textKinds: Readonly<Record<FormatName, readonly string[]>> = {
  csv: ['.csv'],
  json: ['.json'],
  ndjson: ['.ndjson', '.jsonl'],
  markdown: ['.md'],
  html: ['.html'],
  insert: ['.sql'],
  table: ['.txt'],
  box: [],
  vertical: [],
  unaligned: [],
}

/** Parquet's writer with a codec of one's own choice. */
export const loadParquet = async (codec: ParquetCodec): Promise<RowWriter> =>
  (await import('./parquet.ts')).parquetWriter(codec)

const kinds: Readonly<Record<string, FileFormat>> = byName({
  ...Object.fromEntries(formatNames.map((name) => [name, text(name, ...textKinds[name])])),
  xlsx: {
    endings: ['.xlsx'],
    forms: { exactNumbers: true, dates: 'string' },
    load: async () => (await import('./xlsx.ts')).writeXlsx,
  },
  parquet: {
    endings: ['.parquet'],
    forms: { exactNumbers: true, dates: 'epoch' },
    load: () => loadParquet('SNAPPY'),
  },
  sqlite: {
    endings: ['.sqlite', '.sqlite3', '.db'],
    forms: { exactNumbers: true, dates: 'string' },
    load: async () => (await import('./sqlite.ts')).writeSqlite,
  },
})

/** All words that name a form of file. */
export const fileKindNames: readonly string[] = Object.keys(kinds)

/** The ends of names that tell a form, as `.csv, .json …`. */
export const fileEndings: string = Object.values(kinds)
  .flatMap(({ endings }) => endings)
  .join(', ')

export interface FileKind {
  readonly name: string
  /** What {@link copyRows} needs values to be. */
  readonly forms: ValueForms
}

/**
 * The form of a file, by a word or else by its name.
 *
 * @throws ZohoSqlError USAGE neither tells
 */
export function fileKind(path: string, word?: string): FileKind {
  const name = word ?? formatByName(path)
  if (name === undefined || !Object.hasOwn(kinds, name)) {
    throw new ZohoSqlError(
      'USAGE',
      word === undefined ? `The name "${path}" does not tell a format.` : `There is no format "${word}".`,
      { hint: `It is told by ${fileEndings}, or by a word: ${fileKindNames.join(', ')}.` },
    )
  }
  return { name, forms: kinds[name]!.forms }
}

/** What the end of a file's name tells; undefined: nothing. */
export function formatByName(path: string): string | undefined {
  const ending = extname(path).toLowerCase()
  return Object.keys(kinds).find((name) => kinds[name]!.endings.includes(ending))
}

/** True for forms that only files have, which no terminal could show. */
export const isBinary = (name: string): boolean => Object.hasOwn(kinds, name) && !isFormatName(name)

/** What is told while rows are written, and about what became of them. */
export interface Copying {
  readonly options: FormatOptions
  readonly wrote?: (rows: number) => void
  readonly remark?: (text: string) => void
}

/**
 * Writes an answer to a file, which appears when it is complete; then the one that was there is gone.
 *
 * @returns the number of rows
 * @throws ZohoSqlError what the statement runs into, FILE, RESULT_LIMIT what the form cannot hold
 */
export async function copyRows(
  answer: ResultRows,
  path: string,
  { name }: FileKind,
  { options, wrote, remark = () => {} }: Copying,
): Promise<number> {
  const write = await kinds[name]!.load(options)
  let count = 0
  async function* counted() {
    for await (const rows of answer) {
      yield rows
      count += rows.length
      wrote?.(count)
    }
  }
  await wholeFile(path, (temporary) => write({ path: temporary, columns: answer.columns, batches: counted(), remark }))
  return count
}
