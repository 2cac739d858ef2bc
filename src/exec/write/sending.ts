/** What those share who send rows and find out what became of them. */
import type { Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { RoadName, Writer } from '../../source/index.ts'
import type { Making } from './ledger.ts'
import type { WriteReading } from './reading.ts'
import type { WriteRow, WriteWork } from './rows.ts'
import type { WriteSettings } from './settings.ts'

/** Told of each batch right before it is sent, and of what became of it. */
export interface Recorder {
  /** @param road the API that carries them */
  sending(work: WriteWork, rows: readonly WriteRow[], road: RoadName): void
  /** @param job id of the job that carries the rows; `''`: it is about to be asked for */
  job?(rows: readonly WriteRow[], job: string): void
  ended(work: WriteWork, rows: readonly WriteRow[], outcomes: readonly Outcome[]): void
}

export interface SendContext {
  readonly writer: Writer
  readonly settings: WriteSettings
  readonly reading: WriteReading
  readonly recorder: Recorder
  /** Rows that a record is made of get ids that Zoho does not tell: they are wanted. */
  readonly wantsIds: boolean
  /** Another word for what Zoho said of a row, where the statement expects it. */
  readonly seenAs?: (outcome: Outcome) => Outcome
}

/** A batch whose answer did not come. */
export interface Lost {
  readonly rows: readonly WriteRow[]
  /** Milliseconds of this machine's clock when it was sent. */
  readonly began: number
  /** Had it arrived, it was by then; absent: by now. */
  readonly until?: number
  /** By owner, ids of the rows that it had before. */
  readonly siblings?: ReadonlyMap<string, readonly string[]> | undefined
  /** The remote system may act on it even now. */
  readonly mayArrive: boolean
  /** It was turned away for being one too many. */
  readonly busy?: boolean
  /** Milliseconds that the remote system asks to be left alone for. */
  readonly waitMs?: number
  /** The rows were written, and only their ids are not known. */
  readonly isDone?: boolean
  readonly error: ZohoSqlError
}

/** What a look has shown of rows. */
export interface LookResult {
  /** By the row's place: the id of the record that it became, or that was changed. */
  readonly written: ReadonlyMap<number, string>
  /** Rows of which reading shows that they are not there; of the others nothing can be said. */
  readonly missing: ReadonlySet<number>
  /** Rows of other statements whose answers would tell more. */
  readonly awaited?: readonly Making[]
}
