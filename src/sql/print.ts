import { byName } from '../base/by-name.ts'
import type {
  GroupItem,
  Name,
  Path,
  QueryBody,
  SelectItem,
  SortItem,
  SqlAlias,
  SqlCall,
  SqlColumnDefinition,
  SqlCte,
  SqlExpr,
  SqlFrame,
  SqlFrameBound,
  SqlFrom,
  SqlQuery,
  SqlSelect,
  SqlTypeName,
  WindowDefinition,
} from './ast/index.ts'
import { isReserved } from './keywords.ts'

/**
 * Tree to PostgreSQL text, every operator in brackets: it parses back to the same tree. For people (what stays local, in
 * EXPLAIN) and tests.
 */

export const commas = <T>(items: readonly T[], print: (item: T) => string): string => items.map(print).join(', ')

/** The parts that are there, with blanks between. */
export const spaced = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(' ')

export const clause = <T>(words: string, items: readonly T[], print: (item: T) => string): string =>
  items.length === 0 ? '' : `${words} ${commas(items, print)}`

export const quote = (text: string, mark: string): string => `${mark}${text.replaceAll(mark, mark + mark)}${mark}`

export const printName = ({ text, quoted }: Name): string => (quoted ? quote(text, '"') : text)
export const printPath = (path: Path): string => path.map(printName).join('.')
export const printNames = (names: readonly Name[]): string =>
  names.length === 0 ? '' : `(${commas(names, printName)})`

// ------------------------------------------------------------------------------------------------- queries

export function printQuery(query: SqlQuery): string {
  return spaced(
    printWith(query),
    printBody(query.body),
    clause('ORDER BY', query.orderBy, printSortItem),
    query.offset && `OFFSET ${printExpr(query.offset)}`,
    query.limit && printLimit(query.limit, query.withTies),
  )
}

export const printWith = ({ with: ctes, recursive }: Pick<SqlQuery, 'with' | 'recursive'>): string =>
  clause(recursive ? 'WITH RECURSIVE' : 'WITH', ctes, printCte)

const printLimit = (limit: SqlExpr, withTies: boolean): string =>
  withTies ? `FETCH FIRST (${printExpr(limit)}) ROWS WITH TIES` : `LIMIT ${printExpr(limit)}`

const printCte = ({ name, columns, query }: SqlCte): string =>
  `${printName(name)}${printNames(columns)} AS (${printQuery(query)})`

function printBody(body: QueryBody): string {
  switch (body.kind) {
    case 'query':
      return `(${printQuery(body)})`
    case 'select':
      return printSelect(body)
    case 'values':
      return clause('VALUES', body.rows, (row) => `(${commas(row, printExpr)})`)
    case 'setop':
      return `${printOperand(body.left)} ${body.op.toUpperCase()}${body.all ? ' ALL' : ''} ${printOperand(body.right)}`
  }
}

const printOperand = (body: QueryBody): string => (body.kind === 'query' ? printBody(body) : `(${printBody(body)})`)

function printSelect(select: SqlSelect): string {
  return spaced(
    'SELECT',
    printDistinct(select.distinct),
    commas(select.items, printSelectItem),
    clause('FROM', select.from, printFrom),
    select.where && `WHERE ${printExpr(select.where)}`,
    clause(select.groupDistinct ? 'GROUP BY DISTINCT' : 'GROUP BY', select.groupBy, printGroupItem),
    select.having && `HAVING ${printExpr(select.having)}`,
    clause('WINDOW', select.windows, ({ name, definition }) => `${printName(name)} AS ${printWindow(definition)}`),
  )
}

export const printSelectItem = ({ expr, alias }: SelectItem): string =>
  spaced(printExpr(expr), alias && `AS ${printName(alias)}`)

function printDistinct(distinct: SqlSelect['distinct']): string {
  if (typeof distinct === 'boolean') return distinct ? 'DISTINCT' : ''
  return `DISTINCT ON (${commas(distinct, printExpr)})`
}

