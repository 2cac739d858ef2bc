/** Names and e-mails of people, for rows that have but the id or the last name. */

export interface Person {
  readonly name: string | null
  readonly email: string | null
}

/** By id. */
export interface PersonNames {
  get(id: string): Person | undefined
}

const knowsAll = (names: PersonNames, ids: readonly string[]): boolean => ids.every((id) => names.get(id) !== undefined)

/** The ids of people in these cells: objects with an id, or the id alone. */
export function idsOf(cells: Iterable<unknown>): Set<string> {
  const ids = new Set<string>()
  for (const cell of cells) {
    const id = typeof cell === 'object' && cell !== null ? (cell as { id?: unknown }).id : cell
    if (typeof id === 'string' && id !== '') ids.add(id)
  }
  return ids
}

/**
 * The first list that knows all who are asked for, from the cheapest on; else the last there is.
 *
 * @param lists ways to a list, each asked only where the one before did not know all; undefined: there is none
 */
export async function namesOf<N extends PersonNames>(
  ids: readonly string[],
  first: N,
  ...lists: readonly (() => Promise<N | undefined>)[]
): Promise<N> {
  let known = first
  for (const list of lists) {
    if (knowsAll(known, ids)) return known
    const more = await list()
    if (more === undefined) return known
    known = more
  }
  return known
}
