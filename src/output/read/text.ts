import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { JSONParser } from '@streamparser/json'
import { parse } from 'csv-parse'
import { ZohoSqlError } from '../../base/errors.ts'
import type { FileRow, RowReader } from './row.ts'

/** Nothing between two commas is NULL; `""` is an empty text. */
export const readCsv: RowReader = async function* (path) {
  const stream = createReadStream(path)
  const parser = parse({
    bom: true,
    columns: (header: string[]) => uniqueHeader(header, path),
    cast: (value, { quoting, header }) => (value === '' && !quoting && !header ? null : value),
  })
  stream.on('error', (error) => parser.destroy(error)).pipe(parser)
  try {
    yield* parser as AsyncIterable<FileRow>
  } finally {
    stream.destroy()
  }
}

function uniqueHeader(header: readonly string[], path: string): string[] {
  const twice = header.find((name, i) => header.indexOf(name) !== i)
  if (twice === undefined) return [...header]
  throw new ZohoSqlError('FILE', `"${path}" has two columns "${twice}".`)
}

/** An array of objects. */
export const readJson: RowReader = async function* (path) {
  const stream = createReadStream(path)
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false })
  const rows: FileRow[] = []
  parser.onValue = ({ value }) => void rows.push(value as unknown as FileRow)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parser.write(chunk)
    yield* rows.splice(0)
  }
  if (!parser.isEnded) throw new ZohoSqlError('FILE', `"${path}" ends in the middle.`)
  yield* rows
}

/** An object a line. */
export const readNdjson: RowReader = async function* (path) {
  const stream = createReadStream(path)
  let number = 0
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1
      if (line.trim() !== '') yield objectOf(line, number, path)
    }
  } finally {
    stream.destroy()
  }
}

function objectOf(line: string, number: number, path: string): FileRow {
  try {
    return JSON.parse(line) as FileRow
  } catch (error) {
    throw new ZohoSqlError('FILE', `"${path}", line ${number}: ${(error as Error).message}`, { cause: error })
  }
}
