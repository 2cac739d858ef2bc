/**
 * PostgreSQL's own parser as the oracle: its tree, brought into the shape that `canonical.ts` gives ours.
 */
import { loadModule, parseSync } from 'libpg-query'

await loadModule()

// biome-ignore lint/suspicious/noExplicitAny: the oracle's tree has a hundred node types; a wrong guess fails the comparison
type Node = any
type Out = unknown

export type Verdict = { readonly tree: Out } | { readonly error: string; readonly position: number }

/** What PostgreSQL makes of a text: the canonical tree of its one statement, or its error. */
export function postgres(text: string): Verdict {
  try {
    const statements = parseSync(text).stmts ?? []
    if (statements.length !== 1) return { error: `${statements.length} statements`, position: 0 }
    const statement: Node = statements[0]!.stmt
    if (!statement.SelectStmt) return { tree: ['other', Object.keys(statement)[0]] }
    return { tree: query(statement.SelectStmt) }
  } catch (error) {
    const details = (error as { sqlDetails?: { cursorPosition?: number } }).sqlDetails
    return { error: (error as Error).message, position: details?.cursorPosition ?? -1 }
  }
}

const list = (nodes: Node[] | undefined): Out[] => (nodes ?? []).map(expr)
const items = (node: Node): Node[] => node.List.items ?? []
export const texts = (nodes: Node[] | undefined): string[] => (nodes ?? []).map((node) => node.String.sval)

// ------------------------------------------------------------------------------------------------- queries

export function query(node: Node): Out {
  if (node.intoClause) return ['unsupported', 'into']
  return {
    query: body(node),
    with: (node.withClause?.ctes ?? []).map(({ CommonTableExpr: cte }: Node) => [
      cte.ctename,
      texts(cte.aliascolnames),
      query(cte.ctequery.SelectStmt ?? { unsupported: true }),
    ]),
    recursive: node.withClause?.recursive ?? false,
    order: sort(node.sortClause),
    limit: node.limitCount?.A_Const?.isnull ? null : optional(node.limitCount),
    ties: node.limitOption === 'LIMIT_OPTION_WITH_TIES',
    offset: optional(node.limitOffset),
  }
}

export const optional = (node: Node): Out => (node ? expr(node) : null)

function body(node: Node): Out {
  if (node.op && node.op !== 'SETOP_NONE') {
    return ['setop', node.op.slice(6).toLowerCase(), node.all ?? false, operand(node.larg), operand(node.rarg)]
  }
  if (node.valuesLists) return ['values', node.valuesLists.map((row: Node) => list(items(row)))]
  return {
    distinct: node.distinctClause?.some(filled) ? list(node.distinctClause) : node.distinctClause !== undefined,
    items: targets(node.targetList),
    from: (node.fromClause ?? []).map(from),
    where: optional(node.whereClause),
    group: (node.groupClause ?? []).flatMap(topGroup),
    groupDistinct: node.groupDistinct ?? false,
    having: optional(node.havingClause),
    windows: (node.windowClause ?? []).map(({ WindowDef: def }: Node) => [def.name, window(def)]),
  }
}

export const targets = (list: Node[] | undefined): Out =>
  (list ?? []).map(({ ResTarget: target }: Node) => [expr(target.val), target.name ?? null])

const filled = (node: Node): boolean => Object.keys(node).length > 0

/** An operand with clauses of its own is a query, else just its body. */
function operand(node: Node): Out {
  const own = node.withClause || node.sortClause || node.limitCount || node.limitOffset
  return own ? query(node) : body(node)
}

function sort(nodes: Node[] | undefined): Out {
  return (nodes ?? []).map(({ SortBy: by }) => {
    const using = by.useOp ? texts(by.useOp).at(-1) : undefined
    const nulls = { SORTBY_NULLS_FIRST: true, SORTBY_NULLS_LAST: false } as Record<string, boolean>
    return [expr(by.node), by.sortby_dir === 'SORTBY_DESC' || using === '>', nulls[by.sortby_nulls] ?? null]
  })
}

const isImplicitRow = (node: Node): boolean => node.RowExpr?.row_format === 'COERCE_IMPLICIT_CAST'
const flat = (node: Node): Node[] => (isImplicitRow(node) ? node.RowExpr.args.flatMap(flat) : [node])

const topGroup = (node: Node): Out[] =>
  isImplicitRow(node) ? flat(node).map((one) => ['expr', expr(one)]) : [group(node)]

function group(node: Node): Out {
  if (isImplicitRow(node)) return ['set', flat(node).map(expr)]
  const set = node.GroupingSet
  if (!set) return ['expr', expr(node)]
  const kind = set.kind.slice(13).toLowerCase()
  return kind === 'empty' ? ['set', []] : [kind, set.content.map(group)]
}

// ---------------------------------------------------------------------------------------------------- FROM

