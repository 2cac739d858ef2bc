import type { Conjunct, OfferOptions, Want } from '../../../source/index.ts'
import type { KnownUser } from '../catalog/users.ts'
import type { CrmKnowledge } from '../knowledge.ts'

/** What an offer depends on beside the want. */
export interface OfferContext extends OfferOptions {
  readonly knowledge: CrmKnowledge
  readonly convertedLeads: 'exclude' | 'include' | 'only'
  /** The list of users, where it is remembered. */
  readonly users?: readonly KnownUser[]
}

/** An offer's other half where everything stays behind. */
export const nothingDone = (where: readonly Conjunct[], why: string) => ({
  verdicts: where.map(({ sql }) => ({ sql, outcome: 'local' as const, why })),
  exact: where.length === 0,
  grouped: false,
  ordered: false,
  limited: false,
  notes: [],
})

export const pathsOf = (want: Want): string[][] => [
  ...new Map(
    want.columns.filter((ref) => ref.path.length > 0).map((ref) => [ref.path.join('.'), [...ref.path]]),
  ).values(),
]
