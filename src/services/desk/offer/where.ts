/**
 * Conditions into parameters (facts 6.3, 7.1). A parameter finds no less than is meant; where a column is compared with
 * values, rows are held against these as they come in, which makes the condition exact.
 */
import type { LeafPredicate } from '../../../source/index.ts'
import { type ColumnRef, type Conjunct, type Predicate, refName, type Verdict } from '../../../source/index.ts'
import { factsOf } from '../catalog/columns.ts'
import type { DeskModuleSpec, ValuesParam } from '../catalog/spec.ts'
import type { DeskKnowledge, DeskModuleKnowledge } from '../knowledge.ts'
import { searchLimits } from '../limits.ts'
import type { Each, Keep, TimeWindow } from '../request.ts'
import { comparable, equalityOf, isComparable, isListable, isPickOf, rangeText } from '../values.ts'
import type { Term } from './term.ts'
import { customTerm, likeTerm, nullTerm, statusGroups, textTerm } from './texts.ts'

/** What of a condition one road carries. */
export interface DeskWhere {
  readonly query: Readonly<Record<string, string>>
  readonly keeps: readonly Keep[]
  /** Bounds of each column of times. */
  readonly windows: ReadonlyMap<string, TimeWindow>
  readonly each: Each | undefined
  readonly verdicts: readonly Verdict[]
  /** What is sent finds the rows meant and no others, as far as the index knows. */
  readonly countable: boolean
}

interface WhereRoad {
  readonly road: 'list' | 'search'
  readonly spec: DeskModuleSpec
  readonly known: DeskModuleKnowledge
}

const isLeaf = (predicate: Predicate): predicate is LeafPredicate =>
  'column' in predicate && predicate.column.path.length === 0

const SECOND = 1000

class WhereBuilder {
  readonly query: Record<string, string> = {}
  readonly keeps: Keep[] = []
  readonly windows = new Map<string, TimeWindow>()
  each: Each | undefined
  countable = true
  #custom = 0
  readonly #road: WhereRoad

  constructor(road: WhereRoad) {
    this.#road = road
  }

  /** What becomes of one conjunct. */
  send({ predicate, sql }: Conjunct): Verdict {
    const terms = predicate.kind === 'and' ? predicate.terms : [predicate]
    const outcomes = terms.map((term) => (isLeaf(term) ? this.#leaf(term) : undefined))
    const sent = outcomes.filter((outcome) => outcome !== undefined)
    if (sent.length === 0) {
      this.countable = false
      return { sql, outcome: 'local', why: `a ${this.#road.road} has no parameter for it` }
    }
    const exact = sent.length === terms.length && sent.every((outcome) => outcome === 'exact')
    if (!exact) this.countable = false
    const why = exact ? 'sent, and rows are held against it as they come' : 'sent in a weaker form: checked again here'
    return { sql, outcome: exact ? 'exact' : 'superset', why }
  }

  #leaf(leaf: LeafPredicate): 'exact' | 'superset' | undefined {
    const term = this.#range(leaf) ?? this.#term(leaf)
    if (!term || (term.param && !this.#take(term.param.name, term.param.value))) return undefined
    if (term.each) this.each = term.each
    if (term.keep) this.keeps.push(term.keep)
    this.countable &&= term.countable
    return term.keep ? 'exact' : 'superset'
  }

  /** A parameter says one thing. */
  #take(name: string, value: string): boolean {
    const { known, road } = this.#road
    const isCustom = /^(customField|customfield|field)$/.test(name)
    if (isCustom && this.#custom === searchLimits.custom) return false
    const spelled = isCustom ? `${name}${this.#custom + 1}` : name
    if (spelled in this.query || known.paramsRefused.has(`${road}.${spelled}`)) return false
    if (isCustom) this.#custom += 1
    this.query[spelled] = value
    return true
  }

  /** Whether ends belong to a range is not told (facts 15.21), and some answers cut milliseconds: a second wider. */
  #range(leaf: LeafPredicate): Term | undefined {
    if (leaf.kind !== 'compare' || leaf.op === '<>') return undefined
    const { spec, road } = this.#road
    const { name } = leaf.column.column
    const inList = road === 'list' && spec.list.sorts.includes(name)
    const inSearch = road === 'search' && spec.search?.ranges[name] !== undefined
    const value = Number(leaf.constant.value)
    if (!(inList || inSearch) || leaf.constant.type.name !== 'timestamptz' || !Number.isFinite(value)) return undefined
    const known = this.windows.get(name) ?? { from: undefined, to: undefined }
    const from = /[>=]/.test(leaf.op) && !leaf.op.startsWith('<') ? Math.floor(value) - SECOND : undefined
    const to = /[<=]/.test(leaf.op) && !leaf.op.startsWith('>') ? Math.ceil(value) + SECOND : undefined
    this.windows.set(name, { from: greater(known.from, from), to: lesser(known.to, to) })
    // Of whole seconds two counts tell whether it matters to which side the ends belong.
    const countable = (leaf.op === '>=' || leaf.op === '<') && value % SECOND === 0
    return { keep: { kind: 'range', ref: leaf.column, op: leaf.op, value }, countable }
  }

  #term(leaf: LeafPredicate): Term | undefined {
    const { road, spec, known } = this.#road
    if (road === 'list') return valuesTerm(leaf, spec.list.filters[leaf.column.column.name])
    const { search } = spec
    if (!search) return undefined
    const { column } = leaf.column
    if (leaf.kind === 'null') return nullTerm(leaf, search, known)
    if (leaf.kind === 'like') return likeTerm(leaf, search)
    if (column.name === 'statusType' && search.exact.status) return statusGroups(leaf)
    const exact = search.exact[column.name]
    if (exact) return this.#exact(leaf, exact)
    return factsOf(column).custom ? customTerm(leaf, search, known) : textTerm(leaf, search)
  }

  /** Rows of a search do not show the account of a ticket, so each is searched for by itself. */
  #exact(leaf: LeafPredicate, param: ValuesParam): Term | undefined {
    const term = valuesTerm(leaf, param)
    const { column } = leaf.column
    if (!term?.param || term.keep?.kind !== 'in' || factsOf(column).places.has('search') || this.each) return term
    const { name } = term.param
    return { each: { param: name, column, values: term.keep.values }, keep: term.keep, countable: term.countable }
  }
}

