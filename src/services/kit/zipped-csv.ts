/** The file of a job: a ZIP archive with one CSV in it, read a piece at a time. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate'
import { ZohoSqlError } from '../../base/errors.ts'
import type { AnswerRow } from './rows.ts'

/** The file could not be read to its end: it may be sound when it is fetched again. */
export class DamagedFile extends ZohoSqlError {
  constructor(why: string, cause?: unknown) {
    super('REMOTE_ANSWER', `The file of a job is damaged: ${why}.`, { cause })
  }
}

/**
 * Rows of the file, all as text, by the header's names.
 *
 * @throws {DamagedFile} for anything but a whole archive with a well-formed CSV
 */
export async function* csvRows(file: string): AsyncGenerator<AnswerRow> {
  // Columns by name: which comes first, and how `id` is written, differs (facts 11.58).
  const columns = (names: string[]): string[] => names.map((name) => (name.toLowerCase() === 'id' ? 'id' : name))
  const records = parse({ columns, bom: true })
  const source = Readable.from(unzipped(file)).on('error', (error) => records.destroy(error))
  try {
    for await (const record of source.pipe(records) as AsyncIterable<AnswerRow>) yield record
  } catch (error) {
    throw error instanceof CsvError ? new DamagedFile('its CSV is malformed', error) : error
  } finally {
    source.destroy()
  }
}

/** The bytes of the archive's CSV. */
async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = []
  let failure: Error | null = null
  let ended = false
  const take = (entry: UnzipFile): void => {
    if (!entry.name.toLowerCase().endsWith('.csv')) return
    entry.ondata = (error, data, final) => {
      failure ??= error
      ended ||= final
      if (data) pieces.push(data)
    }
    entry.start()
  }
  const unzip = new Unzip(take)
  unzip.register(UnzipInflate)
  const push = (chunk: Uint8Array, final: boolean): Uint8Array[] => {
    try {
      unzip.push(chunk, final)
    } catch (error) {
      failure ??= error as Error
    }
    if (failure) throw new DamagedFile('it is no ZIP archive that can be read', failure)
    return pieces.splice(0)
  }
  for await (const chunk of createReadStream(file)) yield* push(chunk as Uint8Array, false)
  yield* push(new Uint8Array(0), true)
  if (!ended) throw new DamagedFile('its CSV has no end')
}
