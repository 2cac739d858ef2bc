import { chunks } from '../../base/chunks.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import type { SqlType } from '../../base/types.ts'
import type { Column } from '../../driver/inner.ts'
import {
  type ExpressionTranslator,
  type ODataScope,
  quoted,
  type StatementParts,
  searchCondition,
} from './expression/index.ts'
import { type Entity, modifiedTime, type Navigation, propertyOf, unknownName } from './model.ts'
import { nestedOptions } from './options.ts'
import { orderings, orderText } from './order.ts'
import type { Expansion, QueryOptionValues, SelectedPath } from './tree.ts'

/** A property of an answer, and the place of its value in a row. */
export interface ShownProperty {
  /** More than one name: a value in an object, along lookups. */
  readonly steps: readonly string[]
  readonly type: SqlType
  readonly index: number
}

/** What an answer shows of each entity. */
export interface EntityShape {
  /** undefined: what a query computed, which is no entity. */
  readonly entity: Entity | undefined
  readonly properties: readonly ShownProperty[]
  /** Names after `$select`; undefined: all. */
  readonly selected: readonly string[] | undefined
  /** Place of the time of the last change. */
  readonly changed: number | undefined
  /** Places of the key. */
  readonly key: readonly number[]
  readonly expanded: readonly Expanded[]
}

export interface Expanded {
  readonly way: Navigation
  /** `one`: place of the id, which is null where there is nothing; `many`: place of the rows, as JSON. */
  readonly index: number | undefined
  /** Place of the number of rows. */
  readonly count: number | undefined
  readonly shape: EntityShape
  readonly refs: boolean
}

/** Columns of a statement, in order. */
export class StatementColumns {
  readonly list: string[] = []

  add(sql: string): number {
    return this.list.push(sql) - 1
  }
}

/** What shapes are made with. */
export interface Shaping {
  readonly translator: ExpressionTranslator
  readonly making: StatementParts
  /** Keys are needed, for ids of entities. */
  readonly keys: boolean
  /** The time of the last change is needed, for the mark of one entity's state. */
  readonly marked: boolean
}

const expansionsMax = 5

const exact: ReadonlySet<string> = new Set(['bigint', 'numeric', 'double precision', 'real'])

/** Values inside JSON keep every digit as texts, and instants are UTC's. */
const inJson = (sql: string, type: SqlType): string => {
  if (exact.has(type.name)) return `CAST(${sql} AS text)`
  return type.name === 'timestamptz' ? `(${sql} AT TIME ZONE 'UTC')` : sql
}

interface ShapeRequest {
  readonly select?: readonly SelectedPath[] | undefined
  readonly expand?: readonly Expansion[] | undefined
}

/**
 * Adds the columns that an answer needs of an entity.
 *
 * @param nested the values stand in JSON
 */
export async function shapeOf(
  scope: ODataScope,
  asked: ShapeRequest,
  columns: StatementColumns,
  shaping: Shaping,
  depth = 0,
): Promise<EntityShape> {
  if (depth > expansionsMax)
    throw new ZohoSqlError('NOT_SUPPORTED', `$expand goes ${expansionsMax} levels deep at the most.`)
  const nested = depth > 0 && columns instanceof NestedColumns
  const { entity } = scope
  const shown = await selectedColumns(scope, asked.select)
  const add = ({ name, type }: Column): number => {
    const sql = `${scope.at}.${quoted(name)}`
    return columns.add(nested ? inJson(sql, type) : sql)
  }
  const properties = shown.map((column) => ({ steps: [column.name], type: column.type, index: add(column) }))
  const placeOf = (column: Column): number =>
    properties.find(({ steps }) => steps[0] === column.name)?.index ?? add(column)
  const changed = modifiedTime(entity)
  const isRead =
    changed && ((depth === 0 && shaping.marked) || properties.some(({ steps }) => steps[0] === changed.name))
  const key = shaping.keys ? entity.table.primaryKey.map((name) => placeOf(propertyOf(entity, name)!)) : []
  const expanded: Expanded[] = []
  for (const expansion of asked.expand ?? []) expanded.push(await expand(scope, expansion, columns, shaping, depth + 1))
  return {
    entity,
    properties,
    selected: asked.select && !asked.select.some(({ star }) => star) ? shown.map(({ name }) => name) : undefined,
    changed: isRead ? placeOf(changed) : undefined,
    key,
    expanded,
  }
}

async function selectedColumns(
  { entity, model }: ODataScope,
  select: ShapeRequest['select'],
): Promise<readonly Column[]> {
  if (!select || select.some(({ star }) => star)) return entity.table.columns.filter(({ hidden }) => !hidden)
  const found = new Map<string, Column>()
  for (const { steps = [] } of select) {
    const column = propertyOf(entity, steps[0]!)
    if (column && steps.length === 1) found.set(column.name, column)
    else await wayOnly({ entity, model }, steps)
  }
  return [...found.values()]
}

/** A navigation property may be selected: its rows come with `$expand`. */
async function wayOnly(
  { entity, model }: Pick<ODataScope, 'entity' | 'model'>,
  steps: readonly string[],
): Promise<void> {
  const way = await model.navigation(entity, steps[0]!)
  if (!way)
    throw unknownName(
      entity,
      steps[0]!,
      (await model.lookups(entity)).map(({ name }) => name),
    )
  if (steps.length === 1) return
  throw new ZohoSqlError('BAD_REQUEST', `$select takes properties of ${entity.set} itself.`, {
    hint: `Others come with $expand=${way.name}($select=${steps.slice(1).join('/')}).`,
  })
}

