/** A statement that writes: understood, computed, checked, then sent; what became of each row is always told. */
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType } from '../../base/types.ts'
import type { OutputColumn, Query } from '../../engine/tree.ts'
import {
  type BoundChange,
  bindChange,
  type Explanation,
  mapQueries,
  type Spent,
  withParameters,
} from '../../plan/index.ts'
import type { Meter, Table } from '../../source/index.ts'
import type { ParsedStatement, SqlChange } from '../../sql/index.ts'
import { type Account, contextOf, metered } from '../account.ts'
import { withinStack } from '../depth.ts'
import { givenValues, type Parameters, parameterValues } from '../parameters.ts'
import type { RowBatch } from '../query/index.ts'
import { type Analysis, type DeclaredTypes, QueryStatement, type StatementSurroundings } from '../statement.ts'
import { turn } from '../turns.ts'
import { understood } from '../understand.ts'
import { dryRunColumns, dryRunRows } from './dry-run.ts'
import { type Counts, countOf, countsOf, nothingWritten } from './errors.ts'
import { explainChange } from './explain.ts'
import { performed } from './perform.ts'
import { intentOf, lackOf, planned } from './planned.ts'
import { makeReading, type QueryReading } from './reading.ts'
import { returned } from './returned.ts'
import type { WriteSettings } from './settings.ts'
import { type UncachedAccount, uncached } from './uncached.ts'

export interface ChangeParts extends StatementSurroundings {
  readonly account: UncachedAccount
  readonly meter: Meter
}

export class ChangeStatement {
  readonly parsed: ParsedStatement
  readonly columns: readonly OutputColumn[]
  readonly meter: Meter
  /** Rows written, when it has run. */
  written: number | undefined
  /** What became of each row, where not all were written and that ended nothing. */
  outcomes: readonly Outcome[] | undefined
  /** Told what was written as soon as it is known, however the statement ends. */
  told: ((counts: Counts) => void) | undefined
  readonly #bound: BoundChange
  readonly #settings: WriteSettings
  readonly #parts: ChangeParts
  readonly #read: QueryStatement
  /** Why the token is known not to allow it. */
  readonly #lacks: string | undefined

  private constructor(bound: BoundChange, settings: WriteSettings, parts: ChangeParts, lacks: string | undefined) {
    this.#lacks = lacks
    this.parsed = parts.parsed
    this.meter = parts.meter
    this.columns = settings.dryRun ? dryRunColumns : (bound.returning?.columns ?? [])
    this.#bound = bound
    this.#settings = settings
    this.#parts = parts
    this.#read = QueryStatement.over(bound.query, bound.tables, parts, parts.meter)
  }

