import type { Column, Row } from '../format/index.ts'

/** What a writer is given. */
export interface Writing {
  /** Of a file that exists and is empty. */
  readonly path: string
  readonly columns: readonly Column[]
  readonly batches: AsyncIterable<readonly Row[]>
  /** For what whoever reads the file should know. */
  readonly remark: (text: string) => void
}

/** Writes all rows to a file. */
export type RowWriter = (writing: Writing) => Promise<void>
