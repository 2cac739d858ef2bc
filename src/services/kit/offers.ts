/** What offers of all services say alike. */
import type { Conjunct, Want } from '../../source/index.ts'

/** An offer's other half where everything stays local. */
export const nothingDone = (where: readonly Conjunct[], why: string) => ({
  verdicts: where.map(({ sql }) => ({ sql, outcome: 'local' as const, why })),
  exact: where.length === 0,
  grouped: false,
  ordered: false,
  limited: false,
  notes: [] as readonly string[],
})

/** The lookups that a want's columns lie beyond, each once. */
export const pathsOf = ({ columns }: Want): string[][] => [
  ...new Map(columns.filter(({ path }) => path.length > 0).map(({ path }) => [path.join('.'), [...path]])).values(),
]
