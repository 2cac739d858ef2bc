import type { Connection } from '../../driver/inner.ts'
import type { ResultLimits } from './result-limit.ts'

/** What all sessions share. */
export interface Backend {
  readonly db: Connection
  /** Name of the zone that sessions begin with. */
  readonly timeZone: string
  /** The `search_path` that sessions begin with. */
  readonly schema: string
  /** Sessions as rows of pg_stat_activity, as a user may see them. */
  readonly activity: (user: string) => readonly Readonly<Record<string, unknown>>[]
  readonly resultLimits: ResultLimits
  /** Sessions may write. */
  readonly readWrite: boolean
  readonly now: () => number
}
