import type {
  Body,
  Cte,
  Expr,
  Frame,
  FrameBound,
  From,
  FunctionRelation,
  Join,
  Query,
  Select,
  SetOperation,
  SortKey,
  Values,
  Window,
} from './tree.ts'

/**
 * Going through a bound query. What the parts of each node are is said once, in the three tables of this file, typed
 * by the unions of `tree.ts`: a kind that is forgotten does not compile. Everything else here is made from them.
 *
 * Trees are shared: a node whose parts stay the same objects is returned as it is.
 */
export interface Mapper {
  readonly expr: (expr: Expr) => Expr
  readonly query: (query: Query) => Query
  readonly from: (from: From) => From
}

/** The member of a union that has this tag, also where one member has several. */
export type OfKind<T, K> = T extends { readonly kind: infer N } ? (K extends N ? T : never) : never
type MappedParts<T extends { kind: string }> = {
  readonly [K in T['kind']]: (node: OfKind<T, K>, m: Mapper) => Partial<OfKind<T, K>>
}

function mapList<T>(list: readonly T[], fn: (item: T) => T): readonly T[] {
  let changed: T[] | undefined
  for (let i = 0; i < list.length; i++) {
    const mapped = fn(list[i]!)
    if (mapped === list[i]) continue
    changed ??= list.slice()
    changed[i] = mapped
  }
  return changed ?? list
}

/** `node` with `parts` in place, or `node` itself when they are what it has already. */
function withParts<T extends object>(node: T, parts: Partial<T>): T {
  for (const key in parts) if (parts[key] !== node[key]) return Object.freeze({ ...node, ...parts })
  return node
}

const none = (): Record<never, never> => ({})
const maybe = (expr: Expr | undefined, m: Mapper) => expr && m.expr(expr)
const exprs = (list: readonly Expr[], m: Mapper) => mapList(list, m.expr)
const sortKeys = (keys: readonly SortKey[], m: Mapper) =>
  mapList(keys, (key) => withParts(key, { expr: m.expr(key.expr) }))
const bound = (b: FrameBound, m: Mapper): FrameBound => withParts(b, { offset: maybe(b.offset, m) })
const frame = (f: Frame, m: Mapper): Frame => withParts(f, { start: bound(f.start, m), end: bound(f.end, m) })
const window = (w: Window, m: Mapper): Window =>
  withParts(w, {
    partitionBy: exprs(w.partitionBy, m),
    orderBy: sortKeys(w.orderBy, m),
    frame: w.frame && frame(w.frame, m),
  })
const terms = (node: { readonly terms: readonly Expr[] }, m: Mapper) => ({ terms: exprs(node.terms, m) })
const operand = (node: { readonly operand: Expr }, m: Mapper) => ({ operand: m.expr(node.operand) })
const sides = (node: { readonly left: Expr; readonly right: Expr }, m: Mapper) => ({
  left: m.expr(node.left),
  right: m.expr(node.right),
})
const subquery = (node: { readonly query: Query }, m: Mapper) => ({ query: m.query(node.query) })

const exprParts: MappedParts<Expr> = {
  literal: none,
  parameter: none,
  column: none,
  output: none,
  and: terms,
  or: terms,
  not: operand,
  compare: sides,
  isNull: operand,
  isTruth: operand,
  distinct: sides,
  inList: (e, m) => ({ operand: m.expr(e.operand), items: exprs(e.items, m) }),
  inQuery: (e, m) => ({ operands: exprs(e.operands, m), query: m.query(e.query) }),
  quantified: (e, m) => ({ left: m.expr(e.left), query: m.query(e.query) }),
  exists: subquery,
  scalar: subquery,
  arrayQuery: subquery,
  like: (e, m) => ({ operand: m.expr(e.operand), pattern: m.expr(e.pattern), escape: maybe(e.escape, m) }),
  case: (e, m) => ({
    branches: mapList(e.branches, (b) => withParts(b, { when: m.expr(b.when), then: m.expr(b.then) })),
    otherwise: maybe(e.otherwise, m),
  }),
  cast: operand,
  call: (e, m) => ({ args: exprs(e.args, m) }),
  aggregate: (e, m) => ({
    args: exprs(e.args, m),
    orderBy: sortKeys(e.orderBy, m),
    withinGroup: sortKeys(e.withinGroup, m),
    filter: maybe(e.filter, m),
  }),
  window: (e, m) => ({ args: exprs(e.args, m), filter: maybe(e.filter, m), window: window(e.window, m) }),
  grouping: none,
  arrayItems: (e, m) => ({ items: exprs(e.items, m) }),
}

const bodyParts: MappedParts<Body> = {
  select: (s: Select, m) => ({
    distinct: typeof s.distinct === 'boolean' ? s.distinct : exprs(s.distinct, m),
    items: exprs(s.items, m),
    from: s.from && m.from(s.from),
    where: maybe(s.where, m),
    groupBy: s.groupBy && withParts(s.groupBy, { keys: exprs(s.groupBy.keys, m) }),
    having: maybe(s.having, m),
  }),
  setop: (s: SetOperation, m) => ({ left: mapBodyParts(s.left, m), right: mapBodyParts(s.right, m) }),
  values: (v: Values, m) => ({ rows: mapList(v.rows, (row) => exprs(row, m)) }),
  query: (q: Query, m) => ({
    ctes: mapList(q.ctes, (cte: Cte) => withParts(cte, { query: m.query(cte.query) })),
    body: q.body.kind === 'query' ? m.query(q.body) : mapBodyParts(q.body, m),
    orderBy: sortKeys(q.orderBy, m),
    limit: maybe(q.limit, m),
    offset: maybe(q.offset, m),
  }),
}

