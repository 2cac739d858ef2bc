import type { ReadContext } from '../../source/index.ts'
import type { Account } from '../account.ts'
import { ScanCache } from '../query/index.ts'

/** The account, read past its cache: what is written must not be computed from answers of yesterday. */
export interface UncachedAccount extends Account {
  /** Makes the account's kept answers forgotten. */
  readonly forgetRows: (context: ReadContext) => Promise<void>
}

export const uncached = (account: Account): UncachedAccount => ({
  ...account,
  cache: new ScanCache({ account: '', ttlMs: 0, now: account.now }),
  forgetRows: (context) => account.cache.clear(context),
})
