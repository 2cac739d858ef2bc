import type { Printer } from '../print/printer.ts'
import type { Query } from '../tree.ts'
import { lowerFrames } from './frames.ts'
import { lowerGrouping } from './grouping.ts'
import { lowerSetCalls } from './sets.ts'

/**
 * Rewrites one level of a query into what SQLite has a form for. Trees in, trees out; text is made in `../print`.
 */
export const lower = (query: Query, p: Printer): Query =>
  lowerGrouping(lowerFrames(lowerSetCalls(query, p.names), p), p.names)
