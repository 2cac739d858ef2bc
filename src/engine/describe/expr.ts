import { byName } from '../../base/by-name.ts'
import { type SqlType, typeText } from '../../base/types.ts'
import type {
  Aggregate,
  Call,
  Case,
  Compare,
  Expr,
  Frame,
  FrameBound,
  Literal,
  Query,
  SortKey,
  Window,
  WindowCall,
} from '../tree.ts'
import { displayText, encode, makeSession } from '../values/index.ts'
import type { OfKind } from '../walk.ts'

/** Says how relations and queries are written where they stand in expressions. */
export interface Describer {
  readonly column: (relation: number, name: string) => string
  readonly query: (query: Query) => string
  /** Name of the n-th result column. */
  readonly output: (index: number) => string
}

/** How tightly the outermost operator of a text binds, by PostgreSQL's table. */
const levels = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  like: 6,
  operator: 7,
  sum: 8,
  product: 9,
  power: 10,
  sign: 11,
  cast: 12,
  atom: 13,
} as const

interface ExprText {
  readonly text: string
  readonly level: number
}

const atom = (text: string): ExprText => ({ text, level: levels.atom })
const at = (level: number, text: string): ExprText => ({ text, level })

export const describeExpr = (expr: Expr, d: Describer): string => describe(expr, d).text

/** In brackets where it binds less than its place asks for. */
function within(expr: Expr, level: number, d: Describer): string {
  const { text, level: own } = describe(expr, d)
  return own < level ? `(${text})` : text
}

const list = (exprs: readonly Expr[], d: Describer): string => exprs.map((expr) => describeExpr(expr, d)).join(', ')

// ---------------------------------------------------------------------------------------------- constants

const bareTypes: ReadonlySet<SqlType['name']> = new Set(['smallint', 'integer', 'bigint', 'numeric', 'text', 'unknown'])
const floats: ReadonlySet<SqlType['name']> = new Set(['real', 'double precision'])
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const session = makeSession({ now: 0 })

/** Characters from which on an array is shown as it was given: to read it for that holds everybody up. */
const longArray = 1000

function literal({ value, type }: Literal): ExprText {
  if (type.name === 'array' && typeof value === 'string' && value.length > longArray) {
    return atom(`${quoted(value)}::${typeText(type)}`)
  }
  if (value === null) return atom('NULL')
  if (type.name === 'boolean') return atom(value ? 'TRUE' : 'FALSE')
  const raw = encode(value, type)
  const text = raw === null ? 'NULL' : displayText(raw, type, session)
  if (typeof value === 'number' && (bareTypes.has(type.name) || floats.has(type.name)) && Number.isFinite(value)) {
    return value < 0 ? at(levels.sign, text) : atom(text)
  }
  if (bareTypes.has(type.name) || type.name === 'varchar') return atom(isNumber(type) ? text : quoted(text))
  return atom(type.name === 'array' ? `${quoted(text)}::${typeText(type)}` : `${typeText(type)} ${quoted(text)}`)
}

const isNumber = (type: SqlType): boolean => bareTypes.has(type.name) && type.name !== 'text' && type.name !== 'unknown'

// ---------------------------------------------------------------------------------------------- operators

const infixLevels: Readonly<Record<string, number>> = byName({
  '+': levels.sum,
  '-': levels.sum,
  '*': levels.product,
  '/': levels.product,
  '%': levels.product,
  '^': levels.power,
})

const infix = (left: Expr, op: string, right: Expr, level: number, d: Describer): ExprText =>
  at(level, `${within(left, level, d)} ${op} ${within(right, level + 1, d)}`)

const comparison = (e: Compare, d: Describer): ExprText => infix(e.left, e.op, e.right, levels.comparison + 1, d)

function call({ fn, args }: Call, d: Describer): ExprText {
  const [field, operand] = args
  if (fn.name === 'extract' && operand && field?.kind === 'literal') {
    return atom(`extract(${field.value} FROM ${describeExpr(operand, d)})`)
  }
  if (/^[a-z_]/i.test(fn.name)) return atom(`${fn.name}(${list(args, d)})`)
  const level = infixLevels[fn.name] ?? levels.operator
  if (args.length === 2) return infix(args[0]!, fn.name, args[1]!, level, d)
  return at(levels.sign, `${fn.name}${within(args[0]!, levels.sign, d)}`)
}

const negated = (word: string, no: boolean): string => (no ? `NOT ${word}` : word)

function caseText(e: Case, d: Describer): ExprText {
  const branches = e.branches.map((b) => `WHEN ${describeExpr(b.when, d)} THEN ${describeExpr(b.then, d)}`)
  const otherwise = e.otherwise ? [`ELSE ${describeExpr(e.otherwise, d)}`] : []
  return atom(['CASE', ...branches, ...otherwise, 'END'].join(' '))
}

// --------------------------------------------------------------------------------- aggregates and windows

export const sortKeys = (keys: readonly SortKey[], d: Describer): string =>
  keys
    .map((key) => {
      const direction = key.descending ? ' DESC' : ''
      const nulls = key.nullsFirst === key.descending ? '' : ` NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`
      return describeExpr(key.expr, d) + direction + nulls
    })
    .join(', ')