/** Columns whose values stand in the array of a row of JSON. */
class NestedColumns extends StatementColumns {
  /** In pieces, since functions take a limited number of arguments. */
  get sql(): string {
    const pieces = chunks(this.list, 50).map((some) => `jsonb_build_array(${some.join(', ')})`)
    return pieces.join(' || ') || 'jsonb_build_array()'
  }
}

type Nested = Partial<QueryOptionValues>

async function expand(
  scope: ODataScope,
  expansion: Expansion,
  columns: StatementColumns,
  shaping: Shaping,
  depth: number,
): Promise<Expanded> {
  if (expansion.star)
    throw new ZohoSqlError('NOT_SUPPORTED', '$expand=* is not supported.', { hint: 'Name the navigation properties.' })
  const { entity, model } = scope
  const [name, ...further] = expansion.steps
  if (further.length > 0) {
    const hint = `Write $expand=${name}($expand=${further.join('/')}).`
    throw new ZohoSqlError('BAD_REQUEST', 'A path in $expand has one step.', { hint })
  }
  const way = await model.wayTo(entity, name!)
  const options = levelled(expansion, nestedOptions(expansion.options))
  return way.kind === 'one'
    ? expandOne(scope, way, options, columns, shaping, depth)
    : expandMany(scope, { way, options, word: expansion.word }, columns, shaping, depth)
}

/** `$levels=2`: the same again, once more. */
function levelled(expansion: Expansion, options: Nested): Nested {
  const { levels, ...rest } = options
  if (levels === undefined || levels === '1') return rest
  if (levels === 'max')
    throw new ZohoSqlError('NOT_SUPPORTED', '$levels=max is not supported.', { hint: 'Give a number.' })
  if (levels === '0') throw new ZohoSqlError('BAD_REQUEST', '$levels is 1 at the least.')
  const fewer = expansion.options.map((option) =>
    option.name === 'levels' ? ({ name: 'levels', value: String(Number(levels) - 1) } as const) : option,
  )
  return { ...rest, expand: [...(rest.expand ?? []), { ...expansion, options: fewer }] }
}

const oneTakes: ReadonlySet<string> = new Set(['select', 'expand', 'levels'])

/** What a lookup leads to: columns along SQL's own path. */
async function expandOne(
  scope: ODataScope,
  way: Navigation,
  options: Nested,
  columns: StatementColumns,
  shaping: Shaping,
  depth: number,
): Promise<Expanded> {
  const [refused] = Object.keys(options).filter((name) => !oneTakes.has(name))
  if (refused !== undefined)
    throw new ZohoSqlError('BAD_REQUEST', `$${refused} is for collections, and ${way.name} leads to one entity.`)
  const inner: ODataScope = { ...scope, entity: way.target, at: `${scope.at}.${quoted(way.field)}` }
  const id = `${scope.at}.${quoted(way.idColumn)}`
  const index = columns.add(columns instanceof NestedColumns ? inJson(id, { name: 'bigint' }) : id)
  return { way, index, count: undefined, refs: false, shape: await shapeOf(inner, options, columns, shaping, depth) }
}

interface ManyAsked {
  readonly way: Navigation
  readonly options: Nested
  readonly word: Expansion['word']
}

/** Rows that lead here, as one value of JSON: a query of its own for each entity, inside the one statement. */
async function expandMany(
  scope: ODataScope,
  { way, options, word }: ManyAsked,
  columns: StatementColumns,
  shaping: Shaping,
  depth: number,
): Promise<Expanded> {
  const { making, translator } = shaping
  const alias = making.alias()
  const { schema, name } = way.target.table
  const inner: ODataScope = { ...scope, entity: way.target, at: alias }
  const conditions = [`${alias}.${quoted(way.idColumn)} = ${scope.at}.${quoted(way.key)}`]
  if (options.filter) conditions.push(await translator.condition(inner, options.filter))
  if (options.search) conditions.push(searchCondition(options.search, inner, making))
  const from = `${quoted(schema)}.${quoted(name)} AS ${alias} WHERE ${conditions.join(' AND ')}`
  const count = word === 'count' || options.count ? columns.add(`(SELECT count(*) FROM ${from})`) : undefined
  const cells = new NestedColumns()
  const asked = word === 'ref' ? { select: [] } : options
  const shape = await shapeOf(inner, asked, cells, { ...shaping, keys: shaping.keys || word === 'ref' }, depth)
  if (word === 'count') return { way, index: undefined, count, shape, refs: false }
  const order = orderText(await orderings(inner, options.orderby ?? [], translator))
  const limit = options.top === undefined ? '' : ` LIMIT ${options.top}`
  const offset = options.skip === undefined ? '' : ` OFFSET ${options.skip}`
  const rows = making.alias()
  const items = `SELECT ${cells.sql} AS v, row_number() OVER (ORDER BY ${order}) AS n FROM ${from} ORDER BY ${order}${limit}${offset}`
  const index = columns.add(`(SELECT jsonb_agg(${rows}.v ORDER BY ${rows}.n) FROM (${items}) AS ${rows})`)
  return { way, index, count, shape, refs: word === 'ref' }
}
