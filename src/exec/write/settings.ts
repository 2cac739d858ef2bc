import type { ChangeOptions } from '../../source/index.ts'

/** What a statement is about to do. */
export interface WriteIntent {
  readonly table: string
  readonly rows: Readonly<Record<'insert' | 'update' | 'delete', number>>
  /** Of writing alone. */
  readonly calls: number
  readonly credits: number
  /** What Zoho runs by itself afterwards. */
  readonly triggers: WriteSettings['triggers']
}

/** How an account's statements write. */
export interface WriteSettings extends ChangeOptions {
  /** Refuse every write. */
  readonly readOnly: boolean
  readonly onError: 'stop' | 'continue'
  readonly maxRows: number
  readonly allowUnfiltered: boolean
  readonly unknownPicklistValues: 'error' | 'send'
  /** File that each written row is told to, before and after. */
  readonly journal: string | undefined
  /** Everything but the writing calls. */
  readonly dryRun: boolean
  /** Awaited when all is known and nothing was sent yet; what it throws ends the statement. */
  readonly confirm?: (intent: WriteIntent) => Promise<void>
  /** Batches side by side at the most; the calls in flight have a bound of their own. */
  readonly concurrency: number
  /** Rows of one batch, where fewer are wanted than the road takes. */
  readonly batchRows?: number
  /** Milliseconds to wait before each look for what a lost answer may have written. */
  readonly looks: readonly number[]
}

/** What nothing else was said of. */
export const writeDefaults: WriteSettings = {
  readOnly: false,
  onError: 'stop',
  maxRows: 10_000,
  allowUnfiltered: false,
  unknownPicklistValues: 'error',
  triggers: 'default',
  road: 'auto',
  journal: undefined,
  dryRun: false,
  concurrency: 10,
  looks: [0, 1000, 4000],
}
