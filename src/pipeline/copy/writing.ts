import type { FormatRow } from '../../output/index.ts'
import type { ExpressionScope } from '../expression/index.ts'
import type { ResolvedDataset } from '../factory/index.ts'
import type { Stores } from '../stores/index.ts'
import type { StoreRows } from '../stores/stores.ts'

/** What a sink is given to write. */
export interface CopyWriting {
  readonly dataset: ResolvedDataset
  readonly rows: StoreRows
  readonly stores: Stores
  readonly scope: ExpressionScope
  readonly signal: AbortSignal
  /** Given: rows that the sink does not take are told here and left out. */
  readonly refused?: (row: FormatRow, reason: string) => void
  readonly wrote: (rows: number) => void
  /** A file's name, where the dataset gives none. */
  readonly fileName: string
}

export interface CopyResult {
  readonly rows: number
  readonly skipped: number
  /** Of the file, or of the values that were sent. */
  readonly bytes: number
  readonly files?: number
}

export interface CopySink {
  readonly type: string
  /** Where rows go, for reports. */
  target(dataset: ResolvedDataset, stores: Stores, fileName: string): Promise<string>
  write(writing: CopyWriting): Promise<CopyResult>
}
