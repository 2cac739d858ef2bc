import type { Refusal } from '../kit/refusals.ts'
import type { CrmKnowledge } from './knowledge.ts'
import type { CoqlLimits } from './limits.ts'
import { hasPair } from './pairs.ts'
import { type CoqlCondition, columnsIn } from './query.ts'

/** What was sent, as far as a refusal may be about it. */
export interface CrmSent {
  readonly module: string
  readonly select: readonly string[]
  readonly where: CoqlCondition | undefined
  readonly ordered: boolean
  readonly grouped: boolean
}

/** What to do after a refusal: the same page again with what was learned, a new offer, or give up. */
export type Lesson = { readonly then: 'again' | 'reoffer'; readonly notice: string } | undefined

/** Words in `details.by` for the limits of a query. */
const limitNames: readonly [RegExp, keyof CoqlLimits][] = [
  [/^limit$/, 'limit'],
  [/offset/, 'reach'],
  [/select.*join/, 'joinedColumns'],
  [/join/, 'joins'],
  [/select|column|field/, 'selectColumns'],
  [/^in|value/, 'inValues'],
  [/criteri|where|condition/, 'conditions'],
  [/group/, 'groupBy'],
  [/order|sort/, 'orderBy'],
  [/aggregate/, 'aggregates'],
]

/**
 * Takes a refusal of COQL into the knowledge, from the most particular cause to the least: a limit, a column, two
 * comparisons of one column, the order, the conditions, grouping, the module. Wordings differ by version, so all but
 * the code is a hint only (facts 11.41). undefined: nothing is left to give up, the refusal is the answer.
 */
export function learn(refusal: Refusal, sent: CrmSent, knowledge: CrmKnowledge): Lesson {
  const module = knowledge.of(sent.module)
  const said = `COQL refused a query on ${sent.module} (${refusal.code})`
  const giveUpModule = (why: string): Lesson => {
    if (module.coqlRefused) return undefined
    module.coqlRefused = why
    return { then: 'reoffer', notice: `${why}: read by the list of records` }
  }
  if (refusal.code === 'OAUTH_SCOPE_MISMATCH') {
    if (knowledge.coqlRefused) return undefined
    knowledge.coqlRefused = 'the token has no scope for COQL (ZohoCRM.coql.READ)'
    return { then: 'reoffer', notice: `${knowledge.coqlRefused}: read by the list of records` }
  }
  if (refusal.code === 'LIMIT_EXCEEDED') {
    const lesson = lowered(refusal, knowledge, said)
    if (lesson) return lesson
  }
  if (refusal.code === 'INVALID_MODULE' || refusal.code === 'NO_PERMISSION' || 'module' in refusal.details) {
    return giveUpModule(said)
  }
  return columnLesson(refusal, sent, knowledge, said) ?? queryLesson(sent, module, said) ?? giveUpModule(said)
}

function lowered(refusal: Refusal, knowledge: CrmKnowledge, said: string): Lesson {
  const by = String(refusal.details.by ?? '').toLowerCase()
  const name = limitNames.find(([pattern]) => pattern.test(by))?.[1]
  const to = typeof refusal.details.limit === 'number' ? refusal.details.limit : undefined
  if (!knowledge.lower(name, to)) return undefined
  const again = name === undefined || name === 'limit' || name === 'selectColumns'
  return {
    then: again ? 'again' : 'reoffer',
    notice: `${said}: its limit of ${name ?? 'something'} is lower than documented`,
  }
}

function columnLesson(refusal: Refusal, sent: CrmSent, knowledge: CrmKnowledge, said: string): Lesson {
  const column = refusal.details.column_name
  if (typeof column !== 'string') return undefined
  const { columnsRefused, filtersRefused } = knowledge.of(sent.module)
  const aboutWhere = 'operator' in refusal.details || 'value' in refusal.details || refusal.details.clause === 'where'
  const selected = sent.select.some((item) => item === column || item.endsWith(`(${column})`))
  if (!aboutWhere && selected && !columnsRefused.has(column)) {
    columnsRefused.add(column)
    const elsewhere = sent.grouped ? 'is grouped and added up here' : 'is read by the list of records'
    const then = column === 'id' ? 'needs not be named' : elsewhere
    return { then: 'reoffer', notice: `${said}: ${column} ${then}` }
  }
  if (column === 'id' || filtersRefused.has(column) || !(sent.where && columnsIn(sent.where).includes(column)))
    return undefined
  filtersRefused.add(column)
  return { then: 'reoffer', notice: `${said}: conditions on ${column} are checked here` }
}

function queryLesson(sent: CrmSent, module: ReturnType<CrmKnowledge['of']>, said: string): Lesson {
  if (!module.pairsRefused && hasPair(sent.where)) {
    module.pairsRefused = true
    return { then: 'reoffer', notice: `${said}: pairs of comparisons go as BETWEEN` }
  }
  if (sent.grouped && !module.groupingRefused) {
    module.groupingRefused = true
    return { then: 'reoffer', notice: `${said}: grouped here` }
  }
  if (sent.ordered && !module.orderRefused) {
    module.orderRefused = true
    return { then: 'reoffer', notice: `${said}: sorted here` }
  }
  if (sent.where && !module.conditionsRefused) {
    module.conditionsRefused = true
    return { then: 'reoffer', notice: `${said}: conditions are checked here` }
  }
  return undefined
}
