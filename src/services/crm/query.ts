/** COQL as a tree, and the one place that prints it. Nothing here decides what may be sent: `offer` does. */

export type CoqlValue = { readonly kind: 'text' | 'number'; readonly text: string }

export type CoqlTest =
  | {
      readonly kind: 'compare'
      readonly column: string
      readonly op: '=' | '!=' | '>' | '>=' | '<' | '<='
      readonly value: CoqlValue
    }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly CoqlValue[]; readonly negated: boolean }
  | { readonly kind: 'between'; readonly column: string; readonly low: CoqlValue; readonly high: CoqlValue }
  | { readonly kind: 'like'; readonly column: string; readonly pattern: string }
  | { readonly kind: 'null'; readonly column: string; readonly negated: boolean }

/** Two terms at the least; {@link both} sees to it. */
export interface CoqlLogic {
  readonly kind: 'and' | 'or'
  readonly terms: readonly CoqlCondition[]
}

export type CoqlCondition = CoqlTest | CoqlLogic

export const isLogic = (condition: CoqlCondition): condition is CoqlLogic =>
  condition.kind === 'and' || condition.kind === 'or'

export interface CoqlOrder {
  readonly column: string
  readonly descending: boolean
}

export interface CoqlQuery {
  /** Column paths, or aggregates such as `SUM(Amount)`. */
  readonly select: readonly string[]
  readonly from: string
  readonly where: CoqlCondition
  readonly groupBy?: readonly string[]
  readonly orderBy?: readonly CoqlOrder[]
  readonly limit: number
  readonly offset?: number
}

/** `id is not null`: what a query says that has nothing to say, since WHERE must be there. */
export const everything: CoqlCondition = { kind: 'null', column: 'id', negated: true }

export const textValue = (text: string): CoqlValue => ({ kind: 'text', text })
export const numberValue = (text: string): CoqlValue => ({ kind: 'number', text })

/** The conjunction of some conditions, flattened; undefined of none. */
export function both(...conditions: readonly (CoqlCondition | undefined)[]): CoqlCondition | undefined {
  const terms = conditions.filter((c) => c !== undefined).flatMap((c) => (c.kind === 'and' ? c.terms : [c]))
  return terms.length > 1 ? { kind: 'and', terms } : terms[0]
}

/** How many of the 25 conditions that a query may have. */
export const countTests = (condition: CoqlCondition): number =>
  isLogic(condition) ? condition.terms.reduce((sum, term) => sum + countTests(term), 0) : 1

/** The columns that a condition speaks of, each as often as it does. */
export const columnsIn = (condition: CoqlCondition): string[] =>
  isLogic(condition) ? condition.terms.flatMap(columnsIn) : [condition.column]

/** Names that COQL reads as keywords unless quoted (facts 6.5, "Reserved words", and the rest of SQL's). */
const reserved = new Set(
  `add all alter and any array as asc authorization avg begin between both by cascade case cast check collate
  column commit connect constraint count create cross current current_date current_time current_timestamp
  current_user cursor date datetime day declare default delete desc describe distinct drop else end escape
  except execute exists external false fetch for foreign from full function global grant group having hour in
  index inner insert intersect interval into is join key leading left like limit local match max merge min
  minute month natural next no not null of offset on only open or order outer over overlaps partition primary
  procedure range references return revoke right rollback row rows second select session set some start sum
  table then time timestamp to trailing trigger true truncate type union unique update user users using values
  view when whenever where window with year`
    .split(/\s+/)
    .filter(Boolean),
)

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A column path as the query must spell it. `->` paths and reserved words are quoted, nothing else (facts 11.33). */
export const columnText = (path: string): string =>
  path.includes('->') || path.split('.').some((step) => reserved.has(step.toLowerCase())) ? quote(path) : path

const valueText = (value: CoqlValue): string => (value.kind === 'text' ? quote(value.text) : value.text)

function testText(test: CoqlTest): string {
  const column = columnText(test.column)
  switch (test.kind) {
    case 'compare':
      return `${column} ${test.op} ${valueText(test.value)}`
    case 'in':
      return `${column} ${test.negated ? 'not in' : 'in'} (${test.values.map(valueText).join(',')})`
    case 'between':
      return `${column} between ${valueText(test.low)} and ${valueText(test.high)}`
    case 'like':
      return `${column} like ${quote(test.pattern)}`
    case 'null':
      return `${column} is ${test.negated ? 'not null' : 'null'}`
  }
}

/** AND and OR join exactly two sides in COQL: `((a and b) and c)`, no brackets around a single test (facts 11.14). */
function conditionText(condition: CoqlCondition): string {
  if (!isLogic(condition)) return testText(condition)
  const [first, ...rest] = condition.terms.map(conditionText)
  return rest.reduce((left, right) => `(${left} ${condition.kind} ${right})`, first ?? '')
}

const withoutOuterBrackets = (condition: CoqlCondition): string => {
  const printed = conditionText(condition)
  return isLogic(condition) ? printed.slice(1, -1) : printed
}

/** The query text. Lower-case keywords, upper-case aggregates (facts 11.32). */
export function coqlText(query: CoqlQuery): string {
  const parts = [
    `select ${query.select.map(columnOrAggregate).join(', ')} from ${query.from}`,
    `where ${withoutOuterBrackets(query.where)}`,
  ]
  if (query.groupBy?.length) parts.push(`group by ${query.groupBy.map(columnText).join(', ')}`)
  if (query.orderBy?.length) parts.push(`order by ${query.orderBy.map(orderText).join(', ')}`)
  parts.push(`limit ${query.limit}`)
  if (query.offset) parts.push(`offset ${query.offset}`)
  return parts.join(' ')
}

const orderText = (order: CoqlOrder): string => `${columnText(order.column)} ${order.descending ? 'desc' : 'asc'}`

const columnOrAggregate = (item: string): string => (/^[A-Z]+\(/.test(item) ? item : columnText(item))
