import { byName } from '../base/by-name.ts'

/**
 * How tightly operators bind: PostgreSQL's precedence table, loosest first. Everything that decides between two
 * readings of a chain of operators comes from here, for parser and printer alike.
 */
export const level = {
  any: 0,
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  like: 6,
  other: 7,
  additive: 8,
  multiplicative: 9,
  power: 10,
  at: 11,
  collate: 12,
  sign: 13,
  cast: 14,
} as const

export type Level = (typeof level)[keyof typeof level]

const known: Readonly<Record<string, Level>> = byName({
  '=': level.comparison,
  '<': level.comparison,
  '>': level.comparison,
  '<=': level.comparison,
  '>=': level.comparison,
  '<>': level.comparison,
  '!=': level.comparison,
  '+': level.additive,
  '-': level.additive,
  '*': level.multiplicative,
  '/': level.multiplicative,
  '%': level.multiplicative,
  '^': level.power,
})

/** Level of an infix operator written in symbols; all that have no place of their own share one. */
export const operatorLevel = (symbol: string): Level => known[symbol] ?? level.other

/** One spelling for each operator. */
export const canonical = (symbol: string): string => (symbol === '!=' ? '<>' : symbol)
