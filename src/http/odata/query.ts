import { ZohoSqlError } from '../../base/errors.ts'
import type { PagePosition } from '../api/page-token.ts'
import { compute, transform } from './apply.ts'
import { ExpressionTranslator, type ODataScope, type StatementParts, searchCondition } from './expression/index.ts'
import type { Model } from './model.ts'
import type { ODataOptions } from './options.ts'
import { beyond, orderings, type SortTerm } from './order.ts'
import { type ODataRelation, relationOf, selectText, type Tools } from './relation.ts'
import type { Resource } from './resource.ts'
import { type EntityShape, StatementColumns, shapeOf } from './shape.ts'
import type { SelectedPath } from './tree.ts'

/** One statement. */
export interface SqlText {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** A statement, and how its rows are shown. */
export interface ShapedStatement extends SqlText {
  readonly shape: EntityShape
  /** Where in a row the values begin that rows are sorted by. */
  readonly sortedFrom: number
  readonly sort: readonly SortTerm[]
}

/** Which part of the rows is asked for. */
export interface RowsPart {
  /** Rows of this answer; undefined: all. */
  readonly limit: number | undefined
  readonly skip: number
  readonly after: PagePosition | undefined
  /** Rows come in an order, whatever it is: pages follow one another. */
  readonly paged: boolean
}

export interface QueryTools extends Tools {
  readonly model: Model
  /** Keys are shown as ids of entities. */
  readonly keys: boolean
  /** The mark of an entity's state is shown. */
  readonly marked: boolean
}

export const queryTools = (
  model: Model,
  making: StatementParts,
  options: ODataOptions,
  { keys, marked }: Pick<QueryTools, 'keys' | 'marked'>,
): QueryTools => ({
  model,
  making,
  keys,
  marked,
  translator: new ExpressionTranslator(making, options.aliases),
})

/** The rows that options leave, before they are counted off. */
async function rowsOf(resource: Resource, options: ODataOptions, tools: QueryTools): Promise<ODataRelation> {
  let relation = relationOf(resource, tools.model)
  if (options.apply) relation = await transform(relation, options.apply, tools)
  if (options.compute) relation = await compute(relation, options.compute, tools)
  if (relation.limit !== undefined || relation.offset !== undefined)
    relation = await transform(relation, [{ kind: 'compute', of: [] }], tools)
  const where = [...relation.where]
  if (options.filter) where.push(await tools.translator.condition(relation.scope, options.filter))
  if (options.search) where.push(searchCondition(options.search, relation.scope, tools.making))
  return { ...relation, where }
}

/** `/$count`, and the number that `$count=true` asks for. */
export async function countQuestion(resource: Resource, options: ODataOptions, tools: QueryTools): Promise<SqlText> {
  const relation = await rowsOf(resource, options, tools)
  return { sql: selectText(['count(*)'], { ...relation, order: [] }), parameters: tools.making.parameters }
}

export async function question(
  resource: Resource,
  options: ODataOptions,
  part: RowsPart,
  tools: QueryTools,
): Promise<ShapedStatement> {
  const relation = await rowsOf(resource, options, tools)
  const { scope } = relation
  const columns = new StatementColumns()
  const shape = await shown(resource, scope, options, columns, tools)
  const ordered = part.paged || part.after || options.orderby !== undefined || part.limit !== undefined || part.skip > 0
  const sort = resource.single || !ordered ? relation.order : await sorted(relation, options, tools)
  const sortedFrom = columns.list.length
  if (part.paged) for (const { sql } of sort) columns.add(sql)
  if (part.after && part.after.values.length !== sort.length)
    throw new ZohoSqlError('BAD_REQUEST', 'The $skiptoken is none of ours.')
  const where = part.after ? [...relation.where, beyond(sort, part.after.values, tools.making)] : relation.where
  const limit = resource.single ? 2 : part.limit
  const sql = selectText(columns.list, {
    ...relation,
    where,
    order: sort,
    ...(limit !== undefined && { limit }),
    ...(part.after === undefined && { offset: part.skip }),
  })
  return { sql, parameters: tools.making.parameters, shape, sortedFrom, sort }
}

/** The order asked for; an order of `$apply` goes on where none is. */
async function sorted(
  relation: ODataRelation,
  { orderby }: ODataOptions,
  { translator }: QueryTools,
): Promise<readonly SortTerm[]> {
  if (orderby === undefined && relation.order.length > 0) return relation.order
  return orderings(relation.scope, orderby ?? [], translator)
}

async function shown(
  { property }: Resource,
  scope: ODataScope,
  options: ODataOptions,
  columns: StatementColumns,
  tools: QueryTools,
): Promise<EntityShape> {
  if (scope.computed) return computedShape(scope, options, columns)
  const select = property ? [{ steps: [property.name], at: 0 }] : options.select
  return shapeOf(scope, { select, expand: options.expand }, columns, tools)
}

/** Of what `$apply` and `$compute` made, everything is shown, or what `$select` names. */
function computedShape(scope: ODataScope, { select, expand }: ODataOptions, columns: StatementColumns): EntityShape {
  if (expand) throw new ZohoSqlError('NOT_SUPPORTED', '$expand does not go with $apply or $compute.')
  const all = scope.computed ?? []
  const wanted = select?.some(({ star }) => star) ? undefined : select
  const chosen = wanted ? wanted.map((each) => named(all, each)) : all
  return {
    entity: undefined,
    properties: chosen.map(({ steps, type, full, sql }) => ({
      steps,
      type: full ?? { name: type },
      index: columns.add(sql),
    })),
    selected: chosen.map(({ steps }) => steps.join('/')),
    changed: undefined,
    key: [],
    expanded: [],
  }
}

function named(all: NonNullable<ODataScope['computed']>, { steps = [] }: SelectedPath) {
  const name = steps.join('/')
  const found = all.find((each) => each.steps.join('/') === name)
  if (found) return found
  throw new ZohoSqlError('BAD_REQUEST', `There is no property "${name}" in the result.`)
}