/** Some values of a column. */
function valuesTerm(leaf: LeafPredicate, param: ValuesParam | undefined): Term | undefined {
  const constants = equalityOf(leaf)
  const { column } = leaf.column
  if (!param || !constants || !isComparable(column)) return undefined
  const values = [...new Set(constants.flatMap(({ value }) => comparable(value, column.type) ?? []))]
  if (values.length === 0 || values.length > param.max || !values.every(isListable)) return undefined
  return {
    param: { name: param.param ?? column.name, value: values.join(',') },
    keep: { kind: 'in', ref: leaf.column, values },
    countable: column.type.name === 'bigint' || values.every((value) => isPickOf(column, value)),
  }
}

const greater = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
const lesser = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

/** The condition as one road carries it. */
export function sentWhere(
  where: readonly Conjunct[],
  spec: DeskModuleSpec,
  road: 'list' | 'search',
  knowledge: DeskKnowledge,
): DeskWhere {
  const sending = new WhereBuilder({ road, spec, known: knowledge.of(spec.name) })
  const verdicts = where.map((conjunct) => sending.send(conjunct))
  const { query, keeps, windows, each, countable } = sending
  return { query, keeps, windows, each, verdicts, countable }
}

/**
 * Ranges that hold exactly what is meant if their ends belong to them, or if they do not: no more than a millisecond lies
 * between the two.
 */
export const exactRanges = (
  { windows }: Pick<DeskWhere, 'windows'>,
  { ranges }: NonNullable<DeskModuleSpec['search']>,
  ends: 'included' | 'excluded',
): Record<string, string> => {
  const more = ends === 'excluded' ? 1 : 0
  const bounds = ({ from, to }: TimeWindow): TimeWindow => ({
    from: from === undefined ? undefined : from + SECOND - more,
    to: to === undefined ? undefined : to - SECOND - 1 + more,
  })
  return Object.fromEntries([...windows].map(([name, window]) => [ranges[name]!, rangeText(bounds(window))]))
}

/** Ranges of all columns but one, which the reader takes itself. */
export const rangesBut = (
  { windows }: Pick<DeskWhere, 'windows'>,
  { ranges }: NonNullable<DeskModuleSpec['search']>,
  but: string | undefined,
): Record<string, string> =>
  Object.fromEntries(
    [...windows].flatMap(([name, window]) => (name === but ? [] : [[ranges[name]!, rangeText(window)]])),
  )

/** The condition that names the ids of rows, and the ids as far as they can be some. */
export function idsWanted(
  where: readonly Conjunct[],
  isKey: (ref: ColumnRef) => boolean,
): { readonly conjunct: number; readonly ids: readonly string[] } | undefined {
  for (const [conjunct, { predicate }] of where.entries()) {
    const constants = isLeaf(predicate) && isKey(predicate.column) ? equalityOf(predicate) : undefined
    if (!constants) continue
    const { type } = (predicate as LeafPredicate).column.column
    const ids = constants.flatMap(({ value }) => comparable(value, type) ?? [])
    return { conjunct, ids: [...new Set(ids.filter((id) => /^\d+$/.test(id)))] }
  }
  return undefined
}

export const isNamed =
  (name: string) =>
  (ref: ColumnRef): boolean =>
    refName(ref) === name
