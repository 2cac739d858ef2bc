/** Which rows the records found belong to, where several rows may have made the same. Pure. */
import type { Value } from '../../base/types.ts'
import type { Column } from '../../source/index.ts'
import type { Making } from './ledger.ts'
import { sameText } from './same.ts'

/** A record that nobody is known to have made. */
export interface RecordCandidate {
  readonly id: string
  readonly values: readonly Value[]
  /** Made since the rows were sent, and not in the moment before, as far as clocks can tell. */
  readonly isSure: boolean
}

export interface OwnedRows {
  /** By the row's place: the id of its record. */
  readonly written: ReadonlyMap<number, string>
  /** Places of rows that are not there. */
  readonly missing: ReadonlySet<number>
  /** Rows of other statements whose answers are waited for: the records may be theirs. */
  readonly awaited: readonly Making[]
}

/**
 * Records are told apart by what they hold, and counted: so many are ours as no other row, and nobody else, can have
 * made. Where more are there than the rows known can have made, somebody else made some, and none is taken for ours.
 *
 * @param columns of the candidates' values
 */
export function ownersOf(
  columns: readonly Column[],
  own: readonly Making[],
  others: readonly Making[],
  candidates: readonly RecordCandidate[],
): OwnedRows {
  const written = new Map<number, string>()
  const missing = new Set<number>()
  const awaited: Making[] = []
  const { clusters, strangers } = clustersOf(columns, own, others, candidates)
  for (const cluster of clusters) {
    const found = judge(cluster)
    for (const [{ row }, { id }] of found.pairs) written.set(row.index, id)
    for (const { row } of found.missing) missing.add(row.index)
    awaited.push(...found.awaited)
  }
  // A record that no row explains may be one of ours that Zoho, or a workflow of it, has changed.
  return { written, missing: strangers ? new Set() : missing, awaited }
}

/** Places of rows that one of the records may be of. */
export function fittedRows(
  columns: readonly Column[],
  own: readonly Making[],
  candidates: readonly RecordCandidate[],
): ReadonlySet<number> {
  const { clusters } = clustersOf(columns, own, [], candidates)
  return new Set(
    clusters.filter(({ records }) => records.length > 0).flatMap((one) => one.own.map(({ of }) => of.row.index)),
  )
}

/** Rows and records that may belong together, with the keys by which each may belong to another. */
interface Cluster {
  readonly own: KeyedBy<Making>[]
  readonly others: KeyedBy<Making>[]
  readonly records: KeyedBy<RecordCandidate>[]
  readonly keys: Set<string>
}

interface KeyedBy<T> {
  readonly of: T
  readonly keys: readonly string[]
}

interface JudgedPairs {
  readonly pairs: readonly (readonly [Making, RecordCandidate])[]
  readonly missing: readonly Making[]
  readonly awaited: readonly Making[]
}

const nothing: JudgedPairs = { pairs: [], missing: [], awaited: [] }

function judge(cluster: Cluster): JudgedPairs {
  const own = cluster.own.map(({ of }) => of)
  const others = cluster.others.map(({ of }) => of)
  const sure = cluster.records.filter(({ of }) => of.isSure)
  const isClean = sure.length === cluster.records.length
  const rows = own.length + others.length
  const awaited = others.filter(({ standing }) => standing === 'sent')
  // Somebody else made some of these.
  if (sure.length > rows) return nothing
  if (sure.length === rows) return { ...nothing, pairs: allThere(cluster, sure) }
  if (sure.length === 0) return { ...nothing, missing: isClean ? own : [] }
  // Rows that are not the same may have made the same record: only where all are there is each known to be.
  const isTied = own.some(isOpen) && others.some(({ standing }) => standing === 'ended')
  if (cluster.keys.size > 1 || awaited.length > 0 || isTied) return { ...nothing, awaited }
  // What has ended may be sent again, and must not be there: it comes first.
  const ordered = own.toSorted((a, b) => Number(isOpen(a)) - Number(isOpen(b)))
  const pairs = ordered.slice(0, sure.length).map((making, i) => [making, sure[i]!.of] as const)
  return { ...nothing, pairs, missing: isClean ? ordered.slice(sure.length) : [] }
}

const isOpen = ({ standing }: Making): boolean => standing === 'open'

