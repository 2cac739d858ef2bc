/**
 * Rows that a program hands over, written as a statement would write them: a statement for one row is bound once, and the
 * rows take the place of its query. Values that do not fit are said by row, so that the others may go.
 */
import { ownValue } from '../../base/by-name.ts'
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType, Value } from '../../base/types.ts'
import type { Session } from '../../engine/values/index.ts'
import { type BoundChange, bindChange } from '../../plan/index.ts'
import { type Column, isMultiple, type Meter, type Table } from '../../source/index.ts'
import { parse, type SqlChange } from '../../sql/index.ts'
import { type Account, contextOf } from '../account.ts'
import { parameterValue } from '../parameters.ts'
import { understood } from '../understand.ts'
import { changesText } from './dry-run.ts'
import { keyName } from './keys.ts'
import { parentColumn } from './parents.ts'
import { performed } from './perform.ts'
import { allowed, type PlannedRows, plannedRows } from './planned.ts'
import { quoted, rowsWith, tableName, type WriteReading } from './reading.ts'
import { type Issue, notSent, type WriteRow, type WriteWork } from './rows.ts'
import { changeOf } from './send.ts'
import type { Recorder } from './sending.ts'
import type { WriteSettings } from './settings.ts'
import { type ChangeParts, readingFor, settingsOf } from './statement.ts'
import { uncached } from './uncached.ts'

/** What is to be done with rows of one table. */
export interface LoadTask {
  readonly table: Table
  readonly action: 'insert' | 'update' | 'upsert' | 'delete'
  /** What the rows give values to, the key included. */
  readonly columns: readonly Column[]
  /** upsert: what tells whether a record is there already; update and delete: what finds it. */
  readonly key: readonly Column[]
}

export interface LoadRow {
  /** Place among the rows of the load, from 0. */
  readonly index: number
  /** By the column's name; what is absent or undefined stays as it is. */
  readonly values: Readonly<Record<string, unknown>>
}

/** A row of an earlier load. */
export interface SentRow extends LoadRow {
  readonly action: WriteWork['action']
  readonly id: string | undefined
}

/** Rows of one action, as they were sent. */
export interface SentWork {
  readonly work: WriteWork
  readonly types: readonly SqlType[]
  /** What the load did. */
  readonly loads: LoadTask['action']
  readonly settings: WriteSettings
  readonly reading: WriteReading
}

/** What became of a row; of a dry run, what would: the action and the columns that change. */
export interface LoadOutcome extends Omit<Outcome, 'outcome'> {
  readonly outcome: Outcome['outcome'] | 'planned'
}

export interface LoadEnd {
  /** Of every row, in the order of their places. */
  readonly outcomes: readonly LoadOutcome[]
  /** The APIs that carried rows. */
  readonly roads: readonly string[]
  /** What ended it. */
  readonly error?: ZohoSqlError
}

export class LoadStatement {
  readonly #of: LoadTask
  readonly #bound: BoundChange
  readonly #settings: WriteSettings
  readonly #parts: ChangeParts
  readonly #session: Session
  /** Of the columns that are set, and of the key that finds records. */
  readonly #types: ReadonlyMap<string, SqlType>

  private constructor(of: LoadTask, bound: BoundChange, settings: WriteSettings, parts: ChangeParts) {
    this.#of = of
    this.#bound = bound
    this.#settings = settings
    this.#parts = parts
    this.#session = parts.session
    this.#types = new Map(bound.targets.map(({ column }, i) => [column.name, bound.parameters.types[i]!]))
  }

