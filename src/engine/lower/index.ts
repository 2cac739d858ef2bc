import type { Names } from '../print/printer.ts'
import type { Query } from '../tree.ts'
import { lowerGrouping } from './grouping.ts'
import { lowerSetCalls } from './sets.ts'

/**
 * Rewrites one level of a query into what SQLite has a form for. Trees in, trees out; text is made in `../print`.
 */
export const lower = (query: Query, names: Names): Query => lowerGrouping(lowerSetCalls(query, names), names)