export function from(node: Node): Out {
  const [kind, value] = Object.entries<Node>(node)[0]!
  switch (kind) {
    case 'RangeVar': {
      const path = [value.catalogname, value.schemaname, value.relname].filter((part) => part !== undefined)
      return ['table', path, alias(value.alias)]
    }
    case 'RangeSubselect':
      return ['derived', query(value.subquery.SelectStmt), value.lateral ?? false, alias(value.alias)]
    case 'RangeFunction': {
      const calls = value.functions.map((item: Node) => expr(item.List.items[0]))
      const { ordinality = false, lateral = false, coldeflist } = value
      const defined = coldeflist?.map(({ ColumnDef: one }: Node) => [one.colname, type(one.typeName)]) ?? null
      return ['function', calls, ordinality, lateral, alias(value.alias), defined]
    }
    case 'JoinExpr':
      return join(value)
    default:
      return ['unsupported', kind]
  }
}

export const alias = (node: Node): Out => (node ? [node.aliasname, texts(node.colnames)] : null)

function join(node: Node): Out {
  const cross = !node.isNatural && !node.usingClause && !node.quals
  const type = cross ? 'cross' : node.jointype.slice(5).toLowerCase()
  const using = node.usingClause ? texts(node.usingClause) : null
  const named = node.join_using_alias?.aliasname ?? null
  const { isNatural = false } = node
  const tree = ['join', type, from(node.larg), from(node.rarg), isNatural, using, named, optional(node.quals)]
  if (!node.alias) return tree
  const all = {
    distinct: false,
    items: [[['star', []], null]],
    from: [tree],
    where: null,
    group: [],
    groupDistinct: false,
  }
  const inner = { query: { ...all, having: null, windows: [] }, with: [], recursive: false, order: [] }
  return ['derived', { ...inner, limit: null, ties: false, offset: null }, false, alias(node.alias)]
}

// --------------------------------------------------------------------------------------------- expressions

export function expr(node: Node): Out {
  const [kind, value] = Object.entries<Node>(node)[0]!
  const read = readers[kind]
  return read ? read(value) : ['unsupported', kind]
}

const readers: Record<string, (node: Node) => Out> = {
  A_Const: constant,
  ColumnRef: ({ fields }) => {
    const star = fields.at(-1).A_Star !== undefined
    return [star ? 'star' : 'column', texts(star ? fields.slice(0, -1) : fields)]
  },
  ParamRef: ({ number }) => ['parameter', number ?? 0],
  TypeCast: ({ arg, typeName }) => ['cast', expr(arg), type(typeName)],
  CollateClause: ({ arg, collname }) => ['collate', expr(arg), texts(collname)],
  BoolExpr: ({ boolop, args }) => {
    if (boolop === 'NOT_EXPR') return ['unary', 'not', expr(args[0])]
    const op = boolop === 'AND_EXPR' ? 'and' : 'or'
    return list(args).reduce((left, right) => ['binary', op, left, right])
  },
  NullTest: ({ arg, nulltesttype }) => ['is', expr(arg), 'null', nulltesttype === 'IS_NOT_NULL', null],
  BooleanTest: ({ arg, booltesttype }) => {
    const [, negated, test] = /^IS_(NOT_)?(.*)$/.exec(booltesttype)!
    return ['is', expr(arg), test!.toLowerCase(), negated !== undefined, null]
  },
  A_Expr: operator,
  SubLink: sublink,
  CaseExpr: ({ arg, args, defresult }) => [
    'case',
    optional(arg),
    args.map(({ CaseWhen: branch }: Node) => [expr(branch.expr), expr(branch.result)]),
    optional(defresult),
  ],
  CoalesceExpr: ({ args }) => call(['coalesce'], list(args)),
  MinMaxExpr: ({ op, args }) => call([op.slice(3).toLowerCase()], list(args)),
  GroupingFunc: ({ args }) => call(['grouping'], list(args)),
  SQLValueFunction: ({ op, typmod }) => {
    const name = op.slice(6).toLowerCase()
    return call([name.replace(/_n$/, '')], name.endsWith('_n') ? [['number', String(typmod ?? 0)]] : [])
  },
  A_ArrayExpr: ({ elements }) => ['array', list(elements)],
  RowExpr: ({ args }) => ['row', list(args)],
  A_Indirection: ({ arg, indirection }) => indirection.reduce(subscript, expr(arg)),
  FuncCall: functionCall,
  NamedArgExpr: ({ name, arg }) => ['named', name, expr(arg)],
}

function subscript(operandOut: Out, node: Node): Out {
  if (node.String || node.A_Star) return ['field', operandOut, node.String?.sval ?? null]
  const index = node.A_Indices
  if (!index) return ['unsupported', 'indirection']
  const end = (given: Node, otherwise: string): Out => (given ? expr(given) : ['number', otherwise])
  return index.is_slice
    ? ['subscript', operandOut, end(index.lidx, '1'), end(index.uidx, '2147483647')]
    : ['subscript', operandOut, expr(index.uidx), null]
}

function constant(node: Node): Out {
  if (node.isnull) return ['null']
  if (node.boolval) return ['boolean', node.boolval.boolval ?? false]
  if (node.sval) return ['string', node.sval.sval ?? '']
  if (node.ival) return ['number', String(node.ival.ival ?? 0)]
  return node.fval ? ['number', node.fval.fval] : ['unsupported', 'bits']
}

