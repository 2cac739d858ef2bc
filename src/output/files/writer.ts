import type { FormatColumn, FormatRow } from '../format/index.ts'

/** What a writer is given. */
export interface FileWriting {
  /** Of a file that exists and is empty. */
  readonly path: string
  readonly columns: readonly FormatColumn[]
  readonly batches: AsyncIterable<readonly FormatRow[]>
  /** For what whoever reads the file should know. */
  readonly remark: (text: string) => void
}

/** Writes all rows to a file. */
export type RowWriter = (writing: FileWriting) => Promise<void>
