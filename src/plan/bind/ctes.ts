import type { SqlType } from '../../base/types.ts'
import { typeText } from '../../base/types.ts'
import type { Cte, OutputColumn, Query } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { CteEntry, Env } from './binding.ts'
import { refuse } from './errors.ts'
import { bindQuery, finishQuery } from './query.ts'
import { recursiveUnion } from './recursion.ts'
import { type BoundBody, bindOperand, columnAt, resolvedBody, withTypes } from './setop.ts'
import { refersTo } from './tables-of.ts'

interface BoundCtes {
  readonly ctes: readonly Cte[]
  /** Innermost first, as they shadow one another. */
  readonly entries: readonly CteEntry[]
}

/** WITH: each query sees those before it, and itself when the list is RECURSIVE. */
export function bindCtes(outer: Env, node: Pick<Ast.SqlQuery, 'with' | 'recursive'>): BoundCtes {
  const ctes: Cte[] = []
  let entries: readonly CteEntry[] = []
  checkNames(node.with)
  for (const written of node.recursive ? inOrder(node.with) : node.with) {
    const env: Env = { ...outer, ctes: [...entries, ...outer.ctes] }
    const id = outer.binding.cteId()
    const recursive = node.recursive && refersTo(written.query, written.name)
    const query = recursive ? bindRecursive(env, written, id) : renamed(bindQuery(env, written.query), written)
    ctes.push({ id, name: written.name.text, recursive, query })
    entries = [{ name: written.name, id, columns: query.columns }, ...entries]
  }
  return { ctes, entries }
}

/** A list that is RECURSIVE may name what comes later, so each goes after those that it names. */
function inOrder(list: readonly Ast.SqlCte[]): readonly Ast.SqlCte[] {
  const sorted: Ast.SqlCte[] = []
  let rest = list
  while (rest.length > 0) {
    const next = rest.find((cte) => !rest.some((other) => other !== cte && refersTo(cte.query, other.name)))
    if (!next)
      return refuse(
        'NOT_SUPPORTED',
        'mutual recursion between WITH items is not implemented',
        rest[0]!.name.at,
        'Make one query of both.',
      )
    sorted.push(next)
    rest = rest.filter((cte) => cte !== next)
  }
  return sorted
}

function checkNames(list: readonly Ast.SqlCte[]): void {
  list.forEach(({ name }, i) => {
    if (list.slice(0, i).some((before) => before.name.text === name.text))
      refuse('AMBIGUOUS_ALIAS', `WITH query name "${name.text}" specified more than once`, name.at)
  })
}

const renamed = (query: Query, written: Ast.SqlCte): Query =>
  written.columns.length === 0 ? query : { ...query, columns: newNames(query.columns, written) }

function newNames(columns: readonly OutputColumn[], { name, columns: names }: Ast.SqlCte): readonly OutputColumn[] {
  if (names.length > columns.length)
    refuse(
      'INVALID_COLUMN_REFERENCE',
      `WITH query "${name.text}" has ${columns.length} columns available but ${names.length} columns specified`,
      name.at,
    )
  return columns.map((column, i) => ({ ...column, name: names[i]?.text ?? column.name }))
}

/** The first branch tells the columns; the second sees them under the query's name. */
function bindRecursive(env: Env, written: Ast.SqlCte, id: number): Query {
  const { query, name } = written
  const body = recursiveUnion(written)
  const own = bindCtes(env, query)
  const outer: Env = { ...env, ctes: [...own.entries, ...env.ctes] }
  const first = resolvedBody(outer, bindOperand(outer, body.left))
  const columns = newNames(first.columns, written).map(({ name: column, type }) => ({ name: column, type }))
  const inner: Env = { ...outer, ctes: [{ name, id, columns }, ...outer.ctes] }
  env.binding.recursing.add(id)
  const second = bindOperand(inner, body.right)
  env.binding.recursing.delete(id)
  checkTypes(env, { name, columns, first, second, body })
  const types = columns.map((column) => column.type)
  const right = withTypes(inner, second, types)
  const union = { kind: 'setop', op: 'union', all: body.all, left: first.body, right } as const
  return finishQuery(inner, query, own.ctes, { body: union, orderBy: [], columns })
}

interface RecursiveCte {
  readonly name: Ast.Name
  readonly columns: readonly OutputColumn[]
  readonly first: BoundBody
  readonly second: BoundBody
  readonly body: Ast.SqlSetOperation
}

function checkTypes(env: Env, { name, columns, first, second, body }: RecursiveCte): void {
  if (second.columns.length !== columns.length)
    refuse(
      'SYNTAX_ERROR',
      'each UNION query must have the same number of columns',
      columnAt(env, body.right, second, 0),
    )
  columns.forEach(({ type }, i) => {
    const other = second.columns[i]!.type
    if (other.name === 'unknown' || fitsInto(other, type)) return
    refuse(
      'TYPE_MISMATCH',
      `recursive query "${name.text}" column ${i + 1} has type ${typeText(type)} in non-recursive term but type ${typeText(other)} overall`,
      columnAt(env, body.left, first, i),
      'Cast the output of the non-recursive term to the correct type.',
    )
  })
}

const integers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision']

// What the second branch gives must not need a wider type than the first one has.
function fitsInto(other: SqlType, type: SqlType): boolean {
  if (other.name === type.name) return true
  const [from, to] = [integers.indexOf(other.name), integers.indexOf(type.name)]
  if (from >= 0 && to >= 0) return from < to
  const texts = ['text', 'varchar', 'char']
  if (texts.includes(other.name)) return type.name === 'text'
  const times = ['date', 'timestamp', 'timestamptz']
  return times.includes(other.name) && times.indexOf(other.name) < times.indexOf(type.name)
}