const groupWords = { rollup: 'ROLLUP', cube: 'CUBE', sets: 'GROUPING SETS' } as const

function printGroupItem(item: GroupItem): string {
  // A function called rollup is none while it has brackets around it.
  if (item.kind === 'expr') return item.expr.kind === 'call' ? inOwnBrackets(item.expr) : printExpr(item.expr)
  if (item.kind === 'set') return `(${commas(item.exprs, printExpr)})`
  return `${groupWords[item.kind]} (${commas(item.items, printGroupItem)})`
}

function printSortItem({ expr, descending, nullsFirst }: SortItem): string {
  const nulls = nullsFirst === undefined ? '' : nullsFirst ? 'NULLS FIRST' : 'NULLS LAST'
  return spaced(printExpr(expr), descending && 'DESC', nulls)
}

export function printFrom(from: SqlFrom): string {
  switch (from.kind) {
    case 'table':
      return spaced(printPath(from.name), printAlias(from.alias))
    case 'derived':
      return spaced(from.lateral && 'LATERAL', `(${printQuery(from.query)})`, printAlias(from.alias))
    case 'function': {
      const ordinality = from.withOrdinality && 'WITH ORDINALITY'
      const [call] = from.calls
      const rows = from.calls.length === 1 ? printCall(call!) : `ROWS FROM (${commas(from.calls, printCall)})`
      const defined = from.definitions && printDefinitions(from.definitions, from.alias)
      return spaced(from.lateral && 'LATERAL', rows, ordinality, defined ?? printAlias(from.alias))
    }
    case 'join':
      return `(${printJoin(from)})`
  }
}

function printJoin(join: SqlFrom & { kind: 'join' }): string {
  return spaced(
    printFrom(join.left),
    join.natural && 'NATURAL',
    join.type === 'inner' ? 'JOIN' : `${join.type.toUpperCase()} JOIN`,
    printFrom(join.right),
    join.using && `USING ${printNames(join.using)}`,
    join.usingAlias && `AS ${printName(join.usingAlias)}`,
    join.on && `ON ${printExpr(join.on)}`,
  )
}

const printDefinitions = (list: readonly SqlColumnDefinition[], alias: SqlAlias | undefined): string =>
  `AS ${alias ? printName(alias.name) : ''}(${commas(list, ({ name, type }) => `${printName(name)} ${printType(type)}`)})`

const printAlias = (alias: SqlAlias | undefined): string =>
  alias ? `AS ${printName(alias.name)}${printNames(alias.columns)}` : ''

// --------------------------------------------------------------------------------------------- expressions

type ExprKind = SqlExpr['kind']
type ExprOf<K extends ExprKind> = Extract<SqlExpr, { kind: K }>
type Printers = { readonly [K in ExprKind]: (expr: ExprOf<K>) => string }

const not = (negated: boolean): string => (negated ? 'NOT ' : '')
const infix = (left: SqlExpr, words: string, right: SqlExpr): string =>
  `(${printExpr(left)} ${words} ${printExpr(right)})`
const inBrackets = (what: readonly SqlExpr[] | SqlExpr | SqlQuery): string => {
  if ('kind' in what) return what.kind === 'query' ? `(${printQuery(what)})` : `(${printExpr(what)})`
  return `(${commas(what, printExpr)})`
}

