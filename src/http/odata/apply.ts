import { ZohoSqlError } from '../../base/errors.ts'
import { nearest } from '../../base/names.ts'
import { type Computed, quoted, resolve, searchCondition, type TypedSql } from './expression/index.ts'
import { orderings } from './order.ts'
import { type ODataRelation, selectText, type Tools } from './relation.ts'
import type { Computing, Grouped, ODataAggregate, Transformation } from './tree.ts'

/** `$apply`: each transformation makes a query of the one before it. */
export async function transform(
  start: ODataRelation,
  list: readonly Transformation[],
  tools: Tools,
): Promise<ODataRelation> {
  let relation = start
  for (const each of list) relation = await step(relation, each, tools)
  return relation
}

/** A query whose rows are counted off already, as the table of another. */
const settled = (relation: ODataRelation, tools: Tools): ODataRelation =>
  relation.limit === undefined && relation.offset === undefined
    ? relation
    : derived(relation, allOf(relation), '', tools)

async function step(before: ODataRelation, each: Transformation, tools: Tools): Promise<ODataRelation> {
  const { translator, making } = tools
  const relation = each.kind === 'identity' ? before : settled(before, tools)
  const { scope } = relation
  switch (each.kind) {
    case 'identity':
      return relation
    case 'filter':
      return { ...relation, where: [...relation.where, await translator.condition(scope, each.condition)] }
    case 'search':
      return { ...relation, where: [...relation.where, searchCondition(each.search, scope, making)] }
    case 'aggregate':
      return group(relation, [], each.of, tools)
    case 'groupby':
      return group(relation, each.by, aggregatesOf(each.then), tools)
    case 'compute':
      return compute(relation, each.of, tools)
    case 'orderby':
      return { ...relation, order: await orderings(scope, each.of, translator) }
    case 'top':
      return { ...before, limit: Math.min(each.count, before.limit ?? each.count) }
    case 'skip':
      return { ...relation, offset: each.count }
    case 'unknown':
      throw unknownTransformation(each.name)
  }
}

const known = ['identity', 'filter', 'search', 'aggregate', 'groupby', 'compute', 'orderby', 'top', 'skip']

function unknownTransformation(name: string): ZohoSqlError {
  const meant = nearest(name, known)
  return new ZohoSqlError('NOT_SUPPORTED', `The transformation ${name} is not supported.`, {
    hint: meant.length > 0 ? `Perhaps ${meant.join(' or ')} is meant.` : `There are ${known.join(', ')}.`,
  })
}

function aggregatesOf(then: readonly Transformation[]): readonly ODataAggregate[] {
  const [only, ...more] = then.filter(({ kind }) => kind !== 'identity')
  if (only === undefined) return []
  if (only.kind === 'aggregate' && more.length === 0) return only.of
  throw new ZohoSqlError('NOT_SUPPORTED', 'groupby takes an aggregate, and no other transformation.')
}

/** A property of the result, and the SQL that it is made of. */
interface Made extends TypedSql {
  readonly steps: readonly string[]
  readonly key: boolean
}

async function group(
  relation: ODataRelation,
  by: readonly Grouped[],
  aggregates: readonly ODataAggregate[],
  tools: Tools,
): Promise<ODataRelation> {
  const keys: Made[] = []
  for (const each of by) {
    if (each.kind === 'unknown') throw unknownTransformation(each.name)
    keys.push({ ...(await resolve(relation.scope, each.steps)), steps: each.steps, key: true })
  }
  const values: Made[] = []
  for (const each of aggregates) values.push(await aggregated(relation, each, tools))
  const tail = keys.length === 0 ? '' : `GROUP BY ${keys.map(({ sql }) => sql).join(', ')}`
  return derived({ ...relation, order: [] }, [...keys, ...values], tail, tools)
}

const methods = ['sum', 'min', 'max', 'average', 'countdistinct']

async function aggregated({ scope }: ODataRelation, each: ODataAggregate, { translator }: Tools): Promise<Made> {
  const steps = [each.name]
  if (!('of' in each)) return { sql: 'count(*)', type: 'bigint', nullable: false, steps, key: false }
  const of = await translator.value(scope, each.of)
  const made = (sql: string, type: TypedSql['type']): Made => ({ sql, type, nullable: true, steps, key: false })
  switch (each.method.toLowerCase()) {
    case 'sum':
      return made(`sum(${of.sql})`, floats.has(of.type) ? of.type : 'numeric')
    case 'average':
      return made(`avg(${of.sql})`, floats.has(of.type) ? of.type : 'numeric')
    case 'min':
    case 'max':
      return { ...made(`${each.method.toLowerCase()}(${of.sql})`, of.type), ...(of.full && { full: of.full }) }
    // OData counts null as a value of its own, SQL does not.
    case 'countdistinct': {
      const nulls = of.nullable ? ` + CASE WHEN count(*) > count(${of.sql}) THEN 1 ELSE 0 END` : ''
      return { ...made(`(count(DISTINCT ${of.sql})${nulls})`, 'bigint'), nullable: false }
    }
  }
  const meant = nearest(each.method, methods)
  throw new ZohoSqlError('NOT_SUPPORTED', `There is no method of aggregation "${each.method}".`, {
    hint: meant.length > 0 ? `Perhaps ${meant.join(' or ')} is meant.` : `There are ${methods.join(', ')}.`,
  })
}

const floats: ReadonlySet<string> = new Set(['double precision', 'real'])

/** What there is, and values computed of it. */
export async function compute(relation: ODataRelation, of: readonly Computing[], tools: Tools): Promise<ODataRelation> {
  const values: Made[] = []
  for (const each of of)
    values.push({ ...(await tools.translator.value(relation.scope, each.of)), steps: [each.name], key: false })
  return derived(relation, [...allOf(relation), ...values], '', tools)
}

/** All that a relation has. */
function allOf({ scope }: ODataRelation): readonly Made[] {
  if (scope.computed) return scope.computed
  const { columns, primaryKey } = scope.entity.table
  return columns
    .filter(({ hidden }) => !hidden)
    .map(({ name, type, nullable }) => ({
      sql: `${scope.at}.${quoted(name)}`,
      type: type.name,
      full: type,
      nullable,
      steps: [name],
      key: primaryKey.includes(name),
    }))
}

/** A query as the table of another one. */
function derived(relation: ODataRelation, made: readonly Made[], tail: string, { making }: Tools): ODataRelation {
  const doubled = made.find(({ steps }, i) => made.findIndex((each) => each.steps.join('/') === steps.join('/')) !== i)
  if (doubled) throw new ZohoSqlError('BAD_REQUEST', `Two properties are called ${doubled.steps.join('/')}.`)
  const alias = making.alias()
  const list = made.map(({ sql }, i) => `${sql} AS ${quoted(`c${i}`)}`)
  const computed: readonly Computed[] = made.map(({ steps, type, full, nullable, key }, i) => ({
    steps,
    type,
    ...(full && { full }),
    nullable,
    key,
    sql: `${alias}.${quoted(`c${i}`)}`,
  }))
  return {
    scope: { ...relation.scope, at: alias, computed },
    from: `(${selectText(list, relation, tail)}) AS ${alias}`,
    where: [],
    order: [],
  }
}
