import type { Column, Row } from '../../output/index.ts'

/** Rows as text, a part at a time. */
export interface TextForm {
  begin(columns: readonly Column[]): string
  rows(rows: readonly Row[], columns: readonly Column[], first: boolean): string
  end(): string
}
