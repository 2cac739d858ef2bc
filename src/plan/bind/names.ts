import { matching } from '../../base/names.ts'
import type { Name } from '../../sql/ast.ts'

/** Names by their lower-case form, for tables with hundreds of columns. */
export class NameIndex<T> {
  readonly #byLower = new Map<string, T[]>()
  readonly #nameOf: (item: T) => string

  constructor(items: Iterable<T>, nameOf: (item: T) => string) {
    this.#nameOf = nameOf
    for (const item of items) {
      const lower = nameOf(item).toLowerCase()
      const list = this.#byLower.get(lower)
      if (list) list.push(item)
      else this.#byLower.set(lower, [item])
    }
  }

  /** All that fit equally well: exactly, else ignoring case. */
  find(wanted: string): readonly T[] {
    const list = this.#byLower.get(wanted.toLowerCase()) ?? []
    return list.length < 2 ? list : matching(list, this.#nameOf, wanted)
  }
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** A path as a message shows it: `crm.Leads`. */
export const pathText = (path: readonly Name[]): string => path.map((name) => name.text).join('.')
