/** Record ids: digits too long for a double, compared as numbers. */

/** Negative, zero or positive, as the ids compare as numbers. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : a > b ? 1 : 0
}

const orgPrefix = '5725767'
const perModule = 10_000_000_000
const step = 17

/** Start of a module's own range of ids. */
export const idBase = (moduleNumber: number): number => (moduleNumber + 1) * perModule

const compose = (tail: number): string => orgPrefix + String(tail).padStart(12, '0')

/** The id of row `index`: ascending, with gaps, 19 digits. `jitter` is any 32-bit number. */
export const rowId = (base: number, index: number, jitter: number): string =>
  compose(base + index * step + (jitter % step))

/** Which row could have this id: greatest index whose range starts at or before it; -1 or `count` outside. */
export function rowIndex(base: number, count: number, id: string): number {
  if (compareIds(id, compose(base)) < 0) return -1
  if (compareIds(id, compose(base + count * step)) >= 0) return count
  return Math.floor((Number(id.slice(orgPrefix.length)) - base) / step)
}

/** Ids of what is no record (modules, fields, layouts, users, jobs): a range below all records. */
export const systemId = (number: number): string => compose(number)
