import { exprKey } from '../same.ts'
import type { Body, Expr, Query, Select, SortKey } from '../tree.ts'
import { someExpr } from '../walk.ts'
import { cteText } from './cte.ts'
import { columnList, columnName, type ExtraColumn, type Printer } from './printer.ts'
import { allPlain, distinctText, selectText, valuesText } from './select.ts'
import { setOperationText } from './setop.ts'
import { directed, printedKey } from './sort.ts'

const typesOf = (query: Query) => query.columns.map((column) => column.type)

/** `LIMIT`s and `OFFSET`s that may be NULL or negative are judged by functions: SQLite has other rules for both. */
function countText(expr: Expr, fn: string, p: Printer): string {
  const value = expr.kind === 'literal' ? expr.value : undefined
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? String(value) : `${fn}(${p.expr(expr)})`
}

function limitText(query: Query, p: Printer): string {
  if (query.limit === undefined && query.offset === undefined) return ''
  const limit = query.limit ? countText(query.limit, 'zohosql_limit', p) : '-1'
  return ` LIMIT ${limit}${query.offset ? ` OFFSET ${countText(query.offset, 'zohosql_offset', p)}` : ''}`
}

const namesColumns = (expr: Expr | undefined): boolean =>
  expr !== undefined && someExpr(expr, (node) => node.kind === 'column')

/** SQLite's LIMIT sees no column, and knows no ties. */
const numbersRows = (query: Query): boolean => query.withTies || namesColumns(query.limit) || namesColumns(query.offset)

const isDistinctOn = (body: Body): body is Select & { distinct: readonly Expr[] } =>
  body.kind === 'select' && typeof body.distinct !== 'boolean'

/** Rows of a body without order: the texts of all four kinds. */
function bodyText(body: Body, query: Query, p: Printer): string {
  switch (body.kind) {
    case 'values':
      return valuesText(body, p)
    case 'query':
      return p.query(body)
    case 'setop':
      return setOperationText(body, typesOf(query), (part) => operandText(part, query, p), p)
    case 'select':
      return body.distinct === true && !allPlain(typesOf(query), p)
        ? distinctText(selectText({ ...body, distinct: false }, [], p), typesOf(query), p)
        : selectText(body, [], p)
  }
}

/** A select inside of a set operation is a query of its own, without order. */
const operandText = (body: Body, query: Query, p: Printer): string =>
  body.kind === 'select' ? p.query(asQuery(body, query)) : bodyText(body, query, p)

const asQuery = (body: Select, around: Query): Query => ({
  kind: 'query',
  ctes: [],
  body,
  orderBy: [],
  withTies: false,
  columns: around.columns,
})

/** True when SQLite can sort the result by itself: what it compares is in reach of ORDER BY. */
const sortsPlainly = ({ body, orderBy, columns }: Query, p: Printer): boolean =>
  orderBy.length === 0 ||
  (body.kind === 'select' && body.distinct !== true) ||
  allPlain(
    columns.map((column) => column.type),
    p,
  )

const orderText = (query: Query, p: Printer): string =>
  query.orderBy.length === 0 ? '' : ` ORDER BY ${query.orderBy.map((key) => plainTerm(key, query, p)).join(', ')}`

function plainTerm(key: SortKey, query: Query, p: Printer): string {
  if (key.expr.kind !== 'output') return printedKey(key, p).term
  if (allPlain([key.expr.type], p)) return directed(String(key.expr.index + 1), key)
  return printedKey({ ...key, expr: (query.body as Select).items[key.expr.index]! }, p).term
}

/** A query that SQLite takes as it stands. */
const isPlain = (query: Query, p: Printer): boolean =>
  !isDistinctOn(query.body) && !numbersRows(query) && sortsPlainly(query, p)

function plainText(query: Query, p: Printer): string {
  const body = bodyText(query.body, query, p)
  const rest = orderText(query, p) + limitText(query, p)
  if (rest === '' || (query.body.kind !== 'query' && query.body.kind !== 'values')) return body + rest
  return `SELECT ${columnList(query.columns.length, 'q.')} FROM (${body}) AS q${rest}`
}

