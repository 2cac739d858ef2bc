import type { Expr, Query, TableRelation } from '../../engine/tree.ts'
import { allRelations, someExpr } from '../../engine/walk.ts'
import { type ColumnRef, type Conjunct, type Offer, refName, type Want } from '../../source/index.ts'
import { isOn } from '../conditions.ts'
import type { PlanContext } from '../context.ts'
import { pathKey } from './paths.ts'
import type { KeyLink, PlannedScan } from './planned-scan.ts'
import { normalize } from './predicate-normalization.ts'
import { keysQuery, type LinkWish } from './semi-join.ts'

/** A scan whose links wait for the scans of the rest of the query. */
type ScanDraft = Omit<PlannedScan, 'links' | 'also'> & { readonly wishes: readonly LinkWish[] }

/** The scans of a query in the making, in the order in which they were found. */
export class ScanDrafts {
  readonly #drafts: ScanDraft[] = []
  readonly #context: PlanContext
  readonly #exprs = new WeakMap<Conjunct, Expr>()

  constructor(context: PlanContext) {
    this.#context = context
  }

  /** Conditions on a relation in the forms that services understand. */
  conjuncts(relation: TableRelation, exprs: readonly Expr[]): Conjunct[] {
    if (!this.#context.pushdown) return []
    const { evaluate, describe } = this.#context
    return exprs.map((expr) => {
      const predicate = normalize(expr, { relation, evaluate, describe })
      const conjunct = { predicate, sql: describe(expr) }
      this.#exprs.set(conjunct, expr)
      return conjunct
    })
  }

  /** @param made the offer for the want, where it was asked for before */
  add(relation: TableRelation, want: Want, wishes: readonly LinkWish[], made?: Offer): void {
    const never = want.where.some(isNever)
    const where = want.where.filter((conjunct) => !isConstant(conjunct))
    const offer = made ?? this.#context.offer({ ...want, where })
    const types = new Map([...relation.columns, ...want.columns.map(asColumn)].map(({ name, type }) => [name, type]))
    const { id, alias } = relation
    this.#drafts.push({
      relation: id,
      alias,
      table: relation,
      want: { ...want, where },
      offer,
      columns: offer.scan.columns.map((name) => ({ name, type: types.get(name)! })),
      checks: this.#checks(id, where, offer),
      rechecked: !made?.exact,
      wishes,
      empty: never || (offer.limited && want.limit === 0),
    })
  }

  /** What rows have yet to pass, if it speaks of them alone. */
  #checks(relation: number, where: readonly Conjunct[], offer: Offer): Expr[] {
    return where.flatMap((conjunct, i) => {
      const expr = this.#exprs.get(conjunct)
      return expr && offer.verdicts[i]?.outcome !== 'exact' && isAlone(expr, relation) ? [expr] : []
    })
  }

  /** @param planned what became of the queries within the query */
  finish(planned: ReadonlyMap<Query, Query>): PlannedScan[] {
    return this.#drafts.map(({ wishes, ...scan }) => ({
      ...scan,
      links: wishes.flatMap((wish) => this.#link(wish, planned)),
    }))
  }

  #link(wish: LinkWish, planned: ReadonlyMap<Query, Query>): KeyLink[] {
    const { column } = wish
    if ('query' in wish) {
      const { query, single } = wish
      const keys = planned.get(query)
      if (!keys) return []
      const others = allRelations(keys).flatMap((relation) => (relation.kind === 'table' ? [relation.id] : []))
      const says = this.#context.describe({ kind: 'scalar', query, type: query.columns[0]!.type })
      return [{ column, others, keys, single, says }]
    }
    const other = this.#drafts.find((draft) => draft.relation === wish.other)
    const keys = other && keysQuery(other, wish.otherColumn)
    if (!keys) return []
    return [{ column, others: [wish.other], keys, single: false, says: `${other.alias}.${wish.otherColumn}` }]
  }

  refusedPaths(): ReadonlySet<string> {
    return new Set(
      this.#drafts.flatMap(({ relation, offer }) => offer.refusedPaths.map((path) => pathKey(relation, path))),
    )
  }
}

export const isConstant = ({ predicate }: Conjunct): boolean => predicate.kind === 'constant'

export const isNever = ({ predicate }: Conjunct): boolean => predicate.kind === 'constant' && !predicate.value

/** It says the same each time, of this relation and no other. */
const isAlone = (expr: Expr, id: number): boolean =>
  isOn(expr, id) && !someExpr(expr, (part) => part.kind === 'call' && part.fn.volatile)

const asColumn = (ref: ColumnRef) => ({ name: refName(ref), type: ref.column.type })
