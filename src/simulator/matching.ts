/** Comparisons by name, for the query languages whose tests are `field, operator, values`. */
import type { SimRecord } from './model.ts'
import { type Comparable, compare } from './values.ts'

export type RecordTest = (record: SimRecord) => boolean

type MakeMatch = (operands: readonly Comparable[]) => (value: Comparable) => boolean

const ordered =
  (holds: (order: number) => boolean): MakeMatch =>
  ([operand]) =>
  (value) =>
    holds(compare(value, operand!))

const texts =
  (holds: (text: string, part: string) => boolean): MakeMatch =>
  ([operand]) =>
  (value) =>
    holds(value as string, operand as string)

const among: MakeMatch = (operands) => {
  const set = new Set(operands)
  return (value) => set.has(value)
}

export const matchers = {
  equal: among,
  in: among,
  less: ordered((order) => order < 0),
  lessEqual: ordered((order) => order <= 0),
  greater: ordered((order) => order > 0),
  greaterEqual: ordered((order) => order >= 0),
  between:
    ([low, high]) =>
    (value) =>
      compare(value, low!) >= 0 && compare(value, high!) <= 0,
  contains: texts((text, part) => text.includes(part)),
  startsWith: texts((text, part) => text.startsWith(part)),
  endsWith: texts((text, part) => text.endsWith(part)),
} as const satisfies Record<string, MakeMatch>

export type MatcherName = keyof typeof matchers

/** A tree of tests joined by `and` and `or` as one function. */
export const both = (kind: 'and' | 'or', parts: readonly RecordTest[]): RecordTest =>
  kind === 'and'
    ? (record) => parts.every((accept) => accept(record))
    : (record) => parts.some((accept) => accept(record))
