import { byName } from '../base/by-name.ts'
import type { QueryBody, SqlFrom, SqlQuery, SqlSelect, SqlSetOperation } from './ast/index.ts'
import { syntaxErrorAt } from './errors.ts'
import type { TokenReader } from './reader.ts'
import { joinOf, type SelectNode, type SetOperator, type Skeleton, type Tail } from './skeleton.ts'

/**
 * Re-association: node-sql-parser's tree with the masked parts put back, and its flat chains of joins and set operations
 * grouped as PostgreSQL groups them.
 */
export function restoreQuery(s: Skeleton, r: TokenReader, at: number): SqlQuery {
  const first = s.parse(r.text, r.peek())
  const nodes = chain(first)
  const ctes = (first.with ?? []).map((cte) => s.take('cte', cte.name.value))
  const operands = nodes.map((node) => restoreOperand(s, node))
  const tail = restoreTail(s, nodes)
  s.checkAllTaken()
  const body = associate(operands, s.operators)
  const recursive = first.with?.some((cte) => cte.recursive) ?? false
  const query: SqlQuery = { kind: 'query', with: ctes, recursive, body, ...tail, at }
  return body.kind === 'query' ? merge(query, body) : query
}

/** The sources of a skeleton that has nothing but FROM. */
export function restoreSources(s: Skeleton, r: TokenReader): readonly SqlFrom[] {
  const node = s.parse(r.text, r.peek())
  s.take('list', node.columns[0]?.expr)
  const sources = restoreFrom(s, node)
  s.checkAllTaken()
  return sources
}

function chain(first: SelectNode): SelectNode[] {
  const nodes: SelectNode[] = []
  for (let node: SelectNode | undefined = first; node; node = node._next) nodes.push(node)
  return nodes
}

function restoreTail(s: Skeleton, nodes: readonly SelectNode[]): Tail {
  const found = nodes.flatMap((node) => [...(node._orderby ?? []), ...(node.orderby ?? [])])[0]
  return found ? s.take('tail', found.expr) : { orderBy: [], withTies: false }
}

// ------------------------------------------------------------------------------------------- one operand

function restoreOperand(s: Skeleton, node: SelectNode): QueryBody {
  const name = node.columns[0]?.expr
  return s.has('operand', name) ? s.take('operand', name) : restoreSelect(s, node)
}

function restoreSelect(s: Skeleton, node: SelectNode): SqlSelect {
  const list = s.take('list', node.columns[0]?.expr)
  const grouping = node.groupby?.columns ? s.take('grouping', node.groupby.columns[0]) : { items: [], distinct: false }
  const window = node.window?.expr[0]?.as_window_specification.window_specification.partitionby[0]
  return {
    kind: 'select',
    ...list,
    from: restoreFrom(s, node),
    ...(node.where && { where: s.take('condition', node.where) }),
    groupBy: grouping.items,
    groupDistinct: grouping.distinct,
    ...(node.having && { having: s.take('condition', node.having) }),
    windows: window ? s.take('windows', window.expr) : [],
  }
}

/** Each comma begins a new tree; within one, a qualification closes the last join that has none yet. */
function restoreFrom(s: Skeleton, node: SelectNode): SqlFrom[] {
  const trees: SqlFrom[] = []
  const open: { left: SqlFrom; type: string; at: number }[] = []
  for (const { table, join, using } of node.from ?? []) {
    const source = s.take('source', table)
    if (!join) {
      trees.push(source)
      continue
    }
    const { list, at } = s.take('qualifications', using?.[0]?.value)
    open.push({ left: trees.pop()!, type: join, at })
    trees.push(
      list.reduce((right, by) => {
        const { left, type, at } = open.pop()!
        return joinOf(left, right, joinTypes[type]!, by, at)
      }, source),
    )
  }
  return trees
}

const joinTypes: Readonly<Record<string, 'inner' | 'left' | 'right' | 'full'>> = byName({
  'INNER JOIN': 'inner',
  'LEFT JOIN': 'left',
  'RIGHT JOIN': 'right',
  'FULL JOIN': 'full',
})

// ---------------------------------------------------------------------------------------- several operands

/** INTERSECT binds tighter than UNION and EXCEPT; each groups to the left. */
function associate(operands: readonly QueryBody[], operators: readonly SetOperator[]): QueryBody {
  const loose: QueryBody[] = [operands[0]!]
  const between: SetOperator[] = []
  operators.forEach((operator, index) => {
    const right = operands[index + 1]!
    if (operator.op === 'intersect') loose.push(setOperation(loose.pop()!, operator, right))
    else {
      between.push(operator)
      loose.push(right)
    }
  })
  return between.reduce((left, operator, index) => setOperation(left, operator, loose[index + 1]!), loose[0]!)
}

const setOperation = (left: QueryBody, operator: SetOperator, right: QueryBody): SqlSetOperation => ({
  kind: 'setop',
  ...operator,
  left,
  right,
})

/** `(SELECT … ORDER BY …) LIMIT 1` is one query; what both levels say twice is an error. */
function merge(outer: SqlQuery, inner: SqlQuery): SqlQuery {
  const once = (what: string, first: unknown, second: { at: number } | undefined): void => {
    if (first && second) throw syntaxErrorAt(second.at, `multiple ${what} clauses not allowed`)
  }
  once('WITH', inner.with[0], outer.with[0] && outer)
  once('ORDER BY', inner.orderBy[0], outer.orderBy[0]?.expr)
  once('OFFSET', inner.offset, outer.offset)
  once('LIMIT', inner.limit, outer.limit)
  return {
    ...inner,
    ...outer,
    with: outer.with.length > 0 ? outer.with : inner.with,
    recursive: outer.recursive || inner.recursive,
    body: inner.body,
    orderBy: outer.orderBy.length > 0 ? outer.orderBy : inner.orderBy,
    // Any limiting clause outside settles it, even OFFSET alone.
    withTies: outer.limit || outer.offset ? outer.withTies : inner.withTies,
  }
}
