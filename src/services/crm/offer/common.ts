import type { OfferOptions } from '../../../source/index.ts'
import type { KnownUser } from '../catalog/users.ts'
import type { CrmKnowledge } from '../knowledge.ts'

/** What an offer depends on besides the want. */
export interface CrmOfferContext extends OfferOptions {
  readonly knowledge: CrmKnowledge
  readonly convertedLeads: 'exclude' | 'include' | 'only'
  /** The list of users, where it is remembered. */
  readonly users?: readonly KnownUser[]
}
