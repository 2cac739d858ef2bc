/**
 * Our tree in the shape that the oracle's tree is brought into: without places, names folded as PostgreSQL folds them,
 * spellings that mean the same made one.
 */
import type {
  GroupItem,
  Name,
  Path,
  QueryBody,
  SelectItem,
  SortItem,
  SqlAlias,
  SqlCall,
  SqlExpr,
  SqlFrame,
  SqlFrameBound,
  SqlFrom,
  SqlQuery,
  SqlTypeName,
  WindowDefinition,
} from '../../../src/sql/index.ts'

type Out = unknown

export const name = ({ text, quoted }: Name): string =>
  quoted ? text : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
export const path = (names: Path): string[] => names.map(name)
const list = (exprs: readonly SqlExpr[]): Out[] => exprs.map(expr)
export const optional = (one: SqlExpr | undefined): Out => (one ? expr(one) : null)

// ------------------------------------------------------------------------------------------------- queries

export function canonical(query: SqlQuery): Out {
  return {
    query: body(query.body),
    with: query.with.map((cte) => [name(cte.name), path(cte.columns), canonical(cte.query)]),
    recursive: query.recursive,
    order: sort(query.orderBy),
    limit: query.limit?.kind === 'null' ? null : optional(query.limit),
    ties: query.withTies,
    offset: optional(query.offset),
  }
}

function body(node: QueryBody): Out {
  switch (node.kind) {
    case 'query':
      return canonical(node)
    case 'setop':
      return ['setop', node.op, node.all, body(node.left), body(node.right)]
    case 'values':
      return ['values', node.rows.map(list)]
    case 'select':
      return {
        distinct: typeof node.distinct === 'boolean' ? node.distinct : list(node.distinct),
        items: items(node.items),
        from: node.from.map(from),
        where: optional(node.where),
        group: node.groupBy.map(group),
        groupDistinct: node.groupDistinct,
        having: optional(node.having),
        windows: node.windows.map((one) => [name(one.name), window(one.definition)]),
      }
  }
}

export const items = (list: readonly SelectItem[]): Out =>
  list.map((item) => [expr(item.expr), item.alias ? name(item.alias) : null])

const sort = (items: readonly SortItem[]): Out =>
  items.map((item) => [expr(item.expr), item.descending, item.nullsFirst ?? null])

function group(item: GroupItem): Out {
  if (item.kind === 'expr') return ['expr', expr(item.expr)]
  return item.kind === 'set' ? ['set', list(item.exprs)] : [item.kind, item.items.map(group)]
}

export const alias = (one: SqlAlias | undefined): Out => (one ? [name(one.name), path(one.columns)] : null)

export function from(node: SqlFrom): Out {
  switch (node.kind) {
    case 'table':
      return ['table', path(node.name), alias(node.alias)]
    case 'derived':
      return ['derived', canonical(node.query), node.lateral, alias(node.alias)]
    case 'function':
      return [
        'function',
        node.calls.map(expr),
        node.withOrdinality,
        node.lateral,
        alias(node.alias),
        node.definitions?.map((one) => [name(one.name), type(one.type)]) ?? null,
      ]
    case 'join': {
      const using = node.using ? path(node.using) : null
      const named = node.usingAlias ? name(node.usingAlias) : null
      return ['join', node.type, from(node.left), from(node.right), node.natural, using, named, optional(node.on)]
    }
  }
}

// --------------------------------------------------------------------------------------------- expressions

export function expr(node: SqlExpr): Out {
  switch (node.kind) {
    case 'null':
      return ['null']
    case 'boolean':
    case 'string':
      return [node.kind, node.value]
    case 'number':
      return ['number', number(node.text)]
    case 'typed':
      return ['cast', ['string', node.value], type({ ...node.type, fields: node.fields }, true)]
    case 'parameter':
      return ['parameter', node.index ?? node.name]
    case 'column':
    case 'star':
      return [node.kind, path(node.path)]
    case 'unary':
      return unary(node.op, expr(node.operand))
    case 'binary':
      return binary(node.op, node.left, node.right)
    case 'is':
      return ['is', expr(node.operand), node.test, node.negated, optional(node.right)]
    case 'between':
      return ['between', expr(node.operand), expr(node.low), expr(node.high), node.symmetric, node.negated]
    case 'in': {
      if (!('kind' in node.list)) return ['in', expr(node.operand), list(node.list), node.negated]
      const inside = ['in', expr(node.operand), canonical(node.list), false]
      return node.negated ? ['unary', 'not', inside] : inside
    }
    case 'like':
      return ['like', node.op, expr(node.operand), expr(node.pattern), optional(node.escape), node.negated]
    case 'quantified': {
      const right = node.right.kind === 'query' ? canonical(node.right) : expr(node.right)
      return ['quantified', likeOperators[node.op] ?? node.op, node.quantifier, expr(node.left), right]
    }
    case 'exists':
    case 'subquery':
    case 'arraySubquery':
      return [node.kind, canonical(node.query)]
    case 'case': {
      const branches = node.branches.map(({ when, then }) => [expr(when), expr(then)])
      return ['case', optional(node.operand), branches, optional(node.otherwise)]
    }
    case 'cast':
      return ['cast', expr(node.operand), type(node.type)]
    case 'call':
      return call(node)
    case 'extract':
      return ['extract', node.field, expr(node.operand)]
    case 'atTimeZone':
      return ['atTimeZone', expr(node.operand), expr(node.zone)]
    case 'collate':
      return ['collate', expr(node.operand), path(node.collation)]
    case 'array':
    case 'row':
      return [node.kind, list(node.items)]
    case 'field':
      return ['field', expr(node.operand), node.name ? name(node.name) : null]
    case 'subscript':
      return ['subscript', expr(node.operand), expr(node.index), optional(node.upTo)]
  }
}

