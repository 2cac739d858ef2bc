/** Expressions of a wanted type over the columns in scope. */
import type { Chance } from '../chance.ts'
import { aggregates, type ExprType, exprTypes, frames, literals, templatesOf, windowFunctions } from './templates.ts'

export interface ScopeColumn {
  readonly text: string
  readonly type: ExprType
}

/** What an expression may refer to. */
export interface Scope {
  readonly columns: readonly ScopeColumn[]
  /** Columns that tell rows apart: for orders that must be total. */
  readonly keys: readonly string[]
  /** Makes a subquery with the scope around it; absent where none may stand. */
  readonly subquery?: (outer: Scope, type: ExprType | 'exists', depth: number) => string
}

export class Expressions {
  readonly #chance: Chance

  constructor(chance: Chance) {
    this.#chance = chance
  }

  type(): ExprType {
    return this.#chance.pick(exprTypes)
  }

  literal(type: ExprType): string {
    return this.#chance.pick(literals[type])
  }

  /** @param depth 0: a column or a literal. */
  of(type: ExprType, scope: Scope, depth: number): string {
    if (depth <= 0 || this.#chance.odds(0.25)) return this.#leaf(type, scope)
    if (scope.subquery && this.#chance.odds(0.06)) return this.#subquery(type, scope, depth)
    return this.#fill(this.#chance.pick(templatesOf(type)), type, scope, depth - 1)
  }

  aggregate(type: ExprType, scope: Scope): string {
    const forms = aggregates[type] ?? aggregates.big!
    const call = this.#fill(this.#chance.pick(forms), type, withoutSubqueries(scope), 1)
    const filter = this.#chance.odds(0.2) && !call.endsWith('::text')
    return filter ? `${call} FILTER (WHERE ${this.of('bool', withoutSubqueries(scope), 1)})` : call
  }

  window(type: ExprType, scope: Scope): string {
    const plain = withoutSubqueries(scope)
    const call = this.#fill(this.#chance.pick(windowFunctions[type] ?? windowFunctions.big!), type, plain, 1)
    const partition = this.#chance.odds(0.5) ? `PARTITION BY ${this.of(this.type(), plain, 1)} ` : ''
    // Ties would leave the order of rows open, and with it what most functions give.
    const order = [...(this.#chance.odds(0.7) ? [this.#sortKey(plain)] : []), ...scope.keys].join(', ')
    return `${call} OVER (${partition}ORDER BY ${order} ${this.#chance.pick(frames)})`
  }

  #sortKey(scope: Scope): string {
    const direction = this.#chance.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])
    return `${this.of(this.type(), scope, 1)}${direction}`
  }

  #leaf(type: ExprType, scope: Scope): string {
    const fitting = scope.columns.filter((column) => column.type === type)
    if (fitting.length === 0 || this.#chance.odds(0.2)) return this.literal(type)
    return this.#chance.pick(fitting).text
  }

  #subquery(type: ExprType, scope: Scope, depth: number): string {
    const make = scope.subquery!
    if (type !== 'bool') return `(${make(scope, type, depth - 1)})`
    const kind = this.type()
    const operand = this.of(kind, scope, 1)
    return this.#chance.pick([
      () => `EXISTS (${make(scope, 'exists', depth - 1)})`,
      () => `(NOT EXISTS (${make(scope, 'exists', depth - 1)}))`,
      () => `(${operand} IN (${make(scope, kind, depth - 1)}))`,
      () => `(${operand} NOT IN (${make(scope, kind, depth - 1)}))`,
      () => `(${operand} > ALL (${make(scope, kind, depth - 1)}))`,
      () => `(${operand} <= ANY (${make(scope, kind, depth - 1)}))`,
    ])()
  }

  #fill(form: string, type: ExprType, scope: Scope, depth: number): string {
    const second = this.type()
    return form.replace(/\{([#+]?)(\w+)\}/g, (_all, mark: string, name: string) => {
      if (name === 'O') return scope.keys.join(', ')
      const wanted = name === 'T' ? type : name === 'T2' ? second : (name as ExprType)
      if (mark === '+') return String(this.#chance.whole(1, 12))
      return mark === '#' ? this.literal(wanted) : this.of(wanted, scope, depth)
    })
  }
}

const withoutSubqueries = ({ columns, keys }: Scope): Scope => ({ columns, keys })
