import type { WholeAnswer } from '../../../net/index.ts'
import type { ReadContext } from '../../../source/index.ts'
import type { DeskKnowledge } from '../knowledge.ts'

/** A GET below the API's root, for the organisation. */
export interface DeskGet {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly whole: WholeAnswer
  readonly credits: number
  /** Repeats of what may be refused by a fault of the server's. */
  readonly retriesMax?: number
}

/** What reading needs of the service. */
export interface DeskReader {
  /** The JSON that came with success, or undefined of an empty body (204). */
  readonly ask: (call: DeskGet, context: ReadContext) => Promise<unknown>
  readonly knowledge: DeskKnowledge
  /** Ids of all departments. */
  readonly departments: (context: ReadContext) => Promise<readonly string[]>
}