const likeOperators: Record<string, string> = { like: '~~', 'not like': '!~~', ilike: '~~*', 'not ilike': '!~~*' }

/** PostgreSQL keeps small integers as numbers, all others as text. */
const number = (text: string): string =>
  /^\d+$/.test(text) && BigInt(text) <= 2_147_483_647n ? String(Number(text)) : text

/** PostgreSQL folds the minus of a constant into it. */
function unary(op: string, operand: Out): Out {
  const [kind, text] = operand as [string, string]
  if (op !== '-' || kind !== 'number') return ['unary', op, operand]
  return ['number', text.startsWith('-') ? text.slice(1) : text === '0' ? '0' : `-${text}`]
}

function binary(op: string, left: SqlExpr, right: SqlExpr): Out {
  if (op === 'overlaps' && left.kind === 'row' && right.kind === 'row') {
    return ['overlaps', ...list(left.items), ...list(right.items)]
  }
  return ['binary', op, expr(left), expr(right)]
}

function call(node: SqlCall): Out {
  const names = path(node.name)
  const args = node.args.map((arg, i) => (node.names?.[i] ? ['named', name(node.names[i]), expr(arg)] : expr(arg)))
  const rest = {
    star: node.star,
    distinct: node.distinct,
    order: sort(node.orderBy),
    within: sort(node.withinGroup),
    filter: optional(node.filter),
    over: node.over ? ('text' in node.over ? name(node.over) : window(node.over)) : null,
  }
  if (names.at(-1) === 'position') return ['call', names, args.toReversed(), rest]
  return ['call', names.map((part) => (part === 'substring_similar' ? 'substring' : part)), args, rest]
}

function window(def: WindowDefinition): Out {
  return {
    base: def.base ? name(def.base) : null,
    partition: list(def.partitionBy),
    order: sort(def.orderBy),
    frame: def.frame ? frame(def.frame) : null,
  }
}

const frame = ({ unit, start, end, exclude }: SqlFrame): Out => [unit, bound(start), bound(end), exclude ?? null]
const bound = ({ kind, offset }: SqlFrameBound): Out => [kind, optional(offset)]

// --------------------------------------------------------------------------------------------------- types

/** PostgreSQL's own names for the types that have several. */
const typeNames: Record<string, string> = {
  int: 'int4',
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  real: 'float4',
  float: 'float8',
  'double precision': 'float8',
  dec: 'numeric',
  decimal: 'numeric',
  boolean: 'bool',
  'character varying': 'varchar',
  'char varying': 'varchar',
  'nchar varying': 'varchar',
  'national character varying': 'varchar',
  'national char varying': 'varchar',
  character: 'bpchar',
  char: 'bpchar',
  nchar: 'bpchar',
  'national character': 'bpchar',
  'national char': 'bpchar',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
  'bit varying': 'varbit',
  '"char"': 'char',
}
const fieldBits: Record<string, number> = { month: 1, year: 2, day: 3, hour: 10, minute: 11, second: 12 }
const between = ['year', 'month', 'day', 'hour', 'minute', 'second']

/** `char` alone is `char(1)`, but not before a literal. */
function type(node: SqlTypeName, literal = false): Out {
  const known = typeNames[node.name] ?? node.name.replace(/^"(.*)"$/, '$1')
  if (node.name === 'float' && node.modifiers.length > 0) {
    return [node.modifiers[0]! <= 24 ? 'float4' : 'float8', [], node.dimensions]
  }
  return [known, modifiers(node, known, literal), node.dimensions]
}

function modifiers(node: SqlTypeName, known: string, literal: boolean): number[] {
  const written = [...node.modifiers]
  if (known === 'interval') return node.fields || written.length > 0 ? [intervalMask(node.fields), ...written] : []
  const lengthOne = (known === 'bpchar' && node.name !== 'bpchar') || (known === 'bit' && node.name === 'bit')
  return lengthOne && !literal && written.length === 0 ? [1] : written
}

function intervalMask(fields: string | undefined): number {
  if (!fields) return 0x7fff
  const [first, last = first] = fields.split(' to ')
  return between
    .slice(between.indexOf(first!), between.indexOf(last!) + 1)
    .reduce((mask, field) => mask | (1 << fieldBits[field]!), 0)
}
