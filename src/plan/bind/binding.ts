import { nearest } from '../../base/names.ts'
import type { SqlType } from '../../base/types.ts'
import type { Expr, OutputColumn } from '../../engine/tree.ts'
import type { Session } from '../../engine/values/session.ts'
import type { Table } from '../../source/index.ts'
import type { Name } from '../../sql/ast/index.ts'
import { NeedTables, perhaps, refuse } from './errors.ts'
import { pathText } from './names.ts'
import type { ParameterTypes } from './parameters.ts'
import type { Scope } from './scope.ts'
import { located } from './typing.ts'

/** Where the binder gets tables from, without waiting. */
export interface TableSource {
  /**
   * The table of a name as written (`Leads`, `crm.Leads`, `public.leads`, `catalog.schema.table`);
   * `unread`: it may exist, but has to be loaded first; undefined: there is none.
   */
  find(path: readonly string[]): Table | 'unread' | undefined
  /** Names of all tables known, for the hint when one is not. */
  names(): Iterable<string>
  /** Those that may have been meant, where it knows their labels too. */
  nearest?(wanted: string): readonly string[]
  /** What to do about a name that none has, where its schema tells. */
  hint?(path: readonly string[]): string | undefined
}

export interface BindSettings {
  /** The zone that literals without an offset are in, and what `now` is. */
  readonly session: Session
  /** Values of the parameters where they are known, to tell types that the statement leaves open. */
  readonly values?: readonly unknown[]
  /** Types that the caller says the parameters have; undefined where it leaves that to the statement. */
  readonly declared?: readonly (SqlType | undefined)[]
}

export type ColumnOrigin = NonNullable<OutputColumn['origin']>

/** What the binding of one statement shares: ids, aliases, tables and parameters, and where expressions were written. */
export class Binding {
  readonly tables: TableSource
  readonly settings: BindSettings
  readonly parameters: ParameterTypes
  /** The scope whose FROM a relation stands in. */
  readonly scopeOf = new Map<number, Scope>()
  /** The scope whose rows an aggregate runs over. */
  readonly aggregateScope = new WeakMap<Expr, Scope>()
  /** CTEs whose recursive term is being bound. */
  readonly recursing = new Set<number>()
  readonly #origins = new WeakMap<Expr, ColumnOrigin>()
  readonly #used = new Set<Table>()
  readonly #aliases = new Set<string>()
  readonly #positions = new WeakMap<Expr, number>()
  #relations = 0
  #ctes = 0

  constructor(tables: TableSource, settings: BindSettings, parameters: ParameterTypes) {
    this.tables = tables
    this.settings = settings
    this.parameters = parameters
  }

  relationId(scope: Scope): number {
    const id = this.#relations++
    this.scopeOf.set(id, scope)
    return id
  }

  /** For relations that the binder makes: no name of the statement finds them. */
  freeRelationId(): number {
    return this.#relations++
  }

  cteId(): number {
    return this.#ctes++
  }

  /** `wanted`, or the like of it that no other relation of the statement has. */
  alias(wanted: string): string {
    let alias = wanted
    for (let n = 1; this.#aliases.has(alias.toLowerCase()); n++) alias = `${wanted}_${n}`
    this.#aliases.add(alias.toLowerCase())
    return alias
  }

  /** Remembers where an expression was written. The tree does not carry it: only messages of the binder need it. */
  place<T extends Expr>(expr: T, at: number): T {
    if (!this.#positions.has(expr)) this.#positions.set(expr, at)
    return expr
  }

  at(expr: Expr): number | undefined {
    return this.#positions.get(expr)
  }

  withOrigin<T extends Expr>(expr: T, origin: ColumnOrigin | undefined): T {
    if (origin) this.#origins.set(expr, origin)
    return expr
  }

  origin(expr: Expr): ColumnOrigin | undefined {
    return this.#origins.get(expr)
  }

  /** Tables that the statement reads. */
  get used(): readonly Table[] {
    return [...this.#used]
  }

  table(path: readonly Name[], at: number): Table {
    const found = located(at, () => this.tables.find(path.map((name) => name.text)))
    if (found === 'unread') throw new NeedTables([path.map((name) => name.text)])
    if (!found) return this.#unknownTable(path, at)
    this.#used.add(found)
    return found
  }

  #unknownTable(path: readonly Name[], at: number): never {
    const wanted = path.at(-1)!.text
    const hint =
      this.tables.hint?.(path.map((name) => name.text)) ??
      perhaps(this.tables.nearest?.(wanted) ?? nearest(wanted, this.tables.names()))
    return refuse('UNDEFINED_TABLE', `relation "${pathText(path)}" does not exist`, at, hint)
  }
}

/** What every function of the binder is handed: the statement, the CTEs in sight, and the scope names are sought in. */
export interface Env {
  readonly binding: Binding
  readonly ctes: readonly CteEntry[]
  readonly scope: Scope | undefined
}
export interface CteEntry {
  readonly name: Name
  readonly id: number
  readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly origin?: ColumnOrigin }[]
}

/** An {@link Env} within a select, where expressions live. */
export interface ExprEnv extends Env {
  readonly scope: Scope
}
