import { givesOneRow } from '../../engine/print/shape.ts'
import { exprKey } from '../../engine/same.ts'
import type {
  Aggregate,
  CteRelation,
  DerivedRelation,
  Expr,
  From,
  Join,
  OutputColumn,
  Query,
  Select,
  SortKey,
  Window,
  WindowCall,
} from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts, someExpr, someExprHere } from '../../engine/walk.ts'

/**
 * `SELECT string_agg(x, ',') FROM (SELECT … ORDER BY y) s`: what depends on the order of rows and names none takes that
 * of the subquery, as it does in PostgreSQL. The keys are written out, so that subqueries may be merged and SQLite may
 * drop sorts. Only where the subquery stands alone in FROM, or joined to one row: what joins do to an order is promised by
 * nobody.
 */
export function propagateOrder(query: Query): Query {
  const ctes = new Map<number, Ordered>()
  const mapper: Mapper = {
    expr: (expr) => mapExprParts(expr, mapper),
    from: (from) => (from.kind === 'cte' ? shown(from, ctes) : mapFromParts(from, mapper)),
    query: (part) => {
      const own = part.ctes.map((cte) => {
        const inner = mapper.query(cte.query)
        const ordered = cte.recursive ? undefined : exposed(inner, ctes)
        if (ordered) ctes.set(cte.id, ordered)
        return { ...cte, query: ordered?.query ?? inner }
      })
      const rest = withSourceOrder(mapQueryParts({ ...part, ctes: [] }, mapper), ctes)
      return { ...rest, ctes: own }
    },
  }
  return mapper.query(query)
}

type Ctes = ReadonlyMap<number, Ordered>

/** A query whose sort keys are among its columns. */
interface Ordered {
  readonly query: Query
  readonly keys: readonly KeyPosition[]
}
interface KeyPosition {
  readonly index: number
  readonly descending: boolean
  readonly nullsFirst: boolean
}

function withSourceOrder(query: Query, ctes: Ctes): Query {
  const { body } = query
  if (body.kind !== 'select' || !wantsOrder(query, body)) return query
  const source = orderedFrom(body.from, ctes)
  if (!source) return query
  const { keys } = source
  const passes = query.orderBy.length === 0 && passesOrder(body)
  const { expr } = taking(keys)
  return {
    ...query,
    orderBy: passes ? keys : query.orderBy.map((key) => ({ ...key, expr: expr(key.expr) })),
    body: {
      ...body,
      from: source.from,
      items: body.items.map(expr),
      ...(body.having ? { having: expr(body.having) } : {}),
      distinct: typeof body.distinct === 'boolean' ? body.distinct : body.distinct.map(expr),
    },
  }
}

const parts = ({ orderBy }: Query, { items, having, distinct }: Select): (Expr | undefined)[] => [
  ...items,
  having,
  ...orderBy.map((key) => key.expr),
  ...(typeof distinct === 'boolean' ? [] : distinct),
]

const wantsOrder = (query: Query, select: Select): boolean =>
  someExprHere(parts(query, select), (expr) => withOrder(expr, []) !== undefined)

/** The select's own aggregates and windows, those of its subqueries left alone. */
function taking(keys: readonly SortKey[]): Mapper {
  const mapper: Mapper = {
    expr: (expr) => {
      const mapped = mapExprParts(expr, mapper)
      return withOrder(mapped, keys) ?? mapped
    },
    query: (query) => query,
    from: (from) => from,
  }
  return mapper
}

// -------------------------------------------------------------------------------------- what depends on order

const lists: ReadonlySet<string> = new Set(['array_agg', 'string_agg', 'json_agg', 'json_object_agg'])
const places: ReadonlySet<string> = new Set(['row_number', 'ntile', 'lag', 'lead'])
const ranks: ReadonlySet<string> = new Set(['rank', 'dense_rank', 'percent_rank', 'cume_dist'])
const ends: ReadonlySet<string> = new Set(['first_value', 'last_value', 'nth_value'])

/** The call with these keys, or undefined where it has an order of its own or needs none. */
function withOrder(expr: Expr, keys: readonly SortKey[]): Aggregate | WindowCall | undefined {
  if (expr.kind === 'aggregate') {
    const open = lists.has(expr.fn.name) && expr.orderBy.length === 0 && !expr.distinct
    return open ? { ...expr, orderBy: keys } : undefined
  }
  if (expr.kind !== 'window' || !expr.window.orderBy.every(isConstant)) return undefined
  const window = orderedWindow(expr.fn.name, expr.window, keys)
  return window && { ...expr, window }
}

/** `ORDER BY (SELECT NULL)` orders nothing. */
const isConstant = ({ expr }: SortKey): boolean =>
  !someExpr(expr, (part) => part.kind === 'column' || (part.kind === 'call' && part.fn.volatile))

