/** What programs are given of a load. */
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { LoadedRow, LoadResult, LoadSource, LoadStream, RowOutcome } from '../face/index.ts'
import { type CallSite, withCaller } from '../facing.ts'
import type { Load, LoadPortion } from './load.ts'

type AnyOutcome = LoadPortion<unknown>['outcomes'][number]

/** All rows, read and written to the end. @throws {ZohoSqlError} with the outcomes of every row */
export async function loadResult<Row extends object>(
  load: Load<Row>,
  source: LoadSource<Row>,
): Promise<LoadResult<Row>> {
  const rows: LoadedRow<Row>[] = []
  const told: AnyOutcome[] = []
  for await (const portion of load.portions(source)) {
    for (const [i, outcome] of portion.outcomes.entries()) {
      rows.push(loadedRow(portion.rows[i]!, outcome))
      told.push(outcome)
    }
    if (portion.error !== undefined) throw ended(portion.error, [...told, ...unreached(source, told.length)])
  }
  const count = (wanted: RowOutcome['outcome']): number => told.filter(({ outcome }) => outcome === wanted).length
  return {
    rows,
    written: count('written'),
    rejected: count('rejected'),
    unknown: count('unknown'),
    stats: load.stats(),
  }
}

/** One by one. */
export function loadStream<Row extends object>(
  open: () => Promise<Load<Row>>,
  source: LoadSource<Row>,
  caller: CallSite,
): LoadStream<Row> {
  let load: Load<Row> | undefined
  async function* rows(): AsyncGenerator<LoadedRow<Row> & { index: number }> {
    try {
      load = await open()
      for await (const portion of load.portions(source)) {
        for (const [i, outcome] of portion.outcomes.entries())
          yield { ...loadedRow(portion.rows[i]!, outcome), index: outcome.index }
        if (portion.error !== undefined) throw portion.error
      }
    } catch (error) {
      throw withCaller(error, caller)
    }
  }
  return {
    [Symbol.asyncIterator]: rows,
    get stats() {
      return load?.stats() ?? nothing
    },
  }
}

const nothing = {
  calls: 0,
  credits: 0,
  rowsFetched: 0,
  bytes: 0,
  retries: 0,
  road: 'local',
  elapsedMs: 0,
  complete: false,
  notices: [],
}

const successes: ReadonlySet<RowOutcome['outcome']> = new Set(['written', 'retrieved', 'planned'])

function loadedRow<Row extends object>(row: Row, outcome: AnyOutcome): LoadedRow<Row> {
  const { record } = outcome as { readonly record?: object }
  // Of what was no row at all there is an outcome too.
  const own = (row as { readonly id?: unknown } | null | undefined)?.id
  return {
    ...row,
    ...record,
    success: successes.has(outcome.outcome),
    message: messageOf(outcome),
    id: outcome.id ?? (typeof own === 'string' && own !== '' ? own : null),
    outcome: outcome.outcome,
  }
}

const silent = {
  written: 'written',
  retrieved: '',
  planned: '',
  rejected: 'refused',
  unknown: 'unknown',
  notSent: 'not sent',
} as const

/** `MANDATORY_NOT_FOUND required field not found (Last_Name)` */
export function messageOf({ outcome, code, message, column }: AnyOutcome): string {
  const words = [code === 'SUCCESS' || code === 'CONFLICT' ? null : code, message]
  const text = words.filter((word) => word !== null && word !== '').join(' ')
  const place = outcome === 'rejected' && column !== null && code !== null ? ` (${column})` : ''
  return text === '' ? silent[outcome] : text + place
}

/** Rows of a list that were not come to. */
const unreached = (source: unknown, from: number): AnyOutcome[] =>
  Array.isArray(source)
    ? source.slice(from).map((_, i) => ({
        index: from + i,
        outcome: 'notSent',
        id: null,
        code: null,
        message: null,
        column: null,
      }))
    : []

/** The error with what became of all rows of the load. */
function ended(error: unknown, told: readonly AnyOutcome[]): unknown {
  if (!isZohoSqlError(error)) return error
  const { code, message, hint, detail, status, zohoCode, sqlState } = error
  const outcomes = told.filter(({ outcome }) => !/^(retrieved|planned)$/.test(outcome)) as readonly Outcome[]
  return new ZohoSqlError(code, message, { hint, detail, status, zohoCode, sqlState, cause: error, outcomes })
}
