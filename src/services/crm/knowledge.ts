import { TableKnowledge } from '../kit/knowledge.ts'
import { Pace } from '../kit/pace.ts'
import { atLeast, bulkLimits, type CoqlLimits, type CrmVersion, coqlLimits, leastCoqlLimits } from './limits.ts'

/** How far a module's queries may go, each step given up once Zoho refused it. */
export interface CrmModuleKnowledge {
  /** COQL is not for this module, and why. */
  coqlRefused?: string
  /** Aggregates and GROUP BY were refused. */
  groupingRefused?: boolean
  /** `a >= x and a < y` was refused: BETWEEN instead (facts 11.16). */
  pairsRefused?: boolean
  /** Conditions were refused: only `id` is sent. */
  conditionsRefused?: boolean
  /** The list of records was refused. */
  recordsRefused?: boolean
  /** Lists of certain ids were refused. */
  idsRefused?: boolean
  /** Bulk read jobs were refused. */
  bulkRefused?: boolean
  /** ORDER BY on anything but id was refused. */
  orderRefused?: boolean
  /** The module is not to be searched. */
  searchClosed?: boolean
  /** Criteria that found too much or were refused. */
  readonly searchRefused: Set<string>
  /** API names of fields that cannot be searched for. */
  readonly searchFieldsRefused: Set<string>
  /** Group queries whose answer could not be told from another meaning of it, or had too many groups. */
  readonly undecided: Set<string>
  /** API names of lookups that COQL gives without their names, though others have them. */
  readonly namesRefused: Set<string>
  /** API names of fields that COQL does not select. */
  readonly columnsRefused: Set<string>
  /** Paths that COQL does not take in conditions. */
  readonly filtersRefused: Set<string>
}

/** What experience has taught about an account beyond Zoho's documents. */
export class CrmKnowledge extends TableKnowledge<CrmModuleKnowledge> {
  readonly version: CrmVersion
  #limits: CoqlLimits
  #lookupNames: boolean
  /** COQL is closed to this token, and why. */
  coqlRefused: string | undefined
  /** The token has no scope to search. */
  searchRefused = false
  /** The token has no scope for jobs. */
  bulkRefused = false
  readonly downloads: Pace

  constructor(version: CrmVersion, downloads = new Pace(bulkLimits.downloadsPerMinute)) {
    super(newModule)
    this.version = version
    this.downloads = downloads
    this.#limits = coqlLimits(version)
    this.#lookupNames = this.#limits.lookupNames
  }

  get limits(): CoqlLimits {
    return this.#limits
  }

  get lookupNames(): boolean {
    return this.#lookupNames
  }

  /** Zoho sent ids without names although the version promises both. */
  lookupNamesMissing(): void {
    this.#lookupNames = false
  }

  get typedRollups(): boolean {
    return atLeast(this.version, 'v7')
  }

  /** What is known that may change a query on a module, as a text to compare. */
  state(module: string): string {
    return this.stateOf(module, this.#limits, this.#lookupNames, this.coqlRefused)
  }

  /** A limit is lower than documented. Without a name or number, every limit goes to what all sources agree on. */
  lower(limit: keyof CoqlLimits | undefined, to: number | undefined): boolean {
    const before = this.#limits
    if (limit === undefined) this.#limits = { ...leastCoqlLimits, lookupNames: before.lookupNames }
    else this.#limits = { ...before, [limit]: Math.min(to ?? Infinity, Number(leastCoqlLimits[limit])) }
    if (limit === 'joins') this.#limits = fewerJoins(before, this.#limits)
    return JSON.stringify(before) !== JSON.stringify(this.#limits)
  }
}

/** Where their number is not the reason, every step may count; and if that is not the reason either, none is sure. */
function fewerJoins(before: CoqlLimits, lowered: CoqlLimits): CoqlLimits {
  if (lowered.joins < before.joins) return lowered
  return before.everyStep ? { ...lowered, joins: Math.max(0, before.joins - 1) } : { ...lowered, everyStep: true }
}

const newModule = (): CrmModuleKnowledge => ({
  namesRefused: new Set(),
  columnsRefused: new Set(),
  filtersRefused: new Set(),
  searchRefused: new Set(),
  searchFieldsRefused: new Set(),
  undecided: new Set(),
})