/** Without an order all rows are peers, which the frame has to say once there is one. */
function orderedWindow(name: string, window: Window, keys: readonly SortKey[]): Window | undefined {
  const { frame, partitionBy } = window
  if (places.has(name)) return { ...window, orderBy: keys }
  if (ranks.has(name) || frame?.exclude === 'group' || frame?.exclude === 'ties') return undefined
  if (frame?.unit === 'rows') return { ...window, orderBy: keys }
  if (frame?.unit === 'groups' || frame?.start.offset || frame?.end.offset) return undefined
  if (!lists.has(name) && !ends.has(name)) return undefined
  const whole = { unit: 'rows', start: { kind: 'unbounded preceding' }, end: { kind: 'unbounded following' } } as const
  return { partitionBy, orderBy: keys, frame: frame?.exclude ? { ...whole, exclude: frame.exclude } : whole }
}

/** Each row of FROM is a row of the answer, and no window sorts them. */
function passesOrder({ distinct, groupBy, having, items }: Select): boolean {
  const moves = (expr: Expr) => expr.kind === 'window' && (expr.window.partitionBy.length > 0 || sorts(expr.window))
  const collects = items.some((item) => someExpr(item, (expr) => expr.kind === 'aggregate'))
  return distinct === false && !groupBy && !having && !collects && !someExprHere(items, moves)
}

const sorts = ({ orderBy }: Window): boolean => !orderBy.every(isConstant)

// ---------------------------------------------------------------------------------------- where order comes from

function orderedFrom(from: From | undefined, ctes: Ctes): { from: From; keys: readonly SortKey[] } | undefined {
  if (from?.kind === 'cte') {
    const ordered = ctes.get(from.cte)
    return ordered && { from, keys: keysOf(from, ordered.keys) }
  }
  if (from?.kind === 'join') return joinedToOneRow(from, ctes)
  const ordered = from?.kind === 'derived' ? exposed(from.query, ctes) : undefined
  if (!ordered || from?.kind !== 'derived') return undefined
  const wider = { ...withColumns(from, ordered.query.columns), query: ordered.query }
  return { from: wider, keys: keysOf(wider, ordered.keys) }
}

/** `FROM (… ORDER BY x) s, (SELECT 1 AS y) p`: one row joined to them leaves rows in their order. */
function joinedToOneRow(join: Join, ctes: Ctes): { from: From; keys: readonly SortKey[] } | undefined {
  const single = (side: From): boolean => side.kind === 'derived' && givesOneRow(side.query)
  if (join.type === 'right' || join.type === 'full') return undefined
  const side = single(join.right) ? 'left' : join.type !== 'left' && single(join.left) ? 'right' : undefined
  const source = side && orderedFrom(join[side], ctes)
  return source && { from: { ...join, [side]: source.from }, keys: source.keys }
}

const keysOf = ({ id, columns }: CteRelation | DerivedRelation, keys: readonly KeyPosition[]): readonly SortKey[] =>
  keys.map(({ index, ...direction }) => {
    const { name, type } = columns[index]!
    return { ...direction, expr: { kind: 'column', relation: id, name, type } }
  })

/** A CTE's keys may have become columns of it. */
function shown(from: CteRelation, ctes: Ctes): CteRelation {
  const ordered = ctes.get(from.cte)
  return ordered ? withColumns(from, ordered.query.columns) : from
}

function withColumns<T extends CteRelation | DerivedRelation>(from: T, columns: readonly OutputColumn[]): T {
  const added = columns.slice(from.columns.length).map(({ name, type }) => ({ name, type }))
  return added.length === 0 ? from : { ...from, columns: [...from.columns, ...added] }
}

/** The query with its sort keys, or those that it takes over, among its columns; undefined: it has no order. */
function exposed(query: Query, ctes: Ctes): Ordered | undefined {
  const { body, orderBy } = query
  if (orderBy.length > 0) return body.kind === 'select' ? withKeys(query, body, orderBy) : outputs(query)
  if (body.kind === 'query') {
    const inner = exposed(body, ctes)
    return inner && { keys: inner.keys, query: { ...query, body: inner.query, columns: inner.query.columns } }
  }
  if (body.kind !== 'select' || !passesOrder(body)) return undefined
  const source = orderedFrom(body.from, ctes)
  return source && withKeys(query, { ...body, from: source.from }, source.keys)
}

const positionOf = ({ descending, nullsFirst }: SortKey, index: number): KeyPosition => ({
  index,
  descending,
  nullsFirst,
})

/** After a set operation only columns can be sorted by. */
const outputs = (query: Query): Ordered => ({
  query,
  keys: query.orderBy.flatMap((key) => (key.expr.kind === 'output' ? [positionOf(key, key.expr.index)] : [])),
})

function withKeys(query: Query, select: Select, keys: readonly SortKey[]): Ordered {
  const items = [...select.items]
  const columns: OutputColumn[] = [...query.columns]
  const indexes = keys.map(({ expr }): number => {
    if (expr.kind === 'output') return expr.index
    const same = exprKey(expr)
    const known = items.findIndex((item) => exprKey(item) === same)
    if (known >= 0) return known
    columns.push({ name: `order ${columns.length}`, type: expr.type })
    return items.push(expr) - 1
  })
  const orderBy = keys.map(
    (key, i): SortKey => ({ ...key, expr: { kind: 'output', index: indexes[i]!, type: key.expr.type } }),
  )
  return {
    query: { ...query, body: { ...select, items }, columns, orderBy },
    keys: keys.map((key, i) => positionOf(key, indexes[i]!)),
  }
}