/** As many records as rows: each row with one that fits it, if that goes up for all. */
function allThere({ own, others, keys }: Cluster, records: readonly KeyedBy<RecordCandidate>[]): JudgedPairs['pairs'] {
  if (keys.size === 1) return own.map(({ of }, i) => [of, records[i]!.of] as const)
  const rows = [...own, ...others]
  const rowOf = new Map<KeyedBy<RecordCandidate>, KeyedBy<Making>>()
  const place = (row: KeyedBy<Making>, tried: Set<KeyedBy<RecordCandidate>>): boolean =>
    records.some((record) => {
      if (tried.has(record) || !record.keys.some((key) => row.keys.includes(key))) return false
      tried.add(record)
      const holder = rowOf.get(record)
      if (holder && !place(holder, tried)) return false
      rowOf.set(record, row)
      return true
    })
  if (!rows.every((row) => place(row, new Set()))) return []
  const mine = new Set(own)
  return [...rowOf].flatMap(([record, row]) => (mine.has(row) ? [[row.of, record.of] as const] : []))
}

// ------------------------------------------------------------------------------------------------ what fits what

function clustersOf(
  columns: readonly Column[],
  own: readonly Making[],
  others: readonly Making[],
  candidates: readonly RecordCandidate[],
): { readonly clusters: readonly Cluster[]; readonly strangers: boolean } {
  const keyed = new OwnerKeys(columns)
  const byKey = new Map<string, Cluster>()
  const put = (list: readonly Making[], name: 'own' | 'others'): void => {
    for (const of of list) {
      const keys = keyed.of(of)
      joined(byKey, keys)[name].push({ of, keys })
    }
  }
  put(own, 'own')
  put(others, 'others')
  let strangers = false
  for (const of of candidates) {
    const keys = keyed.fitting(of).filter((key) => byKey.has(key))
    if (keys.length === 0) strangers = true
    else joined(byKey, keys).records.push({ of, keys })
  }
  const clusters = [...new Set(byKey.values())].filter((cluster) => cluster.own.length > 0)
  return { clusters, strangers }
}

/** The one cluster of all these keys. */
function joined(byKey: Map<string, Cluster>, keys: readonly string[]): Cluster {
  const met = [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))].sort((a, b) => b.keys.size - a.keys.size)
  const [cluster = { own: [], others: [], records: [], keys: new Set<string>() }, ...rest] = met
  for (const other of rest) {
    cluster.own.push(...other.own)
    cluster.others.push(...other.others)
    cluster.records.push(...other.records)
    for (const key of other.keys) byKey.set(key, cluster)
    for (const key of other.keys) cluster.keys.add(key)
  }
  for (const key of keys) {
    cluster.keys.add(key)
    byKey.set(key, cluster)
  }
  return cluster
}

/** No two records hold one value of it. */
export const isDistinct = ({ unique, settable }: Column): boolean => unique === true || settable?.distinct === true

/** What a row sets, as text that a record which holds it has too. */
class OwnerKeys {
  readonly #columns: readonly Column[]
  readonly #places: ReadonlyMap<string, number>
  /** Ways to make such a text of a record. */
  readonly #ways = new Map<string, (values: readonly Value[]) => string>()

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#places = new Map(columns.map(({ name }, i) => [name, i]))
  }

  of({ row, columns }: Making): readonly string[] {
    const set = columns.flatMap((column, i) => {
      const place = this.#places.get(column.name)
      return place === undefined || row.values[i] === undefined ? [] : [{ place, value: row.values[i] }]
    })
    const unique = set.filter(({ place, value }) => isDistinct(this.#columns[place]!) && plain(value) !== '')
    if (unique.length > 0) return unique.map(({ place, value }) => this.#unique(place)(valuesAt(place, value)))
    const way = this.#same(set.map(({ place }) => place))
    const values: Value[] = []
    for (const { place, value } of set) values[place] = value
    return [way(values)]
  }

  fitting({ values }: RecordCandidate): readonly string[] {
    return [...this.#ways.values()].map((way) => way(values))
  }

  /** Nobody else may have such a value. */
  #unique(place: number) {
    return this.#way(`unique ${place}`, (values) => plain(values[place] ?? null))
  }

  #same(places: readonly number[]) {
    const columns = places.map((place) => this.#columns[place]!)
    return this.#way(`same ${places}`, (values) =>
      sameText(
        columns,
        places.map((place) => values[place]),
      ),
    )
  }

  #way(name: string, textOf: (values: readonly Value[]) => string) {
    const known = this.#ways.get(name)
    if (known) return known
    const way = (values: readonly Value[]): string => `${name} ${textOf(values)}`
    this.#ways.set(name, way)
    return way
  }
}

const valuesAt = (place: number, value: Value): Value[] => {
  const values: Value[] = []
  values[place] = value
  return values
}

/** Zoho's uniqueness mostly ignores case. */
const plain = (value: Value): string =>
  String(value ?? '')
    .trim()
    .toLowerCase()
