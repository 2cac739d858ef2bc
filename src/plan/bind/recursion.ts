import type * as Ast from '../../sql/ast/index.ts'
import { refuse } from './errors.ts'
import { sameName } from './names.ts'
import { refersTo } from './tables-of.ts'

/** The rules of PostgreSQL for where a recursive query may name itself. */

/**
 * The two terms.
 *
 * @throws 42P19, 0A000
 */
export function recursiveUnion({ name, query }: Ast.SqlCte): Ast.SqlSetOperation {
  const { body } = query
  if (body.kind !== 'setop' || body.op !== 'union')
    return refuse(
      'INVALID_RECURSION',
      `recursive query "${name.text}" does not have the form non-recursive-term UNION [ALL] recursive-term`,
      name.at,
    )
  const walk = new Walk(name)
  walk.part(body.left, 'its non-recursive term')
  walk.part(body.right, undefined)
  for (const cte of query.with) walk.part(cte.query, 'a subquery')
  const decorations = { 'ORDER BY': query.orderBy[0]?.expr.at, OFFSET: query.offset?.at, LIMIT: query.limit?.at }
  for (const [what, at] of Object.entries(decorations))
    if (at !== undefined)
      refuse(
        'NOT_SUPPORTED',
        `${what} in a recursive query is not implemented`,
        at,
        `Put it where the query "${name.text}" is used.`,
      )
  return body
}

/** Where a reference must not be; undefined: here it may. */
type ForbiddenPlace = string | undefined

const subqueries: ReadonlySet<unknown> = new Set(['exists', 'subquery', 'arraySubquery', 'in', 'quantified'])

/** Goes through a term. Nodes are told by their shape: all that matters are tables, joins, set operations, subqueries. */
class Walk {
  readonly #name: Ast.Name
  #references = 0

  constructor(name: Ast.Name) {
    this.#name = name
  }

  part(part: unknown, place: ForbiddenPlace): void {
    if (typeof part !== 'object' || part === null) return
    if (Array.isArray(part)) {
      for (const item of part) this.part(item, place)
      return
    }
    const { kind } = part as { readonly kind?: unknown }
    if (kind === 'table') this.#table(part as Ast.TableRef, place)
    else if (kind === 'query') this.#query(part as Ast.SqlQuery, place)
    else if (kind === 'join') this.#join(part as Ast.SqlJoin, place)
    else if (kind === 'setop') this.#operation(part as Ast.SqlSetOperation, place)
    else this.#parts(part, subqueries.has(kind) ? (place ?? 'a subquery') : place)
  }

  #parts(part: object, place: ForbiddenPlace): void {
    for (const value of Object.values(part)) this.part(value, place)
  }

  #table({ name, at }: Ast.TableRef, place: ForbiddenPlace): void {
    if (name.length !== 1 || !sameName(name[0]!.text, this.#name.text)) return
    const wrong = (where: string): never =>
      refuse('INVALID_RECURSION', `recursive reference to query "${this.#name.text}" must not appear ${where}`, at)
    if (place !== undefined) wrong(`within ${place}`)
    if (++this.#references > 1) wrong('more than once')
  }

  /** A WITH of its own may take the name away. */
  #query(query: Ast.SqlQuery, place: ForbiddenPlace): void {
    if (refersTo(query, this.#name)) this.#parts(query, place)
  }

  #join(join: Ast.SqlJoin, place: ForbiddenPlace): void {
    const [left, right] = [join.type === 'right' || join.type === 'full', join.type === 'left' || join.type === 'full']
    this.part(join.left, left ? (place ?? 'an outer join') : place)
    this.part(join.right, right ? (place ?? 'an outer join') : place)
    this.part(join.on, place)
  }

  #operation({ op, all, left, right }: Ast.SqlSetOperation, place: ForbiddenPlace): void {
    const where = op === 'union' ? place : (place ?? op.toUpperCase())
    this.part(left, all ? where : place)
    this.part(right, all || op === 'except' ? where : place)
  }
}
