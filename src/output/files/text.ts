import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type FormatName, type FormatOptions, loadFormat } from '../format/index.ts'
import type { RowWriter } from './writer.ts'

/** Rows in one of the text formats. */
export const textWriter =
  (name: FormatName, options: FormatOptions): RowWriter =>
  async ({ path, columns, batches }) => {
    const format = (await loadFormat(name))(columns, options)
    async function* parts() {
      yield format.begin()
      for await (const rows of batches) yield format.rows(rows)
      yield format.end()
    }
    const texts = Readable.from(parts(), { objectMode: true, highWaterMark: 1 })
    await pipeline(texts, createWriteStream(path))
  }