function operator(node: Node): Out {
  const name = texts(node.name).at(-1)!
  const left = optional(node.lexpr)
  const right = (): Out => expr(node.rexpr)
  switch (node.kind) {
    case 'AEXPR_OP':
      return node.lexpr ? ['binary', name, left, right()] : ['unary', name, right()]
    case 'AEXPR_OP_ANY':
      return ['quantified', name, 'any', left, right()]
    case 'AEXPR_OP_ALL':
      return ['quantified', name, 'all', left, right()]
    case 'AEXPR_DISTINCT':
      return ['is', left, 'distinct', false, right()]
    case 'AEXPR_NOT_DISTINCT':
      return ['is', left, 'distinct', true, right()]
    case 'AEXPR_NULLIF':
      return call(['nullif'], [left, right()])
    case 'AEXPR_IN':
      return ['in', left, list(items(node.rexpr)), name === '<>']
    case 'AEXPR_LIKE':
      return like('like', node, name.startsWith('!'))
    case 'AEXPR_ILIKE':
      return like('ilike', node, name.startsWith('!'))
    case 'AEXPR_SIMILAR':
      return like('similar', node, name.startsWith('!'))
    default:
      return between(node, left)
  }
}

function between(node: Node, left: Out): Out {
  const [, negated, symmetric] = /^AEXPR_(NOT_)?BETWEEN(_SYM)?$/.exec(node.kind)!
  const [low, high] = items(node.rexpr)
  return ['between', left, expr(low), expr(high), symmetric !== undefined, negated !== undefined]
}

/** PostgreSQL hides ESCAPE in a call. */
function like(op: string, node: Node, negated: boolean): Out {
  const hidden = node.rexpr.FuncCall
  const isEscape = hidden && /^(like_escape|similar_to_escape)$/.test(texts(hidden.funcname).at(-1)!)
  const [pattern, mark] = isEscape ? hidden.args : [node.rexpr]
  return ['like', op, expr(node.lexpr), expr(pattern), optional(mark), negated]
}

function sublink(node: Node): Out {
  const inner = query(node.subselect.SelectStmt)
  switch (node.subLinkType) {
    case 'EXISTS_SUBLINK':
      return ['exists', inner]
    case 'EXPR_SUBLINK':
      return ['subquery', inner]
    case 'ARRAY_SUBLINK':
      return ['arraySubquery', inner]
    case 'ANY_SUBLINK':
      if (!node.operName) return ['in', expr(node.testexpr), inner, false]
      return ['quantified', texts(node.operName).at(-1), 'any', expr(node.testexpr), inner]
    default:
      return ['quantified', texts(node.operName).at(-1), 'all', expr(node.testexpr), inner]
  }
}

function functionCall(node: Node): Out {
  const path = texts(node.funcname)
  const special = node.funcformat === 'COERCE_SQL_SYNTAX'
  const args = list(node.args)
  if (special && path[1] === 'timezone') return ['atTimeZone', args[1], args[0]]
  if (special && path[1] === 'extract') return ['extract', String((args[0] as Out[])[1]).toLowerCase(), args[1]]
  if (special && path[1] === 'overlaps') return ['overlaps', ...args]
  if (node.func_variadic) return ['unsupported', 'arguments']
  const order = sort(node.agg_order)
  return call(special ? path.slice(1) : path, args, {
    star: node.agg_star ?? false,
    distinct: node.agg_distinct ?? false,
    order: node.agg_within_group ? [] : order,
    within: node.agg_within_group ? order : [],
    filter: optional(node.agg_filter),
    over: node.over ? (node.over.name ?? window(node.over)) : null,
  })
}

const bare = { star: false, distinct: false, order: [], within: [], filter: null, over: null }
const call = (path: readonly string[], args: readonly Out[], rest: object = bare): Out => ['call', path, args, rest]

/** Bits of `frameOptions`, in the order of PostgreSQL's header. */
const bounds = ['unbounded preceding', 'unbounded following', 'current row', 'preceding', 'following']

function window(def: Node): Out {
  const options: number = def.frameOptions ?? 0
  return {
    base: def.refname ?? null,
    partition: list(def.partitionClause),
    order: sort(def.orderClause),
    frame: options & 1 ? frame(def, options) : null,
  }
}

function frame(def: Node, options: number): Out {
  const bound = (shift: number, offset: Node): Out => {
    const kind = bounds.find((_, index) => options & (1 << (shift + 2 * index)))
    return [kind, optional(offset)]
  }
  const unit = options & 2 ? 'range' : options & 4 ? 'rows' : 'groups'
  const exclude = options & 0x8000 ? 'current row' : options & 0x10000 ? 'group' : options & 0x20000 ? 'ties' : null
  return [unit, bound(5, def.startOffset), bound(6, def.endOffset), exclude]
}

// --------------------------------------------------------------------------------------------------- types

function type(node: Node): Out {
  const name = texts(node.names).at(-1)!
  const modifiers = (node.typmods ?? []).map((mod: Node) =>
    mod.A_Const ? Number((constant(mod.A_Const) as string[])[1]) : 'odd',
  )
  return [name, modifiers, node.arrayBounds?.length ?? 0]
}
