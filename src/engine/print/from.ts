import { ZohoSqlError } from '../../base/errors.ts'
import type { CteRelation, DerivedRelation, From, FunctionRelation, Join, TableRelation } from '../tree.ts'
import { type RelationNode, relationsOf, relationsUsed, relationsUsedIn } from '../walk.ts'
import { columnList, columnName, cteName, type Printer, relationName } from './printer.ts'
import { isVolatile } from './shape.ts'

/** The relations of one FROM: what a member refers to among them makes it lateral. */
type Siblings = ReadonlySet<number>

const refersTo = (used: ReadonlySet<number>, siblings: Siblings): boolean => [...used].some((id) => siblings.has(id))

/**
 * SQLite has no LATERAL, but table-valued functions whose arguments see the tables before them. So the rows of the
 * query are packed by a scalar subquery, which may be correlated, and unpacked by such a function.
 */
function lateralText(query: string, columns: number, p: Printer): string {
  const packed = `SELECT zohosql_pack(${columnList(columns, 'q.')}) FROM (${query}) AS q`
  return `${p.unpack(columns)}((${packed}))`
}

function tableText(relation: TableRelation, p: Printer): string {
  const staged = p.staged(relation)
  if (staged === undefined) throw new ZohoSqlError('INTERNAL', `the rows of ${relation.alias} were not staged`)
  return staged.name
}

function derivedText(relation: DerivedRelation, siblings: Siblings, p: Printer): string {
  const query = p.query(relation.query)
  const lateral = refersTo(usedBy(relation), siblings)
  if (lateral) return lateralText(query, Math.max(1, relation.query.columns.length), p)
  // SQLite would write what is computed here into each place that names it.
  return relation.materialized || isVolatile(relation.query)
    ? `(WITH once AS MATERIALIZED (${query}) SELECT * FROM once)`
    : `(${query})`
}

function functionText(relation: FunctionRelation, siblings: Siblings, p: Printer): string {
  const args = relation.args.map(p.expr)
  if (relation.fn.kind === 'set') return p.functions.printSet(relation.fn, args)
  const call = `SELECT ${p.functions.printCall(relation.fn, args)} AS c0${relation.withOrdinality ? ', 1 AS c1' : ''}`
  const lateral = refersTo(usedBy(relation), siblings)
  return lateral ? lateralText(call, relation.withOrdinality ? 2 : 1, p) : `(${call})`
}

function relationText(relation: RelationNode, siblings: Siblings, p: Printer): string {
  switch (relation.kind) {
    case 'table':
      return tableText(relation, p)
    case 'cte':
      return cteName((relation satisfies CteRelation).cte)
    case 'derived':
      return derivedText(relation, siblings, p)
    case 'function':
      return functionText(relation, siblings, p)
  }
}

// CROSS JOIN would fix the order of the loops in SQLite; a JOIN without ON does not.
const joinWords: Record<Join['type'], string> = {
  inner: 'JOIN',
  cross: 'JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
}

function joinText(join: Join, siblings: Siblings, p: Printer): string {
  const left = treeText(join.left, siblings, p)
  const right = rightText(join.right, siblings, p)
  return `${left} ${joinWords[join.type]} ${right}${join.on ? ` ON ${p.expr(join.on)}` : ''}`
}

function rightText(from: From, siblings: Siblings, p: Printer): string {
  if (from.kind !== 'join') return treeText(from, siblings, p)
  const inside = new Set(relationsOf(from).map((relation) => relation.id))
  const outside = new Set([...siblings].filter((id) => !inside.has(id)))
  return relationsOf(from).some((relation) => refersTo(usedBy(relation), outside))
    ? wrappedText(from, inside, p)
    : `(${treeText(from, siblings, p)})`
}

const usedBy = (relation: RelationNode): ReadonlySet<number> => {
  if (relation.kind === 'derived') return relationsUsedIn(relation.query)
  return relation.kind === 'function' ? new Set(relation.args.flatMap((arg) => [...relationsUsed(arg)])) : new Set()
}

/** Inside of brackets SQLite does not see the tables before them: such a join is a lateral query of all its columns. */
function wrappedText(from: Join, inside: Siblings, p: Printer): string {
  const text = treeText(from, inside, p)
  const id = p.names.fresh()
  const items: string[] = []
  for (const relation of relationsOf(from)) {
    const place = (name: string): string => {
      const index = items.push(p.names.column(relation.id, name)) - 1
      return `${relationName(id)}.${columnName(index)}`
    }
    p.names.move(relation.id, new Map(relation.columns.map(({ name }) => [name, place(name)])))
  }
  const list = items.map((item, i) => `${item} AS ${columnName(i)}`)
  return `${lateralText(`SELECT ${list.join(', ') || 'NULL AS c0'} FROM ${text}`, Math.max(1, items.length), p)} AS ${relationName(id)}`
}

const treeText = (from: From, siblings: Siblings, p: Printer): string =>
  from.kind === 'join' ? joinText(from, siblings, p) : `${relationText(from, siblings, p)} AS ${relationName(from.id)}`

export function fromText(from: From, p: Printer): string {
  const relations = relationsOf(from)
  // A text may be made twice of one tree: nothing has moved when it begins.
  for (const relation of relations) p.names.add(relation)
  return treeText(from, new Set(relations.map((relation) => relation.id)), p)
}

/**
 * A call in WHERE that lets a running statement be cancelled. It depends on every relation, so that SQLite makes it in
 * the innermost loop. Undefined where a query inside of this one makes it already.
 */
export function tickText(from: From, p: Printer): string | undefined {
  const relations = relationsOf(from)
  if (relations.length === 1) return relations[0]!.kind === 'derived' ? undefined : 'zohosql_tick()'
  return `zohosql_tick(${relations.flatMap((relation) => p.names.probe(relation) ?? []).join(', ')})`
}
