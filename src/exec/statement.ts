import { isZohoSqlError, ZohoSqlError } from '../base/errors.ts'
import type { SqlType, Value } from '../base/types.ts'
import type { Catalog, CatalogView } from '../catalog/index.ts'
import { evaluate, explainText, Workspace } from '../engine/index.ts'
import type { OutputColumn, Query } from '../engine/tree.ts'
import { makeSession, type Session } from '../engine/values/index.ts'
import {
  type BoundStatement,
  bind,
  bindJoins,
  constantEvaluator,
  type Explanation,
  explain,
  NeedTables,
  type Plan,
  plan,
  type Spent,
  withParameters,
} from '../plan/index.ts'
import {
  type Meter,
  newMeter,
  type Offer,
  type OfferOptions,
  type ReadContext,
  type Table,
  type Want,
} from '../source/index.ts'
import { type Parsed, parse } from '../sql/index.ts'
import type { ScanCache } from './cache.ts'
import { givenValues, type Parameters, parameterValues } from './parameters.ts'
import { type Avoid, execute, type Rows, type RunContext } from './run.ts'

/** What a statement runs against: an account's tables and how they are to be read. */
export interface Account {
  readonly catalog: Catalog
  readonly options: OfferOptions
  readonly cache: ScanCache
  /** Zone of literals without an offset; the organisation's, read when it is first needed. */
  readonly timeZone: (context: ReadContext) => Promise<string>
  readonly maxCredits?: number
  /** Asked before each call of a statement, with the credits that it will have spent then. */
  readonly approve?: Meter['approve']
  /** Milliseconds that a statement may take; undefined: any number. */
  readonly statementMs?: number
  readonly now: () => number
}

/** What is known of a statement before its parameters have values. */
export interface Analysis {
  readonly columns: readonly OutputColumn[]
  readonly parameterTypes: readonly SqlType[]
}

export type DeclaredTypes = readonly (SqlType | undefined)[]

/** What was spent on metadata serves all statements: the limit is for the rows. */
const metered = (metadata: Meter, { maxCredits, approve }: Pick<Account, 'maxCredits' | 'approve'>): Meter => ({
  ...metadata,
  creditsMax: maxCredits === undefined ? undefined : metadata.credits + maxCredits,
  ...(approve && { approve }),
})

/** A statement understood and planned: nothing but metadata was read for it. */
export class Statement {
  readonly columns: readonly OutputColumn[]
  readonly meter: Meter
  readonly parsed: Parsed
  readonly #account: Account
  readonly #query: Query
  readonly #tables: readonly Table[]
  readonly #view: CatalogView
  readonly #session: Session
  readonly #began: number
  /** The newest plan: the one that ran, once it ran. */
  plan: Plan

  private constructor(
    parsed: Parsed,
    bound: BoundStatement,
    query: Query,
    account: Account,
    session: Session,
    view: CatalogView,
    meter: Meter,
  ) {
    this.parsed = parsed
    this.columns = bound.query.columns
    this.meter = metered(meter, account)
    this.#account = account
    this.#query = query
    this.#tables = bound.tables
    this.#session = session
    this.#view = view
    this.#began = account.now()
    this.plan = this.#plan({ grouping: false })
  }