  /**
   * Parses, binds and plans one statement; nothing but metadata is read.
   *
   * @throws {ZohoSqlError} 25006 · 54000 without a condition · whatever is wrong with names, types and parameters
   */
  static async prepare(
    parsed: ParsedStatement,
    change: SqlChange,
    parameters: Parameters,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<ChangeStatement> {
    const settings = settingsOf(account, change, parsed)
    const values = givenValues(parsed, parameters)
    const context = contextOf(account, signal)
    const before = settings.dryRun || settings.journal !== undefined
    return understood(account, context, async (view, session) => {
      const bound = withinStack(() => bindChange(parsed, change, view, { session, values, declared, before }))
      refuseUnfiltered(bound, settings)
      await turn(parsed.text)
      const { types, places } = bound.parameters
      const given = parameterValues(parsed, types, values, session, places)
      const filled = mapQueries(bound, (query) => withParameters(query, given))
      const meter = metered(context.meter, account)
      // Asked for here, so that EXPLAIN knows it; who runs the statement is told by the same question again.
      const lacks = await lackOf(bound, makeReading(account, signal, meter))
      return withinStack(
        () =>
          new ChangeStatement(filled, settings, { parsed, account: uncached(account), session, view, meter }, lacks),
      )
    })
  }

  /** What it gives and takes, before its parameters have values. */
  static async analyse(
    parsed: ParsedStatement,
    change: SqlChange,
    account: Account,
    signal: AbortSignal,
    declared?: DeclaredTypes,
  ): Promise<Analysis> {
    const context = contextOf(account, signal)
    return understood(account, context, (view, session) => {
      const { action, returning, parameters } = bindChange(parsed, change, view, { session, declared, before: false })
      return {
        columns: returning?.columns ?? [],
        parameterTypes: parameters.types,
        change: { action, returns: returning !== undefined },
      }
    })
  }

  get roads(): readonly string[] {
    return this.#read.roads
  }

  get tables(): readonly Table[] {
    return this.#bound.tables
  }

  /** What the statement does to its table, as command tags name it. */
  get action(): 'insert' | 'update' | 'delete' {
    return this.#bound.action
  }

  /** The table that is written. */
  get table(): Table {
    return this.#bound.table
  }

  /** It only tells what it would do. */
  get isDryRun(): boolean {
    return this.#settings.dryRun
  }

  /** Runs it with the first row that is asked for; the rows are those of RETURNING, or of the dry run. */
  async *rows(signal: AbortSignal): AsyncGenerator<RowBatch> {
    const reading = this.#reading(signal)
    const { account } = this.#parts
    const plan = await planned(this.#bound, this.#types(), this.#settings, reading)
    if (this.#settings.dryRun) return yield dryRunRows(plan.works)
    await this.#settings.confirm?.(intentOf(plan.works, this.#bound.table, this.#settings, reading))
    const done = await performed(plan, this.#settings, reading)
      .catch((error: unknown) => {
        this.told?.(isZohoSqlError(error) ? countsOf(error.outcomes) : nothingWritten)
        throw error
      })
      .finally(() => account.forgetRows(reading))
    this.written = countOf(done.all, 'written')
    this.outcomes = done.outcomes
    this.told?.(countsOf(done.all))
    if (this.#bound.returning) yield* returned(this.#bound, plan, done.written, reading)
  }

  explain(spent?: Spent): Explanation {
    return explainChange(this.#bound, this.#settings, this.#read.explain(spent), this.#writer(), this.#lacks)
  }

  #types(): readonly SqlType[] {
    return this.#bound.query.columns.map(({ type }) => type)
  }

  #writer() {
    const { writer, schema } = this.#parts.account.catalog.service(this.#bound.table.schema)
    if (writer) return writer
    throw new ZohoSqlError('NOT_SUPPORTED', `Tables of ${schema} cannot be written.`)
  }

  #reading(signal: AbortSignal): QueryReading {
    return readingFor(this.#parts, this.#bound.tables, signal)
  }
}

/** How such a statement reads. @param tables those that its bound queries name */
export function readingFor(parts: ChangeParts, tables: readonly Table[], signal: AbortSignal): QueryReading {
  const { account, meter } = parts
  const run = (query: Query) => QueryStatement.over(query, tables, parts, meter).rows(signal)
  return { ...makeReading(account, signal, meter), run }
}

/** What applies to this statement. EXPLAIN writes nothing, so that it may be asked anywhere. */
export function settingsOf({ writing }: Account, change: SqlChange, { statement }: ParsedStatement): WriteSettings {
  const harmless = statement.kind === 'explainChange' && !statement.analyze
  if (writing && (harmless || writing.dryRun || !writing.readOnly)) return writing
  throw new ZohoSqlError('READ_ONLY', `cannot execute ${change.kind.toUpperCase()}: this connection only reads`, {
    position: change.at,
  })
}

function refuseUnfiltered({ action, filtered, table }: BoundChange, { allowUnfiltered }: WriteSettings): void {
  if (filtered || allowUnfiltered) return
  throw new ZohoSqlError('UNFILTERED_WRITE', `${action.toUpperCase()} would reach every row of "${table.name}".`)
}
