import { ZohoSqlError } from '../base/errors.ts'
import type { SqlType, Value } from '../base/types.ts'
import type { CatalogView } from '../catalog/index.ts'
import { assertRunnable, evaluate, explainText, Workspace } from '../engine/index.ts'
import type { OutputColumn, Query } from '../engine/tree.ts'
import type { Session } from '../engine/values/index.ts'
import {
  bind,
  bindJoins,
  constantEvaluator,
  type Explanation,
  explain,
  type Plan,
  plan,
  relationIds,
  type Spent,
  withParameters,
} from '../plan/index.ts'
import type { Meter, Offer, Table, Want } from '../source/index.ts'
import { type ParsedStatement, parse } from '../sql/index.ts'
import { type Account, contextOf, metered } from './account.ts'
import { withinStack } from './depth.ts'
import { givenValues, type Parameters, parameterValues } from './parameters.ts'
import { type Avoid, execute, type RowBatch, type RunContext } from './query/index.ts'
import { turn } from './turns.ts'
import { understood } from './understand.ts'

/** What is known of a statement before its parameters have values. */
export interface Analysis {
  readonly columns: readonly OutputColumn[]
  readonly parameterTypes: readonly SqlType[]
  /** It calls a procedure, which does something or only reads. */
  readonly calls?: 'acts' | 'reads'
  /** Of a statement that writes: what it does, and whether rows come back. */
  readonly change?: { readonly action: 'insert' | 'update' | 'delete'; readonly returns: boolean }
}

export type DeclaredTypes = readonly (SqlType | undefined)[]

/** What a statement is, once its names and types were found. */
interface UnderstoodQuery extends StatementSurroundings {
  /** With the values of its parameters. */
  readonly query: Query
  /** Every table read, lookup targets included. */
  readonly tables: readonly Table[]
}

/** What queries of one statement share. */
export interface StatementSurroundings {
  readonly parsed: ParsedStatement
  readonly account: Account
  readonly session: Session
  readonly view: CatalogView
}

interface PrepareOptions {
  readonly declared?: DeclaredTypes
  /** Of the statement on whose way this one is run: all is on that one's account. */
  readonly meter?: Meter
}

/** A statement understood and planned: nothing but metadata was read for it. */
export class QueryStatement {
  readonly meter: Meter
  readonly #of: UnderstoodQuery
  readonly #began: number
  /** The newest plan: the one that ran, once it ran. */
  plan: Plan

  private constructor(of: UnderstoodQuery, meter: Meter) {
    this.#of = of
    this.meter = meter
    this.#began = of.account.now()
    this.plan = this.#plan({ grouping: false })
  }

  /** A query that is bound already and has no parameters any more. */
  static over(
    query: Query,
    tables: readonly Table[],
    surroundings: StatementSurroundings,
    meter: Meter,
  ): QueryStatement {
    return new QueryStatement({ ...surroundings, query, tables }, meter)
  }

  /**
   * Parses, binds and plans one statement.
   *
   * @throws {ZohoSqlError} whatever is wrong with the text, its names, types or parameters, with its position
   */
  static async prepare(
    text: string | ParsedStatement,
    parameters: Parameters,
    account: Account,
    signal: AbortSignal,
    { declared, meter }: PrepareOptions = {},
  ): Promise<QueryStatement> {
    const parsed = typeof text === 'string' ? withinStack(() => parse(text)) : text
    const values = givenValues(parsed, parameters)
    const context = { ...contextOf(account, signal), ...(meter && { meter }) }
    return understood(account, context, async (view, session) => {
      const bound = withinStack(() => bind(parsed, view, { session, values, declared }))
      await turn(parsed.text)
      const query = withParameters(bound.query, parameterValues(parsed, bound.parameters.types, values, session))
      const of = { parsed, query, tables: bound.tables, account, session, view }
      return withinStack(() => new QueryStatement(of, meter ?? metered(context.meter, account)))
    })
  }

  /** Parses and binds one statement whose parameters have no values yet. */
  static async analyse(
    parsed: ParsedStatement,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<Analysis> {
    const context = contextOf(account, signal)
    return understood(account, context, (view, session) => {
      const { query, parameters } = bind(parsed, view, { session, declared })
      return { columns: query.columns, parameterTypes: parameters.types }
    })
  }

  get parsed(): ParsedStatement {
    return this.#of.parsed
  }

  get columns(): readonly OutputColumn[] {
    return this.#of.query.columns
  }

  /** The APIs that carry its rows; none where all is at hand. */
  get roads(): readonly string[] {
    return this.plan.scans.filter((scan) => !scan.empty).map((scan) => scan.offer.scan.road)
  }

  /** The tables that the statement reads. */
  get tables(): readonly Table[] {
    return this.#of.tables
  }

  /** The rows, some at a time. Reading begins with the first one that is asked for and ends with the last. */
  rows(signal: AbortSignal): AsyncGenerator<RowBatch> {
    this.#refuseCostly()
    const { statementMs, live } = this.#of.account
    const session = this.#of.session.state
    // No signal fires while SQLite runs in this thread, but it looks at the clock.
    const deadline = statementMs === undefined ? undefined : this.#began + statementMs
    const notice = (text: string): unknown => this.meter.notices.push(text)
    const context: RunContext = {
      signal,
      meter: this.meter,
      openEngine: () => new Workspace({ session: this.#of.session, signal, deadline, notice }),
      check: (tried) => this.#refuseTooLarge(tried),
      read: (scan, within) =>
        this.#of.account.cache.read(scan, { ...within, session, live }, (s, c) =>
          this.#of.account.catalog.service(s.schema).read(s, c),
        ),
      offer: (want) => this.#offer(want),
    }
    return execute(
      async (avoid) => {
        const { text } = this.#of.parsed
        await turn(text)
        const made = withinStack(() => this.#plan(avoid))
        await turn(text)
        return made
      },
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
    const residual = plan.mode === 'direct' ? undefined : withinStack(() => explainText(plan.residual))
    return explain(plan, { residual, narrowed: new Map(narrowed), notices: this.meter.notices, spent })
  }

  #refuseCostly(): void {
    const { maxCredits } = this.#of.account
    if (maxCredits === undefined) return
    const { credits } = this.explain()
    if (credits <= maxCredits) return
    throw new ZohoSqlError(
      'CREDIT_LIMIT',
      `The statement costs at least ${credits} credits and maxCredits is ${maxCredits}.`,
      {
        hint: 'Ask for less, or raise maxCredits. EXPLAIN shows what costs how much.',
      },
    )
  }

  #refuseTooLarge(plan: Plan): void {
    if (plan.mode === 'direct') return
    const staged = plan.scans.map((scan) => ({ relations: relationIds(scan), columns: scan.columns }))
    withinStack(() => assertRunnable(plan.residual, staged, this.#of.session))
  }

  #offer(want: Want): Offer {
    return this.#of.account.catalog.service(want.table.schema).offer(want, this.#of.account.options)
  }

  #plan(avoid: Avoid): Plan {
    const { pushdown } = this.#of.account.options
    const compute = constantEvaluator((expr): Value => evaluate(expr, this.#of.session))
    return plan(this.#of.query, {
      pushdown,
      grouping: !avoid.grouping,
      offer: (want) => this.#offer(want),
      evaluate: compute,
      describe: explainText,
      tableOf: (schema, name) => this.#of.view.tableOf(schema, name),
    })
  }
}
