import type { Row } from '../../output/index.ts'
import type { Scope } from '../expression/index.ts'
import type { ResolvedDataset } from '../factory/index.ts'
import type { Stores } from '../stores/index.ts'
import type { Rows } from '../stores/stores.ts'

/** What a sink is given to write. */
export interface Writing {
  readonly dataset: ResolvedDataset
  readonly rows: Rows
  readonly stores: Stores
  readonly scope: Scope
  readonly signal: AbortSignal
  /** Given: rows that the sink does not take are told here and left out. */
  readonly refused?: (row: Row, reason: string) => void
  readonly wrote: (rows: number) => void
  /** A file's name, where the dataset gives none. */
  readonly fileName: string
}

export interface Written {
  readonly rows: number
  readonly skipped: number
  /** Of the file, or of the values that were sent. */
  readonly bytes: number
  readonly files?: number
}

export interface Sink {
  readonly type: string
  /** Where rows go, for reports. */
  target(dataset: ResolvedDataset, stores: Stores, fileName: string): Promise<string>
  write(writing: Writing): Promise<Written>
}