const fromParts: MappedParts<From> = {
  table: none,
  cte: none,
  derived: subquery,
  function: (f: FunctionRelation, m) => ({ args: exprs(f.args, m) }),
  join: (j: Join, m) => ({ left: m.from(j.left), right: m.from(j.right), on: maybe(j.on, m) }),
}

// One cast in one place: TypeScript does not see that a tag picks the row of the table that fits the node.
function mapParts<T extends { kind: string }>(table: MappedParts<T>, node: T, m: Mapper): T {
  const parts = (table as unknown as Record<string, (node: T, m: Mapper) => Partial<T>>)[node.kind]!(node, m)
  return withParts(node, parts)
}

/** The node with its direct parts mapped; not the node itself. A nested {@link Query} goes to `m.query`. */
export const mapExprParts = (expr: Expr, m: Mapper): Expr => mapParts(exprParts, expr, m)
export const mapFromParts = (from: From, m: Mapper): From => mapParts(fromParts, from, m)
export const mapQueryParts = (query: Query, m: Mapper): Query => mapParts(bodyParts, query as Body, m) as Query
/** A query that is an operand of a set operation is a scope of its own, so it goes to `m.query` as well. */
const mapBodyParts = (body: Body, m: Mapper): Body =>
  body.kind === 'query' ? m.query(body) : mapParts(bodyParts, body, m)

/** Answers a replacement (which is not looked into again), or undefined: keep the node and go into its parts. */
export type Replace = (expr: Expr) => Expr | undefined

function replacer(fn: Replace): Mapper {
  const m: Mapper = {
    expr: (expr) => fn(expr) ?? mapExprParts(expr, m),
    query: (query) => mapQueryParts(query, m),
    from: (from) => mapFromParts(from, m),
  }
  return m
}

/** Top-down replacing, through subqueries as well. */
export const mapExpr = (expr: Expr, fn: Replace): Expr => replacer(fn).expr(expr)
export const mapQuery = (query: Query, fn: Replace): Query => replacer(fn).query(query)

/** Answering false: do not go into this node's parts. */
export interface Visitor {
  readonly expr?: (expr: Expr) => unknown
  readonly query?: (query: Query) => unknown
  readonly from?: (from: From) => unknown
}

function walker(visitor: Visitor): Mapper {
  const m: Mapper = {
    expr: (expr) => (visitor.expr?.(expr) === false ? expr : mapExprParts(expr, m)),
    query: (query) => (visitor.query?.(query) === false ? query : mapQueryParts(query, m)),
    from: (from) => (visitor.from?.(from) === false ? from : mapFromParts(from, m)),
  }
  return m
}

const asVisitor = (visitor: Visitor | ((expr: Expr) => unknown)): Visitor =>
  typeof visitor === 'function' ? { expr: visitor } : visitor

/** Every node once, parents first, through subqueries as well. */
export const walkExpr = (expr: Expr, visitor: Visitor | ((expr: Expr) => unknown)): void =>
  void walker(asVisitor(visitor)).expr(expr)
export const walkQuery = (query: Query, visitor: Visitor | ((expr: Expr) => unknown)): void =>
  void walker(asVisitor(visitor)).query(query)

/** True when some node, in subqueries too, satisfies `test`. */
export function someExpr(expr: Expr, test: (expr: Expr) => boolean): boolean {
  let found = false
  walkExpr(expr, (node) => {
    found ||= test(node)
    return !found
  })
  return found
}

export type RelationNode = Exclude<From, Join>

/** The relations that a FROM joins, from left to right; not those inside of derived tables. */
export function relationsOf(from: From | undefined): readonly RelationNode[] {
  if (from === undefined) return []
  return from.kind === 'join' ? [...relationsOf(from.left), ...relationsOf(from.right)] : [from]
}

/** Every relation of the query at any depth, once: an expression that was repeated brings its relations twice. */
export function allRelations(query: Query): readonly RelationNode[] {
  const found = new Map<number, RelationNode>()
  walkQuery(query, { from: (from) => void (from.kind === 'join' || found.set(from.id, from)) })
  return [...found.values()]
}

/** Names of the columns of one relation that are referred to anywhere in the query. */
export function columnsUsed(query: Query, relationId: number): ReadonlySet<string> {
  const names = new Set<string>()
  walkQuery(query, (expr) => void (expr.kind === 'column' && expr.relation === relationId && names.add(expr.name)))
  return names
}

/** Ids of the relations that the expression's columns belong to, also those inside of its subqueries. */
export function relationsUsed(expr: Expr): ReadonlySet<number> {
  const ids = new Set<number>()
  walkExpr(expr, (node) => void (node.kind === 'column' && ids.add(node.relation)))
  return ids
}

/** The same for a whole query: its own relations and those of the queries around it. */
export function relationsUsedIn(query: Query): ReadonlySet<number> {
  const ids = new Set<number>()
  walkQuery(query, (node) => void (node.kind === 'column' && ids.add(node.relation)))
  return ids
}

/** True when some node of this query level, not of subqueries, satisfies `test`. */
export function someExprHere(exprs: readonly (Expr | undefined)[], test: (expr: Expr) => boolean): boolean {
  let found = false
  const visitor: Visitor = {
    expr: (node) => {
      found ||= test(node)
      return !found
    },
    query: () => false,
  }
  for (const expr of exprs) if (expr && !found) walkExpr(expr, visitor)
  return found
}
