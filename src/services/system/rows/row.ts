import type { LiveSession, SessionState } from '../../../base/session-state.ts'
import type { Value } from '../../../base/types.ts'
import type { Table } from '../../../source/index.ts'
import type { CatalogueWorld } from '../world.ts'

/** A row by column name; what it does not name is NULL. */
export type SystemRow = Readonly<Record<string, Value>>

/** What rows are made of. */
export interface Sight {
  readonly world: CatalogueWorld
  readonly session: SessionState
  /** The session may write. */
  readonly writes: boolean
  readonly live: LiveSession | undefined
  /** Rows of a table, where statements before counted them. */
  readonly expectedRows: (table: Table) => number | undefined
}

/** The rows of a relation of pg_catalog. */
export type RowsOf = (sight: Sight) => readonly SystemRow[]

/** An array as PostgreSQL writes it; for members that need no quotes. */
export const arrayText = (items: readonly (string | number)[]): string => `{${items.join(',')}}`

/** Numbers of the collations that text and name have. */
export const collations = { default: 100, c: 950, posix: 951 }
