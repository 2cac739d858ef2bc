import type { ReadContext } from './context.ts'

/** One thing that this package does with an account, and whether the token allows it. */
export interface FeatureState {
  readonly name: string
  /** It changes data. */
  readonly writes: boolean
  /** `list the tables` */
  readonly does: string
  /** The OAuth scope that grants it. */
  readonly scope: string
  /** Undefined: neither tried nor told by the token. */
  readonly works: boolean | undefined
  /** Without it nothing can be asked. */
  readonly essential: boolean
  /** Why it does not work and what that means; or for which tables alone it does. */
  readonly remark: string | undefined
}

/** What is known of an account. What a refused call would have told is undefined. */
export interface AccountReport {
  /** Schema of the service that tells. */
  readonly service: string
  readonly user: Readonly<Record<'id' | 'name' | 'email' | 'role' | 'profile', string | undefined>> | undefined
  readonly organisation:
    | Readonly<
        Record<'id' | 'name' | 'type' | 'edition' | 'email' | 'country' | 'timeZone' | 'currency', string | undefined>
      >
    | undefined
  /** Parts of the organisation that records belong to, where there are any. */
  readonly departments?: readonly string[]
  /** Base address of the API, and what the paths of its calls begin with. */
  readonly api: string
  readonly path: string
  readonly token: {
    /** Milliseconds since 1970; Infinity if unknown. */
    readonly expiresAt: number
    /** A new one can be made of a refresh token. */
    readonly renewable: boolean
    /** What was granted; undefined where nobody said. */
    readonly scopes: readonly string[] | undefined
  }
  readonly features: readonly FeatureState[]
  /** Tables there are, and one to begin with. */
  readonly tables: { readonly count: number; readonly first: string | undefined } | undefined
  /** Of the last 24 hours, where the service tells. */
  readonly creditsLeft: number | undefined
  /** Milliseconds of one call. */
  readonly latencyMs: number
  /** What the other services of the connection tell. */
  readonly others?: readonly AccountReport[]
}

/** Whose data a service reads: each thing asked for by its name, and no more asked than that takes. */
export interface ServiceAccount {
  /** IANA name of the organisation's time zone, `UTC` where none is known. Remembered like all metadata. */
  timeZone(context: ReadContext): Promise<string>
  /** The edition, as the service names it; undefined where it does not say. Remembered like all metadata. */
  edition(context: ReadContext): Promise<string | undefined>
  /**
   * Whose account it is and what its token may do: asked anew each time.
   *
   * @throws {ZohoSqlError} where nothing can be asked at all
   */
  about(context: ReadContext): Promise<AccountReport>
  /** Whether it answers and takes the token, within one call: what is refused for a scope is an answer. */
  ping(context: ReadContext): Promise<boolean>
  /** True for a request that changes nothing: of those that are no GET, the service's queries. */
  reads(method: string, path: string): boolean
}

/** True where an answer would be of use although nothing was listed. */
export const isUsable = ({ features }: Pick<AccountReport, 'features'>): boolean =>
  features.every(({ essential, works }) => !essential || works !== false)
