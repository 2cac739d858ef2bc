import { exprKey } from '../same.ts'
import type { Expr, From, Logic, Query, Select } from '../tree.ts'
import { mapFromParts } from '../walk.ts'

/**
 * `(a AND b) OR (a AND c)` is `a AND (b OR c)`, under three-valued logic too. SQLite finds a join's equality only when
 * it stands outside of the OR.
 */

const termsOf = (expr: Expr, kind: Logic['kind']): readonly Expr[] =>
  expr.kind === kind ? expr.terms.flatMap((term) => termsOf(term, kind)) : [expr]

const joined = (kind: Logic['kind'], terms: readonly Expr[], like: Expr): Expr =>
  terms.length === 1 ? terms[0]! : { kind, terms, type: like.type }

function factoredOr(expr: Expr): Expr {
  const branches = termsOf(expr, 'or').map((branch) => new Map(termsOf(branch, 'and').map((t) => [exprKey(t), t])))
  const common = [...branches[0]!.keys()].filter((key) => branches.every((branch) => branch.has(key)))
  if (branches.length < 2 || common.length === 0) return expr
  const shared = common.map((key) => branches[0]!.get(key)!)
  const rest = branches.map((branch) => [...branch].filter(([key]) => !common.includes(key)).map(([, term]) => term))
  // A branch that is nothing but the common terms: whatever else the others ask, it is true with them.
  if (rest.some((terms) => terms.length === 0)) return joined('and', shared, expr)
  const or = joined(
    'or',
    rest.map((terms) => joined('and', terms, expr)),
    expr,
  )
  return joined('and', [...shared, or], expr)
}

const factored = (expr: Expr): Expr => {
  const terms = termsOf(expr, 'and')
  const mapped = terms.map((term) => (term.kind === 'or' ? factoredOr(term) : term))
  return mapped.some((term, i) => term !== terms[i]) ? joined('and', mapped, expr) : expr
}

function factoredFrom(from: From): From {
  if (from.kind !== 'join') return from
  const parts = { expr: factored, query: (query: Query) => query, from: factoredFrom }
  return mapFromParts(from, parts)
}

export function lowerConditions(query: Query): Query {
  const select = query.body
  if (select.kind !== 'select') return query
  const where = select.where && factored(select.where)
  const from = select.from && factoredFrom(select.from)
  if (where === select.where && from === select.from) return query
  const body: Select = { ...select, where, from }
  return { ...query, body }
}
