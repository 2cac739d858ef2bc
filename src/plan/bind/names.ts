import type { Name } from '../../sql/ast/index.ts'

/** Names by their lower-case form, for tables with hundreds of columns. */
export class NameIndex<T> {
  readonly #byLower = new Map<string, T[]>()

  constructor(items: Iterable<T>, nameOf: (item: T) => string) {
    for (const item of items) {
      const lower = nameOf(item).toLowerCase()
      const list = this.#byLower.get(lower)
      if (list) list.push(item)
      else this.#byLower.set(lower, [item])
    }
  }

  /** All that fit, ignoring case. */
  all(wanted: string): readonly T[] {
    return this.#byLower.get(wanted.toLowerCase()) ?? []
  }
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A path as a message shows it: `crm.Leads`. */
export const pathText = (path: readonly Name[]): string => path.map((name) => name.text).join('.')