  /**
   * Parses, binds and plans one statement.
   *
   * @throws {ZohoSqlError} whatever is wrong with the text, its names, types or parameters, with its position
   */
  static async prepare(
    text: string,
    parameters: Parameters,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<Statement> {
    const parsed = parse(text)
    const values = givenValues(parsed, parameters)
    const context: ReadContext = { signal, meter: newMeter() }
    return withFreshColumns(account, (view) =>
      withTables(account, view, context, (session) => {
        const bound = bind(parsed, view, { session, values, declared })
        const query = withParameters(bound.query, parameterValues(parsed, bound.parameters.types, values, session))
        return new Statement(parsed, bound, query, account, session, view, context.meter)
      }),
    )
  }

  /** Parses and binds one statement whose parameters have no values yet. */
  static async analyse(
    text: string,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<Analysis> {
    const parsed = parse(text)
    const context: ReadContext = { signal, meter: newMeter() }
    return withFreshColumns(account, (view) =>
      withTables(account, view, context, (session) => {
        const { query, parameters } = bind(parsed, view, { session, declared })
        return { columns: query.columns, parameterTypes: parameters.types }
      }),
    )
  }

  /** The tables that the statement reads. */
  get tables(): readonly Table[] {
    return this.#tables
  }

  /** The rows, some at a time. Reading begins with the first one that is asked for and ends with the last. */
  rows(signal: AbortSignal): AsyncGenerator<Rows> {
    this.#refuseDear()
    const { statementMs } = this.#account
    // No signal fires while SQLite runs in this thread, but it looks at the clock.
    const deadline = statementMs === undefined ? undefined : this.#began + statementMs
    const notice = (text: string): unknown => this.meter.notices.push(text)
    const context: RunContext = {
      signal,
      meter: this.meter,
      openEngine: () => new Workspace({ session: this.#session, signal, deadline, notice }),
      read: (scan, within) =>
        this.#account.cache.read(scan, within, (s, c) => this.#account.catalog.service(s.schema).read(s, c)),
      offer: (want) => this.#offer(want),
    }
    return execute(
      (avoid) => this.#plan(avoid),
      context,
      (tried) => {
        this.plan = tried
      },
    )
  }

  /** The plan with its price; after running, the plan that ran. */
  explain(spent?: Spent): Explanation {
    const { plan } = this
    const narrowed = [...bindJoins(plan.scans)].map(([relation, { column, says }]) => {
      return [relation, `${column} = ${says}`] as const
    })
    const residual = plan.mode === 'direct' ? undefined : explainText(plan.residual)
    return explain(plan, { residual, narrowed: new Map(narrowed), notices: this.meter.notices, spent })
  }

  #refuseDear(): void {
    const { maxCredits } = this.#account
    const credits = this.plan.scans.reduce((sum, scan) => sum + (scan.empty ? 0 : scan.offer.price.credits), 0)
    if (maxCredits === undefined || credits <= maxCredits) return
    throw new ZohoSqlError(
      'CREDIT_LIMIT',
      `The statement costs at least ${credits} credits and maxCredits is ${maxCredits}.`,
      {
        hint: 'Ask for less, or raise maxCredits. EXPLAIN shows what costs how much.',
      },
    )
  }

  #offer(want: Want): Offer {
    return this.#account.catalog.service(want.table.schema).offer(want, this.#account.options)
  }

  #plan(avoid: Avoid): Plan {
    const { pushdown } = this.#account.options
    const compute = constantEvaluator((expr): Value => evaluate(expr, this.#session))
    return plan(this.#query, {
      pushdown,
      grouping: !avoid.grouping,
      offer: (want) => this.#offer(want),
      evaluate: compute,
      describe: explainText,
      tableOf: (schema, name) => this.#view.tableOf(schema, name),
    })
  }
}

/** Binds once more where a column is missing: it may be newer than what is remembered of its table. */
async function withFreshColumns<T>({ catalog }: Account, bound: (view: CatalogView) => Promise<T>): Promise<T> {
  const view = catalog.view()
  try {
    return await bound(view)
  } catch (error) {
    if (!isZohoSqlError(error) || error.code !== 'UNDEFINED_COLUMN') throw error
    if (!catalog.forget(view.tables())) throw error
    return bound(catalog.view())
  }
}

/** Binds, and whenever that needs a table which was not read yet, reads it and binds again. */
async function withTables<T>(
  account: Account,
  view: CatalogView,
  context: ReadContext,
  bound: (session: Session) => T,
): Promise<T> {
  const session = makeSession({ timeZone: await account.timeZone(context), now: account.now() })
  for (;;) {
    try {
      return bound(session)
    } catch (error) {
      if (!(error instanceof NeedTables)) throw error
      await view.load(error.paths, context)
    }
  }
}
