import type { Body, Cte, Expr, From, Join, Query, Select, Values } from '../tree.ts'
import { allRelations, type RelationNode, walkQuery } from '../walk.ts'
import { type Describer, describeExpr, sortKeys } from './expr.ts'

/** Names that the text gives to relations and CTEs, by their ids. */
interface Aliases {
  readonly relations: ReadonlyMap<number, string>
  readonly ctes: ReadonlyMap<number, string>
}

const ident = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`

/** With one relation in sight, its name in front of each column says nothing. */
const columnText = (aliases: ReadonlyMap<number, string>, relation: number, name: string): string => {
  const alias = aliases.get(relation)
  return alias === undefined || aliases.size === 1 ? ident(name) : `${ident(alias)}.${ident(name)}`
}

const describer = (aliases: Aliases, query: Query | undefined): Describer => ({
  column: (relation, name) => columnText(aliases.relations, relation, name),
  query: (inner) => queryText(inner, aliases),
  output: (index) => ident(query?.columns[index]?.name ?? String(index + 1)),
})

const words = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join(' ')

function relationText(relation: RelationNode, aliases: Aliases, d: Describer): string {
  const alias = ident(relation.alias)
  switch (relation.kind) {
    case 'table':
      return relation.table.name === relation.alias ? alias : `${ident(relation.table.name)} AS ${alias}`
    case 'cte': {
      const name = aliases.ctes.get(relation.cte) ?? relation.alias
      return name === relation.alias ? alias : `${ident(name)} AS ${alias}`
    }
    case 'derived':
      return `${relation.lateral ? 'LATERAL ' : ''}(${queryText(relation.query, aliases)}) AS ${alias}`
    case 'function': {
      const args = relation.args.map((arg) => describeExpr(arg, d)).join(', ')
      return `${relation.fn.name}(${args})${relation.withOrdinality ? ' WITH ORDINALITY' : ''} AS ${alias}`
    }
  }
}

function joinText(join: Join, aliases: Aliases, d: Describer): string {
  const right = fromText(join.right, aliases, d)
  const type = join.type === 'inner' ? 'JOIN' : `${join.type.toUpperCase()} JOIN`
  return words(
    fromText(join.left, aliases, d),
    type,
    join.right.kind === 'join' ? `(${right})` : right,
    join.on && `ON ${describeExpr(join.on, d)}`,
  )
}

const fromText = (from: From, aliases: Aliases, d: Describer): string =>
  from.kind === 'join' ? joinText(from, aliases, d) : relationText(from, aliases, d)

function groupText(select: Select, d: Describer): string | undefined {
  if (select.groupBy === undefined) return undefined
  const { keys, sets } = select.groupBy
  const setText = (set: readonly number[]) => set.map((i) => describeExpr(keys[i]!, d)).join(', ')
  if (sets.length === 1) return `GROUP BY ${sets[0]!.length === 0 ? '()' : setText(sets[0]!)}`
  return `GROUP BY GROUPING SETS (${sets.map((set) => `(${setText(set)})`).join(', ')})`
}

function itemText(item: Expr, name: string, d: Describer): string {
  const text = describeExpr(item, d)
  // The name that PostgreSQL would give it by itself.
  const own = [`${name}(`, `${name} `].some((start) => text.toLowerCase().startsWith(start))
  const same = text === ident(name) || text.endsWith(`.${ident(name)}`) || name === '?column?'
  return same || own ? text : `${text} AS ${ident(name)}`
}

function selectText(select: Select, query: Query, aliases: Aliases, d: Describer): string {
  const { distinct } = select
  const on = typeof distinct !== 'boolean' && `DISTINCT ON (${distinct.map((e) => describeExpr(e, d)).join(', ')})`
  return words(
    'SELECT',
    distinct === true ? 'DISTINCT' : on,
    select.items.map((item, i) => itemText(item, query.columns[i]?.name ?? '?column?', d)).join(', '),
    select.from && `FROM ${fromText(select.from, aliases, d)}`,
    select.where && `WHERE ${describeExpr(select.where, d)}`,
    groupText(select, d),
    select.having && `HAVING ${describeExpr(select.having, d)}`,
  )
}

const valuesText = (values: Values, d: Describer): string =>
  `VALUES ${values.rows.map((row) => `(${row.map((e) => describeExpr(e, d)).join(', ')})`).join(', ')}`

function bodyText(body: Body, query: Query, aliases: Aliases, d: Describer): string {
  switch (body.kind) {
    case 'select':
      return selectText(body, query, aliases, d)
    case 'values':
      return valuesText(body, d)
    case 'query':
      return `(${queryText(body, aliases)})`
    case 'setop': {
      const right = bodyText(body.right, query, aliases, d)
      const op = `${body.op.toUpperCase()}${body.all ? ' ALL' : ''}`
      return `${bodyText(body.left, query, aliases, d)} ${op} ${body.right.kind === 'setop' ? `(${right})` : right}`
    }
  }
}

const cteText = (cte: Cte, aliases: Aliases): string => `${ident(cte.name)} AS (${queryText(cte.query, aliases)})`

function queryText(query: Query, aliases: Aliases): string {
  const d = describer(aliases, query)
  const recursive = query.ctes.some((cte) => cte.recursive) ? 'RECURSIVE ' : ''
  const limit = query.limit && describeExpr(query.limit, d)
  return words(
    query.ctes.length > 0 && `WITH ${recursive}${query.ctes.map((cte) => cteText(cte, aliases)).join(', ')}`,
    bodyText(query.body, query, aliases, d),
    query.orderBy.length > 0 && `ORDER BY ${sortKeys(query.orderBy, d)}`,
    limit && (query.withTies ? `FETCH FIRST ${limit} ROWS WITH TIES` : `LIMIT ${limit}`),
    query.offset && `OFFSET ${describeExpr(query.offset, d)}`,
  )
}

/** A bound query as SQL for people: PostgreSQL's spelling, implicit casts left out. */
export function explainQuery(query: Query): string {
  const ctes = new Map<number, string>()
  walkQuery(query, { query: (node) => node.ctes.forEach((cte) => void ctes.set(cte.id, cte.name)) })
  return queryText(query, { relations: aliasesOf(query), ctes })
}

const aliasesOf = (query: Query): ReadonlyMap<number, string> =>
  new Map(allRelations(query).map((relation) => [relation.id, relation.alias]))

/** The same for one expression; columns are qualified where `scope`, the query it is from, has several relations. */
export function explainExpr(expr: Expr, scope?: Query): string {
  const relations = scope ? aliasesOf(scope) : new Map<number, string>()
  return describeExpr(expr, describer({ relations, ctes: new Map() }, scope))
}
