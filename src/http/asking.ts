import { ZohoSqlError } from '../base/errors.ts'
import { mainSchema } from '../base/schemas.ts'
import type { Spending } from '../base/spending.ts'
import type { Connection, JsValue, Parameters, ResultRows, StatementOptions, Table } from '../driver/inner.ts'
import type { Caller, Grant } from './access/index.ts'
import type { ServedAccounts } from './accounts.ts'
import type { DayCredits } from './credits.ts'

/** Rows as JSON has them: numbers as numbers, instants as ISO texts in UTC. */
export const jsonForms = { exactNumbers: false, dates: 'string' } as const
/** Every digit kept, as texts. */
export const exactForms = { exactNumbers: true, dates: 'string' } as const

export interface HttpHouse {
  readonly accounts: ServedAccounts
  readonly credits: DayCredits
  /** Rows of one answer; 0: any number. */
  readonly rowsMax: number
}

/** A row as the driver gives it: values in the order of the columns. */
export type JsRow = readonly JsValue[]

/** What a request may do, and how: its caller's account, its limits, and an end when the client goes away. */
export class RequestSession {
  readonly signal: AbortSignal
  readonly #house: HttpHouse
  readonly #caller: Caller
  readonly #spent: Spending
  #query = ''

  constructor(house: HttpHouse, caller: Caller, signal: AbortSignal, spent: Spending) {
    this.#house = house
    this.#caller = caller
    this.signal = signal
    this.#spent = spent
  }

  /** The same for one part of a request, which may end before it. */
  until(signal: AbortSignal): RequestSession {
    return new RequestSession(this.#house, this.#caller, AbortSignal.any([this.signal, signal]), this.#spent)
  }

  get grant(): Grant {
    return this.#caller.grant
  }

  /** The newest statement, for whoever looks at what runs. */
  get query(): string {
    return this.#query
  }

  /** Rows that one answer may have; undefined: any number. */
  get rowsMax(): number | undefined {
    const most = [this.#house.rowsMax, this.grant.maxRows].filter((each) => each !== undefined && each > 0)
    return most.length === 0 ? undefined : Math.min(...(most as number[]))
  }

  /** Does something with the caller's account. */
  use<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    return this.#house.accounts.use(this.grant.profile, work)
  }

  /**
   * Opens a statement: nothing of its rows is read yet, and nothing written.
   *
   * @throws {ZohoSqlError} FORBIDDEN a table that the token does not allow · 25006 it writes, and the token may not ·
   * 53400 the day's credits are used up
   */
  async open(db: Connection, sql: string, parameters: Parameters, options: StatementOptions = {}): Promise<ResultRows> {
    this.#query = sql
    const left = this.#house.credits.leftOf(this.grant)
    const most = [left, options.maxCredits].filter((each) => each !== undefined)
    const maxCredits = most.length === 0 ? undefined : Math.min(...most)
    return db.open(sql, parameters, {
      forms: jsonForms,
      signal: this.signal,
      ...options,
      maxCredits,
      admit: (tables) => {
        for (const table of tables) this.allow(table)
      },
      // What the connection forbids stays forbidden.
      ...(this.grant.readOnly && { writing: { readOnly: true } }),
    })
  }

  /** @throws {ZohoSqlError} FORBIDDEN */
  allow({ schema, name }: Pick<Table, 'schema' | 'name'>): void {
    if (this.mayRead({ schema, name })) return
    throw new ZohoSqlError('FORBIDDEN', `The token does not allow the table ${name}.`)
  }

  mayRead({ schema, name }: Pick<Table, 'schema' | 'name'>): boolean {
    const { tables } = this.grant
    if (!tables) return true
    const full = `${schema}.${name}`.toLowerCase()
    return tables.some((each) => (each.includes('.') ? each : `${mainSchema}.${each}`).toLowerCase() === full)
  }

  /** Counts what an answer cost, once it has ended. */
  ended(answer: Pick<ResultRows, 'stats'>): void {
    this.spent(answer.stats())
  }

  spent(cost: { readonly calls: number; readonly credits: number }): void {
    this.#spent.add(cost)
    this.#house.credits.spend(this.grant, cost.credits)
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the hook that lets requests in. */
    asking: RequestSession
  }
}
