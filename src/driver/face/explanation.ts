/** What really happened, for EXPLAIN ANALYZE. */
export interface Spent {
  readonly calls: number
  readonly credits: number
  readonly rowsFetched: number
  readonly bytes: number
  readonly rows: number
  readonly elapsedMs: number
  /** Of the calls, those for metadata and users: no price has them, as what they tell is remembered. */
  readonly metadataCalls: number
}

/** What a scan is expected to cost. */
export interface Price {
  /** Calls and credits for the first page: certain. */
  readonly calls: number
  readonly credits: number
  /** More per further page of this many rows; undefined when one page is all there can be. */
  readonly perPage?: { readonly rows: number; readonly credits: number }
  /** Rows expected, where something is known about it. */
  readonly rows?: number
}

/** One table of a plan, and what travels. */
export interface ExplainedScan {
  readonly table: string
  /** Its names in the query. */
  readonly alias: string
  readonly road: string
  /** The remote query as sent for the first page. */
  readonly text: readonly string[]
  /** exact: no need to look again · superset: sent in a weaker form, checked again here · local: not sent. */
  readonly verdicts: readonly {
    readonly sql: string
    readonly outcome: 'exact' | 'superset' | 'local'
    readonly why: string
  }[]
  readonly notes: readonly string[]
  readonly price: Price
  /** A condition can never be true, or no row is wanted: nothing is sent. */
  readonly empty: boolean
  /** The scan waits for another one's keys: `Account_Name_id = a.id`. */
  readonly narrowedBy: string | undefined
}

/**
 * A plan as a value that prints; the members are for programs.
 *
 * @example
 * console.log(String(await db.explain('SELECT count(*) FROM Deals')))
 */
export interface Explanation {
  /** direct: one scan answers all · paged: page by page through the local engine · staged: everything else. */
  readonly mode: 'direct' | 'paged' | 'staged'
  readonly scans: readonly ExplainedScan[]
  /** What the local engine runs over the scans' rows, in PostgreSQL's spelling; undefined: nothing. */
  readonly residual: string | undefined
  /** The least that the statement costs. */
  readonly calls: number
  readonly credits: number
  readonly notices: readonly string[]
  readonly spent: Spent | undefined
  toString(): string
}
