import type { Query } from './ast/index.ts'
import { maskQuery } from './mask.ts'
import type { Reader } from './reader.ts'
import { restoreQuery } from './restore.ts'

/** One query, up to the bracket, semicolon or end that follows it: masked, read by node-sql-parser, put together again. */
export function readQuery(r: Reader): Query {
  const at = r.at
  return r.nested(() => restoreQuery(maskQuery(r), r, at))
}

/** The same within brackets. */
export const readBracketedQuery = (r: Reader): Query => r.parenthesized(() => readQuery(r))
