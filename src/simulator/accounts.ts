/** What the client did: calls, credits, bytes and rows by road, every call in order, and where it broke Zoho's rules. */
import { createHash } from 'node:crypto'
import { type Road, roads } from './http.ts'

export const breachKinds = {
  concurrency: 'more calls at once than the edition allows',
  'sub-concurrency': 'more heavy calls at once than 10',
  'no-backoff': 'a call sent again within 50 ms of its 429',
  'token-rate': 'more than 10 access tokens of one refresh token within 10 minutes',
  'token-retry': 'a token call sent again within a second of a refusal that is final',
  'no-auth': 'a call without Authorization header',
  'unknown-parameter': 'a query parameter that the operation does not have',
  'page-token': 'a page token used with other parameters than it was made for',
  'coql-where': 'a COQL query without where',
  'coql-syntax': 'a COQL query that is no COQL',
  'repeated-refusal': 'a call sent again within a second of a refusal that only another call can change',
  'download-rate': 'more downloads of bulk results a minute than allowed',
  'unknown-path': 'a path or method that the API does not have',
  mail: 'a call that would have sent mail to a customer',
} as const
export type BreachKind = keyof typeof breachKinds

export interface Breach {
  readonly kind: BreachKind
  readonly note: string
  /** Number of the call, from 1. */
  readonly call: number
}

export interface RoadStats {
  readonly calls: number
  readonly credits: number
  /** Bytes of answer bodies. */
  readonly bytes: number
  readonly rows: number
}

export interface CallStats extends RoadStats {
  readonly byRoad: Readonly<Record<Road, RoadStats>>
  /** Answers by HTTP status; 0: none was given (reset, hang). */
  readonly statuses: Readonly<Record<number, number>>
  /** Most calls that were in flight at once. */
  readonly maxInFlight: number
}

/** One call as it was answered. */
export interface CallRecord {
  readonly number: number
  readonly method: string
  readonly path: string
  /** Query string without `?`. */
  readonly query: string
  readonly body: string
  readonly status: number
  /** Zoho's error code in the answer. */
  readonly code?: string
  readonly road: Road
  readonly credits: number
  readonly rows: number
  readonly bytes: number
  /** Kind of the fault that was played, if any. */
  readonly fault?: string
}

const callsKept = 20_000
const bodyKept = 20_000

/** How an answer binds the client: asking again at once is wrong after all but `fine`. */
export type CallVerdict = 'fine' | 'busy' | 'refused' | 'bad-credentials'
type RefusedVerdict = Exclude<CallVerdict, 'fine'>

/** For how long the same call must not come again, and what it is called if it does. */
const patience: Readonly<Record<RefusedVerdict, { readonly ms: number; readonly breach: BreachKind }>> = {
  busy: { ms: 50, breach: 'no-backoff' },
  refused: { ms: 1000, breach: 'repeated-refusal' },
  'bad-credentials': { ms: 1000, breach: 'token-retry' },
}

type Sums = { -readonly [Key in keyof RoadStats]: number }
const noSums = (): Sums => ({ calls: 0, credits: 0, bytes: 0, rows: 0 })

const addTo = (sums: Sums, call: CallRecord): void => {
  sums.calls++
  sums.credits += call.credits
  sums.bytes += call.bytes
  sums.rows += call.rows
}

/** What makes two calls the same. */
export const callKey = (method: string, url: string, body: Buffer): string =>
  createHash('sha1').update(`${method} ${url}\n`).update(body).digest('base64')

export class CallAccounts {
  #total = noSums()
  #byRoad = new Map<Road, Sums>()
  #statuses: Record<number, number> = {}
  #maxInFlight = 0
  #calls: CallRecord[] = []
  #breaches: Breach[] = []
  #lastRefusal = new Map<string, { readonly verdict: RefusedVerdict; readonly at: number }>()
  #number = 0

  nextNumber(): number {
    return ++this.#number
  }

  record(call: CallRecord): void {
    addTo(this.#total, call)
    const sums = this.#byRoad.get(call.road) ?? noSums()
    this.#byRoad.set(call.road, sums)
    addTo(sums, call)
    this.#statuses[call.status] = (this.#statuses[call.status] ?? 0) + 1
    this.#calls.push({ ...call, body: call.body.slice(0, bodyKept) })
    if (this.#calls.length > callsKept) this.#calls.shift()
  }

  inFlight(count: number): void {
    this.#maxInFlight = Math.max(this.#maxInFlight, count)
  }

  breach(kind: BreachKind, note: string, call = this.#number): void {
    this.#breaches.push({ kind, note, call })
  }

  /** Keeps an answer in mind, so that a client that just asks again is noticed. Real time: clients wait in it. */
  answered(key: string, verdict: CallVerdict): void {
    if (verdict === 'fine') this.#lastRefusal.delete(key)
    else this.#lastRefusal.set(key, { verdict, at: performance.now() })
  }

  arrived(key: string, note: string): void {
    const last = this.#lastRefusal.get(key)
    if (!last || performance.now() - last.at >= patience[last.verdict].ms) return
    this.breach(patience[last.verdict].breach, note)
  }

  get stats(): CallStats {
    const byRoad = Object.fromEntries(roads.map((road) => [road, { ...(this.#byRoad.get(road) ?? noSums()) }]))
    return {
      ...this.#total,
      byRoad: byRoad as Record<Road, RoadStats>,
      statuses: { ...this.#statuses },
      maxInFlight: this.#maxInFlight,
    }
  }
  get calls(): readonly CallRecord[] {
    return [...this.#calls]
  }
  get breaches(): readonly Breach[] {
    return [...this.#breaches]
  }

  reset(): void {
    this.#total = noSums()
    this.#byRoad = new Map()
    this.#statuses = {}
    this.#maxInFlight = 0
    this.#calls = []
    this.#breaches = []
    this.#lastRefusal = new Map()
    this.#number = 0
  }
}
