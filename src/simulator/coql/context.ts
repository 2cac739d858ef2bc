import type { SimColumn } from '../columns.ts'
import type { ApiVersion, SimModule, SimWorld, Variants } from '../model.ts'
import type { Comparable } from '../values.ts'
import type { CoqlSelect } from './ast.ts'
import { limitsOf, type QueryLimits } from './limits.ts'

/** All that the parts of one query's way have in common. */
export interface CoqlContext {
  readonly world: SimWorld
  readonly version: ApiVersion
  readonly variants: Variants
  readonly limits: QueryLimits
  readonly module: SimModule
  /** Text in the form it is compared in. */
  fold(text: string): string
  /** Values of the inner query of a test, as `outer` compares; `sequence` counts subqueries from 1. */
  subquery(query: CoqlSelect, sequence: number, outer: SimColumn): readonly Comparable[]
}

export function makeContext(
  world: SimWorld,
  version: ApiVersion,
  module: SimModule,
  subquery: CoqlContext['subquery'],
): CoqlContext {
  const { variants } = world
  return { world, version, variants, limits: limitsOf(version, variants), module, fold: folding(variants), subquery }
}

function folding({ coqlTextCompare, coqlTrimsText }: Variants): (text: string) => string {
  const trim = coqlTrimsText ? (text: string) => text.trim() : (text: string) => text
  return coqlTextCompare === 'insensitive' ? (text) => trim(text).toLowerCase() : trim
}
