/** How names are found (exactly, else ignoring case), which may have been meant, and names that are the same everywhere. */
import { createHash } from 'node:crypto'
import { distance } from 'fastest-levenshtein'

/** The one database there is, as `current_database()` and catalogue queries call it. */
export const databaseName = 'zoho'

/** Names of constraints, as PostgreSQL makes them. */
export const primaryKeyName = (table: string): string => `${table}_pkey`
export const uniqueName = (table: string, column: string): string => `${table}_${column}_key`
export const foreignKeyName = (table: string, column: string): string => `${table}_${column}_fkey`

/** Bytes of a name in PostgreSQL: its clients know no longer ones. */
const nameBytes = 63

/** A name for clients of PostgreSQL: one that is too long is cut, and made its own again by a hash of all of it. */
export function shortName(name: string): string {
  if (Buffer.byteLength(name) <= nameBytes) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  let cut = name.slice(0, nameBytes - hash.length - 1)
  while (Buffer.byteLength(cut) > nameBytes - hash.length - 1) cut = [...cut].slice(0, -1).join('')
  return `${cut}_${hash}`
}

/**
 * Names for clients of PostgreSQL, by the names themselves: none too long, and no two that differ in case only, since
 * many a client takes those for one. The same list gives the same names.
 *
 * @example shownNames(['State', 'STATE']) // State → State, STATE → STATE_2
 */
function shownNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names.map((name) => name.toLowerCase()))
  const seen = new Set<string>()
  const shown = new Map<string, string>()
  for (const name of names) {
    let found = shortName(name)
    for (let n = 2; seen.has(found.toLowerCase()) || (n > 2 && taken.has(found.toLowerCase())); n++)
      found = shortName(`${name}_${n}`)
    seen.add(found.toLowerCase())
    shown.set(name, found)
  }
  return shown
}

const shownOf = new WeakMap<object, ReadonlyMap<string, string>>()

/** {@link shownNames} of a table's columns. */
export function shownColumns({ columns }: { readonly columns: readonly { readonly name: string }[] }) {
  const known = shownOf.get(columns)
  if (known) return known
  const shown = shownNames(columns.map(({ name }) => name))
  shownOf.set(columns, shown)
  return shown
}

/** The candidates that go by the wanted name exactly; if there are none, those that do so ignoring case. */
export function matching<T>(candidates: readonly T[], nameOf: (item: T) => string, wanted: string): readonly T[] {
  const exact = candidates.filter((item) => nameOf(item) === wanted)
  if (exact.length > 0) return exact
  const lower = wanted.toLowerCase()
  return candidates.filter((item) => nameOf(item).toLowerCase() === lower)
}

// Names that only share a word are worth showing too: `Stage` for someone who wrote `Deal_Stage`.
function difference(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  const contained = x.length > 2 && y.length > 2 && (x.includes(y) || y.includes(x))
  return contained ? 1 : distance(x, y)
}

/** Up to three of `candidates` that may have been meant, nearest first. */
export function nearest(wanted: string, candidates: Iterable<string>): readonly string[] {
  const limit = Math.max(2, Math.floor(wanted.length / 2))
  return [...new Set(candidates)]
    .map((name) => ({ name, by: difference(wanted, name) }))
    .filter(({ by }) => by <= limit)
    .sort((a, b) => a.by - b.by || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** What people may call by a label instead of its name. */
export interface Labelled {
  readonly name: string
  readonly labels: readonly string[]
}

const asLabel = (text: string): string => text.toLowerCase().replaceAll('_', ' ')

/** Those that a label calls, whatever its case. */
const calledBy = <T extends Labelled>(wanted: string, items: Iterable<T>): readonly T[] =>
  [...items].filter(({ labels }) => labels.some((label) => asLabel(label) === asLabel(wanted)))

/** As {@link nearest}; what the wanted name is the very label of goes before all that are spelt alike. */
export function nearestNamed(wanted: string, items: Iterable<Labelled>): readonly string[] {
  const all = [...items]
  const called = calledBy(wanted, all)
  if (called.length > 0) return [...new Set(called.map(({ name }) => name))].slice(0, 3)
  const near = nearest(
    wanted,
    all.map(({ name }) => name),
  )
  const labels = new Map(all.flatMap(({ name, labels: own }) => own.map((label) => [label, name] as const)))
  const nearLabels = nearest(wanted, labels.keys())
  const [best, bestLabel] = [near[0], nearLabels[0]]
  const isCloser =
    bestLabel !== undefined && (best === undefined || difference(wanted, bestLabel) < difference(wanted, best))
  return isCloser ? [...new Set(nearLabels.map((label) => labels.get(label)!))] : near
}

/**
 * Names that each stand once, where a form of data needs that: further ones of a name get `_2`, `_3` …, so that no
 * value is lost.
 *
 * @param same how two names are told apart; default: exactly
 */
export function uniqueNames(names: readonly string[], same: (name: string) => string = (name) => name): string[] {
  const all = new Set(names.map(same))
  const taken = new Set<string>()
  return names.map((name) => {
    let unique = name
    for (let n = 2; taken.has(same(unique)) || (n > 2 && all.has(same(unique))); n++) unique = `${name}_${n}`
    taken.add(same(unique))
    return unique
  })
}
