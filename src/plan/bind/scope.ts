import { matching } from '../../base/names.ts'
import type { SqlType } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type { Name, WindowDefinition } from '../../sql/ast/index.ts'
import type { ColumnOrigin } from './binding.ts'
import { NameIndex } from './names.ts'

/** A column that a name may find. */
export interface ScopeColumn {
  readonly name: string
  /** What the catalogue calls it for clients that would mistake its name for another's, where that differs. */
  readonly clientName?: string
  readonly type: SqlType
  readonly origin?: ColumnOrigin
  /** The relation it belongs to; a column that a join merged belongs to none. */
  readonly relation?: number
  /** A new reference to it; the relation takes note that the column is used. */
  readonly refer: () => Expr
}

interface ItemParts {
  /** How qualified names call it; joins have no name. */
  readonly alias?: string
  readonly quoted?: boolean
  /** Set for tables without an alias, which may also be called `schema.table`. */
  readonly schema?: string
  readonly columns: readonly ScopeColumn[]
  /** Columns that only their own names find: `*` and joins by name leave them out. */
  readonly further?: readonly ScopeColumn[]
  /** What the columns are called in the table itself, where an alias renames them. */
  readonly ownNames?: readonly string[]
  /** `Account_Name.Industry` of a table; undefined when its first step is no lookup of this table. */
  readonly follow?: (path: readonly Name[]) => ScopeColumn | undefined
  /** False where a USING join has taken the columns over: then only `alias.column` finds them. */
  readonly columnsVisible?: boolean
  /** An expression that is NULL exactly where an outer join made the whole row up. */
  readonly present?: () => Expr
}

/** One entry of a FROM list, as names see it. */
export class FromItem {
  readonly alias: string | undefined
  readonly quoted: boolean
  readonly schema: string | undefined
  readonly columns: readonly ScopeColumn[]
  readonly ownNames: ItemParts['ownNames']
  readonly further: readonly ScopeColumn[]
  readonly follow: ItemParts['follow']
  readonly columnsVisible: boolean
  readonly present: ItemParts['present']
  #index: NameIndex<ScopeColumn> | undefined

  constructor(parts: ItemParts) {
    this.alias = parts.alias
    this.quoted = parts.quoted ?? false
    this.schema = parts.schema
    this.columns = parts.columns
    this.ownNames = parts.ownNames
    this.further = parts.further ?? []
    this.follow = parts.follow
    this.columnsVisible = parts.columnsVisible ?? true
    this.present = parts.present
  }

  /**
   * All columns that fit the name equally well. Spelling tells columns of one table apart, but without quotes not
   * tables: `email` is ambiguous where another table has `Email`.
   */
  find(name: string): readonly ScopeColumn[] {
    this.#index ??= new NameIndex(this.columns, (column) => column.name)
    const found = this.#index.all(name)
    if (found.length === 0) return this.#others(name)
    return found.every((column) => column.relation === found[0]!.relation)
      ? matching(found, (column) => column.name, name)
      : found
  }

  #others(name: string): readonly ScopeColumn[] {
    const lower = name.toLowerCase()
    const shown = this.columns.filter(({ clientName }) => clientName?.toLowerCase() === lower)
    return shown.length > 0 ? shown : this.further.filter((column) => column.name.toLowerCase() === lower)
  }

  hidden(): FromItem {
    return new FromItem({ ...this.parts(), columnsVisible: false })
  }

  private parts(): ItemParts {
    const { quoted, columns, columnsVisible, further } = this
    const { alias, schema, follow, present, ownNames } = this
    return {
      quoted,
      columns,
      columnsVisible,
      further,
      ...(alias === undefined ? {} : { alias }),
      ...(schema === undefined ? {} : { schema }),
      ...(ownNames === undefined ? {} : { ownNames }),
      ...(follow === undefined ? {} : { follow }),
      ...(present === undefined ? {} : { present }),
    }
  }
}

/** The places of a select where expressions stand, and what may stand there. */
export const clauses = {
  select: { text: 'SELECT', aggregates: true, windows: true, sets: true },
  distinctOn: { text: 'DISTINCT ON', aggregates: true, windows: true, sets: false },
  orderBy: { text: 'ORDER BY', aggregates: true, windows: true, sets: true },
  having: { text: 'HAVING', aggregates: true, windows: false, sets: false },
  where: { text: 'WHERE', aggregates: false, windows: false, sets: false },
  on: { text: 'JOIN conditions', aggregates: false, windows: false, sets: false },
  groupBy: { text: 'GROUP BY', aggregates: false, windows: false, sets: false },
  filter: { text: 'FILTER', aggregates: false, windows: false, sets: false },
  window: { text: 'window definitions', aggregates: true, windows: false, sets: false },
  frame: { text: 'window frames', aggregates: true, windows: false, sets: false },
  limit: { text: 'LIMIT', aggregates: false, windows: false, sets: false },
  offset: { text: 'OFFSET', aggregates: false, windows: false, sets: false },
  values: { text: 'VALUES', aggregates: false, windows: false, sets: false },
  function: { text: 'functions in FROM', aggregates: false, windows: false, sets: true },
  from: { text: 'FROM clause of their own query level', aggregates: false, windows: false, sets: false },
  aggregate: { text: 'aggregate arguments', aggregates: true, windows: false, sets: false },
} as const
type Clause = keyof typeof clauses

/** A name of the FROM list of a scope, whether or not the place at hand may use it. */
export interface DeclaredName {
  readonly alias: string
  readonly quoted: boolean
  readonly schema: string | undefined
  /** The table's own name where an alias hides it. */
  readonly table: string | undefined
}

/** One select's names. Inner scopes look into their parents: that is what makes a subquery correlated. */
export class Scope {
  readonly parent: Scope | undefined
  /** What names can find right now: in ON only the join's own sides, in FROM only what LATERAL lets through. */
  namespace: readonly FromItem[] = []
  readonly declared: DeclaredName[] = []
  clause: Clause = 'select'
  /** An aggregate over this select's rows was met. */
  aggregates = false
  /** Columns of relations whose rows an outer join may make up. */
  readonly madeUp = new Set<ScopeColumn>()
  /** GROUPING(…) calls, to be filled in when the grouping is known. */
  readonly groupings: { readonly keys: number[]; readonly args: readonly Expr[]; readonly at: number }[] = []
  /** What ordered-set aggregates are given besides rows: a value for each group. */
  readonly direct: Expr[] = []
  windows: readonly { readonly name: Name; readonly definition: WindowDefinition }[] = []

  constructor(parent: Scope | undefined) {
    this.parent = parent
  }

  /** Runs `fn` while expressions of this scope count as standing in `clause`. */
  within<T>(clause: Clause, fn: () => T): T {
    const before = this.clause
    this.clause = clause
    try {
      return fn()
    } finally {
      this.clause = before
    }
  }

  /** Runs `fn` while names see `namespace` only. */
  seeing<T>(namespace: readonly FromItem[], fn: () => T): T {
    const before = this.namespace
    this.namespace = namespace
    try {
      return fn()
    } finally {
      this.namespace = before
    }
  }

  /** This scope and those around it, innermost first. */
  *chain(): Iterable<Scope> {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) yield scope
  }
}