// ------------------------------------------------------------------------------------ with its sort keys as columns

const extras = (prefix: string, exprs: readonly Expr[], items: readonly Expr[], p: Printer): ExtraColumn[] =>
  exprs.map((expr, i) => ({
    name: `${prefix}${i}`,
    text: p.expr(expr.kind === 'output' ? items[expr.index]! : expr),
  }))

/** The body's rows with the values to sort by as `s0`, `s1` …, and those of DISTINCT ON as `d0`, `d1` …. */
function rowsWithKeys(query: Query, p: Printer): string {
  const { body } = query
  const keys = query.orderBy.map((key) => key.expr)
  if (body.kind === 'select' && body.distinct !== true) {
    const on = isDistinctOn(body) ? extras('d', body.distinct, body.items, p) : []
    return selectText({ ...body, distinct: false }, [...extras('s', keys, body.items, p), ...on], p)
  }
  const outputs = keys.map((key, i) => `, q.${columnName(outputIndex(key, body))} AS s${i}`)
  return `SELECT q.*${outputs.join('')} FROM (${bodyText(body, query, p)}) AS q`
}

/** After DISTINCT or a set operation, ORDER BY can only mean result columns. */
const outputIndex = (expr: Expr, body: Body): number => {
  if (expr.kind === 'output') return expr.index
  const same = exprKey(expr)
  return body.kind === 'select' ? body.items.findIndex((item) => exprKey(item) === same) : -1
}

const orderTerms = (query: Query, p: Printer): string => {
  const terms = query.orderBy.map((key, i) => directed(p.functions.comparisonKey(`q.s${i}`, key.expr.type), key))
  return terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`
}

/** DISTINCT ON keeps the first row, by the order asked for, of each group. */
function firstOfEach(rows: string, on: readonly Expr[], order: string, p: Printer): string {
  const keys = on.map((expr, i) => p.functions.comparisonKey(`q.d${i}`, expr.type))
  const numbered = `SELECT q.*, row_number() OVER (PARTITION BY ${keys.join(', ')} ${order}) AS n FROM (${rows}) AS q`
  return `SELECT q.* FROM (${numbered}) AS q WHERE q.n = 1`
}

/** LIMIT by numbering: rows with rank up to the last wanted number are it and its ties. */
function numberedText(query: Query, rows: string, order: string, p: Printer): string {
  const rank = query.withTies ? `rank() OVER (${order})` : `row_number() OVER (${order})`
  const numbered = `SELECT q.*, row_number() OVER (${order}) AS n1, ${rank} AS n2 FROM (${rows}) AS q`
  const offset = query.offset ? `zohosql_offset(${p.expr(query.offset)})` : '0'
  const limit = query.limit ? `zohosql_limit(${p.expr(query.limit)})` : '-1'
  const list = columnList(query.columns.length, 'q.')
  const inside = `${limit} < 0 OR q.n2 <= ${limit} + ${offset}`
  return `SELECT ${list} FROM (${numbered}) AS q WHERE q.n1 > ${offset} AND (${inside}) ORDER BY q.n1`
}

function keyedText(query: Query, p: Printer): string {
  const order = orderTerms(query, p)
  const all = rowsWithKeys(query, p)
  const rows = isDistinctOn(query.body) ? firstOfEach(all, query.body.distinct, order, p) : all
  if (numbersRows(query)) return numberedText(query, rows, order, p)
  return `SELECT ${columnList(query.columns.length, 'q.')} FROM (${rows}) AS q ${order}${limitText(query, p)}`
}

/** A whole query, lowered before. */
export function queryText(query: Query, p: Printer): string {
  const ctes = query.ctes.map((cte) => cteText(cte, p))
  const withText = ctes.length === 0 ? '' : `WITH RECURSIVE ${ctes.join(', ')} `
  return withText + (isPlain(query, p) ? plainText(query, p) : keyedText(query, p))
}
