import type { FormatColumn, FormatRow } from '../../output/index.ts'

/** Rows as text, a part at a time. */
export interface TextForm {
  begin(columns: readonly FormatColumn[]): string
  rows(rows: readonly FormatRow[], columns: readonly FormatColumn[], first: boolean): string
  end(): string
}