/** One printer for each kind of expression: a kind that is forgotten does not compile. */
const printers: Printers = {
  null: () => 'NULL',
  boolean: ({ value }) => (value ? 'TRUE' : 'FALSE'),
  number: ({ text }) => text,
  string: ({ value }) => quote(value, "'"),
  typed: ({ type, value, fields }) => {
    const precision = fields?.endsWith('second') ? printModifiers(type) : ''
    if (fields) return `${printTypeName(type.name)} ${quote(value, "'")} ${fields}${precision}`
    return `${printType(type)} ${quote(value, "'")}`
  },
  parameter: ({ index, name }) => (name === undefined ? `$${index}` : `:${name}`),
  column: ({ path }) => printPath(path),
  star: ({ path }) => (path.length === 0 ? '*' : `${printPath(path)}.*`),
  unary: ({ op, operand }) => `(${op.toUpperCase()} ${printExpr(operand)})`,
  binary: ({ op, left, right }) => infix(left, op.toUpperCase(), right),
  is: ({ operand, test, negated, right }) => {
    const is = `IS ${not(negated)}`
    return right ? infix(operand, `${is}DISTINCT FROM`, right) : `(${printExpr(operand)} ${is}${test.toUpperCase()})`
  },
  between: ({ operand, low, high, symmetric, negated }) =>
    infix(operand, `${not(negated)}BETWEEN ${symmetric ? 'SYMMETRIC ' : ''}${inOwnBrackets(low)} AND`, high),
  in: ({ operand, list, negated }) => `(${printExpr(operand)} ${not(negated)}IN ${inBrackets(list)})`,
  like: ({ op, operand, pattern, escape: mark, negated }) => {
    const verb = `${not(negated)}${op === 'similar' ? 'SIMILAR TO' : op.toUpperCase()}`
    return `(${spaced(printExpr(operand), verb, printExpr(pattern), mark && `ESCAPE ${printExpr(mark)}`)})`
  },
  quantified: ({ op, quantifier, left, right }) =>
    `(${printExpr(left)} ${op.toUpperCase()} ${quantifier.toUpperCase()} ${inBrackets(right)})`,
  exists: ({ query }) => `EXISTS (${printQuery(query)})`,
  subquery: ({ query }) => `(${printQuery(query)})`,
  case: ({ operand, branches, otherwise }) =>
    spaced(
      'CASE',
      operand && printExpr(operand),
      ...branches.map(({ when, then }) => `WHEN ${printExpr(when)} THEN ${printExpr(then)}`),
      otherwise && `ELSE ${printExpr(otherwise)}`,
      'END',
    ),
  cast: ({ operand, type }) => `CAST(${printExpr(operand)} AS ${printType(type)})`,
  call: (call) => printCall(call),
  extract: ({ field, operand }) => `EXTRACT(${quote(field, "'")} FROM ${printExpr(operand)})`,
  atTimeZone: ({ operand, zone }) => infix(operand, 'AT TIME ZONE', zone),
  collate: ({ operand, collation }) => `(${printExpr(operand)} COLLATE ${printPath(collation)})`,
  array: ({ items }) => `ARRAY[${commas(items, printExpr)}]`,
  arraySubquery: ({ query }) => `ARRAY(${printQuery(query)})`,
  subscript: ({ operand, index, upTo, further }) =>
    `${printSubscripted(operand, further)}[${printIndex(index)}${upTo ? ` : ${printIndex(upTo)}` : ''}]`,
  field: ({ operand, name }) => `(${printExpr(operand)}).${name ? printName(name) : '*'}`,
  row: ({ items }) => `ROW(${commas(items, printExpr)})`,
}

export const printExpr = (expr: SqlExpr): string => (printers[expr.kind] as (expr: SqlExpr) => string)(expr)

/** In brackets whatever it is: where a bare operand would be taken for something else. */
const inOwnBrackets = (expr: SqlExpr): string => `(${printExpr(expr)})`

/** `a[:n]` would be a slice. */
const printIndex = (index: SqlExpr): string => (index.kind === 'parameter' ? inOwnBrackets(index) : printExpr(index))

const printSubscripted = (operand: SqlExpr, further = false): string =>
  /^(column|parameter)$/.test(operand.kind) || further ? printExpr(operand) : `(${printExpr(operand)})`

// --------------------------------------------------------------------------------------------------- calls

