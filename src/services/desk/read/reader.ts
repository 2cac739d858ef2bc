import type { Whole } from '../../../net/index.ts'
import type { ReadContext } from '../../../source/index.ts'
import type { DeskKnowledge } from '../knowledge.ts'

/** A GET below the API's root, for the organisation. */
export interface DeskCall {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly whole: Whole
  readonly credits: number
  /** Repeats of what may be refused by a fault of the server's. */
  readonly retriesMax?: number
}

/** What reading needs of the service. */
export interface Reader {
  /** The JSON that came with success, or undefined of an empty body (204). */
  readonly ask: (call: DeskCall, context: ReadContext) => Promise<unknown>
  readonly knowledge: DeskKnowledge
  /** Ids of all departments. */
  readonly departments: (context: ReadContext) => Promise<readonly string[]>
}