  /**
   * Binds the statement; nothing but metadata is read.
   *
   * @throws {ZohoSqlError} 25006 · 428C9, 42701 columns that cannot be set · 0A000 tables that cannot be written
   */
  static async prepare(of: LoadTask, account: Account, signal: AbortSignal, meter: Meter): Promise<LoadStatement> {
    const parsed = parse(statementOf(of))
    const { change } = parsed.statement as { readonly change: SqlChange }
    const settings = settingsOf(account, change, parsed)
    const before = settings.dryRun || settings.journal !== undefined
    try {
      return await understood(account, { ...contextOf(account, signal), meter }, (view, session) => {
        const bound = bindChange(parsed, change, view, { session, before })
        refuseLeftOut(of, bound)
        return new LoadStatement(of, bound, settings, { parsed, account: uncached(account), session, view, meter })
      })
    } catch (error) {
      throw withoutPosition(error)
    }
  }

  /** Writes these rows; what ends it is given with what became of each. */
  async write(rows: readonly LoadRow[], signal: AbortSignal, watch: Recorder): Promise<LoadEnd> {
    const reading = readingFor(this.#parts, this.#bound.tables, signal)
    const issues: Issue[] = []
    const roads = new Set<string>()
    const outcomes = new Map(rows.map(({ index }) => [index, notSent(index, undefined) as LoadOutcome]))
    try {
      await allowed(this.#bound, reading)
      const given = await this.#given(rows, issues, reading)
      for (const round of this.#rounds(given)) {
        const own = placesOf(round)
        const wrong = issues.filter(({ index }) => own.has(index))
        const plan = await plannedRows(
          this.#bound,
          { rows: round, issues: wrong, partial: this.#bound.conflict !== undefined },
          this.#columnTypes(),
          this.#settings,
          reading,
        )
        for (const work of plan.works) roads.add(this.#road(work))
        const done = this.#settings.dryRun ? wouldBe(plan) : (await performed(plan, this.#settings, reading, watch)).all
        for (const outcome of done) outcomes.set(outcome.index, outcome)
      }
    } catch (error) {
      if (!isZohoSqlError(error)) throw error
      for (const outcome of error.outcomes ?? []) outcomes.set(outcome.index, outcome)
      return { outcomes: [...outcomes.values()], roads: [...roads], error }
    } finally {
      if (!this.#settings.dryRun) await this.#parts.account.forgetRows(reading)
    }
    return { outcomes: [...outcomes.values()], roads: [...roads] }
  }

  /** Rows of an earlier load that was broken off, as they were sent then: what became of them is for `resumed` to find. */
  sent(rows: readonly SentRow[], signal: AbortSignal): SentWork {
    const issues: Issue[] = []
    const { table, targets, query } = this.#bound
    const { action } = rows[0]!
    const given = rows.map((row): WriteRow => {
      const values = action === 'delete' ? [] : targets.map(({ column }) => this.#value(column, row, issues))
      return { index: row.index, id: row.id, values, before: [], returned: [] }
    })
    const lead = this.#bound.action === 'insert' ? 0 : 1
    return {
      work: { action, table, targets: action === 'delete' ? [] : targets, before: [], rows: given },
      types: query.columns.map(({ type }) => type).slice(lead),
      loads: this.#of.action,
      settings: this.#settings,
      reading: readingFor(this.#parts, this.#bound.tables, signal),
    }
  }

  #road(work: WriteWork): string {
    const { writer } = this.#parts.account.catalog.service(work.table.schema)
    return writer?.offer(changeOf(work), this.#settings).road ?? 'local'
  }

  #columnTypes(): readonly SqlType[] {
    return this.#bound.query.columns.map(({ type }) => type)
  }

  async #given(rows: readonly LoadRow[], issues: Issue[], reading: WriteReading): Promise<readonly WriteRow[]> {
    const given = rows.map((row): WriteRow => {
      const values = this.#bound.targets.map(({ column }) => this.#value(column, row, issues))
      return { index: row.index, id: undefined, values, before: [], returned: [] }
    })
    if (this.#bound.action === 'insert') return given
    return this.#withOld(await this.#identified(given, rows, issues, reading), issues, reading)
  }

  #value(column: Column, row: LoadRow, issues: Issue[]): Value | undefined {
    const given = ownValue(row.values, column.name)
    if (given === undefined) return undefined
    // An empty text is no value of anything.
    if (given === '') return null
    const type = this.#types.get(column.name) ?? column.type
    try {
      return parameterValue(listText(given, column), type, this.#session)
    } catch (error) {
      if (!isZohoSqlError(error)) throw error
      const { code, message, hint } = error
      issues.push({
        index: row.index,
        column,
        value: shownValue(given),
        code,
        message,
        ...(hint !== undefined && { hint }),
      })
      return null
    }
  }

  // ------------------------------------------------------------------------------------------------ records

  /** UPDATE and DELETE: the record that each row means. */
  async #identified(
    given: readonly WriteRow[],
    rows: readonly LoadRow[],
    issues: Issue[],
    reading: WriteReading,
  ): Promise<readonly WriteRow[]> {
    const { table, key } = this.#of
    const column = key[0]!
    const values = rows.map((row) => this.#value(column, row, issues) ?? null)
    const byKey = column.name === keyName(table) ? undefined : await idsOf(reading, table, column, values)
    const wrong = placesOf(issues)
    return given.map((row, i) => {
      const value = values[i]!
      if (wrong.has(row.index)) return { ...row, id: '' }
      if (value === null || value === '') {
        issues.push({
          index: row.index,
          column,
          value: null,
          code: 'NOT_NULL',
          message: `the row has no ${column.name}`,
        })
        return { ...row, id: '' }
      }
      const ids = byKey ? (byKey.get(String(value)) ?? []) : [String(value)]
      if (ids.length !== 1) issues.push({ index: row.index, column, value, ...complaint(ids) })
      return { ...row, id: ids[0] ?? '' }
    })
  }

  /** Old values, where a journal or a dry run wants them; and the parent of rows that are found below it alone. */
  async #withOld(given: readonly WriteRow[], issues: Issue[], reading: WriteReading): Promise<readonly WriteRow[]> {
    const { table, before } = this.#bound
    const isBare = !this.#settings.dryRun && this.#settings.journal === undefined
    if (isBare && !parentColumn({ table })) return given
    const key = keyName(table)
    const ids = [...new Set(given.flatMap(({ id }) => (id ? [id] : [])))]
    const found = await rowsWith(reading, table, [key, ...before.map(({ name }) => name)], key, ids)
    const old = new Map(found.map(([id, ...values]) => [String(id), values as readonly Value[]]))
    const column = table.columns.find(({ name }) => name === key)
    const wrong = placesOf(issues)
    return given.map((row) => {
      const values = old.get(row.id!)
      if (!values && !wrong.has(row.index)) issues.push({ index: row.index, column, value: row.id!, ...complaint([]) })
      return { ...row, before: values ?? [] }
    })
  }

  /** ON CONFLICT takes a key once: a row whose key was there before goes after that one. */
  #rounds(rows: readonly WriteRow[]): readonly (readonly WriteRow[])[] {
    const places = this.#bound.conflict?.probes[0]?.key
    if (!places) return [rows]
    const met = new Map<string, number>()
    const rounds: WriteRow[][] = []
    for (const row of rows) {
      const key = JSON.stringify(places.map((place) => String(row.values[place] ?? '')))
      const round = met.get(key) ?? 0
      const isNull = places.some((place) => (row.values[place] ?? null) === null)
      if (!isNull) met.set(key, round + 1)
      const at = isNull ? 0 : round
      while (rounds.length <= at) rounds.push([])
      rounds[at]!.push(row)
    }
    return rounds
  }
}

/** Lists of values, where the column takes them as text. */
function listText(given: unknown, { fieldType, settable }: Column): unknown {
  if (!Array.isArray(given)) return given
  if (settable?.form === 'tags') return JSON.stringify(given)
  return isMultiple({ fieldType }) ? given.join(';') : given
}

const placesOf = (issues: readonly { readonly index: number }[]): ReadonlySet<number> =>
  new Set(issues.map(({ index }) => index))

/** A statement may name columns that nothing is given for; what a load gives is never left out. @throws {ZohoSqlError} 428C9 */
function refuseLeftOut({ columns }: LoadTask, { action, targets }: BoundChange): void {
  const left = columns.find((column) => !targets.some((target) => target.column.name === column.name))
  if (action !== 'insert' || !left) return
  throw new ZohoSqlError('GENERATED_COLUMN', `cannot insert a non-DEFAULT value into column "${left.name}"`, {
    hint: `It is of Zoho’s type ${left.fieldType}, which cannot be set: leave it out.`,
  })
}

/** The statement for one row. */
function statementOf({ table, action, columns, key }: LoadTask): string {
  const name = tableName(table)
  const keys = new Set(key)
  const set = columns.filter((column) => !keys.has(column))
  if (action === 'delete') return `DELETE FROM ${name} WHERE ${quoted(keyName(table))} = $1`
  if (action === 'update') {
    const sets = set.map((column, i) => `${quoted(column.name)} = $${i + 1}`).join(', ')
    return `UPDATE ${name} SET ${sets} WHERE ${quoted(keyName(table))} = $${set.length + 1}`
  }
  const names = columns.map((column) => quoted(column.name)).join(', ')
  const insert = `INSERT INTO ${name} (${names}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`
  if (action === 'insert') return columns.length === 0 ? `INSERT INTO ${name} DEFAULT VALUES` : insert
  const conflict = `${insert} ON CONFLICT (${key.map((column) => quoted(column.name)).join(', ')}) DO`
  // A line stays where it was made: one of another record is not the row that is meant.
  const isPlace = ({ settable }: Column): boolean => table.changes?.owned === true && !settable?.update
  const [places, others] = [set.filter(isPlace), set.filter((column) => !isPlace(column))]
  const updates = others.map((column) => `${quoted(column.name)} = excluded.${quoted(column.name)}`).join(', ')
  const same = places.map((column) => `${name}.${quoted(column.name)} = excluded.${quoted(column.name)}`).join(' AND ')
  const where = same === '' ? '' : ` WHERE ${same}`
  return others.length === 0 ? `${conflict} NOTHING` : `${conflict} UPDATE SET ${updates}${where}`
}

/** By the key's value as text: ids of the records that have it. */
async function idsOf(
  reading: WriteReading,
  table: Table,
  column: Column,
  values: readonly Value[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = [...new Set(values.filter((value) => value !== null && value !== ''))]
  const ids = new Map<string, string[]>()
  for (const [value, id] of await rowsWith(reading, table, [column.name, keyName(table)], column.name, wanted)) {
    ids.set(String(value), [...(ids.get(String(value)) ?? []), String(id)])
  }
  return ids
}

const complaint = (ids: readonly string[]): Pick<Issue, 'code' | 'message'> =>
  ids.length > 1
    ? { code: 'CARDINALITY', message: `several records have this key: ${ids.slice(0, 5).join(', ')}` }
    : { code: 'FOREIGN_KEY', message: 'there is no such record' }

const wouldBe = ({ works, settled }: PlannedRows): readonly LoadOutcome[] => [
  ...settled,
  ...works.flatMap((work) =>
    work.rows.map((row): LoadOutcome => {
      const message = `${work.action} ${changesText(work, row)}`
      return { ...notSent(row.index, row.id), outcome: 'planned', message }
    }),
  ),
]

function shownValue(value: unknown): Value {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return 'an object that is no JSON'
  }
}

/** Nobody sees the text that a position would be in. */
function withoutPosition(error: unknown): unknown {
  if (!isZohoSqlError(error) || error.position === undefined) return error
  return new ZohoSqlError(error.code, error.message, { hint: error.hint, cause: error })
}