/** Calls that only a syntax of their own can spell. */
const ownSyntax: Readonly<Record<string, (args: readonly string[]) => string>> = byName({
  position: ([part, text]) => `POSITION((${part}) IN (${text}))`,
  substring_similar: ([text, pattern, mark]) => `SUBSTRING(${text} SIMILAR ${pattern} ESCAPE ${mark})`,
  normalize: ([text, form]) => `NORMALIZE(${text}${form ? `, ${form.replaceAll("'", '')}` : ''})`,
})
const withoutBrackets =
  /^(current_(catalog|date|role|schema|time|timestamp|user)|localtime|localtimestamp|session_user|user)$/

function printCall(call: SqlCall): string {
  const last = call.name.at(-1)!
  const word = call.name.length === 1 && !last.quoted ? last.text.toLowerCase() : ''
  const own = Object.hasOwn(ownSyntax, word) ? ownSyntax[word] : undefined
  if (own && call.args.length > 0) return own(call.args.map(printExpr))
  if (withoutBrackets.test(word) && call.args.length === 0) return word
  return spaced(
    `${printPath(call.name)}(${printArguments(asWritten(call))})`,
    call.withinGroup.length > 0 && `WITHIN GROUP (${clause('ORDER BY', call.withinGroup, printSortItem)})`,
    call.filter && `FILTER (WHERE ${printExpr(call.filter)})`,
    call.over && `OVER ${'text' in call.over ? printName(call.over) : printWindow(call.over)}`,
  )
}

/** The function that POSITION stands for, called as a function, has its arguments the other way round. */
const asWritten = (call: SqlCall): SqlCall =>
  call.name.at(-1)!.text.toLowerCase() === 'position' ? { ...call, args: call.args.toReversed() } : call

function printArguments({ args, names = [], star, distinct, orderBy }: SqlCall): string {
  if (star) return '*'
  const printed = args.map((arg, i) => (names[i] ? `${printName(names[i])} => ${printExpr(arg)}` : printExpr(arg)))
  return spaced(distinct && 'DISTINCT', printed.join(', '), clause('ORDER BY', orderBy, printSortItem))
}

function printWindow({ base, partitionBy, orderBy, frame }: WindowDefinition): string {
  const parts = [
    base && printName(base),
    clause('PARTITION BY', partitionBy, printExpr),
    clause('ORDER BY', orderBy, printSortItem),
    frame && printFrame(frame),
  ]
  return `(${spaced(...parts)})`
}

function printFrame({ unit, start, end, exclude }: SqlFrame): string {
  const bounds = `${unit.toUpperCase()} BETWEEN ${printBound(start)} AND ${printBound(end)}`
  return exclude ? `${bounds} EXCLUDE ${exclude.toUpperCase()}` : bounds
}

const printBound = ({ kind, offset }: SqlFrameBound): string =>
  spaced(offset && `(${printExpr(offset)})`, kind.toUpperCase())

// --------------------------------------------------------------------------------------------------- types

function printType(type: SqlTypeName): string {
  const [first, ...rest] = printTypeName(type.name).split(' ')
  const zoned = /^time(stamp)?$/.test(first!)
  const words = zoned ? spaced(`${first}${printModifiers(type)}`, ...rest) : spaced(first, ...rest)
  const modifiers = zoned || type.fields ? '' : printModifiers(type)
  const fields = type.fields ? ` ${type.fields}${type.fields.endsWith('second') ? printModifiers(type) : ''}` : ''
  return words + modifiers + fields + '[]'.repeat(type.dimensions)
}

const printModifiers = ({ modifiers }: SqlTypeName): string => (modifiers.length > 0 ? `(${modifiers.join(',')})` : '')

/** Names are lower case; one that would not read back so was quoted. */
const printTypeName = (name: string): string =>
  /^"/.test(name) || (/^[a-z_][a-z0-9_$]*( |$)/.test(name) && !isReserved(name)) ? name : quote(name, '"')