const filterText = (filter: Expr | undefined, d: Describer): string =>
  filter ? ` FILTER (WHERE ${describeExpr(filter, d)})` : ''

function aggregate(e: Aggregate, d: Describer): ExprText {
  const args = e.args.length === 0 && e.withinGroup.length === 0 ? '*' : list(e.args, d)
  const order = e.orderBy.length > 0 ? ` ORDER BY ${sortKeys(e.orderBy, d)}` : ''
  const within = e.withinGroup.length > 0 ? ` WITHIN GROUP (ORDER BY ${sortKeys(e.withinGroup, d)})` : ''
  return atom(`${e.fn.name}(${e.distinct ? 'DISTINCT ' : ''}${args}${order})${within}${filterText(e.filter, d)}`)
}

const bound = (b: FrameBound, d: Describer): string =>
  `${b.offset ? `${describeExpr(b.offset, d)} ` : ''}${b.kind.toUpperCase()}`

const frame = (f: Frame, d: Describer): string =>
  `${f.unit.toUpperCase()} BETWEEN ${bound(f.start, d)} AND ${bound(f.end, d)}${f.exclude ? ` EXCLUDE ${f.exclude.toUpperCase()}` : ''}`

function windowText(w: Window, d: Describer): string {
  const parts = [
    w.partitionBy.length > 0 && `PARTITION BY ${list(w.partitionBy, d)}`,
    w.orderBy.length > 0 && `ORDER BY ${sortKeys(w.orderBy, d)}`,
    w.frame && frame(w.frame, d),
  ]
  return parts.filter(Boolean).join(' ')
}

function windowCall(e: WindowCall, d: Describer): ExprText {
  const args = e.args.length === 0 && e.fn.kind === 'aggregate' ? '*' : list(e.args, d)
  return atom(`${e.fn.name}(${args})${filterText(e.filter, d)} OVER (${windowText(e.window, d)})`)
}

// ------------------------------------------------------------------------------------------- the whole table

const operands = (exprs: readonly Expr[], d: Describer): string =>
  exprs.length === 1 ? within(exprs[0]!, levels.like + 1, d) : `(${list(exprs, d)})`

const describers: { readonly [K in Expr['kind']]: (expr: OfKind<Expr, K>, d: Describer) => ExprText } = {
  literal,
  parameter: (e) => atom(`$${e.index + 1}`),
  column: (e, d) => atom(d.column(e.relation, e.name)),
  output: (e, d) => atom(d.output(e.index)),
  and: (e, d) => at(levels.and, e.terms.map((term) => within(term, levels.and + 1, d)).join(' AND ')),
  or: (e, d) => at(levels.or, e.terms.map((term) => within(term, levels.or + 1, d)).join(' OR ')),
  not: (e, d) => at(levels.not, `NOT ${within(e.operand, levels.not, d)}`),
  compare: (e, d) => ({ ...comparison(e, d), level: levels.comparison }),
  isNull: (e, d) => at(levels.is, `${within(e.operand, levels.comparison, d)} IS ${negated('NULL', e.negated)}`),
  isTruth: (e, d) =>
    at(levels.is, `${within(e.operand, levels.comparison, d)} IS ${negated(e.test.toUpperCase(), e.negated)}`),
  distinct: (e, d) =>
    at(
      levels.is,
      `${within(e.left, levels.comparison + 1, d)} IS ${negated('DISTINCT FROM', e.negated)} ${within(e.right, levels.comparison + 1, d)}`,
    ),
  inList: (e, d) => at(levels.like, `${operands([e.operand], d)} ${negated('IN', e.negated)} (${list(e.items, d)})`),
  inQuery: (e, d) => at(levels.like, `${operands(e.operands, d)} ${negated('IN', e.negated)} (${d.query(e.query)})`),
  quantified: (e, d) =>
    at(
      levels.comparison,
      `${within(e.left, levels.like, d)} ${e.op} ${e.quantifier.toUpperCase()} (${d.query(e.query)})`,
    ),
  exists: (e, d) => atom(`EXISTS (${d.query(e.query)})`),
  scalar: (e, d) => atom(`(${d.query(e.query)})`),
  arrayQuery: (e, d) => atom(`ARRAY(${d.query(e.query)})`),
  like: (e, d) => {
    const word = { like: 'LIKE', ilike: 'ILIKE', similar: 'SIMILAR TO' }[e.op]
    const end = e.escape ? ` ESCAPE ${describeExpr(e.escape, d)}` : ''
    return at(levels.like, `${operands([e.operand], d)} ${negated(word, e.negated)} ${operands([e.pattern], d)}${end}`)
  },
  case: caseText,
  cast: (e, d) =>
    e.explicit ? at(levels.cast, `${within(e.operand, levels.cast, d)}::${typeText(e.type)}`) : describe(e.operand, d),
  call,
  aggregate,
  window: windowCall,
  grouping: (e) => atom(`GROUPING(${e.keys.map((key) => key + 1).join(', ')})`),
  arrayItems: (e, d) => atom(`ARRAY[${list(e.items, d)}]`),
}

const describe = (expr: Expr, d: Describer): ExprText =>
  (describers as unknown as Record<string, (expr: Expr, d: Describer) => ExprText>)[expr.kind]!(expr, d)
