/**
 * Lowering: what SQLite has no form for (grouping sets, functions of sets in a select list, RANGE frames over other
 * things than numbers) is rewritten into what it has. Trees in, trees out. Not here: text (../print).
 */
import type { Printer } from '../print/printer.ts'
import type { Query } from '../tree.ts'
import { lowerEqualJoins } from './equal-joins.ts'
import { lowerConditions } from './factor.ts'
import { lowerFrames } from './frames.ts'
import { lowerGrouping } from './grouping.ts'
import { lowerSetCalls } from './sets.ts'

/** One level of a query; those inside of it are lowered when they are printed. */
export const lower = (query: Query, p: Printer): Query =>
  lowerGrouping(lowerFrames(lowerSetCalls(lowerEqualJoins(lowerConditions(query), p), p.names), p), p.names)
