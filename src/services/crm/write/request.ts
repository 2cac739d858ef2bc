/** What the writing calls of records have in common: the verb, what runs after them, what they cost. Pure. */
import type { ChangeAction, ChangeOptions } from '../../../source/index.ts'
import { recordsWriteLimits as limits } from '../limits.ts'

/** What `send` makes requests of. */
export interface RecordsWriteRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  /** What Zoho runs by itself; undefined: all of it. */
  readonly triggers: readonly string[] | undefined
}

export const triggersOf = ({ triggers }: ChangeOptions): RecordsWriteRequest['triggers'] =>
  triggers === 'default' ? undefined : triggers === 'none' ? [] : triggers

/** The body's part that says what runs. */
export const triggerText = ({ triggers }: RecordsWriteRequest): string =>
  triggers ? `,"trigger":${JSON.stringify(triggers)}` : ''

/** ASSUMPTION: a deleting call costs one credit, however many records it names (facts 9.1 infers it). */
export const creditsOf = (action: ChangeAction, rows: number): number =>
  action === 'delete' ? limits.deleteCredits : Math.ceil(rows / limits.rowsPerCredit)
