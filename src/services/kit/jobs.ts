/** Jobs that Zoho does in its own time: looked at until they are done, their files read to the end. */
import { rm } from 'node:fs/promises'
import { sleep } from '../../base/cancel.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import type { ReadContext } from '../../source/index.ts'
import type { AnswerRow } from './rows.ts'
import { csvRows, DamagedFile } from './zipped-csv.ts'

/** Milliseconds. */
export interface Patience {
  /** First wait and the longest, each so many times the one before. */
  readonly first: number
  readonly max: number
  readonly factor: number
  /** A job that took this long never ends. */
  readonly total: number
}

/** A job that Zoho began and did not finish. */
export class JobFailed extends ZohoSqlError {
  constructor(message: string, said: unknown) {
    super('REMOTE_REFUSED', message, { detail: JSON.stringify(said ?? {}) })
  }
}

/**
 * Looks after a job until it is done.
 *
 * @param look what came of it; undefined while it is under way
 * @throws {JobFailed} when patience ends
 */
export async function untilDone<T>(
  look: () => Promise<T | undefined>,
  { first, max, factor, total }: Patience,
  { signal }: ReadContext,
  what: string,
): Promise<T> {
  let waited = 0
  for (let wait = first; waited < total; wait = Math.min(max, wait * factor)) {
    await sleep(wait, signal)
    waited += wait
    const done = await look()
    if (done !== undefined) return done
  }
  throw new JobFailed(`${what} was not done after ${Math.round(waited / 60_000)} minutes.`, undefined)
}

/** The file that a job wrote. */
export interface JobFile {
  /** Where to put it, and how it comes there. */
  readonly path: string
  readonly download: () => Promise<void>
  /** Rows that the job wrote. */
  readonly count: number
}

const PAGE_ROWS = 2000
const DOWNLOADS_MAX = 2

/** All rows that the job wrote. A file that comes damaged is fetched again, and what was handed on is left out. */
export async function* fileRows(
  { path, download, count }: JobFile,
  { meter }: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
  if (count === 0) return
  let given = 0
  for (let attempt = 1; ; attempt++) {
    await download()
    try {
      for await (const rows of pagesOf(path, count, given)) {
        given += rows.length
        yield rows
      }
      return await rm(path)
    } catch (error) {
      if (!(error instanceof DamagedFile) || attempt === DOWNLOADS_MAX) throw error
      meter.retries += 1
    }
  }
}

async function* pagesOf(file: string, count: number, skipped: number): AsyncGenerator<readonly AnswerRow[]> {
  let rows: AnswerRow[] = []
  let read = 0
  for await (const record of csvRows(file)) {
    if (++read <= skipped || rows.push(record) < PAGE_ROWS) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
  if (read !== count) throw new DamagedFile(`it has ${read} rows, and the job had ${count}`)
}
